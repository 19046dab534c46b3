/* Shading: states tinted by how many missions they send or receive, and cities as circles by number. */
import * as colours from "./colours.js";
import { copies, seen } from "./ground.js";
import * as overview from "../data/overview.js";
import { worldOf } from "../data/globe.js";
import { circle, fill, stroke } from "./pen.js";
import * as round from "./round.js";

const STRENGTH = 0.82; // the coasts and borders below stay visible
const CELL = 48; // pixels, more than the largest circle's radius
const AROUND = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy]));
const STEPS = 65535;
const DETAIL = 1024; // pixels that the world is wide in a kept path

/** @typedef {ReturnType<typeof areas>} Areas */

/** The outlines of states: a path of each, and whose it is. @param {Columns} land */
export function areas({ arrays, texts }) {
  const [x, y] = ["area.x", "area.y"].map((name) =>
    Float32Array.from(arrays[name], (one) => one / STEPS),
  );
  const part = arrays["area.part"];
  const [shape, first] = [arrays["area.shape"], arrays["area.state"]];
  const codes = texts["state.code"];
  const number = new Map(codes.map((code, i) => [code, i]));
  /** @type {Path2D[]} */
  const paths = [];

  /** The outline of a state, DETAIL pixels being the width of the world. @param {number} i */
  function path(i) {
    if (!paths[i]) {
      const made = new Path2D();
      for (let ring = shape[first[i]]; ring < shape[first[i + 1]]; ring += 1) {
        for (let j = part[ring]; j < part[ring + 1]; j += 1) {
          const [px, py] = [x[j] * DETAIL, y[j] * DETAIL];
          if (j === part[ring]) made.moveTo(px, py);
          else made.lineTo(px, py);
        }
        made.closePath();
      }
      paths[i] = made;
    }
    return paths[i];
  }

  const set = { x, y, part };

  /** The parts of a state. @param {number} i @returns {Only} */
  const only = (i) => ({
    name: codes[i],
    has: (p) => p >= shape[first[i]] && p < shape[first[i + 1]],
  });

  /** The same outline on a globe. @param {number} i @param {Globe} at */
  const turned = (i, at) => round.path(at, set, true, only(i));

  return { codes, number, path, turned };
}

/** What a party's area is tinted with; "" where it has no mission. @param {State} state @param {Palette} palette @param {number} party */
function tint(state, palette, party) {
  const many = overview.of(state, party);
  const { classes = [] } = state.overview || {};
  const at = classes.findLastIndex((least) => many >= least);
  return at < 0 ? "" : shadeOf(palette, at, classes.length);
}

/** The colour of a class; few classes take the strong ones apart. @param {Palette} palette @param {number} at @param {number} many */
export function shadeOf({ shades }, at, many) {
  return shades[many < 2 ? 2 : Math.round((at * (shades.length - 1)) / (many - 1))];
}

/** One state's outline on a sheet, at every copy of the world. @param {Context} context @param {View} view @param {Areas} all @param {number} i @param {(path: Path2D, unit: number) => void} act */
function paintState(context, view, all, i, act) {
  if (view.globe) {
    act(all.turned(i, view.globe), 1);
    return;
  }
  const [first, last] = copies(view);
  const fit = view.scale / DETAIL;
  for (let k = first; k <= last; k += 1) {
    context.save();
    context.translate(k * view.scale - view.left, -view.top);
    context.scale(fit, fit);
    act(all.path(i), 1 / fit);
    context.restore();
  }
}

/** Paints the tints of all states, where there is an overview. @param {State} state @returns {Paint} */
export function painter(state) {
  return (context, view) => {
    const { areas: all, overview: counts } = state;
    if (!all || !counts || !overview.shaded(state, view)) return;
    const palette = state.palette();
    counts.classes = overview.classes(state);
    context.globalAlpha = STRENGTH;
    all.codes.forEach((code, i) => {
      const colour = tint(state, palette, state.ready.code.get(code) ?? -1);
      if (!colour) return;
      paintState(context, view, all, i, (path, unit) => {
        filled(context, path, colour);
        context.strokeStyle = palette.land;
        context.lineWidth = 0.7 * unit;
        context.stroke(path);
      });
    });
    context.globalAlpha = 1;
  };
}

/** @param {Context} context @param {Path2D} path @param {string} colour */
function filled(context, path, colour) {
  context.fillStyle = colour;
  context.fill(path, "evenodd");
}

/** One state drawn strong: its tint and its outline. @param {Drawing} drawing @param {string} code @param {string} colour */
export function mark({ context, view, state, palette }, code, colour) {
  const all = state.areas;
  const i = all?.number.get(code);
  if (!all || i === undefined) return;
  const own =
    overview.shaded(state, view) && tint(state, palette, state.ready.code.get(code) ?? -1);
  paintState(context, view, all, i, (path, unit) => {
    if (own) filled(context, path, own);
    context.lineWidth = 1.6 * unit;
    context.strokeStyle = colour;
    context.stroke(path);
  });
}

/** The code of the state at a point of the world; "" at sea. @param {State} state @param {Context} context @param {number} wx @param {number} wy */
export function stateAt({ areas: all }, context, wx, wy) {
  if (!all) return "";
  const [x, y] = [(wx - Math.floor(wx)) * DETAIL, wy * DETAIL];
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  const found = all.codes.findIndex(
    (code, i) => code && context.isPointInPath(all.path(i), x, y, "evenodd"),
  );
  context.restore();
  return found < 0 ? "" : all.codes[found];
}

/** Pixels of a city's circle: its area is as its number. @param {number} many @param {number} zoom */
function size(many, zoom) {
  return Math.max(2, (0.5 + 0.15 * zoom) * Math.sqrt(many));
}

/** @param {Drawing} drawing @param {Town} town @param {number} x @param {number} y @param {string} [colour] */
function disc({ context, view, palette }, town, x, y, colour = palette.circle) {
  const r = size(town.members.length, view.zoom);
  circle(context, x, y, r);
  context.globalAlpha = 0.82;
  fill(context, colour);
  context.globalAlpha = 1;
  stroke(context, palette.paper, 0.8);
  return r;
}

/** Cities without those whose circle would lie within a larger one, which counts them too. @param {Overview} counts @param {number} zoom */
function apart(counts, zoom) {
  const kept = (counts.apart ??= new Map());
  const level = Math.round(4 * zoom) / 4;
  let found = kept.get(level);
  if (found) return found;
  const scale = 256 * Math.pow(2, zoom);
  /** @type {Map<number, Town[]>} */
  const cells = new Map();
  found = [];
  for (const town of counts.towns) {
    const [x, y] = [town.x * scale, town.y * scale];
    const [i, j] = [Math.floor(x / CELL), Math.floor(y / CELL)];
    const near = AROUND.flatMap(([dx, dy]) => cells.get((i + dx) * 1e6 + j + dy) || []);
    const over = near.find((one) => {
      const room = size(one.members.length, zoom) - 0.5 * size(town.members.length, zoom);
      return Math.hypot(one.x * scale - x, one.y * scale - y) < Math.max(1, room);
    });
    if (over) {
      over.members = [...over.members, ...town.members];
      continue;
    }
    const own = { ...town };
    found.push(own);
    const here = cells.get(i * 1e6 + j);
    if (here) here.push(own);
    else cells.set(i * 1e6 + j, [own]);
  }
  kept.set(level, found);
  return found;
}

/** Cities as circles, the largest below. @param {Drawing} drawing */
export function circles(drawing) {
  const { context, view, state, palette } = drawing;
  const towns = state.overview ? apart(state.overview, view.zoom) : [];
  for (const town of towns) {
    for (const [x, y] of seen(view, town.x, town.y, 40)) {
      const r = disc(drawing, town, x, y);
      state.drawn.circles.push({ x, y, r, town });
      if (r < 10) continue;
      context.font = colours.font(Math.min(13, r * 0.8), 600);
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillStyle = palette.paper;
      context.fillText(String(town.members.length), x, y + 0.5);
      context.textAlign = "left";
    }
  }
}

/** The city of a name of ours. @param {State} state @param {string} id */
export function townOf({ drawn }, id) {
  return drawn.circles.find(({ town }) => town.id === id)?.town;
}

/** Where in the world a sheet's pixel is; null beside the globe. @param {View} view @param {number} x @param {number} y @returns {Pair | null} */
export function worldAt(view, x, y) {
  if (view.globe) return worldOf(view.globe, x, y);
  return [(x + view.left) / view.scale, (y + view.top) / view.scale];
}

/** Longitude and latitude where a state's name stands. @param {State} state @param {string} code @returns {Pair} */
export function middle({ ground: { arrays }, areas: all }, code) {
  const i = all?.number.get(code) ?? 0;
  return [arrays["state.longitude"][i], arrays["state.latitude"][i]];
}
