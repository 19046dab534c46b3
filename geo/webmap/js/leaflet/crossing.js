/* Crossing: whether the edges of a region cross each other. */

/** @param {Pair} a @param {Pair} b @param {Pair} c */
function side(a, b, c) {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** @param {Pair} a @param {Pair} b @param {Pair} c */
function within(a, b, c) {
  return (
    Math.min(a[0], b[0]) <= c[0] &&
    c[0] <= Math.max(a[0], b[0]) &&
    Math.min(a[1], b[1]) <= c[1] &&
    c[1] <= Math.max(a[1], b[1])
  );
}

/** Whether two edges have a point in common. @param {Pair} a @param {Pair} b @param {Pair} c @param {Pair} d */
function meet(a, b, c, d) {
  const [p, q, r, s] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (((p > 0 && q < 0) || (p < 0 && q > 0)) && ((r > 0 && s < 0) || (r < 0 && s > 0))) return true;
  return (
    (p === 0 && within(a, b, c)) ||
    (q === 0 && within(a, b, d)) ||
    (r === 0 && within(c, d, a)) ||
    (s === 0 && within(c, d, b))
  );
}

/** Whether the way from a corner leads back over the way to it. @param {Pair} a @param {Pair} b @param {Pair} c */
function turnsBack(a, b, c) {
  return side(a, b, c) === 0 && (c[0] - b[0]) * (a[0] - b[0]) + (c[1] - b[1]) * (a[1] - b[1]) > 0;
}

/**
 * Whether a line of corners, or the ring that they make, crosses itself.
 * @param {Pair[]} corners @param {boolean} closed
 */
export function crosses(corners, closed) {
  const many = corners.length;
  const edges = closed ? many : many - 1;
  const corner = (/** @type {number} */ i) => corners[i % many];
  for (let i = 0; i < edges; i += 1) {
    const [a, b, c] = [corner(i), corner(i + 1), corner(i + 2)];
    if ((closed || i + 1 < edges) && turnsBack(a, b, c)) return true;
    for (let j = i + 2; j < edges; j += 1) {
      const joined = closed && i === 0 && j === edges - 1;
      if (!joined && meet(a, b, corner(j), corner(j + 1))) return true;
    }
  }
  return false;
}
