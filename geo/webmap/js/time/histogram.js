/* Histogram: openings upwards and solid, closings downwards and hollow; what is only perhaps so is
   hatched and spread over the days on which it may have been; the undated stand apart. */
import { lines, stroke } from "../drawing/pen.js";

const HATCH = 4;

/** How many turns fall into bins: those that surely do, and shares of those that perhaps do. @param {Record<string, Numbers>} arrays @param {number[]} rows turns @param {Float64Array} edges */
function bins(arrays, rows, edges) {
  const n = edges.length - 1;
  const sure = new Float64Array(n);
  const perhaps = new Float64Array(n);
  const first = arrays["turn.first"];
  const last = arrays["turn.last"];
  const doubtful = arrays["turn.perhaps"];
  for (const i of rows) {
    const until = Math.min(last[i], edges[n] - 1); // what has no last day may be on any up to the end
    const from = binOf(edges, first[i]);
    const to = binOf(edges, until);
    if (from === to) {
      (doubtful[i] || until < last[i] ? perhaps : sure)[from] += 1;
      continue;
    }
    const whole = until - first[i] + 1;
    for (let bin = from; bin <= to; bin += 1) {
      const begin = Math.max(first[i], edges[bin]);
      const end = Math.min(until + 1, edges[bin + 1]);
      perhaps[bin] += Math.max(0, end - begin) / whole;
    }
  }
  return { sure, perhaps };
}

/** @param {Float64Array} edges @param {number} day */
function binOf(edges, day) {
  let [low, high] = [0, edges.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= day) low = middle;
    else high = middle;
  }
  return low;
}

/** The histogram of a selection as known on a day, on an axis of so many pixels. @param {Ready} ready @param {Turns} turns @param {Axis} axis @param {number} knownOn @param {number} pixels @returns {Histogram} */
export function histogram(ready, turns, axis, knownOn, pixels) {
  const counted = turns.counted(knownOn);
  const { edges, step, early } = axis.edges(pixels);
  const { arrays } = ready.columns;
  const openings = bins(arrays, counted.openings, edges);
  const closings = bins(arrays, counted.closings, edges);
  let most = 1;
  for (const { sure, perhaps } of [openings, closings]) {
    sure.forEach((value, i) => (most = Math.max(most, value + perhaps[i])));
  }
  /** @param {number[]} rows @param {Bins} given */
  const unsure = (rows, { sure }) => rows.length - sure.reduce((sum, value) => sum + value, 0);
  return {
    edges,
    step,
    early,
    openings,
    closings,
    most,
    undated: counted.undated,
    dated: [counted.openings.length, counted.closings.length],
    perhaps: [unsure(counted.openings, openings), unsure(counted.closings, closings)],
  };
}

/** @param {Context} context @param {number} x @param {number} y @param {number} wide @param {number} high @param {string} colour */
function hatched(context, x, y, wide, high, colour) {
  if (high < 0.5) return;
  context.save();
  context.beginPath();
  context.rect(x, y, wide, high);
  context.clip();
  const hatches = [];
  for (let at = x - high - ((x + y) % HATCH) - HATCH; at < x + wide; at += HATCH) {
    hatches.push([at, y + high, at + high, y]);
  }
  lines(context, ...hatches);
  stroke(context, colour, 1.1);
  context.restore();
  context.strokeStyle = colour;
  context.lineWidth = 0.7;
  context.strokeRect(x + 0.35, y + 0.35, Math.max(0.3, wide - 0.7), Math.max(0.3, high - 0.7));
}

/** One bar from the middle line: what is sure next to it, what is perhaps so beyond. @param {Context} context @param {number} x @param {number} wide @param {number} middle @param {number} down @param {Pair} high @param {HistogramLook} look */
function bar(context, x, wide, middle, down, [sure, perhaps], look) {
  const top = down ? middle : middle - sure;
  if (sure > 0) {
    context.fillStyle = down ? look.hollow : look.ink;
    context.fillRect(x, top, wide, sure);
    if (down) {
      context.strokeStyle = look.ink;
      context.lineWidth = 1.2;
      context.strokeRect(x + 0.6, top + 0.6, Math.max(0.4, wide - 1.2), Math.max(0.4, sure - 1.2));
    }
  }
  if (perhaps > 0) {
    const at = down ? middle + sure : middle - sure - perhaps;
    hatched(context, x, at, wide, perhaps, look.perhaps);
  }
}

/** Paint a histogram. @param {Context} context @param {Histogram} shown @param {Axis} axis @param {TrackBox} box @param {number} asOf @param {HistogramLook} look */
export function paint(context, shown, axis, box, asOf, look) {
  const { edges, openings, closings, most, undated } = shown;
  const middle = Math.round(box.top + (box.bottom - box.top) * share(shown));
  const rooms = [middle - box.top, box.bottom - middle];
  const wide = box.right - box.left;
  // One scale for both sides: the side with the larger bars decides.
  const tallest = [peak(openings), peak(closings)];
  const scale = Math.min(...tallest.map((value, way) => (value ? rooms[way] / value : Infinity)));
  const unit = Number.isFinite(scale) ? scale : rooms[0] / most;
  /** @param {number} value @param {number} way */
  const tall = (value, way) => (value ? Math.min(rooms[way], Math.max(1.5, value * unit)) : 0);
  /** @param {number} day */
  const at = (day) => box.left + wide * axis.share(day);
  for (let i = 0; i < edges.length - 1; i += 1) {
    const x = at(edges[i]);
    const right = at(Math.min(edges[i + 1], axis.last));
    const gap = right - x > 4 ? 1 : 0.4;
    context.globalAlpha = edges[i] <= asOf ? 1 : 0.42;
    const across = Math.max(1, right - x - gap);
    [openings, closings].forEach(({ sure, perhaps }, way) => {
      const high = /** @type {Pair} */ ([tall(sure[i], way), tall(perhaps[i], way)]);
      bar(context, x, across, middle, way, high, look);
    });
  }
  context.globalAlpha = 1;
  const apart = box.undatedWide;
  undated.forEach((many, way) => {
    if (many) column(context, box.undated, apart, middle, rooms[way], many * unit, way, look);
  });
  context.fillStyle = look.line;
  context.fillRect(box.undated, middle - 0.5, apart, 1);
  context.fillRect(box.left, middle - 0.5, wide, 1);
  return middle;
}

/** The undated: what is higher than there is room for is cut, and is seen to be. @param {Context} context @param {number} x @param {number} wide @param {number} middle @param {number} room @param {number} high @param {number} down @param {HistogramLook} look */
function column(context, x, wide, middle, room, high, down, look) {
  const shown = Math.min(room, Math.max(2, high));
  hatched(context, x, down ? middle : middle - shown, wide, shown, look.perhaps);
  if (high <= room) return;
  const cut = down ? middle + shown - 7 : middle - shown + 7;
  lines(context, [x - 2, cut + 3, x + wide + 2, cut - 3]);
  stroke(context, look.paper, 3);
}

/** @param {Bins} given */
function peak({ sure, perhaps }) {
  return sure.reduce((high, value, i) => Math.max(high, value + perhaps[i]), 0);
}

/** How much of the height openings get. @param {Histogram} given */
function share({ openings, closings, undated }) {
  const [up, down] = [peak(openings), peak(closings)];
  if (!up && !down) return 0.5;
  const [most, least] = [undated[1] || down ? 0.75 : 0.95, undated[0] || up ? 0.25 : 0.05];
  return Math.max(least, Math.min(most, up / (up + down)));
}
