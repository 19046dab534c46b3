/* Filter: the missions that a scene shows, exactly those that Python's Atlas.missions gives. */
import * as clock from "./clock.js";
import * as sphere from "./sphere.js";

const CLOSED = "closed";
const NONE = ["none", "undated"]; // days on which no mission is shown

/**
 * Numbers of points: two that stand at the very same place have the same one.
 * @param {Columns} columns
 */
function points(columns) {
  const at = new Map();
  /** @param {string} name */
  const numbers = (name) => {
    const longitude = columns.arrays[name + "longitude"];
    const latitude = columns.arrays[name + "latitude"];
    return Int32Array.from(longitude, (lon, i) => {
      const key = lon + " " + latitude[i];
      if (!at.has(key)) at.set(key, at.size);
      return at.get(key);
    });
  };
  return {
    placement: numbers("placement."),
    seat: numbers("party.seat_"),
    cover: numbers("cover."),
  };
}

/** Where placements stand, in widths of the world. @param {Columns} columns */
function worlds(columns) {
  const longitude = columns.arrays["placement.longitude"];
  const latitude = columns.arrays["placement.latitude"];
  return {
    x: Float64Array.from(longitude, (lon) => sphere.worldX(lon)),
    y: Float64Array.from(latitude, (lat) => sphere.worldY(lat)),
  };
}

/** @param {Columns} columns */
export function prepared(columns) {
  const missions = columns.texts["mission.id"].length;
  return {
    missions,
    columns,
    points: points(columns),
    worlds: worlds(columns),
    code: new Map(columns.texts["party.code"].map((code, i) => [code, i])),
    source: new Map(columns.texts["source.id"].map((id, i) => [id, i])),
    number: new Map(columns.texts["mission.id"].map((id, i) => [id, i])),
    episodes: clock.stretches(columns, "episode", missions),
    placements: clock.stretches(columns, "placement", missions),
    seen: clock.starts(columns.arrays["seen.mission"], missions),
    undated: columns.values.statuses.indexOf("undated"),
  };
}

/** @param {number} size @param {string[]} wanted @param {Map<string, number>} numbers */
function marks(size, wanted, numbers) {
  const found = new Uint8Array(size);
  for (const value of wanted) {
    const number = numbers.get(value);
    if (number !== undefined) found[number] = 1;
  }
  return found;
}

/**
 * A bit for each mission, the first the highest of its byte, as Python's Sieve.matching packs them.
 * @param {string} base64 @param {number} size
 */
function bits(base64, size) {
  const bytes = atob(base64);
  return Uint8Array.from(
    { length: size },
    (_, m) => (bytes.charCodeAt(m >> 3) >> (7 - (m & 7))) & 1,
  );
}

/**
 * Every narrowing is a test of one mission's number; those that a scene does not use are left out.
 * @param {Ready} ready @param {Filters} scene
 */
function tests(ready, scene) {
  const a = ready.columns.arrays;
  const texts = ready.columns.texts;
  const sending = a["mission.sending"];
  const receiving = a["mission.receiving"];
  /** @param {string[]} codes */
  const parties = (codes) => marks(texts["party.code"].length, codes, ready.code);
  /** @type {((m: number) => unknown)[]} */
  const found = [];
  if (scene.states.length) {
    const of = parties(scene.states);
    found.push((m) => of[sending[m]] || of[receiving[m]]);
  }
  if (scene.among.length) {
    const of = parties(scene.among);
    found.push((m) => of[sending[m]] && of[receiving[m]]);
  }
  if (scene.sending.length) {
    const of = parties(scene.sending);
    found.push((m) => of[sending[m]]);
  }
  if (scene.receiving.length) {
    const of = parties(scene.receiving);
    found.push((m) => of[receiving[m]]);
  }
  if (scene.kinds.length) {
    const kinds = ready.columns.values.kinds;
    const of = marks(kinds.length, scene.kinds, new Map(kinds.map((kind, i) => [kind, i])));
    const kind = a["mission.kind"];
    found.push((m) => of[kind[m]]);
  }
  if (scene.cities.length) {
    const cities = new Set(scene.cities);
    const city = texts["mission.city_folded"];
    found.push((m) => cities.has(city[m]));
  }
  if (scene.terms.length) {
    const of = a["mission.matching"] || bits(scene.matching || "", ready.missions);
    found.push((m) => of[m]);
  }
  if (scene.sources.length) {
    const of = marks(texts["source.id"].length, scene.sources, ready.source);
    const start = a["mission.sources_start"];
    const source = a["mission.source"];
    found.push((m) => {
      for (let i = start[m]; i < start[m + 1]; i += 1) if (of[source[i]]) return true;
      return false;
    });
  }
  return found;
}

/** @param {Box} box @param {number} longitude @param {number} latitude */
function inside(box, longitude, latitude) {
  const [west, south, east, north] = box;
  const between =
    west <= east ? west <= longitude && longitude <= east : west <= longitude || longitude <= east;
  return between && south <= latitude && latitude <= north;
}

/**
 * The numbers of the missions that all parts of a scene but days, statuses and box let through.
 * @param {Ready} ready @param {Filters} scene
 */
export function passing(ready, scene) {
  const narrow = tests(ready, scene);
  const found = [];
  for (let m = 0; m < ready.missions; m += 1) {
    if (narrow.every((test) => test(m))) found.push(m);
  }
  return Int32Array.from(found);
}

/** For each status whether a scene shows it. @param {Ready} ready @param {Filters} scene */
export function wanted(ready, scene) {
  return Uint8Array.from(ready.columns.values.statuses, (status) => {
    const asked = scene.statuses.length ? scene.statuses.includes(status) : status !== CLOSED;
    return asked && !NONE.includes(status) ? 1 : 0;
  });
}

/**
 * The last day on which a source shows a mission, as known by then; 0 for none.
 * @param {Ready} ready @param {number} m @param {Filters} scene
 */
function lastSeen(ready, m, scene) {
  const day = ready.columns.arrays["seen.day"];
  const known = ready.columns.arrays["seen.known"];
  for (let i = ready.seen[m + 1] - 1; i >= ready.seen[m]; i -= 1) {
    if (day[i] <= scene.as_of && known[i] <= scene.known_on) return i;
  }
  return -1;
}

/**
 * Found missions without those of which nothing says whether they had opened.
 * @param {Ready} ready @param {Found} found
 */
export function there(ready, found) {
  if (!found.status.includes(ready.undated)) return found;
  const kept = found.status.map((status, i) => i).filter((i) => found.status[i] !== ready.undated);
  /** @param {[string, number[]]} given */
  const part = ([name, column]) => [name, kept.map((i) => column[i])];
  return /** @type {Found} */ (Object.fromEntries(Object.entries(found).map(part)));
}

/**
 * The missions of a scene: their numbers, and for each its status, whether it is only perhaps
 * so, the row of its placement, and the last day on which a source shows it. `among` are those that pass, where that is known already.
 * @param {Ready} ready @param {Filters} scene @param {Int32Array} [among]
 */
export function missions(ready, scene, among = passing(ready, scene)) {
  const a = ready.columns.arrays;
  const shown = wanted(ready, scene);
  const status = a["episode.status"];
  const perhaps = a["episode.perhaps"];
  const longitude = a["placement.longitude"];
  const latitude = a["placement.latitude"];
  const { at } = clock;
  const possible = a["episode.possible"];
  /** @type {Found} */
  const found = { number: [], status: [], perhaps: [], placement: [], last: [], digits: [] };
  for (const m of among) {
    const e = at(ready.episodes, m, scene.as_of, scene.known_on);
    if (e < 0) continue;
    const near = possible[e] && ready.episodes.end[e] - scene.as_of <= scene.undated;
    if (!shown[status[e]] && !near) continue;
    const p = at(ready.placements, m, scene.as_of, scene.known_on);
    if (p < 0) continue;
    if (scene.bbox && !inside(scene.bbox, longitude[p], latitude[p])) continue;
    found.number.push(m);
    found.status.push(status[e]);
    found.perhaps.push(perhaps[e]);
    found.placement.push(p);
    const seen = lastSeen(ready, m, scene);
    found.last.push(seen < 0 ? 0 : a["seen.day"][seen]);
    found.digits.push(seen < 0 ? 0 : a["seen.digits"][seen]);
  }
  return found;
}

/**
 * The rows of the places of a scene, exactly those that Python's Atlas.places gives.
 * @param {Ready} ready @param {Filters} scene
 */
export function places(ready, scene) {
  const a = ready.columns.arrays;
  const ids = ready.columns.texts["region.id"];
  const codes = [...scene.states, ...scene.among, ...scene.sending, ...scene.receiving];
  const of = marks(ready.columns.texts["party.code"].length, codes, ready.code);
  /** @type {number[]} */
  const found = [];
  ids.forEach((id, i) => {
    if (!id || a["region.known"][i] > scene.known_on) return;
    if (codes.length && !of[a["region.state"][i]]) return;
    found.push(i);
  });
  return found;
}
