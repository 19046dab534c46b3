/* Legend: what the symbols, colours and lines on this map mean, and nothing that is not on it. */
import { circle, fill, stroke } from "./pen.js";
import * as absence from "../data/absence.js";
import * as draw from "./draw.js";
import * as spots from "../data/spots.js";
import * as symbols from "./symbols.js";
import { say } from "../data/words.js";

export const SIZE = 18;
const LINE = 26;
const KINDS = ["embassy", "consulate", "liaison"];
const STATUSES = ["open", "preparing", "announced", "suspended", "closed", "unknown", "undated"];
const LINES = ["pair", "seat", "coverage", "neighbour"];
const HOW = ["unverified", "around", "country", "doubtful"];
const PLAIN = { shape: "circle", status: "open", perhaps: false };

/**
 * An entry is {wide, paint, text}: a key of so many pixels, SIZE high, painted from its corner.
 * @param {Palette} palette @param {Look} look @param {string} colour @param {string} text @param {number} [r]
 */
function symbol(palette, look, colour, text, r = 5.6) {
  /** @param {Context} context */
  const paint = (context) => {
    context.save();
    context.translate(SIZE / 2, SIZE / 2);
    symbols.draw(context, look, r, colour, palette.paper);
    context.restore();
  };
  return { wide: SIZE, paint, text };
}

/** @param {string} colour @param {number} width @param {number[]} dash @param {string} text */
function line(colour, width, dash, text) {
  /** @param {Context} context */
  const paint = (context) => {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(1, SIZE / 2);
    context.lineTo(LINE - 1, SIZE / 2);
    context.stroke();
    context.setLineDash([]);
  };
  return { wide: LINE, paint, text };
}

/** @param {string} colour @param {number} alpha @param {string} text */
function disc(colour, alpha, text) {
  /** @param {Context} context */
  const paint = (context) => {
    circle(context, SIZE / 2, SIZE / 2, 7.5);
    context.globalAlpha = alpha;
    fill(context, colour);
    context.globalAlpha = 0.8;
    stroke(context, colour, 1, [3, 2]);
    context.globalAlpha = 1;
  };
  return { wide: SIZE, paint, text };
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
    made.push(symbol(palette, PLAIN, palette.sides[side], text));
  }
  if (made.length && all.parties.size) {
    made.push(symbol(palette, PLAIN, palette.neutral, say("legend.others")));
  }
  return made;
}

/** @param {Palette} palette @param {Used} all */
function kinds(palette, all) {
  return KINDS.filter((group) => all.groups.has(group)).map((group) => {
    const look = { ...PLAIN, shape: symbols.shape(group) };
    return symbol(palette, look, palette.ink, say("kind." + group));
  });
}

/** @param {State} state @param {Palette} palette @param {Used} all */
function statuses(state, palette, all) {
  /** @param {Partial<Look>} look @param {string} text @param {number} [r] */
  const told = (look, text, r) => symbol(palette, { ...PLAIN, ...look }, palette.ink, text, r);
  const made = STATUSES.filter((status) => all.statuses.has(status)).map((status) =>
    told({ status, perhaps: status === "undated" }, say("status." + status)),
  );
  if (all.perhaps) made.push(told({ perhaps: true }, say("legend.perhaps")));
  if (all.stale) {
    const years = Math.round(state.ready.columns.values.stale_days / 365.2425);
    made.push(told({ stale: true }, say("legend.stale", { count: years })));
  }
  for (const how of HOW.filter((one) => all.how.has(one))) {
    made.push(told({ how }, say("how." + how), spots.ringed(how) ? 7.2 : undefined));
  }
  return made;
}

/** @param {State} state @param {Palette} palette @param {Used} all */
function lines(state, palette, all) {
  const drawn = new Set(state.routes.map((route) => route.kind));
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
  const made = absence.FACES.filter((face) => signs.some((one) => one.face === face)).map(
    (face) => {
      /** @param {Context} context */
      const paint = (context) => {
        context.save();
        context.translate(SIZE / 2, SIZE / 2);
        const colour = face === "unknown" ? palette.quiet : palette.ink;
        absence.sign(context, face, false, 5, colour, palette.paper);
        context.restore();
      };
      return { wide: SIZE, paint, text: say("face." + face) };
    },
  );
  if (signs.some((one) => one.perhaps) && !state.found.perhaps.some(Boolean)) {
    /** @param {Context} context */
    const paint = (context) => {
      context.save();
      context.translate(SIZE / 2, SIZE / 2);
      absence.sign(context, "covered", true, 5, palette.ink, palette.paper);
      context.restore();
    };
    made.push({ wide: SIZE, paint, text: say("legend.perhaps") });
  }
  return made;
}

/** The entries of a state's legend, in groups. @param {State} state @param {Palette} palette */
export function entries(state, palette) {
  const all = used(state);
  return [
    sides(state, palette, all),
    kinds(palette, all),
    statuses(state, palette, all),
    lines(state, palette, all),
    absences(state, palette),
  ].filter((group) => group.length);
}
