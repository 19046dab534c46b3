/* Overview: found missions counted by state and by city, for a map of more than anybody can read one by one. */

const TO = 6.5; // zoom up to which cities are circles; from it on, missions are symbols
const CLASSES = [0.2, 0.4, 0.6, 0.8]; // shares of the states at which a class of shading begins

/** Counts of all that a state of the map has found. @param {Pick<State, "ready" | "found">} state @returns {Overview} */
export function counted({ ready, found }) {
  const { arrays, texts } = ready.columns;
  const many = texts["party.code"].length;
  const [sent, received] = [new Uint32Array(many), new Uint32Array(many)];
  const [town, sending] = [arrays["mission.town"], arrays["mission.sending"]];
  const receiving = arrays["mission.receiving"];
  /** @type {Map<number, Town>} */
  const towns = new Map();
  found.number.forEach((m, i) => {
    sent[sending[m]] += 1;
    received[receiving[m]] += 1;
    const p = found.placement[i];
    const key = town[m] < 0 ? -1 - ready.points.placement[p] : town[m];
    let one = towns.get(key);
    if (!one) {
      const name = town[m] < 0 ? texts["party.name"][receiving[m]] : texts["town.name"][key];
      one = { id: "town:" + key, name, x: ready.worlds.x[p], y: ready.worlds.y[p], members: [] };
      towns.set(key, one);
    }
    one.members.push(i);
  });
  const sorted = [...towns.values()].sort((a, b) => b.members.length - a.members.length);
  return { sent, received, towns: sorted, classes: [] };
}

/** Whether cities are drawn as circles at a zoom. @param {State} state @param {View} view */
export function on(state, view) {
  return Boolean(state.overview) && view.zoom < TO;
}

/** Whether states are shaded: Natural Earth's areas are de facto, so not where a viewpoint is chosen. @param {State} state @param {View} view */
export function shaded(state, view) {
  return state.layers.shading && !state.viewpoint() && on(state, view);
}

/** How many missions a party has by the direction that is looked at. @param {State} state @param {number} party */
export function of({ overview, layers }, party) {
  if (!overview || !(party >= 0)) return 0;
  const { sent, received } = overview;
  if (layers.direction === "both") return sent[party] + received[party];
  return (layers.direction === "sends" ? sent : received)[party];
}

/** The least numbers of the classes of shading: about as many states in each. @param {State} state */
export function classes(state) {
  const many = state.ready.columns.texts["party.code"].length;
  const all = Array.from({ length: many }, (_, party) => of(state, party))
    .filter(Boolean)
    .sort((a, b) => a - b);
  const found = [1];
  for (const share of CLASSES) {
    const at = all[Math.floor(share * all.length)] || 0;
    const step = at > 50 ? 10 : at > 15 ? 5 : 1;
    const least = Math.max(Math.round(at / step) * step, found[found.length - 1] + 1);
    if (least <= all[all.length - 1]) found.push(least);
  }
  return found;
}

/** Whether a line belongs to a party in the direction that is looked at. @param {State} state @param {Route} route @param {number} party */
export function runs({ layers: { direction } }, { kind, a, b }, party) {
  if (kind === "pair" || direction === "both") return a === party || b === party;
  return (direction === "sends" ? a : b) === party;
}
