/* Absence: the pairs that a scene asks about and of which no mission is there, as Python compiled them to
   intervals; and how they are drawn and told. */
import { around, nearby, stroke } from "../drawing/pen.js";
import * as clock from "./clock.js";
import { seen } from "../drawing/ground.js";
import * as filter from "./filter.js";
import { pairId } from "./pairs.js";
import * as sphere from "./sphere.js";
import { say } from "./words.js";

const COVERED = "covered";
const NONE = "none";
const UNKNOWN = "unknown";
export const FACES = [COVERED, NONE, UNKNOWN];
const CELL = 24;
const BESIDE = 4; // pixels from a symbol to the mark of an absence at the same place

/** Status of each mission of a pair on the days; null where one is there. @param {Ready} ready @param {Days} days @param {number} key */
function statusesOf(ready, { as_of, known_on }, key) {
  const { statuses, present } = ready.columns.values;
  const told = [];
  for (const m of ready.ends.get(key) || []) {
    const e = clock.at(ready.episodes, m, as_of, known_on);
    if (e < 0) continue;
    const status = ready.columns.arrays["episode.status"][e];
    if (present[status]) return null;
    told.push(statuses[status]);
  }
  return told;
}

/** The parties of either side that are states on the day, or that the scene names. @param {Ready} ready @param {number} day @param {NonNullable<Passing["absences"]>} asked */
function sides(ready, day, asked) {
  const a = ready.columns.arrays;
  const [from, until] = [a["party.state_from"], a["party.state_until"]];
  /** @param {Uint8Array} mask */
  const side = (mask) =>
    [...mask.keys()].filter(
      (i) => mask[i] && ((from[i] <= day && day < until[i]) || asked.named[i]),
    );
  return [side(asked.sending), side(asked.receiving)];
}

/** The absences that a scene marks: numbers of the sending and receiving party, the party at whose seat it is marked, the face, whether it is only perhaps so, the town that it is covered from (-1 for none), whether the mission there has closed, and whether the pair's own one has. @param {Ready} ready @param {Scene} scene @param {Passing} [among] @returns {Absence[]} */
export function marked(ready, scene, among = filter.passing(ready, scene)) {
  const asked = among.absences;
  if (!asked) return [];
  const a = ready.columns.arrays;
  const { faces } = ready.columns.values;
  const holds = (/** @type {number} */ i) =>
    clock.holds(ready.absences, i, scene.as_of, scene.known_on);
  const [senders, hosts] = sides(ready, scene.as_of, asked);
  const found = [];
  for (const one of senders) {
    for (const other of hosts) {
      if (one === other || !(asked.states[one] || asked.states[other])) continue;
      const key = one * asked.named.length + other;
      const own = statusesOf(ready, scene, key);
      if (!own) continue;
      const row = ready.absent.get(key)?.find(holds);
      if (row === undefined && !scene.masks.absences?.unknown) continue;
      const known = row !== undefined;
      found.push({
        a: one,
        b: other,
        at: asked.named[one] ? other : one,
        face: known ? faces[a["absent.face"][row]] : UNKNOWN,
        perhaps: known && Boolean(a["absent.perhaps"][row]),
        town: known ? a["absent.town"][row] : -1,
        over: known && Boolean(a["absent.closed"][row]),
        closed: own.includes("closed"),
      });
    }
  }
  return found;
}

/** The marks of a scene: one for each pair and seat, with a sign for each face that it has. @param {Ready} ready @param {Scene} scene @param {Passing} [among] */
export function marks(ready, scene, among) {
  const { arrays, texts } = ready.columns;
  const code = texts["party.code"];
  /** @type {Map<string, AbsenceMark>} */
  const seats = new Map();
  for (const one of marked(ready, scene, among)) {
    const longitude = arrays["party.seat_longitude"][one.at];
    if (Number.isNaN(longitude)) continue;
    const pair = pairId(code[one.a], code[one.b]);
    const key = pair + " " + one.at;
    let mark = seats.get(key);
    if (!mark) {
      const latitude = arrays["party.seat_latitude"][one.at];
      mark = { id: "pair:" + pair, lon: longitude, lat: latitude, told: [], signs: [] };
      seats.set(key, mark);
    }
    mark.told.push(one);
    // What the pack does not say in one direction is no news beside what it says in the other.
    const same = (/** @type {Absence} */ sign) =>
      sign.face === one.face && sign.perhaps === one.perhaps;
    if (!mark.signs.some(same)) mark.signs.push(one);
    if (mark.signs.length > 1) mark.signs = mark.signs.filter((one) => one.face !== UNKNOWN);
  }
  return [...seats.values()];
}

/** One sign around 0, 0: an arch for covered, a barred ring for none, a small ring for not known. @param {Context} context @param {string} face @param {boolean} perhaps @param {number} r @param {string} colour @param {string} paper */
export function sign(context, face, perhaps, r, colour, paper) {
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
  stroke(context, colour, wide, perhaps ? [0.55 * r, 0.62 * r] : []);
  context.lineCap = "butt";
}

/** @param {State} state @param {Palette} palette @param {Absence} one */
function colourOf(state, palette, one) {
  if (one.face === NONE) return palette.ink;
  if (one.face === UNKNOWN) return palette.quiet;
  const side = state.sides.get(one.a);
  return side === undefined ? palette.neutral : palette.sides[side];
}

/** The marks of a state on one sheet, beside a symbol that stands at the same place. @param {Drawing} drawing */
export function draw({ context, view, state, palette, r }) {
  if (!state.absences.length) return;
  const size = Math.max(3.4, 0.82 * r);
  const near = nearby(state.drawn.symbols, CELL);
  /** @param {number} x @param {number} y */
  const under = (x, y) => {
    let low = 0;
    for (const item of near(x, y)) {
      if (Math.hypot(item.x - x, item.y - y) < item.r + size) {
        low = Math.max(low, item.y - y + item.r + size + BESIDE);
      }
    }
    return low;
  };
  const step = 2.9 * size;
  for (const mark of state.absences) {
    for (const [x, y] of seen(view, sphere.worldX(mark.lon), sphere.worldY(mark.lat), 20)) {
      const low = y + under(x, y);
      const from = x - ((mark.signs.length - 1) * step) / 2;
      mark.signs.forEach((one, i) => {
        around(context, from + i * step, low, () => {
          if (one.face === UNKNOWN) context.globalAlpha = 0.75;
          sign(context, one.face, one.perhaps, size, colourOf(state, palette, one), palette.halo);
        });
      });
      const wide = ((mark.signs.length - 1) * step) / 2 + size;
      state.drawn.absences.push({ x, y: low, r: wide, mark });
    }
  }
}

/** What a mark tells: the two parties, and each direction with its face. @param {State} state @param {Pick<AbsenceMark, "told">} mark */
export function text(state, mark) {
  const { texts } = state.ready.columns;
  const names = texts["party.name"];
  const [{ a, b }] = mark.told;
  const said = mark.told.map((one) => {
    const ends = { sending: names[one.a], receiving: names[one.b] };
    let key = one.face;
    if (one.face === COVERED && one.town >= 0) key = "covered_from";
    if (one.face === UNKNOWN && one.closed) key = "unknown_closed";
    const plain = say("absent." + key, { ...ends, where: texts["town.name"][one.town] ?? "" });
    const more = one.over ? say("absent.over", { said: plain }) : plain;
    return one.perhaps ? say("absent.perhaps", { said: more }) : more;
  });
  return [names[a] + " – " + names[b], said.join("; ")];
}
