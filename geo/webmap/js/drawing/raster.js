/* Raster: lines in their thousands straight into pixels. A canvas sorts the edges of all strokes of a
   path; a line a pixel wide needs none of that: column by column, it covers two or three pixels. */
import { contextOf, element } from "../page/dom.js";

export const FROM = 800; // strokes of one look from which on this is faster than the canvas
const { abs, ceil, floor, hypot, max, min } = Math;

let cover = new Float32Array(0); // how much of each pixel is covered, kept from one sheet to the next
/** @type {Context | null} */
let sheet = null;
/** @type {ImageData | null} */
let image = null;

/**
 * How much of a step is drawn, where a line is broken: `dash` is how long it is drawn and left out.
 * @param {number[]} dash @param {number} along
 */
function drawn(dash, along) {
  const whole = dash[0] + dash[1];
  const phase = along - whole * floor(along / whole);
  return max(0, min(1, dash[0] - phase + 0.5, phase + 0.5));
}

/* Where the two next functions draw: pixels of the sheet, and how. */
const pen = { width: 0, height: 0, wide: 1, alpha: 1, dash: null };

/**
 * One straight part of a line; `along` is how far from the start of the line it begins, in pixels.
 * @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 @param {number} along
 */
function segment(x0, y0, x1, y1, along) {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const long = hypot(dx, dy);
  if (long === 0) return;
  const { width, height } = pen;
  if (abs(dx) >= abs(dy))
    steps(x0, x1, y0, dy / dx, long / abs(dx), width, height, 1, width, along);
  else steps(y0, y1, x0, dx / dy, long / abs(dy), height, width, width, 1, along);
}

/**
 * Pixel by pixel along the longer side u; v is the other one, `each` the length of a step.
 * @param {number} u0 @param {number} u1 @param {number} v0 @param {number} slope @param {number} each @param {number} most @param {number} sides @param {number} stepU @param {number} stepV @param {number} along
 */
function steps(u0, u1, v0, slope, each, most, sides, stepU, stepV, along) {
  // As a canvas does: what is thinner than a pixel is as high as one, and so much paler.
  const half = pen.wide > 1 ? (pen.wide / 2) * each : 0.5;
  const strength = pen.wide > 1 ? pen.alpha : pen.alpha * pen.wide;
  const low = max(0, min(u0, u1));
  const high = min(most, max(u0, u1));
  for (let u = floor(low); u < high; u += 1) {
    const from = low > u ? low : u;
    const to = high < u + 1 ? high : u + 1;
    const away = (from + to) / 2 - u0;
    let share = strength * (to - from);
    if (pen.dash) share *= drawn(pen.dash, along + abs(away) * each);
    if (share <= 0) continue;
    const top = v0 + away * slope - half;
    const end = top + 2 * half;
    const last = min(sides, ceil(end));
    for (let side = max(0, floor(top)); side < last; side += 1) {
      const part = (end < side + 1 ? end : side + 1) - (top > side ? top : side);
      const at = u * stepU + side * stepV;
      cover[at] += share * part * (1 - cover[at]); // what is there already shows through
    }
  }
}

/**
 * Strokes of one look: {colour, width, alpha, dash}, drawn one over the other.
 * @param {Context} context @param {View} view @param {Pick<Stroke, "runs">[]} strokes @param {LineLook} look
 */
export function lines(context, view, strokes, look) {
  const { ratio } = view;
  const width = ceil(view.width * ratio);
  const height = ceil(view.height * ratio);
  if (cover.length < width * height) cover = new Float32Array(width * height);
  else cover.fill(0, 0, width * height);
  const dash = look.dash.length ? look.dash.map((length) => length * ratio) : null;
  Object.assign(pen, { width, height, wide: look.width * ratio, alpha: look.alpha, dash });
  for (const { runs } of strokes) {
    for (const run of runs) {
      let along = 0;
      for (let i = 2; i < run.length; i += 2) {
        const x0 = run[i - 2] * ratio;
        const y0 = run[i - 1] * ratio;
        const x1 = run[i] * ratio;
        const y1 = run[i + 1] * ratio;
        segment(x0, y0, x1, y1, along);
        if (dash) along += hypot(x1 - x0, y1 - y0);
      }
    }
  }
  context.drawImage(coloured(width, height, look.colour), 0, 0, width / ratio, height / ratio);
}

/** @param {number} width @param {number} height @param {string} colour */
function coloured(width, height, colour) {
  sheet ??= contextOf(element("canvas"));
  const { canvas } = sheet;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  // Its three bytes of colour are never written: they stay black, and are coloured below.
  if (!image || image.width !== width || image.height !== height) {
    image = new ImageData(width, height);
  }
  const bytes = image.data;
  for (let i = 0, n = width * height; i < n; i += 1) bytes[4 * i + 3] = cover[i] * 255 + 0.5;
  sheet.putImageData(image, 0, 0);
  sheet.globalCompositeOperation = "source-in";
  sheet.fillStyle = colour;
  sheet.fillRect(0, 0, width, height);
  sheet.globalCompositeOperation = "source-over";
  return canvas;
}
