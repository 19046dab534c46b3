/* Pen: paths as a canvas draws them, in one go. */

/** @param {Context} context @param {number} x @param {number} y @param {number} r */
export function circle(context, x, y, r) {
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
}

/** @param {Context} context @param {string} colour */
export function fill(context, colour) {
  context.fillStyle = colour;
  context.fill();
}

/** @param {Context} context @param {string} colour @param {number} width @param {number[]} [dash] */
export function stroke(context, colour, width, dash = []) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

/** A run of points into a path: x, y, x, y, … @param {Context | Path2D} to @param {ArrayLike<number>} xy */
export function trace(to, xy) {
  for (let i = 0; i < xy.length; i += 2) {
    if (i) to.lineTo(xy[i], xy[i + 1]);
    else to.moveTo(xy[i], xy[i + 1]);
  }
}

/** Lines through runs of points. @param {Context} context @param {...number[]} runs */
export function lines(context, ...runs) {
  context.beginPath();
  for (const run of runs) trace(context, run);
}

/** Paint around another origin. @param {Context} context @param {number} x @param {number} y @param {() => void} paint */
export function around(context, x, y, paint) {
  context.save();
  context.translate(x, y);
  paint();
  context.restore();
}

/** An area filled faintly, with a broken edge. @param {Context} context @param {Path2D} path @param {string} colour @param {number} filling @param {number} edge */
export function tint(context, path, colour, filling, edge) {
  context.globalAlpha = filling;
  context.fillStyle = colour;
  context.fill(path, "evenodd");
  context.globalAlpha = edge;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.stroke(path);
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** Things by where they are, and those in the cells around a point; a cell is so many pixels wide. @template {{ x: number, y: number }} T @param {Iterable<T>} items @param {number} cell */
export function nearby(items, cell) {
  /** @type {Map<number, T[]>} */
  const cells = new Map();
  /** @param {number} x @param {number} y */
  const key = (x, y) => Math.floor(x / cell) * 65536 + Math.floor(y / cell);
  for (const item of items) {
    const at = key(item.x, item.y);
    const here = cells.get(at);
    if (here) here.push(item);
    else cells.set(at, [item]);
  }
  return function* (/** @type {number} */ x, /** @type {number} */ y) {
    for (const dx of [-cell, 0, cell]) {
      for (const dy of [-cell, 0, cell]) yield* cells.get(key(x + dx, y + dy)) || [];
    }
  };
}
