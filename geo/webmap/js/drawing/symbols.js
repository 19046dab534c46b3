/* Symbols: shape by group of kind, filling by status, a broken edge for perhaps; kept as sprites. */
import { circle, fill, lines, stroke } from "./pen.js";
import * as spots from "../data/spots.js";

/** @type {Record<string, string>} */
const SHAPES = { embassy: "circle", consulate: "square", liaison: "triangle" };
const PALE = 0.42; // filling of an open mission that is only perhaps so
const STALE = "50%"; // of the colour of a mission whose evidence is old
/** @type {Map<string, Sprite>} */
const kept = new Map();

/** @param {Context} context @param {string} shape @param {number} r */
function outline(context, shape, r) {
  context.beginPath();
  if (shape === "square") {
    const s = r * 0.88;
    context.rect(-s, -s, 2 * s, 2 * s);
  } else if (shape === "triangle") {
    const s = r * 1.18;
    context.moveTo(0, -s);
    context.lineTo(s * 0.95, s * 0.72);
    context.lineTo(-s * 0.95, s * 0.72);
    context.closePath();
  } else {
    context.arc(0, 0, r, 0, 2 * Math.PI);
  }
}

/** @param {Context} context @param {Look} look @param {number} r @param {string} colour @param {string} paper */
function inside(context, look, r, colour, paper) {
  const { shape, status, perhaps } = look;
  outline(context, shape, r);
  fill(context, paper);
  if (status === "open") {
    context.globalAlpha = perhaps ? PALE : 1;
    fill(context, colour);
    context.globalAlpha = 1;
  }
  context.save();
  context.clip();
  context.fillStyle = colour;
  context.strokeStyle = colour;
  if (status === "preparing") {
    context.fillRect(-2 * r, 0, 4 * r, 2 * r);
  } else if (status === "suspended") {
    context.lineWidth = r * 0.3;
    context.beginPath();
    for (let x = -3 * r; x < 3 * r; x += r * 0.68) {
      context.moveTo(x, r * 1.4);
      context.lineTo(x + 2.8 * r, -r * 1.4);
    }
    context.stroke();
  } else if (status === "unknown") {
    circle(context, 0, shape === "triangle" ? r * 0.15 : 0, r * 0.34);
    context.fill();
  } else if (status === "closed") {
    const s = r * 0.52;
    const y = shape === "triangle" ? r * 0.2 : 0;
    lines(context, [-s, y - s, s, y + s], [s, y - s, -s, y + s]);
    stroke(context, colour, r * 0.26);
  }
  context.restore();
}

/** A small symbol in a ring: of dots, it stands somewhere around here; a whole one, somewhere in this country; of dots and struck out, its coordinates are doubtful. @param {Context} context @param {Look} look @param {number} r @param {string} colour @param {string} paper */
function ringed(context, look, r, colour, paper) {
  circle(context, 0, 0, r + 1);
  fill(context, paper);
  const perhaps = look.perhaps && look.status !== "undated"; // dashes within dashes are no longer hollow
  draw(context, { ...look, perhaps, how: "" }, r * 0.54, colour, paper);
  const dash = (2 * Math.PI * (r - 0.4)) / 16; // eight dashes and eight gaps
  circle(context, 0, 0, r - 0.4);
  stroke(context, colour, 1.2, look.how === "country" ? [] : [1.25 * dash, 0.75 * dash]);
  if (look.how !== "doubtful") return;
  lines(context, [-r, r, r, -r]);
  stroke(context, colour, 1.2);
}

/** A symbol in a fine dotted border of its own shape: nobody has verified that it stands here. @param {Context} context @param {Look} look @param {number} r @param {string} colour @param {string} paper */
function unverified(context, look, r, colour, paper) {
  draw(context, { ...look, how: "" }, r * 0.74, colour, paper);
  outline(context, look.shape, r);
  stroke(context, colour, 0.9, [1.1, 1.5]);
}

/** Draw one symbol around 0, 0. @param {Context} context @param {Look} look @param {number} r @param {string} colour @param {string} paper */
export function draw(context, look, r, colour, paper) {
  if (look.stale) {
    const paler = `color-mix(in srgb, ${colour} ${STALE}, ${paper})`;
    draw(context, { ...look, stale: false }, r, paler, paper);
    return;
  }
  if (spots.ringed(look.how)) {
    ringed(context, look, r, colour, paper);
    return;
  }
  const { shape, status, perhaps } = look;
  outline(context, shape, r + 1.3);
  fill(context, paper);
  if (look.how === "unverified") {
    unverified(context, look, r, colour, paper);
    return;
  }
  inside(context, look, r, colour, paper);
  outline(context, shape, r - 0.5);
  const width = status === "announced" ? r * 0.42 : Math.max(1.1, r * 0.2);
  stroke(context, colour, width, perhaps ? [r * 0.5, r * 0.34] : []);
}

/** A small picture with the symbol in its middle, made once for each look. @param {Look} look @param {number} r @param {string} colour @param {string} paper @param {number} ratio */
export function sprite(look, r, colour, paper, ratio) {
  const { shape, status, perhaps, how, stale } = look;
  const key = [shape, status, perhaps, how, stale, r, colour, paper, ratio].join("|");
  const known = kept.get(key);
  if (known) return known;
  if (kept.size > 600) kept.clear();
  const half = Math.ceil(r * 1.3 + 3);
  const size = Math.ceil(2 * half * ratio);
  const canvas = blank(size);
  const context = /** @type {Context} */ (canvas.getContext("2d"));
  context.scale(ratio, ratio);
  context.translate(half, half);
  draw(context, look, r, colour, paper);
  const made = {
    image: "transferToImageBitmap" in canvas ? canvas.transferToImageBitmap() : canvas,
    half,
  };
  kept.set(key, made);
  return made;
}

/** @param {number} size */
function blank(size) {
  if (typeof OffscreenCanvas === "function") return new OffscreenCanvas(size, size);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  return canvas;
}

/** @param {string} group */
export function shape(group) {
  return SHAPES[group] || "circle";
}
