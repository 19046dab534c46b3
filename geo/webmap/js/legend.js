/* Legend: what the symbols, colours and lines on this map mean, and nothing that is not on it. */
import * as absence from "./absence.js";
import * as draw from "./draw.js";
import * as spots from "./spots.js";
import * as symbols from "./symbols.js";
import { say } from "./words.js";

export const SIZE = 18;
const LINE = 26;
const KINDS = ["embassy", "consulate", "liaison"];
const STATUSES = ["open", "preparing", "announced", "suspended", "closed", "unknown", "undated"];
const LINES = ["pair", "seat", "coverage", "neighbour"];
const HOW = ["unverified", "around", "country", "doubtful"];
const PLAIN = { shape: "circle", status: "open", perhaps: false };

/* An entry is {wide, paint, text}: a key of so many pixels, SIZE high, painted from its corner. */
function symbol(paper, look, colour, text, r = 5.6) {
  const paint = (context) => {
    context.save();
    context.translate(SIZE / 2, SIZE / 2);
    symbols.draw(context, look, r, colour, paper.paper);
    context.restore();
  };
  return { wide: SIZE, paint, text };
}

function line(colour, width, dash, text) {
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

function disc(colour, alpha, text) {
  const paint = (context) => {
    context.beginPath();
    context.arc(SIZE / 2, SIZE / 2, 7.5, 0, 2 * Math.PI);
    context.globalAlpha = alpha;
    context.fillStyle = colour;
    context.fill();
    context.globalAlpha = 0.8;
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.setLineDash([3, 2]);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  };
  return { wide: SIZE, paint, text };
}

function used(stage) {
  const { ready, found } = stage;
  const { groups, statuses } = ready.columns.values;
  const kind = ready.columns.arrays["mission.kind"];
  const sending = ready.columns.arrays["mission.sending"];
  const all = { groups: new Set(), statuses: new Set(), parties: new Set(), how: new Set() };
  found.number.forEach((m, i) => {
    all.groups.add(groups[kind[m]]);
    all.statuses.add(statuses[found.status[i]]);
    all.parties.add(sending[m]);
    const dated = found.status[i] !== ready.undated;
    all.perhaps = all.perhaps || (dated && Boolean(found.perhaps[i]));
    all.stale = all.stale || draw.stale(stage, i);
    all.how.add(spots.how(ready, found.placement[i]));
  });
  return all;
}

function sides(stage, paper, all) {
  const names = stage.ready.columns.texts["party.name"];
  const made = [];
  for (const [party, side] of stage.sides) {
    if (!all.parties.delete(party)) continue;
    const text = say("legend.sent_by", { name: names[party] });
    made.push(symbol(paper, PLAIN, paper.sides[side], text));
  }
  if (made.length && all.parties.size) {
    made.push(symbol(paper, PLAIN, paper.neutral, say("legend.others")));
  }
  return made;
}

function kinds(paper, all) {
  return KINDS.filter((group) => all.groups.has(group)).map((group) => {
    const look = { ...PLAIN, shape: symbols.shape(group) };
    return symbol(paper, look, paper.ink, say("kind." + group));
  });
}

function statuses(stage, paper, all) {
  const told = (look, text, r) => symbol(paper, { ...PLAIN, ...look }, paper.ink, text, r);
  const made = STATUSES.filter((status) => all.statuses.has(status)).map((status) =>
    told({ status, perhaps: status === "undated" }, say("status." + status)),
  );
  if (all.perhaps) made.push(told({ perhaps: true }, say("legend.perhaps")));
  if (all.stale) {
    const years = Math.round(stage.ready.columns.values.stale_days / 365.2425);
    made.push(told({ stale: true }, say("legend.stale", { count: years })));
  }
  for (const how of HOW.filter((one) => all.how.has(one))) {
    made.push(told({ how }, say("how." + how), spots.ringed(how) ? 7.2 : undefined));
  }
  return made;
}

function lines(stage, paper, all) {
  const drawn = new Set(stage.routes.map((route) => route.kind));
  const looks = {
    pair: [paper.pair, 2, []],
    seat: [paper.quiet, 1.2, []],
    coverage: [paper.quiet, 1.4, [5, 4]],
    neighbour: [paper.ink, 1.6, [1.5, 3]],
  };
  const made = LINES.filter((kind) => drawn.has(kind)).map((kind) =>
    line(...looks[kind], say("line." + kind)),
  );
  if (all.groups.size) {
    made.push(disc(paper.ink, paper.area, say("legend.area")));
  }
  return made;
}

function absences(stage, paper) {
  const signs = stage.absences.flatMap((mark) => mark.signs);
  const made = absence.FACES.filter((face) => signs.some((one) => one.face === face)).map(
    (face) => {
      const paint = (context) => {
        context.save();
        context.translate(SIZE / 2, SIZE / 2);
        const colour = face === "unknown" ? paper.quiet : paper.ink;
        absence.sign(context, face, false, 5, colour, paper.paper);
        context.restore();
      };
      return { wide: SIZE, paint, text: say("face." + face) };
    },
  );
  if (signs.some((one) => one.perhaps) && !stage.found.perhaps.some(Boolean)) {
    const paint = (context) => {
      context.save();
      context.translate(SIZE / 2, SIZE / 2);
      absence.sign(context, "covered", true, 5, paper.ink, paper.paper);
      context.restore();
    };
    made.push({ wide: SIZE, paint, text: say("legend.perhaps") });
  }
  return made;
}

/** The entries of a stage's legend, in groups. */
export function entries(stage, paper) {
  const all = used(stage);
  return [
    sides(stage, paper, all),
    kinds(paper, all),
    statuses(stage, paper, all),
    lines(stage, paper, all),
    absences(stage, paper),
  ].filter((group) => group.length);
}
