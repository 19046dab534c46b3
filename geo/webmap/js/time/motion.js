/* Motion: the map while time moves, in a few milliseconds a frame: every mission that there is on the day,
   one line in so many, no names and no numbers. What a scene never changes is worked out once. */
import * as areas from "../drawing/areas.js";
import { only } from "../data/filter.js";
import * as draw from "../drawing/draw.js";
import { copies } from "../drawing/ground.js";
import * as routes from "../data/routes.js";
import * as Spots from "../data/spots.js";
import * as Symbols from "../drawing/symbols.js";

const CELL = 1.5; // pixels within which one symbol covers another, as in draw.js
const NEAR = 400; // missions in view up to which they are fanned out as they are at rest
const BESIDE = 24; // pixels beside the sheet within which a symbol may still be seen
const LINES = 1500; // lines at most, of all missions that a selection lets through

/** What draws a state while time moves; it keeps what it can from frame to frame. @param {State} state */
export function motion(state) {
  let every = 1;
  /** @type {Set<number>} */
  let strong = new Set();
  let cells = new Int32Array(0);
  let turn = 0;
  let queue = [new Int32Array(0), new Int32Array(0), new Int32Array(0)];
  let at = [new Float64Array(0), new Float64Array(0)];
  const sprites = new Map();
  let spritesOf = "";

  /** What of a selection does not depend on the day. */
  function prepare() {
    const { ready, passing, emphasis } = state;
    every = Math.max(1, Math.ceil(passing.missions.length / LINES));
    const { ids } = ready.pairs;
    strong = new Set(ids.flatMap((id, i) => (emphasis.has("pair:" + id) ? [i] : [])));
  }

  /** The lines of some of the pairs and missions, the same ones from frame to frame. @param {Found} found */
  function lines(found) {
    return routes.joining(state.ready, found, () => 0, every, strong);
  }

  /**
   * Pixels of all found missions on the nearest copy of the world, and how many are in view.
   * @param {Found} found @param {View} view
   */
  function standing(found, view) {
    const { x, y } = state.ready.worlds;
    const n = found.number.length;
    if (at[0].length < n) at = [new Float64Array(2 * n), new Float64Array(2 * n)];
    const [first] = copies(view);
    let seen = 0;
    for (let i = 0; i < n; i += 1) {
      const p = found.placement[i];
      at[0][i] = (x[p] + first) * view.scale - view.left;
      at[1][i] = y[p] * view.scale - view.top;
      if (visible(i, view)) seen += 1;
    }
    return seen;
  }

  /** Whether a found mission is in view on any copy of the world. @param {number} i @param {View} view */
  function visible(i, { scale, width, height }) {
    const across = at[0][i] - scale * Math.floor((at[0][i] + BESIDE) / scale);
    return across < width + BESIDE && at[1][i] > -BESIDE && at[1][i] < height + BESIDE;
  }

  /** Every mission at its very point; what another one covers to the pixel is left out. @param {Drawing} drawing */
  function symbols({ context, view, palette, r }) {
    const { ready, found } = state;
    const n = found.number.length;
    const sending = ready.columns.arrays["mission.sending"];
    const kind = ready.columns.arrays["mission.kind"];
    const exact = ready.columns.arrays["placement.exactness"];
    const [first, last] = copies(view);
    const columns = Math.ceil((view.width + 2 * BESIDE) / CELL) + 1;
    const rows = Math.ceil((view.height + 2 * BESIDE) / CELL) + 1;
    if (cells.length < columns * rows) cells = new Int32Array(columns * rows);
    const most = n * (last - first + 1);
    if (queue[0].length < most) queue = queue.map(() => new Int32Array(2 * most));
    const ends = [0, 0, 0];
    const worlds = last - first + 1;
    for (let i = 0; i < n; i += 1) {
      const y = at[1][i];
      if (y < -BESIDE || y > view.height + BESIDE) continue;
      if (Spots.tooClose(ready, found.placement[i], view)) continue;
      const sided = state.sides.has(sending[found.number[i]]);
      const layer = strongly(i) ? 2 : sided ? 1 : 0;
      for (let k = 0; k < worlds; k += 1) {
        const x = at[0][i] + k * view.scale;
        if (x < -BESIDE || x > view.width + BESIDE) continue;
        queue[layer][ends[layer]] = i * worlds + k;
        ends[layer] += 1;
      }
    }
    for (let layer = 0; layer < 3; layer += 1) {
      turn += 1;
      const list = queue[layer];
      let kept = 0;
      for (let j = 0; j < ends[layer]; j += 1) {
        const i = Math.floor(list[j] / worlds);
        const x = at[0][i] + (list[j] % worlds) * view.scale;
        const cell =
          Math.floor((at[1][i] + BESIDE) / CELL) * columns + Math.floor((x + BESIDE) / CELL);
        if (cells[cell] === turn) continue;
        cells[cell] = turn;
        list[kept] = list[j];
        kept += 1;
      }
      for (let j = kept - 1; j >= 0; j -= 1) {
        const i = Math.floor(list[j] / worlds);
        const m = found.number[i];
        const side = state.sides.get(sending[m]);
        const vague = Spots.vague(ready, found.placement[i]);
        const reach = r + (vague ? draw.WIDER : 0) + (layer === 2 ? draw.STRONGER : 0);
        const stale = draw.stale(state, i) ? 1 : 0;
        const states =
          ((found.status[i] * 2 + found.perhaps[i]) * 2 + stale) * 16 + exact[found.placement[i]];
        const code =
          ((kind[m] * 1024 + states) * 8 + (side === undefined ? 7 : side)) * 2 +
          (layer === 2 ? 1 : 0);
        let made = sprites.get(code);
        if (!made) {
          const colour = draw.missionColour(state, palette, i);
          made = state.sprite(draw.look(state, i), reach, colour, palette.paper, view.ratio);
          sprites.set(code, made);
        }
        draw.put(context, made, at[0][i] + (list[j] % worlds) * view.scale, at[1][i]);
      }
    }
  }

  /** @param {number} i */
  function strongly(i) {
    if (!state.emphasis.size) return false;
    return state.emphasis.has(state.ready.columns.texts["mission.id"][state.found.number[i]]);
  }

  /**
   * Paint the state on its sheet, as it is on the day that its scene has now.
   * @param {Context} context @param {View} view
   */
  function paint(context, view) {
    const drawing = draw.drawingOf(context, view, state);
    const { palette, r } = drawing;
    const key = [r, palette.paper, view.ratio].join();
    if (key !== spritesOf) {
      sprites.clear();
      spritesOf = key;
    }
    state.drawn = draw.nothing(view);
    draw.lines(drawing, 1);
    const seen = standing(state.found, view);
    if (seen <= NEAR) {
      // There is time to fan these out and to draw their areas.
      const found = only(state.found, (i) => visible(i, view));
      const spots = Spots.spots(state.ready, found, state.emphasis);
      const near = { ...drawing, state: { ...state, found, spots, drawn: draw.nothing(view) } };
      areas.drawPlaces(near);
      areas.drawAreas(near);
      draw.symbols(near);
    } else {
      symbols(drawing);
    }
    // Nothing can be hit while it moves: what is drawn is not all, and gone with the next frame.
    state.drawn = draw.nothing(view);
  }

  return { prepare, lines, paint };
}
