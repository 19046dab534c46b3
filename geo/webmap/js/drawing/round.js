/* Round: the base map on a globe. */
import * as globe from "../data/globe.js";
import { circle, fill, lines, stroke } from "./pen.js";

const NET = 30; // degrees between the lines of the net
const HIGHEST = 88;

/** @type {WeakMap<object, globe.Sphered>} */
const kept = new WeakMap();

/** The unit vectors of a set, worked out once. @param {Pick<Shapes, "x" | "y" | "part">} set */
export function sphered(set) {
  let found = kept.get(set);
  if (!found) kept.set(set, (found = globe.sphered(set)));
  return found;
}

/** The parts of a set as they are seen: filled areas, or lines. @param {Globe} at @param {Pick<Shapes, "x" | "y" | "part">} set @param {boolean} filled @param {Only | null} [only] */
export function path(at, set, filled, only = null) {
  const found = new Path2D();
  const own = sphered(set);
  for (let p = 0; p + 1 < set.part.length; p += 1) {
    if (only && !only.has(p)) continue;
    globe.trail(found, at, own, set, p, filled);
  }
  return found;
}

/** Meridians and parallels. @param {Context} context @param {Globe} at */
function net(context, at) {
  const runs = [];
  for (let lon = -180; lon < 180; lon += NET) {
    runs.push(...globe.greatCircle(at, [lon, -HIGHEST], [lon, 0]));
    runs.push(...globe.greatCircle(at, [lon, 0], [lon, HIGHEST]));
  }
  for (let lat = NET - 90; lat < 90; lat += NET) {
    // Short steps: a parallel is no great circle.
    for (let lon = -180; lon < 180; lon += 6) {
      runs.push(...globe.greatCircle(at, [lon, lat], [lon + 6, lat]));
    }
  }
  lines(context, ...runs);
}

/** @param {Context} context @param {Globe} at @param {Palette} palette @param {{ land: Shapes, lakes: Shapes, borders: Shapes, agreed: Only, disputed: Only }} sets */
export function paint(context, at, palette, { land, lakes, borders, agreed, disputed }) {
  context.fillStyle = palette.space;
  context.fillRect(0, 0, 2 * at.x + at.r, 2 * at.y + at.r);
  circle(context, at.x, at.y, at.r);
  fill(context, palette.sea);
  context.globalAlpha = 0.3;
  net(context, at);
  stroke(context, palette.coast, 0.6);
  context.globalAlpha = 1;
  /** @param {Path2D} made @param {string} colour @param {number} width @param {number[]} [dash] */
  const drawn = (made, colour, width, dash = []) => {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.stroke(made);
    context.setLineDash([]);
  };
  context.fillStyle = palette.land;
  context.fill(path(at, land, true), "evenodd");
  context.fillStyle = palette.lake;
  context.fill(path(at, lakes, true), "evenodd");
  drawn(path(at, land, false), palette.coast, 0.6);
  drawn(path(at, borders, false, agreed), palette.border, 0.8);
  drawn(path(at, borders, false, disputed), palette.border, 0.8, [3, 2.5]);
  circle(context, at.x, at.y, at.r);
  stroke(context, palette.coast, 1);
}
