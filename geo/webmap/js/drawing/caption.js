/* Caption: what stands around the map in a saved picture, measured first and painted afterwards. */
import * as colours from "./colours.js";
import * as Legend from "./legend.js";
import * as pen from "./pen.js";
import * as sphere from "../data/sphere.js";
import { distance, say } from "../data/words.js";

const MARGIN = 16;
const LEADING = 1.32;
const BETWEEN = 14; // pixels from one entry of the legend to the next
const KEY = 5; // pixels between a key and its text

/** Text in lines no wider than asked for; words that are wider themselves are broken. @param {Context} context @param {string} text @param {number} wide */
export function lines(context, text, wide) {
  /** @param {string} part */
  const fits = (part) => context.measureText(part).width <= wide;
  const found = [""];
  const last = () => found[found.length - 1];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const joined = last() ? last() + " " + word : word;
    if (fits(joined)) {
      found[found.length - 1] = joined;
      continue;
    }
    if (last()) found.push("");
    for (const letter of word) {
      if (last() && !fits(last() + letter)) found.push("");
      found[found.length - 1] += letter;
    }
  }
  return found;
}

/** How the next text is written. @param {Context} to @param {string} font @param {string} colour @param {CanvasTextBaseline} line */
function written(to, font, colour, line) {
  to.font = font;
  to.fillStyle = colour;
  to.textBaseline = line;
  to.textAlign = "left";
}

/** A block is {high, paint(context, y)}. @param {Context} context @param {string} text @param {number} wide @param {number} size @param {number} weight @param {string} colour */
function paragraph(context, text, wide, size, weight, colour) {
  const font = colours.font(size, weight);
  context.font = font;
  const told = text ? lines(context, text, wide - 2 * MARGIN) : [];
  const step = Math.round(size * LEADING);
  /** @param {Context} to @param {number} y */
  const paint = (to, y) => {
    written(to, font, colour, "alphabetic");
    told.forEach((line, i) => to.fillText(line, MARGIN, y + i * step + size));
  };
  return { high: told.length * step, paint };
}

/** The legend's entries, each group from a new line on. @param {Context} context @param {LegendEntry[][]} groups @param {number} wide @param {Palette} palette */
function legend(context, groups, wide, palette) {
  const size = 12;
  const font = colours.font(size, 400);
  const step = Math.round(size * LEADING);
  /** @type {{ entry: LegendEntry, told: string[], x: number, y: number }[]} */
  const placed = [];
  context.font = font;
  let y = 0;
  for (const group of groups) {
    let x = MARGIN;
    let high = 0;
    for (const entry of group) {
      const most = wide - 2 * MARGIN - entry.wide - KEY;
      const told = lines(context, entry.text, most);
      const long = Math.max(...told.map((line) => context.measureText(line).width));
      const whole = entry.wide + KEY + long;
      if (x > MARGIN && x + whole > wide - MARGIN) {
        x = MARGIN;
        y += high;
        high = 0;
      }
      placed.push({ entry, told, x, y });
      high = Math.max(high, Legend.SIZE + 2, told.length * step + 3);
      x += whole + BETWEEN;
    }
    y += high;
  }
  /** @param {Context} to @param {number} top */
  const paint = (to, top) => {
    for (const { entry, told, x, y: row } of placed) {
      pen.around(to, x, top + row, () => entry.paint(to));
      written(to, font, palette.ink, "middle");
      told.forEach((line, i) => {
        const middle = top + row + Legend.SIZE / 2 + i * step;
        to.fillText(line, x + entry.wide + KEY, middle);
      });
    }
  };
  return { high: y, paint };
}

/** @param {Context} context @param {View} view @param {Palette} palette */
function bar(context, view, palette) {
  const middle = (view.top + view.height / 2) / view.scale;
  const [length, wide] = sphere.measure(sphere.latitude(middle), view.scale);
  const text = say("picture.scale", { length: distance(length) });
  const font = colours.font(11, 400);
  /** @param {Context} to @param {number} y */
  const paint = (to, y) => {
    const end = MARGIN + wide;
    pen.lines(to, [MARGIN, y + 5, MARGIN, y + 11, end, y + 11, end, y + 5]);
    pen.stroke(to, palette.ink, 1.2);
    written(to, font, palette.ink, "middle");
    to.fillText(text, end + 8, y + 8);
  };
  return { high: 18, paint };
}

/** @param {number} high */
function gap(high) {
  return { high, paint: () => {} };
}

/** The blocks above and below a map: `what` is {title, dates, credit, groups}. @param {Context} context @param {PictureText} what @param {View} view @param {Palette} palette */
export function caption(context, what, view, palette) {
  const wide = view.width;
  /** @param {Block} block @param {number} after */
  const some = (block, after) => (block.high ? [block, gap(after)] : []);
  return {
    above: [
      gap(MARGIN - 4),
      ...some(paragraph(context, what.title, wide, 19, 600, palette.ink), 4),
      ...some(paragraph(context, what.dates, wide, 13, 400, palette.town), 4),
      gap(6),
    ],
    below: [
      gap(10),
      ...some(legend(context, what.groups, wide, palette), 6),
      bar(context, view, palette),
      gap(8),
      ...some(paragraph(context, what.credit, wide, 11, 400, palette.town), 0),
      gap(MARGIN - 4),
    ],
  };
}
