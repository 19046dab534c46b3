/* Glass: what lies over the drawn map for a moment: the thing under the pointer, the thing in
   focus, the thing whose card is open, and the missions of one stack spread out. */
import { circle, fill, stroke } from "./pen.js";
import { seen } from "./ground.js";
import * as draw from "./draw.js";
import * as spots from "../data/spots.js";
import { codeOf, linesOf, lit } from "../data/state.js";
import { mark as markState } from "./shading.js";
import { strokes } from "./strokes.js";

const FEW = 60; // lines up to which each is drawn strong
export const RING = 7; // pixels that the ring around what is chosen takes

/** @param {Thing | null} one @param {Thing | null} other */
export function same(one, other) {
  return Boolean(one && one.what === other?.what && one.id === other.id);
}

/** @param {Context} context @param {number} x @param {number} y @param {number} r @param {string} colour @param {Palette} palette */
function ring(context, x, y, r, colour, palette) {
  circle(context, x, y, r);
  stroke(context, palette.halo, 5);
  stroke(context, colour, 2.5);
}

/** The code of the state that receives a mission. @param {State} state @param {number} i */
function receiver({ ready: { columns }, found }, i) {
  return columns.texts["party.code"][columns.arrays["mission.receiving"][found.number[i]]];
}

/** @param {Drawing} drawing @param {Thing} thing @param {string} colour */
function mark(drawing, thing, colour) {
  const { context, view, state, palette } = drawing;
  if (thing.what === "mission") {
    const i = state.at.get(thing.id);
    if (i === undefined) return;
    const p = state.found.placement[i];
    const far = spots.how(state.ready, p) === "country" && !spots.tooClose(state.ready, p, view);
    if (far) markState(drawing, receiver(state, i), draw.missionColour(state, palette, i));
    const fanned = state.fanned.filter((item) => item.i === i);
    for (const item of fanned.length ? fanned : state.drawn.symbols) {
      if (item.i !== i) continue;
      const r = item.r + 1.5;
      draw.symbol(drawing, { ...item, r });
      ring(context, item.x, item.y, r + 3.5, colour, palette);
    }
  } else if (thing.what === "absence") {
    for (const item of state.drawn.absences) {
      if (item.mark.id === thing.id) ring(context, item.x, item.y, item.r + 5, colour, palette);
    }
  } else if (thing.what === "line") {
    markLine(drawing, thing.id, colour);
  } else if (thing.what === "state") {
    markState(drawing, codeOf(thing.id), colour);
  } else if (thing.what === "town") {
    const found = state.drawn.circles.filter(({ town }) => town.id === thing.id);
    for (const { x, y, r } of found) ring(context, x, y, r + 2, colour, palette);
  } else {
    for (const { path, region } of state.drawn.areas) {
      if (region < 0 || state.regionId(region) !== thing.id) continue;
      context.strokeStyle = colour;
      context.lineWidth = 2.5;
      context.stroke(path);
    }
  }
}

/** A line keeps its colour, but in focus; its ends stay on top of it. @param {Drawing} drawing @param {string} id @param {string} colour */
function markLine(drawing, id, colour) {
  const { context, state, palette } = drawing;
  const inks = colour === palette.focus ? { ...palette, pair: colour, ink: colour } : palette;
  const ends = new Set();
  for (const stroke of [...state.drawn.strokes, ...state.drawn.lit]) {
    if (stroke.route.id !== id) continue;
    draw.strongLine(context, stroke, inks, 3.4);
    ends.add(stroke.route.start).add(stroke.route.end);
  }
  for (const item of state.drawn.symbols) {
    if (ends.has(state.found.number[item.i])) {
      draw.symbol(drawing, item);
    }
  }
}

/** @param {Drawing} drawing */
function fan(drawing) {
  const { context, view, state, palette } = drawing;
  state.fanned = [];
  if (!state.fan) return;
  const { members, x: wx, y: wy } = state.fan;
  const r = Math.max(6, draw.radius(view.zoom));
  const apart = 2 * r + 3;
  const [[x, y] = [NaN, NaN]] = [...seen(view, wx, wy, 200)].slice(-1);
  const wide = spots.reach(members.length, apart) + r + 8;
  circle(context, x, y, wide);
  fill(context, palette.halo);
  stroke(context, palette.quiet, 1);
  members.forEach((i, j) => {
    const [dx, dy] = spots.offset(j, members.length, apart);
    const item = { i, x: x + dx, y: y + dy, r };
    state.fanned.push(item);
    draw.symbol(drawing, item);
  });
  state.fanWide = { x, y, wide };
}

/** The lines of what is lit, which way they run, and a dot at each of their missions. @param {Drawing} drawing */
function bright(drawing) {
  const { context, view, state, palette, r } = drawing;
  const found = strokes(linesOf(state, lit(state)), state.run, view);
  state.drawn.lit = found;
  const few = found.length < FEW;
  context.globalAlpha = few ? 1 : 0.75;
  for (const stroke of found) {
    if (few) draw.strongLine(context, stroke, palette, 1.6);
    else draw.thinLine(context, stroke, palette);
  }
  draw.heads(drawing, found.length < 4 * FEW ? found : [], palette.ink);
  context.globalAlpha = 1;
  const ends = new Set(found.flatMap(({ route: { start, end } }) => [start, end]));
  const at = state.found.number.flatMap((m, i) => (ends.has(m) ? [i] : []));
  for (const i of at) {
    const p = state.found.placement[i];
    for (const [x, y] of seen(view, state.ready.worlds.x[p], state.ready.worlds.y[p], r)) {
      draw.symbol(drawing, { i, x, y, r: few ? r : 0.7 * r });
    }
  }
}

/** @param {State} state */
export function painter(state) {
  return function paint(/** @type {Context} */ context, /** @type {View} */ view) {
    if (!state.found || !state.drawn) return;
    const drawing = draw.drawingOf(context, view, state);
    const { palette } = drawing;
    bright(drawing);
    fan(drawing);
    if (state.chosen) mark(drawing, state.chosen, palette.ink);
    if (state.hover && !same(state.hover, state.chosen)) {
      mark(drawing, state.hover, palette.quiet);
    }
    if (state.focused) mark(drawing, state.focused, palette.focus);
  };
}
