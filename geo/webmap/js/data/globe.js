/* Globe: the sphere as it is seen from above a point, north up, in orthographic projection
   (Snyder, Map Projections: A Working Manual, 1987, page 145). */
const { PI, acos, atan2, cos, cosh, hypot, sin, sqrt, tanh, tan, log } = Math;

const STEP = PI / 90; // of a great circle
const FINE = 0.8; // pixels within which a vertex adds nothing
const FLIP = 0.05; // radians along the limb from which an arc is drawn and not a chord

/** The unit vector of a point of the world. @param {number} wx @param {number} wy */
export function vector(wx, wy) {
  const [l, t] = [2 * PI * (wx - 0.5), PI * (1 - 2 * wy)];
  const flat = 1 / cosh(t);
  return [flat * cos(l), flat * sin(l), tanh(t)];
}

/** The unit vector of a longitude and latitude. @param {number} lon @param {number} lat */
export function vectorOf(lon, lat) {
  const [l, p] = [(lon * PI) / 180, (lat * PI) / 180];
  return [cos(p) * cos(l), cos(p) * sin(l), sin(p)];
}

/** Longitude and latitude of a vector. @param {number[]} given @returns {Pair} */
export function degrees([x, y, z]) {
  return [(atan2(y, x) * 180) / PI, (atan2(z, hypot(x, y)) * 180) / PI];
}

/** @param {number[]} a @param {number[]} b */
export function dot(a, b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** The vector a share of the way along the great circle. @param {number[]} a @param {number[]} b @param {number} share */
export function between(a, b, share) {
  const angle = acos(Math.max(-1, Math.min(1, dot(a, b))));
  if (angle < 1e-9) return a;
  const [p, q] = [sin((1 - share) * angle) / sin(angle), sin(share * angle) / sin(angle)];
  return a.map((one, i) => p * one + q * b[i]);
}

/** @param {number} lon @param {number} lat @param {number} r @param {number} x @param {number} y @returns {Globe} */
export function globe(lon, lat, r, x, y) {
  const [l, p] = [(lon * PI) / 180, (lat * PI) / 180];
  const north = [-sin(p) * cos(l), -sin(p) * sin(l), cos(p)];
  return { x, y, r, east: [-sin(l), cos(l), 0], north, out: vectorOf(lon, lat) };
}

/** Pixels of a unit vector, and how far it is before the limb; negative behind it. @param {Globe} at @param {number[]} v */
export function pixel({ x, y, r, east, north, out }, v) {
  return [x + r * dot(v, east), y - r * dot(v, north), dot(v, out)];
}

/** The point of the world at a pixel, null beside the globe. @param {Globe} at @param {number} px @param {number} py @returns {Pair | null} */
export function worldOf({ x, y, r, east, north, out }, px, py) {
  const [a, b] = [(px - x) / r, (y - py) / r];
  const left = 1 - a * a - b * b;
  if (left < 0) return null;
  const c = sqrt(left);
  const [lon, lat] = degrees(out.map((one, i) => a * east[i] + b * north[i] + c * one));
  return [lon / 360 + 0.5, 0.5 - log(tan(PI / 4 + (lat * PI) / 360)) / (2 * PI)];
}

/** The runs of pixels of a great circle that are before the limb. @param {Globe} at @param {Pair} from @param {Pair} to */
export function greatCircle(at, from, to) {
  const [a, b] = [vectorOf(...from), vectorOf(...to)];
  const steps = Math.max(1, Math.ceil(acos(Math.max(-1, Math.min(1, dot(a, b)))) / STEP));
  const runs = [];
  /** @type {number[] | null} */
  let run = null;
  for (let i = 0; i <= steps; i += 1) {
    const [x, y, z] = pixel(at, between(a, b, i / steps));
    if (z < 0) {
      run = null;
      continue;
    }
    if (!run) runs.push((run = []));
    run.push(x, y);
  }
  return runs.filter(({ length }) => length > 2);
}

/** Parts of a base map as unit vectors, and around each part the circle that holds it: its middle, and the sine of its radius, 1 where it may reach the other side. @param {Pick<Shapes, "x" | "y" | "part">} set */
export function sphered({ x, y, part }) {
  const vectors = new Float32Array(3 * x.length);
  for (let i = 0; i < x.length; i += 1) vectors.set(vector(x[i], y[i]), 3 * i);
  const caps = new Float32Array(4 * (part.length - 1));
  for (let p = 0; p + 1 < part.length; p += 1) {
    let middle = [0, 0, 0];
    for (let i = part[p]; i < part[p + 1]; i += 1) {
      for (let k = 0; k < 3; k += 1) middle[k] += vectors[3 * i + k];
    }
    const n = hypot(...middle) || 1;
    middle = middle.map((one) => one / n);
    let least = 1;
    for (let i = part[p]; i < part[p + 1]; i += 1) {
      const near = dot(middle, [vectors[3 * i], vectors[3 * i + 1], vectors[3 * i + 2]]);
      if (near < least) least = near;
    }
    caps.set([...middle, least < 0 ? 1 : sqrt(1 - least * least)], 4 * p);
  }
  return { vectors, caps };
}

/** @typedef {ReturnType<typeof sphered>} Sphered */

/** Whether some of a part may be before the limb. @param {Globe} at @param {Sphered} set @param {number} p */
function faces({ out }, { caps }, p) {
  const [x, y, z, sine] = caps.subarray(4 * p, 4 * p + 4);
  return x * out[0] + y * out[1] + z * out[2] > -sine - 1e-3;
}

/** Whether the point opposite the middle lies within a ring. @param {Globe} at @param {Pick<Shapes, "x" | "y" | "part">} set @param {number} p */
function holdsBack({ out }, { x, y, part }, p) {
  const [lon, lat] = degrees(out.map((one) => -one));
  const wx = lon / 360 + 0.5;
  const wy = 0.5 - log(tan(PI / 4 + (lat * PI) / 360)) / (2 * PI);
  let inside = false;
  for (let i = part[p], j = part[p + 1] - 1; i < part[p + 1]; j = i, i += 1) {
    const across = y[i] > wy !== y[j] > wy;
    if (across && wx < ((x[j] - x[i]) * (wy - y[i])) / (y[j] - y[i]) + x[i]) inside = !inside;
  }
  return inside;
}

/** A part into a path. Of a line, what is before the limb; of an area its ring, what lies behind the limb along the limb: with the even-odd rule it fills what is seen. @param {Path2D} path @param {Globe} at @param {Sphered} set @param {Pick<Shapes, "x" | "y" | "part">} flat @param {number} p @param {boolean} filled */
export function trail(path, at, set, flat, p, filled) {
  if (!faces(at, set, p)) return;
  const { vectors: v } = set;
  const { x: cx, y: cy, r, east: e, north: n, out: o } = at;
  const to = flat.part[p + 1];
  let [px, py, last, begun] = [0, 0, NaN, false];
  for (let i = flat.part[p]; i < to; i += 1) {
    const [a, b, c] = [v[3 * i], v[3 * i + 1], v[3 * i + 2]];
    let x = a * e[0] + b * e[1];
    let y = a * n[0] + b * n[1] + c * n[2];
    let angle = NaN;
    if (a * o[0] + b * o[1] + c * o[2] < 0) {
      if (!filled) {
        begun = false;
        continue;
      }
      const long = hypot(x, y) || 1e-9;
      x /= long;
      y /= long;
      angle = atan2(-y, x);
    }
    const turn = begun ? atan2(sin(angle - last), cos(angle - last)) : NaN;
    x = cx + r * x;
    y = cy - r * y;
    if (!begun) path.moveTo(x, y);
    else if (Math.abs(turn) > FLIP) path.arc(cx, cy, r, last, angle, turn < 0);
    else if (i < to - 1 && Math.abs(x - px) < FINE && Math.abs(y - py) < FINE) continue;
    else path.lineTo(x, y);
    [px, py, last, begun] = [x, y, angle, true];
  }
  if (!filled) return;
  path.closePath();
  if (set.caps[4 * p + 3] > 0.2 && holdsBack(at, flat, p)) {
    path.moveTo(cx + r, cy);
    path.arc(cx, cy, r, 0, 2 * PI);
  }
}
