/* Legend: what the symbols, colours and lines on this map mean, and nothing that is not on it. */
import { around, circle, fill, lines, stroke } from "./pen.js";
import * as absence from "../data/absence.js";
import { drawnLines } from "../data/state.js";
import * as draw from "./draw.js";
import * as overview from "../data/overview.js";
import { shadeOf } from "./shading.js";
import * as spots from "../data/spots.js";
import * as symbols from "./symbols.js";
import { number, say } from "../data/words.js";

export const SIZE = 18;
const LINE = 26;
const STATUSES = ["open", "preparing", "announced", "suspended", "closed", "unknown", "undated"];
const LINES = ["pair", "seat", "coverage", "neighbour"];
const HOW = ["unverified", "around", "country", "doubtful"];
const PLAIN = { shape: "circle", status: "open", perhaps: false };

/** An entry is {wide, paint, text}: a key of so many pixels, SIZE high, painted around its middle. @param {string} text @param {(context: Context) => void} paint @param {number} [wide] @returns {LegendEntry} */
function entry(text, paint, wide = SIZE) {
  return { wide, text, paint: (to) => around(to, wide / 2, SIZE / 2, () => paint(to)) };
}

/** @param {Palette} palette @param {Partial<Look>} look @param {string} colour @param {string} text */
function symbol({ paper }, look, colour, text) {
  const r = spots.ringed(look.how) ? 7.2 : 5.6;
  return entry(text, (context) => symbols.draw(context, { ...PLAIN, ...look }, r, colour, paper));
}

/** @param {string} colour @param {number} width @param {number[]} dash @param {string} text */
function line(colour, width, dash, text) {
  /** @param {Context} context */
  const paint = (context) => {
    lines(context, [1 - LINE / 2, 0, LINE / 2 - 1, 0]);
    stroke(context, colour, width, dash);
  };
  return entry(text, paint, LINE);
}

/** @param {string} colour @param {number} alpha @param {string} text */
function disc(colour, alpha, text) {
  return entry(text, (context) => {
    circle(context, 0, 0, 7.5);
    context.globalAlpha = alpha;
    fill(context, colour);
    context.globalAlpha = 0.8;
    stroke(context, colour, 1, [3, 2]);
    context.globalAlpha = 1;
  });
}

/** @param {string} face @param {boolean} perhaps @param {Palette} palette @param {string} text */
function sign(face, perhaps, { ink, quiet, paper }, text) {
  const colour = face === "unknown" ? quiet : ink;
  return entry(text, (context) => absence.sign(context, face, perhaps, 5, colour, paper));
}

/** @param {State} state */
function used(state) {
  const { ready, found } = state;
  const { groups, statuses } = ready.columns.values;
  const kind = ready.columns.arrays["mission.kind"];
  const sending = ready.columns.arrays["mission.sending"];
  /** @type {Used} */
  const all = {
    groups: new Set(),
    statuses: new Set(),
    parties: new Set(),
    how: new Set(),
    perhaps: false,
    stale: false,
  };
  found.number.forEach((m, i) => {
    all.groups.add(groups[kind[m]]);
    all.statuses.add(statuses[found.status[i]]);
    all.parties.add(sending[m]);
    const dated = found.status[i] !== ready.undated;
    all.perhaps = all.perhaps || (dated && Boolean(found.perhaps[i]));
    all.stale = all.stale || draw.stale(state, i);
    all.how.add(spots.how(ready, found.placement[i]));
  });
  return all;
}

/** @param {State} state @param {Palette} palette @param {Used} all */
function sides(state, palette, all) {
  const names = state.ready.columns.texts["party.name"];
  const made = [];
  for (const [party, side] of state.sides) {
    if (!all.parties.delete(party)) continue;
    const text = say("legend.sent_by", { name: names[party] });
    made.push(symbol(palette, {}, palette.sides[side], text));
  }
  if (made.length && all.parties.size) {
    made.push(symbol(palette, {}, palette.neutral, say("legend.others")));
  }
  return made;
}

/** @param {State} state @param {Palette} palette @param {string} group */
function typed({ layers }, palette, group) {
  return layers.colour === "type" ? palette.sides[draw.KINDS.indexOf(group)] : palette.ink;
}

/** @param {State} state @param {Palette} palette @param {Used} all */
function kinds(state, palette, all) {
  return draw.KINDS.filter((group) => all.groups.has(group)).map((group) =>
    symbol(
      palette,
      { shape: symbols.shape(group) },
      typed(state, palette, group),
      say("kind." + group),
    ),
  );
}

/** @param {State} state @param {Palette} palette @param {Used} all */
function statuses(state, palette, all) {
  /** @param {Partial<Look>} look @param {string} text */
  const told = (look, text) => symbol(palette, look, palette.ink, text);
  const made = STATUSES.filter((status) => all.statuses.has(status)).map((status) =>
    told({ status, perhaps: status === "undated" }, say("status." + status)),
  );
  if (all.perhaps) made.push(told({ perhaps: true }, say("legend.perhaps")));
  if (all.stale) {
    const years = Math.round(state.ready.columns.values.stale_days / 365.2425);
    made.push(told({ stale: true }, say("legend.stale", { count: years })));
  }
  const hows = HOW.filter((one) => all.how.has(one));
  return [...made, ...hows.map((how) => told({ how }, say("how." + how)))];
}

/** @param {State} state @param {Palette} palette @param {Used} all */
function routes(state, palette, all) {
  const drawn = new Set(drawnLines(state).map((route) => route.kind));
  /** @type {Record<string, [string, number, number[]]>} */
  const looks = {
    pair: [palette.pair, 2, []],
    seat: [palette.quiet, 1.2, []],
    coverage: [palette.quiet, 1.4, [5, 4]],
    neighbour: [palette.ink, 1.6, [1.5, 3]],
  };
  const made = LINES.filter((kind) => drawn.has(kind)).map((kind) =>
    line(...looks[kind], say("line." + kind)),
  );
  if (all.groups.size) {
    made.push(disc(palette.ink, palette.area, say("legend.area")));
  }
  return made;
}

/** @param {State} state @param {Palette} palette */
function absences(state, palette) {
  const signs = state.absences.flatMap((mark) => mark.signs);
  const made = absence.FACES.filter((face) => signs.some((one) => one.face === face)).map((face) =>
    sign(face, false, palette, say("face." + face)),
  );
  if (signs.some((one) => one.perhaps) && !state.found.perhaps.some(Boolean)) {
    made.push(sign("covered", true, palette, say("legend.perhaps")));
  }
  return made;
}

/** What tints and circles count. @param {State} state @param {Palette} palette */
function counts(state, palette) {
  const { layers } = state;
  const at = overview.classes(state);
  /** @param {number} i */
  const range = (i) => {
    const next = at[i + 1];
    if (next === undefined) return say("legend.from", { from: at[i] });
    return next - 1 === at[i] ? number(at[i]) : say("legend.range", { from: at[i], to: next - 1 });
  };
  const tints = at.map((_, i) =>
    entry(range(i), (context) => {
      context.fillStyle = shadeOf(palette, i, at.length);
      context.fillRect(-8, -7, 16, 14);
    }),
  );
  const circles = entry(say("legend.circles"), (context) => {
    for (const [x, r] of [
      [-4, 3],
      [3, 5.5],
    ]) {
      circle(context, x, 0, r);
      fill(context, palette.circle);
      stroke(context, palette.paper, 0.8);
    }
  });
  const head = entry(say("legend." + layers.direction), () => {}, 0);
  return overview.shaded(state, state.drawn.view) ? [head, ...tints, circles] : [circles];
}

/** The entries of a state's legend, in groups. @param {State} state @param {Palette} palette */
export function entries(state, palette) {
  const all = used(state);
  if (state.overview && state.drawn && overview.on(state, state.drawn.view)) {
    const groups = [counts(state, palette), routes(state, palette, all), absences(state, palette)];
    return groups.filter((group) => group.length);
  }
  return [
    state.layers.colour === "type" ? [] : sides(state, palette, all),
    kinds(state, palette, all),
    statuses(state, palette, all),
    routes(state, palette, all),
    absences(state, palette),
  ].filter((group) => group.length);
}
