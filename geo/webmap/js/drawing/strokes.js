/* Strokes: routes as runs of pixels on a sheet, with as many vertices as a quarter of a pixel needs. */
import * as globe from "../data/globe.js";
import * as sphere from "../data/sphere.js";

const FINE = 0.25; // pixels by which a drawn line may stray: half of one on a doubled screen
const COARSE = 5; // zoom of a run that is asked for without one
const NEAR = 0.7; // pixels within which a vertex adds nothing
const BESIDE = 40; // pixels beside the sheet up to which a line is drawn
const KEPT_MOST = 20000;

/** Runs of routes for each whole zoom, as fine as it needs, kept from one scene to the next. */
export function keeper() {
  /** @type {Map<number, Run>[]} */
  const kept = [];

  return function run(/** @type {Route} */ route, zoom = COARSE) {
    const at = Math.max(0, Math.ceil(zoom));
    const runs = (kept[at] ??= new Map());
    let found = runs.get(route.way);
    if (!found) {
      if (runs.size > KEPT_MOST) runs.clear();
      const slack = FINE / (256 * Math.pow(2, at));
      const xy = sphere.greatCircle(...route.from, ...route.to, slack);
      found = { xy, box: sphere.boxOf([xy]) };
      runs.set(route.way, found);
    }
    return found;
  };
}

/** The pixels of routes on a sheet, one stroke for each copy of the world that shows it: {route, copy, runs: [[x, y, …], …]} in the order of the routes. @param {Route[]} routes @param {RunOf} run @param {View} view */
export function strokes(routes, run, view) {
  const { scale, left, top, globe: round } = view;
  if (round) {
    return routes.flatMap((route) => {
      const runs = globe.greatCircle(round, route.from, route.to);
      return runs.length ? [{ route, copy: 0, runs }] : [];
    });
  }
  const seen = [
    left / scale,
    top / scale,
    (left + view.width) / scale,
    (top + view.height) / scale,
  ];
  const found = [];
  for (const route of routes) {
    const { xy, box } = run(route, view.zoom);
    if (box[3] < seen[1] || box[1] > seen[3]) continue;
    const first = Math.ceil(seen[0] - box[2]);
    const last = Math.floor(seen[2] - box[0]);
    for (let k = first; k <= last; k += 1) {
      const runs = clipped(pixels(xy, k, scale, left, top), view);
      if (runs.length) found.push({ route, copy: k, runs });
    }
  }
  return found;
}

/** @param {ArrayLike<number>} run @param {number} k @param {number} scale @param {number} left @param {number} top */
function pixels(run, k, scale, left, top) {
  const out = [run[0] * scale + k * scale - left, run[1] * scale - top];
  for (let i = 2; i < run.length; i += 2) {
    const x = (run[i] + k) * scale - left;
    const y = run[i + 1] * scale - top;
    const n = out.length;
    const near = Math.abs(x - out[n - 2]) < NEAR && Math.abs(y - out[n - 1]) < NEAR;
    if (near && i < run.length - 2) continue;
    out.push(x, y);
  }
  return out;
}

/** The runs of a line that lie on the sheet or just beside it: broken lines cost by their length. @param {number[]} xy @param {View} view */
function clipped(xy, view) {
  const [x0, y0, x1, y1] = [-BESIDE, -BESIDE, view.width + BESIDE, view.height + BESIDE];
  if (holds(x0, y0, x1, y1, xy)) return [xy];
  const runs = [];
  let run = null;
  for (let i = 2; i < xy.length; i += 2) {
    const [ax, ay, bx, by] = [xy[i - 2], xy[i - 1], xy[i], xy[i + 1]];
    const part = within(ax, ay, bx - ax, by - ay, x0, y0, x1, y1);
    if (!part) {
      run = null;
      continue;
    }
    const [from, to] = part;
    if (!run || from > 0) {
      run = [ax + from * (bx - ax), ay + from * (by - ay)];
      runs.push(run);
    }
    run.push(ax + to * (bx - ax), ay + to * (by - ay));
    if (to < 1) run = null;
  }
  return runs;
}

/** @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 @param {number[]} xy */
function holds(x0, y0, x1, y1, xy) {
  for (let i = 0; i < xy.length; i += 2) {
    if (xy[i] < x0 || xy[i] > x1 || xy[i + 1] < y0 || xy[i + 1] > y1) return false;
  }
  return true;
}

/** The shares of a segment that lie in a box, after Liang and Barsky (1984). @param {number} x @param {number} y @param {number} dx @param {number} dy @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
function within(x, y, dx, dy, x0, y0, x1, y1) {
  let from = 0;
  let to = 1;
  for (let side = 0; side < 4; side += 1) {
    const p = side === 0 ? -dx : side === 1 ? dx : side === 2 ? -dy : dy;
    const q = side === 0 ? x - x0 : side === 1 ? x1 - x : side === 2 ? y - y0 : y1 - y;
    if (p === 0) {
      if (q < 0) return null;
      continue;
    }
    if (p < 0) from = Math.max(from, q / p);
    else to = Math.min(to, q / p);
    if (from > to) return null;
  }
  return [from, to];
}

/** @param {number[]} run */
function lengthOf(run) {
  let whole = 0;
  for (let i = 2; i < run.length; i += 2) {
    whole += Math.hypot(run[i] - run[i - 2], run[i + 1] - run[i - 1]);
  }
  return whole;
}

/** The point a share of the way along what is seen of a line, how long that is, if it is steep. @param {Stroke} stroke @param {number} share @returns {[number, number, number, boolean]} */
export function along(stroke, share) {
  const lengths = stroke.runs.map(lengthOf);
  const whole = Math.max(...lengths);
  const run = stroke.runs[lengths.indexOf(whole)];
  let rest = whole * share;
  for (let i = 2; i < run.length; i += 2) {
    const step = Math.hypot(run[i] - run[i - 2], run[i + 1] - run[i - 1]);
    if (step >= rest && step > 0) {
      const t = rest / step;
      const x = run[i - 2] + t * (run[i] - run[i - 2]);
      const steep = Math.abs(run[i + 1] - run[i - 1]) > Math.abs(run[i] - run[i - 2]);
      return [x, run[i - 1] + t * (run[i + 1] - run[i - 1]), whole, steep];
    }
    rest -= step;
  }
  return [run[run.length - 2], run[run.length - 1], whole, false];
}
