/* Letters: which of those in a text no font of this browser has. */
import { contextOf, element } from "../page/dom.js";

const SIDE = 32;
const FONT = "20px sans-serif";
// Stands for no letter, so that Chromium draws the box that it draws for every letter it lacks.
// Firefox and macOS draw a box with the letter's number or script in it, which tells by itself.
const MISSING = "\u0378";
const FIRST = 0x250; // Latin letters are in every font
const MOST = 3000;
const LETTER = /\p{L}/u;

/** @param {Context} context @param {string} letter */
function inked(context, letter) {
  context.clearRect(0, 0, SIDE, SIDE);
  context.fillText(letter, 6, 23);
  return context.canvas.toDataURL();
}

/** The letters that would be seen as boxes, each once. @param {Iterable<string>} texts @returns {string} */
export function lacking(texts) {
  const letters = new Set();
  for (const text of texts) {
    for (const letter of text) {
      if (letter.charCodeAt(0) >= FIRST && LETTER.test(letter)) letters.add(letter);
    }
    if (letters.size > MOST) break;
  }
  if (!letters.size) return "";
  const canvas = element("canvas");
  canvas.width = canvas.height = SIDE;
  const context = contextOf(canvas, { willReadFrequently: true });
  context.font = FONT;
  const box = inked(context, MISSING);
  return [...letters].filter((letter) => inked(context, letter) === box).join("");
}
