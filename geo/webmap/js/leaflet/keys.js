/* Keys: the drawn things one after the other, without a mouse. */
import * as absence from "../data/absence.js";
import * as overview from "../data/overview.js";
import * as sphere from "../data/sphere.js";
import { say } from "../data/words.js";

const SETS = ["mission", "state", "line", "absence", "place"];
/** @type {Record<string, Pair>} */
export const ARROWS = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** Missions and lines that are emphasised come first, then from west to east as the map lies. @param {State} state @param {string} what */
function listed(state, what) {
  const { ready, found } = state;
  if (what === "place") return state.places.map((region) => ({ what, id: state.regionId(region) }));
  if (what === "state") return countries(state);
  if (what === "absence" && !state.absences.length) return [];
  const west = state.west();
  /** @param {number} x */
  const lying = (x) => x - west - Math.floor(x - west);
  /** @param {string} id @param {number} x @param {number} [first] */
  const entry = (id, x, first = state.emphasis.has(id) ? 0 : 1) => ({ id, x: lying(x), first });
  let entries;
  if (what === "line") {
    entries = state.routes.map((route) => entry(route.id, sphere.worldX(route.from[0])));
  } else if (what === "absence") {
    entries = state.absences.map(({ id, lon, signs }) => {
      const face = Math.min(...signs.map((one) => absence.FACES.indexOf(one.face)));
      return entry(id, sphere.worldX(lon), face);
    });
  } else {
    const ids = ready.columns.texts["mission.id"];
    const { x } = ready.worlds;
    entries = found.number.map((m, i) => entry(ids[m], x[found.placement[i]]));
  }
  return entries
    .sort((a, b) => a.first - b.first || a.x - b.x || (a.id < b.id ? -1 : 1))
    .map(({ id }) => ({ what, id }));
}

/** States with missions by their number, the first the one with most. @param {State} state */
function countries(state) {
  const { ready, areas } = state;
  const many = (/** @type {string} */ code) => overview.of(state, ready.code.get(code) ?? -1);
  const found = areas && state.overview ? areas.codes.filter((code) => many(code)) : [];
  return found
    .sort((a, b) => many(b) - many(a))
    .map((code) => ({ what: "state", id: "state:" + code }));
}

/** @param {State} state @param {KeyActions} act */
export function keyboard(state, act) {
  let what = "mission";
  /** @type {Thing[] | null} */
  let list = null;
  let index = -1;

  function reset() {
    list = null;
    index = -1;
  }

  /** @param {number} by */
  function step(by) {
    if (!list) list = listed(state, what);
    if (!list.length) {
      act.say(say("none." + what));
      return;
    }
    const from = index < 0 && by < 0 ? 0 : index;
    index = (((from + by) % list.length) + list.length) % list.length;
    const thing = list[index];
    act.focus(thing);
    const told = say("count.step", { index: index + 1, count: list.length });
    act.say(act.text(thing) + ". " + told);
  }

  /** @param {number} by */
  function change(by) {
    const next = () => SETS[(SETS.indexOf(what) + by + SETS.length) % SETS.length];
    what = next();
    const none = { absence: !state.absences.length, state: !state.overview };
    while (none[/** @type {keyof typeof none} */ (what)]) what = next();
    reset();
    list = listed(state, what);
    act.focus(null);
    act.say(say("set." + what, { count: list.length }));
  }

  const open = () => list && index >= 0 && act.open(list[index]);

  /** @type {Record<string, () => unknown>} */
  const ACTS = {
    ArrowRight: () => step(1),
    ArrowLeft: () => step(-1),
    ArrowDown: () => change(1),
    ArrowUp: () => change(-1),
    PageDown: () => step(10),
    PageUp: () => step(-10),
    Home: () => {
      index = -1;
      step(1);
    },
    End: () => {
      index = 0;
      step(-1);
    },
    Enter: open,
    " ": open,
    Escape: () => {
      reset();
      act.close();
    },
    "+": () => act.zoom(1),
    "=": () => act.zoom(1),
    "-": () => act.zoom(-1),
  };
  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (event.target !== event.currentTarget) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const pan = event.shiftKey && ARROWS[event.key];
    const deed = pan ? () => act.pan(...pan) : ACTS[event.key];
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  }

  return { pressed, reset };
}

/** Links that are buttons answer to the space bar; whether the keyboard is used shows on the map. @param {HTMLElement} container @param {AbortSignal} signal */
export function pressable(container, signal) {
  const press = (/** @type {KeyboardEvent} */ event) => {
    container.classList.add("atlas-by-key");
    if (event.key !== " " || !(event.target instanceof HTMLElement)) return;
    if (!event.target.matches("a[role=button]")) return;
    event.preventDefault();
    event.target.click();
  };
  const pointed = () => container.classList.remove("atlas-by-key");
  container.addEventListener("keydown", press, { signal });
  container.addEventListener("pointerdown", pointed, { signal });
}
