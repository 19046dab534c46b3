/* Draw: lines and symbols of a stage on one sheet; what was drawn where is kept for hits. A stage is what layer.js holds: ready, scene, found, spots, routes, emphasis, run. */
import * as absence from "./absence.js";
import * as areas from "./areas.js";
import * as crowds from "./crowds.js";
import { copies } from "./ground.js";
import * as naming from "./naming.js";
import * as raster from "./raster.js";
import * as routes from "./routes.js";
import * as sphere from "./sphere.js";
import * as spots from "./spots.js";
import * as Strokes from "./strokes.js";
import * as Symbols from "./symbols.js";

const FANNED = 7.5; // zoom from which all spots are fanned out wholly
const CHUNK = 64; // strokes in one path: more is slower, the rasteriser sorts all their edges
export const WIDER = 1.6; // pixels more for a symbol in a ring
const COVERED = 1.5; // pixels within which one symbol covers another
export const STRONGER = 1.8; // pixels more for a symbol that is drawn strong
const DASHES = { coverage: [5, 4], neighbour: [1.5, 3] };

export function radius(zoom) {
  return Math.max(3.6, Math.min(7, 3.1 + 0.34 * zoom));
}

function sideColour(stage, paper, party) {
  const side = stage.sides.get(party);
  return side === undefined ? null : paper.sides[side];
}

export function missionColour(stage, paper, i) {
  const m = stage.found.number[i];
  const sending = stage.ready.columns.arrays["mission.sending"][m];
  return sideColour(stage, paper, sending) || paper.neutral;
}

export function look(stage, i) {
  const { ready, found } = stage;
  const { groups, statuses } = ready.columns.values;
  const kind = ready.columns.arrays["mission.kind"][found.number[i]];
  return {
    shape: Symbols.shape(groups[kind]),
    status: statuses[found.status[i]],
    perhaps: Boolean(found.perhaps[i]),
    how: spots.how(ready, found.placement[i]),
    stale: stale(stage, i),
  };
}

/** Whether the evidence for a mission is old, or of no known day. */
export function stale({ ready, found, scene }, i) {
  const { statuses, stale_days: days } = ready.columns.values;
  if (["undated", "closed"].includes(statuses[found.status[i]])) return false;
  return found.last[i] < scene.as_of - days;
}

function idOf(stage, i) {
  return stage.ready.columns.texts["mission.id"][stage.found.number[i]];
}

/* Drawn strong and named: what the scene emphasises, and what is chosen. */
function emphatic(stage, i) {
  const id = idOf(stage, i);
  return stage.emphasis.has(id) || isChosen(stage, id);
}

function isChosen(stage, id) {
  const { chosen } = stage;
  return Boolean(chosen) && chosen.what === "mission" && chosen.id === id;
}

/* A ring of dots needs room for the symbol in it. */
function reachOf(stage, i, r, strong) {
  const wide = spots.vague(stage.ready, stage.found.placement[i]) ? WIDER : 0;
  return r + wide + (strong ? STRONGER : 0);
}

/* ---- lines ---- */

/* Lines that come from afar are quiet in the streets of a quarter. */
function faded(zoom) {
  return 1 - 0.7 * Math.max(0, Math.min(1, (zoom - 9) / 4));
}

function lineLook(stage, paper, route, crowd, zoom) {
  const quiet = (stage.emphasis.size ? 0.65 : 1) * faded(zoom);
  const side = sideColour(stage, paper, route.a);
  if (route.kind === routes.PAIR) {
    const dash = route.perhaps ? [7, 4] : [];
    return { colour: paper.pair, width: 1.3, alpha: Math.min(0.75, 2 * crowd) * quiet, dash };
  }
  if (route.kind === routes.NEIGHBOUR) {
    return { colour: paper.ink, width: 1.4, alpha: 0.8, dash: DASHES.neighbour };
  }
  const alpha = (side ? 1.25 : 1) * crowd * quiet;
  return {
    colour: side || paper.quiet,
    width: route.kind === routes.COVERAGE ? 1.1 : 0.9,
    alpha: Math.min(0.9, alpha),
    dash: DASHES[route.kind] || [],
  };
}

/* `from` strokes of one look are drawn straight into pixels. */
function drawLines(context, view, stage, paper, from = stage.rasterFrom) {
  const all = Strokes.strokes(stage.routes, stage.run, view);
  stage.drawn.strokes = all;
  const crowd = Math.max(0.12, Math.min(0.6, 9 / Math.sqrt(stage.routes.length + 1)));
  const batches = new Map();
  const strong = [];
  for (const stroke of all) {
    if (stage.emphasis.has(stroke.route.id)) {
      strong.push(stroke);
      continue;
    }
    const style = lineLook(stage, paper, stroke.route, crowd, view.zoom);
    const key = style.colour + style.width + style.alpha + style.dash;
    if (!batches.has(key)) batches.set(key, { style, strokes: [] });
    batches.get(key).strokes.push(stroke);
  }
  context.lineJoin = "round";
  context.lineCap = "butt";
  for (const { style, strokes } of batches.values()) {
    if (strokes.length >= from) {
      context.globalAlpha = 1;
      raster.lines(context, view, strokes, style);
      continue;
    }
    context.strokeStyle = style.colour;
    context.lineWidth = style.width;
    context.globalAlpha = style.alpha;
    context.setLineDash(style.dash);
    for (let i = 0; i < strokes.length; i += CHUNK) {
      context.beginPath();
      for (const stroke of strokes.slice(i, i + CHUNK)) Strokes.trace(context, stroke);
      context.stroke();
    }
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
  for (const stroke of strong) strongLine(context, stroke, paper, 2.6);
  return strong;
}

export function strongLine(context, stroke, paper, width) {
  const dash = DASHES[stroke.route.kind] || (stroke.route.perhaps ? [9, 5] : []);
  context.lineJoin = "round";
  context.beginPath();
  Strokes.trace(context, stroke);
  context.strokeStyle = paper.halo;
  context.lineWidth = width + 2.6;
  context.stroke();
  context.setLineDash(dash.map((length) => length * 1.3));
  context.strokeStyle = stroke.route.kind === routes.PAIR ? paper.pair : paper.ink;
  context.lineWidth = width;
  context.stroke();
  context.setLineDash([]);
}

/* A neighbour that a line leads to, where the selection does not show it as a mission. */
function drawAnchors(context, view, stage, paper) {
  const ids = stage.ready.columns.texts["mission.id"];
  const done = new Set();
  for (const { route, copy, runs } of stage.drawn.strokes) {
    if (route.kind !== routes.NEIGHBOUR || stage.at.has(ids[route.end])) continue;
    const seen = Math.max(
      ...runs.map((run) => Math.hypot(run[0] - run.at(-2), run[1] - run.at(-1))),
    );
    if (seen < 24 || done.has(copy + " " + route.end)) continue;
    done.add(copy + " " + route.end);
    const x = (sphere.worldX(route.to[0]) + copy) * view.scale - view.left;
    const y = sphere.worldY(route.to[1]) * view.scale - view.top;
    stage.drawn.anchors.push({ x, y, r: 4, mission: route.end });
    context.beginPath();
    context.arc(x, y, 3.5, 0, 2 * Math.PI);
    context.fillStyle = paper.paper;
    context.fill();
    context.strokeStyle = paper.town;
    context.lineWidth = 1.4;
    context.stroke();
  }
}

/* ---- symbols ---- */

/* Pixels from symbol to symbol of a spot that is fanned out. */
function apartOf(stage, spot, view, r) {
  const most = Math.max(...spot.members.map((i) => reachOf(stage, i, r, false)));
  return spots.spread(spot.members.length, view.zoom) * (2 * most + 2.5);
}

/** Where every member of a spot stands on the sheet: [member, x, y]; all in the middle if stacked. */
function* standing(spot, view, k, apart) {
  const n = spot.members.length;
  const x = (spot.x + k) * view.scale - view.left;
  const y = spot.y * view.scale - view.top;
  for (let j = 0; j < n; j += 1) {
    const [dx, dy] = apart ? spots.offset(j, n, apart) : [0, 0];
    yield [spot.members[j], x + dx, y + dy];
  }
}

function drawSymbols(context, view, stage, paper, r) {
  const [first, last] = copies(view);
  const layers = [[], [], []];
  for (const spot of stage.spots) {
    if (spots.tooClose(stage.ready, stage.found.placement[spot.members[0]], view)) continue;
    const n = spot.members.length;
    const apart = apartOf(stage, spot, view, r);
    const stacked = n > spots.FEW && apart === 0;
    const wide = spots.reach(n, apart);
    const room = 2 * r + 6 + wide;
    for (let k = first; k <= last; k += 1) {
      const x = (spot.x + k) * view.scale - view.left;
      const y = spot.y * view.scale - view.top;
      if (x < -room || y < -room || x > view.width + room || y > view.height + room) continue;
      if (view.zoom >= FANNED) stage.drawn.fans.push({ x, y, spot, apart, wide: wide + r + WIDER });
      let order = 0;
      for (const [i, px, py] of standing(spot, view, k, apart)) {
        const strong = emphatic(stage, i);
        const item = { i, x: px, y: py, r: reachOf(stage, i, r, strong), spot, strong };
        item.chosen = strong && isChosen(stage, idOf(stage, i));
        stage.drawn.symbols.push(item);
        const side = missionColour(stage, paper, i) !== paper.neutral;
        if (!stacked || order === 0 || strong) layers[strong ? 2 : side ? 1 : 0].push(item);
        order += 1;
      }
    }
  }
  crowds.leaders(context, stage, paper);
  for (const layer of layers.map(uncovered)) {
    for (let j = layer.length - 1; j >= 0; j -= 1) {
      symbol(context, view, stage, paper, layer[j]);
    }
  }
}

/* Symbols without those that another one would cover to the pixel: the first lies on top. */
function uncovered(layer) {
  const cells = new Set();
  return layer.filter(({ x, y }) => {
    const cell = Math.round(x / COVERED) * 65536 + Math.round(y / COVERED);
    if (cells.has(cell)) return false;
    cells.add(cell);
    return true;
  });
}

/** One drawn symbol. */
export function symbol(context, view, stage, paper, item) {
  const colour = missionColour(stage, paper, item.i);
  const made = stage.sprite(look(stage, item.i), item.r, colour, paper.paper, view.ratio);
  context.drawImage(
    made.image,
    item.x - made.half,
    item.y - made.half,
    2 * made.half,
    2 * made.half,
  );
}

/* ---- the whole sheet ---- */

/** What is drawn where, before anything is. */
export function nothing(view) {
  return {
    symbols: [],
    strokes: [],
    areas: [],
    fans: [],
    badges: [],
    anchors: [],
    absences: [],
    view,
  };
}

export function painter(stage) {
  return function paint(context, view) {
    if (!stage.found) return;
    const paper = stage.paper();
    const r = radius(view.zoom);
    stage.drawn = nothing(view);
    areas.drawPlaces(context, view, stage, paper, r);
    areas.drawAreas(context, view, stage, paper, r);
    const strong = drawLines(context, view, stage, paper);
    drawAnchors(context, view, stage, paper);
    drawSymbols(context, view, stage, paper, r);
    absence.draw(context, view, stage, paper, r);
    stage.drawn.badges = crowds.badges(context, view, stage);
    naming.names(context, view, stage, paper, strong);
  };
}

export { drawLines as lines };

export { drawSymbols as symbols };
