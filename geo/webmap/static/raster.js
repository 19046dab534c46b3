"use strict";
/* Raster: lines in their thousands straight into pixels. A canvas sorts the edges of all strokes of a
   path; a line a pixel wide needs none of that: column by column, it covers two or three pixels. */
(function (atlas) {
  const FROM = 800; // strokes of one look from which on this is faster than the canvas
  const { abs, ceil, floor, hypot, max, min } = Math;

  let cover = new Float32Array(0); // how much of each pixel is covered, kept from one sheet to the next
  let sheet = null;

  /* A share of a pixel more: what is there already shows through. */
  function put(at, share) {
    cover[at] += share * (1 - cover[at]);
  }

  /* How much of a step is drawn, where a line is broken: `dash` is how long it is drawn and left out. */
  function drawn(dash, along) {
    const whole = dash[0] + dash[1];
    const phase = along - whole * floor(along / whole);
    return max(0, min(1, dash[0] - phase + 0.5, phase + 0.5));
  }

  /* One straight part of a line; along is how far from its start on the line, in pixels. */
  function segment(x0, y0, x1, y1, wide, alpha, dash, along, width, height) {
    const dx = x1 - x0;
    const dy = y1 - y0;
    const long = hypot(dx, dy);
    if (long === 0) return;
    const steep = abs(dy) > abs(dx);
    // Steps go along the longer side u; v is the other one.
    const [u0, u1, v0, du, dv] = steep ? [y0, y1, x0, dy, dx] : [x0, x1, y0, dx, dy];
    const [most, sides] = steep ? [height, width] : [width, height];
    const [stepU, stepV] = steep ? [width, 1] : [1, width];
    const slope = dv / du;
    const half = (wide / 2) * (long / abs(du));
    const low = max(0, min(u0, u1));
    const high = min(most, max(u0, u1));
    const each = long / abs(du);
    for (let u = floor(low); u < high; u += 1) {
      const from = max(low, u);
      const to = min(high, u + 1);
      const middle = (from + to) / 2;
      const v = v0 + (middle - u0) * slope;
      let share = alpha * (to - from);
      if (dash) share *= drawn(dash, along + abs(middle - u0) * each);
      if (share <= 0) continue;
      const first = max(0, floor(v - half));
      const last = min(sides - 1, ceil(v + half) - 1);
      for (let side = first; side <= last; side += 1) {
        const part = min(side + 1, v + half) - max(side, v - half);
        put(u * stepU + side * stepV, share * min(1, part));
      }
    }
  }

  /** Strokes of one look: {colour, width, alpha, dash}, drawn one over the other. */
  function lines(context, view, strokes, look) {
    const { ratio } = view;
    const width = ceil(view.width * ratio);
    const height = ceil(view.height * ratio);
    if (cover.length < width * height) cover = new Float32Array(width * height);
    else cover.fill(0, 0, width * height);
    const wide = look.width * ratio;
    const dash = look.dash.length ? look.dash.map((length) => length * ratio) : null;
    for (const { runs } of strokes) {
      for (const run of runs) {
        let along = 0;
        for (let i = 2; i < run.length; i += 2) {
          const [x0, y0] = [run[i - 2] * ratio, run[i - 1] * ratio];
          const [x1, y1] = [run[i] * ratio, run[i + 1] * ratio];
          segment(x0, y0, x1, y1, wide, look.alpha, dash, along, width, height);
          if (dash) along += hypot(x1 - x0, y1 - y0);
        }
      }
    }
    context.drawImage(coloured(width, height, look.colour), 0, 0, width / ratio, height / ratio);
  }

  function coloured(width, height, colour) {
    if (!sheet) sheet = document.createElement("canvas").getContext("2d");
    const { canvas } = sheet;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const image = new ImageData(width, height);
    const bytes = image.data;
    for (let i = 0, n = width * height; i < n; i += 1) bytes[4 * i + 3] = cover[i] * 255 + 0.5;
    sheet.putImageData(image, 0, 0);
    sheet.globalCompositeOperation = "source-in";
    sheet.fillStyle = colour;
    sheet.fillRect(0, 0, width, height);
    sheet.globalCompositeOperation = "source-over";
    return canvas;
  }

  atlas.raster = { lines, FROM };
})((globalThis.EmbassyAtlas = globalThis.EmbassyAtlas || {}));
