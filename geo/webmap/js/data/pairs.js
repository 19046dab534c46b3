/* Pairs: the two states of each mission, where one in a territory counts as one in its state. */

/** @param {string} one @param {string} other */
export function pairId(one, other) {
  return one < other ? one + "-" + other : other + "-" + one;
}

/** Missions by pairs of states, and the number of the pair of two parties. @param {Columns} columns @param {number} missions @returns {Pairs} */
export function pairs({ arrays: a, texts, values }, missions) {
  const code = texts["party.code"];
  const number = new Map();
  const ids = [];
  const pair = new Int32Array(missions).fill(-1);
  const side = new Uint8Array(missions);
  const host = new Int32Array(missions);
  /** @param {number} one @param {number} other */
  const key = (one, other) =>
    code[one] < code[other] ? one * code.length + other : other * code.length + one;
  for (let m = 0; m < missions; m += 1) {
    const one = a["mission.sending"][m];
    const receiving = a["mission.receiving"][m];
    const home = a["party.of"][receiving];
    host[m] = home < 0 ? receiving : home;
    if (one === host[m]) continue;
    const of = key(one, host[m]);
    if (!number.has(of)) {
      number.set(of, ids.length);
      ids.push(pairId(code[one], code[host[m]]));
    }
    pair[m] = number.get(of);
    side[m] = code[one] < code[host[m]] ? 0 : 1;
  }
  const kind = a["mission.kind"];
  const rank = Uint8Array.from({ length: missions }, (_, m) => values.kind_ranks[kind[m]]);
  /** @param {number} one @param {number} other */
  const of = (one, other) => number.get(key(one, other)) ?? -1;
  return { ids, pair, side, host, rank, of };
}

/** For each pair its weightiest found mission of either side, as a place among the found ones, or -1. @param {Ready} ready @param {Found} found */
export function best({ pairs: { ids, pair, side, rank }, columns }, found) {
  const id = columns.texts["mission.id"];
  const statuses = columns.values.status_ranks;
  const { number, status } = found;
  /** @param {number} i @param {number} j */
  const before = (i, j) => {
    const [m, other] = [number[i], number[j]];
    const more = rank[m] - rank[other] || statuses[status[i]] - statuses[status[j]];
    return more ? more < 0 : id[m] < id[other];
  };
  const sides = [new Int32Array(ids.length).fill(-1), new Int32Array(ids.length).fill(-1)];
  for (let i = 0; i < number.length; i += 1) {
    const p = pair[number[i]];
    if (p < 0) continue;
    const here = sides[side[number[i]]];
    if (here[p] < 0 || before(i, here[p])) here[p] = i;
  }
  return sides;
}
