/* Crowds: lines from fanned-out missions to their common point, and the number of missions that one
   symbol stands for where it hides others. */
import { circle, fill, nearby, stroke } from "./pen.js";
import { number } from "../data/words.js";
import * as colours from "./colours.js";
import * as overlay from "./overlay.js";
import * as labels from "./labels.js";
import * as spots from "../data/spots.js";

const HIDING = 0.9; // share of a symbol's radius within which it hides another
const BADGES_TO = 9; // up to this zoom: further in nothing is hidden for long
const SIZE = 9.5;

/** Thin lines from where members of a spot are drawn to where the spot is. @param {Drawing} drawing */
export function leaders({ context, state, palette }) {
  context.strokeStyle = palette.quiet;
  context.fillStyle = palette.quiet;
  context.lineWidth = 0.8;
  for (const { x, y, spot, apart } of state.drawn.fans) {
    const n = spot.members.length;
    if (n < 2) continue;
    context.globalAlpha = 0.6;
    context.beginPath();
    for (let j = 0; j < n; j += 1) {
      const [dx, dy] = spots.offset(j, n, apart);
      context.moveTo(x, y);
      context.lineTo(x + dx, y + dy);
    }
    context.stroke();
    context.globalAlpha = 1;
    circle(context, x, y, 1.8);
    context.fill();
  }
}

/** Symbols by who hides them: the strong first, then in the order of drawing. @param {SymbolItem[]} symbols */
function groups(symbols) {
  const near = nearby(symbols, 2 + 2 * Math.max(...symbols.map((item) => item.r)));
  const taken = new Set();
  const found = [];
  const strongFirst = [...symbols].sort((a, b) => Number(b.strong) - Number(a.strong));
  for (const top of strongFirst) {
    if (taken.has(top)) continue;
    const members = new Set();
    let many = 0;
    for (const item of near(top.x, top.y)) {
      if (taken.has(item)) continue;
      if (Math.hypot(item.x - top.x, item.y - top.y) > top.r * HIDING) continue;
      taken.add(item);
      members.add(item.i);
      many += 1;
    }
    if (many > 1) found.push({ top, members: [...members] });
  }
  return found;
}

/** Where a number stands beside a symbol that hides others, the largest first. @param {Drawing} drawing */
export function badges({ context, view, state }) {
  const { symbols } = state.drawn;
  if (view.zoom > BADGES_TO || symbols.length < 2) return [];
  const space = labels.room([0, 0, view.width, view.height]);
  context.font = colours.font(SIZE, 700);
  const found = groups(symbols).sort((a, b) => b.members.length - a.members.length);
  return found.flatMap(({ top, members }) => {
    const text = number(members.length);
    const half = Math.max(6.5, context.measureText(text).width / 2 + 3.5);
    const off = (top.r + (top.chosen ? overlay.RING : 0)) * 0.7;
    const x = top.x - off - half + 3;
    const y = top.y - off - 4;
    if (!space.free(x - half, y - 6.5, x + half, y + 6.5)) return [];
    space.take(x - half, y - 6.5, x + half, y + 6.5);
    return [{ x, y, half, r: half, text, members, at: top }];
  });
}

/** @param {Drawing} drawing */
export function writeBadges({ context, state, palette }) {
  context.font = colours.font(SIZE, 700);
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const { x, y, half, text } of state.drawn.badges) {
    context.beginPath();
    context.roundRect(x - half, y - 6.5, 2 * half, 13, 6.5);
    fill(context, palette.ink);
    stroke(context, palette.paper, 1);
    context.fillStyle = palette.paper;
    context.fillText(text, x, y + 0.5);
  }
  context.textAlign = "left";
}
