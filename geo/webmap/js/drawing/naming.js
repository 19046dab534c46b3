/* Naming: which labels a state bears and in which order they get their room: strong missions and
   lines first, then neighbours, missions, stacks, places, pairs, towns, and states last. */
import * as crowds from "./crowds.js";
import * as draw from "./draw.js";
import * as overlay from "./overlay.js";
import { seen, within } from "./ground.js";
import * as labels from "./labels.js";
import * as routes from "../data/routes.js";
import * as sphere from "../data/sphere.js";
import * as Strokes from "./strokes.js";
import { lengthOf, placed } from "../data/texts.js";
import { number, say } from "../data/words.js";

const CROWD = 200; // more lines than this bear no numbers in a view of the whole world
const SYMBOLS_MOST = 2000;
const NAMED_FROM = 11; // zoom from which every mission bears its state's name
const TOWNS_FROM = 4.2;
const PAIRS_TO = 9; // in a quarter the number of a pair would stand far from both its ends
const STATES_TO = 8.5;
const CLOSE = 3.6; // zoom from which a state's name may stand a little beside its point

const SHARES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];

/** @param {Writing} writing @param {Stroke[]} strong */
function* lineLabels({ context, space, palette, view }, strong) {
  const base = { size: 12, weight: 600, halo: palette.halo, along: true };
  const told = new Set();
  for (const stroke of view.zoom > PAIRS_TO ? [] : bySight(space, strong)) {
    if (told.has(stroke.route.id)) continue;
    const pair = stroke.route.kind === routes.PAIR;
    const clear = beyond(stroke);
    const style = { ...base, ink: pair ? palette.pair : palette.ink, clear };
    const write = lineLabel(context, space, lineText(stroke.route, true), stroke, style);
    if (!write) continue;
    told.add(stroke.route.id);
    yield write;
  }
  for (const stroke of strong) {
    for (const [x, y] of points(stroke)) space.take(x - 4, y - 4, x + 4, y + 4);
  }
}

/** Of a line's copies that one first of which most is seen. @param {Space} space @param {Stroke[]} strokes */
function bySight(space, strokes) {
  /** @param {Stroke} stroke */
  const seen = (stroke) => [...points(stroke)].filter(([x, y]) => space.within(x, y, x, y)).length;
  const sorted = strokes.map((stroke) => ({ stroke, many: seen(stroke) }));
  return sorted.sort((a, b) => b.many - a.many).map(({ stroke }) => stroke);
}

/** Beside the line and not across it, in one line of text or in two; else upon the line. @param {Context} context @param {Space} space @param {string} text @param {Stroke} stroke @param {LabelStyle} style */
function lineLabel(context, space, text, stroke, style) {
  const places = SHARES.map((share) => Strokes.along(stroke, share)).filter(([x, y]) =>
    space.within(x - 20, y - 8, x + 20, y + 8),
  );
  const ways = [60, Math.ceil(text.length / 2) + 3].flatMap((longest) =>
    places.map((at) => ({ at, longest })),
  );
  const upon = { ...style, longest: 60, pill: style.halo, over: true };
  return (
    firstOf(ways, ({ at: [x, y, , steep], longest }) =>
      labels.beside(context, space, text, x, y, 6, { ...style, longest, along: !steep }),
    ) || firstOf(places, ([x, y]) => labels.upon(context, space, text, x, y, upon))
  );
}

/** Points along a line, each within ten pixels of the next. @param {Stroke} given */
function* points({ runs }) {
  for (const run of runs) {
    for (let i = 2; i < run.length; i += 2) {
      const [ax, ay, bx, by] = [run[i - 2], run[i - 1], run[i], run[i + 1]];
      const steps = Math.ceil(Math.hypot(bx - ax, by - ay) / 10);
      for (let j = 0; j < steps; j += 1) {
        yield [ax + (j / steps) * (bx - ax), ay + (j / steps) * (by - ay)];
      }
    }
  }
}

/** Whether a box lies beyond a line, and not across it. @param {Stroke} stroke @returns {NonNullable<LabelStyle["clear"]>} */
function beyond(stroke) {
  const all = [...points(stroke)];
  return (x0, y0, x1, y1) => !all.some(([x, y]) => x > x0 && x < x1 && y > y0 && y < y1);
}

/** @param {Route} route @param {boolean} long */
export function lineText(route, long) {
  if (route.kind === routes.PAIR && !long) return number(route.relations);
  const count = route.relations;
  const told = count ? " · " + say("count.relations", { count }) : "";
  return lengthOf(route) + told;
}

/** The numbers of pairs and the distances to neighbours. @param {Writing} writing @param {string} kind */
function* smallLineLabels({ context, space, state, palette, view }, kind) {
  const pair = kind === routes.PAIR;
  if (pair && (view.zoom > PAIRS_TO || (view.zoom < 2 && state.routes.length > CROWD))) return;
  const ink = pair ? palette.pair : palette.ink;
  const { halo } = palette;
  const style = { size: 10.5, weight: 600, ink, pill: halo, gap: pair ? 5 : 3, halo };
  for (const stroke of state.drawn.strokes) {
    const { route } = stroke;
    if (route.kind !== kind || state.emphasis.has(route.id)) continue;
    if (pair && !route.relations) continue;
    for (const share of pair ? [0.5] : [0.5, 0.38, 0.62, 0.26, 0.74]) {
      const [x, y, length] = Strokes.along(stroke, share);
      if (length < (pair ? 60 : 44)) break;
      if (!space.within(x - 4, y - 4, x + 4, y + 4)) continue;
      const text = lineText(route, false);
      if (!text) break;
      const write =
        labels.upon(context, space, text, x, y, style) ||
        (!pair && labels.beside(context, space, text, x, y, 3, { ...style, along: true }));
      if (!write) continue;
      yield write;
      break;
    }
  }
}

/** No label on a symbol, unless they are so many that no label would find room. @param {Space} space @param {(Dot & Partial<SymbolItem>)[]} symbols */
function avoid(space, symbols) {
  if (symbols.length > SYMBOLS_MOST) return;
  for (const { x, y, r, strong, chosen } of symbols) {
    const wide = r + (chosen ? overlay.RING : 0);
    /** @type {Box} */
    const box = [x - wide, y - wide, x + wide, y + wide];
    if (strong || space.free(...box)) space.take(...box, !strong);
  }
}

/** The first that a list of attempts comes to. @template T @param {T[]} ways @param {(way: T) => Write | null} attempt */
function firstOf(ways, attempt) {
  for (const way of ways) {
    const write = attempt(way);
    if (write) return write;
  }
  return null;
}

/** @param {Writing} writing @param {Stroke[]} strong */
function* strongLabels({ context, space, state, palette }, strong) {
  const { texts } = state.ready.columns;
  const lines = strong.map(beyond);
  /** @type {NonNullable<LabelStyle["clear"]>} */
  const clear = (...box) => lines.every((one) => one(...box));
  const plain = { size: 13, weight: 600, ink: palette.ink, halo: palette.halo, longest: 22 };
  const style = { ...plain, clear };
  for (const item of state.drawn.symbols) {
    if (!item.strong) continue;
    const text = texts["mission.short"][state.found.number[item.i]];
    const r = item.r + (item.chosen ? overlay.RING : 0);
    const way = { ...plain, over: true };
    const write =
      firstOf([0, 10, 22], (away) =>
        labels.beside(context, space, text, item.x, item.y, r + away, style),
      ) || labels.beside(context, space, text, item.x, item.y, r, way);
    if (write) yield write;
  }
}

/** @param {Writing} writing */
function* missionLabels({ context, space, state, palette, view }) {
  if (view.zoom < NAMED_FROM) return;
  const { texts, arrays } = state.ready.columns;
  const small = { size: 11.5, weight: 500, ink: palette.ink, halo: palette.halo, longest: 24 };
  for (const item of state.drawn.symbols) {
    if (item.strong) continue;
    const party = arrays["mission.sending"][state.found.number[item.i]];
    const text = texts["party.name"][party];
    const write = labels.beside(context, space, text, item.x, item.y, item.r, small);
    if (write) yield write;
  }
}

/** Neighbours that are not shown as missions themselves. @param {Writing} writing */
function* anchorLabels({ context, space, state, palette }) {
  const { texts, arrays } = state.ready.columns;
  const style = { size: 11.5, weight: 500, ink: palette.town, halo: palette.halo, longest: 24 };
  for (const { x, y, r, mission } of state.drawn.anchors) {
    const text = texts["party.name"][arrays["mission.sending"][mission]];
    const write = labels.beside(context, space, text, x, y, r, style);
    if (write) yield write;
  }
}

/** What is known of where a spot is that no source gives as a point. @param {Writing} writing */
function* vagueLabels({ context, space, state, palette }) {
  const { town: ink, halo } = palette;
  const style = { size: 11, weight: 500, ink, halo, longest: 40, along: true };
  const { ready } = state;
  for (const { x, y, wide, spot } of state.drawn.fans) {
    const many = spot.members.length > 1;
    if (!many && state.drawn.view.zoom < NAMED_FROM) continue;
    for (const { placement } of spot.areas) {
      const text = placed(ready, placement);
      if (!text) continue;
      const under = { ...style, over: many };
      const write =
        labels.beside(context, space, text, x, y, wide, under) ||
        labels.beside(context, space, text, x, y, wide + 18, { ...under, over: true });
      if (write) yield write;
      break;
    }
  }
}

/** @param {Writing} writing */
function* townLabels({ context, space, state, palette, view }) {
  if (view.zoom < TOWNS_FROM) return;
  const tiled = state.tiled(view);
  const { texts, arrays } = state.ready.columns;
  const size = view.zoom < 7 ? 11 : 13;
  const style = { size, weight: 500, ink: palette.town, halo: palette.land };
  const r = draw.radius(view.zoom) + (view.zoom < 6 ? 0 : 4);
  for (const [town] of state.towns) {
    const wx = sphere.worldX(arrays["town.longitude"][town]);
    for (const [x, y] of seen(view, wx, sphere.worldY(arrays["town.latitude"][town]))) {
      if (within(tiled, x, y)) continue;
      const write = labels.beside(context, space, texts["town.name"][town], x, y, r, style);
      if (write) yield write;
    }
  }
}

/** @param {Writing} writing */
function* placeLabels({ context, space, state, palette }) {
  const names = state.ready.columns.texts["region.name"];
  const style = { size: 12, weight: 600, ink: palette.town, halo: palette.halo, longest: 24 };
  for (const { region, members, wide, x, y, low } of state.drawn.areas) {
    if (region < 0 || members.length || wide < 40 || !names[region]) continue;
    const ways = [y - 12, low + 12].flatMap((at) => [0, -wide / 2, wide / 2].map((dx) => [dx, at]));
    const write = firstOf(ways, ([dx, at]) =>
      labels.upon(context, space, names[region], x + dx, at, style),
    );
    if (write) yield write;
  }
}

/** States as drawn, in the language of the scene where they are parties. @param {State} state */
function stateNames({ ready, ground }) {
  const code = ground.texts["state.code"];
  const called = ready.columns.texts["party.name"];
  return ground.texts["state.name"].map((name, i) => called[ready.code.get(code[i]) ?? -1] || name);
}

/** @param {Writing} writing */
function* stateLabels({ context, space, state, palette, view }) {
  if (view.zoom > STATES_TO) return;
  const { arrays } = state.ground;
  const texts = stateNames(state);
  const shaded = state.overview && state.layers.shading ? palette.halo : "";
  const from = arrays["state.min_zoom"];
  const tiled = state.tiled(view);
  for (let i = 0; i < texts.length; i += 1) {
    if (view.zoom + 0.6 < from[i]) continue;
    const big = from[i] < 3;
    const size = big ? (view.zoom < 3 ? 11 : 13) : view.zoom < 5 ? 10.5 : 12;
    const style = { size, weight: 500, ink: palette.name, halo: shaded, longest: 14, gap: 3 };
    const wx = sphere.worldX(arrays["state.longitude"][i]);
    for (const [x, y] of seen(view, wx, sphere.worldY(arrays["state.latitude"][i]))) {
      if (within(tiled, x, y)) continue;
      const write = firstOf(view.zoom < CLOSE ? [0] : [0, -15, 15, -26, 26], (shift) =>
        labels.upon(context, space, texts[i], x, y + shift, style),
      );
      if (write) yield write;
    }
  }
}

/** @param {View} view @returns {Box} */
function frameOf(view) {
  const { insetX, insetY, seen } = view;
  return [insetX + 4, insetY + 4, insetX + seen.x - 4, insetY + seen.y - 4];
}

/** Find room for every label of a drawn state and write them. `strong` are the strokes of emphasised lines. Names of states are painted under all that is on the sheet already. @param {Drawing} drawing @param {Stroke[]} strong */
export function names(drawing, strong) {
  const { context, view, state } = drawing;
  const { NEIGHBOUR, PAIR } = routes;
  const space = labels.room(frameOf(view));
  const writing = { ...drawing, space };
  for (const box of state.reserved(view)) space.take(...box);
  for (const { x, y, half } of state.drawn.badges) {
    space.take(x - half, y - 7, x + half, y + 7);
  }
  avoid(space, state.drawn.symbols);
  avoid(space, state.drawn.anchors);
  const known = state.drawn.absences.filter(({ mark }) => mark.signs[0].face !== "unknown");
  avoid(space, known);
  const firm = [...strongLabels(writing, strong), ...lineLabels(writing, strong)];
  if (!state.layers.labels || state.moving || state.turning) {
    crowds.writeBadges(drawing);
    for (const write of firm) write();
    return;
  }
  const writers = [
    ...firm,
    ...smallLineLabels(writing, NEIGHBOUR),
    ...anchorLabels(writing),
    ...missionLabels(writing),
    ...vagueLabels(writing),
    ...placeLabels(writing),
    ...smallLineLabels(writing, PAIR),
    ...townLabels(writing),
  ];
  const states = [...stateLabels(writing)];
  context.globalCompositeOperation = "destination-over";
  for (const write of states) write();
  context.globalCompositeOperation = "source-over";
  crowds.writeBadges(drawing);
  for (const write of writers) write();
}
