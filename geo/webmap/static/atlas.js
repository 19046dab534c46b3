"use strict";
var EmbassyAtlas = (() => {
  var __defProp = Object.defineProperty;
  var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
  var __getOwnPropNames = Object.getOwnPropertyNames;
  var __hasOwnProp = Object.prototype.hasOwnProperty;
  var __export = (target, all) => {
    for (var name in all)
      __defProp(target, name, { get: all[name], enumerable: true });
  };
  var __copyProps = (to, from, except, desc) => {
    if (from && typeof from === "object" || typeof from === "function") {
      for (let key of __getOwnPropNames(from))
        if (!__hasOwnProp.call(to, key) && key !== except)
          __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
    }
    return to;
  };
  var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

  // index.js
  var index_exports = {};
  __export(index_exports, {
    absence: () => absence_exports,
    addressQuery: () => query,
    areas: () => areas_exports,
    axis: () => axis,
    calendar: () => calendar_exports,
    colours: () => colours_exports,
    columns: () => columns_exports,
    draw: () => draw_exports,
    filter: () => filter_exports,
    histogram: () => histogram_exports,
    lacking: () => lacking,
    lackingOn: () => lackingOn2,
    layer: () => layer,
    legend: () => legend_exports,
    lengthOf: () => lengthOf2,
    motion: () => motion,
    picture: () => picture2,
    placed: () => placed,
    raster: () => raster_exports,
    routes: () => routes_exports,
    show: () => show,
    sphere: () => sphere_exports,
    spots: () => spots_exports,
    strokes: () => strokes_exports,
    symbols: () => symbols_exports,
    textOf: () => of2,
    where: () => where,
    words: () => words_exports
  });

  // data/absence.js
  var absence_exports = {};
  __export(absence_exports, {
    FACES: () => FACES,
    draw: () => draw,
    marked: () => marked,
    marks: () => marks,
    sign: () => sign,
    text: () => text
  });

  // drawing/pen.js
  function circle(context, x, y, r) {
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
  }
  function fill(context, colour) {
    context.fillStyle = colour;
    context.fill();
  }
  function stroke(context, colour, width, dash) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    if (dash) context.setLineDash(dash);
    context.stroke();
    if (dash) context.setLineDash([]);
  }

  // data/clock.js
  var clock_exports = {};
  __export(clock_exports, {
    at: () => at,
    starts: () => starts,
    stretches: () => stretches
  });
  function starts(owner, missions2) {
    const found2 = new Int32Array(missions2 + 1);
    for (let i = 0; i < owner.length; i += 1) found2[owner[i] + 1] += 1;
    for (let m = 0; m < missions2; m += 1) found2[m + 1] += found2[m];
    return found2;
  }
  function stretches(columns, name, missions2) {
    const a = columns.arrays;
    return {
      start: starts(a[name + ".mission"], missions2),
      begin: a[name + ".begin"],
      end: a[name + ".end"],
      knownBegin: a[name + ".known_begin"],
      knownEnd: a[name + ".known_end"]
    };
  }
  function at(set, mission3, day, knownOn) {
    for (let i = set.start[mission3]; i < set.start[mission3 + 1]; i += 1) {
      if (set.begin[i] <= day && day < set.end[i] && set.knownBegin[i] <= knownOn && knownOn < set.knownEnd[i]) {
        return i;
      }
    }
    return -1;
  }

  // data/sphere.js
  var sphere_exports = {};
  __export(sphere_exports, {
    boxOf: () => boxOf,
    disc: () => disc,
    distance: () => distance,
    greatCircle: () => greatCircle,
    latitude: () => latitude,
    longitude: () => longitude,
    measure: () => measure,
    metre: () => metre,
    refine: () => refine,
    worldX: () => worldX,
    worldY: () => worldY
  });
  var RADIUS_M = 63710088e-1;
  var NORTHERNMOST = 89;
  var STEP = 10 * Math.PI / 180;
  var DEEPEST = 14;
  var { PI, sin, cos, atan2, atanh, sqrt, abs, max, min } = Math;
  function worldX(longitude2) {
    return longitude2 / 360 + 0.5;
  }
  function worldY(latitude2) {
    const cut = max(-NORTHERNMOST, min(NORTHERNMOST, latitude2));
    return 0.5 - atanh(sin(cut * PI / 180)) / (2 * PI);
  }
  function longitude(x) {
    return (x - 0.5) * 360;
  }
  function latitude(y) {
    return atan2(Math.sinh((0.5 - y) * 2 * PI), 1) * 180 / PI;
  }
  var HIGHEST = sin(NORTHERNMOST * PI / 180);
  function point(vx, vy, vz) {
    const z = max(-HIGHEST, min(HIGHEST, vz));
    return { vx, vy, vz, x: atan2(vy, vx) / (2 * PI) + 0.5, y: 0.5 - atanh(z) / (2 * PI) };
  }
  function onSphere(lon, lat) {
    const l = lon * PI / 180;
    const p = lat * PI / 180;
    return point(cos(p) * cos(l), cos(p) * sin(l), sin(p));
  }
  function between(a, b) {
    let x = a.vx + b.vx;
    let y = a.vy + b.vy;
    let z = a.vz + b.vz;
    const n = sqrt(x * x + y * y + z * z);
    if (n < 1e-9) {
      x = y = 0;
      z = 1;
      return point(x, y, z);
    }
    return point(x / n, y / n, z / n);
  }
  function near(x, reference) {
    return x + Math.round(reference - x);
  }
  function divide(a, b, tolerance, depth, box, slack2, out) {
    const bx = near(b.x, a.x);
    if (box && outside(a.x, a.y, bx, b.y, box, slack2)) {
      out.push(bx, b.y);
      return;
    }
    const m = between(a, b);
    const mx = near(m.x, a.x);
    const dx = bx - a.x;
    const dy = b.y - a.y;
    const long = sqrt(dx * dx + dy * dy) || 1e-12;
    const off = abs((mx - a.x) * dy - (m.y - a.y) * dx) / long;
    if (depth < DEEPEST && (off > tolerance || abs(dx) > 0.1)) {
      m.x = mx;
      divide(a, m, tolerance, depth + 1, box, slack2, out);
      const last = { vx: m.vx, vy: m.vy, vz: m.vz, x: out[out.length - 2], y: m.y };
      divide(last, b, tolerance, depth + 1, box, slack2, out);
      return;
    }
    out.push(bx, b.y);
  }
  function boxOf(runs) {
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
  function outside(ax, ay, bx, by, box, slack2) {
    return max(ax, bx) < box[0] - slack2 || min(ax, bx) > box[2] + slack2 || max(ay, by) < box[1] - slack2 || min(ay, by) > box[3] + slack2;
  }
  function greatCircle(startLon, startLat, endLon, endLat, tolerance) {
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
  function leg(a, b, angle, tolerance, out) {
    const n = max(1, Math.ceil(angle / STEP));
    const s = sin(angle);
    let previous = a;
    for (let i = 1; i <= n; i += 1) {
      let next2 = b;
      if (i < n) {
        const u = sin((1 - i / n) * angle) / s;
        const v = sin(i / n * angle) / s;
        next2 = point(u * a.vx + v * b.vx, u * a.vy + v * b.vy, u * a.vz + v * b.vz);
      }
      divide(previous, next2, tolerance, 0, null, 0, out);
      previous = { vx: next2.vx, vy: next2.vy, vz: next2.vz, x: out[out.length - 2], y: next2.y };
    }
  }
  function refine(run, box, slack2, tolerance) {
    const out = [run[0], run[1]];
    for (let i = 2; i < run.length; i += 2) {
      const ax = out[out.length - 2];
      const ay = run[i - 1];
      const bx = run[i];
      const by = run[i + 1];
      if (outside(ax, ay, bx, by, box, slack2)) {
        out.push(bx, by);
        continue;
      }
      const a = onSphere(longitude(ax), latitude(ay));
      const b = onSphere(longitude(bx), latitude(by));
      a.x = ax;
      a.y = ay;
      divide(a, b, tolerance, 0, box, slack2, out);
      out[out.length - 2] = bx;
      out[out.length - 1] = by;
    }
    return out;
  }
  function disc(lon, lat, metres, vertices) {
    const d = metres / RADIUS_M;
    const p = lat * PI / 180;
    if (abs(p) + d > PI / 2 - 0.02) return null;
    const out = new Float64Array(vertices * 2);
    for (let i = 0; i < vertices; i += 1) {
      const bearing = 2 * PI * i / vertices;
      const q = Math.asin(sin(p) * cos(d) + cos(p) * sin(d) * cos(bearing));
      const l = atan2(sin(bearing) * sin(d) * cos(p), cos(d) - sin(p) * sin(q));
      out[2 * i] = worldX(lon) + l / (2 * PI);
      out[2 * i + 1] = worldY(q * 180 / PI);
    }
    return out;
  }
  function metre(lat) {
    return 1 / (2 * PI * RADIUS_M * max(0.02, cos(lat * PI / 180)));
  }
  var WGS84_A = 6378137;
  var WGS84_F = 1 / 298.257223563;
  function distance(startLon, startLat, endLon, endLat) {
    const f = WGS84_F;
    const b = WGS84_A * (1 - f);
    const apart = (endLon - startLon) * PI / 180;
    const u1 = Math.atan((1 - f) * Math.tan(startLat * PI / 180));
    const u2 = Math.atan((1 - f) * Math.tan(endLat * PI / 180));
    const [s1, c1, s2, c2] = [sin(u1), cos(u1), sin(u2), cos(u2)];
    let lambda = apart;
    for (let i = 0; i < 100; i += 1) {
      const [sl, cl] = [sin(lambda), cos(lambda)];
      const ss = sqrt((c2 * sl) ** 2 + (c1 * s2 - s1 * c2 * cl) ** 2);
      if (ss === 0) return 0;
      const cs = s1 * s2 + c1 * c2 * cl;
      const sigma = atan2(ss, cs);
      const sa = c1 * c2 * sl / ss;
      const ca2 = 1 - sa * sa;
      const cm = ca2 ? cs - 2 * s1 * s2 / ca2 : 0;
      const C = f / 16 * ca2 * (4 + f * (4 - 3 * ca2));
      const before2 = lambda;
      lambda = apart + (1 - C) * f * sa * (sigma + C * ss * (cm + C * cs * (2 * cm * cm - 1)));
      if (abs(lambda - before2) > 1e-12) continue;
      const uu = ca2 * (WGS84_A ** 2 - b * b) / (b * b);
      const A = 1 + uu / 16384 * (4096 + uu * (-768 + uu * (320 - 175 * uu)));
      const B = uu / 1024 * (256 + uu * (-128 + uu * (74 - 47 * uu)));
      const inner = cs * (2 * cm * cm - 1) - B / 6 * cm * (4 * ss * ss - 3) * (4 * cm * cm - 3);
      return b * A * (sigma - B * ss * (cm + B / 4 * inner));
    }
    const p = startLat * PI / 180;
    const q = endLat * PI / 180;
    return RADIUS_M * Math.acos(max(-1, min(1, sin(p) * sin(q) + cos(p) * cos(q) * cos(apart))));
  }
  var BAR = 120;
  var ROUND = [1, 2, 3, 5];
  var FARTHEST_M = 1e7;
  function measure(latitude2, scale, most = BAR) {
    const one = metre(latitude2) * scale;
    let found2 = 1;
    for (let ten = 1; ten <= FARTHEST_M; ten *= 10) {
      for (const step of ROUND) if (step * ten * one <= most) found2 = step * ten;
    }
    return [found2, found2 * one];
  }

  // drawing/ground.js
  var WHOLE = 5;
  var RIVERS_FROM = 8;
  var RIVER_M = 400;
  var RIVER_LATITUDE = 39;
  var CUT = 1e-5;
  function boxes(x, y, starts2) {
    const found2 = new Float32Array(4 * (starts2.length - 1));
    for (let i = 0; i + 1 < starts2.length; i += 1) {
      let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
      for (let j = starts2[i]; j < starts2[i + 1]; j += 1) {
        if (x[j] < x0) x0 = x[j];
        if (x[j] > x1) x1 = x[j];
        if (y[j] < y0) y0 = y[j];
        if (y[j] > y1) y1 = y[j];
      }
      found2.set([x0, y0, x1, y1], 4 * i);
    }
    return found2;
  }
  function shapes(columns, name) {
    const a = columns.arrays;
    const x = a[name + ".x"];
    const y = a[name + ".y"];
    const part = a[name + ".part"];
    return { x, y, part, shape: a[name + ".shape"], box: boxes(x, y, part), paths: /* @__PURE__ */ new Map() };
  }
  function onCut(x) {
    return x < CUT || x > 1 - CUT;
  }
  function trace(path, set, part, scale, dx, dy, edge) {
    const { x, y } = set;
    const from = set.part[part];
    const to = set.part[part + 1];
    let px = x[from] * scale - dx;
    let py = y[from] * scale - dy;
    path.moveTo(px, py);
    for (let i = from + 1; i < to; i += 1) {
      const qx = x[i] * scale - dx;
      const qy = y[i] * scale - dy;
      if (edge && onCut(x[i]) && onCut(x[i - 1])) path.moveTo(qx, qy);
      else if (i < to - 1 && Math.abs(qx - px) < 0.6 && Math.abs(qy - py) < 0.6) continue;
      else path.lineTo(qx, qy);
      px = qx;
      py = qy;
    }
    if (!edge) path.closePath();
  }
  function tiny(set, part, scale) {
    const b = 4 * part;
    const wide = (set.box[b + 2] - set.box[b]) * scale;
    return wide < 0.7 && (set.box[b + 3] - set.box[b + 1]) * scale < 0.7;
  }
  function whole(set, zoom, edge, only) {
    const key = zoom + (edge ? "e" : "f") + (only ? only.name : "");
    let path = set.paths.get(key);
    if (!path) {
      path = new Path2D();
      const scale = 256 * Math.pow(2, zoom);
      for (let i = 0; i + 1 < set.part.length; i += 1) {
        if (only && !only.has(i)) continue;
        if (!tiny(set, i, scale)) trace(path, set, i, scale, 0, 0, edge);
      }
      set.paths.set(key, path);
    }
    return path;
  }
  function copies(view) {
    const first = Math.floor(view.left / view.scale);
    const last = Math.floor((view.left + view.width) / view.scale);
    return [first, last];
  }
  function paintSet(context, view, set, edge, only, act) {
    const [first, last] = copies(view);
    for (let k = first; k <= last; k += 1) {
      const left = view.left - k * view.scale;
      if (view.zoom <= WHOLE) {
        const zoom = Math.ceil(view.zoom);
        const fit = view.scale / (256 * Math.pow(2, zoom));
        context.save();
        context.translate(-left, -view.top);
        context.scale(fit, fit);
        act(whole(set, zoom, edge, only), 1 / fit);
        context.restore();
        continue;
      }
      const x0 = left / view.scale;
      const x1 = (left + view.width) / view.scale;
      const y0 = view.top / view.scale;
      const y1 = (view.top + view.height) / view.scale;
      const path = new Path2D();
      for (let s = 0; s + 1 < set.shape.length; s += 1) {
        const outer = 4 * set.shape[s];
        const b = set.box;
        if (b[outer] > x1 || b[outer + 2] < x0 || b[outer + 1] > y1 || b[outer + 3] < y0) continue;
        for (let i = set.shape[s]; i < set.shape[s + 1]; i += 1) {
          if (only && !only.has(i)) continue;
          if (!tiny(set, i, view.scale)) trace(path, set, i, view.scale, left, view.top, edge);
        }
      }
      act(path, 1);
    }
  }
  function lines(columns, viewpoint) {
    const { kinds: kinds2, viewpoints } = columns.values;
    const each = columns.arrays["border.kind"];
    const many = each.length / viewpoints.length;
    const from = Math.max(0, viewpoints.indexOf(viewpoint)) * many;
    const of4 = (kind) => {
      const wanted2 = kinds2.indexOf(kind);
      return {
        name: viewpoint + kind,
        has: (i) => each[from + i] === wanted2
      };
    };
    return { agreed: of4("border"), disputed: of4("disputed") };
  }
  function ground(columns, { palette: colours, viewpoint, tiled: boxes2 }) {
    const land = shapes(columns, "land");
    const lakes = shapes(columns, "lake");
    const borders = shapes(columns, "border");
    const rivers = shapes(columns, "river");
    function paint2(context, view) {
      const tiled = boxes2(view);
      if (!tiled.length) {
        drawn2(context, view);
        return;
      }
      context.save();
      const rest = new Path2D();
      rest.rect(0, 0, view.width, view.height);
      const veil = new Path2D();
      for (const [x0, y0, x1, y1] of tiled) {
        rest.rect(x0, y0, x1 - x0, y1 - y0);
        veil.rect(x0, y0, x1 - x0, y1 - y0);
      }
      context.fillStyle = colours().veil;
      context.fill(veil);
      context.clip(rest, "evenodd");
      drawn2(context, view);
      context.restore();
    }
    function drawn2(context, view) {
      const palette = colours();
      const { agreed, disputed } = lines(columns, viewpoint());
      const fill2 = (colour) => (path) => {
        context.fillStyle = colour;
        context.fill(path, "evenodd");
      };
      const stroke2 = (colour, width2, dash) => (path, unit) => {
        context.strokeStyle = colour;
        context.lineWidth = width2 * unit;
        context.lineJoin = "round";
        context.setLineDash(dash.map((length) => length * unit));
        context.stroke(path);
        context.setLineDash([]);
      };
      context.fillStyle = palette.sea;
      context.fillRect(0, 0, view.width, view.height);
      paintSet(context, view, land, false, null, fill2(palette.land));
      paintSet(context, view, lakes, false, null, fill2(palette.lake));
      paintSet(context, view, land, true, null, stroke2(palette.coast, 0.7, []));
      paintSet(context, view, lakes, true, null, stroke2(palette.coast, 0.5, []));
      if (view.zoom >= RIVERS_FROM) {
        const wide = Math.max(1, RIVER_M * metre(RIVER_LATITUDE) * view.scale);
        paintSet(context, view, rivers, true, null, stroke2(palette.lake, wide, []));
      }
      const width = view.zoom < 4 ? 0.8 : 1;
      paintSet(context, view, borders, true, agreed, stroke2(palette.border, width, []));
      paintSet(context, view, borders, true, disputed, stroke2(palette.border, width, [3, 2.5]));
    }
    return { paint: paint2 };
  }
  function within(boxes2, x, y) {
    return boxes2.some(([x0, y0, x1, y1]) => x > x0 && x < x1 && y > y0 && y < y1);
  }

  // data/words.js
  var words_exports = {};
  __export(words_exports, {
    distance: () => distance2,
    language: () => language,
    number: () => number,
    roughly: () => roughly,
    say: () => say,
    speak: () => speak,
    teach: () => teach
  });
  var known = {};
  var spoken = { language: "", messages: {}, number: { from: 1e3, group: ",", point: "." } };
  function teach(catalogue) {
    Object.assign(known, catalogue);
    if (!spoken.language) speak(Object.keys(known)[0]);
  }
  function speak(language2) {
    if (Object.hasOwn(known, language2)) spoken = { language: language2, ...known[language2] };
  }
  function language() {
    return spoken.language;
  }
  function say(key, values = {}) {
    const found2 = spoken.messages[key];
    if (found2 === void 0) return key;
    const text2 = typeof found2 === "string" ? found2 : found2[values.count === 1 ? "one" : "other"];
    return text2.replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name];
      return typeof value === "number" ? number(value) : String(value);
    });
  }
  function number(value, decimals = 0) {
    const { from, group: group2, point: point3 } = spoken.number;
    const [whole2, part] = Math.abs(value).toFixed(decimals).split(".");
    const grouped = Number(whole2) < from ? whole2 : whole2.replace(/\B(?=(\d{3})+$)/g, group2);
    return (value < 0 ? "-" : "") + grouped + (part ? point3 + part : "");
  }
  function distance2(metres) {
    if (metres < 1e3) return number(metres) + " m";
    const km = metres / 1e3;
    if (km >= 1e3) return number(Math.round(km / 10) * 10) + " km";
    return number(km, km < 10 && !km.toFixed(1).endsWith("0") ? 1 : 0) + " km";
  }
  function roughly(metres, unsure2) {
    if (!(unsure2 > 0)) return distance2(metres);
    const ten = Math.pow(10, Math.floor(Math.log10(unsure2)));
    const step = ten * (unsure2 >= 5 * ten ? 5 : unsure2 >= 2 * ten ? 2 : 1);
    const told = step * Math.round(metres / step);
    return told > 0 ? say("length.about", { length: distance2(told) }) : "";
  }

  // data/absence.js
  var LAST = 2147483647;
  var GONE = ["none", "undated", "closed"];
  var THERE = ["announced", "preparing", "open", "suspended", "unknown"];
  var COVERED = "covered";
  var NONE = "none";
  var UNKNOWN = "unknown";
  var FACES = [COVERED, NONE, UNKNOWN];
  var BESIDE = 4;
  function index(ready) {
    if (ready.absence) return ready.absence;
    const { arrays, texts } = ready.columns;
    const parties = texts["party.code"].length;
    const by = (one, other) => {
      const found2 = /* @__PURE__ */ new Map();
      for (let i = 0; i < one.length; i += 1) {
        const key = one[i] * parties + other[i];
        if (!found2.has(key)) found2.set(key, []);
        found2.get(key).push(i);
      }
      return found2;
    };
    ready.absence = {
      parties,
      missions: by(arrays["mission.sending"], arrays["mission.receiving"]),
      covered: by(arrays["cover.a"], arrays["cover.b"]),
      none: by(arrays["none.a"], arrays["none.b"])
    };
    return ready.absence;
  }
  function named(ready, scene) {
    const codes = [...scene.states, ...scene.among, ...scene.sending, ...scene.receiving];
    return new Set(codes.map((code) => Number(ready.code.get(code))));
  }
  function narrowed(scene) {
    const { statuses: statuses2 } = scene;
    if (statuses2.length && !THERE.every((status) => statuses2.includes(status))) return true;
    if (scene.bbox) return true;
    return [scene.kinds, scene.cities, scene.terms, scene.sources].some((list) => list.length);
  }
  function asked(ready, scene, names2) {
    const until = ready.columns.arrays["party.state_until"];
    const everyone = [];
    for (let i = 0; i < until.length; i += 1) {
      if (scene.as_of < until[i] || names2.has(i)) everyone.push(i);
    }
    const set = (codes) => new Set(codes.map((code) => Number(ready.code.get(code))));
    const among2 = set(scene.among);
    const states = set(scene.states);
    const side2 = (codes) => {
      const wanted2 = set(codes);
      return everyone.filter((i) => (!wanted2.size || wanted2.has(i)) && (!among2.size || among2.has(i)));
    };
    const pairs2 = [];
    const hosts = side2(scene.receiving);
    for (const a of side2(scene.sending)) {
      for (const b of hosts) {
        if (a !== b && (!states.size || states.has(a) || states.has(b))) pairs2.push([a, b]);
      }
    }
    return pairs2;
  }
  function lapsed(ready, scene, missions2, from, over) {
    if (over !== LAST) return false;
    const { statuses: statuses2 } = ready.columns.values;
    const status = ready.columns.arrays["episode.status"];
    const set = ready.episodes;
    return missions2.some((m) => {
      for (let i = set.start[m]; i < set.start[m + 1]; i += 1) {
        if (GONE.includes(statuses2[status[i]])) continue;
        if (set.knownBegin[i] > scene.known_on || scene.known_on >= set.knownEnd[i]) continue;
        if (set.end[i] > from && set.begin[i] <= scene.as_of) return true;
      }
      return false;
    });
  }
  function holding(ready, scene, rows, name, statusOf, ends) {
    const a = ready.columns.arrays;
    const ids = ready.columns.texts[name + ".id"];
    const mission3 = a[name + ".mission"];
    const found2 = [];
    for (const i of rows) {
      const from = a[name + ".from"][i];
      const over = a[name + ".over"][i];
      if (a[name + ".known"][i] > scene.known_on) continue;
      if (scene.as_of < from || scene.as_of >= over) continue;
      if (name === NONE && lapsed(ready, scene, ends, from, over)) continue;
      const covering = mission3 && mission3[i] >= 0 ? statusOf(mission3[i]) : "";
      const closed = covering === "closed";
      const sure = scene.as_of >= a[name + ".surely"][i] && scene.as_of < a[name + ".fades"][i];
      found2.push({ id: ids[i], from, sure: sure && !closed, closed, by: mission3 ? mission3[i] : -1 });
    }
    return found2;
  }
  function before(one, other) {
    return Number(other.sure) - Number(one.sure) || Number(one.closed) - Number(other.closed) || other.from - one.from || (one.id < other.id ? -1 : 1);
  }
  function marked(ready, scene) {
    const names2 = named(ready, scene);
    if (!names2.size || narrowed(scene)) return [];
    const { parties, missions: missions2, covered, none } = index(ready);
    const { statuses: statuses2 } = ready.columns.values;
    const status = ready.columns.arrays["episode.status"];
    const statusOf = (m) => {
      const e = at(ready.episodes, m, scene.as_of, scene.known_on);
      return e < 0 ? NONE : statuses2[status[e]];
    };
    const found2 = [];
    for (const [a, b] of asked(ready, scene, names2)) {
      const key = a * parties + b;
      const own = missions2.get(key) || [];
      const told = own.map(statusOf);
      if (told.some((one) => !GONE.includes(one))) continue;
      const rows = (name, by) => holding(ready, scene, by.get(key) || [], name, statusOf, own);
      const cover2 = rows("cover", covered).sort(before);
      const maybe = told.includes("undated");
      const known3 = cover2.length || maybe ? [] : rows(NONE, none).sort(before);
      const first = cover2[0] || known3[0];
      const face = cover2.length ? COVERED : known3.length ? NONE : UNKNOWN;
      if (face === UNKNOWN && names2.size !== 1) continue;
      found2.push({
        a,
        b,
        at: names2.has(a) ? b : a,
        face,
        perhaps: Boolean(first) && !first.sure,
        row: first ? first.id : "",
        by: first ? first.by : -1,
        over: Boolean(first) && first.closed,
        closed: told.includes("closed")
      });
    }
    return found2;
  }
  function marks(ready, scene) {
    const { arrays, texts } = ready.columns;
    const code = texts["party.code"];
    const seats2 = /* @__PURE__ */ new Map();
    for (const one of marked(ready, scene)) {
      const longitude2 = arrays["party.seat_longitude"][one.at];
      if (Number.isNaN(longitude2)) continue;
      const pair = [code[one.a], code[one.b]].sort().join("-");
      const key = pair + " " + one.at;
      let mark2 = seats2.get(key);
      if (!mark2) {
        const latitude2 = arrays["party.seat_latitude"][one.at];
        mark2 = { id: "pair:" + pair, lon: longitude2, lat: latitude2, told: [], signs: [] };
        seats2.set(key, mark2);
      }
      mark2.told.push(one);
      const same2 = (sign2) => sign2.face === one.face && sign2.perhaps === one.perhaps;
      if (!mark2.signs.some(same2)) mark2.signs.push(one);
      if (mark2.signs.length > 1) mark2.signs = mark2.signs.filter((one2) => one2.face !== UNKNOWN);
    }
    return [...seats2.values()];
  }
  function sign(context, face, perhaps, r, colour, paper) {
    const path = () => {
      context.beginPath();
      if (face === COVERED) {
        context.arc(0, 0.35 * r, r, Math.PI, 2 * Math.PI);
      } else if (face === NONE) {
        context.arc(0, 0, 0.72 * r, 0, 2 * Math.PI);
        context.moveTo(-1.35 * r, 0);
        context.lineTo(1.35 * r, 0);
      } else {
        context.arc(0, 0, 0.46 * r, 0, 2 * Math.PI);
      }
    };
    const wide = face === UNKNOWN ? 1 : Math.max(1.7, 0.42 * r);
    context.lineCap = "round";
    if (face !== UNKNOWN) {
      path();
      stroke(context, paper, wide + 2.4);
    }
    path();
    context.strokeStyle = colour;
    context.lineWidth = wide;
    if (perhaps) context.setLineDash([0.55 * r, 0.62 * r]);
    context.stroke();
    context.setLineDash([]);
    context.lineCap = "butt";
  }
  function colourOf(state, palette, one) {
    if (one.face === NONE) return palette.ink;
    if (one.face === UNKNOWN) return palette.quiet;
    const side2 = state.sides.get(one.a);
    return side2 === void 0 ? palette.neutral : palette.sides[side2];
  }
  function draw(context, view, state, palette, r) {
    const [first, last] = copies(view);
    const size = Math.max(3.4, 0.82 * r);
    const cell = 24;
    const cells = /* @__PURE__ */ new Map();
    const key = (x, y) => Math.round(x / cell) * 65536 + Math.round(y / cell);
    for (const item of state.absences.length ? state.drawn.symbols : []) {
      const at3 = key(item.x, item.y);
      if (!cells.has(at3)) cells.set(at3, []);
      cells.get(at3).push(item);
    }
    const under = (x, y) => {
      let low = 0;
      for (const dx of [-cell, 0, cell]) {
        for (const dy of [-cell, 0, cell]) {
          for (const item of cells.get(key(x + dx, y + dy)) || []) {
            if (Math.hypot(item.x - x, item.y - y) < item.r + size) {
              low = Math.max(low, item.y - y + item.r + size + BESIDE);
            }
          }
        }
      }
      return low;
    };
    for (const mark2 of state.absences) {
      const wx = worldX(mark2.lon);
      const y = worldY(mark2.lat) * view.scale - view.top;
      const step = 2.9 * size;
      for (let k = first; k <= last; k += 1) {
        const x = (wx + k) * view.scale - view.left;
        if (x < -20 || y < -20 || x > view.width + 20 || y > view.height + 20) continue;
        const low = y + under(x, y);
        const from = x - (mark2.signs.length - 1) * step / 2;
        mark2.signs.forEach((one, i) => {
          context.save();
          context.translate(from + i * step, low);
          if (one.face === UNKNOWN) context.globalAlpha = 0.75;
          sign(context, one.face, one.perhaps, size, colourOf(state, palette, one), palette.halo);
          context.restore();
        });
        const wide = (mark2.signs.length - 1) * step / 2 + size;
        state.drawn.absences.push({ x, y: low, r: wide, mark: mark2 });
      }
    }
  }
  function text(state, mark2) {
    const { arrays, texts } = state.ready.columns;
    const names2 = texts["party.name"];
    const [{ a, b }] = mark2.told;
    const said3 = mark2.told.map((one) => {
      const ends = { sending: names2[one.a], receiving: names2[one.b] };
      const town = one.by < 0 ? -1 : arrays["mission.town"][one.by];
      let key = one.face;
      if (one.face === COVERED && town >= 0) key = "covered_from";
      if (one.face === UNKNOWN && one.closed) key = "unknown_closed";
      const plain = say("absent." + key, {
        ...ends,
        where: town < 0 ? "" : texts["town.name"][town]
      });
      const more = one.over ? say("absent.over", { said: plain }) : plain;
      return one.perhaps ? say("absent.perhaps", { said: more }) : more;
    });
    return [names2[a] + " – " + names2[b], said3.join("; ")];
  }

  // drawing/areas.js
  var areas_exports = {};
  __export(areas_exports, {
    drawAreas: () => drawAreas,
    drawCountry: () => drawCountry,
    drawPlaces: () => drawPlaces,
    outlines: () => outlines
  });

  // drawing/draw.js
  var draw_exports = {};
  __export(draw_exports, {
    STRONGER: () => STRONGER,
    WIDER: () => WIDER,
    lines: () => drawLines,
    look: () => look,
    missionColour: () => missionColour,
    nothing: () => nothing,
    painter: () => painter2,
    radius: () => radius,
    stale: () => stale,
    strongLine: () => strongLine,
    symbol: () => symbol,
    symbols: () => drawSymbols
  });

  // drawing/colours.js
  var colours_exports = {};
  __export(colours_exports, {
    font: () => font,
    of: () => of,
    theme: () => theme
  });
  var THEMES = {
    light: {
      sea: "#e6edf2",
      land: "#f6f2e9",
      coast: "#a3abad",
      border: "#aca08a",
      lake: "#e6edf2",
      veil: "rgba(251,251,249,0.45)",
      name: "#6b6457",
      town: "#5d574c",
      ink: "#1f2429",
      paper: "#ffffff",
      halo: "rgba(255,255,255,0.92)",
      neutral: "#56626c",
      sides: ["#c24a00", "#0067a5", "#007a5a", "#a8478a", "#946800", "#2b8cc4"],
      pair: "#4b2e83",
      quiet: "#6d7680",
      focus: "#0b57d0",
      area: 0.13
    },
    dark: {
      sea: "#11181f",
      land: "#232c34",
      coast: "#5a6975",
      border: "#66747f",
      lake: "#11181f",
      veil: "rgba(17,24,31,0.74)",
      name: "#a5b0b8",
      town: "#b6c0c7",
      ink: "#eef2f5",
      paper: "#161d24",
      halo: "rgba(17,24,31,0.9)",
      neutral: "#a3b0ba",
      sides: ["#ff9a52", "#62b8f0", "#3cc79a", "#e394c4", "#e6b94a", "#9bd3f5"],
      pair: "#c3a6ff",
      quiet: "#8a97a1",
      focus: "#8ab4f8",
      area: 0.2
    }
  };
  var FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';
  function theme(word2) {
    if (word2 === "light" || word2 === "dark") return word2;
    return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  function of(word2) {
    return THEMES[theme(word2)];
  }
  function font(pixels2, weight) {
    return (weight || 400) + " " + pixels2 + "px " + FONT;
  }

  // data/spots.js
  var spots_exports = {};
  __export(spots_exports, {
    FEW: () => FEW,
    exactness: () => exactness,
    how: () => how,
    offset: () => offset,
    reach: () => reach,
    ringed: () => ringed,
    spots: () => spots,
    spread: () => spread,
    tooClose: () => tooClose,
    vague: () => vague
  });
  var GOLDEN = Math.PI * (3 - Math.sqrt(5));
  var FEW = 4;
  var ORDER = { embassy: 0, consulate: 1, liaison: 2 };
  var HOW = {
    surveyed: "",
    stated: "",
    unverified: "unverified",
    state: "country",
    outside: "doubtful",
    far: "doubtful"
  };
  var OVERVIEW = 6;
  var NEAR = 10;
  var HOLE = 2;
  function exactness(ready, placement) {
    return ready.columns.values.exactness[ready.columns.arrays["placement.exactness"][placement]];
  }
  function how(ready, placement) {
    return HOW[exactness(ready, placement)] ?? "around";
  }
  function vague(ready, placement) {
    return ringed(how(ready, placement));
  }
  function ringed(how2) {
    return Boolean(how2) && how2 !== "unverified";
  }
  function tooClose(ready, placement, view) {
    if (view.zoom < OVERVIEW || how(ready, placement) !== "country") return false;
    const a = ready.columns.arrays;
    const region = a["placement.region"][placement];
    const wide = region < 0 ? 0 : (a["region.east"][region] - a["region.west"][region]) * view.scale;
    return view.zoom >= NEAR || wide > view.width;
  }
  function spots(ready, found2, emphasis) {
    const a = ready.columns.arrays;
    const longitude2 = a["placement.longitude"];
    const latitude2 = a["placement.latitude"];
    const groups2 = ready.columns.values.groups;
    const kind = a["mission.kind"];
    const ids = ready.columns.texts["mission.id"];
    const at3 = /* @__PURE__ */ new Map();
    found2.number.forEach((m, i) => {
      const p = found2.placement[i];
      const key = ready.points.placement[p];
      let spot = at3.get(key);
      if (!spot) {
        spot = {
          lon: longitude2[p],
          lat: latitude2[p],
          x: worldX(longitude2[p]),
          y: worldY(latitude2[p]),
          members: [],
          areas: []
        };
        at3.set(key, spot);
      }
      spot.members.push(i);
    });
    const order = groups2.map((group2) => ORDER[group2] || 0);
    const weight = (i) => {
      const m = found2.number[i];
      return (emphasis.has(ids[m]) ? -10 : 0) + order[kind[m]];
    };
    for (const spot of at3.values()) {
      if (spot.members.length > 1) spot.members.sort((i, j) => weight(i) - weight(j) || i - j);
      spot.areas = areas(ready, found2, spot);
    }
    return [...at3.values()];
  }
  function areas(ready, found2, spot) {
    const region = ready.columns.arrays["placement.region"];
    const radius2 = ready.columns.arrays["placement.radius"];
    const kept2 = [];
    for (const i of spot.members) {
      const p = found2.placement[i];
      const none = region[p] < 0 && Number.isNaN(radius2[p]);
      if (none || how(ready, p) === "country") continue;
      const same2 = (area3) => area3.region === region[p] && (region[p] >= 0 || area3.metres === radius2[p]);
      const area2 = kept2.find(same2);
      if (area2) area2.members.push(i);
      else kept2.push({ region: region[p], metres: radius2[p], members: [i], placement: p });
    }
    return kept2;
  }
  function spread(members, zoom) {
    const wide = Math.max(0, Math.min(1, (zoom - 5) / 2.5));
    return members > 1 && members <= FEW ? Math.max(0.5, wide) : wide;
  }
  function offset(i, n, apart) {
    if (n === 1) return [0, 0];
    if (n <= FEW) {
      const angle = -Math.PI / 2 + 2 * Math.PI * i / n + (n === 2 ? Math.PI / 2 : 0);
      const r2 = apart * (n === 2 ? 0.5 : 0.62);
      return [r2 * Math.cos(angle), r2 * Math.sin(angle)];
    }
    const r = apart * 0.6 * Math.sqrt(i + HOLE);
    return [r * Math.cos(i * GOLDEN), r * Math.sin(i * GOLDEN)];
  }
  function reach(n, apart) {
    if (n === 1) return 0;
    return n <= FEW ? apart * 0.62 : apart * 0.6 * Math.sqrt(n + HOLE);
  }

  // drawing/overlay.js
  var RING = 7;
  function same(one, other) {
    return Boolean(one && one.what === other?.what && one.id === other.id);
  }
  function ring(context, x, y, r, colour, palette) {
    circle(context, x, y, r);
    stroke(context, palette.halo, 5);
    stroke(context, colour, 2.5);
  }
  function mark(context, view, state, palette, thing, colour) {
    if (thing.what === "mission") {
      const i = state.at.get(thing.id);
      if (i === void 0) return;
      drawCountry(context, view, state, palette, i);
      const fanned = state.fanned.filter((item) => item.i === i);
      for (const item of fanned.length ? fanned : state.drawn.symbols) {
        if (item.i !== i) continue;
        const r = item.r + 1.5;
        symbol(context, view, state, palette, { ...item, r });
        ring(context, item.x, item.y, r + 3.5, colour, palette);
      }
    } else if (thing.what === "absence") {
      for (const item of state.drawn.absences) {
        if (item.mark.id === thing.id) ring(context, item.x, item.y, item.r + 5, colour, palette);
      }
    } else if (thing.what === "line") {
      markLine(context, view, state, palette, thing.id, colour);
    } else {
      for (const { path, region } of state.drawn.areas) {
        if (region < 0 || state.regionId(region) !== thing.id) continue;
        context.strokeStyle = colour;
        context.lineWidth = 2.5;
        context.stroke(path);
      }
    }
  }
  function markLine(context, view, state, palette, id, colour) {
    const inks = colour === palette.focus ? { ...palette, pair: colour, ink: colour } : palette;
    const ends = /* @__PURE__ */ new Set();
    for (const stroke2 of state.drawn.strokes) {
      if (stroke2.route.id !== id) continue;
      strongLine(context, stroke2, inks, 3.4);
      ends.add(stroke2.route.start).add(stroke2.route.end);
    }
    for (const item of state.drawn.symbols) {
      if (ends.has(state.found.number[item.i])) {
        symbol(context, view, state, palette, item);
      }
    }
  }
  function fan(context, view, state, palette) {
    state.fanned = [];
    if (!state.fan) return;
    const { members, x: wx, y: wy } = state.fan;
    const r = Math.max(6, radius(view.zoom));
    const apart = 2 * r + 3;
    const x = wx * view.scale - view.left;
    const y = wy * view.scale - view.top;
    const wide = reach(members.length, apart) + r + 8;
    circle(context, x, y, wide);
    fill(context, palette.halo);
    stroke(context, palette.quiet, 1);
    members.forEach((i, j) => {
      const [dx, dy] = offset(j, members.length, apart);
      const item = { i, x: x + dx, y: y + dy, r };
      state.fanned.push(item);
      symbol(context, view, state, palette, item);
    });
    state.fanWide = { x, y, wide };
  }
  function painter(state) {
    return function paint2(context, view) {
      if (!state.found || !state.drawn) return;
      const palette = state.palette();
      fan(context, view, state, palette);
      if (state.chosen) mark(context, view, state, palette, state.chosen, palette.ink);
      if (state.hover && !same(state.hover, state.chosen)) {
        mark(context, view, state, palette, state.hover, palette.quiet);
      }
      if (state.focused) mark(context, view, state, palette, state.focused, palette.focus);
    };
  }

  // drawing/labels.js
  var CELL = 64;
  var LEADING = 1.22;
  function room(frame) {
    const cells = /* @__PURE__ */ new Map();
    function* over(x0, y0, x1, y1) {
      for (let i = Math.floor(x0 / CELL); i <= Math.floor(x1 / CELL); i += 1) {
        for (let j = Math.floor(y0 / CELL); j <= Math.floor(y1 / CELL); j += 1) yield i * 8192 + j;
      }
    }
    function free(x0, y0, x1, y1, overSoft) {
      for (const cell of over(x0, y0, x1, y1)) {
        for (const box of cells.get(cell) || []) {
          if (overSoft && box[4]) continue;
          if (x0 < box[2] && x1 > box[0] && y0 < box[3] && y1 > box[1]) return false;
        }
      }
      return true;
    }
    function take(x0, y0, x1, y1, soft) {
      for (const cell of over(x0, y0, x1, y1)) {
        if (!cells.has(cell)) cells.set(cell, []);
        cells.get(cell).push([x0, y0, x1, y1, Boolean(soft)]);
      }
    }
    function within5(x0, y0, x1, y1) {
      return x0 >= frame[0] && y0 >= frame[1] && x1 <= frame[2] && y1 <= frame[3];
    }
    return { free, take, within: within5 };
  }
  function wrapped(text2, longest) {
    const many = Math.ceil(text2.length / longest);
    if (many < 2) return [text2];
    const even = Math.min(longest, Math.ceil(text2.length / many) + 3);
    const lines5 = [""];
    for (const word2 of text2.split(" ")) {
      const line4 = lines5[lines5.length - 1];
      if (line4 && line4.length + 1 + word2.length > even) lines5.push(word2);
      else lines5[lines5.length - 1] = line4 ? line4 + " " + word2 : word2;
    }
    return lines5;
  }
  function* around(x, y, r, wide, high) {
    const g = r + 4;
    const d = r * 0.7 + 3;
    yield [x + g, y - high / 2];
    yield [x - g - wide, y - high / 2];
    yield [x - wide / 2, y - g - high];
    yield [x - wide / 2, y + g];
    yield [x + d, y - d - high];
    yield [x + d, y + d];
    yield [x - d - wide, y - d - high];
    yield [x - d - wide, y + d];
  }
  function* along(x, y, r, wide, high) {
    const g = r + 3;
    yield [x - wide / 2, y - g - high];
    yield [x - wide / 2, y + g];
    yield [x + g, y - high / 2];
    yield [x - g - wide, y - high / 2];
    yield [x + g, y - high - g];
    yield [x - g - wide, y - high - g];
    yield [x + g, y + g];
    yield [x - g - wide, y + g];
  }
  function write(context, lines5, x, y, wide, style) {
    context.font = font(style.size, style.weight);
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.lineJoin = "round";
    lines5.forEach((line4, i) => {
      const left = style.centred ? x + (wide - context.measureText(line4).width) / 2 : x;
      const middle = y + style.size * 0.62 + i * style.size * LEADING;
      if (style.halo) {
        context.strokeStyle = style.halo;
        context.lineWidth = 3.2;
        context.strokeText(line4, left, middle);
      }
      context.fillStyle = style.ink;
      context.fillText(line4, left, middle);
    });
  }
  function measured(context, text2, style) {
    context.font = font(style.size, style.weight);
    const lines5 = wrapped(text2, style.longest || 26);
    const wide = Math.max(...lines5.map((line4) => context.measureText(line4).width));
    return { lines: lines5, wide, high: lines5.length * style.size * LEADING };
  }
  function beside(context, space, text2, x, y, r, style) {
    const { lines: lines5, wide, high } = measured(context, text2, style);
    const ways = style.along ? along : around;
    for (const [left, top] of ways(x, y, r, wide, high)) {
      if (!space.within(left, top, left + wide, top + high)) continue;
      const box = [left - 2, top - 1, left + wide + 2, top + high + 1];
      if (!space.free(...box, style.over) || style.clear && !style.clear(...box)) continue;
      space.take(...box);
      const centred = left < x && left + wide > x;
      return () => write(context, lines5, left, top, wide, { ...style, centred });
    }
    return null;
  }
  function upon(context, space, text2, x, y, style) {
    const { lines: lines5, wide, high } = measured(context, text2, style);
    const left = x - wide / 2;
    const top = y - high / 2;
    const gap2 = style.gap || 2;
    const box = [left - gap2, top - gap2, left + wide + gap2, top + high + gap2];
    if (!space.free(...box, style.over)) return null;
    space.take(...box);
    return () => {
      if (style.pill) {
        context.fillStyle = style.pill;
        context.beginPath();
        context.roundRect(left - 5, top - 1, wide + 10, high + 2, 4);
        context.fill();
      }
      write(context, lines5, left, top, wide, { ...style, centred: true });
    };
  }

  // drawing/crowds.js
  var HIDING = 0.9;
  var BADGES_TO = 9;
  var SIZE = 9.5;
  function leaders(context, state, palette) {
    context.strokeStyle = palette.quiet;
    context.fillStyle = palette.quiet;
    context.lineWidth = 0.8;
    for (const { x, y, spot, apart } of state.drawn.fans) {
      const n = spot.members.length;
      if (n < 2) continue;
      context.globalAlpha = 0.6;
      context.beginPath();
      for (let j = 0; j < n; j += 1) {
        const [dx, dy] = offset(j, n, apart);
        context.moveTo(x, y);
        context.lineTo(x + dx, y + dy);
      }
      context.stroke();
      context.globalAlpha = 1;
      circle(context, x, y, 1.8);
      context.fill();
    }
  }
  function groups(symbols) {
    const cell = 2 + 2 * Math.max(...symbols.map((item) => item.r));
    const key = (x, y) => Math.floor(x / cell) * 65536 + Math.floor(y / cell);
    const cells = /* @__PURE__ */ new Map();
    for (const item of symbols) {
      const at3 = key(item.x, item.y);
      if (!cells.has(at3)) cells.set(at3, []);
      cells.get(at3).push(item);
    }
    const taken = /* @__PURE__ */ new Set();
    const found2 = [];
    const strongFirst = [...symbols].sort((a, b) => Number(b.strong) - Number(a.strong));
    for (const top of strongFirst) {
      if (taken.has(top)) continue;
      const members = [];
      for (const dx of [-cell, 0, cell]) {
        for (const dy of [-cell, 0, cell]) {
          for (const item of cells.get(key(top.x + dx, top.y + dy)) || []) {
            if (taken.has(item)) continue;
            if (Math.hypot(item.x - top.x, item.y - top.y) > top.r * HIDING) continue;
            taken.add(item);
            members.push(item.i);
          }
        }
      }
      if (members.length > 1) found2.push({ top, members: [...new Set(members)] });
    }
    return found2;
  }
  function badges(context, view, state) {
    const { symbols } = state.drawn;
    if (view.zoom > BADGES_TO || symbols.length < 2) return [];
    const space = room([0, 0, view.width, view.height]);
    context.font = font(SIZE, 700);
    const found2 = groups(symbols).sort((a, b) => b.members.length - a.members.length);
    return found2.flatMap(({ top, members }) => {
      const text2 = number(members.length);
      const half = Math.max(6.5, context.measureText(text2).width / 2 + 3.5);
      const off = (top.r + (top.chosen ? RING : 0)) * 0.7;
      const x = top.x - off - half + 3;
      const y = top.y - off - 4;
      if (!space.free(x - half, y - 6.5, x + half, y + 6.5)) return [];
      space.take(x - half, y - 6.5, x + half, y + 6.5);
      return [{ x, y, half, r: half, text: text2, members, at: top }];
    });
  }
  function writeBadges(context, state, palette) {
    context.font = font(SIZE, 700);
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const { x, y, half, text: text2 } of state.drawn.badges) {
      context.beginPath();
      context.roundRect(x - half, y - 6.5, 2 * half, 13, 6.5);
      fill(context, palette.ink);
      stroke(context, palette.paper, 1);
      context.fillStyle = palette.paper;
      context.fillText(text2, x, y + 0.5);
    }
    context.textAlign = "left";
  }

  // data/routes.js
  var routes_exports = {};
  __export(routes_exports, {
    COVERAGE: () => COVERAGE,
    NEIGHBOUR: () => NEIGHBOUR,
    PAIR: () => PAIR,
    SEAT: () => SEAT,
    pair: () => between2,
    pairId: () => pairId,
    routes: () => routes,
    seat: () => fromSeat
  });

  // data/filter.js
  var filter_exports = {};
  __export(filter_exports, {
    missions: () => missions,
    passing: () => passing,
    places: () => places,
    prepared: () => prepared,
    there: () => there,
    wanted: () => wanted
  });
  var CLOSED = "closed";
  var NONE2 = ["none", "undated"];
  function points(columns) {
    const at3 = /* @__PURE__ */ new Map();
    const numbers = (name) => {
      const longitude2 = columns.arrays[name + "longitude"];
      const latitude2 = columns.arrays[name + "latitude"];
      return Int32Array.from(longitude2, (lon, i) => {
        const key = lon + " " + latitude2[i];
        if (!at3.has(key)) at3.set(key, at3.size);
        return at3.get(key);
      });
    };
    return {
      placement: numbers("placement."),
      seat: numbers("party.seat_"),
      cover: numbers("cover.")
    };
  }
  function worlds(columns) {
    const longitude2 = columns.arrays["placement.longitude"];
    const latitude2 = columns.arrays["placement.latitude"];
    return {
      x: Float64Array.from(longitude2, (lon) => worldX(lon)),
      y: Float64Array.from(latitude2, (lat) => worldY(lat))
    };
  }
  function prepared(columns) {
    const missions2 = columns.texts["mission.id"].length;
    return {
      missions: missions2,
      columns,
      points: points(columns),
      worlds: worlds(columns),
      code: new Map(columns.texts["party.code"].map((code, i) => [code, i])),
      source: new Map(columns.texts["source.id"].map((id, i) => [id, i])),
      number: new Map(columns.texts["mission.id"].map((id, i) => [id, i])),
      episodes: stretches(columns, "episode", missions2),
      placements: stretches(columns, "placement", missions2),
      seen: starts(columns.arrays["seen.mission"], missions2),
      undated: columns.values.statuses.indexOf("undated")
    };
  }
  function marks2(size, wanted2, numbers) {
    const found2 = new Uint8Array(size);
    for (const value of wanted2) {
      const number2 = numbers.get(value);
      if (number2 !== void 0) found2[number2] = 1;
    }
    return found2;
  }
  function bits(base64, size) {
    const bytes = atob(base64);
    return Uint8Array.from(
      { length: size },
      (_, m) => bytes.charCodeAt(m >> 3) >> 7 - (m & 7) & 1
    );
  }
  function tests(ready, scene) {
    const a = ready.columns.arrays;
    const texts = ready.columns.texts;
    const sending = a["mission.sending"];
    const receiving = a["mission.receiving"];
    const parties = (codes) => marks2(texts["party.code"].length, codes, ready.code);
    const found2 = [];
    if (scene.states.length) {
      const of4 = parties(scene.states);
      found2.push((m) => of4[sending[m]] || of4[receiving[m]]);
    }
    if (scene.among.length) {
      const of4 = parties(scene.among);
      found2.push((m) => of4[sending[m]] && of4[receiving[m]]);
    }
    if (scene.sending.length) {
      const of4 = parties(scene.sending);
      found2.push((m) => of4[sending[m]]);
    }
    if (scene.receiving.length) {
      const of4 = parties(scene.receiving);
      found2.push((m) => of4[receiving[m]]);
    }
    if (scene.kinds.length) {
      const kinds2 = ready.columns.values.kinds;
      const of4 = marks2(kinds2.length, scene.kinds, new Map(kinds2.map((kind2, i) => [kind2, i])));
      const kind = a["mission.kind"];
      found2.push((m) => of4[kind[m]]);
    }
    if (scene.cities.length) {
      const cities = new Set(scene.cities);
      const city = texts["mission.city_folded"];
      found2.push((m) => cities.has(city[m]));
    }
    if (scene.terms.length) {
      const of4 = a["mission.matching"] || bits(scene.matching || "", ready.missions);
      found2.push((m) => of4[m]);
    }
    if (scene.sources.length) {
      const of4 = marks2(texts["source.id"].length, scene.sources, ready.source);
      const start = a["mission.sources_start"];
      const source = a["mission.source"];
      found2.push((m) => {
        for (let i = start[m]; i < start[m + 1]; i += 1) if (of4[source[i]]) return true;
        return false;
      });
    }
    return found2;
  }
  function inside(box, longitude2, latitude2) {
    const [west, south, east, north] = box;
    const between3 = west <= east ? west <= longitude2 && longitude2 <= east : west <= longitude2 || longitude2 <= east;
    return between3 && south <= latitude2 && latitude2 <= north;
  }
  function passing(ready, scene) {
    const narrow = tests(ready, scene);
    const found2 = [];
    for (let m = 0; m < ready.missions; m += 1) {
      if (narrow.every((test) => test(m))) found2.push(m);
    }
    return Int32Array.from(found2);
  }
  function wanted(ready, scene) {
    return Uint8Array.from(ready.columns.values.statuses, (status) => {
      const asked2 = scene.statuses.length ? scene.statuses.includes(status) : status !== CLOSED;
      return asked2 && !NONE2.includes(status) ? 1 : 0;
    });
  }
  function lastSeen(ready, m, scene) {
    const day = ready.columns.arrays["seen.day"];
    const known3 = ready.columns.arrays["seen.known"];
    for (let i = ready.seen[m + 1] - 1; i >= ready.seen[m]; i -= 1) {
      if (day[i] <= scene.as_of && known3[i] <= scene.known_on) return i;
    }
    return -1;
  }
  function there(ready, found2) {
    if (!found2.status.includes(ready.undated)) return found2;
    const kept2 = found2.status.map((status, i) => i).filter((i) => found2.status[i] !== ready.undated);
    const part = ([name, column2]) => [name, kept2.map((i) => column2[i])];
    return (
      /** @type {Found} */
      Object.fromEntries(Object.entries(found2).map(part))
    );
  }
  function missions(ready, scene, among2 = passing(ready, scene)) {
    const a = ready.columns.arrays;
    const shown = wanted(ready, scene);
    const status = a["episode.status"];
    const perhaps = a["episode.perhaps"];
    const longitude2 = a["placement.longitude"];
    const latitude2 = a["placement.latitude"];
    const { at: at3 } = clock_exports;
    const possible = a["episode.possible"];
    const found2 = { number: [], status: [], perhaps: [], placement: [], last: [], digits: [] };
    for (const m of among2) {
      const e = at3(ready.episodes, m, scene.as_of, scene.known_on);
      if (e < 0) continue;
      const near2 = possible[e] && ready.episodes.end[e] - scene.as_of <= scene.undated;
      if (!shown[status[e]] && !near2) continue;
      const p = at3(ready.placements, m, scene.as_of, scene.known_on);
      if (p < 0) continue;
      if (scene.bbox && !inside(scene.bbox, longitude2[p], latitude2[p])) continue;
      found2.number.push(m);
      found2.status.push(status[e]);
      found2.perhaps.push(perhaps[e]);
      found2.placement.push(p);
      const seen2 = lastSeen(ready, m, scene);
      found2.last.push(seen2 < 0 ? 0 : a["seen.day"][seen2]);
      found2.digits.push(seen2 < 0 ? 0 : a["seen.digits"][seen2]);
    }
    return found2;
  }
  function places(ready, scene) {
    const a = ready.columns.arrays;
    const ids = ready.columns.texts["region.id"];
    const codes = [...scene.states, ...scene.among, ...scene.sending, ...scene.receiving];
    const of4 = marks2(ready.columns.texts["party.code"].length, codes, ready.code);
    const found2 = [];
    ids.forEach((id, i) => {
      if (!id || a["region.known"][i] > scene.known_on) return;
      if (codes.length && !of4[a["region.state"][i]]) return;
      found2.push(i);
    });
    return found2;
  }

  // data/routes.js
  var GROUPS = ["embassy", "liaison", "consulate"];
  var STATUSES = ["open", "suspended", "preparing", "announced", "unknown", "closed"];
  var LATEST = 2147483646;
  var EVERYTHING = {
    states: [],
    among: [],
    sending: [],
    receiving: [],
    kinds: [],
    statuses: [],
    cities: [],
    terms: [],
    sources: [],
    bbox: null,
    undated: -1
  };
  var POINTS = 2 ** 26;
  var PAIR = "pair";
  var SEAT = "seat";
  var COVERAGE = "coverage";
  var NEIGHBOUR = "neighbour";
  function pairId(one, other) {
    return one < other ? one + "-" + other : other + "-" + one;
  }
  function counts(ready, scene) {
    const a = ready.columns.arrays;
    const code = ready.columns.texts["party.code"];
    const found2 = /* @__PURE__ */ new Map();
    const one = a["relation.a"];
    for (let i = 0; i < one.length; i += 1) {
      if (a["relation.known"][i] > scene.known_on || scene.as_of < a["relation.from"][i]) continue;
      const id = pairId(code[one[i]], code[a["relation.b"][i]]);
      found2.set(id, (found2.get(id) || 0) + 1);
    }
    return found2;
  }
  function point2(ready, found2, i) {
    const a = ready.columns.arrays;
    const p = found2.placement[i];
    return [a["placement.longitude"][p], a["placement.latitude"][p], ready.points.placement[p]];
  }
  function seatOf(ready, party) {
    const a = ready.columns.arrays;
    const longitude2 = a["party.seat_longitude"][party];
    return [longitude2, a["party.seat_latitude"][party], ready.points.seat[party]];
  }
  function route(id, kind, a, b, start, end, from, to, more) {
    const way = from[2] * POINTS + to[2];
    return {
      id,
      kind,
      a,
      b,
      start,
      end,
      from: [from[0], from[1]],
      to: [to[0], to[1]],
      way,
      relations: more.relations || 0,
      perhaps: Boolean(more.perhaps),
      unsure: more.unsure === void 0 ? 0 : more.unsure
    };
  }
  function between2(ready, found2, i, j, relations) {
    const a = ready.columns.arrays;
    const code = ready.columns.texts["party.code"];
    const m = found2.number[i];
    const receiving = a["mission.receiving"][m];
    const home = a["party.of"][receiving];
    const ends = [a["mission.sending"][m], home < 0 ? receiving : home];
    return route(
      "pair:" + pairId(code[ends[0]], code[ends[1]]),
      PAIR,
      ends[0],
      ends[1],
      m,
      found2.number[j],
      point2(ready, found2, i),
      point2(ready, found2, j),
      { relations, perhaps: Boolean(found2.perhaps[i] || found2.perhaps[j]) }
    );
  }
  function pairs(ready, scene, found2) {
    const a = ready.columns.arrays;
    const { texts, values } = ready.columns;
    const code = texts["party.code"];
    const id = texts["mission.id"];
    const best = /* @__PURE__ */ new Map();
    const groups2 = values.groups.map((group2) => GROUPS.indexOf(group2) * 16);
    const statuses2 = values.statuses.map((status) => STATUSES.indexOf(status));
    const rank = (i) => groups2[a["mission.kind"][found2.number[i]]] + statuses2[found2.status[i]];
    const before2 = (i, j) => {
      const difference = rank(i) - rank(j);
      return difference ? difference < 0 : id[found2.number[i]] < id[found2.number[j]];
    };
    found2.number.forEach((m, i) => {
      const receiving = a["mission.receiving"][m];
      const home = a["party.of"][receiving];
      const key = a["mission.sending"][m] * code.length + (home < 0 ? receiving : home);
      if (!best.has(key) || before2(i, best.get(key))) best.set(key, i);
    });
    const told = counts(ready, scene);
    const routes2 = [];
    for (const [key, i] of best) {
      const ends = [Math.floor(key / code.length), key % code.length];
      const [one, other] = [code[ends[0]], code[ends[1]]];
      const j = best.get(ends[1] * code.length + ends[0]);
      if (j === void 0 || one > other) continue;
      const pair = pairId(one, other);
      routes2.push(between2(ready, found2, i, j, told.get(pair) || 0));
    }
    return routes2;
  }
  function fromSeat(ready, found2, i) {
    const a = ready.columns.arrays;
    const m = found2.number[i];
    const sending = a["mission.sending"][m];
    if (Number.isNaN(a["party.seat_longitude"][sending])) return null;
    return route(
      "seat:" + ready.columns.texts["mission.id"][m],
      SEAT,
      sending,
      a["mission.receiving"][m],
      -1,
      m,
      seatOf(ready, sending),
      point2(ready, found2, i),
      { perhaps: Boolean(found2.perhaps[i]) }
    );
  }
  function seats(ready, found2, joined) {
    return found2.number.flatMap((m, i) => joined.has(m) ? [] : fromSeat(ready, found2, i) || []);
  }
  function among(ready, scene) {
    const codes = (list) => new Set(list.map((code) => ready.code.get(code)));
    const states = codes(scene.states);
    const both2 = codes(scene.among);
    const sending = codes(scene.sending);
    const receiving = codes(scene.receiving);
    return (a, b, third) => (!states.size || states.has(a) || states.has(b) || states.has(third)) && (!both2.size || both2.has(a) && both2.has(b)) && (!sending.size || sending.has(a)) && (!receiving.size || receiving.has(b));
  }
  function coverage(ready, scene, found2, at3) {
    const a = ready.columns.arrays;
    const id = ready.columns.texts["cover.id"];
    const narrowed2 = scene.bbox || [scene.kinds, scene.statuses, scene.cities, scene.terms, scene.sources].some(
      (list) => list.length
    );
    const wanted2 = among(ready, scene);
    const routes2 = [];
    for (let i = 0; i < id.length; i += 1) {
      const one = a["cover.a"][i];
      const other = a["cover.b"][i];
      if (a["cover.known"][i] > scene.known_on) continue;
      if (scene.as_of < a["cover.from"][i] || scene.as_of >= a["cover.over"][i]) continue;
      if (!wanted2(one, other, a["cover.third"][i])) continue;
      const mission3 = a["cover.mission"][i];
      const here = at3.get(mission3);
      if (narrowed2 && here === void 0) continue;
      const seat = seatOf(ready, other);
      const city = [a["cover.longitude"][i], a["cover.latitude"][i], ready.points.cover[i]];
      if (Number.isNaN(seat[0]) || here === void 0 && Number.isNaN(city[0])) continue;
      const from = here === void 0 ? city : point2(ready, found2, here);
      const perhaps = scene.as_of < a["cover.surely"][i] || scene.as_of >= a["cover.fades"][i];
      routes2.push(
        route("cover:" + id[i], COVERAGE, one, other, mission3, -1, from, seat, { perhaps })
      );
    }
    return routes2;
  }
  function unsure(ready, one, other) {
    const allowed = ready.columns.arrays["placement.tolerance"];
    if (vague(ready, one) || vague(ready, other)) return NaN;
    return allowed[one] + allowed[other];
  }
  function neighbours(ready, scene, at3, found2) {
    const a = ready.columns.arrays;
    const id = ready.columns.texts["mission.id"];
    const rows = a["near.mission"];
    if (!rows.length) return [];
    const open = {
      ...EVERYTHING,
      as_of: scene.as_of,
      known_on: LATEST,
      // where a neighbour stands may have been told later than the words
      statuses: STATUSES
    };
    const all = missions(ready, open);
    const anchors = new Map(all.number.map((m, i) => [m, i]));
    const routes2 = [];
    for (let i = 0; i < rows.length; i += 1) {
      const here = at3.get(rows[i]);
      const there2 = anchors.get(a["near.anchor"][i]);
      if (here === void 0 || there2 === void 0 || a["near.known"][i] > scene.known_on) continue;
      const m = rows[i];
      const other = a["near.anchor"][i];
      routes2.push(
        route(
          "near:" + id[m] + ":" + id[other],
          NEIGHBOUR,
          a["mission.sending"][m],
          a["mission.sending"][other],
          m,
          other,
          point2(ready, found2, here),
          point2(ready, all, there2),
          { perhaps: true, unsure: unsure(ready, found2.placement[here], all.placement[there2]) }
        )
      );
    }
    return routes2;
  }
  function routes(ready, scene, all) {
    const found2 = there(ready, all);
    const at3 = new Map(found2.number.map((m, i) => [m, i]));
    const joining = pairs(ready, scene, found2);
    const joined = new Set(joining.flatMap((line4) => [line4.start, line4.end]));
    return [
      ...joining,
      ...seats(ready, found2, joined),
      ...coverage(ready, scene, found2, at3),
      ...neighbours(ready, scene, at3, found2)
    ];
  }

  // drawing/strokes.js
  var strokes_exports = {};
  __export(strokes_exports, {
    along: () => along2,
    keeper: () => keeper,
    strokes: () => strokes,
    trace: () => trace2
  });
  var FINE = 0.25;
  var FINEST = 5;
  var NEAR2 = 0.7;
  var BESIDE2 = 40;
  var KEPT_MOST = 15e4;
  function slack(level2) {
    return FINE / (256 * Math.pow(2, level2));
  }
  function level(zoom) {
    return Math.max(0, Math.min(FINEST, Math.ceil(zoom)));
  }
  function keeper() {
    const kept2 = Array.from({ length: FINEST + 1 }, () => /* @__PURE__ */ new Map());
    return function run(route2, at3 = FINEST) {
      let found2 = kept2[at3].get(route2.way);
      if (!found2) {
        const [[lon1, lat1], [lon2, lat2]] = [route2.from, route2.to];
        if (kept2[at3].size > KEPT_MOST) kept2[at3].clear();
        const xy = greatCircle(lon1, lat1, lon2, lat2, slack(at3));
        found2 = { xy, box: boxOf([xy]) };
        kept2[at3].set(route2.way, found2);
      }
      return found2;
    };
  }
  function strokes(routes2, run, view) {
    const { scale, left, top } = view;
    const seen2 = [
      left / scale,
      top / scale,
      (left + view.width) / scale,
      (top + view.height) / scale
    ];
    const tolerance = FINE / scale;
    const at3 = level(view.zoom);
    const off = slack(at3);
    const found2 = [];
    for (const route2 of routes2) {
      const { xy, box } = run(route2, at3);
      if (box[3] < seen2[1] - off || box[1] > seen2[3] + off) continue;
      const first = Math.ceil(seen2[0] - off - box[2]);
      const last = Math.floor(seen2[2] + off - box[0]);
      for (let k = first; k <= last; k += 1) {
        let fine = xy;
        if (tolerance < off) {
          const frame = [seen2[0] - k, seen2[1], seen2[2] - k, seen2[3]];
          fine = refine(xy, frame, off, tolerance);
        }
        const runs = clipped(pixels(fine, k, scale, left, top), view);
        if (runs.length) found2.push({ route: route2, copy: k, runs });
      }
    }
    return found2;
  }
  function pixels(run, k, scale, left, top) {
    const out = [run[0] * scale + k * scale - left, run[1] * scale - top];
    for (let i = 2; i < run.length; i += 2) {
      const x = (run[i] + k) * scale - left;
      const y = run[i + 1] * scale - top;
      const n = out.length;
      const near2 = Math.abs(x - out[n - 2]) < NEAR2 && Math.abs(y - out[n - 1]) < NEAR2;
      if (near2 && i < run.length - 2) continue;
      out.push(x, y);
    }
    return out;
  }
  function clipped(xy, view) {
    const [x0, y0, x1, y1] = [-BESIDE2, -BESIDE2, view.width + BESIDE2, view.height + BESIDE2];
    if (holds(x0, y0, x1, y1, xy)) return [xy];
    const runs = [];
    let run = null;
    for (let i = 2; i < xy.length; i += 2) {
      const [ax, ay, bx, by] = [xy[i - 2], xy[i - 1], xy[i], xy[i + 1]];
      const part = within2(ax, ay, bx - ax, by - ay, x0, y0, x1, y1);
      if (!part) {
        run = null;
        continue;
      }
      const [from, to] = part;
      if (!run || from > 0) {
        run = [ax + from * (bx - ax), ay + from * (by - ay)];
        runs.push(run);
      }
      run.push(ax + to * (bx - ax), ay + to * (by - ay));
      if (to < 1) run = null;
    }
    return runs;
  }
  function holds(x0, y0, x1, y1, xy) {
    for (let i = 0; i < xy.length; i += 2) {
      if (xy[i] < x0 || xy[i] > x1 || xy[i + 1] < y0 || xy[i + 1] > y1) return false;
    }
    return true;
  }
  function within2(x, y, dx, dy, x0, y0, x1, y1) {
    let from = 0;
    let to = 1;
    for (let side2 = 0; side2 < 4; side2 += 1) {
      const p = side2 === 0 ? -dx : side2 === 1 ? dx : side2 === 2 ? -dy : dy;
      const q = side2 === 0 ? x - x0 : side2 === 1 ? x1 - x : side2 === 2 ? y - y0 : y1 - y;
      if (p === 0) {
        if (q < 0) return null;
        continue;
      }
      if (p < 0) from = Math.max(from, q / p);
      else to = Math.min(to, q / p);
      if (from > to) return null;
    }
    return [from, to];
  }
  function trace2(context, stroke2) {
    for (const run of stroke2.runs) {
      context.moveTo(run[0], run[1]);
      for (let i = 2; i < run.length; i += 2) context.lineTo(run[i], run[i + 1]);
    }
  }
  function lengthOf(run) {
    let whole2 = 0;
    for (let i = 2; i < run.length; i += 2) {
      whole2 += Math.hypot(run[i] - run[i - 2], run[i + 1] - run[i - 1]);
    }
    return whole2;
  }
  function along2(stroke2, share2) {
    const lengths = stroke2.runs.map(lengthOf);
    const whole2 = Math.max(...lengths);
    const run = stroke2.runs[lengths.indexOf(whole2)];
    let rest = whole2 * share2;
    for (let i = 2; i < run.length; i += 2) {
      const step = Math.hypot(run[i] - run[i - 2], run[i + 1] - run[i - 1]);
      if (step >= rest && step > 0) {
        const t = rest / step;
        const x = run[i - 2] + t * (run[i] - run[i - 2]);
        const steep = Math.abs(run[i + 1] - run[i - 1]) > Math.abs(run[i] - run[i - 2]);
        return [x, run[i - 1] + t * (run[i + 1] - run[i - 1]), whole2, steep];
      }
      rest -= step;
    }
    return [run[run.length - 2], run[run.length - 1], whole2, false];
  }

  // data/calendar.js
  var calendar_exports = {};
  __export(calendar_exports, {
    LATEST: () => LATEST2,
    both: () => both,
    civil: () => civil,
    held: () => held,
    iso: () => iso,
    ordinal: () => ordinal,
    said: () => said,
    years: () => years
  });
  var LATEST2 = 2147483646;
  var FIRST = 1;
  var LAST2 = 3652059;
  var ERA = 146097;
  var SHIFT = 306;
  function civil(day) {
    const z = day - 1 + SHIFT;
    const era = Math.floor(z / ERA);
    const e = z - era * ERA;
    const y = Math.floor(
      (e - Math.floor(e / 1460) + Math.floor(e / 36524) - Math.floor(e / 146096)) / 365
    );
    const of4 = e - (365 * y + Math.floor(y / 4) - Math.floor(y / 100));
    const m = Math.floor((5 * of4 + 2) / 153);
    const month = m < 10 ? m + 3 : m - 9;
    const date = of4 - Math.floor((153 * m + 2) / 5) + 1;
    return [y + era * 400 + (month <= 2 ? 1 : 0), month, date];
  }
  function ordinal(year, month, date) {
    const y = month <= 2 ? year - 1 : year;
    const era = Math.floor(y / 400);
    const of4 = y - era * 400;
    const m = month > 2 ? month - 3 : month + 9;
    const day = Math.floor((153 * m + 2) / 5) + date - 1;
    return era * ERA + of4 * 365 + Math.floor(of4 / 4) - Math.floor(of4 / 100) + day - SHIFT + 1;
  }
  function held(day) {
    return Math.max(FIRST, Math.min(LAST2, day));
  }
  function years(day, by) {
    const [year, month, date] = civil(held(day));
    const to = Math.max(1, Math.min(9999, year + by));
    const leap = month === 2 && date === 29 && civil(ordinal(to, 2, 29))[1] !== 2;
    return ordinal(to, month, leap ? 28 : date);
  }
  function iso(day) {
    const [year, month, date] = civil(held(day)).map(String);
    return [year.padStart(4, "0"), month.padStart(2, "0"), date.padStart(2, "0")].join("-");
  }
  function said(day, digits = 10) {
    const [year, month, date] = civil(held(day));
    if (digits === 4) return String(year);
    if (digits === 7) {
      return say("date.month_year", { month: say("date.month." + month), year: String(year) });
    }
    return say("date.day", {
      day: String(date),
      month: say("date.month." + month),
      year: String(year)
    });
  }
  function both(scene) {
    const so = say("time.so", { day: said(scene.as_of) });
    return scene.known_on >= LATEST2 ? so : so + say("time.so_known", { day: said(scene.known_on) });
  }

  // data/texts.js
  function placed(ready, p) {
    const { arrays } = ready.columns;
    const off = arrays["placement.off"][p];
    const radius2 = arrays["placement.radius"][p];
    const values = { off: Number.isNaN(off) ? "" : distance2(off) };
    const said3 = say("placed." + exactness(ready, p), values);
    return Number.isNaN(radius2) ? said3 : say("placed.within", { said: said3, length: distance2(radius2) });
  }
  function mission(state, i) {
    const { ready, found: found2 } = state;
    const label = ready.columns.texts["mission.label"][found2.number[i]];
    const status = say("status." + ready.columns.values.statuses[found2.status[i]]);
    const undated = found2.status[i] === ready.undated;
    const told = found2.perhaps[i] && !undated ? say("status.perhaps", { status }) : status;
    const parts = [told, evidence(state, i), placed(ready, found2.placement[i])];
    return [label, parts.filter(Boolean).join("; ")];
  }
  function evidence({ ready, scene, found: found2 }, i) {
    const { said: said3 } = calendar_exports;
    if (found2.status[i] === ready.undated) {
      const e = at(ready.episodes, found2.number[i], scene.as_of, scene.known_on);
      return say("said.first", { day: said3(ready.episodes.end[e]) });
    }
    return found2.last[i] ? say("said.last", { day: said3(found2.last[i], found2.digits[i]) }) : say("said.never");
  }
  function line(state, route2) {
    const { texts, arrays } = state.ready.columns;
    const names2 = texts["party.name"];
    const length = distance2(distance(...route2.from, ...route2.to));
    if (route2.kind === PAIR) {
      const told = say("count.relations", { count: route2.relations });
      return [names2[route2.a] + " – " + names2[route2.b], length + ", " + told];
    }
    if (route2.kind === SEAT) {
      const town = arrays["mission.town"][route2.end];
      const where2 = town >= 0 ? texts["town.name"][town] : names2[route2.b];
      return [names2[route2.a] + " – " + where2, length];
    }
    const kind = say("line." + route2.kind);
    if (route2.kind === COVERAGE) {
      return [names2[route2.a] + " – " + names2[route2.b], kind + ", " + length];
    }
    const labels = texts["mission.label"];
    return [labels[route2.start] + " – " + labels[route2.end], lengthOf2(route2) || kind];
  }
  function of2(state, thing) {
    if (thing.what === "stack") {
      return [say("count.here", { count: thing.members?.length ?? 0 }), ""];
    }
    if (thing.what === "mission") {
      const i = state.at.get(thing.id);
      return i === void 0 ? ["", ""] : mission(state, i);
    }
    if (thing.what === "line") {
      const route2 = state.routes.find((one) => one.id === thing.id);
      return route2 ? line(state, route2) : ["", ""];
    }
    if (thing.what === "absence") {
      const found2 = state.absences.filter((mark2) => mark2.id === thing.id);
      const told = found2.flatMap((mark2) => mark2.told);
      return told.length ? text(state, { told }) : ["", ""];
    }
    const { texts } = state.ready.columns;
    const region = texts["region.id"].indexOf(thing.id);
    return [region < 0 ? "" : texts["region.name"][region], say("legend.area")];
  }
  function lengthOf2(route2) {
    if (Number.isNaN(route2.unsure)) return "";
    return roughly(distance(...route2.from, ...route2.to), route2.unsure);
  }

  // drawing/naming.js
  var CROWD = 200;
  var SYMBOLS_MOST = 2e3;
  var NAMED_FROM = 11;
  var TOWNS_FROM = 4.2;
  var PAIRS_TO = 9;
  var STATES_TO = 8.5;
  var CLOSE = 3.6;
  var SHARES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];
  function* lineLabels(context, space, state, palette, strong, view) {
    const base = { size: 12, weight: 600, halo: palette.halo, along: true };
    const told = /* @__PURE__ */ new Set();
    for (const stroke2 of view.zoom > PAIRS_TO ? [] : bySight(space, strong)) {
      if (told.has(stroke2.route.id)) continue;
      const pair = stroke2.route.kind === PAIR;
      const clear = beyond(stroke2);
      const style = { ...base, ink: pair ? palette.pair : palette.ink, clear };
      const write2 = lineLabel(context, space, lineText(stroke2.route, true), stroke2, style);
      if (!write2) continue;
      told.add(stroke2.route.id);
      yield write2;
    }
    for (const stroke2 of strong) {
      for (const [x, y] of points2(stroke2)) space.take(x - 4, y - 4, x + 4, y + 4);
    }
  }
  function bySight(space, strokes2) {
    const seen2 = (stroke2) => [...points2(stroke2)].filter(([x, y]) => space.within(x, y, x, y)).length;
    const sorted = strokes2.map((stroke2) => ({ stroke: stroke2, many: seen2(stroke2) }));
    return sorted.sort((a, b) => b.many - a.many).map(({ stroke: stroke2 }) => stroke2);
  }
  function lineLabel(context, space, text2, stroke2, style) {
    const places2 = SHARES.map((share2) => along2(stroke2, share2)).filter(
      ([x, y]) => space.within(x - 20, y - 8, x + 20, y + 8)
    );
    for (const longest of [60, Math.ceil(text2.length / 2) + 3]) {
      for (const [x, y, , steep] of places2) {
        const way = { ...style, longest, along: !steep };
        const write2 = beside(context, space, text2, x, y, 6, way);
        if (write2) return write2;
      }
    }
    const upon2 = { ...style, longest: 60, pill: style.halo, over: true };
    for (const [x, y] of places2) {
      const write2 = upon(context, space, text2, x, y, upon2);
      if (write2) return write2;
    }
    return null;
  }
  function* points2({ runs }) {
    for (const run of runs) {
      for (let i = 2; i < run.length; i += 2) {
        const [ax, ay, bx, by] = [run[i - 2], run[i - 1], run[i], run[i + 1]];
        const steps2 = Math.ceil(Math.hypot(bx - ax, by - ay) / 10);
        for (let j = 0; j < steps2; j += 1) {
          yield [ax + j / steps2 * (bx - ax), ay + j / steps2 * (by - ay)];
        }
      }
    }
  }
  function beyond(stroke2) {
    const all = [...points2(stroke2)];
    return (x0, y0, x1, y1) => !all.some(([x, y]) => x > x0 && x < x1 && y > y0 && y < y1);
  }
  function lineText(route2, long) {
    if (route2.kind === PAIR && !long) return number(route2.relations);
    const count = route2.relations;
    const told = count ? " · " + say("count.relations", { count }) : "";
    return lengthOf2(route2) + told;
  }
  function* smallLineLabels(context, space, state, palette, view, kind) {
    const pair = kind === PAIR;
    if (pair && (view.zoom > PAIRS_TO || view.zoom < 2 && state.routes.length > CROWD)) return;
    const ink = pair ? palette.pair : palette.ink;
    const style = {
      size: 10.5,
      weight: 600,
      ink,
      pill: palette.halo,
      gap: pair ? 5 : 3,
      halo: palette.halo
    };
    for (const stroke2 of state.drawn.strokes) {
      const { route: route2 } = stroke2;
      if (route2.kind !== kind || state.emphasis.has(route2.id)) continue;
      if (pair && !route2.relations) continue;
      for (const share2 of pair ? [0.5] : [0.5, 0.38, 0.62, 0.26, 0.74]) {
        const [x, y, length] = along2(stroke2, share2);
        if (length < (pair ? 60 : 44)) break;
        if (!space.within(x - 4, y - 4, x + 4, y + 4)) continue;
        const text2 = lineText(route2, false);
        if (!text2) break;
        const write2 = upon(context, space, text2, x, y, style) || !pair && beside(context, space, text2, x, y, 3, { ...style, along: true });
        if (!write2) continue;
        yield write2;
        break;
      }
    }
  }
  function avoid(space, symbols) {
    if (symbols.length > SYMBOLS_MOST) return;
    for (const { x, y, r, strong, chosen } of symbols) {
      const wide = r + (chosen ? RING : 0);
      const box = [x - wide, y - wide, x + wide, y + wide];
      if (strong || space.free(...box)) space.take(...box, !strong);
    }
  }
  function firstOf(ways, attempt) {
    for (const way of ways) {
      const write2 = attempt(way);
      if (write2) return write2;
    }
    return null;
  }
  function* strongLabels(context, space, state, palette) {
    const { texts } = state.ready.columns;
    const style = { size: 13, weight: 600, ink: palette.ink, halo: palette.halo, longest: 22 };
    for (const item of state.drawn.symbols) {
      if (!item.strong) continue;
      const text2 = texts["mission.short"][state.found.number[item.i]];
      const r = item.r + (item.chosen ? RING : 0);
      const way = { ...style, over: true };
      const write2 = firstOf(
        [0, 10, 22],
        (away2) => beside(context, space, text2, item.x, item.y, r + away2, style)
      ) || beside(context, space, text2, item.x, item.y, r, way);
      if (write2) yield write2;
    }
  }
  function* missionLabels(context, space, state, palette, view) {
    if (view.zoom < NAMED_FROM) return;
    const { texts, arrays } = state.ready.columns;
    const small = { size: 11.5, weight: 500, ink: palette.ink, halo: palette.halo, longest: 24 };
    for (const item of state.drawn.symbols) {
      if (item.strong) continue;
      const party = arrays["mission.sending"][state.found.number[item.i]];
      const text2 = texts["party.name"][party];
      const write2 = beside(context, space, text2, item.x, item.y, item.r, small);
      if (write2) yield write2;
    }
  }
  function* anchorLabels(context, space, state, palette) {
    const { texts, arrays } = state.ready.columns;
    const style = { size: 11.5, weight: 500, ink: palette.town, halo: palette.halo, longest: 24 };
    for (const { x, y, r, mission: mission3 } of state.drawn.anchors) {
      const text2 = texts["party.name"][arrays["mission.sending"][mission3]];
      const write2 = beside(context, space, text2, x, y, r, style);
      if (write2) yield write2;
    }
  }
  function* vagueLabels(context, space, state, palette) {
    const style = {
      size: 11,
      weight: 500,
      ink: palette.town,
      halo: palette.halo,
      longest: 40,
      along: true
    };
    const { ready } = state;
    for (const { x, y, wide, spot } of state.drawn.fans) {
      const many = spot.members.length > 1;
      if (!many && state.drawn.view.zoom < NAMED_FROM) continue;
      for (const { placement } of spot.areas) {
        const text2 = placed(ready, placement);
        if (!text2) continue;
        const under = { ...style, over: many };
        const write2 = beside(context, space, text2, x, y, wide, under) || beside(context, space, text2, x, y, wide + 18, { ...under, over: true });
        if (write2) yield write2;
        break;
      }
    }
  }
  function* townLabels(context, space, state, palette, view) {
    if (view.zoom < TOWNS_FROM) return;
    const tiled = state.tiled(view);
    const { texts, arrays } = state.ready.columns;
    const [first, last] = copies(view);
    const style = {
      size: view.zoom < 7 ? 11 : 13,
      weight: 500,
      ink: palette.town,
      halo: palette.land
    };
    for (const [town] of state.towns) {
      const lon = arrays["town.longitude"][town];
      const wx = worldX(lon);
      const y = worldY(arrays["town.latitude"][town]) * view.scale - view.top;
      for (let k = first; k <= last; k += 1) {
        const x = (wx + k) * view.scale - view.left;
        if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
        if (within(tiled, x, y)) continue;
        const r = radius(view.zoom) + (view.zoom < 6 ? 0 : 4);
        const write2 = beside(context, space, texts["town.name"][town], x, y, r, style);
        if (write2) yield write2;
      }
    }
  }
  function* placeLabels(context, space, state, palette) {
    const names2 = state.ready.columns.texts["region.name"];
    const style = { size: 12, weight: 600, ink: palette.town, halo: palette.halo, longest: 24 };
    for (const { region, members, wide, x, y, low } of state.drawn.areas) {
      if (region < 0 || members.length || wide < 40 || !names2[region]) continue;
      for (const [dx, at3] of [
        [0, y - 12],
        [-wide / 2, y - 12],
        [wide / 2, y - 12],
        [0, low + 12],
        [-wide / 2, low + 12],
        [wide / 2, low + 12]
      ]) {
        const write2 = upon(context, space, names2[region], x + dx, at3, style);
        if (!write2) continue;
        yield write2;
        break;
      }
    }
  }
  function stateNames({ ready, ground: ground2 }) {
    const code = ground2.texts["state.code"];
    const called = ready.columns.texts["party.name"];
    return ground2.texts["state.name"].map((name, i) => called[ready.code.get(code[i]) ?? -1] || name);
  }
  function* stateLabels(context, space, state, palette, view) {
    const { ground: ground2 } = state;
    const [first, last] = copies(view);
    const texts = stateNames(state);
    const longitude2 = ground2.arrays["state.longitude"];
    const latitude2 = ground2.arrays["state.latitude"];
    const from = ground2.arrays["state.min_zoom"];
    if (view.zoom > STATES_TO) return;
    const tiled = state.tiled(view);
    for (let i = 0; i < texts.length; i += 1) {
      if (view.zoom + 0.6 < from[i]) continue;
      const big = from[i] < 3;
      const size = big ? view.zoom < 3 ? 11 : 13 : view.zoom < 5 ? 10.5 : 12;
      const style = { size, weight: 500, ink: palette.name, halo: "", longest: 14, gap: 3 };
      const wx = worldX(longitude2[i]);
      const y = worldY(latitude2[i]) * view.scale - view.top;
      for (let k = first; k <= last; k += 1) {
        const x = (wx + k) * view.scale - view.left;
        if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
        if (within(tiled, x, y)) continue;
        for (const shift of view.zoom < CLOSE ? [0] : [0, -15, 15, -26, 26]) {
          const write2 = upon(context, space, texts[i], x, y + shift, style);
          if (!write2) continue;
          yield write2;
          break;
        }
      }
    }
  }
  function frameOf(view) {
    const { insetX, insetY, seen: seen2 } = view;
    return [insetX + 4, insetY + 4, insetX + seen2.x - 4, insetY + seen2.y - 4];
  }
  function names(context, view, state, palette, strong) {
    const { NEIGHBOUR: NEIGHBOUR2, PAIR: PAIR2 } = routes_exports;
    const space = room(frameOf(view));
    const { symbols } = state.drawn;
    for (const box of state.reserved(view)) space.take(...box);
    for (const { x, y, half } of state.drawn.badges) {
      space.take(x - half, y - 7, x + half, y + 7);
    }
    avoid(space, symbols);
    avoid(space, state.drawn.anchors);
    avoid(
      space,
      state.drawn.absences.filter(({ mark: mark2 }) => mark2.signs[0].face !== "unknown")
    );
    const writers = [
      ...strongLabels(context, space, state, palette),
      ...lineLabels(context, space, state, palette, strong, view)
    ];
    writers.push(
      ...smallLineLabels(context, space, state, palette, view, NEIGHBOUR2),
      ...anchorLabels(context, space, state, palette),
      ...missionLabels(context, space, state, palette, view),
      ...vagueLabels(context, space, state, palette),
      ...placeLabels(context, space, state, palette),
      ...smallLineLabels(context, space, state, palette, view, PAIR2),
      ...townLabels(context, space, state, palette, view)
    );
    const states = [...stateLabels(context, space, state, palette, view)];
    context.globalCompositeOperation = "destination-over";
    for (const write2 of states) write2();
    context.globalCompositeOperation = "source-over";
    writeBadges(context, state, palette);
    for (const write2 of writers) write2();
  }

  // drawing/raster.js
  var raster_exports = {};
  __export(raster_exports, {
    FROM: () => FROM,
    lines: () => lines2
  });

  // page/dom.js
  function element(tag, name = "", into = null, text2 = "") {
    const made2 = document.createElement(tag);
    if (name) made2.className = name;
    if (text2) made2.textContent = text2;
    if (into) into.append(made2);
    return made2;
  }
  function silent(name, into) {
    const made2 = element("div", name, into);
    made2.setAttribute("aria-hidden", "true");
    return made2;
  }
  function button(name, into, act) {
    const made2 = element("button", name, into);
    made2.type = "button";
    made2.addEventListener("click", act);
    return made2;
  }
  function call(one, text2) {
    one.title = text2;
    one.setAttribute("aria-label", text2);
  }
  function contextOf(canvas, settings) {
    return (
      /** @type {Context} */
      canvas.getContext("2d", settings)
    );
  }
  function within3(event, selector) {
    return event.target instanceof Element ? event.target.closest(selector) : null;
  }

  // drawing/raster.js
  var FROM = 800;
  var { abs: abs2, ceil, floor, hypot, max: max2, min: min2 } = Math;
  var cover = new Float32Array(0);
  var sheet = null;
  var image = null;
  function drawn(dash, along3) {
    const whole2 = dash[0] + dash[1];
    const phase = along3 - whole2 * floor(along3 / whole2);
    return max2(0, min2(1, dash[0] - phase + 0.5, phase + 0.5));
  }
  var pen = { width: 0, height: 0, wide: 1, alpha: 1, dash: null };
  function segment(x0, y0, x1, y1, along3) {
    const dx = x1 - x0;
    const dy = y1 - y0;
    const long = hypot(dx, dy);
    if (long === 0) return;
    const { width, height } = pen;
    if (abs2(dx) >= abs2(dy))
      steps(x0, x1, y0, dy / dx, long / abs2(dx), width, height, 1, width, along3);
    else steps(y0, y1, x0, dx / dy, long / abs2(dy), height, width, width, 1, along3);
  }
  function steps(u0, u1, v0, slope, each, most, sides2, stepU, stepV, along3) {
    const half = pen.wide > 1 ? pen.wide / 2 * each : 0.5;
    const strength = pen.wide > 1 ? pen.alpha : pen.alpha * pen.wide;
    const low = max2(0, min2(u0, u1));
    const high = min2(most, max2(u0, u1));
    for (let u = floor(low); u < high; u += 1) {
      const from = low > u ? low : u;
      const to = high < u + 1 ? high : u + 1;
      const away2 = (from + to) / 2 - u0;
      let share2 = strength * (to - from);
      if (pen.dash) share2 *= drawn(pen.dash, along3 + abs2(away2) * each);
      if (share2 <= 0) continue;
      const top = v0 + away2 * slope - half;
      const end = top + 2 * half;
      const last = min2(sides2, ceil(end));
      for (let side2 = max2(0, floor(top)); side2 < last; side2 += 1) {
        const part = (end < side2 + 1 ? end : side2 + 1) - (top > side2 ? top : side2);
        const at3 = u * stepU + side2 * stepV;
        cover[at3] += share2 * part * (1 - cover[at3]);
      }
    }
  }
  function lines2(context, view, strokes2, look2) {
    const { ratio } = view;
    const width = ceil(view.width * ratio);
    const height = ceil(view.height * ratio);
    if (cover.length < width * height) cover = new Float32Array(width * height);
    else cover.fill(0, 0, width * height);
    const dash = look2.dash.length ? look2.dash.map((length) => length * ratio) : null;
    Object.assign(pen, { width, height, wide: look2.width * ratio, alpha: look2.alpha, dash });
    for (const { runs } of strokes2) {
      for (const run of runs) {
        let along3 = 0;
        for (let i = 2; i < run.length; i += 2) {
          const x0 = run[i - 2] * ratio;
          const y0 = run[i - 1] * ratio;
          const x1 = run[i] * ratio;
          const y1 = run[i + 1] * ratio;
          segment(x0, y0, x1, y1, along3);
          if (dash) along3 += hypot(x1 - x0, y1 - y0);
        }
      }
    }
    context.drawImage(coloured(width, height, look2.colour), 0, 0, width / ratio, height / ratio);
  }
  function coloured(width, height, colour) {
    sheet ??= contextOf(element("canvas"));
    const { canvas } = sheet;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
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

  // drawing/symbols.js
  var symbols_exports = {};
  __export(symbols_exports, {
    draw: () => draw2,
    shape: () => shape,
    sprite: () => sprite
  });
  var SHAPES = { embassy: "circle", consulate: "square", liaison: "triangle" };
  var PALE = 0.42;
  var STALE = 0.5;
  var kept = /* @__PURE__ */ new Map();
  function outline(context, shape2, r) {
    context.beginPath();
    if (shape2 === "square") {
      const s = r * 0.88;
      context.rect(-s, -s, 2 * s, 2 * s);
    } else if (shape2 === "triangle") {
      const s = r * 1.18;
      context.moveTo(0, -s);
      context.lineTo(s * 0.95, s * 0.72);
      context.lineTo(-s * 0.95, s * 0.72);
      context.closePath();
    } else {
      context.arc(0, 0, r, 0, 2 * Math.PI);
    }
  }
  function inside2(context, look2, r, colour, paper) {
    const { shape: shape2, status, perhaps } = look2;
    outline(context, shape2, r);
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
      circle(context, 0, shape2 === "triangle" ? r * 0.15 : 0, r * 0.34);
      context.fill();
    } else if (status === "closed") {
      context.lineWidth = r * 0.26;
      const s = r * 0.52;
      const y = shape2 === "triangle" ? r * 0.2 : 0;
      context.beginPath();
      context.moveTo(-s, y - s);
      context.lineTo(s, y + s);
      context.moveTo(s, y - s);
      context.lineTo(-s, y + s);
      context.stroke();
    }
    context.restore();
  }
  function ringed2(context, look2, r, colour, paper) {
    circle(context, 0, 0, r + 1);
    fill(context, paper);
    const perhaps = look2.perhaps && look2.status !== "undated";
    draw2(context, { ...look2, perhaps, how: "" }, r * 0.54, colour, paper);
    const dash = 2 * Math.PI * (r - 0.4) / 16;
    circle(context, 0, 0, r - 0.4);
    context.strokeStyle = colour;
    context.lineWidth = 1.2;
    if (look2.how !== "country") context.setLineDash([1.25 * dash, 0.75 * dash]);
    context.stroke();
    context.setLineDash([]);
    if (look2.how !== "doubtful") return;
    context.beginPath();
    context.moveTo(-r, r);
    context.lineTo(r, -r);
    context.stroke();
  }
  function unverified(context, look2, r, colour, paper) {
    draw2(context, { ...look2, how: "" }, r * 0.74, colour, paper);
    outline(context, look2.shape, r);
    stroke(context, colour, 0.9, [1.1, 1.5]);
  }
  function paler(colour, paper) {
    const part = (text2, at3) => parseInt(text2.slice(at3, at3 + 2), 16);
    const mixed = [1, 3, 5].map((at3) => STALE * part(colour, at3) + (1 - STALE) * part(paper, at3));
    return "#" + mixed.map((one) => Math.round(one).toString(16).padStart(2, "0")).join("");
  }
  function draw2(context, look2, r, colour, paper) {
    if (look2.stale) {
      draw2(context, { ...look2, stale: false }, r, paler(colour, paper), paper);
      return;
    }
    if (ringed(look2.how)) {
      ringed2(context, look2, r, colour, paper);
      return;
    }
    const { shape: shape2, status, perhaps } = look2;
    outline(context, shape2, r + 1.3);
    fill(context, paper);
    if (look2.how === "unverified") {
      unverified(context, look2, r, colour, paper);
      return;
    }
    inside2(context, look2, r, colour, paper);
    outline(context, shape2, r - 0.5);
    context.strokeStyle = colour;
    context.lineWidth = status === "announced" ? r * 0.42 : Math.max(1.1, r * 0.2);
    if (perhaps) context.setLineDash([r * 0.5, r * 0.34]);
    context.stroke();
    context.setLineDash([]);
  }
  function sprite(look2, r, colour, paper, ratio) {
    const key = [
      look2.shape,
      look2.status,
      look2.perhaps,
      look2.how,
      look2.stale,
      r,
      colour,
      paper,
      ratio
    ].join("|");
    const known3 = kept.get(key);
    if (known3) return known3;
    if (kept.size > 600) kept.clear();
    const half = Math.ceil(r * 1.3 + 3);
    const size = Math.ceil(2 * half * ratio);
    const canvas = blank(size);
    const context = (
      /** @type {Context} */
      canvas.getContext("2d")
    );
    context.scale(ratio, ratio);
    context.translate(half, half);
    draw2(context, look2, r, colour, paper);
    const made2 = {
      image: "transferToImageBitmap" in canvas ? canvas.transferToImageBitmap() : canvas,
      half
    };
    kept.set(key, made2);
    return made2;
  }
  function blank(size) {
    if (typeof OffscreenCanvas === "function") return new OffscreenCanvas(size, size);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = size;
    return canvas;
  }
  function shape(group2) {
    return SHAPES[group2] || "circle";
  }

  // drawing/draw.js
  var FANNED = 7.5;
  var CHUNK = 64;
  var WIDER = 1.6;
  var COVERED2 = 1.5;
  var STRONGER = 1.8;
  var DASHES = { coverage: [5, 4], neighbour: [1.5, 3] };
  function radius(zoom) {
    return Math.max(3.6, Math.min(7, 3.1 + 0.34 * zoom));
  }
  function sideColour(state, palette, party) {
    const side2 = state.sides.get(party);
    return side2 === void 0 ? null : palette.sides[side2];
  }
  function missionColour(state, palette, i) {
    const m = state.found.number[i];
    const sending = state.ready.columns.arrays["mission.sending"][m];
    return sideColour(state, palette, sending) || palette.neutral;
  }
  function look(state, i) {
    const { ready, found: found2 } = state;
    const { groups: groups2, statuses: statuses2 } = ready.columns.values;
    const kind = ready.columns.arrays["mission.kind"][found2.number[i]];
    return {
      shape: shape(groups2[kind]),
      status: statuses2[found2.status[i]],
      perhaps: Boolean(found2.perhaps[i]),
      how: how(ready, found2.placement[i]),
      stale: stale(state, i)
    };
  }
  function stale({ ready, found: found2, scene }, i) {
    const { statuses: statuses2, stale_days: days } = ready.columns.values;
    if (["undated", "closed"].includes(statuses2[found2.status[i]])) return false;
    return found2.last[i] < scene.as_of - days;
  }
  function idOf(state, i) {
    return state.ready.columns.texts["mission.id"][state.found.number[i]];
  }
  function emphatic(state, i) {
    const id = idOf(state, i);
    return state.emphasis.has(id) || isChosen(state, id);
  }
  function isChosen(state, id) {
    const { chosen } = state;
    return chosen?.what === "mission" && chosen.id === id;
  }
  function reachOf(state, i, r, strong) {
    const wide = vague(state.ready, state.found.placement[i]) ? WIDER : 0;
    return r + wide + (strong ? STRONGER : 0);
  }
  function faded(zoom) {
    return 1 - 0.7 * Math.max(0, Math.min(1, (zoom - 9) / 4));
  }
  function lineLook(state, palette, route2, crowd, zoom) {
    const quiet = (state.emphasis.size ? 0.65 : 1) * faded(zoom);
    const side2 = sideColour(state, palette, route2.a);
    if (route2.kind === PAIR) {
      const dash = route2.perhaps ? [7, 4] : [];
      return { colour: palette.pair, width: 1.3, alpha: Math.min(0.75, 2 * crowd) * quiet, dash };
    }
    if (route2.kind === NEIGHBOUR) {
      return { colour: palette.ink, width: 1.4, alpha: 0.8, dash: DASHES.neighbour };
    }
    const alpha = (side2 ? 1.25 : 1) * crowd * quiet;
    return {
      colour: side2 || palette.quiet,
      width: route2.kind === COVERAGE ? 1.1 : 0.9,
      alpha: Math.min(0.9, alpha),
      dash: DASHES[route2.kind] || []
    };
  }
  function drawLines(context, view, state, palette, from = state.rasterFrom) {
    const all = strokes(state.routes, state.run, view);
    state.drawn.strokes = all;
    const crowd = Math.max(0.12, Math.min(0.6, 9 / Math.sqrt(state.routes.length + 1)));
    const batches = /* @__PURE__ */ new Map();
    const strong = [];
    for (const stroke2 of all) {
      if (state.emphasis.has(stroke2.route.id)) {
        strong.push(stroke2);
        continue;
      }
      const style = lineLook(state, palette, stroke2.route, crowd, view.zoom);
      const key = style.colour + style.width + style.alpha + style.dash;
      if (!batches.has(key)) batches.set(key, { style, strokes: [] });
      batches.get(key).strokes.push(stroke2);
    }
    context.lineJoin = "round";
    context.lineCap = "butt";
    for (const { style, strokes: strokes2 } of batches.values()) {
      if (strokes2.length >= from) {
        context.globalAlpha = 1;
        lines2(context, view, strokes2, style);
        continue;
      }
      context.strokeStyle = style.colour;
      context.lineWidth = style.width;
      context.globalAlpha = style.alpha;
      context.setLineDash(style.dash);
      for (let i = 0; i < strokes2.length; i += CHUNK) {
        context.beginPath();
        for (const stroke2 of strokes2.slice(i, i + CHUNK)) trace2(context, stroke2);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
    for (const stroke2 of strong) strongLine(context, stroke2, palette, 2.6);
    return strong;
  }
  function strongLine(context, line4, palette, width) {
    const dash = DASHES[line4.route.kind] || (line4.route.perhaps ? [9, 5] : []);
    context.lineJoin = "round";
    context.beginPath();
    trace2(context, line4);
    stroke(context, palette.halo, width + 2.6);
    context.setLineDash(dash.map((length) => length * 1.3));
    stroke(context, line4.route.kind === PAIR ? palette.pair : palette.ink, width);
    context.setLineDash([]);
  }
  function drawAnchors(context, view, state, palette) {
    const ids = state.ready.columns.texts["mission.id"];
    const done = /* @__PURE__ */ new Set();
    for (const { route: route2, copy, runs } of state.drawn.strokes) {
      if (route2.kind !== NEIGHBOUR || state.at.has(ids[route2.end])) continue;
      const seen2 = Math.max(
        ...runs.map((run) => Math.hypot(run[0] - run[run.length - 2], run[1] - run[run.length - 1]))
      );
      if (seen2 < 24 || done.has(copy + " " + route2.end)) continue;
      done.add(copy + " " + route2.end);
      const x = (worldX(route2.to[0]) + copy) * view.scale - view.left;
      const y = worldY(route2.to[1]) * view.scale - view.top;
      state.drawn.anchors.push({ x, y, r: 4, mission: route2.end });
      circle(context, x, y, 3.5);
      fill(context, palette.paper);
      stroke(context, palette.town, 1.4);
    }
  }
  function apartOf(state, spot, view, r) {
    const most = Math.max(...spot.members.map((i) => reachOf(state, i, r, false)));
    return spread(spot.members.length, view.zoom) * (2 * most + 2.5);
  }
  function* standing(spot, view, k, apart) {
    const n = spot.members.length;
    const x = (spot.x + k) * view.scale - view.left;
    const y = spot.y * view.scale - view.top;
    for (let j = 0; j < n; j += 1) {
      const [dx, dy] = apart ? offset(j, n, apart) : [0, 0];
      yield [spot.members[j], x + dx, y + dy];
    }
  }
  function drawSymbols(context, view, state, palette, r) {
    const [first, last] = copies(view);
    const layers = [[], [], []];
    for (const spot of state.spots) {
      if (tooClose(state.ready, state.found.placement[spot.members[0]], view)) continue;
      const n = spot.members.length;
      const apart = apartOf(state, spot, view, r);
      const stacked = n > FEW && apart === 0;
      const wide = reach(n, apart);
      const room2 = 2 * r + 6 + wide;
      for (let k = first; k <= last; k += 1) {
        const x = (spot.x + k) * view.scale - view.left;
        const y = spot.y * view.scale - view.top;
        if (x < -room2 || y < -room2 || x > view.width + room2 || y > view.height + room2) continue;
        if (view.zoom >= FANNED) state.drawn.fans.push({ x, y, spot, apart, wide: wide + r + WIDER });
        let order = 0;
        for (const [i, px, py] of standing(spot, view, k, apart)) {
          const strong = emphatic(state, i);
          const item = { i, x: px, y: py, r: reachOf(state, i, r, strong), spot, strong };
          item.chosen = strong && isChosen(state, idOf(state, i));
          state.drawn.symbols.push(item);
          const side2 = missionColour(state, palette, i) !== palette.neutral;
          if (!stacked || order === 0 || strong) layers[strong ? 2 : side2 ? 1 : 0].push(item);
          order += 1;
        }
      }
    }
    leaders(context, state, palette);
    for (const layer2 of layers.map(uncovered)) {
      for (let j = layer2.length - 1; j >= 0; j -= 1) {
        symbol(context, view, state, palette, layer2[j]);
      }
    }
  }
  function uncovered(layer2) {
    const cells = /* @__PURE__ */ new Set();
    return layer2.filter(({ x, y }) => {
      const cell = Math.round(x / COVERED2) * 65536 + Math.round(y / COVERED2);
      if (cells.has(cell)) return false;
      cells.add(cell);
      return true;
    });
  }
  function symbol(context, view, state, palette, item) {
    const colour = missionColour(state, palette, item.i);
    const made2 = state.sprite(look(state, item.i), item.r, colour, palette.paper, view.ratio);
    context.drawImage(
      made2.image,
      item.x - made2.half,
      item.y - made2.half,
      2 * made2.half,
      2 * made2.half
    );
  }
  function nothing(view) {
    return {
      symbols: [],
      strokes: [],
      areas: [],
      fans: [],
      badges: [],
      anchors: [],
      absences: [],
      view
    };
  }
  function painter2(state) {
    return function paint2(context, view) {
      if (!state.found) return;
      const palette = state.palette();
      const r = radius(view.zoom);
      state.drawn = nothing(view);
      drawPlaces(context, view, state, palette, r);
      drawAreas(context, view, state, palette, r);
      const strong = drawLines(context, view, state, palette);
      drawAnchors(context, view, state, palette);
      drawSymbols(context, view, state, palette, r);
      draw(context, view, state, palette, r);
      state.drawn.badges = badges(context, view, state);
      names(context, view, state, palette, strong);
    };
  }

  // drawing/areas.js
  var DISC_VERTICES = 72;
  var BENT_M = 3e4;
  var INSIDE = 0.5;
  function regionPath(state, region, view, k) {
    const { arrays: a, values } = state.ready.columns;
    const unit = values.region_unit * view.scale;
    const path = new Path2D();
    const start = a["region.part"];
    const first = a["region.first"][region];
    const last = a["region.first"][region + 1];
    for (let ring2 = first; ring2 < last; ring2 += 1) {
      for (let j = start[ring2]; j < start[ring2 + 1]; j += 1) {
        const x = a["region.x"][j] * unit + k * view.scale - view.left;
        const y = a["region.y"][j] * unit - view.top;
        if (j === start[ring2]) path.moveTo(x, y);
        else path.lineTo(x, y);
      }
      path.closePath();
    }
    return path;
  }
  function discPath(spot, metres, view, k) {
    const path = new Path2D();
    const edge = metres > BENT_M ? disc(spot.lon, spot.lat, metres, DISC_VERTICES) : null;
    if (edge) {
      for (let i = 0; i < edge.length; i += 2) {
        const x2 = (edge[i] + k) * view.scale - view.left;
        const y = edge[i + 1] * view.scale - view.top;
        if (i === 0) path.moveTo(x2, y);
        else path.lineTo(x2, y);
      }
      path.closePath();
      return path;
    }
    const r = metres * metre(spot.lat) * view.scale;
    const x = (spot.x + k) * view.scale - view.left;
    path.arc(x, spot.y * view.scale - view.top, r, 0, 2 * Math.PI);
    return path;
  }
  function areaColour(state, palette, area2) {
    const of4 = (i) => missionColour(state, palette, i);
    const colour = of4(area2.members[0]);
    const alike = area2.members.every((i) => of4(i) === colour);
    return alike ? colour : palette.neutral;
  }
  function drawPlaces(context, view, state, palette, r) {
    const a = state.ready.columns.arrays;
    const [first, last] = copies(view);
    for (const region of state.places) {
      const [west, east] = [a["region.west"][region], a["region.east"][region]];
      const wide = (east - west) * view.scale / 2;
      if (wide < r * 1.7) continue;
      for (let k = first; k <= last; k += 1) {
        const left = (west + k) * view.scale - view.left;
        const top = a["region.top"][region] * view.scale - view.top;
        const low = a["region.bottom"][region] * view.scale - view.top;
        if (left > view.width || left + 2 * wide < 0 || top > view.height || low < 0) continue;
        const path = regionPath(state, region, view, k);
        tint(context, path, palette.quiet, palette.area * 0.6, 0.6);
        state.drawn.areas.push({ path, region, members: [], wide, x: left + wide, y: top, low });
      }
    }
  }
  function tint(context, path, colour, filling, edge) {
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
  function drawAreas(context, view, state, palette, r) {
    const [first, last] = copies(view);
    const within5 = /* @__PURE__ */ new Set();
    for (const spot of state.spots) {
      for (const area2 of spot.areas) {
        const wide = area2.metres * metre(spot.lat) * view.scale;
        if (wide < r * 1.7) continue;
        const colour = areaColour(state, palette, area2);
        for (let k = first; k <= last; k += 1) {
          const x = (spot.x + k) * view.scale - view.left;
          const y = spot.y * view.scale - view.top;
          if (x + wide < 0 || y + wide < 0 || x - wide > view.width || y - wide > view.height) {
            continue;
          }
          const far = Math.hypot(Math.max(x, view.width - x), Math.max(y, view.height - y));
          if (area2.region < 0 && far < wide) {
            within5.add(colour);
            continue;
          }
          const path = area2.region >= 0 ? regionPath(state, area2.region, view, k) : discPath(spot, area2.metres, view, k);
          tint(context, path, colour, palette.area, 0.75);
          const { region, members } = area2;
          state.drawn.areas.push({ path, region, members, wide, x, y, low: y });
        }
      }
    }
    for (const colour of within5) {
      context.globalAlpha = palette.area * INSIDE;
      context.fillStyle = colour;
      context.fillRect(0, 0, view.width, view.height);
    }
    context.globalAlpha = 1;
    state.drawn.within = within5.size;
  }
  function drawCountry(context, view, state, palette, i) {
    const placement = state.found.placement[i];
    const region = state.ready.columns.arrays["placement.region"][placement];
    const { how: how2, tooClose: tooClose2 } = spots_exports;
    if (region < 0 || how2(state.ready, placement) !== "country") return;
    if (tooClose2(state.ready, placement, view)) return;
    const [first, last] = copies(view);
    const colour = missionColour(state, palette, i);
    for (let k = first; k <= last; k += 1) {
      tint(context, regionPath(state, region, view, k), colour, palette.area, 0.75);
    }
  }
  function outlines(ready, places2, found2) {
    const named3 = new Set(found2.placement.map((p) => ready.columns.arrays["placement.region"][p]));
    const pairs2 = ready.columns.arrays["region.alike"];
    const left = new Set(places2);
    for (let i = 0; i < pairs2.length; i += 2) {
      const [one, other] = [pairs2[i], pairs2[i + 1]];
      if (!left.has(one) || !left.has(other)) continue;
      left.delete(named3.has(other) && !named3.has(one) ? one : other);
    }
    return places2.filter((region) => left.has(region));
  }

  // data/columns.js
  var columns_exports = {};
  __export(columns_exports, {
    load: () => load,
    read: () => read
  });
  var KINDS = {
    f64: Float64Array,
    f32: Float32Array,
    i32: Int32Array,
    u16: Uint16Array,
    u8: Uint8Array
  };
  var MAGIC = "ATLC";
  function read(buffer) {
    const magic = String.fromCharCode(...new Uint8Array(buffer, 0, 4));
    if (magic !== MAGIC) throw new Error("not a file of columns");
    const length = new DataView(buffer).getUint32(4, true);
    const text2 = new TextDecoder().decode(new Uint8Array(buffer, 8, length));
    const header = JSON.parse(text2);
    const arrays = {};
    for (const [name, [kind, start, size]] of Object.entries(header.arrays)) {
      arrays[name] = new KINDS[kind](buffer, 8 + length + start, size);
    }
    return { arrays, texts: header.texts, values: header.values };
  }
  async function load(source) {
    const given = typeof source === "function" ? await source() : source;
    if (given instanceof ArrayBuffer) return read(given);
    if (ArrayBuffer.isView(given)) {
      const { buffer, byteOffset, byteLength } = given;
      return read(
        /** @type {ArrayBuffer} */
        buffer.slice(byteOffset, byteOffset + byteLength)
      );
    }
    const answer = await fetch(String(given), { cache: "force-cache" });
    if (!answer.ok) throw new Error("status " + answer.status);
    return read(await answer.arrayBuffer());
  }

  // time/histogram.js
  var histogram_exports = {};
  __export(histogram_exports, {
    histogram: () => histogram,
    paint: () => paint
  });
  var HATCH = 4;
  function bins(arrays, rows, edges) {
    const n = edges.length - 1;
    const sure = new Float64Array(n);
    const perhaps = new Float64Array(n);
    const first = arrays["turn.first"];
    const last = arrays["turn.last"];
    const doubtful = arrays["turn.perhaps"];
    for (const i of rows) {
      const until = Math.min(last[i], edges[n] - 1);
      const from = binOf(edges, first[i]);
      const to = binOf(edges, until);
      if (from === to) {
        (doubtful[i] || until < last[i] ? perhaps : sure)[from] += 1;
        continue;
      }
      const whole2 = until - first[i] + 1;
      for (let bin = from; bin <= to; bin += 1) {
        const begin = Math.max(first[i], edges[bin]);
        const end = Math.min(until + 1, edges[bin + 1]);
        perhaps[bin] += Math.max(0, end - begin) / whole2;
      }
    }
    return { sure, perhaps };
  }
  function binOf(edges, day) {
    let [low, high] = [0, edges.length - 1];
    while (high - low > 1) {
      const middle = low + high >> 1;
      if (edges[middle] <= day) low = middle;
      else high = middle;
    }
    return low;
  }
  function histogram(ready, turns, axis2, knownOn, pixels2) {
    const counted = turns.counted(knownOn);
    const { edges, step, early } = axis2.edges(pixels2);
    const { arrays } = ready.columns;
    const openings = bins(arrays, counted.openings, edges);
    const closings = bins(arrays, counted.closings, edges);
    let most = 1;
    for (const { sure, perhaps } of [openings, closings]) {
      sure.forEach((value, i) => most = Math.max(most, value + perhaps[i]));
    }
    const unsure2 = (rows, { sure }) => rows.length - sure.reduce((sum, value) => sum + value, 0);
    return {
      edges,
      step,
      early,
      openings,
      closings,
      most,
      undated: counted.undated,
      dated: [counted.openings.length, counted.closings.length],
      perhaps: [unsure2(counted.openings, openings), unsure2(counted.closings, closings)]
    };
  }
  function hatched(context, x, y, wide, high, colour) {
    if (high < 0.5) return;
    context.save();
    context.beginPath();
    context.rect(x, y, wide, high);
    context.clip();
    context.beginPath();
    for (let at3 = x - high - (x + y) % HATCH - HATCH; at3 < x + wide; at3 += HATCH) {
      context.moveTo(at3, y + high);
      context.lineTo(at3 + high, y);
    }
    stroke(context, colour, 1.1);
    context.restore();
    context.strokeStyle = colour;
    context.lineWidth = 0.7;
    context.strokeRect(x + 0.35, y + 0.35, Math.max(0.3, wide - 0.7), Math.max(0.3, high - 0.7));
  }
  function bar(context, x, wide, middle, way, sure, perhaps, look2) {
    const top = way > 0 ? middle - sure : middle;
    if (sure > 0) {
      if (way > 0) {
        context.fillStyle = look2.ink;
        context.fillRect(x, top, wide, sure);
      } else {
        context.fillStyle = look2.hollow;
        context.fillRect(x, top, wide, sure);
        context.strokeStyle = look2.ink;
        context.lineWidth = 1.2;
        context.strokeRect(x + 0.6, top + 0.6, Math.max(0.4, wide - 1.2), Math.max(0.4, sure - 1.2));
      }
    }
    if (perhaps > 0) {
      const at3 = way > 0 ? middle - sure - perhaps : middle + sure;
      hatched(context, x, at3, wide, perhaps, look2.perhaps);
    }
  }
  function paint(context, shown, axis2, box, asOf, look2) {
    const { edges, openings, closings, most, undated } = shown;
    const middle = Math.round(box.top + (box.bottom - box.top) * share(shown));
    const rooms = [middle - box.top, box.bottom - middle];
    const wide = box.right - box.left;
    const tallest = [peak(openings), peak(closings)];
    const scale = Math.min(...tallest.map((value, way) => value ? rooms[way] / value : Infinity));
    const unit = Number.isFinite(scale) ? scale : rooms[0] / most;
    const tall = (value, way) => value ? Math.min(rooms[way], Math.max(1.5, value * unit)) : 0;
    const at3 = (day) => box.left + wide * axis2.share(day);
    for (let i = 0; i < edges.length - 1; i += 1) {
      const x = at3(edges[i]);
      const right = at3(Math.min(edges[i + 1], axis2.last));
      const gap2 = right - x > 4 ? 1 : 0.4;
      context.globalAlpha = edges[i] <= asOf ? 1 : 0.42;
      const across = Math.max(1, right - x - gap2);
      bar(
        context,
        x,
        across,
        middle,
        1,
        tall(openings.sure[i], 0),
        tall(openings.perhaps[i], 0),
        look2
      );
      bar(
        context,
        x,
        across,
        middle,
        -1,
        tall(closings.sure[i], 1),
        tall(closings.perhaps[i], 1),
        look2
      );
    }
    context.globalAlpha = 1;
    const [up, down] = undated;
    const apart = box.undatedWide;
    if (up) column(context, box.undated, apart, middle, rooms[0], up * unit, 1, look2);
    if (down) column(context, box.undated, apart, middle, rooms[1], down * unit, -1, look2);
    context.fillStyle = look2.line;
    context.fillRect(box.undated, middle - 0.5, apart, 1);
    context.fillRect(box.left, middle - 0.5, wide, 1);
    return middle;
  }
  function column(context, x, wide, middle, room2, high, way, look2) {
    const shown = Math.min(room2, Math.max(2, high));
    hatched(context, x, way > 0 ? middle - shown : middle, wide, shown, look2.perhaps);
    if (high <= room2) return;
    const cut = way > 0 ? middle - shown + 7 : middle + shown - 7;
    context.strokeStyle = look2.paper;
    context.lineWidth = 3;
    context.beginPath();
    context.moveTo(x - 2, cut + 3);
    context.lineTo(x + wide + 2, cut - 3);
    context.stroke();
  }
  function peak({ sure, perhaps }) {
    return sure.reduce((high, value, i) => Math.max(high, value + perhaps[i]), 0);
  }
  function share({ openings, closings, undated }) {
    const [up, down] = [peak(openings), peak(closings)];
    if (!up && !down) return 0.5;
    const [most, least] = [undated[1] || down ? 0.75 : 0.95, undated[0] || up ? 0.25 : 0.05];
    return Math.max(least, Math.min(most, up / (up + down)));
  }

  // drawing/legend.js
  var legend_exports = {};
  __export(legend_exports, {
    SIZE: () => SIZE2,
    entries: () => entries
  });
  var SIZE2 = 18;
  var LINE = 26;
  var KINDS2 = ["embassy", "consulate", "liaison"];
  var STATUSES2 = ["open", "preparing", "announced", "suspended", "closed", "unknown", "undated"];
  var LINES = ["pair", "seat", "coverage", "neighbour"];
  var HOW2 = ["unverified", "around", "country", "doubtful"];
  var PLAIN = { shape: "circle", status: "open", perhaps: false };
  function symbol2(palette, look2, colour, text2, r = 5.6) {
    const paint2 = (context) => {
      context.save();
      context.translate(SIZE2 / 2, SIZE2 / 2);
      draw2(context, look2, r, colour, palette.paper);
      context.restore();
    };
    return { wide: SIZE2, paint: paint2, text: text2 };
  }
  function line2(colour, width, dash, text2) {
    const paint2 = (context) => {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.setLineDash(dash);
      context.beginPath();
      context.moveTo(1, SIZE2 / 2);
      context.lineTo(LINE - 1, SIZE2 / 2);
      context.stroke();
      context.setLineDash([]);
    };
    return { wide: LINE, paint: paint2, text: text2 };
  }
  function disc2(colour, alpha, text2) {
    const paint2 = (context) => {
      circle(context, SIZE2 / 2, SIZE2 / 2, 7.5);
      context.globalAlpha = alpha;
      fill(context, colour);
      context.globalAlpha = 0.8;
      stroke(context, colour, 1, [3, 2]);
      context.globalAlpha = 1;
    };
    return { wide: SIZE2, paint: paint2, text: text2 };
  }
  function used(state) {
    const { ready, found: found2 } = state;
    const { groups: groups2, statuses: statuses2 } = ready.columns.values;
    const kind = ready.columns.arrays["mission.kind"];
    const sending = ready.columns.arrays["mission.sending"];
    const all = {
      groups: /* @__PURE__ */ new Set(),
      statuses: /* @__PURE__ */ new Set(),
      parties: /* @__PURE__ */ new Set(),
      how: /* @__PURE__ */ new Set(),
      perhaps: false,
      stale: false
    };
    found2.number.forEach((m, i) => {
      all.groups.add(groups2[kind[m]]);
      all.statuses.add(statuses2[found2.status[i]]);
      all.parties.add(sending[m]);
      const dated = found2.status[i] !== ready.undated;
      all.perhaps = all.perhaps || dated && Boolean(found2.perhaps[i]);
      all.stale = all.stale || stale(state, i);
      all.how.add(how(ready, found2.placement[i]));
    });
    return all;
  }
  function sides(state, palette, all) {
    const names2 = state.ready.columns.texts["party.name"];
    const made2 = [];
    for (const [party, side2] of state.sides) {
      if (!all.parties.delete(party)) continue;
      const text2 = say("legend.sent_by", { name: names2[party] });
      made2.push(symbol2(palette, PLAIN, palette.sides[side2], text2));
    }
    if (made2.length && all.parties.size) {
      made2.push(symbol2(palette, PLAIN, palette.neutral, say("legend.others")));
    }
    return made2;
  }
  function kinds(palette, all) {
    return KINDS2.filter((group2) => all.groups.has(group2)).map((group2) => {
      const look2 = { ...PLAIN, shape: shape(group2) };
      return symbol2(palette, look2, palette.ink, say("kind." + group2));
    });
  }
  function statuses(state, palette, all) {
    const told = (look2, text2, r) => symbol2(palette, { ...PLAIN, ...look2 }, palette.ink, text2, r);
    const made2 = STATUSES2.filter((status) => all.statuses.has(status)).map(
      (status) => told({ status, perhaps: status === "undated" }, say("status." + status))
    );
    if (all.perhaps) made2.push(told({ perhaps: true }, say("legend.perhaps")));
    if (all.stale) {
      const years2 = Math.round(state.ready.columns.values.stale_days / 365.2425);
      made2.push(told({ stale: true }, say("legend.stale", { count: years2 })));
    }
    for (const how2 of HOW2.filter((one) => all.how.has(one))) {
      made2.push(told({ how: how2 }, say("how." + how2), ringed(how2) ? 7.2 : void 0));
    }
    return made2;
  }
  function lines3(state, palette, all) {
    const drawn2 = new Set(state.routes.map((route2) => route2.kind));
    const looks = {
      pair: [palette.pair, 2, []],
      seat: [palette.quiet, 1.2, []],
      coverage: [palette.quiet, 1.4, [5, 4]],
      neighbour: [palette.ink, 1.6, [1.5, 3]]
    };
    const made2 = LINES.filter((kind) => drawn2.has(kind)).map(
      (kind) => line2(...looks[kind], say("line." + kind))
    );
    if (all.groups.size) {
      made2.push(disc2(palette.ink, palette.area, say("legend.area")));
    }
    return made2;
  }
  function absences(state, palette) {
    const signs = state.absences.flatMap((mark2) => mark2.signs);
    const made2 = FACES.filter((face) => signs.some((one) => one.face === face)).map(
      (face) => {
        const paint2 = (context) => {
          context.save();
          context.translate(SIZE2 / 2, SIZE2 / 2);
          const colour = face === "unknown" ? palette.quiet : palette.ink;
          sign(context, face, false, 5, colour, palette.paper);
          context.restore();
        };
        return { wide: SIZE2, paint: paint2, text: say("face." + face) };
      }
    );
    if (signs.some((one) => one.perhaps) && !state.found.perhaps.some(Boolean)) {
      const paint2 = (context) => {
        context.save();
        context.translate(SIZE2 / 2, SIZE2 / 2);
        sign(context, "covered", true, 5, palette.ink, palette.paper);
        context.restore();
      };
      made2.push({ wide: SIZE2, paint: paint2, text: say("legend.perhaps") });
    }
    return made2;
  }
  function entries(state, palette) {
    const all = used(state);
    return [
      sides(state, palette, all),
      kinds(palette, all),
      statuses(state, palette, all),
      lines3(state, palette, all),
      absences(state, palette)
    ].filter((group2) => group2.length);
  }

  // time/axis.js
  var EARLY = 0.02;
  var WIDE = 0.75;
  var SHARE = 0.06;
  var FEW2 = 20;
  var LEAST_DAYS = 730;
  var NO_YEARS = 10;
  var LEAST = 2;
  var ROOMY = 6;
  var STEPS = [1 / 12, 1 / 4, 1, 2, 5, 10, 25, 50, 100];
  function yearBegins(day) {
    return ordinal(civil(day)[0], 1, 1);
  }
  function axis(days, end) {
    const sorted = Float64Array.from(days).sort();
    const last = held(Math.max(end, sorted.length ? sorted[sorted.length - 1] : end));
    const earliest = sorted.length ? sorted[0] : years(last, -NO_YEARS);
    const first = yearBegins(Math.max(1, Math.min(earliest, last - LEAST_DAYS)));
    const most = sorted.length ? sorted[Math.floor(sorted.length * EARLY)] : first;
    const crowded = sorted.length >= FEW2 && last - most < WIDE * (last - first);
    const from = crowded ? yearBegins(most) : first;
    const early = from > first ? SHARE : 0;
    function share2(day) {
      if (day <= first) return 0;
      if (day >= last) return 1;
      if (day < from) return early * (day - first) / (from - first);
      return early + (1 - early) * (day - from) / (last - from);
    }
    function dayAt(at3) {
      if (at3 <= 0) return first;
      if (at3 >= 1) return last;
      if (at3 < early) return Math.round(first + at3 / early * (from - first));
      return Math.round(from + (at3 - early) / (1 - early) * (last - from));
    }
    function edges(pixels2) {
      const years2 = (last - from) / 365.25;
      const wide = (step2) => pixels2 * (1 - early) * step2 / Math.max(1, years2);
      const step = STEPS.find((one) => wide(one) >= (one < 1 ? ROOMY : LEAST)) || STEPS[STEPS.length - 1];
      const found2 = early ? [first] : [];
      const [year] = civil(from);
      const months = Math.round(step * 12);
      let at3 = year * 12;
      if (step > 1) at3 = Math.floor(year / step) * step * 12;
      for (; ; at3 += months) {
        const day = ordinal(Math.floor(at3 / 12), at3 % 12 + 1, 1);
        if (day > last) break;
        found2.push(Math.max(day, from));
      }
      found2.push(last + 1);
      return { edges: Float64Array.from(found2), step, early: Boolean(early) };
    }
    return { first, from, last, early, share: share2, dayAt, edges };
  }

  // time/address.js
  var EVERY_MS = 350;
  function around2() {
    try {
      const page = window.parent;
      if (page === window || !page.location.href || !page.history) return null;
      return page;
    } catch {
      return null;
    }
  }
  function query(search, days, keys) {
    const mine = [keys.as_of, keys.known_on];
    const [every, all] = keys.everything;
    const keyOf = (part) => decodeURIComponent(part.split("=")[0].replace(/\+/g, " "));
    const parts = search.replace(/^\?/, "").split("&").filter(Boolean);
    const kept2 = parts.filter((part) => !mine.includes(keyOf(part)) && keyOf(part) !== every);
    for (
      const name of
      /** @type {Clock[]} */
      ["as_of", "known_on"]
    )
      if (days[name]) kept2.push(keys[name] + "=" + days[name]);
    if (!kept2.some((part) => keys.shown.includes(keyOf(part)))) kept2.push(every + "=" + all);
    return kept2.sort((a, b) => keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0).join("&");
  }
  function address(keys) {
    let waiting = null;
    let timer = 0;
    let last = -EVERY_MS;
    let entered = false;
    function write2() {
      clearTimeout(timer);
      timer = 0;
      const days = waiting;
      waiting = null;
      const page = keys && days && around2();
      if (!page) return;
      try {
        const { pathname, search, hash } = page.location;
        const next2 = query(search, days, keys);
        if (next2 === search.replace(/^\?/, "")) return;
        const to = page.location.origin + pathname + "?" + next2 + hash;
        if (entered) page.history.replaceState({}, "", to);
        else page.history.pushState({}, "", to);
        entered = true;
        last = performance.now();
      } catch {
      }
    }
    return {
      /** Days that hold now; they are written soon, but not too often. @param {IsoDays} days */
      set: function(days) {
        waiting = days;
        const rest = last + EVERY_MS - performance.now();
        if (rest <= 0) write2();
        else if (!timer) timer = setTimeout(write2, rest);
      },
      /** What waits is written at once: a movement is over. @param {IsoDays} days */
      rest: function(days) {
        waiting = days;
        write2();
        entered = false;
      },
      stop: () => clearTimeout(timer)
    };
  }

  // leaflet/dock.js
  var WIDE2 = 1100;
  var HIGH = 480;
  function picture({ wide, paint: paint2 }) {
    const { SIZE: SIZE3 } = legend_exports;
    const ratio = window.devicePixelRatio || 1;
    const canvas = element("canvas", "atlas-key");
    canvas.width = wide * ratio;
    canvas.height = SIZE3 * ratio;
    canvas.style.width = wide + "px";
    canvas.style.height = SIZE3 + "px";
    canvas.setAttribute("aria-hidden", "true");
    const context = contextOf(canvas);
    context.scale(ratio, ratio);
    paint2(context);
    return canvas;
  }
  function group(entries2) {
    const made2 = element("div", "atlas-group");
    for (const entry of entries2) {
      const row = element("div", "atlas-row", made2);
      row.append(picture(entry));
      element("span", "", row, entry.text);
    }
    return made2;
  }
  function dock(map, changed, bar3 = null) {
    const container = map.getContainer();
    const strip = element("section", "atlas-dock");
    const legend2 = element("details", "atlas-legend");
    const title = element("summary");
    const rows = element("div", "atlas-legend-rows");
    legend2.open = container.clientWidth >= WIDE2 && container.clientHeight >= HIGH;
    legend2.append(title, rows);
    if (bar3) strip.append(bar3.root);
    strip.append(legend2);
    if (map.attributionControl) strip.append(map.attributionControl.getContainer() || "");
    container.after(strip);
    legend2.addEventListener("toggle", () => fitted(true));
    let height = -1;
    function fitted(asked2) {
      if (rows.scrollHeight > rows.clientHeight + 1) rows.tabIndex = 0;
      else rows.removeAttribute("tabindex");
      strip.style.minHeight = "";
      const now = 2 * Math.ceil(strip.offsetHeight / 2);
      strip.style.minHeight = now + "px";
      if (now === height) return;
      height = now;
      container.style.setProperty("--atlas-dock", now + "px");
      changed(asked2);
    }
    return {
      speak: function() {
        title.textContent = say("legend.title");
        strip.setAttribute("aria-label", say("legend.strip"));
        rows.setAttribute("aria-label", title.textContent);
        rows.setAttribute("role", "group");
        if (bar3) bar3.speak();
        fitted(false);
      },
      /** @param {State} state @param {Palette} palette */
      show: function(state, palette) {
        rows.replaceChildren(...entries(state, palette).map(group));
        fitted(false);
      },
      /** @param {string} theme */
      paint: function(theme2) {
        strip.classList.toggle("atlas-dark", theme2 === "dark");
        if (bar3) bar3.paint(theme2);
      },
      fitted,
      remove: function() {
        container.style.removeProperty("--atlas-dock");
        strip.remove();
      }
    };
  }

  // leaflet/framing.js
  var PADDING = 40;
  var NEAREST = 16;
  var ROUNDED = 1;
  var Framing = class {
    /** @param {L.Map} map @param {[Pair, Pair]} bounds what is seen at the opening */
    constructor(map, bounds) {
      this.map = map;
      this.bounds = bounds;
      this.fitted = false;
      this.size = "";
      this.asked = void 0;
    }
    /** The opening view, as soon as the map has a size, and until a scene or the reader moves it. */
    fit() {
      const size = this.map.getSize();
      if (this.fitted || size.x < 10 || size.y < 10) return;
      this.fitted = true;
      const side2 = [Math.min(56, size.x * 0.08), Math.min(36, size.y * 0.06)];
      this.frame(this.bounds, { paddingTopLeft: side2, paddingBottomRight: side2 });
    }
    /**
     * Show bounds at once, and remember them for as long as nobody moves the map.
     * @param {[Pair, Pair]} bounds @param {L.FitBoundsOptions} options
     */
    frame(bounds, options) {
      const { map } = this;
      map.fitBounds(bounds, { ...options, animate: false });
      this.framed = { bounds, options, centre: map.getCenter(), zoom: map.getZoom() };
    }
    /** What was framed, if nobody has moved the map since. */
    asLeft() {
      const { map, framed } = this;
      if (!framed || map.getZoom() !== framed.zoom) return null;
      const moved = map.project(map.getCenter()).distanceTo(map.project(framed.centre));
      return moved <= ROUNDED ? framed : null;
    }
    /** A frame of another size: what was fitted into the old one is fitted into the new one. */
    resize(pan = false) {
      if (!this.resized()) return;
      const framed = this.asLeft();
      this.map.invalidateSize({ pan, animate: false });
      if (framed?.bounds === this.bounds) this.fitted = false;
      else if (framed) this.frame(framed.bounds, framed.options);
      this.fit();
    }
    /** Whether the map has another size than when this was last asked. */
    resized() {
      const { clientWidth, clientHeight } = this.map.getContainer();
      const before2 = this.size;
      this.size = clientWidth + " " + clientHeight;
      return this.size !== before2;
    }
    /** A strip of another height below the map: what a scene adds to it leaves the middle where it is. */
    shifted() {
      if (!this.resized()) return;
      const framed = this.asLeft();
      this.map.invalidateSize({ pan: true, animate: false });
      if (framed) framed.centre = this.map.getCenter();
    }
    /** Where a scene asks the map to go: once for each new value, at once for the first. @param {Box | null} focus */
    follow(focus) {
      const asked2 = JSON.stringify(focus);
      const first = this.asked === void 0;
      if (asked2 === this.asked) return;
      this.asked = asked2;
      if (!focus) return;
      const [west, south, east, north] = focus;
      const bounds = [
        [south, west],
        [north, east]
      ];
      const size = this.map.getSize();
      const side2 = Math.min(PADDING, size.x * 0.08, size.y * 0.08);
      const options = { padding: [side2, side2], maxZoom: NEAREST };
      const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (still || first) this.frame(bounds, options);
      else this.map.flyToBounds(bounds, { ...options, duration: 0.9 });
    }
  };

  // leaflet/keys.js
  var SETS = ["mission", "line", "absence", "place"];
  function listed(state, what) {
    const { ready, found: found2 } = state;
    if (what === "place") return state.places.map((region) => ({ what, id: state.regionId(region) }));
    if (what === "absence" && !state.absences.length) return [];
    const west = state.west();
    const lying = (x) => x - west - Math.floor(x - west);
    const entry = (id, x, first = state.emphasis.has(id) ? 0 : 1) => ({ id, x: lying(x), first });
    let entries2;
    if (what === "line") {
      entries2 = state.routes.map((route2) => entry(route2.id, worldX(route2.from[0])));
    } else if (what === "absence") {
      entries2 = state.absences.map(({ id, lon, signs }) => {
        const face = Math.min(...signs.map((one) => FACES.indexOf(one.face)));
        return entry(id, worldX(lon), face);
      });
    } else {
      const ids = ready.columns.texts["mission.id"];
      const { x } = ready.worlds;
      entries2 = found2.number.map((m, i) => entry(ids[m], x[found2.placement[i]]));
    }
    return entries2.sort((a, b) => a.first - b.first || a.x - b.x || (a.id < b.id ? -1 : 1)).map(({ id }) => ({ what, id }));
  }
  function keyboard(state, act) {
    let what = "mission";
    let list = null;
    let index2 = -1;
    function reset() {
      list = null;
      index2 = -1;
    }
    function step(by) {
      if (!list) list = listed(state, what);
      if (!list.length) {
        act.say(say("none." + what));
        return;
      }
      const from = index2 < 0 && by < 0 ? 0 : index2;
      index2 = ((from + by) % list.length + list.length) % list.length;
      const thing = list[index2];
      act.focus(thing);
      const told = say("count.step", { index: index2 + 1, count: list.length });
      act.say(act.text(thing) + ". " + told);
    }
    function change(by) {
      const next2 = () => SETS[(SETS.indexOf(what) + by + SETS.length) % SETS.length];
      what = next2();
      if (what === "absence" && !state.absences.length) what = next2();
      reset();
      list = listed(state, what);
      act.focus(null);
      act.say(say("set." + what, { count: list.length }));
    }
    const ACTS = {
      ArrowRight: () => step(1),
      ArrowLeft: () => step(-1),
      ArrowDown: () => change(1),
      ArrowUp: () => change(-1),
      PageDown: () => step(10),
      PageUp: () => step(-10),
      Home: () => {
        index2 = -1;
        step(1);
      },
      End: () => {
        index2 = 0;
        step(-1);
      },
      Enter: () => list && index2 >= 0 && act.open(list[index2]),
      " ": () => list && index2 >= 0 && act.open(list[index2]),
      Escape: () => {
        reset();
        act.close();
      },
      "+": () => act.zoom(1),
      "=": () => act.zoom(1),
      "-": () => act.zoom(-1)
    };
    const PANS = {
      ArrowRight: [1, 0],
      ArrowLeft: [-1, 0],
      ArrowDown: [0, 1],
      ArrowUp: [0, -1]
    };
    function pressed(event) {
      if (event.target !== event.currentTarget) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const pan = event.shiftKey && PANS[event.key];
      const deed = pan ? () => act.pan(...pan) : ACTS[event.key];
      if (!deed) return;
      event.preventDefault();
      event.stopPropagation();
      deed();
    }
    return { pressed, reset };
  }

  // drawing/caption.js
  var MARGIN = 16;
  var LEADING2 = 1.32;
  var BETWEEN = 14;
  var KEY = 5;
  function lines4(context, text2, wide) {
    const fits = (part) => context.measureText(part).width <= wide;
    const found2 = [""];
    const last = () => found2[found2.length - 1];
    for (const word2 of text2.split(/\s+/).filter(Boolean)) {
      const joined = last() ? last() + " " + word2 : word2;
      if (fits(joined)) {
        found2[found2.length - 1] = joined;
        continue;
      }
      if (last()) found2.push("");
      for (const letter of word2) {
        if (last() && !fits(last() + letter)) found2.push("");
        found2[found2.length - 1] += letter;
      }
    }
    return found2;
  }
  function paragraph(context, text2, wide, size, weight, colour) {
    const font2 = font(size, weight);
    context.font = font2;
    const told = text2 ? lines4(context, text2, wide - 2 * MARGIN) : [];
    const step = Math.round(size * LEADING2);
    const paint2 = (to, y) => {
      to.font = font2;
      to.fillStyle = colour;
      to.textBaseline = "alphabetic";
      to.textAlign = "left";
      told.forEach((line4, i) => to.fillText(line4, MARGIN, y + i * step + size));
    };
    return { high: told.length * step, paint: paint2 };
  }
  function legend(context, groups2, wide, palette) {
    const size = 12;
    const font2 = font(size, 400);
    const step = Math.round(size * LEADING2);
    const placed2 = [];
    context.font = font2;
    let y = 0;
    for (const group2 of groups2) {
      let x = MARGIN;
      let high = 0;
      for (const entry of group2) {
        const most = wide - 2 * MARGIN - entry.wide - KEY;
        const told = lines4(context, entry.text, most);
        const long = Math.max(...told.map((line4) => context.measureText(line4).width));
        const whole2 = entry.wide + KEY + long;
        if (x > MARGIN && x + whole2 > wide - MARGIN) {
          x = MARGIN;
          y += high;
          high = 0;
        }
        placed2.push({ entry, told, x, y });
        high = Math.max(high, SIZE2 + 2, told.length * step + 3);
        x += whole2 + BETWEEN;
      }
      y += high;
    }
    const paint2 = (to, top) => {
      for (const { entry, told, x, y: row } of placed2) {
        to.save();
        to.translate(x, top + row);
        entry.paint(to);
        to.restore();
        to.font = font2;
        to.fillStyle = palette.ink;
        to.textBaseline = "middle";
        to.textAlign = "left";
        told.forEach((line4, i) => {
          const middle = top + row + SIZE2 / 2 + i * step;
          to.fillText(line4, x + entry.wide + KEY, middle);
        });
      }
    };
    return { high: y, paint: paint2 };
  }
  function bar2(context, view, palette) {
    const middle = (view.top + view.height / 2) / view.scale;
    const [length, wide] = measure(latitude(middle), view.scale);
    const text2 = say("picture.scale", { length: distance2(length) });
    const font2 = font(11, 400);
    const paint2 = (to, y) => {
      to.strokeStyle = palette.ink;
      to.lineWidth = 1.2;
      to.setLineDash([]);
      to.beginPath();
      to.moveTo(MARGIN, y + 5);
      to.lineTo(MARGIN, y + 11);
      to.lineTo(MARGIN + wide, y + 11);
      to.lineTo(MARGIN + wide, y + 5);
      to.stroke();
      to.font = font2;
      to.fillStyle = palette.ink;
      to.textBaseline = "middle";
      to.textAlign = "left";
      to.fillText(text2, MARGIN + wide + 8, y + 8);
    };
    return { high: 18, paint: paint2 };
  }
  function gap(high) {
    return { high, paint: () => {
    } };
  }
  function caption(context, what, view, palette) {
    const wide = view.width;
    const some = (block, after) => block.high ? [block, gap(after)] : [];
    return {
      above: [
        gap(MARGIN - 4),
        ...some(paragraph(context, what.title, wide, 19, 600, palette.ink), 4),
        ...some(paragraph(context, what.dates, wide, 13, 400, palette.town), 4),
        gap(6)
      ],
      below: [
        gap(10),
        ...some(legend(context, what.groups, wide, palette), 6),
        bar2(context, view, palette),
        gap(8),
        ...some(paragraph(context, what.credit, wide, 11, 400, palette.town), 0),
        gap(MARGIN - 4)
      ]
    };
  }

  // drawing/letters.js
  var SIDE = 32;
  var FONT2 = "20px sans-serif";
  var MISSING = "͸";
  var FIRST2 = 592;
  var MOST = 3e3;
  var LETTER = /\p{L}/u;
  function inked(context, letter) {
    context.clearRect(0, 0, SIDE, SIDE);
    context.fillText(letter, 6, 23);
    return context.canvas.toDataURL();
  }
  function lacking(texts) {
    const letters = /* @__PURE__ */ new Set();
    for (const text2 of texts) {
      for (const letter of text2) {
        if (letter.charCodeAt(0) >= FIRST2 && LETTER.test(letter)) letters.add(letter);
      }
      if (letters.size > MOST) break;
    }
    if (!letters.size) return "";
    const canvas = element("canvas");
    canvas.width = canvas.height = SIDE;
    const context = contextOf(canvas, { willReadFrequently: true });
    context.font = FONT2;
    const box = inked(context, MISSING);
    return [...letters].filter((letter) => inked(context, letter) === box).join("");
  }

  // leaflet/picture.js
  var RATIO = 2;
  var SOON_MS = 30;
  var KIND = "image/png";
  var FAILS = "atlas";
  function failure(key, values) {
    const error = new Error(say(key, values));
    error.name = FAILS;
    return error;
  }
  function canvasOf(wide, high, ratio) {
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(wide * ratio);
    canvas.height = Math.round(high * ratio);
    const context = canvas.getContext("2d");
    if (!context) throw failure("picture.failed", { why: say("picture.none") });
    context.scale(ratio, ratio);
    return [canvas, context];
  }
  function seen(layer2, ratio) {
    const view = layer2.sheets.data.view();
    return {
      ...view,
      left: view.left + view.insetX,
      top: view.top + view.insetY,
      width: view.seen.x,
      height: view.seen.y,
      insetX: 0,
      insetY: 0,
      ratio
    };
  }
  function paintTiles(context, container) {
    const here = container.getBoundingClientRect();
    const level2 = ({ parentElement }) => Number(parentElement && getComputedStyle(parentElement).zIndex) || 0;
    const tiles = [...container.querySelectorAll(
      /** @type {"img"} */
      "img.leaflet-tile-loaded"
    )];
    tiles.sort((one, other) => level2(one) - level2(other));
    for (const tile of tiles) {
      const box = tile.getBoundingClientRect();
      context.globalAlpha = Number(getComputedStyle(tile).opacity);
      context.drawImage(tile, box.left - here.left, box.top - here.top, box.width, box.height);
    }
    context.globalAlpha = 1;
  }
  function paintMap(context, layer2, view) {
    const state = { ...layer2.state, fanned: [], hover: null, focused: null, reserved: () => [] };
    const palette = state.palette();
    context.fillStyle = palette.sea;
    context.fillRect(0, 0, view.width, view.height);
    paintTiles(context, layer2.map.getContainer());
    const painters = [layer2.state.paintGround, painter2(state), painter(state)];
    for (const paint2 of painters) {
      if (!paint2) continue;
      const [sheet2, inner] = canvasOf(view.width, view.height, view.ratio);
      paint2(inner, view);
      context.drawImage(sheet2, 0, 0, view.width, view.height);
    }
  }
  function heightOf(blocks) {
    return blocks.reduce((high, block) => high + block.high, 0);
  }
  function compose(layer2, ratio) {
    const state = layer2.state;
    const view = seen(layer2, ratio);
    const palette = state.palette();
    const { scene } = state;
    const credit = layer2.map.attributionControl;
    const what = {
      title: scene.title || say("picture.title"),
      dates: scene.dates || "",
      credit: credit?.getContainer()?.textContent ?? scene.credit.join(" · "),
      groups: entries(state, palette)
    };
    const [, measuring] = canvasOf(1, 1, 1);
    const { above, below } = caption(measuring, what, view, palette);
    const top = heightOf(above);
    const high = top + view.height + heightOf(below);
    const [canvas, context] = canvasOf(view.width, high, ratio);
    context.fillStyle = palette.paper;
    context.fillRect(0, 0, view.width, high);
    context.save();
    context.beginPath();
    context.rect(0, top, view.width, view.height);
    context.clip();
    context.translate(0, top);
    paintMap(context, layer2, view);
    context.restore();
    let y = 0;
    for (const block of [...above, { high: view.height, paint: () => {
    } }, ...below]) {
      block.paint(context, y);
      y += block.high;
    }
    return canvas;
  }
  function written(canvas) {
    return new Promise((done, fail) => {
      canvas.toBlob((blob) => {
        if (blob) done(blob);
        else fail(failure("picture.failed", { why: say("picture.none") }));
      }, KIND);
    });
  }
  async function pictureOf(layer2, ratio = RATIO) {
    if (!layer2?.time || !layer2.state.found || !layer2.state.paintGround) {
      throw failure("picture.failed", { why: say("picture.early") });
    }
    await new Promise((done) => setTimeout(done, SOON_MS));
    layer2.time.pause();
    try {
      return await written(compose(layer2, ratio));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (error.name === FAILS) throw error;
      if (error.name === "SecurityError") throw failure("picture.foreign");
      throw failure("picture.failed", { why: String(error.message || error) });
    }
  }
  function lackingOn({ scene, ready, found: found2 }) {
    const { texts } = ready.columns;
    const labels = found2.number.map((number2) => texts["mission.label"][number2]);
    return lacking([scene.title || "", ...labels, ...texts["region.name"]]);
  }

  // leaflet/crossing.js
  function side(a, b, c) {
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  }
  function within4(a, b, c) {
    return Math.min(a[0], b[0]) <= c[0] && c[0] <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= c[1] && c[1] <= Math.max(a[1], b[1]);
  }
  function meet(a, b, c, d) {
    const [p, q, r, s] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
    if ((p > 0 && q < 0 || p < 0 && q > 0) && (r > 0 && s < 0 || r < 0 && s > 0)) return true;
    return p === 0 && within4(a, b, c) || q === 0 && within4(a, b, d) || r === 0 && within4(c, d, a) || s === 0 && within4(c, d, b);
  }
  function turnsBack(a, b, c) {
    return side(a, b, c) === 0 && (c[0] - b[0]) * (a[0] - b[0]) + (c[1] - b[1]) * (a[1] - b[1]) > 0;
  }
  function crosses(corners, closed) {
    const many = corners.length;
    const edges = closed ? many : many - 1;
    const corner = (i) => corners[i % many];
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

  // leaflet/sheet.js
  var renderer = (
    /** @type {Record<string, (this: Sheet, options?: unknown) => void>} */
    /** @type {unknown} */
    L.Renderer.prototype
  );
  var Sheet = class extends L.Renderer {
    /** @param {Paint} painter @param {string} pane */
    constructor(painter3, pane) {
      super({ padding: 0.15, pane });
      L.setOptions(this, { interactive: false });
      this.painter = painter3;
      this.asked = 0;
    }
    _initContainer() {
      const canvas = document.createElement("canvas");
      canvas.className = "atlas-sheet";
      canvas.setAttribute("aria-hidden", "true");
      this._container = canvas;
      this.context = contextOf(canvas);
    }
    _destroyContainer() {
      cancelAnimationFrame(this.asked);
      this.asked = 0;
      this._container?.remove();
      delete this._container;
      this.context = null;
    }
    _update() {
      const { _map: map, _bounds: before2 } = (
        /** @type {any} */
        this
      );
      if (map._animatingZoom && before2) return;
      renderer._update.call(this);
      const canvas = this._container;
      if (!canvas) return;
      const size = this.bounds().getSize();
      const ratio = window.devicePixelRatio || 1;
      const width = Math.max(1, Math.round(size.x * ratio));
      const height = Math.max(1, Math.round(size.y * ratio));
      if (canvas.width !== width || canvas.height !== height) {
        Object.assign(canvas, { width, height });
        canvas.style.width = size.x + "px";
        canvas.style.height = size.y + "px";
      }
      L.DomUtil.setPosition(
        canvas,
        /** @type {L.Point} */
        this.bounds().min
      );
      this.paint();
    }
    /** Leaflet would move the canvas by a part of a pixel here, and blur it. */
    _reset() {
      this._update();
    }
    /** @returns {L.Bounds} */
    bounds() {
      return (
        /** @type {any} */
        this._bounds
      );
    }
    /** Where the canvas lies in the world: pixels = world × scale − left, top. @returns {View} */
    view() {
      const map = this._map;
      const zoom = (
        /** @type {any} */
        this._zoom
      );
      const min3 = (
        /** @type {L.Point} */
        this.bounds().min
      );
      const origin = map.getPixelOrigin();
      const size = this.bounds().getSize();
      const inset = map.containerPointToLayerPoint([0, 0]).subtract(min3);
      return {
        zoom,
        scale: 256 * Math.pow(2, zoom),
        left: origin.x + min3.x,
        top: origin.y + min3.y,
        width: size.x,
        height: size.y,
        insetX: inset.x,
        insetY: inset.y,
        seen: map.getSize(),
        ratio: window.devicePixelRatio || 1
      };
    }
    paint() {
      const { context } = this;
      if (!context || !this.bounds()) return;
      const view = this.view();
      context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
      context.clearRect(0, 0, view.width, view.height);
      this.painter(context, view);
    }
    clear() {
      this.context?.clearRect(0, 0, 1e5, 1e5);
    }
    /** Paint once, before the next frame, however often it is asked for. */
    ask() {
      if (!this.context) return;
      this.asked ||= requestAnimationFrame(() => {
        this.asked = 0;
        this.paint();
      });
    }
  };

  // leaflet/placing.js
  var PANE = "atlas-placing";
  var ABOVE = "440";
  var NEAR3 = { mouse: 9, pen: 13, touch: 22 };
  var STEP2 = 40;
  var FINE2 = 4;
  var FEWEST = 3;
  var MOST2 = 500;
  var VERTICES = 72;
  var DECIMALS = 5;
  var ARROWS = {
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0],
    ArrowDown: [0, 1],
    ArrowUp: [0, -1]
  };
  function rounded(value) {
    return Number(value.toFixed(DECIMALS));
  }
  function position(latlng) {
    const { lat, lng } = latlng.wrap();
    return [rounded(lng), rounded(lat)];
  }
  function whereSaid([lon, lat]) {
    const degrees = (value) => ({ degrees: number(Math.abs(value), 4) });
    const north = say(lat < 0 ? "placing.south" : "placing.north", degrees(lat));
    const east = say(lon < 0 ? "placing.west" : "placing.east", degrees(lon));
    return north + ", " + east;
  }
  function faultOf(corners, closed) {
    const longitudes = corners.map((one) => one[0]);
    if (Math.max(...longitudes) - Math.min(...longitudes) >= 180) return "placing.meridian";
    return crosses(corners, closed) ? "placing.crossing" : "";
  }
  var Placing = class {
    /**
     * @param {L.Map} map @param {() => Palette} palette @param {PlacingActions} act
     */
    constructor(map, palette, act) {
      this.map = map;
      this.palette = palette;
      this.act = act;
      this.mode = "";
      this.turn = null;
      this.at = [];
      this.closed = false;
      this.radius = 0;
      this.told = "";
      this.held = -1;
      this.dragged = false;
      const container = map.getContainer();
      const pane = map.getPane(PANE) || map.createPane(PANE);
      pane.style.zIndex = ABOVE;
      this.sheet = new Sheet((context, view) => this.paint(context, view), PANE);
      map.addLayer(this.sheet);
      this.zoomsByTwo = map.doubleClickZoom.enabled();
      map.doubleClickZoom.disable();
      this.cross = silent("atlas-cross", container);
      this.bar = element("div", "atlas-bar", container);
      this.text = element("span", "", this.bar);
      this.back = button("", this.bar, () => this.takeBack());
      this.close = button("", this.bar, () => this.closeRegion());
      this.clear = button("", this.bar, () => this.empty());
      L.DomEvent.disableClickPropagation(this.bar);
      container.classList.add("atlas-hands");
      this.still = new AbortController();
      const options = { signal: this.still.signal, capture: true };
      container.addEventListener("keydown", (event) => this.pressed(event), options);
      container.addEventListener("pointerdown", (event) => this.grasp(event), options);
      window.addEventListener("pointermove", (event) => this.drag(event), options);
      window.addEventListener("pointerup", () => this.letGo(), options);
    }
    /** What a scene lets the reader place now. @param {Placed} asked */
    show({ mode, turn, at: at3, radius: radius2 }) {
      if (this.mode !== mode || this.turn !== turn) {
        Object.assign(this, { mode, turn, at: at3, told: "", closed: at3.length > 0 });
      }
      this.radius = radius2;
      this.shown();
    }
    end() {
      this.still.abort();
      this.map.removeLayer(this.sheet);
      if (this.zoomsByTwo) this.map.doubleClickZoom.enable();
      this.cross.remove();
      this.bar.remove();
      this.map.getContainer().classList.remove("atlas-hands");
    }
    /** The corners of what is placed whole. */
    placed() {
      return this.closed || this.mode === "point" ? this.at : [];
    }
    shown() {
      const { mode, at: at3, closed, told, back, close, clear } = this;
      const region = mode === "polygon";
      let step = "begin";
      if (region ? closed : at3.length) step = "done";
      else if (at3.length) step = at3.length < FEWEST ? "more" : "close";
      this.text.textContent = told || say("placing." + (region ? "polygon_" : "point_") + step);
      this.bar.classList.toggle("atlas-told", Boolean(told));
      back.textContent = say("placing.back");
      close.textContent = say("placing.close");
      clear.textContent = say("placing.clear");
      back.hidden = !region || !at3.length;
      close.hidden = !region || closed || at3.length < FEWEST;
      clear.hidden = !at3.length;
      const container = this.map.getContainer();
      const keys = say(region ? "placing.polygon_keys" : "placing.point_keys");
      container.setAttribute("aria-label", keys);
      container.dataset.placed = this.placed().map((one) => one.join(" ")).join(", ");
      this.sheet.ask();
    }
    /* ---- deeds ---- */
    /** @param {string} key @param {Values} [values] */
    refuse(key, values) {
      this.told = say(key, values);
      this.act.announce(this.told);
      this.shown();
    }
    /** Put a point or the next corner; a corner that the region cannot have is told and not put. @param {L.LatLng} latlng */
    put(latlng) {
      const one = position(latlng);
      const corners = [...this.at, one];
      if (this.mode === "point") {
        this.change([one], true);
        this.act.announce(say("placing.put", { where: whereSaid(one) }));
      } else if (this.closed) this.refuse("placing.polygon_done");
      else if (this.at.some((other) => other[0] === one[0] && other[1] === one[1])) return;
      else if (this.at.length >= MOST2) this.refuse("placing.most", { count: MOST2 });
      else if (faultOf(corners, false)) this.refuse(faultOf(corners, false));
      else {
        this.change(corners, false);
        const values = { number: corners.length, where: whereSaid(one) };
        this.act.announce(say("placing.corner", values));
      }
    }
    closeRegion() {
      const { at: at3, closed } = this;
      if (closed) return;
      const fault = at3.length < FEWEST ? "placing.few" : faultOf(at3, true);
      if (fault) {
        this.refuse(fault);
        return;
      }
      this.change(at3, true);
      this.act.announce(say("placing.closed", { count: at3.length }));
    }
    /** Take back the last corner, or open a region again. */
    takeBack() {
      const { at: at3, closed, mode } = this;
      if (mode === "point" || at3.length < 2) {
        this.empty();
        return;
      }
      this.change(closed ? at3 : at3.slice(0, -1), false, closed);
      this.act.announce(say("placing.taken", { count: this.at.length }));
    }
    empty() {
      this.change([], false, this.at.length > 0);
      this.act.announce(say("placing.cleared"));
    }
    /** @param {Pair[]} at @param {boolean} closed */
    change(at3, closed, gone = false) {
      const before2 = this.placed().length;
      Object.assign(this, { at: at3, closed, told: "" });
      this.shown();
      if (!closed && !gone && !before2) return;
      const placed2 = this.placed();
      let geometry = null;
      if (placed2.length && this.mode === "point")
        geometry = { type: "Point", coordinates: placed2[0] };
      else if (placed2.length) geometry = { type: "Polygon", coordinates: [[...placed2, placed2[0]]] };
      this.act.send(this.mode, geometry);
    }
    /* ---- pointer, finger and keys ---- */
    /** @param {L.LeafletMouseEvent} event */
    clicked(event) {
      if (this.dragged) {
        this.dragged = false;
        return;
      }
      const near2 = this.corner(event.containerPoint);
      const region = this.mode === "polygon";
      if (region && near2 === 0 && !this.closed && this.at.length >= FEWEST) this.closeRegion();
      else if (!region || near2 < 0) this.put(event.latlng);
    }
    /** Number of the corner at a point of the window, or -1. @param {L.Point} point */
    corner(point3) {
      const { map } = this;
      const reach2 = NEAR3[this.act.pointer()] || NEAR3.mouse;
      const centre = map.getCenter().lng;
      return this.at.findIndex(([lon, lat]) => {
        const near2 = lon + 360 * Math.round((centre - lon) / 360);
        return map.latLngToContainerPoint([lat, near2]).distanceTo(point3) <= reach2;
      });
    }
    /** @param {KeyboardEvent} event */
    pressed(event) {
      if (event.target !== event.currentTarget) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { map } = this;
      const region = this.mode === "polygon";
      const arrow = ARROWS[event.key];
      let deed = null;
      if (arrow) {
        const by = event.shiftKey ? FINE2 : STEP2;
        deed = () => {
          map.panBy([arrow[0] * by, arrow[1] * by], { animate: false });
          this.act.announce(whereSaid(position(map.getCenter())));
        };
      } else if (event.key === " " || event.key === "Enter" && !region) {
        deed = () => this.put(map.getCenter());
      } else if (event.key === "Enter") deed = () => this.closeRegion();
      else if (event.key === "Backspace" || event.key === "Delete") deed = () => this.takeBack();
      else if (event.key === "Escape") deed = () => this.empty();
      if (!deed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      map.getContainer().classList.add("atlas-by-key");
      deed();
    }
    /** A corner, or the point, that a mouse or a pen draws elsewhere. @param {PointerEvent} event */
    grasp(event) {
      this.dragged = false;
      if (event.pointerType === "touch" || event.button || within3(event, "button, a")) return;
      const held2 = this.corner(this.map.mouseEventToContainerPoint(event));
      if (held2 < 0) return;
      this.held = held2;
      this.before = this.at;
      this.map.dragging.disable();
    }
    /** @param {PointerEvent} event */
    drag(event) {
      if (this.held < 0) return;
      this.dragged = true;
      const one = position(this.map.mouseEventToLatLng(event));
      this.at = this.at.map((other, i) => i === this.held ? one : other);
      this.sheet.ask();
    }
    letGo() {
      if (this.held < 0) return;
      const { at: at3, before: before2 = at3, closed, mode } = this;
      this.held = -1;
      this.map.dragging.enable();
      if (!this.dragged) return;
      const fault = mode === "polygon" ? faultOf(at3, closed) : "";
      if (fault) {
        this.at = before2;
        this.refuse(fault);
      } else this.change(at3, closed || mode === "point");
    }
    /* ---- how it looks ---- */
    /** @param {Context} context @param {View} view */
    paint(context, view) {
      const { at: at3, closed, radius: radius2 } = this;
      if (!at3.length) return;
      const palette = this.palette();
      const [first, last] = copies(view);
      for (let k = first; k <= last; k += 1) {
        const spots2 = at3.map(
          ([lon, lat]) => (
            /** @type {Pair} */
            [
              (worldX(lon) + k) * view.scale - view.left,
              worldY(lat) * view.scale - view.top
            ]
          )
        );
        if (this.mode === "polygon") paintRegion(context, spots2, closed, palette);
        else paintCircle(context, spots2[0], at3[0], radius2, view, k, palette);
        spots2.forEach((spot, i) => paintCorner(context, spot, closed || i > 0, palette));
      }
    }
  };
  function paintRegion(context, spots2, closed, palette) {
    context.beginPath();
    spots2.forEach(([x, y], i) => i ? context.lineTo(x, y) : context.moveTo(x, y));
    if (closed) context.closePath();
    tint2(context, closed, palette);
  }
  function paintCircle(context, spot, at3, radius2, view, k, palette) {
    if (!(radius2 > 0)) return;
    const [lon, lat] = at3;
    const edge = disc(lon, lat, radius2, VERTICES);
    context.beginPath();
    if (edge) {
      for (let i = 0; i < edge.length; i += 2) {
        const x = (edge[i] + k) * view.scale - view.left;
        const y = edge[i + 1] * view.scale - view.top;
        if (i) context.lineTo(x, y);
        else context.moveTo(x, y);
      }
      context.closePath();
    } else {
      const r = radius2 * metre(lat) * view.scale;
      context.arc(spot[0], spot[1], r, 0, 2 * Math.PI);
    }
    tint2(context, true, palette);
  }
  function tint2(context, filled, palette) {
    if (filled) {
      context.globalAlpha = 0.18;
      context.fillStyle = palette.focus;
      context.fill("evenodd");
      context.globalAlpha = 1;
    }
    context.setLineDash(filled ? [] : [6, 4]);
    outline2(context, 5, palette.halo);
    outline2(context, 2, palette.focus);
    context.setLineDash([]);
  }
  function paintCorner(context, [x, y], filled, palette) {
    circle(context, x, y, filled ? 5 : 7);
    fill(context, filled ? palette.focus : palette.paper);
    context.lineWidth = 2;
    context.strokeStyle = filled ? palette.paper : palette.focus;
    context.stroke();
  }
  function outline2(context, wide, colour) {
    context.lineWidth = wide;
    context.strokeStyle = colour;
    context.stroke();
  }

  // drawing/hit.js
  function nearest(items, x, y, reach2) {
    let best = null;
    let least = Infinity;
    for (const item of items) {
      const d = Math.hypot(item.x - x, item.y - y) - item.r;
      if (d < reach2 && d < least) {
        least = d;
        best = item;
      }
    }
    return best;
  }
  function mission2(state, i) {
    return { what: "mission", id: state.ready.columns.texts["mission.id"][state.found.number[i]] };
  }
  function symbol3(state, x, y, reach2) {
    const away2 = (item) => Math.max(0, Math.hypot(item.x - x, item.y - y) - item.r);
    const best = nearest(state.drawn.symbols, x, y, reach2);
    const strong = nearest(
      state.drawn.symbols.filter((item) => item.strong),
      x,
      y,
      reach2
    );
    const badge = nearest(state.drawn.badges, x, y, reach2);
    if (badge && away2(badge) < (strong ? away2(strong) : away2(best || badge) + 1)) {
      const { at: at3, members: members2 } = badge;
      return { what: "stack", id: "", members: members2, x: at3.x, y: at3.y };
    }
    if (strong && best && away2(strong) <= away2(best)) return mission2(state, strong.i);
    if (!best) return null;
    const over = (item) => Math.hypot(item.x - best.x, item.y - best.y) < best.r * 0.9;
    const members = [...new Set(state.drawn.symbols.filter(over).map((item) => item.i))];
    if (members.length === 1) return mission2(state, best.i);
    return { what: "stack", id: "", members, x: best.x, y: best.y };
  }
  function absence(state, x, y, reach2) {
    const best = nearest(state.drawn.absences, x, y, reach2);
    return best && { what: "absence", id: best.mark.id };
  }
  function away(run, x, y) {
    let least = Infinity;
    for (let i = 2; i < run.length; i += 2) {
      const dx = run[i] - run[i - 2];
      const dy = run[i + 1] - run[i - 1];
      const long = dx * dx + dy * dy;
      const along3 = long ? ((x - run[i - 2]) * dx + (y - run[i - 1]) * dy) / long : 0;
      const t = Math.max(0, Math.min(1, along3));
      const d = Math.hypot(x - run[i - 2] - t * dx, y - run[i - 1] - t * dy);
      if (d < least) least = d;
    }
    return least;
  }
  function line3(state, x, y, reach2) {
    let best = null;
    let least = reach2;
    for (const stroke2 of state.drawn.strokes) {
      const box = stroke2.box ??= boxOf(stroke2.runs);
      if (x < box[0] - reach2 || x > box[2] + reach2 || y < box[1] - reach2 || y > box[3] + reach2) {
        continue;
      }
      const strong = state.emphasis.has(stroke2.route.id) ? 3 : 0;
      const d = Math.min(...stroke2.runs.map((run) => away(run, x, y))) - strong;
      if (d < least) {
        least = d;
        best = stroke2;
      }
    }
    return best && { what: "line", id: best.route.id };
  }
  function area(state, context, x, y, ratio) {
    let best = null;
    for (const drawn2 of state.drawn.areas) {
      if (best && best.wide <= drawn2.wide) continue;
      if (context.isPointInPath(drawn2.path, x * ratio, y * ratio, "evenodd")) best = drawn2;
    }
    if (!best) return null;
    const place = best.region >= 0 ? state.regionId(best.region) : "";
    if (place) return { what: "place", id: place };
    const { members } = best;
    if (members.length === 1) return mission2(state, members[0]);
    return null;
  }
  function at2(state, context, x, y, reach2, ratio) {
    const fanned = nearest(state.fanned, x, y, reach2);
    if (fanned) return mission2(state, fanned.i);
    return symbol3(state, x, y, reach2) || absence(state, x, y, reach2) || line3(state, x, y, reach2 + 1) || area(state, context, x, y, ratio);
  }

  // leaflet/pointer.js
  var REACH = { mouse: 3, pen: 6, touch: 13 };
  var FAN_MOST = 80;
  var NEARER = 3;
  var Pointer = class {
    /**
     * @param {L.Map} map @param {State} state @param {{ data: Sheet, overlay: Sheet }} sheets
     * @param {{ open(thing: Thing): void, settle(): void, placing(): boolean }} act
     */
    constructor(map, state, sheets, act) {
      this.map = map;
      this.state = state;
      this.sheets = sheets;
      this.act = act;
      this.kind = "mouse";
      this.looking = 0;
      this.tip = silent("atlas-tip", map.getContainer());
      this.tip.hidden = true;
    }
    /** @param {AbortSignal} signal */
    listen(signal) {
      const container = this.map.getContainer();
      const kind = (event) => {
        this.kind = event.pointerType || "mouse";
      };
      container.addEventListener("pointerdown", kind, { signal, capture: true });
      container.addEventListener("pointermove", (event) => this.moved(event), { signal });
      container.addEventListener("pointerleave", () => this.hover(null), { signal });
      this.map.on("movestart", () => this.hover(null));
      this.map.on("zoomstart", () => this.spread(null));
      this.stopped = signal;
    }
    /** @param {L.Point} point @returns {Thing | null} */
    thing(point3) {
      const { drawn: drawn2 } = this.state;
      const { context } = this.sheets.data;
      if (!drawn2 || !context) return null;
      const { insetX, insetY, ratio } = drawn2.view;
      const reach2 = REACH[this.kind] || REACH.mouse;
      return at2(this.state, context, point3.x + insetX, point3.y + insetY, reach2, ratio);
    }
    /** @param {PointerEvent} event */
    moved(event) {
      if (event.pointerType === "touch" || event.buttons || this.act.placing()) return;
      if (within3(event, ".leaflet-control")) {
        this.hover(null);
        return;
      }
      this.at = this.map.mouseEventToContainerPoint(event);
      this.looking ||= requestAnimationFrame(() => {
        this.looking = 0;
        if (this.at) this.hover(this.thing(this.at), this.at);
      });
    }
    /** @param {Thing | null} thing @param {L.Point} [point] */
    hover(thing, point3) {
      const { state } = this;
      if (this.stopped?.aborted) return;
      this.map.getContainer().classList.toggle("atlas-pointing", Boolean(thing));
      if (thing && point3) this.show(thing, point3);
      else this.tip.hidden = true;
      const marked2 = thing && thing.what !== "stack" ? thing : null;
      if (marked2 === state.hover || same(marked2, state.hover)) return;
      state.hover = marked2;
      this.sheets.overlay.ask();
    }
    /** @param {Thing} thing @param {L.Point} point */
    show(thing, point3) {
      const [title, detail] = of2(this.state, thing);
      const { tip } = this;
      tip.replaceChildren();
      element("strong", "", tip, title);
      element("span", "", tip, detail);
      tip.hidden = !title;
      const size = this.map.getSize();
      const beside2 = (at3, long, most) => Math.max(4, at3 + 14 + long > most ? at3 - 14 - long : at3 + 14) + "px";
      tip.style.left = beside2(point3.x, tip.offsetWidth, size.x);
      tip.style.top = beside2(point3.y, tip.offsetHeight, size.y);
    }
    /** @param {L.LeafletMouseEvent} event */
    clicked(event) {
      const { state } = this;
      this.act.settle();
      const thing = this.thing(event.containerPoint);
      const isOf = ({ i }) => thing?.what === "mission" && state.at.get(thing.id) === i;
      if (!thing || state.fan && !state.fanned.some(isOf)) {
        if (state.fan) this.spread(null);
        return;
      }
      if (thing.what !== "stack") {
        this.act.open(thing);
        return;
      }
      const { left, top, scale } = state.drawn.view;
      const { members = [], x: px = 0, y: py = 0 } = thing;
      const [x, y] = [(px + left) / scale, (py + top) / scale];
      if (members.length <= FAN_MOST) {
        this.spread({ members, x, y });
        return;
      }
      const middle = L.latLng(latitude(y), longitude(x));
      this.map.setView(middle, this.map.getZoom() + NEARER);
    }
    /** @param {State["fan"]} fan */
    spread(fan2) {
      this.state.fan = fan2;
      this.hover(null);
      this.sheets.overlay.ask();
    }
  };

  // leaflet/saver.js
  var STEM = "embassy-atlas-map-";
  var KEPT_MS = 6e4;
  var SHOWN = 20;
  function nameOf(scene) {
    const { iso: iso2, held: held2, LATEST: LATEST3 } = calendar_exports;
    const day = scene.as_of === held2(scene.as_of) ? iso2(scene.as_of) : "undated";
    const known3 = scene.known_on < LATEST3 ? "-known-" + iso2(scene.known_on) : "";
    return STEM + day + known3 + ".png";
  }
  function download(blob, name) {
    const link = element("a", "", document.body);
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.hidden = true;
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
  }
  var Saver = class extends L.Control {
    /** @param {SaverActions} act */
    constructor(act) {
      super({ position: "topright" });
      this.act = act;
      this.button = button("atlas-save", null, () => this.save());
      element("i", "", this.button).setAttribute("aria-hidden", "true");
      this.label = element("span", "", this.button);
      L.DomEvent.disableClickPropagation(this.button);
      this.note = null;
    }
    onAdd() {
      return this.button;
    }
    onRemove() {
      this.tell("");
    }
    speak() {
      this.label.textContent = say("picture.save");
      call(this.button, say("picture.save"));
    }
    async save() {
      const focused = document.activeElement === this.button;
      const { announce, picture: picture3, lacking: lacking2, scene } = this.act;
      this.tell("");
      this.button.disabled = true;
      announce(say("picture.making"));
      try {
        const blob = await picture3();
        const file = nameOf(scene());
        download(blob, file);
        announce(say("picture.saved", { file }));
        const letters = [...lacking2()].slice(0, SHOWN).join(" ");
        if (letters) this.tell(say("picture.letters", { letters }));
      } catch (error) {
        announce("");
        this.tell(String(error instanceof Error && error.message || error));
      } finally {
        this.button.disabled = false;
        if (focused) this.button.focus();
      }
    }
    /** What went wrong, until the reader closes it or tries again. @param {string} text */
    tell(text2) {
      this.note?.remove();
      this.note = null;
      const container = this.act.container();
      if (!text2 || !container) return;
      this.note = element("div", "atlas-trouble", container);
      this.note.setAttribute("role", "alert");
      element("span", "", this.note, text2);
      const close = button("", this.note, () => {
        this.tell("");
        this.button.focus();
      });
      close.textContent = "×";
      call(close, say("picture.close"));
      L.DomEvent.disableClickPropagation(this.note);
    }
  };

  // leaflet/scale.js
  var Scale = class extends L.Control {
    constructor() {
      super({ position: "topright" });
      this.box = element("div", "leaflet-control-scale");
      this.bar = element("div", "leaflet-control-scale-line", this.box);
    }
    /** @param {L.Map} map */
    onAdd(map) {
      this.map = map.on("move viewreset resize", this.speak, this);
      return this.box;
    }
    /** @param {L.Map} map */
    onRemove(map) {
      map.off("move viewreset resize", this.speak, this);
    }
    /** Write the length in the language of the map. */
    speak() {
      const { map } = this;
      if (!map || !/** @type {any} */
      map._loaded) return;
      const middle = map.containerPointToLatLng([0, map.getSize().y / 2]);
      const [length, pixels2] = measure(middle.lat, 256 * Math.pow(2, map.getZoom()));
      this.bar.style.width = Math.round(pixels2) + "px";
      this.bar.textContent = distance2(length);
    }
  };

  // data/state.js
  var SIDES_MOST = 6;
  function created(around3) {
    const state = {
      spots: [],
      routes: [],
      towns: [],
      places: [],
      absences: [],
      at: /* @__PURE__ */ new Map(),
      sides: /* @__PURE__ */ new Map(),
      emphasis: /* @__PURE__ */ new Set(),
      fanned: [],
      fan: null,
      hover: null,
      focused: null,
      chosen: null,
      run: keeper(),
      sprite,
      rasterFrom: FROM,
      viewpoint: () => state.scene?.viewpoint || "",
      regionId: (region) => state.ready.columns.texts["region.id"][region],
      ...around3
    };
    return state;
  }
  function coloured2(state) {
    const { scene, ready } = state;
    state.emphasis = new Set(scene.emphasis);
    const sides2 = scene.sides.slice(0, SIDES_MOST);
    state.sides = new Map(sides2.map((code, i) => [Number(ready.code.get(code)), i]));
  }
  function found(state) {
    state.found = missions(state.ready, state.scene, state.passing);
  }
  function gathered(state) {
    const { scene, ready } = state;
    const id = ready.columns.texts["mission.id"];
    state.routes = routes(ready, scene, state.found);
    state.at = new Map(state.found.number.map((m, i) => [id[m], i]));
    state.spots = spots(ready, state.found, state.emphasis);
    state.towns = towns(state);
    state.places = outlines(ready, places(ready, scene), state.found);
    state.absences = marks(ready, scene);
  }
  function towns({ ready, found: { number: number2 } }) {
    const town = ready.columns.arrays["mission.town"];
    const many = /* @__PURE__ */ new Map();
    for (const m of number2) {
      if (town[m] >= 0) many.set(town[m], (many.get(town[m]) || 0) + 1);
    }
    return [...many].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  }
  function named2(state, id) {
    if (state.at.has(id)) return { what: "mission", id };
    if (state.routes.some((route2) => route2.id === id)) return { what: "line", id };
    if (state.absences.some((mark2) => mark2.id === id)) return { what: "absence", id };
    return { what: "place", id };
  }
  function where(state, { what, id }) {
    const { arrays: a, texts } = state.ready.columns;
    if (what === "mission") {
      const p = state.found.placement[Number(state.at.get(id))];
      return [a["placement.longitude"][p], a["placement.latitude"][p]];
    }
    if (what === "line") {
      const route2 = state.routes.find((one) => one.id === id);
      if (!route2) return [0, 0];
      const { xy } = state.run(route2);
      const middle = 2 * Math.floor(xy.length / 4);
      return [longitude(xy[middle]), latitude(xy[middle + 1])];
    }
    if (what === "absence") {
      const mark2 = state.absences.find((one) => one.id === id);
      return mark2 ? [mark2.lon, mark2.lat] : [0, 0];
    }
    const region = texts["region.id"].indexOf(id);
    if (region < 0) return [0, 0];
    const x = (a["region.west"][region] + a["region.east"][region]) / 2;
    const y = (a["region.top"][region] + a["region.bottom"][region]) / 2;
    return [longitude(x), latitude(y)];
  }
  function counts2({ ready, found: { number: number2, status }, routes: { length } }) {
    const undated = status.filter((one) => one === ready.undated).length;
    const surely = say("count.missions", { count: number2.length - undated });
    const missions2 = undated ? say("count.undated", { missions: surely, count: undated }) : surely;
    const lines5 = say("count.lines", { count: length });
    const told = say(number2.length ? "said.drawn" : "said.empty", { missions: missions2, lines: lines5 });
    return [say("said.label", { missions: missions2, lines: lines5 }), told];
  }

  // data/store.js
  var Store = class {
    /**
     * Fetches at once; `loaded` is called with what is there, land before missions or after.
     * @param {Options} options
     * @param {{ land(found: Columns): void, missions(): void, failed(error: unknown): void }} act
     */
    constructor(options, act) {
      this.named = options.names || {};
      this.act = act;
      this.language = "";
      this.names = /* @__PURE__ */ new Map();
      this.plain = null;
      this.load(options);
    }
    /** @param {Options} options */
    async load({ columns: missions2, land }) {
      try {
        const [ready] = await Promise.all([
          load(missions2).then(prepared),
          load(land).then(this.act.land)
        ]);
        this.plain = ready;
        this.act.missions();
      } catch (error) {
        this.act.failed(error);
      }
    }
    /**
     * Missions with their names in a language, null before they are there; names are fetched.
     * @param {string} language @param {Ready | undefined} shown what is shown now
     */
    in(language2, shown) {
      if (this.language === language2 && shown) return shown;
      const source = this.named[language2];
      const texts = source ? this.names.get(language2) : {};
      if (texts === void 0) this.fetch(language2, source);
      if (!texts || !this.plain) return null;
      const { columns: found2 } = this.plain;
      this.language = language2;
      return { ...this.plain, columns: { ...found2, texts: { ...found2.texts, ...texts } } };
    }
    /** @param {string} language @param {Source} source */
    async fetch(language2, source) {
      this.names.set(language2, null);
      try {
        this.names.set(language2, (await load(source)).texts);
        this.act.missions();
      } catch (error) {
        this.names.delete(language2);
        this.act.failed(error);
      }
    }
  };

  // leaflet/tiles.js
  var WORLD = [
    [-85.0511287798, -180],
    [85.0511287798, 180]
  ];
  var Tiles = class extends L.TileLayer {
    /** Leaflet's own check takes no copy of the world but one for within the bounds. @param {L.Coords} coords */
    _isValidTile(coords) {
      const many = Math.pow(2, coords.z);
      const once = Object.assign(L.point((coords.x % many + many) % many, coords.y), {
        z: coords.z
      });
      return (
        /** @type {any} */
        L.TileLayer.prototype._isValidTile.call(this, once)
      );
    }
  };
  function creditOf(found2) {
    return say("tiles.credit", { name: found2.credit });
  }
  function made(found2) {
    return new Tiles(found2.url, {
      attribution: creditOf(found2),
      bounds: found2.bounds || WORLD,
      crossOrigin: "anonymous",
      // so that a picture may hold them
      maxNativeZoom: found2.most,
      minZoom: found2.least,
      maxZoom: 24,
      referrerPolicy: "strict-origin-when-cross-origin"
    });
  }
  var Backdrop = class {
    /** @param {L.Map} map @param {Background[]} choices */
    constructor(map, choices) {
      this.map = map;
      this.choices = choices;
      this.found = null;
      this.layer = null;
      this.loaded = false;
      this.language = "";
      this.viewpoint = void 0;
      this.note = element("div", "atlas-note", map.getContainer());
      this.note.setAttribute("role", "status");
      this.note.hidden = true;
    }
    /** Show what a scene names; whether the ground below is another one then. @param {Scene} scene */
    show({ background = "", viewpoint = "", language: language2 }) {
      const changed = this.lay(background);
      if (!changed && language2 !== this.language) this.speak();
      this.language = language2;
      const other = changed || viewpoint !== this.viewpoint;
      this.viewpoint = viewpoint;
      Object.assign(this.map.getContainer().dataset, { viewpoint, background });
      return other;
    }
    remove() {
      this.lay("");
      this.note.remove();
    }
    /** @param {string} text */
    tell(text2) {
      this.note.textContent = text2;
      this.note.hidden = !text2;
    }
    /** @param {string} key */
    lay(key) {
      const found2 = this.choices.find((one) => one.key === key) || null;
      if (found2 === this.found) return false;
      this.layer?.remove();
      this.found = found2;
      this.layer = null;
      this.loaded = false;
      this.tell("");
      if (!found2) return true;
      const layer2 = made(found2);
      this.layer = layer2;
      layer2.on("tileload", () => {
        if (!this.loaded) this.tell("");
        this.loaded = true;
      });
      layer2.on("tileerror", () => {
        if (this.loaded) return;
        if (layer2.options.crossOrigin) {
          layer2.options.crossOrigin = false;
          layer2.redraw();
        } else this.tell(say("tiles.failed", { name: found2.name || found2.key }));
      });
      layer2.addTo(this.map);
      return true;
    }
    /** Name the tiles' maker in the language that is spoken now. */
    speak() {
      const control = this.map.attributionControl;
      if (!this.layer || !this.found || !control) return;
      const { options } = this.layer;
      control.removeAttribution(String(options.attribution));
      options.attribution = creditOf(this.found);
      control.addAttribution(options.attribution);
    }
    /**
     * Where on a sheet the tiles lie, a box for each copy of the world; none where nowhere.
     * @param {View} view @returns {Box[]}
     */
    boxes(view) {
      const { found: found2 } = this;
      if (!found2 || Math.round(view.zoom) < found2.least) return [];
      const [[south, west], [north, east]] = found2.bounds || WORLD;
      const top = Math.max(0, worldY(north)) * view.scale - view.top;
      const bottom = Math.min(1, worldY(south)) * view.scale - view.top;
      const x = (lon, k) => (worldX(lon) + k) * view.scale - view.left;
      const [first, last] = copies(view);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i).map((k) => [
        x(west, k),
        top,
        x(east, k),
        bottom
      ]);
    }
  };

  // time/motion.js
  var CELL2 = 1.5;
  var NEAR4 = 400;
  var BESIDE3 = 24;
  var LINES2 = 1500;
  var GROUPS2 = ["embassy", "liaison", "consulate"];
  function grown(array, size) {
    return array.length >= size ? array : new Int32Array(2 * size);
  }
  function motion(state) {
    let lanes;
    let every = 1;
    let strong = /* @__PURE__ */ new Set();
    let cells = new Int32Array(0);
    let turn = 0;
    let queue = [new Int32Array(0), new Int32Array(0), new Int32Array(0)];
    let at3 = [new Float64Array(0), new Float64Array(0)];
    const sprites = /* @__PURE__ */ new Map();
    let spritesOf = "";
    function lanesOf(ready) {
      const a = ready.columns.arrays;
      const code = ready.columns.texts["party.code"];
      const number2 = /* @__PURE__ */ new Map();
      const pair = new Int32Array(ready.missions).fill(-1);
      const side2 = new Uint8Array(ready.missions);
      const rank = new Uint8Array(ready.missions);
      const groups2 = ready.columns.values.groups.map((group2) => GROUPS2.indexOf(group2));
      const names2 = [];
      for (let m = 0; m < ready.missions; m += 1) {
        const one = a["mission.sending"][m];
        const receiving = a["mission.receiving"][m];
        const home = a["party.of"][receiving];
        const other = home < 0 ? receiving : home;
        rank[m] = groups2[a["mission.kind"][m]];
        if (one === other) continue;
        const ordered = code[one] < code[other];
        const key = ordered ? one * code.length + other : other * code.length + one;
        if (!number2.has(key)) {
          number2.set(key, names2.length);
          names2.push(pairId(code[one], code[other]));
        }
        pair[m] = number2.get(key);
        side2[m] = ordered ? 0 : 1;
      }
      const many = names2.length;
      const best = [new Int32Array(many), new Int32Array(many)];
      return { ready, pair, side: side2, rank, names: names2, best };
    }
    function prepare(passing3) {
      const { ready } = state;
      if (!lanes || lanes.ready.columns.arrays !== ready.columns.arrays) lanes = lanesOf(ready);
      lanes.ready = ready;
      every = Math.max(1, Math.ceil(passing3.length / LINES2));
      strong = new Set(
        lanes.names.flatMap((name, i) => state.emphasis.has("pair:" + name) ? [i] : [])
      );
    }
    function lines5(all) {
      const found2 = there(state.ready, all);
      const { pair, side: side2, rank, best } = lanes;
      const [one, other] = best;
      one.fill(-1);
      other.fill(-1);
      const { number: number2 } = found2;
      for (let i = 0; i < number2.length; i += 1) {
        const m = number2[i];
        if (pair[m] < 0) continue;
        const here = side2[m] ? other : one;
        const now = here[pair[m]];
        if (now < 0 || rank[m] < rank[number2[now]]) here[pair[m]] = i;
      }
      const drawn2 = [];
      for (let p = 0; p < one.length; p += 1) {
        if (one[p] < 0 || other[p] < 0 || p % every && !strong.has(p)) continue;
        drawn2.push(between2(state.ready, found2, one[p], other[p], 0));
      }
      const joined = (p, m, i) => p >= 0 && one[p] >= 0 && other[p] >= 0 && (side2[m] ? other : one)[p] === i;
      for (let i = 0; i < number2.length; i += 1) {
        const m = number2[i];
        if (m % every || joined(pair[m], m, i)) continue;
        const route2 = fromSeat(state.ready, found2, i);
        if (route2) drawn2.push(route2);
      }
      return drawn2;
    }
    function standing2(found2, view) {
      const { x, y } = state.ready.worlds;
      const n = found2.number.length;
      if (at3[0].length < n) at3 = [new Float64Array(2 * n), new Float64Array(2 * n)];
      const [first] = copies(view);
      let seen2 = 0;
      for (let i = 0; i < n; i += 1) {
        const p = found2.placement[i];
        at3[0][i] = (x[p] + first) * view.scale - view.left;
        at3[1][i] = y[p] * view.scale - view.top;
        const across = at3[0][i] - view.scale * Math.floor((at3[0][i] + BESIDE3) / view.scale);
        if (across < view.width + BESIDE3 && at3[1][i] > -BESIDE3 && at3[1][i] < view.height + BESIDE3)
          seen2 += 1;
      }
      return seen2;
    }
    function sprite2(look2, r, colour, palette, ratio, code) {
      const known3 = [r, palette.paper, ratio].join();
      if (known3 !== spritesOf) {
        sprites.clear();
        spritesOf = known3;
      }
      let made2 = sprites.get(code);
      if (!made2) {
        made2 = state.sprite(look2, r, colour, palette.paper, ratio);
        sprites.set(code, made2);
      }
      return made2;
    }
    function symbols(context, view, palette, r) {
      const { ready, found: found2 } = state;
      const n = found2.number.length;
      const sending = ready.columns.arrays["mission.sending"];
      const kind = ready.columns.arrays["mission.kind"];
      const exact = ready.columns.arrays["placement.exactness"];
      const [first, last] = copies(view);
      const columns = Math.ceil((view.width + 2 * BESIDE3) / CELL2) + 1;
      const rows = Math.ceil((view.height + 2 * BESIDE3) / CELL2) + 1;
      if (cells.length < columns * rows) cells = new Int32Array(columns * rows);
      const most = n * (last - first + 1);
      queue = queue.map((one) => grown(one, most));
      const ends = [0, 0, 0];
      const worlds2 = last - first + 1;
      for (let i = 0; i < n; i += 1) {
        const y = at3[1][i];
        if (y < -BESIDE3 || y > view.height + BESIDE3) continue;
        if (tooClose(ready, found2.placement[i], view)) continue;
        const sided = state.sides.has(sending[found2.number[i]]);
        const layer2 = strongly(i) ? 2 : sided ? 1 : 0;
        for (let k = 0; k < worlds2; k += 1) {
          const x = at3[0][i] + k * view.scale;
          if (x < -BESIDE3 || x > view.width + BESIDE3) continue;
          queue[layer2][ends[layer2]] = i * worlds2 + k;
          ends[layer2] += 1;
        }
      }
      for (let layer2 = 0; layer2 < 3; layer2 += 1) {
        turn += 1;
        const list = queue[layer2];
        let kept2 = 0;
        for (let j = 0; j < ends[layer2]; j += 1) {
          const i = Math.floor(list[j] / worlds2);
          const x = at3[0][i] + list[j] % worlds2 * view.scale;
          const cell = Math.floor((at3[1][i] + BESIDE3) / CELL2) * columns + Math.floor((x + BESIDE3) / CELL2);
          if (cells[cell] === turn) continue;
          cells[cell] = turn;
          list[kept2] = list[j];
          kept2 += 1;
        }
        for (let j = kept2 - 1; j >= 0; j -= 1) {
          const i = Math.floor(list[j] / worlds2);
          const m = found2.number[i];
          const side2 = state.sides.get(sending[m]);
          const vague2 = vague(ready, found2.placement[i]);
          const reach2 = r + (vague2 ? WIDER : 0) + (layer2 === 2 ? STRONGER : 0);
          const stale2 = stale(state, i) ? 1 : 0;
          const states = ((found2.status[i] * 2 + found2.perhaps[i]) * 2 + stale2) * 16 + exact[found2.placement[i]];
          const code = ((kind[m] * 1024 + states) * 8 + (side2 === void 0 ? 7 : side2)) * 2 + (layer2 === 2 ? 1 : 0);
          let made2 = spritesOf && sprites.get(code);
          if (!made2) {
            const colour = missionColour(state, palette, i);
            made2 = sprite2(look(state, i), reach2, colour, palette, view.ratio, code);
          }
          const { half, image: image2 } = made2;
          const x = at3[0][i] + list[j] % worlds2 * view.scale;
          context.drawImage(image2, x - half, at3[1][i] - half, 2 * half, 2 * half);
        }
      }
    }
    function strongly(i) {
      if (!state.emphasis.size) return false;
      return state.emphasis.has(state.ready.columns.texts["mission.id"][state.found.number[i]]);
    }
    function inView(view) {
      const { found: found2 } = state;
      const near2 = { number: [], status: [], perhaps: [], placement: [], last: [], digits: [] };
      const parts = (
        /** @type {(keyof Found)[]} */
        Object.keys(near2)
      );
      for (let i = 0; i < found2.number.length; i += 1) {
        const across = at3[0][i] - view.scale * Math.floor((at3[0][i] + BESIDE3) / view.scale);
        if (across >= view.width + BESIDE3 || at3[1][i] <= -BESIDE3 || at3[1][i] >= view.height + BESIDE3)
          continue;
        for (const name of parts) near2[name].push(found2[name][i]);
      }
      return near2;
    }
    function paint2(context, view) {
      const palette = state.palette();
      const r = radius(view.zoom);
      const key = [r, palette.paper, view.ratio].join();
      if (key !== spritesOf) {
        sprites.clear();
        spritesOf = key;
      }
      state.drawn = nothing(view);
      drawLines(context, view, state, palette, 1);
      const seen2 = standing2(state.found, view);
      if (seen2 <= NEAR4) {
        const found2 = inView(view);
        const spots2 = spots(state.ready, found2, state.emphasis);
        const near2 = { ...state, found: found2, spots: spots2, drawn: nothing(view), places: state.places };
        drawPlaces(context, view, near2, palette, r);
        drawAreas(context, view, near2, palette, r);
        drawSymbols(context, view, near2, palette, r);
      } else {
        symbols(context, view, palette, r);
      }
      state.drawn = nothing(view);
    }
    return { prepare, lines: lines5, paint: paint2 };
  }

  // time/player.js
  var WHOLE_MS = 24e3;
  var EVENT_MS = 1200;
  var LONGEST_MS = 100;
  function player(act) {
    let running = false;
    let asked2 = 0;
    let timer = 0;
    let before2 = 0;
    function frame(now) {
      const passed = Math.min(LONGEST_MS, Math.max(0, now - before2));
      before2 = now;
      const to = act.share() + passed / WHOLE_MS;
      act.go(Math.min(1, to));
      if (to >= 1) stop();
      else asked2 = requestAnimationFrame(frame);
    }
    function event() {
      if (act.step()) timer = setTimeout(event, EVENT_MS);
      else stop();
    }
    function start() {
      if (running) return;
      running = true;
      if (act.share() >= 1) act.go(0);
      if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
        timer = setTimeout(event, EVENT_MS);
        return;
      }
      before2 = performance.now();
      asked2 = requestAnimationFrame(frame);
    }
    function stop() {
      if (!running) return;
      running = false;
      cancelAnimationFrame(asked2);
      clearTimeout(timer);
      act.over();
    }
    return { start, stop, running: () => running };
  }

  // time/timebar.js
  var HANDS = ["as_of", "known_on"];
  var HIGH2 = 96;
  var LOW = 78;
  var SMALL = { width: 520, height: 460 };
  var APART = 14;
  var SIDE2 = 30;
  var TICK = 62;
  var HANDLE = 46;
  var SNAP = 4;
  var LOOKS = {
    light: {
      ink: "#2f4858",
      hollow: "#ffffff",
      perhaps: "#7a5c00",
      line: "#8b949b",
      paper: "#ffffff",
      soft: "#59636c",
      hand: "#0b57d0",
      other: "#a8478a"
    },
    dark: {
      ink: "#b9d3e0",
      hollow: "#161d24",
      perhaps: "#e6b94a",
      line: "#6b7983",
      paper: "#161d24",
      soft: "#aab5bd",
      hand: "#8ab4f8",
      other: "#e394c4"
    }
  };
  function iconButton(name, into, act) {
    const made2 = button("atlas-time-button " + name, into, act);
    element("i", "", made2).setAttribute("aria-hidden", "true");
    return made2;
  }
  function timebar(act) {
    const root = element("div", "atlas-time");
    root.setAttribute("role", "group");
    const row = element("div", "atlas-time-row", root);
    const buttons = element("div", "atlas-time-buttons", row);
    const back = iconButton("atlas-time-back", buttons, () => act.step("as_of", -1));
    const play = iconButton("atlas-time-play", buttons, act.play);
    const on = iconButton("atlas-time-on", buttons, () => act.step("as_of", 1));
    const days = element("p", "atlas-time-days", row);
    const so = element("strong", "", days);
    const known3 = element("span", "", days);
    const told = element("p", "atlas-time-told", row);
    const track = element("div", "atlas-time-track", root);
    const canvas = element("canvas", "", track);
    canvas.setAttribute("aria-hidden", "true");
    const context = contextOf(canvas);
    const hands = (
      /** @type {Record<Clock, HTMLElement>} */
      {}
    );
    const handles = (
      /** @type {Record<Clock, HTMLElement>} */
      {}
    );
    for (const name of HANDS) {
      const hand2 = element("div", "atlas-hand atlas-hand-" + name.replace("_", "-"), track);
      hand2.tabIndex = 0;
      hand2.setAttribute("role", "slider");
      hand2.setAttribute("aria-orientation", "horizontal");
      handles[name] = element("span", "", hand2);
      handles[name].setAttribute("aria-hidden", "true");
      hand2.addEventListener("keydown", (event) => pressed(name, event));
      hands[name] = hand2;
    }
    const sums = element("p", "atlas-time-sums", root);
    let shown;
    let theme2 = "light";
    let held2 = "";
    const box = {
      wide: 0,
      high: 0,
      ratio: 0,
      left: 0,
      right: 0,
      top: 0,
      bottom: 0,
      undated: 10,
      undatedWide: APART
    };
    function measured2() {
      const wide = Math.max(1, Math.round(track.clientWidth));
      const small = window.innerWidth < SMALL.width || window.innerHeight < SMALL.height;
      const high = small ? LOW : HIGH2;
      const ratio = window.devicePixelRatio || 1;
      if (box.wide !== wide || box.high !== high || box.ratio !== ratio) {
        canvas.width = Math.round(wide * ratio);
        canvas.height = Math.round(high * ratio);
        canvas.style.width = wide + "px";
        canvas.style.height = high + "px";
        Object.assign(box, { wide, high, ratio });
      }
      box.left = 10 + APART + SIDE2;
      box.right = wide - SIDE2;
      box.top = 23;
      box.bottom = high - 25;
    }
    const all = (day) => day >= LATEST2;
    function place(name, day) {
      if (name === "known_on" && all(day)) return box.right;
      return box.left + (box.right - box.left) * shown.axis.share(day);
    }
    function dayAt(name, x) {
      const { axis: axis2, today } = shown;
      if (x >= box.right - SNAP) return name === "known_on" ? LATEST2 : axis2.last;
      const day = axis2.dayAt((x - box.left) / (box.right - box.left));
      const near2 = name === "as_of" && today && Math.abs(place(name, today) - x) <= SNAP;
      return near2 ? today : day;
    }
    function put(name, day) {
      const { scene } = shown;
      act.move({ as_of: scene.as_of, known_on: scene.known_on, [name]: day });
    }
    function pressed(name, event) {
      if (!shown || event.ctrlKey || event.metaKey || event.altKey) return;
      const { axis: axis2, scene } = shown;
      const day = all(scene[name]) ? axis2.last : scene[name];
      const years2 = (by) => put(name, bounded(name, years(day, by)));
      const step = (by) => event.shiftKey ? years2(by) : act.step(name, by);
      const deeds = {
        ArrowRight: () => step(1),
        ArrowUp: () => step(1),
        ArrowLeft: () => step(-1),
        ArrowDown: () => step(-1),
        PageUp: () => years2(10),
        PageDown: () => years2(-10),
        Home: () => put(name, axis2.first),
        End: () => put(name, name === "known_on" ? LATEST2 : axis2.last),
        " ": act.play
      };
      if (!deeds[event.key]) return;
      event.preventDefault();
      event.stopPropagation();
      deeds[event.key]();
      if (event.key !== " ") act.rest(false);
    }
    function bounded(name, day) {
      const { axis: axis2 } = shown;
      if (name === "known_on" && day > axis2.last) return LATEST2;
      return Math.max(axis2.first, Math.min(axis2.last, day));
    }
    track.addEventListener("pointerdown", (event) => {
      if (!shown || event.button) return;
      const on2 = within3(event, ".atlas-hand");
      held2 = on2 === hands.known_on ? "known_on" : "as_of";
      event.preventDefault();
      track.setPointerCapture(event.pointerId);
      hands[held2].focus({ preventScroll: true });
      root.classList.add("atlas-time-held");
      if (!on2) put(held2, dayAt(held2, xOf(event)));
    });
    track.addEventListener("pointermove", (event) => {
      if (held2) put(held2, dayAt(held2, xOf(event)));
    });
    const leave = () => {
      if (!held2) return;
      held2 = "";
      root.classList.remove("atlas-time-held");
      act.rest(true);
    };
    track.addEventListener("pointerup", leave);
    track.addEventListener("pointercancel", leave);
    function xOf(event) {
      return event.clientX - track.getBoundingClientRect().left;
    }
    function hand(name) {
      const { axis: axis2, scene } = shown;
      const one = hands[name];
      const day = scene[name];
      one.style.left = place(name, day) + "px";
      one.setAttribute("aria-valuemin", String(axis2.first));
      one.setAttribute("aria-valuemax", String(axis2.last));
      one.setAttribute("aria-valuenow", String(Math.max(axis2.first, Math.min(axis2.last, day))));
      const text2 = all(day) && name === "known_on" ? say("time.all") : said(day);
      one.setAttribute("aria-valuetext", text2);
    }
    function ticks(look2) {
      const { axis: axis2 } = shown;
      const { civil: civil2, ordinal: ordinal2 } = calendar_exports;
      const [from] = civil2(axis2.from);
      const [to] = civil2(axis2.last);
      const room2 = Math.max(1, (box.right - box.left) / TICK);
      const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1e3].find((one) => (to - from) / one <= room2) || 2e3;
      context.font = font(10.5);
      context.textAlign = "center";
      context.textBaseline = "top";
      context.fillStyle = look2.soft;
      const y = box.high - 17;
      let free = -Infinity;
      const hidden = place("known_on", shown.scene.known_on);
      const write3 = (text2, x) => {
        if (x < free || Math.abs(x - hidden) < HANDLE) return;
        context.fillRect(Math.round(x) - 0.5, box.bottom, 1, 4);
        context.fillText(text2, x, y);
        free = x + TICK * 0.6;
      };
      if (axis2.early) write3("< " + from, box.left + (box.right - box.left) * axis2.early / 2);
      for (let year = Math.ceil(from / step) * step; year <= to; year += step) {
        const day = ordinal2(Math.max(1, year), 1, 1);
        if (day >= axis2.from)
          write3(String(year), box.left + (box.right - box.left) * axis2.share(day));
      }
      context.fillText("?", box.undated + APART / 2, y);
      context.textAlign = "left";
    }
    function needle(name, look2) {
      const x = Math.round(place(name, shown.scene[name]));
      context.strokeStyle = name === "as_of" ? look2.hand : look2.other;
      context.lineWidth = 2;
      context.setLineDash(name === "as_of" ? [] : [3, 2]);
      context.beginPath();
      context.moveTo(x, name === "as_of" ? 14 : box.top - 4);
      context.lineTo(x, name === "as_of" ? box.bottom + 2 : box.high - 14);
      context.stroke();
      context.setLineDash([]);
    }
    function paint2() {
      if (!shown) return;
      measured2();
      const look2 = LOOKS[theme2];
      const { histogram: histogram2, axis: axis2, scene } = shown;
      context.setTransform(box.ratio, 0, 0, box.ratio, 0, 0);
      context.clearRect(0, 0, box.wide, box.high);
      paint(context, histogram2, axis2, box, scene.as_of, look2);
      ticks(look2);
      for (const name of HANDS) needle(name, look2);
    }
    function write2() {
      const { scene } = shown;
      for (const name of HANDS) hand(name);
      so.textContent = say("time.so", { day: said(scene.as_of) });
      const day = all(scene.known_on) ? say("time.all") : said(scene.known_on);
      known3.textContent = say("time.known", { day });
    }
    function summed() {
      const { histogram: histogram2, nothing: nothing2 } = shown;
      if (nothing2) {
        sums.textContent = say("time.nothing");
        return;
      }
      const [openings, closings] = [0, 1].map((way) => sum(way));
      const [up, down] = histogram2.undated;
      const apart = [say("time.openings", { count: up }), say("time.closings", { count: down })];
      const dated = say("time.dated", { openings, closings });
      const unit = say(unitKey(histogram2.step), { count: Math.max(1, Math.round(histogram2.step)) });
      const some = up || down;
      const undated = some ? say("time.undated", { openings: apart[0], closings: apart[1] }) : say("time.undated_none");
      sums.textContent = dated + " " + unit + " " + undated;
    }
    function sum(way) {
      const { histogram: histogram2 } = shown;
      const text2 = say(way ? "time.closings" : "time.openings", { count: histogram2.dated[way] });
      const perhaps = Math.round(histogram2.perhaps[way]);
      return perhaps ? say("time.of_which", { text: text2, count: perhaps }) : text2;
    }
    function unitKey(step) {
      if (step < 0.2) return "time.bin_month";
      return step < 1 ? "time.bin_quarter" : "time.bin_year";
    }
    return {
      root,
      /**
       * Show other days, or another selection: {axis, histogram, scene, today, nothing}.
       * @param {TimeShown} what
       */
      show: function(what) {
        const same2 = shown && shown.histogram === what.histogram && shown.nothing === what.nothing;
        shown = what;
        measured2();
        write2();
        paint2();
        if (!same2) summed();
      },
      /** Where the hands stand, at once. */
      write: () => {
        if (shown) write2();
      },
      pixels: () => {
        measured2();
        return box.right - box.left;
      },
      share: () => shown ? shown.axis.share(shown.scene.as_of) : 0,
      /** @param {number} share */
      dayAt: (share2) => shown.axis.dayAt(share2),
      held: () => held2,
      /** @param {string} text */
      tell: (text2) => {
        told.textContent = text2;
        told.title = text2;
      },
      /** @param {boolean} plays */
      playing: function(plays) {
        root.classList.toggle("atlas-time-plays", plays);
        call(play, say(plays ? "time.pause" : "time.play"));
      },
      /** @param {string} now */
      paint: function(now) {
        theme2 = now;
        root.classList.toggle("atlas-dark", theme2 === "dark");
        paint2();
      },
      fitted: () => {
        if (!shown) return;
        measured2();
        write2();
        paint2();
      },
      speak: function() {
        root.setAttribute("aria-label", say("time.title"));
        call(back, say("time.back"));
        call(on, say("time.on"));
        this.playing(root.classList.contains("atlas-time-plays"));
        for (const name of HANDS) {
          hands[name].setAttribute("aria-label", say("time.hand." + name));
          handles[name].textContent = say("time.handle." + name);
        }
        if (shown) {
          write2();
          summed();
        }
      }
    };
  }

  // data/turns.js
  var NEVER = 2147483647;
  var EVER = -2147483648;
  var LISTED = "listed";
  function passing2(ready, missions2) {
    const owner = ready.columns.arrays["turn.mission"];
    const pass = new Uint8Array(ready.missions);
    for (const m of missions2) pass[m] = 1;
    const found2 = [];
    for (let i = 0; i < owner.length; i += 1) if (pass[owner[i]]) found2.push(i);
    return Int32Array.from(found2);
  }
  function distinct(days) {
    const sorted = Float64Array.from(days).sort();
    return sorted.filter((day, i) => i === 0 || day !== sorted[i - 1]);
  }
  function of3(ready, missions2, wanted2) {
    const a = ready.columns.arrays;
    const rows = passing2(ready, missions2);
    const first = a["turn.first"];
    const last = a["turn.last"];
    const dated = a["turn.dated"];
    const [from, to] = [a["turn.known_begin"], a["turn.known_end"]];
    const counts3 = ready.columns.values.counts || [];
    const [opening, closing] = [counts3.indexOf("opening"), counts3.indexOf("closing")];
    const told = known2(ready, missions2);
    const bounds = [];
    for (const i of rows) {
      if (!dated[i] || !a["turn.counts"][i]) continue;
      bounds.push(first[i]);
      if (last[i] < NEVER) bounds.push(last[i]);
    }
    function counted(knownOn) {
      const found2 = { openings: [], closings: [], undated: [0, 0] };
      for (const i of rows) {
        if (from[i] > knownOn || knownOn >= to[i]) continue;
        const what = a["turn.counts"][i];
        if (what !== opening && what !== closing) continue;
        if (!dated[i]) found2.undated[what === opening ? 0 : 1] += 1;
        else (what === opening ? found2.openings : found2.closings).push(i);
      }
      return found2;
    }
    const shows = (i) => wanted2[a["turn.before"][i]] || wanted2[a["turn.after"][i]];
    function begins(i) {
      const drawn2 = first[i] > EVER && first[i] < last[i] && wanted2[a["turn.before"][i]];
      return drawn2 ? first[i] : NEVER;
    }
    function days(knownOn) {
      const found2 = [];
      for (const i of rows) {
        if (from[i] > knownOn || knownOn >= to[i] || !shows(i)) continue;
        if (last[i] < NEVER) found2.push(last[i]);
        if (begins(i) < NEVER) found2.push(begins(i));
      }
      return distinct(found2);
    }
    function on(day, knownOn) {
      const found2 = [];
      for (const i of rows) {
        if (from[i] > knownOn || knownOn >= to[i] || !shows(i)) continue;
        if (last[i] === day) found2.push({ turn: i, perhaps: Boolean(a["turn.perhaps"][i]) });
        else if (begins(i) === day) found2.push({ turn: i, perhaps: true });
      }
      return found2.sort((one, other) => one.turn - other.turn);
    }
    function manner({ turn, perhaps }) {
      if (perhaps) return "time.perhaps.";
      return first[turn] < last[turn] && word(ready, turn) !== LISTED ? "time.by." : "time.turn.";
    }
    return { counted, days, on, manner, bounds, told };
  }
  function known2(ready, missions2) {
    const found2 = /* @__PURE__ */ new Set();
    for (const set of [ready.episodes, ready.placements]) {
      for (const m of missions2) {
        for (let i = set.start[m]; i < set.start[m + 1]; i += 1) found2.add(set.knownBegin[i]);
      }
    }
    return distinct([...found2].filter((day) => day > 0));
  }
  function next(days, day, by) {
    let [low, high] = [0, days.length];
    while (low < high) {
      const middle = low + high >> 1;
      if (by > 0 ? days[middle] <= day : days[middle] < day) low = middle + 1;
      else high = middle;
    }
    const at3 = by > 0 ? low : low - 1;
    return at3 >= 0 && at3 < days.length ? days[at3] : null;
  }
  function word(ready, i) {
    const a = ready.columns.arrays;
    const { statuses: statuses2 } = ready.columns.values;
    const [before2, after] = [statuses2[a["turn.before"][i]], statuses2[a["turn.after"][i]]];
    if (!a["turn.dated"][i] && before2 === "undated" && after === "open") return LISTED;
    const back = after === "open" && ["suspended", "closed", "unknown"].includes(before2);
    return back ? "reopened" : after;
  }
  function said2(state, turns, day, knownOn) {
    const found2 = turns.on(day, knownOn);
    if (!found2.length) return "";
    const { ready } = state;
    const labels = ready.columns.texts["mission.label"];
    const one = found2.find(({ perhaps }) => !perhaps) || found2[0];
    const { turn } = one;
    const name = labels[ready.columns.arrays["turn.mission"][turn]];
    const what = say(turns.manner(one) + word(ready, turn), { what: name });
    const more = found2.length - 1;
    return more ? say("time.more", { what, count: more }) : what;
  }

  // time/time_controller.js
  var STILL_MS = 180;
  var KEYS_MS = 450;
  var APART_MS = 300;
  var FEW3 = 60;
  var UNSEEN = { name: 0, heard: 0, dates: 0 };
  var FLEETING = { ...UNSEEN, as_of: 0, known_on: 0, chosen: 0, focus: 0 };
  var TimeController = class {
    /**
     * @param {State} state @param {Pick<Options, "time" | "address">} options
     * @param {TimeView} view the map as far as time changes it
     */
    constructor(state, options, view) {
      this.state = state;
      this.view = view;
      this.held = null;
      this.sent = 0;
      this.told = "";
      this.frame = 0;
      this.stillTimer = 0;
      this.sendTimer = 0;
      this.shown = "";
      this.lasting = "";
      this.said = "";
      this.motion = motion(state);
      this.address = address(options.address || null);
      this.bar = options.time ? timebar({
        move: (days) => this.moveTo(days),
        rest: (atOnce) => this.release(atOnce),
        step: (hand, by) => this.step(hand, by),
        play: () => this.play()
      }) : null;
      this.player = player({
        share: () => this.bar?.share() ?? 1,
        go: (share2) => this.bar && this.moveTo({ as_of: this.bar.dayAt(share2) }),
        step: () => this.step("as_of", 1, true),
        over: () => {
          this.bar?.playing(false);
          this.release(true);
        }
      });
      this.turns = null;
      this.histogram = null;
      this.days = null;
      this.daysOn = 0;
      this.histogramOf = "";
      this.lastingOf = null;
      this.axis = null;
    }
    stop() {
      this.view.stopped = true;
      this.player.stop();
      clearTimeout(this.stillTimer);
      clearTimeout(this.sendTimer);
      this.unasked();
      this.address.stop();
    }
    unasked() {
      cancelAnimationFrame(this.frame);
      this.frame = 0;
    }
    /* ---- a scene of the page, and the days that the reader holds ---- */
    /**
     * The scene with the days that hold: those of the page, unless it has not heard of the reader's yet.
     * @param {Scene} scene
     */
    timed(scene) {
      if (!this.held) return { ...scene };
      const busy = this.state.moving || this.sendTimer || this.bar?.held() || this.player.running();
      if (!busy && (scene.heard || 0) >= this.sent) {
        this.held = null;
        this.told = "";
        return { ...scene };
      }
      const held2 = { ...scene, ...this.held };
      return { ...held2, dates: both(held2) };
    }
    /** Whether a scene shows what is shown already. @param {Scene} scene */
    asShown(scene) {
      const key = JSON.stringify({ ...scene, ...UNSEEN });
      const same2 = key === this.shown && this.sent > 0 && !this.state.moving;
      this.shown = key;
      return same2;
    }
    /** What of a selection does not depend on the day, for as long as it is shown. */
    selected() {
      const { state } = this;
      const { ready, scene } = state;
      const lasting = JSON.stringify({ ...scene, ...FLEETING });
      if (this.lasting === lasting && this.lastingOf === ready) return;
      this.lasting = lasting;
      this.lastingOf = ready;
      state.passing = passing(ready, scene);
      if (!this.bar) return;
      this.turns = of3(ready, state.passing, wanted(ready, scene));
      const { bounds, told } = this.turns;
      const days = [...bounds, ...told, ...told.length && !bounds.length ? [told[0]] : []];
      this.axis = axis(days, scene.today || scene.as_of);
      this.histogram = null;
    }
    /** The bar as it is for the missions that are shown. */
    barred() {
      const { bar: bar3 } = this;
      if (!bar3 || !this.turns || !this.axis) return;
      const { ready, scene } = this.state;
      const pixels2 = bar3.pixels();
      const of4 = scene.known_on + " " + pixels2;
      if (!this.histogram || this.histogramOf !== of4) {
        this.histogram = histogram(ready, this.turns, this.axis, scene.known_on, pixels2);
        this.histogramOf = of4;
        this.days = null;
      }
      const { undated, dated } = this.histogram;
      const nothing2 = ![this.state.found.number.length, ...dated, ...undated].some(Boolean);
      const today = scene.today || 0;
      bar3.show({ axis: this.axis, histogram: this.histogram, scene, today, nothing: nothing2 });
    }
    /** A scene that came while a hand moves. */
    passed() {
      this.motion.prepare(this.state.passing);
    }
    /** The last event beside the hands, in words. */
    tellLatest() {
      this.bar?.tell(this.latest());
    }
    /* ---- moving ---- */
    /** @param {Partial<Days>} days */
    moveTo(days) {
      const { scene, ready } = this.state;
      if (!ready || !scene) return;
      const { as_of = scene.as_of, known_on = scene.known_on } = days;
      if (as_of === scene.as_of && known_on === scene.known_on) return;
      this.held = { as_of, known_on };
      Object.assign(scene, this.held);
      this.bar?.write();
      if (!this.state.moving) this.begin();
      clearTimeout(this.stillTimer);
      this.stillTimer = window.setTimeout(() => this.settle(), STILL_MS);
      this.frame ||= requestAnimationFrame(() => this.pass());
    }
    begin() {
      const { state } = this;
      state.moving = true;
      state.hover = state.fan = state.focused = null;
      this.view.begin();
      this.motion.prepare(state.passing);
      this.bar?.tell("");
    }
    /** One frame. */
    pass() {
      const { state } = this;
      this.frame = 0;
      if (this.view.stopped || !state.moving) return;
      found(state);
      state.whole = state.found.number.length <= FEW3;
      if (state.whole) gathered(state);
      else state.routes = this.motion.lines(state.found);
      this.view.paint();
      this.barred();
      if (this.player.running()) this.tellLatest();
      this.address.set(this.isoDays());
    }
    /** The last event up to the day, in words. */
    latest() {
      const { scene } = this.state;
      const day = next(this.eventDays(), scene.as_of + 1, -1);
      return day === null ? "" : this.event(day, said(day));
    }
    /** @param {number} day @param {string} when @param {string} [learnt] */
    event(day, when, learnt) {
      const { scene } = this.state;
      const what = learnt ?? (this.turns ? said2(this.state, this.turns, day, scene.known_on) : "");
      return what && say("time.event", { day: when, what });
    }
    /** The map at rest: all lines, names and counts. */
    settle() {
      clearTimeout(this.stillTimer);
      const { state } = this;
      if (!state.moving || this.view.stopped) return;
      this.unasked();
      state.moving = false;
      state.scene.dates = both(state.scene);
      found(state);
      gathered(state);
      this.shown = JSON.stringify({ ...state.scene, ...UNSEEN });
      this.barred();
      this.bar?.tell(this.said || this.latest());
      this.view.settle(this.said);
      this.said = "";
    }
    /** A hand was let go, or a key: what is drawn is whole, and the page follows. @param {boolean} atOnce */
    release(atOnce) {
      clearTimeout(this.sendTimer);
      this.sendTimer = 0;
      if (!this.held) return;
      if (!atOnce) {
        this.sendTimer = window.setTimeout(() => this.release(true), KEYS_MS);
        return;
      }
      if (this.player.running()) return;
      if (this.frame) {
        this.unasked();
        this.pass();
      }
      this.settle();
      this.address.rest(this.isoDays());
      const wait = this.view.sent() + APART_MS - Date.now();
      if (wait > 0) {
        this.sendTimer = window.setTimeout(() => this.release(true), wait);
        return;
      }
      if (JSON.stringify(this.held) !== this.told) this.view.send();
    }
    /** Days as the page's address has them: none for today, and for all that is known. */
    isoDays() {
      const { as_of, known_on, today } = this.state.scene;
      return {
        as_of: as_of === today ? "" : iso(as_of),
        known_on: known_on >= LATEST2 ? "" : iso(known_on)
      };
    }
    /** What every message says of time, once the reader has moved it. @param {number} at */
    withDays(at3) {
      if (!this.held) return {};
      this.sent = at3;
      this.told = JSON.stringify(this.held);
      return this.isoDays();
    }
    /* ---- events ---- */
    eventDays() {
      const { known_on } = this.state.scene;
      if (!this.days || this.daysOn !== known_on) {
        this.days = this.turns ? this.turns.days(known_on) : new Float64Array(0);
        this.daysOn = known_on;
      }
      return this.days;
    }
    /** Put a hand on the next event; whether there is one. @param {Clock} hand @param {number} by */
    step(hand, by, plays = false) {
      const { scene } = this.state;
      if (!this.turns || !this.axis || !scene) return false;
      if (this.player.running() && !plays) this.player.stop();
      const days = hand === "as_of" ? this.eventDays() : this.turns.told;
      let day = next(days, scene[hand], by);
      if (day === null && by > 0) day = hand === "as_of" ? this.axis.last : LATEST2;
      if (day === null || by > 0 && day <= scene[hand]) {
        this.view.announce(say("time.none"));
        this.bar?.tell(say("time.none"));
        return false;
      }
      const before2 = hand === "known_on" ? this.answers() : null;
      this.moveTo({ [hand]: day });
      const when = day >= LATEST2 ? say("time.all") : said(day);
      this.said = this.event(day, when, before2 ? this.learnt(before2) : void 0);
      this.bar?.tell(this.said);
      this.release(false);
      return true;
    }
    /** What is shown of each mission, to be compared. */
    answers() {
      const { ready, scene, passing: passing3 } = this.state;
      const { number: number2, status, perhaps, placement } = missions(ready, scene, passing3);
      return new Map(number2.map((m, i) => [m, [status[i], perhaps[i], placement[i]].join()]));
    }
    /** @param {Map<number, string>} before */
    learnt(before2) {
      const after = this.answers();
      const all = /* @__PURE__ */ new Set([...before2.keys(), ...after.keys()]);
      const count = [...all].filter((m) => before2.get(m) !== after.get(m)).length;
      return count ? say("time.learnt", { count }) : "";
    }
    /** Stop the time where it is, with all of its map drawn. */
    pause() {
      if (!this.bar) return;
      this.player.stop();
      this.settle();
    }
    play() {
      if (!this.turns) return;
      if (this.player.running()) {
        this.player.stop();
        return;
      }
      this.bar?.playing(true);
      this.player.start();
    }
  };

  // leaflet/touch.js
  var MOVED = 8;
  var SHOWN_MS = 1600;
  function touchable(map, signal) {
    const container = map.getContainer();
    const hint = silent("atlas-hint", container);
    hint.hidden = true;
    let from = null;
    let advised = 0;
    function advise() {
      hint.textContent = say("said.fingers");
      hint.hidden = false;
      clearTimeout(advised);
      advised = window.setTimeout(() => {
        hint.hidden = true;
      }, SHOWN_MS);
    }
    const passive = { signal, capture: true, passive: true };
    const started = ({ touches }) => {
      const one = touches.length === 1;
      from = one ? [touches[0].clientX, touches[0].clientY] : null;
      if (one) map.dragging.disable();
      else hint.hidden = true;
    };
    const moved = ({ touches }) => {
      if (!from || touches.length !== 1) return;
      const { clientX, clientY } = touches[0];
      if (Math.hypot(clientX - from[0], clientY - from[1]) < MOVED) return;
      from = null;
      advise();
    };
    const mouse = (event) => {
      if (event.pointerType !== "touch") map.dragging.enable();
    };
    container.addEventListener("touchstart", started, passive);
    container.addEventListener("touchmove", moved, passive);
    container.addEventListener("pointerdown", mouse, passive);
    return hint;
  }

  // leaflet/layer.js
  var EDGE = 50;
  var PANES = { ground: "250", data: "420", overlay: "430" };
  var UNSAFE = /[&<>"'`$\\]/g;
  function escaped(text2) {
    return text2.replace(UNSAFE, (letter) => "&#" + letter.charCodeAt(0) + ";");
  }
  var Layer = class extends L.Layer {
    /** @type {L.Map} */
    map;
    /** @type {HTMLElement} */
    container;
    /** @type {HTMLElement} */
    live;
    /** @type {HTMLElement} */
    hint;
    /** @type {Shown["sheets"]} */
    sheets;
    /** @type {Backdrop} */
    backdrop;
    /** @type {Framing} */
    framing;
    /** @type {Pointer} */
    pointer;
    /** @type {Saver} */
    saver;
    /** @type {Scale} */
    scale;
    /** @type {TimeController} */
    time;
    /** @type {ReturnType<typeof dock>} */
    dock;
    /** @type {ReturnType<typeof keyboard>} */
    keys;
    /** @type {Store} */
    store;
    /** @type {AbortController} */
    still;
    /** @type {ResizeObserver} */
    observer;
    /** @param {Options} options */
    constructor(options) {
      super();
      this.given = options;
      this.theme = "auto";
      this.messaged = 0;
      this.spoken = this.credited = "";
      this.placing = null;
      this.state = created({
        palette: () => of(this.theme),
        west: () => worldX(this.map.getBounds().getWest()),
        reserved: (view) => this.controls(view),
        tiled: (view) => this.backdrop.boxes(view)
      });
    }
    /** @param {L.Map} map */
    onAdd(map) {
      const { state } = this;
      const container = map.getContainer();
      this.map = map;
      this.container = container;
      this.onMap = true;
      container.dataset.atlas = "loading";
      for (const [name, above] of Object.entries(PANES)) {
        map.createPane("atlas-" + name).style.zIndex = above;
      }
      const painter3 = painter2(state);
      this.sheets = {
        ground: new Sheet((context, view) => state.paintGround?.(context, view), "atlas-ground"),
        data: new Sheet((context, view) => {
          if (state.moving && !state.whole) {
            this.time.motion.paint(context, view);
            return;
          }
          painter3(context, view);
          this.sheets.overlay.paint();
        }, "atlas-data"),
        overlay: new Sheet(painter(state), "atlas-overlay")
      };
      this.backdrop = new Backdrop(map, this.given.backgrounds || []);
      this.parts(map, container);
      this.framing.fit();
      for (const sheet2 of Object.values(this.sheets)) map.addLayer(sheet2);
      this.listen(map, container);
      this.hint = touchable(map, this.still.signal);
      this.store = new Store(this.given, {
        land: (found2) => {
          state.ground = found2;
          state.paintGround = ground(found2, state).paint;
          this.sheets.ground.ask();
        },
        missions: () => {
          if (this.onMap && state.scene && state.ground) this.show(state.scene);
        },
        failed: (error) => this.failed(error)
      });
      return this;
    }
    onRemove(map) {
      this.onMap = false;
      this.still.abort();
      this.time.stop();
      this.observer.disconnect();
      this.backdrop.remove();
      this.place(null);
      for (const sheet2 of Object.values(this.sheets)) map.removeLayer(sheet2);
      map.removeControl(this.scale).removeControl(this.saver);
      this.dock.remove();
      for (const made2 of [this.live, this.pointer.tip, this.hint]) made2.remove();
      delete this.container.dataset.atlas;
      return this;
    }
    /* ---- set-up ---- */
    /** @param {L.Map} map @param {HTMLElement} container */
    parts(map, container) {
      const { state } = this;
      const announce = (text2) => this.announce(text2);
      container.tabIndex = 0;
      container.setAttribute("role", "application");
      this.live = element("div", "atlas-live", container);
      this.live.setAttribute("aria-live", "polite");
      this.framing = new Framing(map, this.given.bounds);
      this.pointer = new Pointer(map, state, this.sheets, {
        open: (thing) => this.open(thing),
        settle: () => this.time.settle(),
        placing: () => Boolean(this.placing)
      });
      this.saver = new Saver({
        announce,
        picture: () => pictureOf(this),
        lacking: () => lackingOn(state),
        scene: () => state.scene,
        container: () => this.onMap ? container : null
      });
      this.scale = new Scale();
      map.addControl(this.scale).addControl(this.saver);
      this.time = new TimeController(state, this.given, this.timeView());
      const resized = (asked2) => asked2 || !state.drawn ? this.framing.resize(true) : this.framing.shifted();
      this.dock = dock(map, resized, this.time.bar);
      this.dock.speak();
      this.keys = keyboard(state, {
        say: announce,
        text: (thing) => of2(state, thing).filter(Boolean).join(", "),
        focus: (thing) => this.focus(thing),
        open: (thing) => this.open(thing),
        close: () => this.close(),
        zoom: (by) => map.setZoom(map.getZoom() + by),
        pan: (x, y) => map.panBy([x * 90, y * 90])
      });
    }
    /** The map as far as time changes it. @returns {TimeView} */
    timeView() {
      const { container, state } = this;
      return {
        stopped: false,
        begin: () => {
          this.pointer.tip.hidden = true;
          container.dataset.moving = "true";
          this.sheets.overlay.clear();
        },
        paint: () => {
          this.sheets.data.paint();
          container.dataset.missionsDrawn = String(state.found.number.length);
          container.dataset.linesDrawn = String(state.routes.length);
        },
        settle: (said3) => {
          delete container.dataset.moving;
          this.keys.reset();
          this.sheets.data.paint();
          this.dock.show(state, state.palette());
          this.tell(said3);
        },
        announce: (text2) => this.announce(text2),
        send: () => this.send("time", "", null),
        sent: () => this.messaged
      };
    }
    /** @param {L.Map} map @param {HTMLElement} container */
    listen(map, container) {
      this.still = new AbortController();
      const { signal } = this.still;
      container.addEventListener("keydown", this.keys.pressed, { signal });
      const press = (event) => {
        if (event.key !== " " || !(event.target instanceof HTMLElement)) return;
        if (!event.target.matches("a[role=button]")) return;
        event.preventDefault();
        event.target.click();
      };
      container.addEventListener("keydown", press, { signal });
      this.pointer.listen(signal);
      const byKey = (on) => () => container.classList.toggle("atlas-by-key", on);
      container.addEventListener("keydown", byKey(true), { signal });
      container.addEventListener("pointerdown", byKey(false), { signal });
      container.addEventListener("blur", () => this.focus(null), { signal });
      map.on("click", this.clicked, this);
      const dark = window.matchMedia("(prefers-color-scheme: dark)");
      dark.addEventListener("change", () => this.repaint(), { signal });
      this.observer = new ResizeObserver(() => {
        this.time.barred();
        this.dock.fitted(true);
        this.framing.resize();
      });
      this.observer.observe(container);
    }
    /** @param {L.LeafletMouseEvent} event */
    clicked(event) {
      (this.placing || this.pointer).clicked(event);
    }
    /** @param {unknown} error */
    failed(error) {
      if (!this.onMap) return;
      this.container.dataset.atlas = "failed";
      const why = String(error instanceof Error && error.message || error);
      const text2 = say("said.failed", { why });
      element("div", "atlas-failed", this.container, text2).setAttribute("role", "alert");
    }
    /* ---- the scene ---- */
    /** Show a scene: what geo.webmap.Scene writes. @param {Scene} given */
    show(given) {
      const { state, time } = this;
      const scene = this.onMap ? time.timed(given) : given;
      state.scene = scene;
      this.theme = scene.theme;
      if (!this.onMap) return;
      this.speak(scene);
      if (this.backdrop.show(scene)) this.sheets.ground.ask();
      const ready = this.store.in(scene.language, state.ready);
      if (!ready) return;
      state.ready = ready;
      this.container.dataset.atlas = "ready";
      if (time.asShown(scene)) {
        this.container.dataset.scene = scene.name;
        return;
      }
      time.selected();
      coloured2(state);
      if (state.moving) {
        time.passed();
        this.repaint();
        this.framing.follow(scene.focus);
        return;
      }
      found(state);
      gathered(state);
      state.chosen = scene.chosen ? named2(state, scene.chosen) : null;
      state.hover = state.fan = null;
      this.keys.reset();
      time.barred();
      time.tellLatest();
      this.repaint();
      this.tell();
      this.place(scene.placing);
      this.framing.follow(scene.focus);
    }
    /** The language of all that surrounds the map, and who made what. @param {Scene} scene */
    speak(scene) {
      const { map } = this;
      speak(scene.language);
      const spoken2 = language();
      document.documentElement.lang = spoken2;
      if (this.spoken !== spoken2) {
        this.spoken = spoken2;
        const zoom = (
          /** @type {any} */
          map.zoomControl
        );
        if (zoom?._zoomInButton) call(zoom._zoomInButton, say("zoom.in"));
        if (zoom?._zoomOutButton) call(zoom._zoomOutButton, say("zoom.out"));
        this.saver.speak();
        this.scale.speak();
        this.dock.speak();
      }
      const { credit } = this.given;
      const own = typeof credit === "object" ? credit[spoken2] : credit;
      const text2 = escaped([own, ...scene.credit].filter(Boolean).join(" · "));
      if (!map.attributionControl || text2 === this.credited) return;
      if (this.credited) map.attributionControl.removeAttribution(this.credited);
      map.attributionControl.addAttribution(text2);
      this.credited = text2;
      this.dock.fitted(false);
    }
    /** @param {string} text */
    announce(text2) {
      this.live.textContent = text2;
    }
    /** Counts for readers of the page and for those who hear it, after what else there is to say. */
    tell(first = "") {
      const { found: found2, routes: routes2, places: places2, absences: absences2, scene } = this.state;
      Object.assign(this.container.dataset, {
        missionsDrawn: String(found2.number.length),
        linesDrawn: String(routes2.length),
        placesDrawn: String(places2.length),
        absencesDrawn: String(absences2.length),
        scene: scene.name
      });
      const [label, told] = counts2(this.state);
      this.container.setAttribute("aria-label", label);
      this.announce(first ? first + ". " + told : told);
    }
    repaint() {
      if (!this.onMap) return;
      const { state } = this;
      const { dataset } = this.container;
      const theme2 = theme(this.theme);
      if (dataset.theme !== theme2 || !this.grounded) this.sheets.ground.ask();
      this.grounded = Boolean(state.ground);
      dataset.theme = theme2;
      this.dock.paint(theme2);
      this.sheets.data.ask();
      if (state.found) this.dock.show(state, state.palette());
    }
    /** Boxes on the sheet that controls lie over, where no label should stand. @param {View} view @returns {Box[]} */
    controls(view) {
      const here = this.container.getBoundingClientRect();
      return [...this.container.querySelectorAll(".leaflet-control")].map((control) => {
        const box = control.getBoundingClientRect();
        const x = box.left - here.left + view.insetX;
        const y = box.top - here.top + view.insetY;
        return [x, y, x + box.width, y + box.height];
      });
    }
    /** What a scene lets the reader place; nothing for most. @param {Placed | null} [asked] */
    place(asked2) {
      if (!asked2) {
        this.placing?.end();
        this.placing = null;
        return;
      }
      if (!this.placing) this.pointer.hover(null);
      this.placing ??= new Placing(this.map, this.state.palette, {
        announce: (text2) => this.announce(text2),
        send: (mode, geometry) => this.fired({ what: "placed", id: mode, at: Date.now() }, geometry),
        pointer: () => this.pointer.kind
      });
      this.placing.show(asked2);
    }
    /* ---- opening ---- */
    /** @param {string} what @param {string} id @param {Pair | null} coordinates */
    send(what, id, coordinates) {
      const at3 = Date.now();
      this.messaged = at3;
      const properties = { what, id, at: at3, ...this.time.withDays(at3) };
      this.fired(properties, coordinates && { type: "Point", coordinates });
    }
    /**
     * What st_folium hands to Python as last_active_drawing.
     * @param {Record<string, unknown>} properties @param {GeoJSON.Geometry | null} geometry
     */
    fired(properties, geometry) {
      const feature = { type: "Feature", properties, geometry };
      this.fire("click", { layer: { toGeoJSON: () => feature } });
    }
    /** @param {Thing} thing */
    open(thing) {
      this.state.chosen = thing;
      this.sheets.data.ask();
      this.announce(say("said.opened", { what: of2(this.state, thing)[0] }));
      this.send(thing.what, thing.id, where(this.state, thing));
    }
    close() {
      const { state } = this;
      const open = Boolean(state.chosen);
      state.chosen = state.focused = state.fan = null;
      this.pointer.hover(null);
      this.sheets.data.ask();
      if (!open) return;
      this.announce(say("said.closed"));
      this.send("nothing", "", null);
    }
    /** The thing the keyboard has reached; the map follows where it would be out of sight. @param {Thing | null} thing */
    focus(thing) {
      const { map, state } = this;
      state.focused = thing;
      if (thing && this.onMap) {
        const [lon, lat] = where(state, thing);
        const near2 = lon + 360 * Math.round((map.getCenter().lng - lon) / 360);
        const at3 = map.latLngToContainerPoint([lat, near2]);
        const { x, y } = map.getSize();
        if (at3.x < EDGE || at3.y < EDGE || at3.x > x - EDGE || at3.y > y - EDGE) map.panTo([lat, near2]);
      }
      this.sheets.overlay.ask();
    }
  };
  function layer(options) {
    return new Layer(options);
  }
  function layerOf(map) {
    let ours = null;
    map.eachLayer((one) => {
      if (one instanceof Layer) ours = one;
    });
    return (
      /** @type {Layer | null} */
      ours
    );
  }
  function show(map, scene) {
    layerOf(map)?.show(scene);
  }
  function picture2(map, options) {
    return pictureOf(layerOf(map), options?.ratio);
  }
  function lackingOn2(map) {
    const shown = layerOf(map);
    return shown ? lackingOn(shown.state) : "";
  }
  return __toCommonJS(index_exports);
})();
