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
export function stroke(context, colour, width, dash) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  if (dash) context.setLineDash(dash);
  context.stroke();
  if (dash) context.setLineDash([]);
}
