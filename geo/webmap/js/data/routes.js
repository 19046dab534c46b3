/* Routes: the lines that belong to found missions, looked up on the days of a scene. */
import * as clock from "./clock.js";
import * as filter from "./filter.js";
import { best } from "./pairs.js";
import * as spots from "./spots.js";
import { LATEST } from "./calendar.js";

const POINTS = 2 ** 26; // more than there are
export const PAIR = "pair";
export const SEAT = "seat";
export const COVERAGE = "coverage";
export const NEIGHBOUR = "neighbour";

/** Longitude, latitude, and the number of the point. @param {Ready} ready @param {number} p */
function point({ columns: { arrays }, points }, p) {
  return [arrays["placement.longitude"][p], arrays["placement.latitude"][p], points.placement[p]];
}

/** @param {Ready} ready @param {number} party */
function seatOf({ columns: { arrays }, points }, party) {
  const longitude = arrays["party.seat_longitude"][party];
  return [longitude, arrays["party.seat_latitude"][party], points.seat[party]];
}

/** @param {Pick<Route, "id" | "kind" | "a" | "b"> & Partial<Route>} given @param {number[]} from @param {number[]} to @returns {Route} */
function route(given, from, to) {
  return {
    start: -1,
    end: -1,
    relations: 0,
    perhaps: false,
    unsure: 0,
    from: [from[0], from[1]],
    to: [to[0], to[1]],
    way: from[2] * POINTS + to[2], // the same for all lines from one point to another
    ...given,
  };
}

/** The line between two found missions of a pair, the one whose sending state comes first by its code first. @param {Ready} ready @param {Found} found @param {number} i @param {number} j @param {number} relations */
function between(ready, found, i, j, relations) {
  const [start, end] = [found.number[i], found.number[j]];
  const { ids, pair, host } = ready.pairs;
  return route(
    {
      id: "pair:" + ids[pair[start]],
      kind: PAIR,
      a: ready.columns.arrays["mission.sending"][start],
      b: host[start],
      start,
      end,
      relations,
      perhaps: Boolean(found.perhaps[i] || found.perhaps[j]),
    },
    point(ready, found.placement[i]),
    point(ready, found.placement[j]),
  );
}

/** Number of dated relations of each pair that had happened and were known. @param {Ready} ready @param {Days} days */
export function counts({ related, pairs, columns: { arrays } }, { as_of, known_on }) {
  const found = new Uint32Array(pairs.ids.length);
  related.forEach((pair, i) => {
    const told = arrays["relation.known"][i] <= known_on && arrays["relation.from"][i] <= as_of;
    if (told && pair >= 0) found[pair] += 1;
  });
  return found;
}

/** The line from the seat of its sending state to a found mission; null where that has none. @param {Ready} ready @param {Found} found @param {number} i */
function fromSeat(ready, found, i) {
  const { arrays, texts } = ready.columns;
  const m = found.number[i];
  const a = arrays["mission.sending"][m];
  const seat = seatOf(ready, a);
  if (Number.isNaN(seat[0])) return null;
  return route(
    {
      id: "seat:" + texts["mission.id"][m],
      kind: SEAT,
      a,
      b: arrays["mission.receiving"][m],
      end: m,
      perhaps: Boolean(found.perhaps[i]),
    },
    seat,
    point(ready, found.placement[i]),
  );
}

/** Lines between found missions of a pair, and from seats to the others; or those of some pairs alone. @param {Ready} ready @param {Found} all @param {Numbers} relations @param {Set<number> | null} [pairs] */
export function joining(ready, all, relations, pairs = null) {
  const found = filter.there(ready, all);
  const [one, other] = best(ready, found);
  const { pair, side } = ready.pairs;
  const drawn = [];
  for (let p = 0; p < one.length; p += 1) {
    if (one[p] < 0 || other[p] < 0 || (pairs && !pairs.has(p))) continue;
    drawn.push(between(ready, found, one[p], other[p], relations[p]));
  }
  if (pairs) return drawn;
  found.number.forEach((m, i) => {
    const p = pair[m];
    if (p >= 0 && one[p] >= 0 && other[p] >= 0 && (side[m] ? other : one)[p] === i) return;
    const line = fromSeat(ready, found, i);
    if (line) drawn.push(line);
  });
  return drawn;
}

/** @param {Ready} ready @param {Scene} scene @param {Found} found @param {Map<number, number>} at @param {Passing} among */
function coverage(ready, scene, found, at, among) {
  const a = ready.columns.arrays;
  const id = ready.columns.texts["cover.id"];
  const routes = [];
  for (const i of among.coverage) {
    if (a["cover.known"][i] > scene.known_on) continue;
    if (scene.as_of < a["cover.from"][i] || scene.as_of >= a["cover.over"][i]) continue;
    const start = a["cover.mission"][i];
    const here = at.get(start);
    if (scene.masks.shown_only && here === undefined) continue;
    const seat = seatOf(ready, a["cover.b"][i]);
    const city = [a["cover.longitude"][i], a["cover.latitude"][i], ready.points.cover[i]];
    const from = here === undefined ? city : point(ready, found.placement[here]);
    if (Number.isNaN(seat[0]) || Number.isNaN(from[0])) continue;
    const perhaps = scene.as_of < a["cover.surely"][i] || scene.as_of >= a["cover.fades"][i];
    const ends = { a: a["cover.a"][i], b: a["cover.b"][i], start, perhaps };
    routes.push(route({ id: "cover:" + id[i], kind: COVERAGE, ...ends }, from, seat));
  }
  return routes;
}

/** Metres by which the length between two placements may be wrong; NaN where neither more nor less is known than an area for one of them. @param {Ready} ready @param {number} one @param {number} other */
function unsure(ready, one, other) {
  const allowed = ready.columns.arrays["placement.tolerance"];
  if (spots.vague(ready, one) || spots.vague(ready, other)) return NaN;
  return allowed[one] + allowed[other];
}

/** Where a mission that words name stands on a day, whenever a source told of it; -1 where it is not there. @param {Ready} ready @param {number} m @param {number} day */
function anchored(ready, m, day) {
  const e = clock.at(ready.episodes, m, day, LATEST);
  if (e < 0 || !ready.drawn[ready.columns.arrays["episode.status"][e]]) return -1;
  return clock.at(ready.placements, m, day, LATEST);
}

/** @param {Ready} ready @param {Scene} scene @param {Found} found @param {Map<number, number>} at */
function neighbours(ready, scene, found, at) {
  const a = ready.columns.arrays;
  const id = ready.columns.texts["mission.id"];
  const routes = [];
  for (let i = 0; i < a["near.mission"].length; i += 1) {
    const [start, end] = [a["near.mission"][i], a["near.anchor"][i]];
    const here = found.placement[at.get(start) ?? -1];
    if (here === undefined || a["near.known"][i] > scene.known_on) continue;
    const there = anchored(ready, end, scene.as_of);
    if (there < 0) continue;
    routes.push(
      route(
        {
          id: "near:" + id[start] + ":" + id[end],
          kind: NEIGHBOUR,
          a: a["mission.sending"][start],
          b: a["mission.sending"][end],
          start,
          end,
          perhaps: true,
          unsure: unsure(ready, here, there),
        },
        point(ready, here),
        point(ready, there),
      ),
    );
  }
  return routes;
}

/** The lines of found missions. @param {Ready} ready @param {Scene} scene @param {Found} all @param {Passing} [among] */
export function routes(ready, scene, all, among = filter.passing(ready, scene)) {
  const found = filter.there(ready, all);
  const at = new Map(found.number.map((m, i) => [m, i]));
  return [
    ...joining(ready, found, counts(ready, scene)),
    ...coverage(ready, scene, found, at, among),
    ...neighbours(ready, scene, found, at),
  ];
}
