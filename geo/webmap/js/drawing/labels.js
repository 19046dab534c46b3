/* Labels: boxes that never overlap; the first to ask gets the place. */
import * as colours from "./colours.js";

const CELL = 64;
const LEADING = 1.22;

/** Taken boxes that can be asked quickly; labels stay within the frame x0, y0, x1, y1. @param {Box} frame */
export function room(frame) {
  const cells = new Map();

  /** @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
  function* over(x0, y0, x1, y1) {
    for (let i = Math.floor(x0 / CELL); i <= Math.floor(x1 / CELL); i += 1) {
      for (let j = Math.floor(y0 / CELL); j <= Math.floor(y1 / CELL); j += 1) yield i * 8192 + j;
    }
  }

  /** A soft box may be written over where there is no other way. @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 @param {boolean} [overSoft] */
  function free(x0, y0, x1, y1, overSoft) {
    for (const cell of over(x0, y0, x1, y1)) {
      for (const box of cells.get(cell) || []) {
        if (overSoft && box[4]) continue;
        if (x0 < box[2] && x1 > box[0] && y0 < box[3] && y1 > box[1]) return false;
      }
    }
    return true;
  }

  /** @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 @param {boolean} [soft] */
  function take(x0, y0, x1, y1, soft) {
    for (const cell of over(x0, y0, x1, y1)) {
      if (!cells.has(cell)) cells.set(cell, []);
      cells.get(cell).push([x0, y0, x1, y1, Boolean(soft)]);
    }
  }

  /** @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
  function within(x0, y0, x1, y1) {
    return x0 >= frame[0] && y0 >= frame[1] && x1 <= frame[2] && y1 <= frame[3];
  }

  return { free, take, within };
}

/** Text in lines of about the same length, none much longer than asked for. @param {string} text @param {number} longest */
function wrapped(text, longest) {
  const many = Math.ceil(text.length / longest);
  if (many < 2) return [text];
  const even = Math.min(longest, Math.ceil(text.length / many) + 3);
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line && line.length + 1 + word.length > even) lines.push(word);
    else lines[lines.length - 1] = line ? line + " " + word : word;
  }
  return lines;
}

/** The places of a label around a point: shares of its width and height, and to which side it is moved. */
const PLACES =
  "0 -0.5 1 0,-1 -0.5 -1 0,-0.5 -1 0 -1,-0.5 0 0 1,0 -1 1 -1,0 0 1 1,-1 -1 -1 -1,-1 0 -1 1";
const EACH = PLACES.split(",").map((one) => one.split(" ").map(Number));
const [RIGHT, LEFT, ABOVE, BELOW, RISING, FALLING, BEFORE, UNDER] = EACH;
/** Around a symbol, and around a line, where above it is read best. */
const AROUND = EACH;
const ALONG = [ABOVE, BELOW, RIGHT, LEFT, RISING, BEFORE, FALLING, UNDER];

/** @param {number[][]} places @param {number} x @param {number} y @param {number} wide @param {number} high @param {number} gap @param {number} corner */
function* spots(places, x, y, wide, high, gap, corner) {
  for (const [left, top, dx, dy] of places) {
    const away = dx && dy ? corner : gap;
    yield [x + left * wide + dx * away, y + top * high + dy * away];
  }
}

/** @param {Context} context @param {string[]} lines @param {number} x @param {number} y @param {number} wide @param {LabelStyle} style */
function write(context, lines, x, y, wide, style) {
  context.font = colours.font(style.size, style.weight);
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.lineJoin = "round";
  lines.forEach((line, i) => {
    const left = style.centred ? x + (wide - context.measureText(line).width) / 2 : x;
    const middle = y + style.size * 0.62 + i * style.size * LEADING;
    context.fillStyle = style.ink;
    context.strokeStyle = style.halo;
    context.lineWidth = 3.2;
    const under = context.globalCompositeOperation === "destination-over";
    if (under) context.fillText(line, left, middle);
    if (style.halo) context.strokeText(line, left, middle);
    if (!under) context.fillText(line, left, middle);
  });
}

/** @param {Context} context @param {string} text @param {LabelStyle} style */
function measured(context, text, style) {
  context.font = colours.font(style.size, style.weight);
  const lines = wrapped(text, style.longest || 26);
  const wide = Math.max(...lines.map((line) => context.measureText(line).width));
  return { lines, wide, high: lines.length * style.size * LEADING };
}

/** Find room beside a point; what is given back writes the label, null where there is none. `style.clear` says of a box whether nothing else is in its way. @param {Context} context @param {Space} space @param {string} text @param {number} x @param {number} y @param {number} r @param {LabelStyle} style */
export function beside(context, space, text, x, y, r, style) {
  const { lines, wide, high } = measured(context, text, style);
  const ways = style.along
    ? spots(ALONG, x, y, wide, high, r + 3, r + 3)
    : spots(AROUND, x, y, wide, high, r + 4, r * 0.7 + 3);
  for (const [left, top] of ways) {
    if (!space.within(left, top, left + wide, top + high)) continue;
    /** @type {Box} */
    const box = [left - 2, top - 1, left + wide + 2, top + high + 1];
    if (!space.free(...box, style.over) || (style.clear && !style.clear(...box))) continue;
    space.take(...box);
    const centred = left < x && left + wide > x;
    return () => write(context, lines, left, top, wide, { ...style, centred });
  }
  return null;
}

/** The same with the middle of the label on the point. @param {Context} context @param {Space} space @param {string} text @param {number} x @param {number} y @param {LabelStyle} style */
export function upon(context, space, text, x, y, style) {
  const { lines, wide, high } = measured(context, text, style);
  const left = x - wide / 2;
  const top = y - high / 2;
  const gap = style.gap || 2;
  /** @type {Box} */
  const box = [left - gap, top - gap, left + wide + gap, top + high + gap];
  if (!space.free(...box, style.over)) return null;
  space.take(...box);
  return () => {
    if (style.pill) {
      context.fillStyle = style.pill;
      context.beginPath();
      context.roundRect(left - 5, top - 1, wide + 10, high + 2, 4);
      context.fill();
    }
    write(context, lines, left, top, wide, { ...style, centred: true });
  };
}
