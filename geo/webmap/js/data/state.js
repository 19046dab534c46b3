/* State: what the map shows now, and what follows from a scene and a day. */
import * as absence from "./absence.js";
import * as areas from "../drawing/areas.js";
import * as filter from "./filter.js";
import * as overview from "./overview.js";
import * as routes from "./routes.js";
import * as sphere from "./sphere.js";
import { middle } from "../drawing/shading.js";
import * as spots from "./spots.js";
import * as strokes from "../drawing/strokes.js";
import { sprite } from "../drawing/symbols.js";
import { say } from "./words.js";

const SIDES_MOST = 6;

/** The state of a map that shows nothing yet. @param {Pick<State, "palette" | "most" | "west" | "reserved" | "tiled">} around @returns {State} */
export function created(around) {
  /** @type {any} */
  const state = {
    made: {},
    strong: [],
    get routes() {
      const { ready, scene, found: all, passing } = state;
      return (state.made.routes ??= all ? routes.routes(ready, scene, all, passing) : []);
    },
    get at() {
      const ids = state.ready.columns.texts["mission.id"];
      const { number } = /** @type {Found} */ (state.found);
      return (state.made.at ??= new Map(number.map((m, i) => [ids[m], i])));
    },
    get spots() {
      return (state.made.spots ??= spots.spots(state.ready, state.found, state.emphasis));
    },
    towns: [],
    places: [],
    absences: [],
    sides: new Map(),
    emphasis: new Set(),
    fanned: [],
    fan: null,
    hover: null,
    focused: null,
    chosen: null,
    overview: null,
    areas: null,
    turning: false,
    layers: {
      ...{ shading: true, lines: true, coverage: true, neighbour: true, regions: true },
      ...{ absences: true, labels: true, globe: false, direction: "receives", colour: "sending" },
    },
    run: strokes.keeper(),
    sprite,
    viewpoint: () => state.scene?.viewpoint || "",
    regionId: (/** @type {number} */ region) => state.ready.columns.texts["region.id"][region],
    ...around,
  };
  return state;
}

/** Whether so many missions are shown that a map of all their lines would say nothing. @param {State} state */
export function crowded(state) {
  return state.found.number.length > state.most;
}

/** The lines of a thing: itself, or those that end at it. @param {State} state @param {Thing | null} thing */
export function linesOf(state, thing) {
  if (!thing) return [];
  const lines = switched(state);
  if (thing.what === "state") {
    const party = state.ready.code.get(codeOf(thing.id)) ?? -1;
    return lines.filter((route) => overview.runs(state, route, party));
  }
  const { number } = state.found;
  const members = thing.members || [state.at.get(thing.id) ?? -1];
  const ends = new Set(thing.what === "line" ? [] : members.map((i) => number[i]));
  return lines.filter(({ id, start, end }) => id === thing.id || ends.has(start) || ends.has(end));
}

/** The code of a state that is a thing on the map. @param {string} id */
export function codeOf(id) {
  return id.slice("state:".length);
}

/** The lines of the kinds that are switched on. @param {State} state */
function switched({ routes: all, layers }) {
  return all.filter(({ kind }) =>
    kind === routes.COVERAGE
      ? layers.coverage
      : kind === routes.NEIGHBOUR
        ? layers.neighbour
        : layers.lines,
  );
}

/** What is drawn bright while the rest is dimmed: what is pointed at, else what is chosen. @param {State} state */
export function lit(state) {
  const thing = crowded(state) ? state.hover || state.focused || state.chosen : null;
  return thing?.what === "place" ? null : thing;
}

/** The lines that are drawn before anybody points at anything. @param {State} state */
export function drawnLines(state) {
  if (crowded(state)) return state.layers.lines ? state.strong : [];
  const all = switched(state);
  return state.turning ? all.filter((route) => state.emphasis.has(route.id)) : all;
}

/** What of a scene holds on all days. @param {State} state */
export function coloured(state) {
  const { scene, ready } = state;
  state.emphasis = new Set(scene.emphasis);
  const sides = scene.sides.slice(0, SIDES_MOST);
  state.sides = new Map(sides.map((code, i) => [Number(ready.code.get(code)), i]));
}

/** The missions of the day that the scene has now. @param {State} state */
export function found(state) {
  state.found = filter.missions(state.ready, state.scene, state.passing);
}

/** What follows from the missions that were found. @param {State} state */
export function gathered(state) {
  const { scene, ready } = state;
  state.made = {};
  state.towns = towns(state);
  state.places = areas.outlines(ready, filter.places(ready, scene, state.passing), state.found);
  state.absences = absence.marks(ready, scene, state.passing);
  state.overview = crowded(state) ? overview.counted(state) : null;
  state.strong = state.overview ? strong(state) : [];
}

/** The lines of the emphasised pairs alone. @param {State} state */
function strong({ ready, found, scene, emphasis }) {
  const pairs = new Set(
    ready.pairs.ids.flatMap((id, i) => (emphasis.has("pair:" + id) ? [i] : [])),
  );
  return routes.joining(ready, found, routes.counts(ready, scene), pairs);
}

/** Towns with shown missions, the one with most of them first. @param {State} state */
function towns({ ready, found: { number } }) {
  const town = ready.columns.arrays["mission.town"];
  /** @type {Map<number, number>} */
  const many = new Map();
  for (const m of number) {
    if (town[m] >= 0) many.set(town[m], (many.get(town[m]) || 0) + 1);
  }
  return [...many].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/** The thing of an id. @param {State} state @param {string} id @returns {Thing | null} */
export function named(state, id) {
  if (state.at.has(id)) return { what: "mission", id };
  if (id.startsWith("state:"))
    return state.areas?.number.has(codeOf(id)) ? { what: "state", id } : null;
  if (state.routes.some((route) => route.id === id)) return { what: "line", id };
  if (state.absences.some((mark) => mark.id === id)) return { what: "absence", id };
  return { what: "place", id };
}

/** Longitude and latitude of a thing. @param {State} state @param {Thing} thing @returns {Pair} */
export function where(state, { what, id }) {
  const { arrays: a, texts } = state.ready.columns;
  if (what === "mission") {
    const p = state.found.placement[Number(state.at.get(id))];
    return [a["placement.longitude"][p], a["placement.latitude"][p]];
  }
  if (what === "line") {
    const route = state.routes.find((one) => one.id === id);
    if (!route) return [0, 0];
    const { xy } = state.run(route);
    const middle = 2 * Math.floor(xy.length / 4);
    return [sphere.longitude(xy[middle]), sphere.latitude(xy[middle + 1])];
  }
  if (what === "absence") {
    const mark = state.absences.find((one) => one.id === id);
    return mark ? [mark.lon, mark.lat] : [0, 0];
  }
  if (what === "state") return middle(state, codeOf(id));
  const region = texts["region.id"].indexOf(id);
  if (region < 0) return [0, 0];
  const x = (a["region.west"][region] + a["region.east"][region]) / 2;
  const y = (a["region.top"][region] + a["region.bottom"][region]) / 2;
  return [sphere.longitude(x), sphere.latitude(y)];
}

/** How many missions and lines are shown: [as a name of the map, to those who hear it]. @param {State} state */
export function counts(state) {
  const { ready, found } = state;
  const { number, status } = found;

  const undated = status.filter((one) => one === ready.undated).length;
  const surely = say("count.missions", { count: number.length - undated });
  const missions = undated ? say("count.undated", { missions: surely, count: undated }) : surely;
  const lines = say("count.lines", { count: drawnLines(state).length });
  const told = say(number.length ? "said.drawn" : "said.empty", { missions, lines });
  return [say("said.label", { missions, lines }), told];
}
