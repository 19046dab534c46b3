/* Ground: land, lakes and borders as Natural Earth has them, on a sheet of their own below ours. */
import * as globe from "../data/globe.js";
import * as round from "./round.js";
import * as sphere from "../data/sphere.js";

const WHOLE = 5; // up to this zoom one path of the whole world is kept for each whole zoom
const RIVERS_FROM = 8;
const RIVER_M = 400;
const RIVER_LATITUDE = 39;
const CUT = 1e-5; // a segment this near to ±180° is where a polygon was cut, not a coast

/** @param {Numbers} x @param {Numbers} y @param {Numbers} starts */
function boxes(x, y, starts) {
  const found = new Float32Array(4 * (starts.length - 1));
  for (let i = 0; i + 1 < starts.length; i += 1) {
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let j = starts[i]; j < starts[i + 1]; j += 1) {
      if (x[j] < x0) x0 = x[j];
      if (x[j] > x1) x1 = x[j];
      if (y[j] < y0) y0 = y[j];
      if (y[j] > y1) y1 = y[j];
    }
    found.set([x0, y0, x1, y1], 4 * i);
  }
  return found;
}

/** @param {Columns} columns @param {string} name */
function shapes(columns, name) {
  const a = columns.arrays;
  const x = a[name + ".x"];
  const y = a[name + ".y"];
  const part = a[name + ".part"];
  return { x, y, part, shape: a[name + ".shape"], box: boxes(x, y, part), paths: new Map() };
}

/** @param {number} x */
function onCut(x) {
  return x < CUT || x > 1 - CUT;
}

/** One ring or line into a path; vertices nearer than half a pixel are left out. @param {Path2D} path @param {Shapes} set @param {number} part @param {number} scale @param {number} dx @param {number} dy @param {boolean} edge */
function trace(path, set, part, scale, dx, dy, edge) {
  const { x, y } = set;
  const from = set.part[part];
  const to = set.part[part + 1];
  let px = x[from] * scale - dx;
  let py = y[from] * scale - dy;
  path.moveTo(px, py);
  for (let i = from + 1; i < to; i += 1) {
    const qx = x[i] * scale - dx;
    const qy = y[i] * scale - dy;
    if (edge && onCut(x[i]) && onCut(x[i - 1])) path.moveTo(qx, qy);
    else if (i < to - 1 && Math.abs(qx - px) < 0.6 && Math.abs(qy - py) < 0.6) continue;
    else path.lineTo(qx, qy);
    px = qx;
    py = qy;
  }
  if (!edge) path.closePath();
}

/** @param {Shapes} set @param {number} part @param {number} scale */
function tiny(set, part, scale) {
  const b = 4 * part;
  const wide = (set.box[b + 2] - set.box[b]) * scale;
  return wide < 0.7 && (set.box[b + 3] - set.box[b + 1]) * scale < 0.7;
}

/** @param {Shapes} set @param {number} zoom @param {boolean} edge @param {Only | null} only */
function whole(set, zoom, edge, only) {
  const key = zoom + (edge ? "e" : "f") + (only ? only.name : "");
  let path = set.paths.get(key);
  if (!path) {
    path = new Path2D();
    const scale = 256 * Math.pow(2, zoom);
    for (let i = 0; i + 1 < set.part.length; i += 1) {
      if (only && !only.has(i)) continue;
      if (!tiny(set, i, scale)) trace(path, set, i, scale, 0, 0, edge);
    }
    set.paths.set(key, path);
  }
  return path;
}

/** Where a point of the world, and its copies, lie on a sheet: x, y and the number of the copy; none that is further beside the sheet than so many pixels. @param {View} view @param {number} wx @param {number} wy @param {number} [beside] @param {number} [high] @returns {Generator<[number, number, number]>} */
export function* seen(view, wx, wy, beside = 0, high = beside) {
  if (view.globe) {
    const [x, y, before] = globe.pixel(view.globe, globe.vector(wx, wy));
    if (before > 0) yield [x, y, 0];
    return;
  }
  const [first, last] = copies(view);
  const y = wy * view.scale - view.top;
  if (y < -high || y > view.height + high) return;
  for (let k = first; k <= last; k += 1) {
    const x = (wx + k) * view.scale - view.left;
    if (x >= -beside && x <= view.width + beside) yield [x, y, k];
  }
}

/** @param {View} view */
export function copies(view) {
  const first = Math.floor(view.left / view.scale);
  const last = Math.floor((view.left + view.width) / view.scale);
  return [first, last];
}

/** @param {Context} context @param {View} view @param {Shapes} set @param {boolean} edge @param {Only | null} only @param {(path: Path2D, unit: number) => void} act */
function paintSet(context, view, set, edge, only, act) {
  const [first, last] = copies(view);
  for (let k = first; k <= last; k += 1) {
    const left = view.left - k * view.scale;
    if (view.zoom <= WHOLE) {
      const zoom = Math.ceil(view.zoom);
      const fit = view.scale / (256 * Math.pow(2, zoom));
      context.save();
      context.translate(-left, -view.top);
      context.scale(fit, fit);
      act(whole(set, zoom, edge, only), 1 / fit);
      context.restore();
      continue;
    }
    const x0 = left / view.scale;
    const x1 = (left + view.width) / view.scale;
    const y0 = view.top / view.scale;
    const y1 = (view.top + view.height) / view.scale;
    const path = new Path2D();
    for (let s = 0; s + 1 < set.shape.length; s += 1) {
      const outer = 4 * set.shape[s];
      const b = set.box;
      if (b[outer] > x1 || b[outer + 2] < x0 || b[outer + 1] > y1 || b[outer + 3] < y0) continue;
      for (let i = set.shape[s]; i < set.shape[s + 1]; i += 1) {
        if (only && !only.has(i)) continue;
        if (!tiny(set, i, view.scale)) trace(path, set, i, view.scale, left, view.top, edge);
      }
    }
    act(path, 1);
  }
}

/** The lines of one viewpoint, as sets that `whole` keeps the paths of. @param {Columns} columns @param {string} viewpoint */
function lines(columns, viewpoint) {
  const { kinds, viewpoints } = columns.values;
  const each = columns.arrays["border.kind"];
  const many = each.length / viewpoints.length;
  const from = Math.max(0, viewpoints.indexOf(viewpoint)) * many;
  /** @param {string} kind */
  const of = (kind) => {
    const wanted = kinds.indexOf(kind);
    return { name: viewpoint + kind, has: (/** @type {number} */ i) => each[from + i] === wanted };
  };
  return { agreed: of("border"), disputed: of("disputed") };
}

/** A painter for a sheet below the state: `palette` gives the colours, `viewpoint` the code of whose view of borders is drawn, `tiled` where tiles lie below. @param {Columns} columns @param {Pick<State, "palette" | "viewpoint" | "tiled">} given */
export function ground(columns, { palette: colours, viewpoint, tiled: boxes }) {
  const land = shapes(columns, "land");
  const lakes = shapes(columns, "lake");
  const borders = shapes(columns, "border");
  const rivers = shapes(columns, "river");

  /** @param {Context} context @param {View} view */
  function paint(context, view) {
    if (view.globe) {
      const { agreed, disputed } = lines(columns, viewpoint());
      round.paint(context, view.globe, colours(), { land, lakes, borders, agreed, disputed });
      return;
    }
    const tiled = boxes(view);
    if (!tiled.length) {
      drawn(context, view);
      return;
    }
    context.save();
    const rest = new Path2D();
    rest.rect(0, 0, view.width, view.height);
    const veil = new Path2D();
    for (const [x0, y0, x1, y1] of tiled) {
      rest.rect(x0, y0, x1 - x0, y1 - y0);
      veil.rect(x0, y0, x1 - x0, y1 - y0);
    }
    context.fillStyle = colours().veil;
    context.fill(veil);
    context.clip(rest, "evenodd");
    drawn(context, view);
    context.restore();
  }

  /** @param {Context} context @param {View} view */
  function drawn(context, view) {
    const palette = colours();
    const { agreed, disputed } = lines(columns, viewpoint());
    /** @param {string} colour */
    const fill = (colour) => (/** @type {Path2D} */ path) => {
      context.fillStyle = colour;
      context.fill(path, "evenodd");
    };
    /** @param {string} colour @param {number} width @param {number[]} dash */
    const stroke =
      (colour, width, dash) => (/** @type {Path2D} */ path, /** @type {number} */ unit) => {
        context.strokeStyle = colour;
        context.lineWidth = width * unit;
        context.lineJoin = "round";
        context.setLineDash(dash.map((length) => length * unit));
        context.stroke(path);
        context.setLineDash([]);
      };
    context.fillStyle = palette.sea;
    context.fillRect(0, 0, view.width, view.height);
    paintSet(context, view, land, false, null, fill(palette.land));
    paintSet(context, view, lakes, false, null, fill(palette.lake));
    paintSet(context, view, land, true, null, stroke(palette.coast, 0.7, []));
    paintSet(context, view, lakes, true, null, stroke(palette.coast, 0.5, []));
    if (view.zoom >= RIVERS_FROM) {
      // The line is a river's middle: it is drawn as wide as the widest of them is at this zoom.
      const wide = Math.max(1, RIVER_M * sphere.metre(RIVER_LATITUDE) * view.scale);
      paintSet(context, view, rivers, true, null, stroke(palette.lake, wide, []));
    }
    const width = view.zoom < 4 ? 0.8 : 1;
    paintSet(context, view, borders, true, agreed, stroke(palette.border, width, []));
    paintSet(context, view, borders, true, disputed, stroke(palette.border, width, [3, 2.5]));
  }
  return { paint };
}

/** Whether a point lies on tiles, which have names of their own. @param {Box[]} boxes @param {number} x @param {number} y */
export function within(boxes, x, y) {
  return boxes.some(([x0, y0, x1, y1]) => x > x0 && x < x1 && y > y0 && y < y1);
}
