/* Glass: what lies over the drawn map for a moment: the thing under the pointer, the thing in
   focus, the thing whose card is open, and the missions of one stack spread out. */
import * as areas from "./areas.js";
import * as draw from "./draw.js";
import * as spots from "./spots.js";

export const RING = 7; // pixels that the ring around what is chosen takes

/* A thing is {what: "mission" | "line" | "absence" | "place", id}. */

export function same(one, other) {
  return Boolean(one && other) && one.what === other.what && one.id === other.id;
}

function ring(context, x, y, r, colour, paper) {
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.strokeStyle = paper.halo;
  context.lineWidth = 5;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = 2.5;
  context.stroke();
}

function mark(context, view, stage, paper, thing, colour) {
  if (thing.what === "mission") {
    const i = stage.at.get(thing.id);
    if (i === undefined) return;
    areas.drawCountry(context, view, stage, paper, i);
    const fanned = stage.fanned.filter((item) => item.i === i);
    for (const item of fanned.length ? fanned : stage.drawn.symbols) {
      if (item.i !== i) continue;
      const r = item.r + 1.5;
      draw.symbol(context, view, stage, paper, { ...item, r });
      ring(context, item.x, item.y, r + 3.5, colour, paper);
    }
  } else if (thing.what === "absence") {
    for (const item of stage.drawn.absences) {
      if (item.mark.id === thing.id) ring(context, item.x, item.y, item.r + 5, colour, paper);
    }
  } else if (thing.what === "line") {
    markLine(context, view, stage, paper, thing.id, colour);
  } else {
    for (const { path, region } of stage.drawn.areas) {
      if (region < 0 || stage.regionId(region) !== thing.id) continue;
      context.strokeStyle = colour;
      context.lineWidth = 2.5;
      context.stroke(path);
    }
  }
}

/* A line keeps its colour, but in focus; its ends stay on top of it. */
function markLine(context, view, stage, paper, id, colour) {
  const inks = colour === paper.focus ? { ...paper, pair: colour, ink: colour } : paper;
  const ends = new Set();
  for (const stroke of stage.drawn.strokes) {
    if (stroke.route.id !== id) continue;
    draw.strongLine(context, stroke, inks, 3.4);
    ends.add(stroke.route.start).add(stroke.route.end);
  }
  for (const item of stage.drawn.symbols) {
    if (ends.has(stage.found.number[item.i])) {
      draw.symbol(context, view, stage, paper, item);
    }
  }
}

function fan(context, view, stage, paper) {
  stage.fanned = [];
  if (!stage.fan) return;
  const { members, x: wx, y: wy } = stage.fan;
  const r = Math.max(6, draw.radius(view.zoom));
  const apart = 2 * r + 3;
  const x = wx * view.scale - view.left;
  const y = wy * view.scale - view.top;
  const wide = spots.reach(members.length, apart) + r + 8;
  context.beginPath();
  context.arc(x, y, wide, 0, 2 * Math.PI);
  context.fillStyle = paper.halo;
  context.fill();
  context.strokeStyle = paper.quiet;
  context.lineWidth = 1;
  context.stroke();
  members.forEach((i, j) => {
    const [dx, dy] = spots.offset(j, members.length, apart);
    const item = { i, x: x + dx, y: y + dy, r };
    stage.fanned.push(item);
    draw.symbol(context, view, stage, paper, item);
  });
  stage.fanWide = { x, y, wide };
}

export function painter(stage) {
  return function paint(context, view) {
    if (!stage.found || !stage.drawn) return;
    const paper = stage.paper();
    fan(context, view, stage, paper);
    if (stage.chosen) mark(context, view, stage, paper, stage.chosen, paper.ink);
    if (stage.hover && !same(stage.hover, stage.chosen)) {
      mark(context, view, stage, paper, stage.hover, paper.quiet);
    }
    if (stage.focused) mark(context, view, stage, paper, stage.focused, paper.focus);
  };
}
