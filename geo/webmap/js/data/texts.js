/* Texts: what a thing on the map is called, for tooltips and for readers who hear the map. */
import * as absence from "./absence.js";
import * as calendar from "./calendar.js";
import { townOf } from "../drawing/shading.js";
import { codeOf } from "./state.js";
import * as clock from "./clock.js";
import * as routes from "./routes.js";
import * as sphere from "./sphere.js";
import * as spots from "./spots.js";
import { distance, roughly, say } from "./words.js";

/** How exactly it is known where a placement is. @param {Ready} ready @param {number} p */
export function placed(ready, p) {
  const { arrays } = ready.columns;
  const off = arrays["placement.off"][p];
  const radius = arrays["placement.radius"][p];
  const values = { off: Number.isNaN(off) ? "" : distance(off) };
  const said = say("placed." + spots.exactness(ready, p), values);
  return Number.isNaN(radius) ? said : say("placed.within", { said, length: distance(radius) });
}

/** @param {State} state @param {number} i */
function mission(state, i) {
  const { ready, found } = state;
  const label = ready.columns.texts["mission.label"][found.number[i]];
  const status = say("status." + ready.columns.values.statuses[found.status[i]]);
  const undated = found.status[i] === ready.undated;
  const told = found.perhaps[i] && !undated ? say("status.perhaps", { status }) : status;
  const parts = [told, since(state, i), evidence(state, i), placed(ready, found.placement[i])];
  return [label, parts.filter(Boolean).join("; ")];
}

/** Since when a mission has its status, as exactly as its date is known; "" where none is. @param {State} state @param {number} i */
function since({ ready: { columns }, scene, found }, i) {
  const a = /** @type {Record<string, Int32Array>} */ (columns.arrays);
  const { "turn.first": first, "turn.last": last } = a;
  const turn = a["turn.mission"].findLastIndex((m, t) => {
    const known =
      a["turn.known_begin"][t] <= scene.known_on && scene.known_on < a["turn.known_end"][t];
    const own = m === found.number[i] && a["turn.after"][t] === found.status[i];
    return own && known && a["turn.dated"][t] && last[t] <= scene.as_of;
  });
  if (turn < 0) return "";
  const [one, other] = [first[turn], last[turn]].map(calendar.iso);
  const digits = [10, 7, 4].find((many) => one.slice(0, many) === other.slice(0, many));
  const day = calendar.said(last[turn], digits);
  return say(digits ? "said.since" : "said.by", { day });
}

/** When a mission was last confirmed; of an undated one when it is first reported. @param {State} state @param {number} i */
function evidence({ ready, scene, found }, i) {
  const { said } = calendar;
  if (found.status[i] === ready.undated) {
    const e = clock.at(ready.episodes, found.number[i], scene.as_of, scene.known_on);
    return say("said.first", { day: said(ready.episodes.end[e]) });
  }
  return found.last[i]
    ? say("said.last", { day: said(found.last[i], found.digits[i]) })
    : say("said.never");
}

/** @param {State} state @param {Route} route */
function line(state, route) {
  const { texts, arrays } = state.ready.columns;
  const names = texts["party.name"];
  const length = distance(sphere.distance(...route.from, ...route.to));
  if (route.kind === routes.PAIR) {
    const told = say("count.relations", { count: route.relations });
    return [names[route.a] + " – " + names[route.b], length + ", " + told];
  }
  if (route.kind === routes.SEAT) {
    const town = arrays["mission.town"][route.end];
    const where = town >= 0 ? texts["town.name"][town] : names[route.b];
    return [names[route.a] + " – " + where, length];
  }
  const kind = say("line." + route.kind);
  if (route.kind === routes.COVERAGE) {
    return [names[route.a] + " – " + names[route.b], kind + ", " + length];
  }
  const labels = texts["mission.label"];
  return [labels[route.start] + " – " + labels[route.end], lengthOf(route) || kind];
}

/** @param {State} state @param {string} code */
function country({ ready, overview: counts }, code) {
  const party = ready.code.get(code) ?? -1;
  if (party < 0 || !counts) return ["", ""];
  const [sent, received] = [counts.sent[party], counts.received[party]];
  return [ready.columns.texts["party.name"][party], say("said.state", { sent, received })];
}

/** Title and detail of a thing. @param {State} state @param {Thing} thing */
function of(state, thing) {
  if (thing.what === "stack") {
    return [say("count.here", { count: thing.members?.length ?? 0 }), ""];
  }
  if (thing.what === "town") {
    const found = townOf(state, thing.id);
    const count = found?.members.length ?? 0;
    return found ? [found.name, say("count.missions", { count })] : ["", ""];
  }
  if (thing.what === "state") return country(state, codeOf(thing.id));
  if (thing.what === "mission") {
    const i = state.at.get(thing.id);
    return i === undefined ? ["", ""] : mission(state, i);
  }
  if (thing.what === "line") {
    const route = state.routes.find((one) => one.id === thing.id);
    return route ? line(state, route) : ["", ""];
  }
  if (thing.what === "absence") {
    const found = state.absences.filter((mark) => mark.id === thing.id);
    const told = found.flatMap((mark) => mark.told);
    return told.length ? absence.text(state, { told }) : ["", ""];
  }
  const { texts } = state.ready.columns;
  const region = texts["region.id"].indexOf(thing.id);
  return [region < 0 ? "" : texts["region.name"][region], say("legend.area")];
}

/** The length of a line, as well as it is known; "" where it is not. @param {Route} route */
export function lengthOf(route) {
  if (Number.isNaN(route.unsure)) return "";
  return roughly(sphere.distance(...route.from, ...route.to), route.unsure);
}

export { of as textOf };
