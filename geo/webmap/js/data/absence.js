/* Absence: the pairs that a scene asks about and of which no mission is there, with the face of each:
   exactly what Python's geo.absence marks. The rule is told there. */
import { stroke } from "../drawing/pen.js";
import * as clock from "./clock.js";
import { copies } from "../drawing/ground.js";
import * as sphere from "./sphere.js";
import { say } from "./words.js";

const LAST = 2147483647;
const GONE = ["none", "undated", "closed"]; // statuses of a mission that is not there
const THERE = ["announced", "preparing", "open", "suspended", "unknown"];
const COVERED = "covered";
const NONE = "none";
const UNKNOWN = "unknown";
export const FACES = [COVERED, NONE, UNKNOWN];
const BESIDE = 4; // pixels from a symbol to the mark of an absence at the same place

/**
 * Missions, accreditations and rows that say there is none, by sending and receiving party.
 * @param {Ready} ready
 */
function index(ready) {
  if (ready.absence) return ready.absence;
  const { arrays, texts } = ready.columns;
  const parties = texts["party.code"].length;
  /** @param {Numbers} one @param {Numbers} other */
  const by = (one, other) => {
    const found = new Map();
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
    none: by(arrays["none.a"], arrays["none.b"]),
  };
  return ready.absence;
}

/** @param {Ready} ready @param {Scene} scene */
function named(ready, scene) {
  const codes = [...scene.states, ...scene.among, ...scene.sending, ...scene.receiving];
  return new Set(codes.map((code) => Number(ready.code.get(code))));
}

/** @param {Scene} scene */
function narrowed(scene) {
  const { statuses } = scene;
  if (statuses.length && !THERE.every((status) => statuses.includes(status))) return true;
  if (scene.bbox) return true;
  return [scene.kinds, scene.cities, scene.terms, scene.sources].some((list) => list.length);
}

/**
 * The ordered pairs that a scene asks about: [sending, receiving], as numbers of parties.
 * @param {Ready} ready @param {Scene} scene @param {Set<number>} names
 */
function asked(ready, scene, names) {
  const until = ready.columns.arrays["party.state_until"];
  /** @type {number[]} */
  const everyone = [];
  for (let i = 0; i < until.length; i += 1) {
    if (scene.as_of < until[i] || names.has(i)) everyone.push(i);
  }
  /** @param {string[]} codes */
  const set = (codes) => new Set(codes.map((code) => Number(ready.code.get(code))));
  const among = set(scene.among);
  const states = set(scene.states);
  /** @param {string[]} codes */
  const side = (codes) => {
    const wanted = set(codes);
    return everyone.filter((i) => (!wanted.size || wanted.has(i)) && (!among.size || among.has(i)));
  };
  const pairs = [];
  const hosts = side(scene.receiving);
  for (const a of side(scene.sending)) {
    for (const b of hosts) {
      if (a !== b && (!states.size || states.has(a) || states.has(b))) pairs.push([a, b]);
    }
  }
  return pairs;
}

/**
 * Whether a mission was there since a row without an end said that there is none.
 * @param {Ready} ready @param {Scene} scene @param {number[]} missions @param {number} from @param {number} over
 */
function lapsed(ready, scene, missions, from, over) {
  if (over !== LAST) return false;
  const { statuses } = ready.columns.values;
  const status = ready.columns.arrays["episode.status"];
  const set = ready.episodes;
  return missions.some((m) => {
    for (let i = set.start[m]; i < set.start[m + 1]; i += 1) {
      if (GONE.includes(statuses[status[i]])) continue;
      if (set.knownBegin[i] > scene.known_on || scene.known_on >= set.knownEnd[i]) continue;
      if (set.end[i] > from && set.begin[i] <= scene.as_of) return true;
    }
    return false;
  });
}

/**
 * The rows of one table that hold on the days, each with what decides which goes first.
 * @param {Ready} ready @param {Scene} scene @param {number[]} rows @param {string} name @param {(m: number) => string} statusOf @param {number[]} ends
 */
function holding(ready, scene, rows, name, statusOf, ends) {
  const a = ready.columns.arrays;
  const ids = ready.columns.texts[name + ".id"];
  const mission = a[name + ".mission"];
  const found = [];
  for (const i of rows) {
    const from = a[name + ".from"][i];
    const over = a[name + ".over"][i];
    if (a[name + ".known"][i] > scene.known_on) continue;
    if (scene.as_of < from || scene.as_of >= over) continue;
    if (name === NONE && lapsed(ready, scene, ends, from, over)) continue;
    const covering = mission && mission[i] >= 0 ? statusOf(mission[i]) : "";
    const closed = covering === "closed";
    const sure = scene.as_of >= a[name + ".surely"][i] && scene.as_of < a[name + ".fades"][i];
    found.push({ id: ids[i], from, sure: sure && !closed, closed, by: mission ? mission[i] : -1 });
  }
  return found;
}

/** @param {Holding} one @param {Holding} other */
function before(one, other) {
  return (
    Number(other.sure) - Number(one.sure) ||
    Number(one.closed) - Number(other.closed) ||
    other.from - one.from ||
    (one.id < other.id ? -1 : 1)
  );
}

/**
 * The absences that a scene marks: numbers of the sending and receiving party, the party at whose
 * seat it is marked, the face, whether it is only perhaps so, the row that says so, the mission
 * that covers (-1 for none in the pack), and whether a mission there has closed.
 * @param {Ready} ready @param {Scene} scene
 */
export function marked(ready, scene) {
  const names = named(ready, scene);
  if (!names.size || narrowed(scene)) return [];
  const { parties, missions, covered, none } = index(ready);
  const { statuses } = ready.columns.values;
  const status = ready.columns.arrays["episode.status"];
  /** @param {number} m */
  const statusOf = (m) => {
    const e = clock.at(ready.episodes, m, scene.as_of, scene.known_on);
    return e < 0 ? NONE : statuses[status[e]];
  };
  const found = [];
  for (const [a, b] of asked(ready, scene, names)) {
    const key = a * parties + b;
    const own = missions.get(key) || [];
    const told = own.map(statusOf);
    if (told.some((one) => !GONE.includes(one))) continue;
    /** @param {string} name @param {Rows} by */
    const rows = (name, by) => holding(ready, scene, by.get(key) || [], name, statusOf, own);
    const cover = rows("cover", covered).sort(before);
    const maybe = told.includes("undated"); // one may have been there
    const known = cover.length || maybe ? [] : rows(NONE, none).sort(before);
    const first = cover[0] || known[0];
    const face = cover.length ? COVERED : known.length ? NONE : UNKNOWN;
    if (face === UNKNOWN && names.size !== 1) continue;
    found.push({
      a,
      b,
      at: names.has(a) ? b : a,
      face,
      perhaps: Boolean(first) && !first.sure,
      row: first ? first.id : "",
      by: first ? first.by : -1,
      over: Boolean(first) && first.closed,
      closed: told.includes("closed"),
    });
  }
  return found;
}

/**
 * The marks of a scene: one for each pair and seat, with a sign for each face that it has.
 * @param {Ready} ready @param {Scene} scene
 */
export function marks(ready, scene) {
  const { arrays, texts } = ready.columns;
  const code = texts["party.code"];
  /** @type {Map<string, AbsenceMark>} */
  const seats = new Map();
  for (const one of marked(ready, scene)) {
    const longitude = arrays["party.seat_longitude"][one.at];
    if (Number.isNaN(longitude)) continue;
    const pair = [code[one.a], code[one.b]].sort().join("-");
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

/**
 * One sign around 0, 0: an arch for covered, a barred ring for none, a small ring for not known.
 * @param {Context} context @param {string} face @param {boolean} perhaps @param {number} r @param {string} colour @param {string} paper
 */
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
  context.strokeStyle = colour;
  context.lineWidth = wide;
  if (perhaps) context.setLineDash([0.55 * r, 0.62 * r]);
  context.stroke();
  context.setLineDash([]);
  context.lineCap = "butt";
}

/** @param {State} state @param {Palette} palette @param {Absence} one */
function colourOf(state, palette, one) {
  if (one.face === NONE) return palette.ink;
  if (one.face === UNKNOWN) return palette.quiet;
  const side = state.sides.get(one.a);
  return side === undefined ? palette.neutral : palette.sides[side];
}

/**
 * The marks of a state on one sheet, beside a symbol that stands at the same place.
 * @param {Context} context @param {View} view @param {State} state @param {Palette} palette @param {number} r
 */
export function draw(context, view, state, palette, r) {
  const [first, last] = copies(view);
  const size = Math.max(3.4, 0.82 * r);
  const cell = 24;
  const cells = new Map();
  /** @param {number} x @param {number} y */
  const key = (x, y) => Math.round(x / cell) * 65536 + Math.round(y / cell);
  for (const item of state.absences.length ? state.drawn.symbols : []) {
    const at = key(item.x, item.y);
    if (!cells.has(at)) cells.set(at, []);
    cells.get(at).push(item);
  }
  /** @param {number} x @param {number} y */
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
  for (const mark of state.absences) {
    const wx = sphere.worldX(mark.lon);
    const y = sphere.worldY(mark.lat) * view.scale - view.top;
    const step = 2.9 * size;
    for (let k = first; k <= last; k += 1) {
      const x = (wx + k) * view.scale - view.left;
      if (x < -20 || y < -20 || x > view.width + 20 || y > view.height + 20) continue;
      const low = y + under(x, y);
      const from = x - ((mark.signs.length - 1) * step) / 2;
      mark.signs.forEach((one, i) => {
        context.save();
        context.translate(from + i * step, low);
        if (one.face === UNKNOWN) context.globalAlpha = 0.75;
        sign(context, one.face, one.perhaps, size, colourOf(state, palette, one), palette.halo);
        context.restore();
      });
      const wide = ((mark.signs.length - 1) * step) / 2 + size;
      state.drawn.absences.push({ x, y: low, r: wide, mark });
    }
  }
}

/**
 * What a mark tells: the two parties, and each direction with its face.
 * @param {State} state @param {Pick<AbsenceMark, "told">} mark
 */
export function text(state, mark) {
  const { arrays, texts } = state.ready.columns;
  const names = texts["party.name"];
  const [{ a, b }] = mark.told;
  const said = mark.told.map((one) => {
    const ends = { sending: names[one.a], receiving: names[one.b] };
    const town = one.by < 0 ? -1 : arrays["mission.town"][one.by];
    let key = one.face;
    if (one.face === COVERED && town >= 0) key = "covered_from";
    if (one.face === UNKNOWN && one.closed) key = "unknown_closed";
    const plain = say("absent." + key, {
      ...ends,
      where: town < 0 ? "" : texts["town.name"][town],
    });
    const more = one.over ? say("absent.over", { said: plain }) : plain;
    return one.perhaps ? say("absent.perhaps", { said: more }) : more;
  });
  return [names[a] + " – " + names[b], said.join("; ")];
}
