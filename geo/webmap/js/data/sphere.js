/* Sphere: Web Mercator in widths of the world (x 0 at 180° west, y 0 at the top), great circles
   and discs as runs of such points, unwrapped so that neighbours never jump across 180°. */

const RADIUS_M = 6371008.8;
const NORTHERNMOST = 89;
const STEP = (10 * Math.PI) / 180;
const DEEPEST = 14;
const { PI, sin, cos, atan2, atanh, sqrt, abs, max, min } = Math;

/** @param {number} longitude */
export function worldX(longitude) {
  return longitude / 360 + 0.5;
}

/** @param {number} latitude */
export function worldY(latitude) {
  const cut = max(-NORTHERNMOST, min(NORTHERNMOST, latitude));
  return 0.5 - atanh(sin((cut * PI) / 180)) / (2 * PI);
}

/** @param {number} x */
export function longitude(x) {
  return (x - 0.5) * 360;
}

/** @param {number} y */
export function latitude(y) {
  return (atan2(Math.sinh((0.5 - y) * 2 * PI), 1) * 180) / PI;
}

const HIGHEST = sin((NORTHERNMOST * PI) / 180);

/** @param {number} vx @param {number} vy @param {number} vz */
function point(vx, vy, vz) {
  const z = max(-HIGHEST, min(HIGHEST, vz));
  return { vx, vy, vz, x: atan2(vy, vx) / (2 * PI) + 0.5, y: 0.5 - atanh(z) / (2 * PI) };
}

/** @param {number} lon @param {number} lat */
function onSphere(lon, lat) {
  const l = (lon * PI) / 180;
  const p = (lat * PI) / 180;
  return point(cos(p) * cos(l), cos(p) * sin(l), sin(p));
}

/** @param {SpherePoint} a @param {SpherePoint} b */
function between(a, b) {
  let x = a.vx + b.vx;
  let y = a.vy + b.vy;
  let z = a.vz + b.vz;
  const n = sqrt(x * x + y * y + z * z);
  if (n < 1e-9) {
    // Antipodes: of all ways, the one over the north pole.
    x = y = 0;
    z = 1;
    return point(x, y, z);
  }
  return point(x / n, y / n, z / n);
}

/** @param {number} x @param {number} reference */
function near(x, reference) {
  return x + Math.round(reference - x);
}

/** Vertices after a, up to and with b, so close that no chord is further than tolerance off. @param {SpherePoint} a @param {SpherePoint} b @param {number} tolerance @param {number} depth @param {number[]} out */
function divide(a, b, tolerance, depth, out) {
  const bx = near(b.x, a.x);
  const m = between(a, b);
  const mx = near(m.x, a.x);
  const dx = bx - a.x;
  const dy = b.y - a.y;
  const long = sqrt(dx * dx + dy * dy) || 1e-12;
  const off = abs((mx - a.x) * dy - (m.y - a.y) * dx) / long;
  if (depth < DEEPEST && (off > tolerance || abs(dx) > 0.1)) {
    m.x = mx;
    divide(a, m, tolerance, depth + 1, out);
    const last = { vx: m.vx, vy: m.vy, vz: m.vz, x: out[out.length - 2], y: m.y };
    divide(last, b, tolerance, depth + 1, out);
    return;
  }
  out.push(bx, b.y);
}

/** The box around runs of points. @param {ArrayLike<number>[]} runs @returns {Box} */
export function boxOf(runs) {
  /** @type {Box} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const run of runs) {
    for (let i = 0; i < run.length; i += 2) {
      box[0] = min(box[0], run[i]);
      box[1] = min(box[1], run[i + 1]);
      box[2] = max(box[2], run[i]);
      box[3] = max(box[3], run[i + 1]);
    }
  }
  return box;
}

/** The shorter great circle, as x, y, x, y, …, in widths of the world; x runs on past 0 and 1. @param {number} startLon @param {number} startLat @param {number} endLon @param {number} endLat @param {number} tolerance */
export function greatCircle(startLon, startLat, endLon, endLat, tolerance) {
  const a = onSphere(startLon, startLat);
  const b = onSphere(endLon, endLat);
  const out = [a.x, a.y];
  const dot = a.vx * b.vx + a.vy * b.vy + a.vz * b.vz;
  const angle = Math.acos(max(-1, min(1, dot)));
  if (angle > PI - 1e-6) {
    const pole = point(0, 0, 1);
    leg(a, pole, PI / 2, tolerance, out);
    leg({ ...pole, x: near(b.x, out[out.length - 2]) }, b, PI / 2, tolerance, out);
    return Float64Array.from(out);
  }
  leg(a, b, angle, tolerance, out);
  return Float64Array.from(out);
}

/** @param {SpherePoint} a @param {SpherePoint} b @param {number} angle @param {number} tolerance @param {number[]} out */
function leg(a, b, angle, tolerance, out) {
  const n = max(1, Math.ceil(angle / STEP));
  const s = sin(angle);
  let previous = a;
  for (let i = 1; i <= n; i += 1) {
    let next = b;
    if (i < n) {
      const u = sin((1 - i / n) * angle) / s;
      const v = sin((i / n) * angle) / s;
      next = point(u * a.vx + v * b.vx, u * a.vy + v * b.vy, u * a.vz + v * b.vz);
    }
    divide(previous, next, tolerance, 0, out);
    previous = { vx: next.vx, vy: next.vy, vz: next.vz, x: out[out.length - 2], y: next.y };
  }
}

/** The edge of a disc on the sphere, as x, y, x, y, …, unwrapped; null where it holds a pole. @param {number} lon @param {number} lat @param {number} metres @param {number} vertices */
export function disc(lon, lat, metres, vertices) {
  const d = metres / RADIUS_M;
  const p = (lat * PI) / 180;
  if (abs(p) + d > PI / 2 - 0.02) return null;
  const out = new Float64Array(vertices * 2);
  for (let i = 0; i < vertices; i += 1) {
    const bearing = (2 * PI * i) / vertices;
    const q = Math.asin(sin(p) * cos(d) + cos(p) * sin(d) * cos(bearing));
    const l = atan2(sin(bearing) * sin(d) * cos(p), cos(d) - sin(p) * sin(q));
    out[2 * i] = worldX(lon) + l / (2 * PI);
    out[2 * i + 1] = worldY((q * 180) / PI);
  }
  return out;
}

/** Widths of the world that a metre is, at a latitude. @param {number} lat */
export function metre(lat) {
  return 1 / (2 * PI * RADIUS_M * max(0.02, cos((lat * PI) / 180)));
}

const WGS84_A = 6378137;
const WGS84_F = 1 / 298.257223563;

/** Metres between two points on WGS 84: the inverse method of Vincenty (1975), and along the sphere where it does not settle, near antipodes. @param {number} startLon @param {number} startLat @param {number} endLon @param {number} endLat */
export function distance(startLon, startLat, endLon, endLat) {
  const f = WGS84_F;
  const b = WGS84_A * (1 - f);
  const apart = ((endLon - startLon) * PI) / 180;
  const u1 = Math.atan((1 - f) * Math.tan((startLat * PI) / 180));
  const u2 = Math.atan((1 - f) * Math.tan((endLat * PI) / 180));
  const [s1, c1, s2, c2] = [sin(u1), cos(u1), sin(u2), cos(u2)];
  let lambda = apart;
  for (let i = 0; i < 100; i += 1) {
    const [sl, cl] = [sin(lambda), cos(lambda)];
    const ss = sqrt((c2 * sl) ** 2 + (c1 * s2 - s1 * c2 * cl) ** 2);
    if (ss === 0) return 0;
    const cs = s1 * s2 + c1 * c2 * cl;
    const sigma = atan2(ss, cs);
    const sa = (c1 * c2 * sl) / ss;
    const ca2 = 1 - sa * sa;
    const cm = ca2 ? cs - (2 * s1 * s2) / ca2 : 0;
    const C = (f / 16) * ca2 * (4 + f * (4 - 3 * ca2));
    const before = lambda;
    lambda = apart + (1 - C) * f * sa * (sigma + C * ss * (cm + C * cs * (2 * cm * cm - 1)));
    if (abs(lambda - before) > 1e-12) continue;
    const uu = (ca2 * (WGS84_A ** 2 - b * b)) / (b * b);
    const A = 1 + (uu / 16384) * (4096 + uu * (-768 + uu * (320 - 175 * uu)));
    const B = (uu / 1024) * (256 + uu * (-128 + uu * (74 - 47 * uu)));
    const inner = cs * (2 * cm * cm - 1) - (B / 6) * cm * (4 * ss * ss - 3) * (4 * cm * cm - 3);
    return b * A * (sigma - B * ss * (cm + (B / 4) * inner));
  }
  const p = (startLat * PI) / 180;
  const q = (endLat * PI) / 180;
  return RADIUS_M * Math.acos(max(-1, min(1, sin(p) * sin(q) + cos(p) * cos(q) * cos(apart))));
}

const BAR = 120; // pixels of the longest bar of a scale
const ROUND = [1, 2, 3, 5];
const FARTHEST_M = 1e7;

/** The longest round length of up to `most` pixels at a latitude: [metres, pixels]. @param {number} latitude @param {number} scale */
export function measure(latitude, scale, most = BAR) {
  const one = metre(latitude) * scale;
  let found = 1;
  for (let ten = 1; ten <= FARTHEST_M; ten *= 10) {
    for (const step of ROUND) if (step * ten * one <= most) found = step * ten;
  }
  return [found, found * one];
}
