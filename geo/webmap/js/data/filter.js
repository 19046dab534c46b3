/* Filter: looks up what is shown on the two days of what a scene's masks let through. */
import * as clock from "./clock.js";
import { pairs } from "./pairs.js";
import * as sphere from "./sphere.js";

const NONE = ["none", "undated"]; // days on which no mission is shown

/** Numbers of points: two that stand at the very same place have the same one. @param {Columns} columns */
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

/** Rows by their two parties, as one number. @param {Columns} columns @param {string} one @param {string} other */
function byParties({ arrays, texts }, one, other) {
  const parties = texts["party.code"].length;
  /** @type {Map<number, number[]>} */
  const found = new Map();
  for (let i = 0; i < arrays[one].length; i += 1) {
    const key = arrays[one][i] * parties + arrays[other][i];
    const rows = found.get(key);
    if (rows) rows.push(i);
    else found.set(key, [i]);
  }
  return found;
}

/** @param {Columns} columns @returns {Ready} */
export function prepared(columns) {
  const { arrays, texts, values } = columns;
  const missions = texts["mission.id"].length;
  const paired = pairs(columns, missions);
  const b = arrays["relation.b"];
  return {
    missions,
    columns,
    points: points(columns),
    worlds: worlds(columns),
    pairs: paired,
    related: Int32Array.from(arrays["relation.a"], (a, i) => paired.of(a, b[i])),
    code: new Map(texts["party.code"].map((code, i) => [code, i])),
    episodes: clock.stretches(columns, "episode", missions),
    placements: clock.stretches(columns, "placement", missions),
    seen: clock.starts(arrays["seen.mission"], missions),
    undated: values.statuses.indexOf("undated"),
    drawn: values.statuses.map((status) => !NONE.includes(status)),
    ends: byParties(columns, "mission.sending", "mission.receiving"),
    absent: byParties(columns, "absent.a", "absent.b"),
    absences: clock.clocks(columns, "absent"),
  };
}

/** A bit for each row, the first the highest of its byte, as numpy packs them; empty for all rows. @param {string} base64 @param {number} size */
export function bits(base64, size) {
  const found = new Uint8Array(size);
  if (!base64) return found.fill(1);
  const bytes = atob(base64);
  for (let i = 0; i < size; i += 1) found[i] = (bytes.charCodeAt(i >> 3) >> (7 - (i & 7))) & 1;
  return found;
}

/** @param {Uint8Array} mask */
const rows = (mask) => Int32Array.from(mask.keys()).filter((i) => mask[i]);

/** What a scene lets through, whatever the days. @param {Ready} ready @param {Scene} scene @returns {Passing} */
export function passing({ missions, columns: { texts, values } }, { masks, statuses }) {
  const parties = texts["party.code"].length;
  const asked = masks.absences;
  return {
    missions: rows(bits(masks.missions, missions)),
    coverage: rows(bits(masks.coverage, texts["cover.id"].length)),
    places: rows(bits(masks.places, texts["region.id"].length)),
    statuses: Uint8Array.from(values.statuses, (status) => Number(statuses.includes(status))),
    absences: asked && {
      sending: bits(asked.sending, parties),
      receiving: bits(asked.receiving, parties),
      states: bits(asked.states, parties),
      named: bits(asked.named, parties),
    },
  };
}

/** @param {Box} box @param {number} longitude @param {number} latitude */
function inside(box, longitude, latitude) {
  const [west, south, east, north] = box;
  const between =
    west <= east ? west <= longitude && longitude <= east : west <= longitude || longitude <= east;
  return between && south <= latitude && latitude <= north;
}

/** The last day on which a source shows a mission, as known by then; -1 for none. @param {Ready} ready @param {number} m @param {Days} days */
function lastSeen(ready, m, { as_of, known_on }) {
  const day = ready.columns.arrays["seen.day"];
  const known = ready.columns.arrays["seen.known"];
  for (let i = ready.seen[m + 1] - 1; i >= ready.seen[m]; i -= 1) {
    if (day[i] <= as_of && known[i] <= known_on) return i;
  }
  return -1;
}

/** Some of the found missions. @param {Found} found @param {(i: number) => unknown} wanted */
export function only(found, wanted) {
  const kept = [...found.number.keys()].filter(wanted);
  /** @param {[string, number[]]} given */
  const part = ([name, column]) => [name, kept.map((i) => column[i])];
  return /** @type {Found} */ (Object.fromEntries(Object.entries(found).map(part)));
}

/** Found missions without those of which nothing says whether they had opened. @param {Ready} ready @param {Found} found */
export function there(ready, found) {
  if (!found.status.includes(ready.undated)) return found;
  return only(found, (i) => found.status[i] !== ready.undated);
}

/** The missions of a scene: their numbers, and for each its status, whether it is only perhaps so, the row of its placement, and the last day on which a source shows it. @param {Ready} ready @param {Scene} scene @param {Passing} [among] */
export function missions(ready, scene, among = passing(ready, scene)) {
  const a = ready.columns.arrays;
  const status = a["episode.status"];
  const perhaps = a["episode.perhaps"];
  const longitude = a["placement.longitude"];
  const latitude = a["placement.latitude"];
  const { at } = clock;
  const possible = a["episode.possible"];
  /** @type {Found} */
  const found = { number: [], status: [], perhaps: [], placement: [], last: [], digits: [] };
  for (const m of among.missions) {
    const e = at(ready.episodes, m, scene.as_of, scene.known_on);
    if (e < 0) continue;
    const near = possible[e] && ready.episodes.end[e] - scene.as_of <= scene.undated;
    if (!among.statuses[status[e]] && !near) continue;
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

/** The rows of the places of a scene. @param {Ready} ready @param {Scene} scene @param {Passing} [among] */
export function places(ready, scene, among = passing(ready, scene)) {
  const { arrays, texts } = ready.columns;
  const known = (/** @type {number} */ i) => arrays["region.known"][i] <= scene.known_on;
  return [...among.places].filter((i) => texts["region.id"][i] && known(i));
}
