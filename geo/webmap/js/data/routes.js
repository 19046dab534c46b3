/* Routes: the lines that belong to found missions, exactly those that Python's network.lines gives. */
import * as filter from "./filter.js";
import * as spots from "./spots.js";

const GROUPS = ["embassy", "liaison", "consulate"];
const STATUSES = ["open", "suspended", "preparing", "announced", "unknown", "closed"];
const LATEST = 2147483646;
/** @type {Omit<Filters, "as_of" | "known_on">} */
const EVERYTHING = {
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
  undated: -1,
};
const POINTS = 2 ** 26; // more than there are
export const PAIR = "pair";
export const SEAT = "seat";
export const COVERAGE = "coverage";
export const NEIGHBOUR = "neighbour";

/** @param {string} one @param {string} other */
export function pairId(one, other) {
  return one < other ? one + "-" + other : other + "-" + one;
}

/**
 * Number of dated relations of each pair that had happened and were known.
 * @param {Ready} ready @param {Scene} scene
 */
function counts(ready, scene) {
  const a = ready.columns.arrays;
  const code = ready.columns.texts["party.code"];
  const found = new Map();
  const one = a["relation.a"];
  for (let i = 0; i < one.length; i += 1) {
    if (a["relation.known"][i] > scene.known_on || scene.as_of < a["relation.from"][i]) continue;
    const id = pairId(code[one[i]], code[a["relation.b"][i]]);
    found.set(id, (found.get(id) || 0) + 1);
  }
  return found;
}

/**
 * Longitude, latitude, and the number of the point.
 * @param {Ready} ready @param {Found} found @param {number} i
 */
function point(ready, found, i) {
  const a = ready.columns.arrays;
  const p = found.placement[i];
  return [a["placement.longitude"][p], a["placement.latitude"][p], ready.points.placement[p]];
}

/** @param {Ready} ready @param {number} party */
function seatOf(ready, party) {
  const a = ready.columns.arrays;
  const longitude = a["party.seat_longitude"][party];
  return [longitude, a["party.seat_latitude"][party], ready.points.seat[party]];
}

/** @param {string} id @param {string} kind @param {number} a @param {number} b @param {number} start @param {number} end @param {Numbers} from @param {Numbers} to @param {Partial<Route>} more @returns {Route} */
function route(id, kind, a, b, start, end, from, to, more) {
  const way = from[2] * POINTS + to[2]; // the same for all lines from one point to another
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
    unsure: more.unsure === undefined ? 0 : more.unsure,
  };
}

/**
 * The line between two found missions of a pair, the one whose sending state comes first by its code first.
 * @param {Ready} ready @param {Found} found @param {number} i @param {number} j @param {number} relations
 */
function between(ready, found, i, j, relations) {
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
    point(ready, found, i),
    point(ready, found, j),
    { relations, perhaps: Boolean(found.perhaps[i] || found.perhaps[j]) },
  );
}

/** @param {Ready} ready @param {Scene} scene @param {Found} found */
function pairs(ready, scene, found) {
  const a = ready.columns.arrays;
  const { texts, values } = ready.columns;
  const code = texts["party.code"];
  const id = texts["mission.id"];
  const best = new Map(); // by both ends, as one number
  const groups = values.groups.map((group) => GROUPS.indexOf(group) * 16);
  const statuses = values.statuses.map((status) => STATUSES.indexOf(status));
  /** @param {number} i */
  const rank = (i) => groups[a["mission.kind"][found.number[i]]] + statuses[found.status[i]];
  /** @param {number} i @param {number} j */
  const before = (i, j) => {
    const difference = rank(i) - rank(j);
    return difference ? difference < 0 : id[found.number[i]] < id[found.number[j]];
  };
  found.number.forEach((m, i) => {
    const receiving = a["mission.receiving"][m];
    const home = a["party.of"][receiving];
    const key = a["mission.sending"][m] * code.length + (home < 0 ? receiving : home);
    if (!best.has(key) || before(i, best.get(key))) best.set(key, i);
  });
  const told = counts(ready, scene);
  const routes = [];
  for (const [key, i] of best) {
    const ends = [Math.floor(key / code.length), key % code.length];
    const [one, other] = [code[ends[0]], code[ends[1]]];
    const j = best.get(ends[1] * code.length + ends[0]);
    if (j === undefined || one > other) continue;
    const pair = pairId(one, other);
    routes.push(between(ready, found, i, j, told.get(pair) || 0));
  }
  return routes;
}

/**
 * The line from the seat of its sending state to a found mission; null where that has none.
 * @param {Ready} ready @param {Found} found @param {number} i
 */
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
    point(ready, found, i),
    { perhaps: Boolean(found.perhaps[i]) },
  );
}

/** @param {Ready} ready @param {Found} found @param {Set<number>} joined */
function seats(ready, found, joined) {
  return found.number.flatMap((m, i) => (joined.has(m) ? [] : fromSeat(ready, found, i) || []));
}

/** @param {Ready} ready @param {Scene} scene */
function among(ready, scene) {
  /** @param {string[]} list */
  const codes = (list) => new Set(list.map((code) => ready.code.get(code)));
  const states = codes(scene.states);
  const both = codes(scene.among);
  const sending = codes(scene.sending);
  const receiving = codes(scene.receiving);
  /** @param {number} a @param {number} b @param {number} third */
  return (a, b, third) =>
    (!states.size || states.has(a) || states.has(b) || states.has(third)) &&
    (!both.size || (both.has(a) && both.has(b))) &&
    (!sending.size || sending.has(a)) &&
    (!receiving.size || receiving.has(b));
}

/** @param {Ready} ready @param {Scene} scene @param {Found} found @param {Map<number, number>} at */
function coverage(ready, scene, found, at) {
  const a = ready.columns.arrays;
  const id = ready.columns.texts["cover.id"];
  const narrowed =
    scene.bbox ||
    [scene.kinds, scene.statuses, scene.cities, scene.terms, scene.sources].some(
      (list) => list.length,
    );
  const wanted = among(ready, scene);
  const routes = [];
  for (let i = 0; i < id.length; i += 1) {
    const one = a["cover.a"][i];
    const other = a["cover.b"][i];
    if (a["cover.known"][i] > scene.known_on) continue;
    if (scene.as_of < a["cover.from"][i] || scene.as_of >= a["cover.over"][i]) continue;
    if (!wanted(one, other, a["cover.third"][i])) continue;
    const mission = a["cover.mission"][i];
    const here = at.get(mission);
    if (narrowed && here === undefined) continue;
    const seat = seatOf(ready, other);
    const city = [a["cover.longitude"][i], a["cover.latitude"][i], ready.points.cover[i]];
    if (Number.isNaN(seat[0]) || (here === undefined && Number.isNaN(city[0]))) continue;
    const from = here === undefined ? city : point(ready, found, here);
    const perhaps = scene.as_of < a["cover.surely"][i] || scene.as_of >= a["cover.fades"][i];
    routes.push(
      route("cover:" + id[i], COVERAGE, one, other, mission, -1, from, seat, { perhaps }),
    );
  }
  return routes;
}

/**
 * Metres by which the length between two placements may be wrong; NaN where neither more nor less is known than an area for one of them.
 * @param {Ready} ready @param {number} one @param {number} other
 */
function unsure(ready, one, other) {
  const allowed = ready.columns.arrays["placement.tolerance"];
  if (spots.vague(ready, one) || spots.vague(ready, other)) return NaN;
  return allowed[one] + allowed[other];
}

/** @param {Ready} ready @param {Scene} scene @param {Map<number, number>} at @param {Found} found */
function neighbours(ready, scene, at, found) {
  const a = ready.columns.arrays;
  const id = ready.columns.texts["mission.id"];
  const rows = a["near.mission"];
  if (!rows.length) return [];
  const open = {
    ...EVERYTHING,
    as_of: scene.as_of,
    known_on: LATEST, // where a neighbour stands may have been told later than the words
    statuses: STATUSES,
  };
  const all = filter.missions(ready, open);
  const anchors = new Map(all.number.map((m, i) => [m, i]));
  const routes = [];
  for (let i = 0; i < rows.length; i += 1) {
    const here = at.get(rows[i]);
    const there = anchors.get(a["near.anchor"][i]);
    if (here === undefined || there === undefined || a["near.known"][i] > scene.known_on) continue;
    const m = rows[i];
    const other = a["near.anchor"][i];
    routes.push(
      route(
        "near:" + id[m] + ":" + id[other],
        NEIGHBOUR,
        a["mission.sending"][m],
        a["mission.sending"][other],
        m,
        other,
        point(ready, found, here),
        point(ready, all, there),
        { perhaps: true, unsure: unsure(ready, found.placement[here], all.placement[there]) },
      ),
    );
  }
  return routes;
}

/** The lines of found missions. @param {Ready} ready @param {Scene} scene @param {Found} all */
export function routes(ready, scene, all) {
  const found = filter.there(ready, all);
  const at = new Map(found.number.map((m, i) => [m, i]));
  const joining = pairs(ready, scene, found);
  const joined = new Set(joining.flatMap((line) => [line.start, line.end]));
  return [
    ...joining,
    ...seats(ready, found, joined),
    ...coverage(ready, scene, found, at),
    ...neighbours(ready, scene, at, found),
  ];
}

export { between as pair };

export { fromSeat as seat };
