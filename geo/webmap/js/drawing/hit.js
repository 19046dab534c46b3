/* Hit: what was drawn at a point of the sheet. */
import { boxOf } from "../data/sphere.js";
import { shaded } from "../data/overview.js";
import { stateAt, worldAt } from "./shading.js";

const FAR = 20; // pixels beside a circle within which it is meant where nothing else is

/** @template {Dot} T @param {T[]} items @param {number} x @param {number} y @param {number} reach */
function nearest(items, x, y, reach) {
  /** @type {T | null} */
  let best = null;
  let least = Infinity;
  for (const item of items) {
    const d = Math.hypot(item.x - x, item.y - y) - item.r;
    if (d < reach && d < least) {
      least = d;
      best = item;
    }
  }
  return best;
}

/** @param {State} state @param {number} i */
function mission(state, i) {
  return { what: "mission", id: state.ready.columns.texts["mission.id"][state.found.number[i]] };
}

/** @param {State} state @param {number} x @param {number} y @param {number} reach */
function symbol(state, x, y, reach) {
  /** @param {Dot} item */
  const away = (item) => Math.max(0, Math.hypot(item.x - x, item.y - y) - item.r);
  const best = nearest(state.drawn.symbols, x, y, reach);
  const emphatic = state.drawn.symbols.filter((item) => item.strong);
  const strong = nearest(emphatic, x, y, reach);
  const badge = nearest(state.drawn.badges, x, y, reach);
  if (badge && away(badge) < (strong ? away(strong) : away(best || badge) + 1)) {
    const { at, members } = badge;
    return { what: "stack", id: "", members, x: at.x, y: at.y };
  }
  if (strong && best && away(strong) <= away(best)) return mission(state, strong.i);
  if (!best) return null;
  /** @param {SymbolItem} item */
  const over = (item) => Math.hypot(item.x - best.x, item.y - best.y) < best.r * 0.9;
  const members = [...new Set(state.drawn.symbols.filter(over).map((item) => item.i))];
  if (members.length === 1) return mission(state, best.i);
  return { what: "stack", id: "", members, x: best.x, y: best.y };
}

/** @param {State} state @param {number} x @param {number} y @param {number} reach */
function absence(state, x, y, reach) {
  const best = nearest(state.drawn.absences, x, y, reach);
  return best && { what: "absence", id: best.mark.id };
}

/** The smallest circle of a city at a point, else the nearest. @param {State} state @param {number} x @param {number} y @param {number} reach */
function town(state, x, y, reach) {
  const over = state.drawn.circles.filter((one) => Math.hypot(one.x - x, one.y - y) <= one.r);
  const best = over.pop() || nearest(state.drawn.circles, x, y, reach);
  return best && { what: "town", id: best.town.id, members: best.town.members };
}

/** @param {State} state @param {Context} context @param {number} x @param {number} y */
function country(state, context, x, y) {
  const { view } = state.drawn;
  const at = shaded(state, view) ? worldAt(view, x, y) : null;
  const code = at && stateAt(state, context, ...at);
  return code ? { what: "state", id: "state:" + code } : null;
}

/** @param {number[]} run @param {number} x @param {number} y */
function away(run, x, y) {
  let least = Infinity;
  for (let i = 2; i < run.length; i += 2) {
    const dx = run[i] - run[i - 2];
    const dy = run[i + 1] - run[i - 1];
    const long = dx * dx + dy * dy;
    const along = long ? ((x - run[i - 2]) * dx + (y - run[i - 1]) * dy) / long : 0;
    const t = Math.max(0, Math.min(1, along));
    const d = Math.hypot(x - run[i - 2] - t * dx, y - run[i - 1] - t * dy);
    if (d < least) least = d;
  }
  return least;
}

/** @param {State} state @param {number} x @param {number} y @param {number} reach */
function line(state, x, y, reach) {
  let best = null;
  let least = reach;
  for (const stroke of [...state.drawn.lit, ...state.drawn.strokes]) {
    const box = (stroke.box ??= boxOf(stroke.runs));
    if (x < box[0] - reach || x > box[2] + reach || y < box[1] - reach || y > box[3] + reach) {
      continue;
    }
    const strong = state.emphasis.has(stroke.route.id) ? 3 : 0;
    const d = Math.min(...stroke.runs.map((run) => away(run, x, y))) - strong;
    if (d < least) {
      least = d;
      best = stroke;
    }
  }
  return best && { what: "line", id: best.route.id };
}

/** @param {State} state @param {Context} context @param {number} x @param {number} y @param {number} ratio */
function area(state, context, x, y, ratio) {
  let best = null;
  for (const drawn of state.drawn.areas) {
    if (best && best.wide <= drawn.wide) continue;
    if (context.isPointInPath(drawn.path, x * ratio, y * ratio, "evenodd")) best = drawn;
  }
  if (!best) return null;
  const place = best.region >= 0 ? state.regionId(best.region) : "";
  if (place) return { what: "place", id: place };
  const { members } = best;
  if (members.length === 1) return mission(state, members[0]);
  return null;
}

/** The thing at a point, or null. `reach` is how many pixels a pointer may miss by; `context` is the sheet's own, for its areas. @param {State} state @param {Context} context @param {number} x @param {number} y @param {number} reach @param {number} ratio */
export function at(state, context, x, y, reach, ratio) {
  const fanned = nearest(state.fanned, x, y, reach);
  if (fanned) return mission(state, fanned.i);
  return (
    symbol(state, x, y, reach) ||
    town(state, x, y, Math.min(reach, 4)) ||
    absence(state, x, y, reach) ||
    line(state, x, y, reach + 1) ||
    area(state, context, x, y, ratio) ||
    country(state, context, x, y) ||
    town(state, x, y, FAR)
  );
}
