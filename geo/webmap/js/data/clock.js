/* Clock: which stretch of both clocks holds, mission by mission; never anything worked out anew. */

/** Where the stretches of each mission start; they stand in the order of their missions. @param {Numbers} owner @param {number} missions */
export function starts(owner, missions) {
  const found = new Int32Array(missions + 1);
  for (let i = 0; i < owner.length; i += 1) found[owner[i] + 1] += 1;
  for (let m = 0; m < missions; m += 1) found[m + 1] += found[m];
  return found;
}

/** @param {Columns} columns @param {string} name @returns {Clocks} */
export function clocks({ arrays: a }, name) {
  return {
    begin: a[name + ".begin"],
    end: a[name + ".end"],
    knownBegin: a[name + ".known_begin"],
    knownEnd: a[name + ".known_end"],
  };
}

/** @param {Columns} columns @param {string} name @param {number} missions @returns {Intervals} */
export function stretches(columns, name, missions) {
  const start = starts(columns.arrays[name + ".mission"], missions);
  return { start, ...clocks(columns, name) };
}

/** Whether a row holds a day of both clocks. @param {Clocks} set @param {number} i @param {number} day @param {number} knownOn */
export function holds(set, i, day, knownOn) {
  return (
    set.begin[i] <= day &&
    day < set.end[i] &&
    set.knownBegin[i] <= knownOn &&
    knownOn < set.knownEnd[i]
  );
}

/** The row that holds a day of both clocks for one mission, or -1. @param {Intervals} set @param {number} mission @param {number} day @param {number} knownOn */
export function at(set, mission, day, knownOn) {
  for (let i = set.start[mission]; i < set.start[mission + 1]; i += 1) {
    if (holds(set, i, day, knownOn)) return i;
  }
  return -1;
}
