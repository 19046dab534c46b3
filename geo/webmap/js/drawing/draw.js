/* Draw: lines and symbols of a state on one sheet; what was drawn where is kept for hits. */
import { circle, fill, lines, stroke } from "./pen.js";
import * as absence from "../data/absence.js";
import { LATEST } from "../data/calendar.js";
import * as clock from "../data/clock.js";
import * as Overview from "../data/overview.js";
import * as areas from "./areas.js";
import * as crowds from "./crowds.js";
import { seen } from "./ground.js";
import * as naming from "./naming.js";
import * as routes from "../data/routes.js";
import * as shading from "./shading.js";
import * as sphere from "../data/sphere.js";
import { drawnLines } from "../data/state.js";
import * as spots from "../data/spots.js";
import * as Strokes from "./strokes.js";
import * as Symbols from "./symbols.js";

const FANNED = 7.5; // zoom from which all spots are fanned out wholly
export const KINDS = ["embassy", "consulate", "liaison"]; // in the order of their colours
const HEADS_MOST = 250; // lines of a view up to which they have arrowheads
const OTHERS_FROM = 12; // zoom from which missions that are not asked for are seen too
const HEAD = 0.8; // share of a line at which its arrowhead is
export const WIDER = 1.6; // pixels more for a symbol in a ring
const COVERED = 1.5; // pixels within which one symbol covers another
export const STRONGER = 1.8; // pixels more for a symbol that is drawn strong
/** @type {Record<string, number[]>} */
const DASHES = { coverage: [5, 4], neighbour: [1.5, 3] };

/** @param {number} zoom */
export function radius(zoom) {
  return Math.max(3.6, Math.min(7, 3.1 + 0.34 * zoom));
}

/** @param {State} state @param {Palette} palette @param {number} party */
function sideColour(state, palette, party) {
  const side = state.sides.get(party);
  return side === undefined ? null : palette.sides[side];
}

/** @param {State} state @param {Palette} palette @param {number} i */
export function missionColour(state, palette, i) {
  const m = state.found.number[i];
  if (state.layers.colour === "type") return palette.sides[KINDS.indexOf(groupOf(state, m))];
  const sending = state.ready.columns.arrays["mission.sending"][m];
  return sideColour(state, palette, sending) || palette.neutral;
}

/** @param {State} state @param {number} m */
function groupOf({ ready: { columns } }, m) {
  return columns.values.groups[columns.arrays["mission.kind"][m]];
}

/** @param {State} state @param {number} i */
export function look(state, i) {
  const { ready, found } = state;
  const { statuses } = ready.columns.values;
  return {
    shape: Symbols.shape(groupOf(state, found.number[i])),
    status: statuses[found.status[i]],
    perhaps: Boolean(found.perhaps[i]),
    how: spots.how(ready, found.placement[i]),
    stale: stale(state, i),
  };
}

/** Whether the evidence for a mission is old, or of no known day. @param {State} state @param {number} i */
export function stale({ ready, found, scene }, i) {
  const { statuses, stale_days: days } = ready.columns.values;
  if (["undated", "closed"].includes(statuses[found.status[i]])) return false;
  return found.last[i] < scene.as_of - days;
}

/** @param {State} state @param {number} i */
function idOf(state, i) {
  return state.ready.columns.texts["mission.id"][state.found.number[i]];
}

/** Drawn strong and named: what the scene emphasises, and what is chosen. @param {State} state @param {number} i */
function emphatic(state, i) {
  const id = idOf(state, i);
  return state.emphasis.has(id) || isChosen(state, id);
}

/** @param {State} state @param {string} id */
function isChosen(state, id) {
  const { chosen } = state;
  return chosen?.what === "mission" && chosen.id === id;
}

/** A ring of dots needs room for the symbol in it. @param {State} state @param {number} i @param {number} r @param {boolean} strong */
function reachOf(state, i, r, strong) {
  const wide = spots.vague(state.ready, state.found.placement[i]) ? WIDER : 0;
  return r + wide + (strong ? STRONGER : 0);
}

/* ---- lines ---- */

/** Lines that come from afar are quiet in the streets of a quarter. @param {number} zoom */
function faded(zoom) {
  return 1 - 0.7 * Math.max(0, Math.min(1, (zoom - 9) / 4));
}

/** @param {State} state @param {Palette} palette @param {Route} route @param {number} crowd @param {number} zoom */
function lineLook(state, palette, route, crowd, zoom) {
  const quiet = (state.emphasis.size ? 0.65 : 1) * faded(zoom);
  const side = sideColour(state, palette, route.a);
  if (route.kind === routes.PAIR) {
    const dash = route.perhaps ? [7, 4] : [];
    return { colour: palette.pair, width: 1.3, alpha: Math.min(0.75, 2 * crowd) * quiet, dash };
  }
  if (route.kind === routes.NEIGHBOUR) {
    return { colour: palette.ink, width: 1.4, alpha: 0.8, dash: DASHES.neighbour };
  }
  const alpha = (side ? 1.25 : 1) * crowd * quiet;
  return {
    colour: side || palette.quiet,
    width: route.kind === routes.COVERAGE ? 1.1 : 0.9,
    alpha: Math.min(0.9, alpha),
    dash: DASHES[route.kind] || [],
  };
}

/** Faint lines first, those that are emphasised over them; gives the latter. @param {Drawing} drawing */
function drawLines(drawing) {
  const { context, view, state, palette } = drawing;
  const all = Strokes.strokes(drawnLines(state), state.run, view);
  state.drawn.strokes = all;
  const crowd = Math.max(0.12, Math.min(0.6, 9 / Math.sqrt(all.length + 1)));
  const strong = all.filter(({ route }) => state.emphasis.has(route.id));
  context.lineJoin = "round";
  context.lineCap = "butt";
  for (const one of all) {
    if (state.emphasis.has(one.route.id)) continue;
    const { colour, width, alpha, dash } = lineLook(state, palette, one.route, crowd, view.zoom);
    context.globalAlpha = alpha;
    lines(context, ...one.runs);
    stroke(context, colour, width, dash);
  }
  context.globalAlpha = 0.8;
  if (all.length <= HEADS_MOST) heads(drawing, all);
  context.globalAlpha = 1;
  for (const stroke of strong) strongLine(context, stroke, palette, 2.6);
  return strong;
}

/** @param {Context} context @param {Stroke} line @param {Palette} palette @param {number} width */
export function strongLine(context, line, palette, width) {
  const dash = DASHES[line.route.kind] || (line.route.perhaps ? [9, 5] : []);
  context.lineJoin = "round";
  const ink = line.route.kind === routes.PAIR ? palette.pair : palette.ink;
  lines(context, ...line.runs);
  stroke(context, palette.halo, width + 2.6);
  stroke(
    context,
    ink,
    width,
    dash.map((length) => length * 1.3),
  );
}

/** One of many lines that are pointed at. @param {Context} context @param {Stroke} line @param {Palette} palette */
export function thinLine(context, line, palette) {
  lines(context, ...line.runs);
  stroke(
    context,
    line.route.kind === routes.PAIR ? palette.pair : palette.ink,
    0.9,
    DASHES[line.route.kind],
  );
}

/** Arrowheads where lines end, at the missions that are received. @param {Drawing} drawing @param {Stroke[]} strokes @param {string} [ink] */
export function heads({ context, palette }, strokes, ink = palette.quiet) {
  context.fillStyle = ink;
  for (const stroke of strokes) {
    if (stroke.route.kind !== routes.SEAT && stroke.route.kind !== routes.COVERAGE) continue;
    const [x, y, long] = Strokes.along(stroke, HEAD);
    if (long < 40) continue;
    const [px, py] = Strokes.along(stroke, HEAD - Math.min(0.2, 7 / long));
    const n = Math.hypot(x - px, y - py) || 1;
    const [dx, dy] = [((x - px) / n) * 7, ((y - py) / n) * 7];
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x - dx - dy * 0.5, y - dy + dx * 0.5);
    context.lineTo(x - dx + dy * 0.5, y - dy - dx * 0.5);
    context.fill();
  }
}

/** @param {Drawing} drawing @param {number} x @param {number} y @param {number} mission */
function drawAnchor({ context, state, palette, r }, x, y, mission) {
  state.drawn.anchors.push({ x, y, r, mission });
  circle(context, x, y, r - 0.5);
  fill(context, palette.paper);
  stroke(context, palette.town, 1.4);
}

/** Missions that the selection does not show, where the streets of a quarter are seen: faintly, but those that a line leads to. @param {Drawing} drawing */
function drawOthers(drawing) {
  const { view, state, context } = drawing;
  if (view.zoom < OTHERS_FROM || !state.layers.neighbour) return;
  const { ready, scene, found } = state;
  const { x, y } = ready.worlds;
  const shown = new Set(found.number);
  const near = state.drawn.strokes.filter(({ route }) => route.kind === routes.NEIGHBOUR);
  const named = new Set(near.map(({ route }) => route.end));
  for (let m = 0; m < ready.missions; m += 1) {
    if (shown.has(m)) continue;
    const known = named.has(m) ? LATEST : scene.known_on;
    const p = clock.at(ready.placements, m, scene.as_of, known);
    const e = clock.at(ready.episodes, m, scene.as_of, known);
    if (p < 0 || e < 0 || !ready.drawn[ready.columns.arrays["episode.status"][e]]) continue;
    if (!named.has(m) && spots.vague(ready, p)) continue;
    context.globalAlpha = named.has(m) ? 1 : 0.6;
    for (const [px, py] of seen(view, x[p], y[p], 4)) drawAnchor(drawing, px, py, m);
  }
  context.globalAlpha = 1;
}

/* ---- symbols ---- */

/** Pixels from symbol to symbol of a spot that is fanned out. @param {State} state @param {Spot} spot @param {View} view @param {number} r */
function apartOf(state, spot, view, r) {
  const most = Math.max(...spot.members.map((i) => reachOf(state, i, r, false)));
  return spots.spread(spot.members.length, view.zoom) * (2 * most + 2.5);
}

/** Where every member of a spot stands on the sheet: [member, x, y]; all in the middle if stacked. @param {Spot} spot @param {number} x @param {number} y @param {number} apart */
function* standing(spot, x, y, apart) {
  const n = spot.members.length;
  for (let j = 0; j < n; j += 1) {
    const [dx, dy] = apart ? spots.offset(j, n, apart) : [0, 0];
    yield [spot.members[j], x + dx, y + dy];
  }
}

/** All missions of found spots, or the emphatic ones alone. @param {Drawing} drawing @param {boolean} [alone] */
function drawSymbols(drawing, alone = false) {
  const { context, view, state, palette, r } = drawing;
  /** @type {SymbolItem[][]} */
  const layers = [[], [], []];
  for (const spot of alone ? strongSpots(state) : state.spots) {
    if (spots.tooClose(state.ready, state.found.placement[spot.members[0]], view)) continue;
    const n = spot.members.length;
    const apart = apartOf(state, spot, view, r);
    const stacked = n > spots.FEW && apart === 0;
    const wide = spots.reach(n, apart);
    const room = 2 * r + 6 + wide;
    for (const [x, y] of seen(view, spot.x, spot.y, room)) {
      if (view.zoom >= FANNED) state.drawn.fans.push({ x, y, spot, apart, wide: wide + r + WIDER });
      let order = 0;
      for (const [i, px, py] of standing(spot, x, y, apart)) {
        const strong = emphatic(state, i);
        /** @type {SymbolItem} */
        const item = { i, x: px, y: py, r: reachOf(state, i, r, strong), spot, strong };
        item.chosen = strong && isChosen(state, idOf(state, i));
        state.drawn.symbols.push(item);
        const side = missionColour(state, palette, i) !== palette.neutral;
        if (!stacked || order === 0 || strong) layers[strong ? 2 : side ? 1 : 0].push(item);
        order += 1;
      }
    }
  }
  crowds.leaders(drawing);
  for (const layer of layers.map(uncovered)) {
    for (let j = layer.length - 1; j >= 0; j -= 1) {
      symbol(drawing, layer[j]);
    }
  }
}

/** Spots of the missions that are drawn strong. @param {State} state */
function strongSpots(state) {
  const strong = state.spots.filter(({ members }) => emphatic(state, members[0]));
  return strong.map((spot) => ({
    ...spot,
    members: spot.members.filter((i) => emphatic(state, i)),
  }));
}

/** Symbols without those that another one would cover to the pixel: the first lies on top. @param {SymbolItem[]} layer */
function uncovered(layer) {
  const cells = new Set();
  return layer.filter(({ x, y }) => {
    const cell = Math.round(x / COVERED) * 65536 + Math.round(y / COVERED);
    if (cells.has(cell)) return false;
    cells.add(cell);
    return true;
  });
}

/** A sprite with its middle on a point. @param {Context} context @param {Sprite} sprite @param {number} x @param {number} y */
export function put(context, { image, half }, x, y) {
  context.drawImage(image, x - half, y - half, 2 * half, 2 * half);
}

/** One drawn symbol. @param {Drawing} drawing @param {SymbolItem} item */
export function symbol({ context, view, state, palette }, item) {
  const colour = missionColour(state, palette, item.i);
  const made = state.sprite(look(state, item.i), item.r, colour, palette.paper, view.ratio);
  put(context, made, item.x, item.y);
}

/* ---- the whole sheet ---- */

/** What is drawn where, before anything is. @param {View} view */
export function nothing(view) {
  const [symbols, strokes, areas, fans, lit, circles] = [[], [], [], [], [], []];
  return {
    symbols,
    strokes,
    areas,
    fans,
    lit,
    circles,
    badges: [],
    anchors: [],
    absences: [],
    view,
  };
}

/** What a state is drawn with. @param {Context} context @param {View} view @param {State} state @returns {Drawing} */
export function drawingOf(context, view, state) {
  return { context, view, state, palette: state.palette(), r: radius(view.zoom) };
}

/** @param {State} state */
export function painter(state) {
  return function paint(/** @type {Context} */ context, /** @type {View} */ view) {
    if (!state.found) return;
    const drawing = drawingOf(context, view, state);
    state.drawn = nothing(view);
    const far = Overview.on(state, view);
    if (state.layers.regions && !view.globe) {
      areas.drawPlaces(drawing);
      if (!far) areas.drawAreas(drawing);
    }
    if (far) shading.circles(drawing);
    const strong = drawLines(drawing);
    drawOthers({ ...drawing, r: 4 });
    drawSymbols(drawing, far);
    if (state.layers.absences) absence.draw(drawing);
    state.drawn.badges = far || state.moving || state.turning ? [] : crowds.badges(drawing);
    naming.names(drawing, strong);
    // Nothing can be hit while it moves: what is drawn is gone with the next frame.
    if (state.moving && state.overview) state.drawn = nothing(view);
  };
}
