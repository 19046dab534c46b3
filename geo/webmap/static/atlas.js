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
    words: () => words_exports
  });

  // absence.js
  var absence_exports = {};
  __export(absence_exports, {
    FACES: () => FACES,
    draw: () => draw,
    marked: () => marked,
    marks: () => marks,
    sign: () => sign,
    text: () => text
  });

  // clock.js
  var clock_exports = {};
  __export(clock_exports, {
    at: () => at,
    starts: () => starts,
    stretches: () => stretches
  });
  function starts(owner, missions2) {
    const found = new Int32Array(missions2 + 1);
    for (let i = 0; i < owner.length; i += 1) found[owner[i] + 1] += 1;
    for (let m = 0; m < missions2; m += 1) found[m + 1] += found[m];
    return found;
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

  // sphere.js
  var sphere_exports = {};
  __export(sphere_exports, {
    disc: () => disc,
    distance: () => distance,
    greatCircle: () => greatCircle,
    latitude: () => latitude,
    longitude: () => longitude,
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

  // ground.js
  var WHOLE = 5;
  var RIVERS_FROM = 8;
  var RIVER_M = 400;
  var RIVER_LATITUDE = 39;
  var CUT = 1e-5;
  function boxes(x, y, starts2) {
    const found = new Float32Array(4 * (starts2.length - 1));
    for (let i = 0; i + 1 < starts2.length; i += 1) {
      let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
      for (let j = starts2[i]; j < starts2[i + 1]; j += 1) {
        if (x[j] < x0) x0 = x[j];
        if (x[j] > x1) x1 = x[j];
        if (y[j] < y0) y0 = y[j];
        if (y[j] > y1) y1 = y[j];
      }
      found.set([x0, y0, x1, y1], 4 * i);
    }
    return found;
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
    if (!set.paths.has(key)) {
      const path = new Path2D();
      const scale = 256 * Math.pow(2, zoom);
      for (let i = 0; i + 1 < set.part.length; i += 1) {
        if (only && !only.has(i)) continue;
        if (!tiny(set, i, scale)) trace(path, set, i, scale, 0, 0, edge);
      }
      set.paths.set(key, path);
    }
    return set.paths.get(key);
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
      return { name: viewpoint + kind, has: (i) => each[from + i] === wanted2 };
    };
    return { agreed: of4("border"), disputed: of4("disputed") };
  }
  function ground(columns, { paper: colours, viewpoint, tiled: boxes2 }) {
    const land = shapes(columns, "land");
    const lakes = shapes(columns, "lake");
    const borders = shapes(columns, "border");
    const rivers = shapes(columns, "river");
    function paint3(context, view) {
      const tiled = boxes2(view);
      if (!tiled.length) {
        drawn3(context, view);
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
      drawn3(context, view);
      context.restore();
    }
    function drawn3(context, view) {
      const paper = colours();
      const { agreed, disputed } = lines(columns, viewpoint());
      const fill = (colour) => (path) => {
        context.fillStyle = colour;
        context.fill(path, "evenodd");
      };
      const stroke = (colour, width2, dash) => (path, unit) => {
        context.strokeStyle = colour;
        context.lineWidth = width2 * unit;
        context.lineJoin = "round";
        context.setLineDash(dash.map((length) => length * unit));
        context.stroke(path);
        context.setLineDash([]);
      };
      context.fillStyle = paper.sea;
      context.fillRect(0, 0, view.width, view.height);
      paintSet(context, view, land, false, null, fill(paper.land));
      paintSet(context, view, lakes, false, null, fill(paper.lake));
      paintSet(context, view, land, true, null, stroke(paper.coast, 0.7, []));
      paintSet(context, view, lakes, true, null, stroke(paper.coast, 0.5, []));
      if (view.zoom >= RIVERS_FROM) {
        const wide = Math.max(1, RIVER_M * metre(RIVER_LATITUDE) * view.scale);
        paintSet(context, view, rivers, true, null, stroke(paper.lake, wide, []));
      }
      const width = view.zoom < 4 ? 0.8 : 1;
      paintSet(context, view, borders, true, agreed, stroke(paper.border, width, []));
      paintSet(context, view, borders, true, disputed, stroke(paper.border, width, [3, 2.5]));
    }
    return { paint: paint3 };
  }

  // words.js
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
    const found = spoken.messages[key];
    if (found === void 0) return key;
    const text2 = typeof found === "string" ? found : found[values.count === 1 ? "one" : "other"];
    return text2.replace(/\{(\w+)\}/g, (all, name) => {
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

  // absence.js
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
      const found = /* @__PURE__ */ new Map();
      for (let i = 0; i < one.length; i += 1) {
        const key = one[i] * parties + other[i];
        if (!found.has(key)) found.set(key, []);
        found.get(key).push(i);
      }
      return found;
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
    return new Set(codes.map((code) => ready.code.get(code)));
  }
  function narrowed(scene) {
    const { statuses: statuses2 } = scene;
    if (statuses2.length && !THERE.every((status) => statuses2.includes(status))) return true;
    if (scene.bbox !== null && scene.bbox !== void 0) return true;
    return ["kinds", "cities", "terms", "sources"].some((name) => scene[name].length);
  }
  function asked(ready, scene, names2) {
    const until = ready.columns.arrays["party.state_until"];
    const everyone = [];
    for (let i = 0; i < until.length; i += 1) {
      if (scene.as_of < until[i] || names2.has(i)) everyone.push(i);
    }
    const set = (codes) => new Set(codes.map((code) => ready.code.get(code)));
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
    const found = [];
    for (const i of rows) {
      const from = a[name + ".from"][i];
      const over = a[name + ".over"][i];
      if (a[name + ".known"][i] > scene.known_on) continue;
      if (scene.as_of < from || scene.as_of >= over) continue;
      if (name === NONE && lapsed(ready, scene, ends, from, over)) continue;
      const covering = mission3 && mission3[i] >= 0 ? statusOf(mission3[i]) : "";
      const closed = covering === "closed";
      const sure = scene.as_of >= a[name + ".surely"][i] && scene.as_of < a[name + ".fades"][i];
      found.push({ id: ids[i], from, sure: sure && !closed, closed, by: mission3 ? mission3[i] : -1 });
    }
    return found;
  }
  function before(one, other) {
    return other.sure - one.sure || one.closed - other.closed || other.from - one.from || (one.id < other.id ? -1 : 1);
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
    const found = [];
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
      found.push({
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
    return found;
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
      if (!seats2.has(key)) {
        const latitude2 = arrays["party.seat_latitude"][one.at];
        seats2.set(key, { id: "pair:" + pair, lon: longitude2, lat: latitude2, told: [], signs: [] });
      }
      const mark2 = seats2.get(key);
      mark2.told.push(one);
      const same2 = (sign2) => sign2.face === one.face && sign2.perhaps === one.perhaps;
      if (!mark2.signs.some(same2)) mark2.signs.push(one);
      if (mark2.signs.length > 1) mark2.signs = mark2.signs.filter((sign2) => sign2.face !== UNKNOWN);
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
      context.strokeStyle = paper;
      context.lineWidth = wide + 2.4;
      context.stroke();
    }
    path();
    context.strokeStyle = colour;
    context.lineWidth = wide;
    if (perhaps) context.setLineDash([0.55 * r, 0.62 * r]);
    context.stroke();
    context.setLineDash([]);
    context.lineCap = "butt";
  }
  function colourOf(stage, paper, one) {
    if (one.face === NONE) return paper.ink;
    if (one.face === UNKNOWN) return paper.quiet;
    const side2 = stage.sides.get(one.a);
    return side2 === void 0 ? paper.neutral : paper.sides[side2];
  }
  function draw(context, view, stage, paper, r) {
    const [first, last] = copies(view);
    const size = Math.max(3.4, 0.82 * r);
    const cell = 24;
    const cells = /* @__PURE__ */ new Map();
    const key = (x, y) => Math.round(x / cell) * 65536 + Math.round(y / cell);
    for (const item of stage.absences.length ? stage.drawn.symbols : []) {
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
    for (const mark2 of stage.absences) {
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
          sign(context, one.face, one.perhaps, size, colourOf(stage, paper, one), paper.halo);
          context.restore();
        });
        const wide = (mark2.signs.length - 1) * step / 2 + size;
        stage.drawn.absences.push({ x, y: low, r: wide, mark: mark2 });
      }
    }
  }
  function text(stage, mark2) {
    const { arrays, texts } = stage.ready.columns;
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

  // areas.js
  var areas_exports = {};
  __export(areas_exports, {
    drawAreas: () => drawAreas,
    drawCountry: () => drawCountry,
    drawPlaces: () => drawPlaces,
    outlines: () => outlines
  });

  // draw.js
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

  // colours.js
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

  // spots.js
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
  function spots(ready, found, emphasis) {
    const a = ready.columns.arrays;
    const longitude2 = a["placement.longitude"];
    const latitude2 = a["placement.latitude"];
    const groups2 = ready.columns.values.groups;
    const kind = a["mission.kind"];
    const ids = ready.columns.texts["mission.id"];
    const at3 = /* @__PURE__ */ new Map();
    found.number.forEach((m, i) => {
      const p = found.placement[i];
      const key = ready.points.placement[p];
      let spot = at3.get(key);
      if (!spot) {
        spot = {
          lon: longitude2[p],
          lat: latitude2[p],
          x: worldX(longitude2[p]),
          y: worldY(latitude2[p]),
          members: []
        };
        at3.set(key, spot);
      }
      spot.members.push(i);
    });
    const order = groups2.map((group2) => ORDER[group2] || 0);
    const weight = (i) => {
      const m = found.number[i];
      return (emphasis.has(ids[m]) ? -10 : 0) + order[kind[m]];
    };
    for (const spot of at3.values()) {
      if (spot.members.length > 1) spot.members.sort((i, j) => weight(i) - weight(j) || i - j);
      spot.areas = areas(ready, found, spot);
    }
    return [...at3.values()];
  }
  function areas(ready, found, spot) {
    const region = ready.columns.arrays["placement.region"];
    const radius2 = ready.columns.arrays["placement.radius"];
    const kept2 = [];
    for (const i of spot.members) {
      const p = found.placement[i];
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

  // glass.js
  var RING = 7;
  function same(one, other) {
    return Boolean(one && other) && one.what === other.what && one.id === other.id;
  }
  function ring(context, x, y, r, colour, paper) {
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.strokeStyle = paper.halo;
    context.lineWidth = 5;
    context.stroke();
    context.strokeStyle = colour;
    context.lineWidth = 2.5;
    context.stroke();
  }
  function mark(context, view, stage, paper, thing, colour) {
    if (thing.what === "mission") {
      const i = stage.at.get(thing.id);
      if (i === void 0) return;
      drawCountry(context, view, stage, paper, i);
      const fanned = stage.fanned.filter((item) => item.i === i);
      for (const item of fanned.length ? fanned : stage.drawn.symbols) {
        if (item.i !== i) continue;
        const r = item.r + 1.5;
        symbol(context, view, stage, paper, { ...item, r });
        ring(context, item.x, item.y, r + 3.5, colour, paper);
      }
    } else if (thing.what === "absence") {
      for (const item of stage.drawn.absences) {
        if (item.mark.id === thing.id) ring(context, item.x, item.y, item.r + 5, colour, paper);
      }
    } else if (thing.what === "line") {
      markLine(context, view, stage, paper, thing.id, colour);
    } else {
      for (const { path, region } of stage.drawn.areas) {
        if (region < 0 || stage.regionId(region) !== thing.id) continue;
        context.strokeStyle = colour;
        context.lineWidth = 2.5;
        context.stroke(path);
      }
    }
  }
  function markLine(context, view, stage, paper, id, colour) {
    const inks = colour === paper.focus ? { ...paper, pair: colour, ink: colour } : paper;
    const ends = /* @__PURE__ */ new Set();
    for (const stroke of stage.drawn.strokes) {
      if (stroke.route.id !== id) continue;
      strongLine(context, stroke, inks, 3.4);
      ends.add(stroke.route.start).add(stroke.route.end);
    }
    for (const item of stage.drawn.symbols) {
      if (ends.has(stage.found.number[item.i])) {
        symbol(context, view, stage, paper, item);
      }
    }
  }
  function fan(context, view, stage, paper) {
    stage.fanned = [];
    if (!stage.fan) return;
    const { members, x: wx, y: wy } = stage.fan;
    const r = Math.max(6, radius(view.zoom));
    const apart = 2 * r + 3;
    const x = wx * view.scale - view.left;
    const y = wy * view.scale - view.top;
    const wide = reach(members.length, apart) + r + 8;
    context.beginPath();
    context.arc(x, y, wide, 0, 2 * Math.PI);
    context.fillStyle = paper.halo;
    context.fill();
    context.strokeStyle = paper.quiet;
    context.lineWidth = 1;
    context.stroke();
    members.forEach((i, j) => {
      const [dx, dy] = offset(j, members.length, apart);
      const item = { i, x: x + dx, y: y + dy, r };
      stage.fanned.push(item);
      symbol(context, view, stage, paper, item);
    });
    stage.fanWide = { x, y, wide };
  }
  function painter(stage) {
    return function paint3(context, view) {
      if (!stage.found || !stage.drawn) return;
      const paper = stage.paper();
      fan(context, view, stage, paper);
      if (stage.chosen) mark(context, view, stage, paper, stage.chosen, paper.ink);
      if (stage.hover && !same(stage.hover, stage.chosen)) {
        mark(context, view, stage, paper, stage.hover, paper.quiet);
      }
      if (stage.focused) mark(context, view, stage, paper, stage.focused, paper.focus);
    };
  }

  // labels.js
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
    function within4(x0, y0, x1, y1) {
      return x0 >= frame[0] && y0 >= frame[1] && x1 <= frame[2] && y1 <= frame[3];
    }
    return { free, take, within: within4 };
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
      space.take(left - 2, top - 1, left + wide + 2, top + high + 1);
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

  // crowds.js
  var HIDING = 0.9;
  var BADGES_TO = 9;
  var SIZE = 9.5;
  function leaders(context, stage, paper) {
    context.strokeStyle = paper.quiet;
    context.fillStyle = paper.quiet;
    context.lineWidth = 0.8;
    for (const { x, y, spot, apart } of stage.drawn.fans) {
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
      context.beginPath();
      context.arc(x, y, 1.8, 0, 2 * Math.PI);
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
    const found = [];
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
      if (members.length > 1) found.push({ top, members: [...new Set(members)] });
    }
    return found;
  }
  function badges(context, view, stage) {
    const { symbols } = stage.drawn;
    if (view.zoom > BADGES_TO || symbols.length < 2) return [];
    const space = room([0, 0, view.width, view.height]);
    context.font = font(SIZE, 700);
    const found = groups(symbols).sort((a, b) => b.members.length - a.members.length);
    return found.flatMap(({ top, members }) => {
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
  function writeBadges(context, stage, paper) {
    context.font = font(SIZE, 700);
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const { x, y, half, text: text2 } of stage.drawn.badges) {
      context.beginPath();
      context.roundRect(x - half, y - 6.5, 2 * half, 13, 6.5);
      context.fillStyle = paper.ink;
      context.fill();
      context.strokeStyle = paper.paper;
      context.lineWidth = 1;
      context.stroke();
      context.fillStyle = paper.paper;
      context.fillText(text2, x, y + 0.5);
    }
    context.textAlign = "left";
  }

  // routes.js
  var routes_exports = {};
  __export(routes_exports, {
    COVERAGE: () => COVERAGE,
    EVERYTHING: () => EVERYTHING,
    NEIGHBOUR: () => NEIGHBOUR,
    PAIR: () => PAIR,
    SEAT: () => SEAT,
    pair: () => between2,
    pairId: () => pairId,
    routes: () => routes,
    seat: () => fromSeat
  });

  // filter.js
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
    const found = new Uint8Array(size);
    for (const value of wanted2) {
      const number2 = numbers.get(value);
      if (number2 !== void 0) found[number2] = 1;
    }
    return found;
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
    const found = [];
    if (scene.states.length) {
      const of4 = parties(scene.states);
      found.push((m) => of4[sending[m]] || of4[receiving[m]]);
    }
    if (scene.among.length) {
      const of4 = parties(scene.among);
      found.push((m) => of4[sending[m]] && of4[receiving[m]]);
    }
    if (scene.sending.length) {
      const of4 = parties(scene.sending);
      found.push((m) => of4[sending[m]]);
    }
    if (scene.receiving.length) {
      const of4 = parties(scene.receiving);
      found.push((m) => of4[receiving[m]]);
    }
    if (scene.kinds.length) {
      const kinds2 = ready.columns.values.kinds;
      const of4 = marks2(kinds2.length, scene.kinds, new Map(kinds2.map((kind2, i) => [kind2, i])));
      const kind = a["mission.kind"];
      found.push((m) => of4[kind[m]]);
    }
    if (scene.cities.length) {
      const cities = new Set(scene.cities);
      const city = texts["mission.city_folded"];
      found.push((m) => cities.has(city[m]));
    }
    if (scene.terms.length) {
      const of4 = a["mission.matching"] || bits(scene.matching, ready.missions);
      found.push((m) => of4[m]);
    }
    if (scene.sources.length) {
      const of4 = marks2(texts["source.id"].length, scene.sources, ready.source);
      const start = a["mission.sources_start"];
      const source = a["mission.source"];
      found.push((m) => {
        for (let i = start[m]; i < start[m + 1]; i += 1) if (of4[source[i]]) return true;
        return false;
      });
    }
    return found;
  }
  function inside(box, longitude2, latitude2) {
    const [west, south, east, north] = box;
    const between3 = west <= east ? west <= longitude2 && longitude2 <= east : west <= longitude2 || longitude2 <= east;
    return between3 && south <= latitude2 && latitude2 <= north;
  }
  function passing(ready, scene) {
    const narrow = tests(ready, scene);
    const found = [];
    for (let m = 0; m < ready.missions; m += 1) {
      if (narrow.every((test) => test(m))) found.push(m);
    }
    return Int32Array.from(found);
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
  function there(ready, found) {
    if (!found.status.includes(ready.undated)) return found;
    const kept2 = found.status.map((status, i) => i).filter((i) => found.status[i] !== ready.undated);
    const part = ([name, column2]) => [name, kept2.map((i) => column2[i])];
    return Object.fromEntries(Object.entries(found).map(part));
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
    const found = { number: [], status: [], perhaps: [], placement: [], last: [], digits: [] };
    for (const m of among2) {
      const e = at3(ready.episodes, m, scene.as_of, scene.known_on);
      if (e < 0) continue;
      const near2 = possible[e] && ready.episodes.end[e] - scene.as_of <= scene.undated;
      if (!shown[status[e]] && !near2) continue;
      const p = at3(ready.placements, m, scene.as_of, scene.known_on);
      if (p < 0) continue;
      if (scene.bbox && !inside(scene.bbox, longitude2[p], latitude2[p])) continue;
      found.number.push(m);
      found.status.push(status[e]);
      found.perhaps.push(perhaps[e]);
      found.placement.push(p);
      const seen2 = lastSeen(ready, m, scene);
      found.last.push(seen2 < 0 ? 0 : a["seen.day"][seen2]);
      found.digits.push(seen2 < 0 ? 0 : a["seen.digits"][seen2]);
    }
    return found;
  }
  function places(ready, scene) {
    const a = ready.columns.arrays;
    const ids = ready.columns.texts["region.id"];
    const codes = [...scene.states, ...scene.among, ...scene.sending, ...scene.receiving];
    const of4 = marks2(ready.columns.texts["party.code"].length, codes, ready.code);
    const found = [];
    ids.forEach((id, i) => {
      if (!id || a["region.known"][i] > scene.known_on) return;
      if (codes.length && !of4[a["region.state"][i]]) return;
      found.push(i);
    });
    return found;
  }

  // routes.js
  var GROUPS = ["embassy", "liaison", "consulate"];
  var STATUSES = ["open", "suspended", "preparing", "announced", "unknown", "closed"];
  var LATEST = 2147483646;
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
    const found = /* @__PURE__ */ new Map();
    const one = a["relation.a"];
    for (let i = 0; i < one.length; i += 1) {
      if (a["relation.known"][i] > scene.known_on || scene.as_of < a["relation.from"][i]) continue;
      const id = pairId(code[one[i]], code[a["relation.b"][i]]);
      found.set(id, (found.get(id) || 0) + 1);
    }
    return found;
  }
  function point2(ready, found, i) {
    const a = ready.columns.arrays;
    const p = found.placement[i];
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
  function between2(ready, found, i, j, relations) {
    const a = ready.columns.arrays;
    const code = ready.columns.texts["party.code"];
    const m = found.number[i];
    const receiving = a["mission.receiving"][m];
    const home = a["party.of"][receiving];
    const ends = [a["mission.sending"][m], home < 0 ? receiving : home];
    return route(
      "pair:" + pairId(code[ends[0]], code[ends[1]]),
      PAIR,
      ends[0],
      ends[1],
      m,
      found.number[j],
      point2(ready, found, i),
      point2(ready, found, j),
      { relations, perhaps: Boolean(found.perhaps[i] || found.perhaps[j]) }
    );
  }
  function pairs(ready, scene, found) {
    const a = ready.columns.arrays;
    const { texts, values } = ready.columns;
    const code = texts["party.code"];
    const id = texts["mission.id"];
    const best = /* @__PURE__ */ new Map();
    const groups2 = values.groups.map((group2) => GROUPS.indexOf(group2) * 16);
    const statuses2 = values.statuses.map((status) => STATUSES.indexOf(status));
    const rank = (i) => groups2[a["mission.kind"][found.number[i]]] + statuses2[found.status[i]];
    const before2 = (i, j) => {
      const difference = rank(i) - rank(j);
      return difference ? difference < 0 : id[found.number[i]] < id[found.number[j]];
    };
    found.number.forEach((m, i) => {
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
      routes2.push(between2(ready, found, i, j, told.get(pair) || 0));
    }
    return routes2;
  }
  function fromSeat(ready, found, i) {
    const a = ready.columns.arrays;
    const m = found.number[i];
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
      point2(ready, found, i),
      { perhaps: Boolean(found.perhaps[i]) }
    );
  }
  function seats(ready, found, joined) {
    const routes2 = [];
    found.number.forEach((m, i) => {
      const one = joined.has(m) ? null : fromSeat(ready, found, i);
      if (one) routes2.push(one);
    });
    return routes2;
  }
  function among(ready, scene) {
    const codes = (list) => new Set(list.map((code) => ready.code.get(code)));
    const states = codes(scene.states);
    const both2 = codes(scene.among);
    const sending = codes(scene.sending);
    const receiving = codes(scene.receiving);
    return (a, b, third) => (!states.size || states.has(a) || states.has(b) || states.has(third)) && (!both2.size || both2.has(a) && both2.has(b)) && (!sending.size || sending.has(a)) && (!receiving.size || receiving.has(b));
  }
  function coverage(ready, scene, found, at3) {
    const a = ready.columns.arrays;
    const id = ready.columns.texts["cover.id"];
    const narrowed2 = scene.bbox !== null && scene.bbox !== void 0 || ["kinds", "statuses", "cities", "terms", "sources"].some((name) => scene[name].length);
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
      const from = here === void 0 ? city : point2(ready, found, here);
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
  function neighbours(ready, scene, at3, found) {
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
          point2(ready, found, here),
          point2(ready, all, there2),
          { perhaps: true, unsure: unsure(ready, found.placement[here], all.placement[there2]) }
        )
      );
    }
    return routes2;
  }
  function routes(ready, scene, all) {
    const found = there(ready, all);
    const at3 = new Map(found.number.map((m, i) => [m, i]));
    const joining = pairs(ready, scene, found);
    const joined = new Set(joining.flatMap((line4) => [line4.start, line4.end]));
    return [
      ...joining,
      ...seats(ready, found, joined),
      ...coverage(ready, scene, found, at3),
      ...neighbours(ready, scene, at3, found)
    ];
  }
  var EVERYTHING = Object.freeze({
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
  });

  // strokes.js
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
      let found = kept2[at3].get(route2.way);
      if (!found) {
        const [[lon1, lat1], [lon2, lat2]] = [route2.from, route2.to];
        if (kept2[at3].size > KEPT_MOST) kept2[at3].clear();
        const xy = greatCircle(lon1, lat1, lon2, lat2, slack(at3));
        let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
        for (let i = 0; i < xy.length; i += 2) {
          if (xy[i] < x0) x0 = xy[i];
          if (xy[i] > x1) x1 = xy[i];
          if (xy[i + 1] < y0) y0 = xy[i + 1];
          if (xy[i + 1] > y1) y1 = xy[i + 1];
        }
        found = { xy, box: [x0, y0, x1, y1] };
        kept2[at3].set(route2.way, found);
      }
      return found;
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
    const found = [];
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
        if (runs.length) found.push({ route: route2, copy: k, runs });
      }
    }
    return found;
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
      const part = within(ax, ay, bx - ax, by - ay, x0, y0, x1, y1);
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
  function within(x, y, dx, dy, x0, y0, x1, y1) {
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
  function trace2(context, stroke) {
    for (const run of stroke.runs) {
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
  function along2(stroke, share2) {
    const lengths = stroke.runs.map(lengthOf);
    const whole2 = Math.max(...lengths);
    const run = stroke.runs[lengths.indexOf(whole2)];
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

  // calendar.js
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

  // texts.js
  function placed(ready, p) {
    const { arrays } = ready.columns;
    const off = arrays["placement.off"][p];
    const radius2 = arrays["placement.radius"][p];
    const values = { off: Number.isNaN(off) ? "" : distance2(off) };
    const said3 = say("placed." + exactness(ready, p), values);
    return Number.isNaN(radius2) ? said3 : say("placed.within", { said: said3, length: distance2(radius2) });
  }
  function mission(stage, i) {
    const { ready, found } = stage;
    const label = ready.columns.texts["mission.label"][found.number[i]];
    const status = say("status." + ready.columns.values.statuses[found.status[i]]);
    const undated = found.status[i] === ready.undated;
    const told = found.perhaps[i] && !undated ? say("status.perhaps", { status }) : status;
    const parts = [told, evidence(stage, i), placed(ready, found.placement[i])];
    return [label, parts.filter(Boolean).join("; ")];
  }
  function evidence({ ready, scene, found }, i) {
    const { said: said3 } = calendar_exports;
    if (found.status[i] === ready.undated) {
      const e = at(ready.episodes, found.number[i], scene.as_of, scene.known_on);
      return say("said.first", { day: said3(ready.episodes.end[e]) });
    }
    return found.last[i] ? say("said.last", { day: said3(found.last[i], found.digits[i]) }) : say("said.never");
  }
  function line(stage, route2) {
    const { texts, arrays } = stage.ready.columns;
    const names2 = texts["party.name"];
    const length = distance2(distance(...route2.from, ...route2.to));
    if (route2.kind === PAIR) {
      const told = say("count.relations", { count: route2.relations });
      return [names2[route2.a] + " – " + names2[route2.b], length + ", " + told];
    }
    if (route2.kind === SEAT) {
      const town = arrays["mission.town"][route2.end];
      const where = town >= 0 ? texts["town.name"][town] : names2[route2.b];
      return [names2[route2.a] + " – " + where, length];
    }
    const kind = say("line." + route2.kind);
    if (route2.kind === COVERAGE) {
      return [names2[route2.a] + " – " + names2[route2.b], kind + ", " + length];
    }
    const labels = texts["mission.label"];
    return [labels[route2.start] + " – " + labels[route2.end], lengthOf2(route2) || kind];
  }
  function of2(stage, thing) {
    if (thing.what === "stack") {
      return [say("count.here", { count: thing.members.length }), ""];
    }
    if (thing.what === "mission") {
      const i = stage.at.get(thing.id);
      return i === void 0 ? ["", ""] : mission(stage, i);
    }
    if (thing.what === "line") {
      const route2 = stage.routes.find((one) => one.id === thing.id);
      return route2 ? line(stage, route2) : ["", ""];
    }
    if (thing.what === "absence") {
      const found = stage.absences.filter((mark2) => mark2.id === thing.id);
      const told = found.flatMap((mark2) => mark2.told);
      return told.length ? text(stage, { told }) : ["", ""];
    }
    const { texts } = stage.ready.columns;
    const region = texts["region.id"].indexOf(thing.id);
    return [region < 0 ? "" : texts["region.name"][region], say("legend.area")];
  }
  function lengthOf2(route2) {
    if (Number.isNaN(route2.unsure)) return "";
    return roughly(distance(...route2.from, ...route2.to), route2.unsure);
  }

  // tiles.js
  var WORLD = {
    bounds: [
      [-85.0511287798, -180],
      [85.0511287798, 180]
    ]
  };
  var Tiles = L.TileLayer.extend({
    _isValidTile: function(coords) {
      const many = Math.pow(2, coords.z);
      const once = L.point((coords.x % many + many) % many, coords.y);
      once.z = coords.z;
      return L.TileLayer.prototype._isValidTile.call(this, once);
    }
  });
  function made(found) {
    return new Tiles(found.url, {
      attribution: say("tiles.credit", { name: found.credit }),
      bounds: (found.bounds ? found : WORLD).bounds,
      crossOrigin: "anonymous",
      // so that a picture may hold them
      maxNativeZoom: found.most,
      minZoom: found.least,
      maxZoom: 24,
      referrerPolicy: "strict-origin-when-cross-origin"
    });
  }
  function tiles(choices, changed) {
    let found = null;
    let layer2 = null;
    let loaded = false;
    function failed() {
      if (loaded) return;
      if (layer2.options.crossOrigin) {
        layer2.options.crossOrigin = false;
        layer2.redraw();
        return;
      }
      changed(say("tiles.failed", { name: found.name || found.key }));
    }
    function show2(map, key) {
      const wanted2 = choices.find((one) => one.key === key) || null;
      if (wanted2 === found) return false;
      if (layer2) layer2.remove();
      found = wanted2;
      layer2 = null;
      loaded = false;
      changed("");
      if (!found) return true;
      layer2 = made(found);
      layer2.on("tileload", () => {
        if (!loaded) changed("");
        loaded = true;
      });
      layer2.on("tileerror", failed);
      layer2.addTo(map);
      return true;
    }
    function speak2(map) {
      const control = map.attributionControl;
      if (!layer2 || !control) return;
      control.removeAttribution(layer2.options.attribution);
      layer2.options.attribution = say("tiles.credit", { name: found.credit });
      control.addAttribution(layer2.options.attribution);
    }
    function boxes2(view) {
      if (!found || Math.round(view.zoom) < found.least) return [];
      const [[south, west], [north, east]] = (found.bounds ? found : WORLD).bounds;
      const [x0, x1] = [worldX(west), worldX(east)];
      const [y0, y1] = [worldY(north), worldY(south)];
      const [first, last] = copies(view);
      const here = [];
      for (let k = first; k <= last; k += 1) {
        here.push([
          (x0 + k) * view.scale - view.left,
          Math.max(0, y0) * view.scale - view.top,
          (x1 + k) * view.scale - view.left,
          Math.min(1, y1) * view.scale - view.top
        ]);
      }
      return here;
    }
    return { show: show2, speak: speak2, boxes: boxes2 };
  }
  function within2(boxes2, x, y) {
    return boxes2.some(([x0, y0, x1, y1]) => x > x0 && x < x1 && y > y0 && y < y1);
  }
  var backdrop = {
    _backed: function(container) {
      const note = L.DomUtil.create("div", "atlas-note", container);
      note.setAttribute("role", "status");
      note.hidden = true;
      this._tiles = tiles(this.options.backgrounds || [], (text2) => {
        note.textContent = text2;
        note.hidden = !text2;
      });
      this._note = note;
      this._stage.tiled = this._tiles.boxes;
      this._stage.viewpoint = () => (this._stage.scene || {}).viewpoint || "";
    },
    _behind: function(scene) {
      const changed = this._tiles.show(this._map, scene.background || "");
      if (!changed && scene.language !== this._tilesIn) this._tiles.speak(this._map);
      this._tilesIn = scene.language;
      const viewpoint = scene.viewpoint || "";
      if (changed || viewpoint !== this._seen) this._ground.ask();
      this._seen = viewpoint;
      const { dataset } = this._map.getContainer();
      dataset.viewpoint = viewpoint;
      dataset.background = scene.background || "";
    },
    _unbacked: function() {
      this._tiles.show(this._map, "");
      this._note.remove();
    }
  };

  // naming.js
  var CROWD = 200;
  var SYMBOLS_MOST = 2e3;
  var NAMED_FROM = 11;
  var TOWNS_FROM = 4.2;
  var PAIRS_TO = 9;
  var STATES_TO = 8.5;
  var CLOSE = 3.6;
  var SHARES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];
  function* lineLabels(context, space, stage, paper, strong, view) {
    const base = { size: 12, weight: 600, halo: paper.halo, along: true };
    const told = /* @__PURE__ */ new Set();
    for (const stroke of view.zoom > PAIRS_TO ? [] : bySight(space, strong)) {
      if (told.has(stroke.route.id)) continue;
      const pair = stroke.route.kind === PAIR;
      const clear = beyond(stroke);
      const style = { ...base, ink: pair ? paper.pair : paper.ink, clear };
      const write2 = lineLabel(context, space, lineText(stroke.route, true), stroke, style);
      if (!write2) continue;
      told.add(stroke.route.id);
      yield write2;
    }
    for (const stroke of strong) {
      for (const [x, y] of points2(stroke)) space.take(x - 4, y - 4, x + 4, y + 4);
    }
  }
  function bySight(space, strokes2) {
    const seen2 = (stroke) => [...points2(stroke)].filter(([x, y]) => space.within(x, y, x, y)).length;
    const sorted = strokes2.map((stroke) => [seen2(stroke), stroke]).sort((a, b) => b[0] - a[0]);
    return sorted.map(([, stroke]) => stroke);
  }
  function lineLabel(context, space, text2, stroke, style) {
    const places2 = SHARES.map((share2) => along2(stroke, share2)).filter(
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
  function beyond(stroke) {
    const all = [...points2(stroke)];
    return (x0, y0, x1, y1) => !all.some(([x, y]) => x > x0 && x < x1 && y > y0 && y < y1);
  }
  function lineText(route2, long) {
    if (route2.kind === PAIR && !long) return number(route2.relations);
    const count = route2.relations;
    const told = count ? " · " + say("count.relations", { count }) : "";
    return lengthOf2(route2) + told;
  }
  function* smallLineLabels(context, space, stage, paper, view, kind) {
    const pair = kind === PAIR;
    if (pair && (view.zoom > PAIRS_TO || view.zoom < 2 && stage.routes.length > CROWD)) return;
    const ink = pair ? paper.pair : paper.ink;
    const style = {
      size: 10.5,
      weight: 600,
      ink,
      pill: paper.halo,
      gap: pair ? 5 : 3,
      halo: paper.halo
    };
    for (const stroke of stage.drawn.strokes) {
      const { route: route2 } = stroke;
      if (route2.kind !== kind || stage.emphasis.has(route2.id)) continue;
      if (pair && !route2.relations) continue;
      for (const share2 of pair ? [0.5] : [0.5, 0.38, 0.62, 0.26, 0.74]) {
        const [x, y, length] = along2(stroke, share2);
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
  function* strongLabels(context, space, stage, paper) {
    const { texts } = stage.ready.columns;
    const style = { size: 13, weight: 600, ink: paper.ink, halo: paper.halo, longest: 22 };
    for (const item of stage.drawn.symbols) {
      if (!item.strong) continue;
      const text2 = texts["mission.short"][stage.found.number[item.i]];
      const r = item.r + (item.chosen ? RING : 0);
      for (const [away2, over] of [
        [0, false],
        [10, false],
        [22, false],
        [0, true]
      ]) {
        const way = { ...style, over };
        const write2 = beside(context, space, text2, item.x, item.y, r + away2, way);
        if (!write2) continue;
        yield write2;
        break;
      }
    }
  }
  function* missionLabels(context, space, stage, paper, view) {
    if (view.zoom < NAMED_FROM) return;
    const { texts, arrays } = stage.ready.columns;
    const small = { size: 11.5, weight: 500, ink: paper.ink, halo: paper.halo, longest: 24 };
    for (const item of stage.drawn.symbols) {
      if (item.strong) continue;
      const party = arrays["mission.sending"][stage.found.number[item.i]];
      const text2 = texts["party.name"][party];
      const write2 = beside(context, space, text2, item.x, item.y, item.r, small);
      if (write2) yield write2;
    }
  }
  function* anchorLabels(context, space, stage, paper) {
    const { texts, arrays } = stage.ready.columns;
    const style = { size: 11.5, weight: 500, ink: paper.town, halo: paper.halo, longest: 24 };
    for (const { x, y, r, mission: mission3 } of stage.drawn.anchors) {
      const text2 = texts["party.name"][arrays["mission.sending"][mission3]];
      const write2 = beside(context, space, text2, x, y, r, style);
      if (write2) yield write2;
    }
  }
  function* vagueLabels(context, space, stage, paper) {
    const style = {
      size: 11,
      weight: 500,
      ink: paper.town,
      halo: paper.halo,
      longest: 40,
      along: true
    };
    const { ready } = stage;
    for (const { x, y, wide, spot } of stage.drawn.fans) {
      const many = spot.members.length > 1;
      if (!many && stage.drawn.view.zoom < NAMED_FROM) continue;
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
  function* townLabels(context, space, stage, paper, view) {
    if (view.zoom < TOWNS_FROM) return;
    const tiled = stage.tiled(view);
    const { texts, arrays } = stage.ready.columns;
    const [first, last] = copies(view);
    const style = { size: view.zoom < 7 ? 11 : 13, weight: 500, ink: paper.town, halo: paper.land };
    for (const [town] of stage.towns) {
      const lon = arrays["town.longitude"][town];
      const wx = worldX(lon);
      const y = worldY(arrays["town.latitude"][town]) * view.scale - view.top;
      for (let k = first; k <= last; k += 1) {
        const x = (wx + k) * view.scale - view.left;
        if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
        if (within2(tiled, x, y)) continue;
        const r = radius(view.zoom) + (view.zoom < 6 ? 0 : 4);
        const write2 = beside(context, space, texts["town.name"][town], x, y, r, style);
        if (write2) yield write2;
      }
    }
  }
  function* placeLabels(context, space, stage, paper) {
    const names2 = stage.ready.columns.texts["region.name"];
    const style = { size: 12, weight: 600, ink: paper.town, halo: paper.halo, longest: 24 };
    for (const { region, members, wide, x, y, low } of stage.drawn.areas) {
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
    return ground2.texts["state.name"].map((name, i) => called[ready.code.get(code[i])] || name);
  }
  function* stateLabels(context, space, stage, paper, view) {
    const { ground: ground2 } = stage;
    const [first, last] = copies(view);
    const texts = stateNames(stage);
    const longitude2 = ground2.arrays["state.longitude"];
    const latitude2 = ground2.arrays["state.latitude"];
    const from = ground2.arrays["state.min_zoom"];
    if (view.zoom > STATES_TO) return;
    const tiled = stage.tiled(view);
    for (let i = 0; i < texts.length; i += 1) {
      if (view.zoom + 0.6 < from[i]) continue;
      const big = from[i] < 3;
      const size = big ? view.zoom < 3 ? 11 : 13 : view.zoom < 5 ? 10.5 : 12;
      const style = { size, weight: 500, ink: paper.name, halo: "", longest: 14, gap: 3 };
      const wx = worldX(longitude2[i]);
      const y = worldY(latitude2[i]) * view.scale - view.top;
      for (let k = first; k <= last; k += 1) {
        const x = (wx + k) * view.scale - view.left;
        if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
        if (within2(tiled, x, y)) continue;
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
  function names(context, view, stage, paper, strong) {
    const { NEIGHBOUR: NEIGHBOUR2, PAIR: PAIR2 } = routes_exports;
    const space = room(frameOf(view));
    const { symbols } = stage.drawn;
    for (const box of stage.reserved(view)) space.take(...box);
    for (const { x, y, half } of stage.drawn.badges) {
      space.take(x - half, y - 7, x + half, y + 7);
    }
    avoid(space, symbols);
    avoid(space, stage.drawn.anchors);
    avoid(
      space,
      stage.drawn.absences.filter(({ mark: mark2 }) => mark2.signs[0].face !== "unknown")
    );
    const writers = [
      ...strongLabels(context, space, stage, paper),
      ...lineLabels(context, space, stage, paper, strong, view)
    ];
    writers.push(
      ...smallLineLabels(context, space, stage, paper, view, NEIGHBOUR2),
      ...anchorLabels(context, space, stage, paper),
      ...missionLabels(context, space, stage, paper, view),
      ...vagueLabels(context, space, stage, paper),
      ...placeLabels(context, space, stage, paper),
      ...smallLineLabels(context, space, stage, paper, view, PAIR2),
      ...townLabels(context, space, stage, paper, view)
    );
    const states = [...stateLabels(context, space, stage, paper, view)];
    context.globalCompositeOperation = "destination-over";
    for (const write2 of states) write2();
    context.globalCompositeOperation = "source-over";
    writeBadges(context, stage, paper);
    for (const write2 of writers) write2();
  }

  // raster.js
  var raster_exports = {};
  __export(raster_exports, {
    FROM: () => FROM,
    lines: () => lines2
  });
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
    if (!sheet) sheet = document.createElement("canvas").getContext("2d");
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

  // symbols.js
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
    context.fillStyle = paper;
    context.fill();
    if (status === "open") {
      context.globalAlpha = perhaps ? PALE : 1;
      context.fillStyle = colour;
      context.fill();
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
      context.beginPath();
      context.arc(0, shape2 === "triangle" ? r * 0.15 : 0, r * 0.34, 0, 2 * Math.PI);
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
    context.beginPath();
    context.arc(0, 0, r + 1, 0, 2 * Math.PI);
    context.fillStyle = paper;
    context.fill();
    const perhaps = look2.perhaps && look2.status !== "undated";
    draw2(context, { ...look2, perhaps, how: "" }, r * 0.54, colour, paper);
    const dash = 2 * Math.PI * (r - 0.4) / 16;
    context.beginPath();
    context.arc(0, 0, r - 0.4, 0, 2 * Math.PI);
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
    context.strokeStyle = colour;
    context.lineWidth = 0.9;
    context.setLineDash([1.1, 1.5]);
    context.stroke();
    context.setLineDash([]);
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
    context.fillStyle = paper;
    context.fill();
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
    if (kept.has(key)) return kept.get(key);
    if (kept.size > 600) kept.clear();
    const half = Math.ceil(r * 1.3 + 3);
    const size = Math.ceil(2 * half * ratio);
    const canvas = blank(size);
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    context.translate(half, half);
    draw2(context, look2, r, colour, paper);
    const made2 = {
      image: canvas.transferToImageBitmap ? canvas.transferToImageBitmap() : canvas,
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

  // draw.js
  var FANNED = 7.5;
  var CHUNK = 64;
  var WIDER = 1.6;
  var COVERED2 = 1.5;
  var STRONGER = 1.8;
  var DASHES = { coverage: [5, 4], neighbour: [1.5, 3] };
  function radius(zoom) {
    return Math.max(3.6, Math.min(7, 3.1 + 0.34 * zoom));
  }
  function sideColour(stage, paper, party) {
    const side2 = stage.sides.get(party);
    return side2 === void 0 ? null : paper.sides[side2];
  }
  function missionColour(stage, paper, i) {
    const m = stage.found.number[i];
    const sending = stage.ready.columns.arrays["mission.sending"][m];
    return sideColour(stage, paper, sending) || paper.neutral;
  }
  function look(stage, i) {
    const { ready, found } = stage;
    const { groups: groups2, statuses: statuses2 } = ready.columns.values;
    const kind = ready.columns.arrays["mission.kind"][found.number[i]];
    return {
      shape: shape(groups2[kind]),
      status: statuses2[found.status[i]],
      perhaps: Boolean(found.perhaps[i]),
      how: how(ready, found.placement[i]),
      stale: stale(stage, i)
    };
  }
  function stale({ ready, found, scene }, i) {
    const { statuses: statuses2, stale_days: days } = ready.columns.values;
    if (["undated", "closed"].includes(statuses2[found.status[i]])) return false;
    return found.last[i] < scene.as_of - days;
  }
  function idOf(stage, i) {
    return stage.ready.columns.texts["mission.id"][stage.found.number[i]];
  }
  function emphatic(stage, i) {
    const id = idOf(stage, i);
    return stage.emphasis.has(id) || isChosen(stage, id);
  }
  function isChosen(stage, id) {
    const { chosen } = stage;
    return Boolean(chosen) && chosen.what === "mission" && chosen.id === id;
  }
  function reachOf(stage, i, r, strong) {
    const wide = vague(stage.ready, stage.found.placement[i]) ? WIDER : 0;
    return r + wide + (strong ? STRONGER : 0);
  }
  function faded(zoom) {
    return 1 - 0.7 * Math.max(0, Math.min(1, (zoom - 9) / 4));
  }
  function lineLook(stage, paper, route2, crowd, zoom) {
    const quiet = (stage.emphasis.size ? 0.65 : 1) * faded(zoom);
    const side2 = sideColour(stage, paper, route2.a);
    if (route2.kind === PAIR) {
      const dash = route2.perhaps ? [7, 4] : [];
      return { colour: paper.pair, width: 1.3, alpha: Math.min(0.75, 2 * crowd) * quiet, dash };
    }
    if (route2.kind === NEIGHBOUR) {
      return { colour: paper.ink, width: 1.4, alpha: 0.8, dash: DASHES.neighbour };
    }
    const alpha = (side2 ? 1.25 : 1) * crowd * quiet;
    return {
      colour: side2 || paper.quiet,
      width: route2.kind === COVERAGE ? 1.1 : 0.9,
      alpha: Math.min(0.9, alpha),
      dash: DASHES[route2.kind] || []
    };
  }
  function drawLines(context, view, stage, paper, from = stage.rasterFrom) {
    const all = strokes(stage.routes, stage.run, view);
    stage.drawn.strokes = all;
    const crowd = Math.max(0.12, Math.min(0.6, 9 / Math.sqrt(stage.routes.length + 1)));
    const batches = /* @__PURE__ */ new Map();
    const strong = [];
    for (const stroke of all) {
      if (stage.emphasis.has(stroke.route.id)) {
        strong.push(stroke);
        continue;
      }
      const style = lineLook(stage, paper, stroke.route, crowd, view.zoom);
      const key = style.colour + style.width + style.alpha + style.dash;
      if (!batches.has(key)) batches.set(key, { style, strokes: [] });
      batches.get(key).strokes.push(stroke);
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
        for (const stroke of strokes2.slice(i, i + CHUNK)) trace2(context, stroke);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
    for (const stroke of strong) strongLine(context, stroke, paper, 2.6);
    return strong;
  }
  function strongLine(context, stroke, paper, width) {
    const dash = DASHES[stroke.route.kind] || (stroke.route.perhaps ? [9, 5] : []);
    context.lineJoin = "round";
    context.beginPath();
    trace2(context, stroke);
    context.strokeStyle = paper.halo;
    context.lineWidth = width + 2.6;
    context.stroke();
    context.setLineDash(dash.map((length) => length * 1.3));
    context.strokeStyle = stroke.route.kind === PAIR ? paper.pair : paper.ink;
    context.lineWidth = width;
    context.stroke();
    context.setLineDash([]);
  }
  function drawAnchors(context, view, stage, paper) {
    const ids = stage.ready.columns.texts["mission.id"];
    const done = /* @__PURE__ */ new Set();
    for (const { route: route2, copy, runs } of stage.drawn.strokes) {
      if (route2.kind !== NEIGHBOUR || stage.at.has(ids[route2.end])) continue;
      const seen2 = Math.max(
        ...runs.map((run) => Math.hypot(run[0] - run.at(-2), run[1] - run.at(-1)))
      );
      if (seen2 < 24 || done.has(copy + " " + route2.end)) continue;
      done.add(copy + " " + route2.end);
      const x = (worldX(route2.to[0]) + copy) * view.scale - view.left;
      const y = worldY(route2.to[1]) * view.scale - view.top;
      stage.drawn.anchors.push({ x, y, r: 4, mission: route2.end });
      context.beginPath();
      context.arc(x, y, 3.5, 0, 2 * Math.PI);
      context.fillStyle = paper.paper;
      context.fill();
      context.strokeStyle = paper.town;
      context.lineWidth = 1.4;
      context.stroke();
    }
  }
  function apartOf(stage, spot, view, r) {
    const most = Math.max(...spot.members.map((i) => reachOf(stage, i, r, false)));
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
  function drawSymbols(context, view, stage, paper, r) {
    const [first, last] = copies(view);
    const layers = [[], [], []];
    for (const spot of stage.spots) {
      if (tooClose(stage.ready, stage.found.placement[spot.members[0]], view)) continue;
      const n = spot.members.length;
      const apart = apartOf(stage, spot, view, r);
      const stacked = n > FEW && apart === 0;
      const wide = reach(n, apart);
      const room2 = 2 * r + 6 + wide;
      for (let k = first; k <= last; k += 1) {
        const x = (spot.x + k) * view.scale - view.left;
        const y = spot.y * view.scale - view.top;
        if (x < -room2 || y < -room2 || x > view.width + room2 || y > view.height + room2) continue;
        if (view.zoom >= FANNED) stage.drawn.fans.push({ x, y, spot, apart, wide: wide + r + WIDER });
        let order = 0;
        for (const [i, px, py] of standing(spot, view, k, apart)) {
          const strong = emphatic(stage, i);
          const item = { i, x: px, y: py, r: reachOf(stage, i, r, strong), spot, strong };
          item.chosen = strong && isChosen(stage, idOf(stage, i));
          stage.drawn.symbols.push(item);
          const side2 = missionColour(stage, paper, i) !== paper.neutral;
          if (!stacked || order === 0 || strong) layers[strong ? 2 : side2 ? 1 : 0].push(item);
          order += 1;
        }
      }
    }
    leaders(context, stage, paper);
    for (const layer2 of layers.map(uncovered)) {
      for (let j = layer2.length - 1; j >= 0; j -= 1) {
        symbol(context, view, stage, paper, layer2[j]);
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
  function symbol(context, view, stage, paper, item) {
    const colour = missionColour(stage, paper, item.i);
    const made2 = stage.sprite(look(stage, item.i), item.r, colour, paper.paper, view.ratio);
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
  function painter2(stage) {
    return function paint3(context, view) {
      if (!stage.found) return;
      const paper = stage.paper();
      const r = radius(view.zoom);
      stage.drawn = nothing(view);
      drawPlaces(context, view, stage, paper, r);
      drawAreas(context, view, stage, paper, r);
      const strong = drawLines(context, view, stage, paper);
      drawAnchors(context, view, stage, paper);
      drawSymbols(context, view, stage, paper, r);
      draw(context, view, stage, paper, r);
      stage.drawn.badges = badges(context, view, stage);
      names(context, view, stage, paper, strong);
    };
  }

  // areas.js
  var DISC_VERTICES = 72;
  var BENT_M = 3e4;
  var INSIDE = 0.5;
  function regionPath(stage, region, view, k) {
    const a = stage.ready.columns.arrays;
    const path = new Path2D();
    const start = a["region.part"];
    const first = a["region.first"][region];
    const last = a["region.first"][region + 1];
    for (let ring2 = first; ring2 < last; ring2 += 1) {
      for (let j = start[ring2]; j < start[ring2 + 1]; j += 1) {
        const x = (a["region.x"][j] + k) * view.scale - view.left;
        const y = a["region.y"][j] * view.scale - view.top;
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
  function areaColour(stage, paper, area2) {
    const of4 = (i) => missionColour(stage, paper, i);
    const colour = of4(area2.members[0]);
    const alike = area2.members.every((i) => of4(i) === colour);
    return alike ? colour : paper.neutral;
  }
  function drawPlaces(context, view, stage, paper, r) {
    const a = stage.ready.columns.arrays;
    const [first, last] = copies(view);
    for (const region of stage.places) {
      const [west, east] = [a["region.west"][region], a["region.east"][region]];
      const wide = (east - west) * view.scale / 2;
      if (wide < r * 1.7) continue;
      for (let k = first; k <= last; k += 1) {
        const left = (west + k) * view.scale - view.left;
        const top = a["region.top"][region] * view.scale - view.top;
        const low = a["region.bottom"][region] * view.scale - view.top;
        if (left > view.width || left + 2 * wide < 0 || top > view.height || low < 0) continue;
        const path = regionPath(stage, region, view, k);
        tint(context, path, paper.quiet, paper.area * 0.6, 0.6);
        stage.drawn.areas.push({ path, region, members: [], wide, x: left + wide, y: top, low });
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
  function drawAreas(context, view, stage, paper, r) {
    const [first, last] = copies(view);
    const within4 = /* @__PURE__ */ new Set();
    for (const spot of stage.spots) {
      for (const area2 of spot.areas) {
        const wide = area2.metres * metre(spot.lat) * view.scale;
        if (wide < r * 1.7) continue;
        const colour = areaColour(stage, paper, area2);
        for (let k = first; k <= last; k += 1) {
          const x = (spot.x + k) * view.scale - view.left;
          const y = spot.y * view.scale - view.top;
          if (x + wide < 0 || y + wide < 0 || x - wide > view.width || y - wide > view.height) {
            continue;
          }
          const far = Math.hypot(Math.max(x, view.width - x), Math.max(y, view.height - y));
          if (area2.region < 0 && far < wide) {
            within4.add(colour);
            continue;
          }
          const path = area2.region >= 0 ? regionPath(stage, area2.region, view, k) : discPath(spot, area2.metres, view, k);
          tint(context, path, colour, paper.area, 0.75);
          const { region, members } = area2;
          stage.drawn.areas.push({ path, region, members, wide, x, y });
        }
      }
    }
    for (const colour of within4) {
      context.globalAlpha = paper.area * INSIDE;
      context.fillStyle = colour;
      context.fillRect(0, 0, view.width, view.height);
    }
    context.globalAlpha = 1;
    stage.drawn.within = within4.size;
  }
  function drawCountry(context, view, stage, paper, i) {
    const placement = stage.found.placement[i];
    const region = stage.ready.columns.arrays["placement.region"][placement];
    const { how: how2, tooClose: tooClose2 } = spots_exports;
    if (region < 0 || how2(stage.ready, placement) !== "country") return;
    if (tooClose2(stage.ready, placement, view)) return;
    const [first, last] = copies(view);
    const colour = missionColour(stage, paper, i);
    for (let k = first; k <= last; k += 1) {
      tint(context, regionPath(stage, region, view, k), colour, paper.area, 0.75);
    }
  }
  function outlines(ready, places2, found) {
    const named2 = new Set(found.placement.map((p) => ready.columns.arrays["placement.region"][p]));
    const pairs2 = ready.columns.arrays["region.alike"];
    const left = new Set(places2);
    for (let i = 0; i < pairs2.length; i += 2) {
      const [one, other] = [pairs2[i], pairs2[i + 1]];
      if (!left.has(one) || !left.has(other)) continue;
      left.delete(named2.has(other) && !named2.has(one) ? one : other);
    }
    return places2.filter((region) => left.has(region));
  }

  // columns.js
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
      return read(buffer.slice(byteOffset, byteOffset + byteLength));
    }
    const answer = await fetch(given, { cache: "force-cache" });
    if (!answer.ok) throw new Error("status " + answer.status);
    return read(await answer.arrayBuffer());
  }

  // histogram.js
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
    context.strokeStyle = colour;
    context.lineWidth = 1.1;
    context.stroke();
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

  // legend.js
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
  function symbol2(paper, look2, colour, text2, r = 5.6) {
    const paint3 = (context) => {
      context.save();
      context.translate(SIZE2 / 2, SIZE2 / 2);
      draw2(context, look2, r, colour, paper.paper);
      context.restore();
    };
    return { wide: SIZE2, paint: paint3, text: text2 };
  }
  function line2(colour, width, dash, text2) {
    const paint3 = (context) => {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.setLineDash(dash);
      context.beginPath();
      context.moveTo(1, SIZE2 / 2);
      context.lineTo(LINE - 1, SIZE2 / 2);
      context.stroke();
      context.setLineDash([]);
    };
    return { wide: LINE, paint: paint3, text: text2 };
  }
  function disc2(colour, alpha, text2) {
    const paint3 = (context) => {
      context.beginPath();
      context.arc(SIZE2 / 2, SIZE2 / 2, 7.5, 0, 2 * Math.PI);
      context.globalAlpha = alpha;
      context.fillStyle = colour;
      context.fill();
      context.globalAlpha = 0.8;
      context.strokeStyle = colour;
      context.lineWidth = 1;
      context.setLineDash([3, 2]);
      context.stroke();
      context.setLineDash([]);
      context.globalAlpha = 1;
    };
    return { wide: SIZE2, paint: paint3, text: text2 };
  }
  function used(stage) {
    const { ready, found } = stage;
    const { groups: groups2, statuses: statuses2 } = ready.columns.values;
    const kind = ready.columns.arrays["mission.kind"];
    const sending = ready.columns.arrays["mission.sending"];
    const all = { groups: /* @__PURE__ */ new Set(), statuses: /* @__PURE__ */ new Set(), parties: /* @__PURE__ */ new Set(), how: /* @__PURE__ */ new Set() };
    found.number.forEach((m, i) => {
      all.groups.add(groups2[kind[m]]);
      all.statuses.add(statuses2[found.status[i]]);
      all.parties.add(sending[m]);
      const dated = found.status[i] !== ready.undated;
      all.perhaps = all.perhaps || dated && Boolean(found.perhaps[i]);
      all.stale = all.stale || stale(stage, i);
      all.how.add(how(ready, found.placement[i]));
    });
    return all;
  }
  function sides(stage, paper, all) {
    const names2 = stage.ready.columns.texts["party.name"];
    const made2 = [];
    for (const [party, side2] of stage.sides) {
      if (!all.parties.delete(party)) continue;
      const text2 = say("legend.sent_by", { name: names2[party] });
      made2.push(symbol2(paper, PLAIN, paper.sides[side2], text2));
    }
    if (made2.length && all.parties.size) {
      made2.push(symbol2(paper, PLAIN, paper.neutral, say("legend.others")));
    }
    return made2;
  }
  function kinds(paper, all) {
    return KINDS2.filter((group2) => all.groups.has(group2)).map((group2) => {
      const look2 = { ...PLAIN, shape: shape(group2) };
      return symbol2(paper, look2, paper.ink, say("kind." + group2));
    });
  }
  function statuses(stage, paper, all) {
    const told = (look2, text2, r) => symbol2(paper, { ...PLAIN, ...look2 }, paper.ink, text2, r);
    const made2 = STATUSES2.filter((status) => all.statuses.has(status)).map(
      (status) => told({ status, perhaps: status === "undated" }, say("status." + status))
    );
    if (all.perhaps) made2.push(told({ perhaps: true }, say("legend.perhaps")));
    if (all.stale) {
      const years2 = Math.round(stage.ready.columns.values.stale_days / 365.2425);
      made2.push(told({ stale: true }, say("legend.stale", { count: years2 })));
    }
    for (const how2 of HOW2.filter((one) => all.how.has(one))) {
      made2.push(told({ how: how2 }, say("how." + how2), ringed(how2) ? 7.2 : void 0));
    }
    return made2;
  }
  function lines3(stage, paper, all) {
    const drawn3 = new Set(stage.routes.map((route2) => route2.kind));
    const looks = {
      pair: [paper.pair, 2, []],
      seat: [paper.quiet, 1.2, []],
      coverage: [paper.quiet, 1.4, [5, 4]],
      neighbour: [paper.ink, 1.6, [1.5, 3]]
    };
    const made2 = LINES.filter((kind) => drawn3.has(kind)).map(
      (kind) => line2(...looks[kind], say("line." + kind))
    );
    if (all.groups.size) {
      made2.push(disc2(paper.ink, paper.area, say("legend.area")));
    }
    return made2;
  }
  function absences(stage, paper) {
    const signs = stage.absences.flatMap((mark2) => mark2.signs);
    const made2 = FACES.filter((face) => signs.some((one) => one.face === face)).map(
      (face) => {
        const paint3 = (context) => {
          context.save();
          context.translate(SIZE2 / 2, SIZE2 / 2);
          const colour = face === "unknown" ? paper.quiet : paper.ink;
          sign(context, face, false, 5, colour, paper.paper);
          context.restore();
        };
        return { wide: SIZE2, paint: paint3, text: say("face." + face) };
      }
    );
    if (signs.some((one) => one.perhaps) && !stage.found.perhaps.some(Boolean)) {
      const paint3 = (context) => {
        context.save();
        context.translate(SIZE2 / 2, SIZE2 / 2);
        sign(context, "covered", true, 5, paper.ink, paper.paper);
        context.restore();
      };
      made2.push({ wide: SIZE2, paint: paint3, text: say("legend.perhaps") });
    }
    return made2;
  }
  function entries(stage, paper) {
    const all = used(stage);
    return [
      sides(stage, paper, all),
      kinds(paper, all),
      statuses(stage, paper, all),
      lines3(stage, paper, all),
      absences(stage, paper)
    ].filter((group2) => group2.length);
  }

  // axis.js
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
      const found = early ? [first] : [];
      const [year] = civil(from);
      const months = Math.round(step * 12);
      let at3 = year * 12;
      if (step > 1) at3 = Math.floor(year / step) * step * 12;
      for (; ; at3 += months) {
        const day = ordinal(Math.floor(at3 / 12), at3 % 12 + 1, 1);
        if (day > last) break;
        found.push(Math.max(day, from));
      }
      found.push(last + 1);
      return { edges: Float64Array.from(found), step, early: Boolean(early) };
    }
    return { first, from, last, early, share: share2, dayAt, edges };
  }

  // address.js
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
    for (const name of ["as_of", "known_on"])
      if (days[name]) kept2.push(keys[name] + "=" + days[name]);
    if (!kept2.some((part) => keys.shown.includes(keyOf(part)))) kept2.push(every + "=" + all);
    const order = (part) => keyOf(part);
    return kept2.map((part, i) => [order(part), i, part]).sort((a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]).map(([, , part]) => part).join("&");
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
      /** Days that hold now; they are written soon, but not too often. */
      set: function(days) {
        waiting = days;
        const rest = last + EVERY_MS - performance.now();
        if (rest <= 0) write2();
        else if (!timer) timer = setTimeout(write2, rest);
      },
      /** What waits is written at once: a movement is over. */
      rest: function(days) {
        waiting = days;
        write2();
        entered = false;
      },
      stop: () => clearTimeout(timer)
    };
  }

  // dock.js
  var WIDE2 = 1100;
  var HIGH = 480;
  function element(tag, name, text2) {
    const made2 = document.createElement(tag);
    if (name) made2.className = name;
    if (text2 !== void 0) made2.textContent = text2;
    return made2;
  }
  function picture({ wide, paint: paint3 }) {
    const { SIZE: SIZE3 } = legend_exports;
    const ratio = window.devicePixelRatio || 1;
    const canvas = element("canvas", "atlas-key");
    canvas.width = wide * ratio;
    canvas.height = SIZE3 * ratio;
    canvas.style.width = wide + "px";
    canvas.style.height = SIZE3 + "px";
    canvas.setAttribute("aria-hidden", "true");
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    paint3(context);
    return canvas;
  }
  function group(entries2) {
    const made2 = element("div", "atlas-group");
    for (const entry of entries2) {
      const row = element("div", "atlas-row");
      row.append(picture(entry), element("span", "", entry.text));
      made2.append(row);
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
    if (map.attributionControl) strip.append(map.attributionControl.getContainer());
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
      show: function(stage, paper) {
        rows.replaceChildren(...entries(stage, paper).map(group));
        fitted(false);
      },
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

  // framing.js
  var PADDING = 40;
  var NEAREST = 16;
  var ROUNDED = 1;
  function corners([west, south, east, north]) {
    return [
      [south, west],
      [north, east]
    ];
  }
  var framing = {
    /* The opening view, as soon as the map has a size, and until a scene or the reader moves it. */
    _fit: function(map) {
      const size = map.getSize();
      if (this._fitted || size.x < 10 || size.y < 10) return;
      this._fitted = true;
      const side2 = Math.min(56, size.x * 0.08);
      const high = Math.min(36, size.y * 0.06);
      const options = { paddingTopLeft: [side2, high], paddingBottomRight: [side2, high] };
      this._frame(map, this.options.bounds, options);
    },
    /* Show bounds at once, and remember them for as long as nobody moves the map. */
    _frame: function(map, bounds, options) {
      map.fitBounds(bounds, { ...options, animate: false });
      this._framed = { bounds, options, centre: map.getCenter(), zoom: map.getZoom() };
    },
    /* Whether nobody has moved the map since it was fitted into its frame. */
    _asLeft: function(map) {
      const framed = this._framed;
      return Boolean(framed) && map.getZoom() === framed.zoom && map.project(map.getCenter()).distanceTo(map.project(framed.centre)) <= ROUNDED;
    },
    /* A frame of another size: what was fitted into the old one is fitted into the new one. */
    _resize: function(map, pan = false) {
      if (!this._resized(map)) return;
      const framed = this._framed;
      const asLeft = this._asLeft(map);
      map.invalidateSize({ pan, animate: false });
      if (asLeft && framed.bounds === this.options.bounds) this._fitted = false;
      else if (asLeft) this._frame(map, framed.bounds, framed.options);
      this._fit(map);
    },
    /* Whether the map has another size than when this was last asked. */
    _resized: function(map) {
      const { clientWidth, clientHeight } = map.getContainer();
      const now = clientWidth + " " + clientHeight;
      const other = now !== this._sized;
      this._sized = now;
      return other;
    },
    /* A strip of another height below the map: what a scene adds to it leaves the middle where it is. */
    _docked: function(map, asked2) {
      if (asked2 || !this._stage.drawn) {
        this._resize(map, true);
      } else if (this._resized(map)) {
        const asLeft = this._asLeft(map);
        map.invalidateSize({ pan: true, animate: false });
        if (asLeft) this._framed.centre = map.getCenter();
      }
    },
    /* Where a scene asks the map to go: once for each new value, at once for the first. */
    _follow: function(focus) {
      const asked2 = JSON.stringify(focus);
      const first = this._asked === void 0;
      if (asked2 === this._asked) return;
      this._asked = asked2;
      if (focus) this._go(corners(focus), first);
    },
    _go: function(bounds, atOnce) {
      const map = this._map;
      const size = map.getSize();
      const side2 = Math.min(PADDING, size.x * 0.08, size.y * 0.08);
      const options = { padding: [side2, side2], maxZoom: NEAREST };
      const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (still || atOnce) this._frame(map, bounds, options);
      else map.flyToBounds(bounds, { ...options, duration: 0.9 });
    }
  };

  // motion.js
  var CELL2 = 1.5;
  var NEAR3 = 400;
  var BESIDE3 = 24;
  var LINES2 = 1500;
  var GROUPS2 = ["embassy", "liaison", "consulate"];
  function grown(array, size) {
    return array.length >= size ? array : new Int32Array(2 * size);
  }
  function motion(stage) {
    let of4 = null;
    let lanes = null;
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
      return { ready, pair, side: side2, rank, names: names2, best: [new Int32Array(many), new Int32Array(many)] };
    }
    function prepare(passing3) {
      const { ready } = stage;
      of4 = passing3;
      if (!lanes || lanes.ready.columns.arrays !== ready.columns.arrays) lanes = lanesOf(ready);
      lanes.ready = ready;
      every = Math.max(1, Math.ceil(passing3.length / LINES2));
      strong = new Set(
        lanes.names.flatMap((name, i) => stage.emphasis.has("pair:" + name) ? [i] : [])
      );
    }
    function lines5(all) {
      const found = there(stage.ready, all);
      const { pair, side: side2, rank, best } = lanes;
      const [one, other] = best;
      one.fill(-1);
      other.fill(-1);
      const { number: number2 } = found;
      for (let i = 0; i < number2.length; i += 1) {
        const m = number2[i];
        if (pair[m] < 0) continue;
        const here = side2[m] ? other : one;
        const now = here[pair[m]];
        if (now < 0 || rank[m] < rank[number2[now]]) here[pair[m]] = i;
      }
      const drawn3 = [];
      for (let p = 0; p < one.length; p += 1) {
        if (one[p] < 0 || other[p] < 0 || p % every && !strong.has(p)) continue;
        drawn3.push(between2(stage.ready, found, one[p], other[p], 0));
      }
      const joined = (p, m, i) => p >= 0 && one[p] >= 0 && other[p] >= 0 && (side2[m] ? other : one)[p] === i;
      for (let i = 0; i < number2.length; i += 1) {
        const m = number2[i];
        if (m % every || joined(pair[m], m, i)) continue;
        const route2 = fromSeat(stage.ready, found, i);
        if (route2) drawn3.push(route2);
      }
      return drawn3;
    }
    function standing2(found, view) {
      const { x, y } = stage.ready.worlds;
      const n = found.number.length;
      if (at3[0].length < n) at3 = [new Float64Array(2 * n), new Float64Array(2 * n)];
      const [first] = copies(view);
      let seen2 = 0;
      for (let i = 0; i < n; i += 1) {
        const p = found.placement[i];
        at3[0][i] = (x[p] + first) * view.scale - view.left;
        at3[1][i] = y[p] * view.scale - view.top;
        const across = at3[0][i] - view.scale * Math.floor((at3[0][i] + BESIDE3) / view.scale);
        if (across < view.width + BESIDE3 && at3[1][i] > -BESIDE3 && at3[1][i] < view.height + BESIDE3)
          seen2 += 1;
      }
      return seen2;
    }
    function sprite2(look2, r, colour, paper, ratio, code) {
      const known3 = [r, paper.paper, ratio].join();
      if (known3 !== spritesOf) {
        sprites.clear();
        spritesOf = known3;
      }
      let made2 = sprites.get(code);
      if (!made2) {
        made2 = stage.sprite(look2, r, colour, paper.paper, ratio);
        sprites.set(code, made2);
      }
      return made2;
    }
    function symbols(context, view, paper, r) {
      const { ready, found } = stage;
      const n = found.number.length;
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
        if (tooClose(ready, found.placement[i], view)) continue;
        const sided = stage.sides.has(sending[found.number[i]]);
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
          const m = found.number[i];
          const side2 = stage.sides.get(sending[m]);
          const vague2 = vague(ready, found.placement[i]);
          const reach2 = r + (vague2 ? WIDER : 0) + (layer2 === 2 ? STRONGER : 0);
          const stale2 = stale(stage, i) ? 1 : 0;
          const states = ((found.status[i] * 2 + found.perhaps[i]) * 2 + stale2) * 16 + exact[found.placement[i]];
          const code = ((kind[m] * 1024 + states) * 8 + (side2 === void 0 ? 7 : side2)) * 2 + (layer2 === 2 ? 1 : 0);
          let made2 = spritesOf && sprites.get(code);
          if (!made2) {
            const colour = missionColour(stage, paper, i);
            made2 = sprite2(look(stage, i), reach2, colour, paper, view.ratio, code);
          }
          const { half, image: image2 } = made2;
          const x = at3[0][i] + list[j] % worlds2 * view.scale;
          context.drawImage(image2, x - half, at3[1][i] - half, 2 * half, 2 * half);
        }
      }
    }
    function strongly(i) {
      if (!stage.emphasis.size) return false;
      return stage.emphasis.has(stage.ready.columns.texts["mission.id"][stage.found.number[i]]);
    }
    function inView(view) {
      const { found } = stage;
      const near2 = Object.fromEntries(Object.keys(found).map((name) => [name, []]));
      for (let i = 0; i < found.number.length; i += 1) {
        const across = at3[0][i] - view.scale * Math.floor((at3[0][i] + BESIDE3) / view.scale);
        if (across >= view.width + BESIDE3 || at3[1][i] <= -BESIDE3 || at3[1][i] >= view.height + BESIDE3)
          continue;
        for (const name of Object.keys(near2)) near2[name].push(found[name][i]);
      }
      return near2;
    }
    function paint3(context, view) {
      const paper = stage.paper();
      const r = radius(view.zoom);
      const key = [r, paper.paper, view.ratio].join();
      if (key !== spritesOf) {
        sprites.clear();
        spritesOf = key;
      }
      stage.drawn = nothing(view);
      drawLines(context, view, stage, paper, 1);
      const seen2 = standing2(stage.found, view);
      if (seen2 <= NEAR3) {
        const found = inView(view);
        const spots2 = spots(stage.ready, found, stage.emphasis);
        const near2 = { ...stage, found, spots: spots2, drawn: nothing(view), places: stage.places };
        drawPlaces(context, view, near2, paper, r);
        drawAreas(context, view, near2, paper, r);
        drawSymbols(context, view, near2, paper, r);
      } else {
        symbols(context, view, paper, r);
      }
      stage.drawn = nothing(view);
    }
    return { prepare, lines: lines5, paint: paint3, passing: () => of4 };
  }

  // player.js
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

  // timebar.js
  var HANDS = ["as_of", "known_on"];
  var HIGH2 = 96;
  var LOW = 78;
  var SMALL = { width: 520, height: 460 };
  var APART = 14;
  var SIDE = 30;
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
  function element2(tag, name, into) {
    const made2 = document.createElement(tag);
    if (name) made2.className = name;
    if (into) into.append(made2);
    return made2;
  }
  function button(name, into, act) {
    const made2 = element2("button", "atlas-time-button " + name, into);
    made2.type = "button";
    element2("i", "", made2).setAttribute("aria-hidden", "true");
    made2.addEventListener("click", act);
    return made2;
  }
  function timebar(act) {
    const root = element2("div", "atlas-time");
    root.setAttribute("role", "group");
    const row = element2("div", "atlas-time-row", root);
    const buttons = element2("div", "atlas-time-buttons", row);
    const back = button("atlas-time-back", buttons, () => act.step("as_of", -1));
    const play = button("atlas-time-play", buttons, act.play);
    const on = button("atlas-time-on", buttons, () => act.step("as_of", 1));
    const days = element2("p", "atlas-time-days", row);
    const so = element2("strong", "", days);
    const known3 = element2("span", "", days);
    const told = element2("p", "atlas-time-told", row);
    const track = element2("div", "atlas-time-track", root);
    const canvas = element2("canvas", "", track);
    canvas.setAttribute("aria-hidden", "true");
    const context = canvas.getContext("2d");
    const hands2 = {};
    for (const name of HANDS) {
      const hand2 = element2("div", "atlas-hand atlas-hand-" + name.replace("_", "-"), track);
      hand2.tabIndex = 0;
      hand2.setAttribute("role", "slider");
      hand2.setAttribute("aria-orientation", "horizontal");
      element2("span", "", hand2).setAttribute("aria-hidden", "true");
      hand2.addEventListener("keydown", (event) => pressed(name, event));
      hands2[name] = hand2;
    }
    const sums = element2("p", "atlas-time-sums", root);
    let shown = null;
    let theme2 = "light";
    let held2 = "";
    let box = { wide: 0, high: 0 };
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
        box = { wide, high, ratio };
      }
      box.undated = 10;
      box.undatedWide = APART;
      box.left = 10 + APART + SIDE;
      box.right = wide - SIDE;
      box.top = 23;
      box.bottom = high - 25;
      return box;
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
      const on2 = event.target.closest(".atlas-hand");
      held2 = on2 === hands2.known_on ? "known_on" : "as_of";
      event.preventDefault();
      track.setPointerCapture(event.pointerId);
      hands2[held2].focus({ preventScroll: true });
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
      const one = hands2[name];
      const day = scene[name];
      one.style.left = place(name, day) + "px";
      one.setAttribute("aria-valuemin", axis2.first);
      one.setAttribute("aria-valuemax", axis2.last);
      one.setAttribute("aria-valuenow", Math.max(axis2.first, Math.min(axis2.last, day)));
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
    function paint3() {
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
      /** Show other days, or another selection: {axis, histogram, scene, today, nothing}. */
      show: function(what) {
        const same2 = shown && shown.histogram === what.histogram && shown.nothing === what.nothing;
        shown = what;
        measured2();
        shown.histogram = shown.histogram || null;
        write2();
        paint3();
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
      dayAt: (share2) => shown.axis.dayAt(share2),
      held: () => held2,
      tell: (text2) => {
        told.textContent = text2;
        told.title = text2;
      },
      playing: function(plays) {
        root.classList.toggle("atlas-time-plays", plays);
        const label = say(plays ? "time.pause" : "time.play");
        play.setAttribute("aria-label", label);
        play.title = label;
      },
      paint: function(now) {
        theme2 = now;
        root.classList.toggle("atlas-dark", theme2 === "dark");
        paint3();
      },
      fitted: () => {
        if (!shown) return;
        measured2();
        write2();
        paint3();
      },
      speak: function() {
        root.setAttribute("aria-label", say("time.title"));
        for (const [one, key] of [
          [back, "time.back"],
          [on, "time.on"]
        ]) {
          one.setAttribute("aria-label", say(key));
          one.title = say(key);
        }
        this.playing(root.classList.contains("atlas-time-plays"));
        for (const name of HANDS) {
          hands2[name].setAttribute("aria-label", say("time.hand." + name));
          hands2[name].firstElementChild.textContent = say("time.handle." + name);
        }
        if (shown) {
          write2();
          summed();
        }
      }
    };
  }

  // turns.js
  var NEVER = 2147483647;
  var EVER = -2147483648;
  var LISTED = "listed";
  function passing2(ready, missions2) {
    const owner = ready.columns.arrays["turn.mission"];
    const pass = new Uint8Array(ready.missions);
    for (const m of missions2) pass[m] = 1;
    const found = [];
    for (let i = 0; i < owner.length; i += 1) if (pass[owner[i]]) found.push(i);
    return Int32Array.from(found);
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
    const counts2 = ready.columns.values.counts || [];
    const [opening, closing] = [counts2.indexOf("opening"), counts2.indexOf("closing")];
    const told = known2(ready, missions2);
    const bounds = [];
    for (const i of rows) {
      if (!dated[i] || !a["turn.counts"][i]) continue;
      bounds.push(first[i]);
      if (last[i] < NEVER) bounds.push(last[i]);
    }
    function counted(knownOn) {
      const found = { openings: [], closings: [], undated: [0, 0] };
      for (const i of rows) {
        if (from[i] > knownOn || knownOn >= to[i]) continue;
        const what = a["turn.counts"][i];
        if (what !== opening && what !== closing) continue;
        if (!dated[i]) found.undated[what === opening ? 0 : 1] += 1;
        else (what === opening ? found.openings : found.closings).push(i);
      }
      return found;
    }
    const shows = (i) => wanted2[a["turn.before"][i]] || wanted2[a["turn.after"][i]];
    function begins(i) {
      const drawn3 = first[i] > EVER && first[i] < last[i] && wanted2[a["turn.before"][i]];
      return drawn3 ? first[i] : NEVER;
    }
    function days(knownOn) {
      const found = [];
      for (const i of rows) {
        if (from[i] > knownOn || knownOn >= to[i] || !shows(i)) continue;
        if (last[i] < NEVER) found.push(last[i]);
        if (begins(i) < NEVER) found.push(begins(i));
      }
      return distinct(found);
    }
    function on(day, knownOn) {
      const found = [];
      for (const i of rows) {
        if (from[i] > knownOn || knownOn >= to[i] || !shows(i)) continue;
        if (last[i] === day) found.push({ turn: i, perhaps: Boolean(a["turn.perhaps"][i]) });
        else if (begins(i) === day) found.push({ turn: i, perhaps: true });
      }
      return found.sort((one, other) => one.turn - other.turn);
    }
    function manner({ turn, perhaps }) {
      if (perhaps) return "time.perhaps.";
      return first[turn] < last[turn] && word(ready, turn) !== LISTED ? "time.by." : "time.turn.";
    }
    return { counted, days, on, manner, bounds, told };
  }
  function known2(ready, missions2) {
    const found = /* @__PURE__ */ new Set();
    for (const set of [ready.episodes, ready.placements]) {
      for (const m of missions2) {
        for (let i = set.start[m]; i < set.start[m + 1]; i += 1) found.add(set.knownBegin[i]);
      }
    }
    return distinct([...found].filter((day) => day > 0));
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
  function said2(stage, turns, day, knownOn) {
    const found = turns.on(day, knownOn);
    if (!found.length) return "";
    const { ready } = stage;
    const labels = ready.columns.texts["mission.label"];
    const one = found.find(({ perhaps }) => !perhaps) || found[0];
    const { turn } = one;
    const name = labels[ready.columns.arrays["turn.mission"][turn]];
    const what = say(turns.manner(one) + word(ready, turn), { what: name });
    const more = found.length - 1;
    return more ? say("time.more", { what, count: more }) : what;
  }

  // hands.js
  var STILL_MS = 180;
  var KEYS_MS = 450;
  var APART_MS = 300;
  var FEW3 = 60;
  var hands = {
    _clocks: function() {
      this._heldDays = null;
      this._sent = 0;
      if (!this.options.time) return;
      this._motion = motion(this._stage);
      this._address = address(this.options.address || null);
      this._bar = timebar({
        move: (days) => this._moveTo(days),
        rest: (atOnce) => this._release(atOnce),
        step: (hand, by) => this._step(hand, by),
        play: () => this._play()
      });
      this._player = player({
        share: () => this._bar.share(),
        go: (share2) => this._moveTo({ as_of: this._bar.dayAt(share2) }),
        step: () => this._step("as_of", 1, true),
        over: () => {
          this._bar.playing(false);
          this._release(true);
        }
      });
    },
    _unclocked: function() {
      if (!this._bar) return;
      this._player.stop();
      clearTimeout(this._stillTimer);
      clearTimeout(this._sendTimer);
      if (this._next) cancelAnimationFrame(this._next);
      this._address.stop();
    },
    /* ---- a scene of the page, and the days that the reader holds ---- */
    /* The scene with the days that hold: those of the page, unless it has not heard of the reader's yet. */
    _timed: function(scene) {
      const mine = this._heldDays;
      if (!mine) return { ...scene };
      const busy = this._stage.moving || this._sendTimer || this._bar.held() || this._player.running();
      if (!busy && (scene.heard || 0) >= this._sent) {
        this._heldDays = null;
        this._toldDays = "";
        return { ...scene };
      }
      const held2 = { ...scene, ...mine };
      held2.dates = both(held2);
      return held2;
    },
    /* Whether a scene shows what is shown already. */
    _asShown: function(scene) {
      const key = JSON.stringify({ ...scene, name: 0, heard: 0, dates: 0 });
      const same2 = key === this._shownKey && this._sent > 0 && !this._stage.moving;
      this._shownKey = key;
      return same2;
    },
    /* What of a selection does not depend on the day, for as long as it is shown. */
    _selected: function() {
      const { _stage: stage } = this;
      const { ready, scene } = stage;
      const lasting = JSON.stringify({
        ...scene,
        as_of: 0,
        known_on: 0,
        name: 0,
        heard: 0,
        dates: 0,
        chosen: 0,
        focus: 0
      });
      if (this._lasting === lasting && this._lastingOf === ready) return;
      this._lasting = lasting;
      this._lastingOf = ready;
      stage.passing = passing(ready, scene);
      if (!this._bar) return;
      this._turns = of3(ready, stage.passing, wanted(ready, scene));
      const { bounds, told } = this._turns;
      const end = scene.today || scene.as_of;
      const days = [...bounds, ...told, ...told.length && !bounds.length ? [told[0]] : []];
      this._axis = axis(days, end);
      this._histogram = null;
    },
    _barred: function() {
      if (!this._bar || !this._turns) return;
      const { ready, scene, found } = this._stage;
      const pixels2 = this._bar.pixels();
      const stale2 = !this._histogram || this._histogramOn !== scene.known_on || this._histogramWide !== pixels2;
      if (stale2) {
        this._histogram = histogram(ready, this._turns, this._axis, scene.known_on, pixels2);
        this._histogramOn = scene.known_on;
        this._histogramWide = pixels2;
        this._days = null;
      }
      const { undated, dated } = this._histogram;
      const nothing2 = !found.number.length && !dated[0] && !dated[1] && !undated[0] && !undated[1];
      const today = scene.today || 0;
      this._bar.show({ axis: this._axis, histogram: this._histogram, scene, today, nothing: nothing2 });
    },
    /* ---- moving ---- */
    _moveTo: function(days) {
      const { scene, ready } = this._stage;
      if (!ready || !scene) return;
      const { as_of = scene.as_of, known_on = scene.known_on } = days;
      if (as_of === scene.as_of && known_on === scene.known_on) return;
      scene.as_of = as_of;
      scene.known_on = known_on;
      this._heldDays = { as_of, known_on };
      this._bar.write();
      if (!this._stage.moving) this._begin();
      clearTimeout(this._stillTimer);
      this._stillTimer = setTimeout(() => this._settle(), STILL_MS);
      if (!this._next) this._next = requestAnimationFrame(() => this._pass());
    },
    _begin: function() {
      const stage = this._stage;
      stage.moving = true;
      stage.hover = stage.fan = stage.focused = null;
      this._tip.hidden = true;
      this._map.getContainer().dataset.moving = "true";
      this._motion.prepare(stage.passing);
      this._glass._context.clearRect(0, 0, 1e5, 1e5);
      this._bar.tell("");
    },
    /* One frame. */
    _pass: function() {
      this._next = 0;
      if (!this._map || !this._stage.moving) return;
      const stage = this._stage;
      stage.found = missions(stage.ready, stage.scene, stage.passing);
      stage.whole = stage.found.number.length <= FEW3;
      if (stage.whole) this._gathered();
      else stage.routes = this._motion.lines(stage.found);
      this._data.paint();
      const { dataset } = this._map.getContainer();
      dataset.missionsDrawn = String(stage.found.number.length);
      dataset.linesDrawn = String(stage.routes.length);
      this._barred();
      if (this._player.running()) this._bar.tell(this._latest());
      this._address.set(this._isoDays());
    },
    /* The last event up to the day, in words. */
    _latest: function() {
      const { scene } = this._stage;
      const day = next(this._eventDays(), scene.as_of + 1, -1);
      if (day === null) return "";
      const said3 = said2(this._stage, this._turns, day, scene.known_on);
      return said3 && say("time.event", { day: said(day), what: said3 });
    },
    /* The map at rest: all lines, names and counts. */
    _settle: function() {
      clearTimeout(this._stillTimer);
      const stage = this._stage;
      if (!stage.moving || !this._map) return;
      if (this._next) cancelAnimationFrame(this._next);
      this._next = 0;
      stage.moving = false;
      delete this._map.getContainer().dataset.moving;
      stage.scene.dates = both(stage.scene);
      stage.found = missions(stage.ready, stage.scene, stage.passing);
      this._gathered();
      this._shownKey = JSON.stringify({ ...stage.scene, name: 0, heard: 0, dates: 0 });
      this._keys.reset();
      this._barred();
      this._data.paint();
      this._dock.show(stage, stage.paper());
      this._bar.tell(this._said || this._latest());
      this._tell(this._said);
      this._said = "";
    },
    /* A hand was let go, or a key: what is drawn is whole, and the page follows. */
    _release: function(atOnce) {
      clearTimeout(this._sendTimer);
      this._sendTimer = 0;
      if (!this._heldDays) return;
      if (!atOnce) {
        this._sendTimer = setTimeout(() => this._release(true), KEYS_MS);
        return;
      }
      if (this._player.running()) return;
      if (this._next) {
        cancelAnimationFrame(this._next);
        this._pass();
      }
      this._settle();
      this._address.rest(this._isoDays());
      const wait = (this._messaged || 0) + APART_MS - Date.now();
      if (wait > 0) {
        this._sendTimer = setTimeout(() => this._release(true), wait);
        return;
      }
      const days = JSON.stringify(this._heldDays);
      if (days !== this._toldDays) this._send({ what: "time", id: "" }, null);
    },
    /* Days as the page's address has them: none for today, and for all that is known. */
    _isoDays: function() {
      const { scene } = this._stage;
      const { iso: iso2, LATEST: LATEST3 } = calendar_exports;
      return {
        as_of: scene.as_of === scene.today ? "" : iso2(scene.as_of),
        known_on: scene.known_on >= LATEST3 ? "" : iso2(scene.known_on)
      };
    },
    /* What every message says of time, once the reader has moved it. */
    _withDays: function(at3) {
      if (!this._heldDays) return {};
      this._sent = at3;
      this._toldDays = JSON.stringify(this._heldDays);
      return this._isoDays();
    },
    /* ---- events ---- */
    _eventDays: function() {
      const { scene } = this._stage;
      if (!this._days || this._daysOn !== scene.known_on) {
        this._days = this._turns.days(scene.known_on);
        this._daysOn = scene.known_on;
      }
      return this._days;
    },
    /** Put a hand on the next event; whether there is one. */
    _step: function(hand, by, plays = false) {
      const stage = this._stage;
      const { scene } = stage;
      if (!this._turns || !scene) return false;
      if (this._player.running() && !plays) this._player.stop();
      const days = hand === "as_of" ? this._eventDays() : this._turns.told;
      let day = next(days, scene[hand], by);
      if (day === null && by > 0) day = hand === "as_of" ? this._axis.last : LATEST2;
      const none = day === null || by > 0 && day <= scene[hand];
      if (none) {
        this._say(say("time.none"));
        this._bar.tell(say("time.none"));
        return false;
      }
      const before2 = hand === "known_on" ? this._answers() : null;
      this._moveTo({ [hand]: day });
      const what = before2 ? this._learnt(before2) : said2(stage, this._turns, day, scene.known_on);
      const all = day >= LATEST2;
      const when = all ? say("time.all") : said(day);
      const text2 = what ? say("time.event", { day: when, what }) : "";
      this._bar.tell(text2);
      this._said = text2;
      this._release(false);
      return true;
    },
    /* What is shown of each mission, to be compared. */
    _answers: function() {
      const { ready, scene, passing: passing3 } = this._stage;
      const found = missions(ready, scene, passing3);
      return new Map(
        found.number.map((m, i) => [
          m,
          [found.status[i], found.perhaps[i], found.placement[i]].join()
        ])
      );
    },
    _learnt: function(before2) {
      const after = this._answers();
      let count = 0;
      for (const [m, answer] of after) if (before2.get(m) !== answer) count += 1;
      for (const m of before2.keys()) if (!after.has(m)) count += 1;
      return count ? say("time.learnt", { count }) : "";
    },
    /** Stop the time where it is, with all of its map drawn. */
    pause: function() {
      if (!this._bar) return;
      this._player.stop();
      this._settle();
    },
    _play: function() {
      if (!this._turns) return;
      if (this._player.running()) {
        this._player.stop();
        return;
      }
      this._bar.playing(true);
      this._player.start();
    }
  };

  // keys.js
  var SETS = ["mission", "line", "absence", "place"];
  function listed(stage, what) {
    const { ready, found } = stage;
    if (what === "place") return stage.places.map((region) => ({ what, id: stage.regionId(region) }));
    if (what === "absence" && !stage.absences.length) return [];
    const west = stage.west();
    const lying = (x) => x - west - Math.floor(x - west);
    let entries2;
    if (what === "line") {
      entries2 = stage.routes.map((route2) => [route2.id, worldX(route2.from[0])]);
    } else if (what === "absence") {
      const { FACES: FACES2 } = absence_exports;
      return stage.absences.map((mark2) => {
        const face = Math.min(...mark2.signs.map((one) => FACES2.indexOf(one.face)));
        return [face, lying(worldX(mark2.lon)), mark2.id];
      }).sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1)).map(([, , id]) => ({ what, id }));
    } else {
      const longitude2 = ready.columns.arrays["placement.longitude"];
      entries2 = found.number.map((m, i) => [
        ready.columns.texts["mission.id"][m],
        worldX(longitude2[found.placement[i]])
      ]);
    }
    const order = (id) => stage.emphasis.has(id) ? 0 : 1;
    return entries2.map(([id, x]) => [order(id), lying(x), id]).sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1)).map(([, , id]) => ({ what, id }));
  }
  function keyboard(stage, act) {
    let what = "mission";
    let list = null;
    let index2 = -1;
    function reset() {
      list = null;
      index2 = -1;
    }
    function step(by) {
      if (!list) list = listed(stage, what);
      if (!list.length) {
        act.say(say("none." + what));
        return;
      }
      const from = index2 < 0 && by < 0 ? 0 : index2;
      index2 = ((from + by) % list.length + list.length) % list.length;
      go(index2);
    }
    function go(to) {
      index2 = to;
      const thing = list[index2];
      act.focus(thing);
      const step2 = say("count.step", { index: index2 + 1, count: list.length });
      act.say(act.text(thing) + ". " + step2);
    }
    function change(by) {
      const next2 = () => SETS[(SETS.indexOf(what) + by + SETS.length) % SETS.length];
      what = next2();
      if (what === "absence" && !stage.absences.length) what = next2();
      reset();
      list = listed(stage, what);
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

  // loading.js
  var loading = {
    _load: async function() {
      const { columns, land: source } = this.options;
      try {
        const [ready, land] = await Promise.all([
          load(columns).then(prepared),
          load(source).then((found) => {
            this._stage.ground = found;
            this._stage.paintGround = ground(found, this._stage).paint;
            if (this._map) this._ground.ask();
            return found;
          })
        ]);
        if (!this._map || !land) return;
        this._plain = ready;
        if (this._stage.scene) this.show(this._stage.scene);
      } catch (error) {
        this._failed(error);
      }
    },
    /* Whether missions and their names in a language are there; what is not is fetched. */
    _translated: function(language2) {
      const { names: names2 = {} } = this.options;
      const stage = this._stage;
      if (this._language === language2 && stage.ready) return true;
      const texts = names2[language2] ? this._names.get(language2) : {};
      if (texts === void 0) {
        this._names.set(language2, null);
        this._call(language2, names2[language2]);
      }
      if (!texts || !this._plain) return false;
      const { columns } = this._plain;
      const named2 = { ...columns, texts: { ...columns.texts, ...texts } };
      stage.ready = { ...this._plain, columns: named2 };
      this._language = language2;
      this._map.getContainer().dataset.atlas = "ready";
      return true;
    },
    _call: async function(language2, source) {
      try {
        this._names.set(language2, (await load(source)).texts);
        if (this._map && this._stage.scene) this.show(this._stage.scene);
      } catch (error) {
        this._names.delete(language2);
        this._failed(error);
      }
    },
    _failed: function(error) {
      if (!this._map) return;
      const container = this._map.getContainer();
      container.dataset.atlas = "failed";
      const note = L.DomUtil.create("div", "atlas-failed", container);
      note.setAttribute("role", "alert");
      const why = String(error.message || error);
      note.textContent = say("said.failed", { why });
    }
  };

  // sheet.js
  var Sheet = L.Renderer.extend({
    options: { padding: 0.15, interactive: false },
    initialize: function(painter3, options) {
      this._painter = painter3;
      this._asked = 0;
      L.Renderer.prototype.initialize.call(this, options);
    },
    _initContainer: function() {
      const canvas = document.createElement("canvas");
      canvas.className = "atlas-sheet";
      canvas.setAttribute("aria-hidden", "true");
      this._container = canvas;
      this._context = canvas.getContext("2d");
    },
    _destroyContainer: function() {
      if (this._asked) cancelAnimationFrame(this._asked);
      this._asked = 0;
      this._container.remove();
      delete this._container;
      delete this._context;
    },
    _update: function() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = window.devicePixelRatio || 1;
      const canvas = this._container;
      const width = Math.max(1, Math.round(size.x * ratio));
      const height = Math.max(1, Math.round(size.y * ratio));
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
        canvas.style.width = size.x + "px";
        canvas.style.height = size.y + "px";
      }
      L.DomUtil.setPosition(canvas, this._bounds.min);
      this.paint();
    },
    /* Leaflet would move the canvas by a part of a pixel here, and blur it. */
    _reset: function() {
      this._update();
    },
    /** Where the canvas lies in the world: pixels = world × scale − left, top. */
    view: function() {
      const origin = this._map.getPixelOrigin();
      const size = this._bounds.getSize();
      const inset = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min);
      return {
        zoom: this._zoom,
        scale: 256 * Math.pow(2, this._zoom),
        left: origin.x + this._bounds.min.x,
        top: origin.y + this._bounds.min.y,
        width: size.x,
        height: size.y,
        insetX: inset.x,
        insetY: inset.y,
        seen: this._map.getSize(),
        ratio: window.devicePixelRatio || 1
      };
    },
    paint: function() {
      if (!this._context || !this._bounds) return;
      const view = this.view();
      const context = this._context;
      context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
      context.clearRect(0, 0, view.width, view.height);
      this._painter(context, view);
    },
    /** Paint once, before the next frame, however often it is asked for. */
    ask: function() {
      if (this._asked || !this._context) return;
      this._asked = requestAnimationFrame(() => {
        this._asked = 0;
        this.paint();
      });
    }
  });

  // placing.js
  var PANE = "atlas-placing";
  var ABOVE = 440;
  var NEAR4 = { mouse: 9, pen: 13, touch: 22 };
  var STEP2 = 40;
  var FINE2 = 4;
  var FEWEST = 3;
  var MOST = 500;
  var VERTICES = 72;
  var DECIMALS = 5;
  var ARROWS = {
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0],
    ArrowDown: [0, 1],
    ArrowUp: [0, -1]
  };
  function side(a, b, c) {
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  }
  function within3(a, b, c) {
    return Math.min(a[0], b[0]) <= c[0] && c[0] <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= c[1] && c[1] <= Math.max(a[1], b[1]);
  }
  function meet(a, b, c, d) {
    const [p, q, r, s] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
    if ((p > 0 && q < 0 || p < 0 && q > 0) && (r > 0 && s < 0 || r < 0 && s > 0)) return true;
    return p === 0 && within3(a, b, c) || q === 0 && within3(a, b, d) || r === 0 && within3(c, d, a) || s === 0 && within3(c, d, b);
  }
  function turnsBack(a, b, c) {
    return side(a, b, c) === 0 && (c[0] - b[0]) * (a[0] - b[0]) + (c[1] - b[1]) * (a[1] - b[1]) > 0;
  }
  function crosses(corners2, closed) {
    const many = corners2.length;
    const edges = closed ? many : many - 1;
    const corner = (i) => corners2[i % many];
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
  function rounded(number2) {
    return Number(number2.toFixed(DECIMALS));
  }
  function position(latlng) {
    const { lat, lng } = latlng.wrap();
    return [rounded(lng), rounded(lat)];
  }
  function drawn2(hand) {
    return hand.closed || hand.mode === "point" ? hand.at : [];
  }
  var placing = {
    /* What a scene lets the reader place; nothing for most. */
    _toPlace: function(asked2) {
      if (!asked2) {
        this._placingEnded();
        return;
      }
      if (!this._hand) this._placingBegun();
      const hand = this._hand;
      if (hand.mode !== asked2.mode || hand.turn !== asked2.turn) {
        Object.assign(hand, { mode: asked2.mode, turn: asked2.turn, at: asked2.at, told: "" });
        hand.closed = asked2.at.length > 0;
      }
      hand.radius = asked2.radius;
      this._placingShown();
    },
    _placingBegun: function() {
      const map = this._map;
      const container = map.getContainer();
      this._hover(null);
      this._hand = { mode: "", turn: null, at: [], closed: false, radius: 0, told: "", held: -1 };
      const pane = map.getPane(PANE) || map.createPane(PANE);
      pane.style.zIndex = ABOVE;
      this._handSheet = new Sheet((c, v) => this._paintHand(c, v), { pane: PANE });
      map.addLayer(this._handSheet);
      this._zoomsByTwo = map.doubleClickZoom.enabled();
      map.doubleClickZoom.disable();
      this._cross = L.DomUtil.create("div", "atlas-cross", container);
      this._cross.setAttribute("aria-hidden", "true");
      this._placeBar = this._placingBar(container);
      container.classList.add("atlas-hands");
      this._handStill = new AbortController();
      const options = { signal: this._handStill.signal, capture: true };
      container.addEventListener("keydown", (event) => this._placingKey(event), options);
      container.addEventListener("pointerdown", (event) => this._grasp(event), options);
      window.addEventListener("pointermove", (event) => this._drag(event), options);
      window.addEventListener("pointerup", () => this._letGo(), options);
    },
    _placingEnded: function() {
      if (!this._hand) return;
      this._handStill.abort();
      this._map.removeLayer(this._handSheet);
      if (this._zoomsByTwo) this._map.doubleClickZoom.enable();
      this._cross.remove();
      this._placeBar.element.remove();
      this._map.getContainer().classList.remove("atlas-hands");
      this._hand = this._handSheet = this._placeBar = null;
    },
    /* What is to be done, what was wrong, and buttons for those who have no keys. */
    _placingBar: function(container) {
      const element3 = L.DomUtil.create("div", "atlas-bar", container);
      const text2 = L.DomUtil.create("span", "", element3);
      const button2 = (deed) => {
        const made2 = L.DomUtil.create("button", "", element3);
        made2.type = "button";
        made2.addEventListener("click", deed);
        return made2;
      };
      const back = button2(() => this._takeBack());
      const close = button2(() => this._closeRegion());
      const clear = button2(() => this._clear());
      L.DomEvent.disableClickPropagation(element3);
      return { element: element3, text: text2, back, close, clear };
    },
    _placingShown: function() {
      const { mode, at: at3, closed, told } = this._hand;
      const { text: text2, back, close, clear } = this._placeBar;
      const region = mode === "polygon";
      let state = "begin";
      if (region ? closed : at3.length) state = "done";
      else if (at3.length) state = at3.length < FEWEST ? "more" : "close";
      text2.textContent = told || say("placing." + (region ? "polygon_" : "point_") + state);
      this._placeBar.element.classList.toggle("atlas-told", Boolean(told));
      back.textContent = say("placing.back");
      close.textContent = say("placing.close");
      clear.textContent = say("placing.clear");
      back.hidden = !region || !at3.length;
      close.hidden = !region || closed || at3.length < FEWEST;
      clear.hidden = !at3.length;
      const container = this._map.getContainer();
      const keys = say(region ? "placing.polygon_keys" : "placing.point_keys");
      container.setAttribute("aria-label", keys);
      container.dataset.placed = drawn2(this._hand).map((one) => one.join(" ")).join(", ");
      this._handSheet.ask();
    },
    /* ---- deeds ---- */
    _placingSays: function(key, values) {
      this._say(say(key, values));
    },
    _refuse: function(key, values) {
      this._hand.told = say(key, values);
      this._say(this._hand.told);
      this._placingShown();
    },
    _whereSaid: function(one) {
      const number2 = (value) => number(Math.abs(value), 4);
      const north = say(one[1] < 0 ? "placing.south" : "placing.north", { degrees: number2(one[1]) });
      const east = say(one[0] < 0 ? "placing.west" : "placing.east", { degrees: number2(one[0]) });
      return north + ", " + east;
    },
    /* Put a point or the next corner; a corner that the region cannot have is told and not put. */
    _put: function(latlng) {
      const hand = this._hand;
      const one = position(latlng);
      if (hand.mode === "point") {
        this._changed([one], true);
        this._placingSays("placing.put", { where: this._whereSaid(one) });
        return;
      }
      if (hand.closed) {
        this._refuse("placing.polygon_done");
        return;
      }
      if (hand.at.some((other) => other[0] === one[0] && other[1] === one[1])) return;
      if (hand.at.length >= MOST) {
        this._refuse("placing.most", { count: MOST });
        return;
      }
      const fault = this._faultOf([...hand.at, one], false);
      if (fault) {
        this._refuse(fault);
        return;
      }
      this._changed([...hand.at, one], false);
      const values = { number: hand.at.length, where: this._whereSaid(one) };
      this._placingSays("placing.corner", values);
    },
    _faultOf: function(corners2, closed) {
      const longitudes = corners2.map((one) => one[0]);
      if (Math.max(...longitudes) - Math.min(...longitudes) >= 180) return "placing.meridian";
      return crosses(corners2, closed) ? "placing.crossing" : "";
    },
    _closeRegion: function() {
      const { at: at3, closed } = this._hand;
      if (closed) return;
      const fault = at3.length < FEWEST ? "placing.few" : this._faultOf(at3, true);
      if (fault) {
        this._refuse(fault);
        return;
      }
      this._changed(at3, true);
      this._placingSays("placing.closed", { count: at3.length });
    },
    /* Take back the last corner, or open a region again. */
    _takeBack: function() {
      const { at: at3, closed, mode } = this._hand;
      if (mode === "point" || at3.length < 2) {
        this._clear();
        return;
      }
      this._changed(closed ? at3 : at3.slice(0, -1), false, closed);
      this._placingSays("placing.taken", { count: this._hand.at.length });
    },
    _clear: function() {
      const was = this._hand.at.length;
      this._changed([], false, was > 0);
      this._placingSays("placing.cleared");
    },
    _changed: function(at3, closed, gone = false) {
      const hand = this._hand;
      const before2 = drawn2(hand).length;
      Object.assign(hand, { at: at3, closed, told: "" });
      this._placingShown();
      if (closed || gone || before2) this._sendPlaced();
    },
    /* What st_folium hands to Python as last_active_drawing. */
    _sendPlaced: function() {
      const { mode } = this._hand;
      const at3 = drawn2(this._hand);
      let geometry = null;
      if (at3.length && mode === "point") geometry = { type: "Point", coordinates: at3[0] };
      else if (at3.length) geometry = { type: "Polygon", coordinates: [[...at3, at3[0]]] };
      const properties = { what: "placed", id: mode, at: Date.now() };
      const feature = { type: "Feature", properties, geometry };
      this.fire("click", { layer: { toGeoJSON: () => feature } });
    },
    /* ---- hands ---- */
    /* Whether a click was taken for placing. */
    _placedBy: function(event) {
      const hand = this._hand;
      if (!hand) return false;
      if (this._dragged) {
        this._dragged = false;
        return true;
      }
      const near2 = this._corner(event.containerPoint);
      if (hand.mode === "polygon" && near2 === 0 && !hand.closed && hand.at.length >= FEWEST) {
        this._closeRegion();
      } else if (hand.mode === "point" || near2 < 0) {
        this._put(event.latlng);
      }
      return true;
    },
    /* Number of the corner at a point of the window, or -1. */
    _corner: function(point3) {
      const map = this._map;
      const reach2 = NEAR4[this._pointer] || NEAR4.mouse;
      const centre = map.getCenter().lng;
      return this._hand.at.findIndex(([lon, lat]) => {
        const near2 = lon + 360 * Math.round((centre - lon) / 360);
        return map.latLngToContainerPoint([lat, near2]).distanceTo(point3) <= reach2;
      });
    },
    _placingKey: function(event) {
      if (event.target !== event.currentTarget) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const map = this._map;
      const region = this._hand.mode === "polygon";
      const arrow = ARROWS[event.key];
      let deed = null;
      if (arrow) {
        const by = event.shiftKey ? FINE2 : STEP2;
        deed = () => {
          map.panBy([arrow[0] * by, arrow[1] * by], { animate: false });
          this._say(this._whereSaid(position(map.getCenter())));
        };
      } else if (event.key === " " || event.key === "Enter" && !region) {
        deed = () => this._put(map.getCenter());
      } else if (event.key === "Enter") deed = () => this._closeRegion();
      else if (event.key === "Backspace" || event.key === "Delete") deed = () => this._takeBack();
      else if (event.key === "Escape") deed = () => this._clear();
      if (!deed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      event.currentTarget.classList.add("atlas-by-key");
      deed();
    },
    /* A corner, or the point, that a mouse or a pen draws elsewhere. */
    _grasp: function(event) {
      this._dragged = false;
      if (event.pointerType === "touch" || event.button || event.target.closest("button, a")) return;
      const held2 = this._corner(this._map.mouseEventToContainerPoint(event));
      if (held2 < 0) return;
      Object.assign(this._hand, { held: held2, before: this._hand.at });
      this._map.dragging.disable();
    },
    _drag: function(event) {
      const hand = this._hand;
      if (!hand || hand.held < 0) return;
      this._dragged = true;
      const one = position(this._map.mouseEventToLatLng(event));
      hand.at = hand.at.map((other, i) => i === hand.held ? one : other);
      this._handSheet.ask();
    },
    _letGo: function() {
      const hand = this._hand;
      if (!hand || hand.held < 0) return;
      const { at: at3, before: before2, closed, mode } = hand;
      hand.held = -1;
      this._map.dragging.enable();
      if (!this._dragged) return;
      const fault = mode === "polygon" ? this._faultOf(at3, closed) : "";
      if (fault) {
        hand.at = before2;
        this._refuse(fault);
      } else this._changed(at3, closed || mode === "point");
    },
    /* ---- how it looks ---- */
    _paintHand: function(context, view) {
      const hand = this._hand;
      if (!hand || !hand.at.length) return;
      const paper = this._stage.paper();
      const [first, last] = copies(view);
      for (let k = first; k <= last; k += 1) {
        const spots2 = hand.at.map(([lon, lat]) => [
          (worldX(lon) + k) * view.scale - view.left,
          worldY(lat) * view.scale - view.top
        ]);
        if (hand.mode === "polygon") paintRegion(context, spots2, hand.closed, paper);
        else paintCircle(context, spots2[0], hand, view, k, paper);
        spots2.forEach((spot, i) => paintCorner(context, spot, hand.closed || i > 0, paper));
      }
    }
  };
  function paintRegion(context, spots2, closed, paper) {
    context.beginPath();
    spots2.forEach(([x, y], i) => i ? context.lineTo(x, y) : context.moveTo(x, y));
    if (closed) context.closePath();
    paint2(context, closed, paper);
  }
  function paintCircle(context, spot, hand, view, k, paper) {
    if (!(hand.radius > 0)) return;
    const [lon, lat] = hand.at[0];
    const edge = disc(lon, lat, hand.radius, VERTICES);
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
      const r = hand.radius * metre(lat) * view.scale;
      context.arc(spot[0], spot[1], r, 0, 2 * Math.PI);
    }
    paint2(context, true, paper);
  }
  function paint2(context, filled, paper) {
    if (filled) {
      context.globalAlpha = 0.18;
      context.fillStyle = paper.focus;
      context.fill("evenodd");
      context.globalAlpha = 1;
    }
    context.setLineDash(filled ? [] : [6, 4]);
    for (const [wide, colour] of [
      [5, paper.halo],
      [2, paper.focus]
    ]) {
      context.lineWidth = wide;
      context.strokeStyle = colour;
      context.stroke();
    }
    context.setLineDash([]);
  }
  function paintCorner(context, [x, y], filled, paper) {
    context.beginPath();
    context.arc(x, y, filled ? 5 : 7, 0, 2 * Math.PI);
    context.fillStyle = filled ? paper.focus : paper.paper;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = filled ? paper.paper : paper.focus;
    context.stroke();
  }

  // hit.js
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
  function mission2(stage, i) {
    return { what: "mission", id: stage.ready.columns.texts["mission.id"][stage.found.number[i]] };
  }
  function symbol3(stage, x, y, reach2) {
    const away2 = (item) => Math.max(0, Math.hypot(item.x - x, item.y - y) - item.r);
    const best = nearest(stage.drawn.symbols, x, y, reach2);
    const strong = nearest(
      stage.drawn.symbols.filter((item) => item.strong),
      x,
      y,
      reach2
    );
    const badge = nearest(stage.drawn.badges, x, y, reach2);
    if (badge && away2(badge) < (strong ? away2(strong) : away2(best || badge) + 1)) {
      const { at: at3, members: members2 } = badge;
      return { what: "stack", id: "", members: members2, x: at3.x, y: at3.y };
    }
    if (strong && away2(strong) <= away2(best)) return mission2(stage, strong.i);
    if (!best) return null;
    const over = (item) => Math.hypot(item.x - best.x, item.y - best.y) < best.r * 0.9;
    const members = [...new Set(stage.drawn.symbols.filter(over).map((item) => item.i))];
    if (members.length === 1) return mission2(stage, best.i);
    return { what: "stack", id: "", members, x: best.x, y: best.y };
  }
  function absence(stage, x, y, reach2) {
    const best = nearest(stage.drawn.absences, x, y, reach2);
    return best && { what: "absence", id: best.mark.id };
  }
  function boxed(stroke) {
    if (!stroke.box) {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const run of stroke.runs) {
        for (let i = 0; i < run.length; i += 2) {
          box[0] = Math.min(box[0], run[i]);
          box[1] = Math.min(box[1], run[i + 1]);
          box[2] = Math.max(box[2], run[i]);
          box[3] = Math.max(box[3], run[i + 1]);
        }
      }
      stroke.box = box;
    }
    return stroke.box;
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
  function line3(stage, x, y, reach2) {
    let best = null;
    let least = reach2;
    for (const stroke of stage.drawn.strokes) {
      const box = boxed(stroke);
      if (x < box[0] - reach2 || x > box[2] + reach2 || y < box[1] - reach2 || y > box[3] + reach2) {
        continue;
      }
      const strong = stage.emphasis.has(stroke.route.id) ? 3 : 0;
      const d = Math.min(...stroke.runs.map((run) => away(run, x, y))) - strong;
      if (d < least) {
        least = d;
        best = stroke;
      }
    }
    return best && { what: "line", id: best.route.id };
  }
  function area(stage, context, x, y, ratio) {
    let best = null;
    for (const drawn3 of stage.drawn.areas) {
      if (best && best.wide <= drawn3.wide) continue;
      if (context.isPointInPath(drawn3.path, x * ratio, y * ratio, "evenodd")) best = drawn3;
    }
    if (!best) return null;
    const place = best.region >= 0 ? stage.regionId(best.region) : "";
    if (place) return { what: "place", id: place };
    const { members } = best;
    if (members.length === 1) return mission2(stage, members[0]);
    return null;
  }
  function at2(stage, context, x, y, reach2, ratio) {
    const fanned = nearest(stage.fanned, x, y, reach2);
    if (fanned) return mission2(stage, fanned.i);
    return symbol3(stage, x, y, reach2) || absence(stage, x, y, reach2) || line3(stage, x, y, reach2 + 1) || area(stage, context, x, y, ratio);
  }

  // pointer.js
  var REACH = { mouse: 3, pen: 6, touch: 13 };
  var FAN_MOST = 80;
  var NEARER = 3;
  var pointer = {
    _thing: function(point3) {
      const stage = this._stage;
      if (!stage.drawn) return null;
      const { insetX, insetY, ratio } = stage.drawn.view;
      const reach2 = REACH[this._pointer] || REACH.mouse;
      const context = this._data._context;
      return at2(stage, context, point3.x + insetX, point3.y + insetY, reach2, ratio);
    },
    _moved: function(event) {
      if (event.pointerType === "touch" || event.buttons || this._hand) return;
      if (event.target.closest(".leaflet-control")) {
        this._hover(null);
        return;
      }
      const here = this._map.mouseEventToContainerPoint(event);
      this._at = here;
      if (this._looking) return;
      this._looking = requestAnimationFrame(() => {
        this._looking = 0;
        if (this._map) this._hover(this._thing(this._at), this._at);
      });
    },
    _hover: function(thing, point3) {
      const stage = this._stage;
      const container = this._map && this._map.getContainer();
      if (!container) return;
      container.classList.toggle("atlas-pointing", Boolean(thing));
      if (thing) this._showTip(thing, point3);
      else this._tip.hidden = true;
      const marked2 = thing && thing.what !== "stack" ? thing : null;
      if (marked2 === stage.hover || same(marked2, stage.hover)) return;
      stage.hover = marked2;
      this._glass.ask();
    },
    _showTip: function(thing, point3) {
      const [title, detail] = of2(this._stage, thing);
      const tip = this._tip;
      const name = document.createElement("strong");
      name.textContent = title;
      const more = document.createElement("span");
      more.textContent = detail;
      tip.replaceChildren(name, more);
      tip.hidden = !title;
      const size = this._map.getSize();
      const wide = tip.offsetWidth;
      const high = tip.offsetHeight;
      const x = point3.x + 14 + wide > size.x ? point3.x - 14 - wide : point3.x + 14;
      const y = point3.y + 14 + high > size.y ? point3.y - 14 - high : point3.y + 14;
      tip.style.left = Math.max(4, x) + "px";
      tip.style.top = Math.max(4, y) + "px";
    },
    _clicked: function(event) {
      if (this._placedBy(event)) return;
      const stage = this._stage;
      if (stage.moving) this._settle();
      const thing = this._thing(event.containerPoint);
      const spread2 = stage.fan && !stage.fanned.some((item) => thing && this._is(thing, item.i));
      if (spread2 || !thing) {
        if (stage.fan) this._spread(null);
        return;
      }
      if (thing.what === "stack") {
        const { left, top, scale } = stage.drawn.view;
        const x = (thing.x + left) / scale;
        const y = (thing.y + top) / scale;
        if (thing.members.length <= FAN_MOST) this._spread({ members: thing.members, x, y });
        else this._nearer(x, y);
        return;
      }
      this._open(thing, event.latlng);
    },
    _nearer: function(x, y) {
      const { longitude: longitude2, latitude: latitude2 } = sphere_exports;
      this._map.setView([latitude2(y), longitude2(x)], this._map.getZoom() + NEARER);
    },
    _is: function(thing, i) {
      return thing.what === "mission" && this._stage.at.get(thing.id) === i;
    },
    _spread: function(fan2) {
      this._stage.fan = fan2;
      this._hover(null);
      this._glass.ask();
    }
  };

  // scale.js
  var MOST2 = 120;
  var STEPS2 = [1, 2, 3, 5];
  var FARTHEST_M = 1e7;
  function measure(latitude2, scale, most = MOST2) {
    const metre2 = metre(latitude2) * scale;
    let found = 1;
    for (let ten = 1; ten <= FARTHEST_M; ten *= 10) {
      for (const step of STEPS2) if (step * ten * metre2 <= most) found = step * ten;
    }
    return [found, found * metre2];
  }
  var Scale = L.Control.extend({
    options: { position: "topright" },
    onAdd: function(map) {
      const box = L.DomUtil.create("div", "leaflet-control-scale");
      this._bar = L.DomUtil.create("div", "leaflet-control-scale-line", box);
      map.on("move viewreset resize", this.speak, this);
      return box;
    },
    onRemove: function(map) {
      map.off("move viewreset resize", this.speak, this);
    },
    /* Write the length in the language of the map. */
    speak: function() {
      const map = this._map;
      if (!map || !map._loaded) return;
      const middle = map.containerPointToLatLng([0, map.getSize().y / 2]);
      const [length, pixels2] = measure(middle.lat, 256 * Math.pow(2, map.getZoom()));
      this._bar.style.width = Math.round(pixels2) + "px";
      this._bar.textContent = distance2(length);
    }
  });

  // caption.js
  var MARGIN = 16;
  var LEADING2 = 1.32;
  var BETWEEN = 14;
  var KEY = 5;
  function lines4(context, text2, wide) {
    const fits = (part) => context.measureText(part).width <= wide;
    const found = [""];
    const last = () => found[found.length - 1];
    for (const word2 of text2.split(/\s+/).filter(Boolean)) {
      const joined = last() ? last() + " " + word2 : word2;
      if (fits(joined)) {
        found[found.length - 1] = joined;
        continue;
      }
      if (last()) found.push("");
      for (const letter of word2) {
        if (last() && !fits(last() + letter)) found.push("");
        found[found.length - 1] += letter;
      }
    }
    return found;
  }
  function paragraph(context, text2, wide, size, weight, colour) {
    const font2 = font(size, weight);
    context.font = font2;
    const told = text2 ? lines4(context, text2, wide - 2 * MARGIN) : [];
    const step = Math.round(size * LEADING2);
    const paint3 = (to, y) => {
      to.font = font2;
      to.fillStyle = colour;
      to.textBaseline = "alphabetic";
      to.textAlign = "left";
      told.forEach((line4, i) => to.fillText(line4, MARGIN, y + i * step + size));
    };
    return { high: told.length * step, paint: paint3 };
  }
  function legend(context, groups2, wide, paper) {
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
    const paint3 = (to, top) => {
      for (const { entry, told, x, y: row } of placed2) {
        to.save();
        to.translate(x, top + row);
        entry.paint(to);
        to.restore();
        to.font = font2;
        to.fillStyle = paper.ink;
        to.textBaseline = "middle";
        to.textAlign = "left";
        told.forEach((line4, i) => {
          const middle = top + row + SIZE2 / 2 + i * step;
          to.fillText(line4, x + entry.wide + KEY, middle);
        });
      }
    };
    return { high: y, paint: paint3 };
  }
  function bar2(context, view, paper) {
    const middle = (view.top + view.height / 2) / view.scale;
    const [length, wide] = measure(latitude(middle), view.scale);
    const text2 = say("picture.scale", { length: distance2(length) });
    const font2 = font(11, 400);
    const paint3 = (to, y) => {
      to.strokeStyle = paper.ink;
      to.lineWidth = 1.2;
      to.setLineDash([]);
      to.beginPath();
      to.moveTo(MARGIN, y + 5);
      to.lineTo(MARGIN, y + 11);
      to.lineTo(MARGIN + wide, y + 11);
      to.lineTo(MARGIN + wide, y + 5);
      to.stroke();
      to.font = font2;
      to.fillStyle = paper.ink;
      to.textBaseline = "middle";
      to.textAlign = "left";
      to.fillText(text2, MARGIN + wide + 8, y + 8);
    };
    return { high: 18, paint: paint3 };
  }
  function gap(high) {
    return { high, paint: () => {
    } };
  }
  function caption(context, what, view, paper) {
    const wide = view.width;
    const some = (block, after) => block.high ? [block, gap(after)] : [];
    return {
      above: [
        gap(MARGIN - 4),
        ...some(paragraph(context, what.title, wide, 19, 600, paper.ink), 4),
        ...some(paragraph(context, what.dates, wide, 13, 400, paper.quietly), 4),
        gap(6)
      ],
      below: [
        gap(10),
        ...some(legend(context, what.groups, wide, paper), 6),
        bar2(context, view, paper),
        gap(8),
        ...some(paragraph(context, what.credit, wide, 11, 400, paper.quietly), 0),
        gap(MARGIN - 4)
      ]
    };
  }

  // letters.js
  var SIDE2 = 32;
  var FONT2 = "20px sans-serif";
  var MISSING = "͸";
  var FIRST2 = 592;
  var MOST3 = 3e3;
  var LETTER = /\p{L}/u;
  function inked(context, letter) {
    context.clearRect(0, 0, SIDE2, SIDE2);
    context.fillText(letter, 6, 23);
    return context.canvas.toDataURL();
  }
  function lacking(texts) {
    const letters = /* @__PURE__ */ new Set();
    for (const text2 of texts) {
      for (const letter of text2) {
        if (letter.codePointAt(0) >= FIRST2 && LETTER.test(letter)) letters.add(letter);
      }
      if (letters.size > MOST3) break;
    }
    if (!letters.size) return "";
    const canvas = document.createElement("canvas");
    canvas.width = SIDE2;
    canvas.height = SIDE2;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.font = FONT2;
    const box = inked(context, MISSING);
    return [...letters].filter((letter) => inked(context, letter) === box).join("");
  }

  // picture.js
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
    const view = layer2._data.view();
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
    const level2 = (tile) => Number(getComputedStyle(tile.parentElement).zIndex) || 0;
    const tiles2 = [...container.querySelectorAll("img.leaflet-tile-loaded")];
    tiles2.sort((one, other) => level2(one) - level2(other));
    for (const tile of tiles2) {
      const box = tile.getBoundingClientRect();
      context.globalAlpha = Number(getComputedStyle(tile).opacity);
      context.drawImage(tile, box.left - here.left, box.top - here.top, box.width, box.height);
    }
    context.globalAlpha = 1;
    return tiles2.length;
  }
  function paintMap(context, layer2, view) {
    const stage = { ...layer2._stage, drawn: null, fanned: [], hover: null, focused: null };
    stage.reserved = () => [];
    const paper = stage.paper();
    context.fillStyle = paper.sea;
    context.fillRect(0, 0, view.width, view.height);
    paintTiles(context, layer2._map.getContainer());
    const painters = [layer2._stage.paintGround, painter2(stage), painter(stage)];
    for (const paint3 of painters) {
      const [sheet2, inner] = canvasOf(view.width, view.height, view.ratio);
      paint3(inner, view);
      context.drawImage(sheet2, 0, 0, view.width, view.height);
    }
  }
  function heightOf(blocks) {
    return blocks.reduce((high, block) => high + block.high, 0);
  }
  function compose(layer2, ratio) {
    const stage = layer2._stage;
    const view = seen(layer2, ratio);
    const colours = stage.paper();
    const paper = { ...colours, quietly: colours.town };
    const { scene } = stage;
    const credit = layer2._map.attributionControl;
    const what = {
      title: scene.title || say("picture.title"),
      dates: scene.dates || "",
      credit: credit ? credit.getContainer().textContent : scene.credit.join(" · "),
      groups: entries(stage, paper)
    };
    const [, measuring] = canvasOf(1, 1, 1);
    const { above, below } = caption(measuring, what, view, paper);
    const top = heightOf(above);
    const high = top + view.height + heightOf(below);
    const [canvas, context] = canvasOf(view.width, high, ratio);
    context.fillStyle = paper.paper;
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
  async function picture2(map, options) {
    const layer2 = layerOf(map);
    if (!layer2 || !layer2._stage.found || !layer2._stage.paintGround) {
      throw failure("picture.failed", { why: say("picture.early") });
    }
    await new Promise((done) => setTimeout(done, SOON_MS));
    layer2.pause();
    try {
      return await written(compose(layer2, options && options.ratio || RATIO));
    } catch (error) {
      if (error.name === FAILS) throw error;
      if (error.name === "SecurityError") throw failure("picture.foreign");
      throw failure("picture.failed", { why: String(error.message || error) });
    }
  }
  function lackingOn(map) {
    const { scene, ready, found } = layerOf(map)._stage;
    const { texts } = ready.columns;
    const labels = Array.from(found.number, (number2) => texts["mission.label"][number2]);
    return lacking([scene.title || "", ...labels, ...texts["region.name"]]);
  }

  // saver.js
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
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.hidden = true;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
  }
  var Saver = L.Control.extend({
    options: { position: "topright" },
    onAdd: function(map) {
      const button2 = document.createElement("button");
      button2.type = "button";
      button2.className = "atlas-save";
      this._label = document.createElement("span");
      const icon = document.createElement("i");
      icon.setAttribute("aria-hidden", "true");
      button2.append(icon, this._label);
      button2.addEventListener("click", () => this._save(map));
      L.DomEvent.disableClickPropagation(button2);
      this._button = button2;
      return button2;
    },
    onRemove: function() {
      this._told(null);
    },
    speak: function() {
      this._label.textContent = say("picture.save");
      this._button.title = this._label.textContent;
      this._button.setAttribute("aria-label", this._label.textContent);
    },
    _save: async function(map) {
      const focused = document.activeElement === this._button;
      const { announce } = this.options;
      this._told(null);
      this._button.disabled = true;
      announce(say("picture.making"));
      try {
        const blob = await picture2(map);
        const file = nameOf(layerOf(map)._stage.scene);
        download(blob, file);
        announce(say("picture.saved", { file }));
        const letters = [...lackingOn(map)].slice(0, SHOWN).join(" ");
        if (letters) this._told(say("picture.letters", { letters }));
      } catch (error) {
        announce("");
        this._told(String(error.message || error));
      } finally {
        this._button.disabled = false;
        if (focused) this._button.focus();
      }
    },
    /* What went wrong, until the reader closes it or tries again. */
    _told: function(text2) {
      if (this._note) this._note.remove();
      this._note = null;
      if (text2 === null || !this._map) return;
      const note = document.createElement("div");
      note.className = "atlas-trouble";
      note.setAttribute("role", "alert");
      const said3 = document.createElement("span");
      said3.textContent = text2;
      const close = document.createElement("button");
      close.type = "button";
      close.textContent = "×";
      close.title = say("picture.close");
      close.setAttribute("aria-label", close.title);
      close.addEventListener("click", () => {
        this._told(null);
        this._button.focus();
      });
      note.append(said3, close);
      L.DomEvent.disableClickPropagation(note);
      this._map.getContainer().append(note);
      this._note = note;
    }
  });

  // speech.js
  var UNSAFE = /[&<>"'`$\\]/g;
  function escaped(text2) {
    return text2.replace(UNSAFE, (letter) => "&#" + letter.charCodeAt(0) + ";");
  }
  var speech = {
    _speak: function(scene) {
      const map = this._map;
      speak(scene.language);
      const language2 = language();
      document.documentElement.lang = language2;
      if (this._spoken !== language2) {
        this._spoken = language2;
        const { _zoomInButton: nearer, _zoomOutButton: farther } = map.zoomControl || {};
        for (const [button2, key] of [
          [nearer, "zoom.in"],
          [farther, "zoom.out"]
        ]) {
          if (!button2) continue;
          button2.title = say(key);
          button2.setAttribute("aria-label", button2.title);
        }
        this._saver.speak();
        this._scale.speak();
        this._dock.speak();
      }
      const { credit } = this.options;
      const own = typeof credit === "object" ? credit[language2] : credit;
      this._credit([own, ...scene.credit].filter(Boolean));
    },
    /* Lines of our own beside those that layers of tiles bring along. */
    _credit: function(lines5) {
      const control = this._map.attributionControl;
      const text2 = escaped(lines5.join(" · "));
      if (!control || text2 === this._credited) return;
      if (this._credited) control.removeAttribution(this._credited);
      control.addAttribution(text2);
      this._credited = text2;
      this._dock.fitted(false);
    },
    _say: function(text2) {
      if (this._live) this._live.textContent = text2;
    }
  };

  // touch.js
  var MOVED = 8;
  var SHOWN_MS = 1600;
  var touch = {
    _touchable: function(map, container, signal) {
      this._hint = L.DomUtil.create("div", "atlas-hint", container);
      this._hint.setAttribute("aria-hidden", "true");
      this._hint.hidden = true;
      let from = null;
      const passive = { signal, capture: true, passive: true };
      const started = (event) => {
        const one = event.touches.length === 1;
        from = one ? [event.touches[0].clientX, event.touches[0].clientY] : null;
        if (one) map.dragging.disable();
        else this._hint.hidden = true;
      };
      const moved = (event) => {
        if (!from || event.touches.length !== 1) return;
        const { clientX, clientY } = event.touches[0];
        if (Math.hypot(clientX - from[0], clientY - from[1]) < MOVED) return;
        from = null;
        this._advise();
      };
      const mouse = (event) => {
        if (event.pointerType !== "touch") map.dragging.enable();
      };
      container.addEventListener("touchstart", started, passive);
      container.addEventListener("touchmove", moved, passive);
      container.addEventListener("pointerdown", mouse, passive);
    },
    _advise: function() {
      this._hint.textContent = say("said.fingers");
      this._hint.hidden = false;
      clearTimeout(this._advised);
      this._advised = setTimeout(() => {
        this._hint.hidden = true;
      }, SHOWN_MS);
    }
  };

  // layer.js
  var GROUND = "atlas-ground";
  var DATA = "atlas-data";
  var GLASS = "atlas-glass";
  var EDGE = 50;
  var SIDES_MOST = 6;
  var NOTHING = { what: "nothing", id: "" };
  var Layer = L.Layer.extend({
    includes: [pointer, framing, touch, speech, loading, backdrop, hands, placing],
    initialize: function(options) {
      L.setOptions(this, options);
      const run = keeper();
      this._stage = {
        ready: null,
        ground: null,
        scene: null,
        found: null,
        spots: [],
        routes: [],
        towns: [],
        places: [],
        absences: [],
        at: /* @__PURE__ */ new Map(),
        sides: /* @__PURE__ */ new Map(),
        emphasis: /* @__PURE__ */ new Set(),
        drawn: null,
        fanned: [],
        fan: null,
        hover: null,
        focused: null,
        chosen: null,
        run,
        sprite,
        rasterFrom: FROM,
        paper: () => of(this._theme),
        west: () => worldX(this._map.getBounds().getWest()),
        reserved: (view) => this._controls(view),
        regionId: (region) => this._stage.ready.columns.texts["region.id"][region]
      };
      this._theme = "auto";
      this._pointer = "mouse";
      this._names = /* @__PURE__ */ new Map();
    },
    onAdd: function(map) {
      const stage = this._stage;
      const container = map.getContainer();
      container.dataset.atlas = "loading";
      map.createPane(GROUND).style.zIndex = 250;
      map.createPane(DATA).style.zIndex = 420;
      map.createPane(GLASS).style.zIndex = 430;
      const nothing2 = () => {
      };
      this._ground = new Sheet((c, v) => (stage.paintGround || nothing2)(c, v), {
        pane: GROUND
      });
      const painter3 = painter2(stage);
      this._data = new Sheet(
        (c, v) => {
          if (stage.moving && !stage.whole) {
            this._motion.paint(c, v);
            return;
          }
          painter3(c, v);
          if (this._glass && this._glass._context) this._glass.paint();
        },
        { pane: DATA }
      );
      this._glass = new Sheet(painter(stage), { pane: GLASS });
      this._backed(container);
      this._parts(map, container);
      this._fit(map);
      map.addLayer(this._ground).addLayer(this._data).addLayer(this._glass);
      this._listen(map, container);
      this._touchable(map, container, this._still.signal);
      this._load();
    },
    onRemove: function(map) {
      const container = map.getContainer();
      this._still.abort();
      this._unclocked();
      this._observer.disconnect();
      this._unbacked();
      this._placingEnded();
      for (const sheet2 of [this._ground, this._data, this._glass]) map.removeLayer(sheet2);
      map.removeControl(this._scale).removeControl(this._saver);
      this._dock.remove();
      this._live.remove();
      this._tip.remove();
      this._hint.remove();
      delete container.dataset.atlas;
    },
    /* ---- set-up ---- */
    _parts: function(map, container) {
      container.tabIndex = 0;
      container.setAttribute("role", "application");
      this._live = L.DomUtil.create("div", "atlas-live", container);
      this._live.setAttribute("aria-live", "polite");
      this._tip = L.DomUtil.create("div", "atlas-tip", container);
      this._tip.setAttribute("aria-hidden", "true");
      this._tip.hidden = true;
      this._saver = new Saver({ announce: (text2) => this._say(text2) });
      this._scale = new Scale();
      map.addControl(this._scale).addControl(this._saver);
      this._clocks();
      this._dock = dock(map, (asked2) => this._docked(map, asked2), this._bar);
      this._dock.speak();
      this._keys = keyboard(this._stage, {
        say: (text2) => this._say(text2),
        text: (thing) => of2(this._stage, thing).filter(Boolean).join(", "),
        focus: (thing) => this._focus(thing),
        open: (thing) => this._open(thing),
        close: () => this._close(),
        zoom: (by) => map.setZoom(map.getZoom() + by),
        pan: (x, y) => map.panBy([x * 90, y * 90])
      });
    },
    _listen: function(map, container) {
      this._still = new AbortController();
      const { signal } = this._still;
      container.addEventListener("keydown", this._keys.pressed, { signal });
      const press = (event) => {
        if (event.key !== " " || !event.target.matches("a[role=button]")) return;
        event.preventDefault();
        event.target.click();
      };
      container.addEventListener("keydown", press, { signal });
      const kind = (event) => {
        this._pointer = event.pointerType || "mouse";
      };
      container.addEventListener("pointerdown", kind, { signal, capture: true });
      container.addEventListener("pointermove", (event) => this._moved(event), { signal });
      container.addEventListener("pointerleave", () => this._hover(null), { signal });
      const focused = () => container.classList.add("atlas-by-key");
      container.addEventListener("keydown", focused, { signal });
      container.addEventListener("pointerdown", () => container.classList.remove("atlas-by-key"), {
        signal
      });
      container.addEventListener("blur", () => this._focus(null), { signal });
      map.on("click", this._clicked, this);
      map.on("movestart", () => this._hover(null), this);
      map.on("zoomstart", () => this._spread(null), this);
      const dark = window.matchMedia("(prefers-color-scheme: dark)");
      dark.addEventListener("change", () => this._repaint(), { signal });
      this._observer = new ResizeObserver(() => {
        if (this._turns) this._barred();
        this._dock.fitted(true);
        this._resize(map);
      });
      this._observer.observe(container);
    },
    /* ---- the scene ---- */
    /** Show a scene: what geo.webmap.Scene writes. */
    show: function(given) {
      const stage = this._stage;
      const scene = this._map ? this._timed(given) : given;
      stage.scene = scene;
      this._theme = scene.theme;
      if (!this._map) return;
      this._speak(scene);
      this._behind(scene);
      if (!this._translated(scene.language)) return;
      if (this._asShown(scene)) {
        this._map.getContainer().dataset.scene = scene.name;
        return;
      }
      this._selected();
      stage.emphasis = new Set(scene.emphasis);
      stage.sides = new Map(
        scene.sides.slice(0, SIDES_MOST).map((code, i) => [stage.ready.code.get(code), i])
      );
      if (stage.moving) {
        this._motion.prepare(stage.passing);
        this._repaint();
        this._follow(scene.focus);
        return;
      }
      stage.found = missions(stage.ready, scene, stage.passing);
      this._gathered();
      stage.chosen = scene.chosen ? this._named(scene.chosen) : null;
      stage.hover = stage.fan = null;
      this._keys.reset();
      this._barred();
      if (this._bar) this._bar.tell(this._latest());
      this._repaint();
      this._tell();
      this._toPlace(scene.placing);
      this._follow(scene.focus);
    },
    /* What follows from the missions that were found. */
    _gathered: function() {
      const stage = this._stage;
      const { scene } = stage;
      const id = stage.ready.columns.texts["mission.id"];
      stage.routes = routes(stage.ready, scene, stage.found);
      stage.at = new Map(stage.found.number.map((m, i) => [id[m], i]));
      stage.spots = spots(stage.ready, stage.found, stage.emphasis);
      stage.towns = towns(stage);
      const places2 = places(stage.ready, scene);
      stage.places = outlines(stage.ready, places2, stage.found);
      stage.absences = marks(stage.ready, scene);
    },
    /* Counts for readers of the page and for those who hear it, after what else there is to say. */
    _tell: function(first = "") {
      const { found, routes: routes2, scene } = this._stage;
      const container = this._map.getContainer();
      container.dataset.missionsDrawn = String(found.number.length);
      container.dataset.linesDrawn = String(routes2.length);
      container.dataset.placesDrawn = String(this._stage.places.length);
      container.dataset.absencesDrawn = String(this._stage.absences.length);
      container.dataset.scene = scene.name;
      const undated = found.status.filter((status) => status === this._stage.ready.undated).length;
      const surely = say("count.missions", { count: found.number.length - undated });
      const missions2 = undated ? say("count.undated", { missions: surely, count: undated }) : surely;
      const lines5 = say("count.lines", { count: routes2.length });
      container.setAttribute("aria-label", say("said.label", { missions: missions2, lines: lines5 }));
      const told = say(found.number.length ? "said.drawn" : "said.empty", { missions: missions2, lines: lines5 });
      this._say(first ? first + ". " + told : told);
    },
    _named: function(id) {
      if (this._stage.at.has(id)) return { what: "mission", id };
      if (this._stage.routes.some((route2) => route2.id === id)) return { what: "line", id };
      if (this._stage.absences.some((mark2) => mark2.id === id)) return { what: "absence", id };
      return { what: "place", id };
    },
    _repaint: function() {
      if (!this._map) return;
      const stage = this._stage;
      const theme2 = theme(this._theme);
      const { dataset } = this._map.getContainer();
      if (dataset.theme !== theme2 || !this._grounded) this._ground.ask();
      this._grounded = Boolean(stage.ground);
      dataset.theme = theme2;
      this._dock.paint(theme2);
      this._data.ask();
      if (stage.found) this._dock.show(stage, stage.paper());
    },
    /* Boxes on the sheet that controls lie over, where no label should stand. */
    _controls: function(view) {
      const container = this._map.getContainer();
      const here = container.getBoundingClientRect();
      return [...container.querySelectorAll(".leaflet-control")].map((control) => {
        const box = control.getBoundingClientRect();
        const x = box.left - here.left + view.insetX;
        const y = box.top - here.top + view.insetY;
        return [x, y, x + box.width, y + box.height];
      });
    },
    /* ---- opening ---- */
    _where: function(thing) {
      const stage = this._stage;
      if (thing.what === "mission") {
        const p = stage.found.placement[stage.at.get(thing.id)];
        const { arrays } = stage.ready.columns;
        return [arrays["placement.longitude"][p], arrays["placement.latitude"][p]];
      }
      if (thing.what === "line") {
        const route2 = stage.routes.find((one) => one.id === thing.id);
        const { xy } = stage.run(route2);
        const middle = 2 * Math.floor(xy.length / 4);
        return [longitude(xy[middle]), latitude(xy[middle + 1])];
      }
      if (thing.what === "absence") {
        const mark2 = stage.absences.find((one) => one.id === thing.id);
        return [mark2.lon, mark2.lat];
      }
      const a = stage.ready.columns.arrays;
      const region = stage.ready.columns.texts["region.id"].indexOf(thing.id);
      if (region < 0) return [0, 0];
      const x = (a["region.west"][region] + a["region.east"][region]) / 2;
      const y = (a["region.top"][region] + a["region.bottom"][region]) / 2;
      return [longitude(x), latitude(y)];
    },
    /* What st_folium hands to Python as last_active_drawing. */
    _send: function(thing, coordinates) {
      const at3 = Date.now();
      this._messaged = at3;
      const feature = {
        type: "Feature",
        properties: { what: thing.what, id: thing.id, at: at3, ...this._withDays(at3) },
        geometry: coordinates ? { type: "Point", coordinates } : null
      };
      this.fire("click", { layer: { toGeoJSON: () => feature } });
    },
    _open: function(thing) {
      this._stage.chosen = thing;
      this._data.ask();
      const what = of2(this._stage, thing)[0];
      this._say(say("said.opened", { what }));
      this._send(thing, this._where(thing));
    },
    _close: function() {
      const stage = this._stage;
      const open = Boolean(stage.chosen);
      stage.chosen = stage.focused = stage.fan = null;
      this._hover(null);
      this._data.ask();
      if (!open) return;
      this._say(say("said.closed"));
      this._send(NOTHING, null);
    },
    /* The thing the keyboard has reached; the map follows where it would be out of sight. */
    _focus: function(thing) {
      this._stage.focused = thing;
      if (thing && this._map) {
        const [lon, lat] = this._where(thing);
        const centre = this._map.getCenter();
        const near2 = lon + 360 * Math.round((centre.lng - lon) / 360);
        const at3 = this._map.latLngToContainerPoint([lat, near2]);
        const size = this._map.getSize();
        const [wide, high] = [size.x - EDGE, size.y - EDGE];
        if (at3.x < EDGE || at3.y < EDGE || at3.x > wide || at3.y > high) {
          this._map.panTo([lat, near2]);
        }
      }
      this._glass.ask();
    }
  });
  function towns(stage) {
    const town = stage.ready.columns.arrays["mission.town"];
    const many = /* @__PURE__ */ new Map();
    for (const m of stage.found.number) {
      if (town[m] >= 0) many.set(town[m], (many.get(town[m]) || 0) + 1);
    }
    return [...many].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  }
  function layer(options) {
    return new Layer(options);
  }
  function layerOf(map) {
    let ours = null;
    map.eachLayer((one) => {
      if (one instanceof Layer) ours = one;
    });
    return ours;
  }
  function show(map, scene) {
    const ours = layerOf(map);
    if (ours) ours.show(scene);
  }
  return __toCommonJS(index_exports);
})();
