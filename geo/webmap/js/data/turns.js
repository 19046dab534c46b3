/* Turns: when the missions that a selection lets through opened and closed, and the days on which
   anything that it shows changes; all as known on a day. */
import { say } from "./words.js";

const NEVER = 2147483647;
const EVER = -2147483648;
const LISTED = "listed"; // open on a day that nothing but an attestation tells of

/** Numbers of the turns of the missions that pass, whatever is known. @param {Ready} ready @param {Int32Array} missions */
function passing(ready, missions) {
  const owner = ready.columns.arrays["turn.mission"];
  const pass = new Uint8Array(ready.missions);
  for (const m of missions) pass[m] = 1;
  const found = [];
  for (let i = 0; i < owner.length; i += 1) if (pass[owner[i]]) found.push(i);
  return Int32Array.from(found);
}

/** @param {Iterable<number>} days */
function distinct(days) {
  const sorted = Float64Array.from(days).sort();
  return sorted.filter((day, i) => i === 0 || day !== sorted[i - 1]);
}

/** The turns of a selection, for as long as it is shown. @param {Ready} ready @param {Passing} selection @returns {Turns} */
export function of(ready, { missions, statuses: wanted }) {
  const a = ready.columns.arrays;
  const rows = passing(ready, missions);
  const first = a["turn.first"];
  const last = a["turn.last"];
  const dated = a["turn.dated"];
  const [from, to] = [a["turn.known_begin"], a["turn.known_end"]];
  const counts = ready.columns.values.counts || [];
  const [opening, closing] = [counts.indexOf("opening"), counts.indexOf("closing")];
  const told = known(ready, missions);
  const bounds = [];
  for (const i of rows) {
    if (!dated[i] || !a["turn.counts"][i]) continue;
    bounds.push(first[i]);
    if (last[i] < NEVER) bounds.push(last[i]);
  }

  /** Rows that are known on a day. @param {number} day */
  const knownOn = (day) => rows.filter((i) => from[i] <= day && day < to[i]);

  /** What counts as known on a day: rows of the dated openings and closings, and how many are undated. @param {number} day */
  function counted(day) {
    /** @type {ReturnType<Turns["counted"]>} */
    const found = { openings: [], closings: [], undated: [0, 0] };
    for (const i of knownOn(day)) {
      const what = a["turn.counts"][i];
      if (what !== opening && what !== closing) continue;
      if (!dated[i]) found.undated[what === opening ? 0 : 1] += 1;
      else (what === opening ? found.openings : found.closings).push(i);
    }
    return found;
  }

  /** @param {number} i */
  const shows = (i) => wanted[a["turn.before"][i]] || wanted[a["turn.after"][i]];

  /** The day on which what a turn ended may first have ended, where that is drawn as perhaps. @param {number} i */
  function begins(i) {
    const drawn = first[i] > EVER && first[i] < last[i] && wanted[a["turn.before"][i]];
    return drawn ? first[i] : NEVER;
  }

  /** The days on which anything shown changes, as known on a day. @param {number} known */
  function days(known) {
    const found = [];
    for (const i of knownOn(known).filter(shows)) {
      if (last[i] < NEVER) found.push(last[i]);
      if (begins(i) < NEVER) found.push(begins(i));
    }
    return distinct(found);
  }

  /** What happens on a day: rows of turns, and for each whether it only perhaps begins. @param {number} day @param {number} known */
  function on(day, known) {
    const found = [];
    for (const i of knownOn(known).filter(shows)) {
      if (last[i] === day) found.push({ turn: i, perhaps: Boolean(a["turn.perhaps"][i]) });
      else if (begins(i) === day) found.push({ turn: i, perhaps: true });
    }
    return found.sort((one, other) => one.turn - other.turn);
  }

  /** Which words say what happens: on that very day, by then, or only perhaps from then on. @param {Turn} given */
  function manner({ turn, perhaps }) {
    if (perhaps) return "time.perhaps.";
    return first[turn] < last[turn] && word(ready, turn) !== LISTED ? "time.by." : "time.turn.";
  }

  return { counted, days, on, manner, bounds, told };
}

/** The days on which what is known of missions changes. @param {Ready} ready @param {Int32Array} missions */
function known(ready, missions) {
  const found = new Set();
  for (const set of [ready.episodes, ready.placements]) {
    for (const m of missions) {
      for (let i = set.start[m]; i < set.start[m + 1]; i += 1) found.add(set.knownBegin[i]);
    }
  }
  return distinct([...found].filter((day) => day > 0));
}

/** The next day of a list before (-1) or after (1) a day, or null. @param {Float64Array} days @param {number} day @param {number} by */
export function next(days, day, by) {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (by > 0 ? days[middle] <= day : days[middle] < day) low = middle + 1;
    else high = middle;
  }
  const at = by > 0 ? low : low - 1;
  return at >= 0 && at < days.length ? days[at] : null;
}

/** What a turn is called; the key of a message. @param {Ready} ready @param {number} i */
function word(ready, i) {
  const a = ready.columns.arrays;
  const { statuses } = ready.columns.values;
  const [before, after] = [statuses[a["turn.before"][i]], statuses[a["turn.after"][i]]];
  if (!a["turn.dated"][i] && before === "undated" && after === "open") return LISTED;
  const back = after === "open" && ["suspended", "closed", "unknown"].includes(before);
  return back ? "reopened" : after;
}

/** What happens on a day in words, "" for nothing. @param {State} state @param {Turns} turns @param {number} day @param {number} knownOn */
export function said(state, turns, day, knownOn) {
  const found = turns.on(day, knownOn);
  if (!found.length) return "";
  const { ready } = state;
  const labels = ready.columns.texts["mission.label"];
  const one = found.find(({ perhaps }) => !perhaps) || found[0];
  const { turn } = one;
  const name = labels[ready.columns.arrays["turn.mission"][turn]];
  const what = say(turns.manner(one) + word(ready, turn), { what: name });
  const more = found.length - 1;
  return more ? say("time.more", { what, count: more }) : what;
}
