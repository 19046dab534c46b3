/* Areas: within which missions stand somewhere, and the places of the states that are looked at. */
import * as draw from "./draw.js";
import { copies } from "./ground.js";
import * as sphere from "../data/sphere.js";
import * as spots from "../data/spots.js";

const DISC_VERTICES = 72;
const BENT_M = 30000; // discs from this radius on are drawn with their bend
const INSIDE = 0.5; // strength of the tint where all that is seen lies inside

/** @param {State} state @param {number} region @param {View} view @param {number} k */
function regionPath(state, region, view, k) {
  const { arrays: a, values } = state.ready.columns;
  const unit = values.region_unit * view.scale;
  const path = new Path2D();
  const start = a["region.part"];
  const first = a["region.first"][region];
  const last = a["region.first"][region + 1];
  for (let ring = first; ring < last; ring += 1) {
    for (let j = start[ring]; j < start[ring + 1]; j += 1) {
      const x = a["region.x"][j] * unit + k * view.scale - view.left;
      const y = a["region.y"][j] * unit - view.top;
      if (j === start[ring]) path.moveTo(x, y);
      else path.lineTo(x, y);
    }
    path.closePath();
  }
  return path;
}

/** @param {Spot} spot @param {number} metres @param {View} view @param {number} k */
function discPath(spot, metres, view, k) {
  const path = new Path2D();
  const edge = metres > BENT_M ? sphere.disc(spot.lon, spot.lat, metres, DISC_VERTICES) : null;
  if (edge) {
    for (let i = 0; i < edge.length; i += 2) {
      const x = (edge[i] + k) * view.scale - view.left;
      const y = edge[i + 1] * view.scale - view.top;
      if (i === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    }
    path.closePath();
    return path;
  }
  const r = metres * sphere.metre(spot.lat) * view.scale;
  const x = (spot.x + k) * view.scale - view.left;
  path.arc(x, spot.y * view.scale - view.top, r, 0, 2 * Math.PI);
  return path;
}

/** @param {State} state @param {Palette} palette @param {Area} area */
function areaColour(state, palette, area) {
  /** @param {number} i */
  const of = (i) => draw.missionColour(state, palette, i);
  const colour = of(area.members[0]);
  const alike = area.members.every((i) => of(i) === colour);
  return alike ? colour : palette.neutral;
}

/**
 * The places of the states that are looked at, where they are larger than a symbol.
 * @param {Context} context @param {View} view @param {State} state @param {Palette} palette @param {number} r
 */
export function drawPlaces(context, view, state, palette, r) {
  const a = state.ready.columns.arrays;
  const [first, last] = copies(view);
  for (const region of state.places) {
    const [west, east] = [a["region.west"][region], a["region.east"][region]];
    const wide = ((east - west) * view.scale) / 2;
    if (wide < r * 1.7) continue;
    for (let k = first; k <= last; k += 1) {
      const left = (west + k) * view.scale - view.left;
      const top = a["region.top"][region] * view.scale - view.top;
      const low = a["region.bottom"][region] * view.scale - view.top;
      if (left > view.width || left + 2 * wide < 0 || top > view.height || low < 0) continue;
      const path = regionPath(state, region, view, k);
      tint(context, path, palette.quiet, palette.area * 0.6, 0.6);
      state.drawn.areas.push({ path, region, members: [], wide, x: left + wide, y: top, low });
    }
  }
}

/** @param {Context} context @param {Path2D} path @param {string} colour @param {number} filling @param {number} edge */
function tint(context, path, colour, filling, edge) {
  context.globalAlpha = filling;
  context.fillStyle = colour;
  context.fill(path, "evenodd");
  context.globalAlpha = edge;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.stroke(path);
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** @param {Context} context @param {View} view @param {State} state @param {Palette} palette @param {number} r */
export function drawAreas(context, view, state, palette, r) {
  const [first, last] = copies(view);
  const within = new Set();
  for (const spot of state.spots) {
    for (const area of spot.areas) {
      const wide = area.metres * sphere.metre(spot.lat) * view.scale;
      if (wide < r * 1.7) continue;
      const colour = areaColour(state, palette, area);
      for (let k = first; k <= last; k += 1) {
        const x = (spot.x + k) * view.scale - view.left;
        const y = spot.y * view.scale - view.top;
        if (x + wide < 0 || y + wide < 0 || x - wide > view.width || y - wide > view.height) {
          continue;
        }
        // Where the whole sheet lies inside there is no edge to see, but a tint all over it.
        const far = Math.hypot(Math.max(x, view.width - x), Math.max(y, view.height - y));
        if (area.region < 0 && far < wide) {
          within.add(colour);
          continue;
        }
        const path =
          area.region >= 0
            ? regionPath(state, area.region, view, k)
            : discPath(spot, area.metres, view, k);
        tint(context, path, colour, palette.area, 0.75);
        const { region, members } = area;
        state.drawn.areas.push({ path, region, members, wide, x, y, low: y });
      }
    }
  }
  // Discs that hold all that is seen: one tint for each colour, however many they are.
  for (const colour of within) {
    context.globalAlpha = palette.area * INSIDE;
    context.fillStyle = colour;
    context.fillRect(0, 0, view.width, view.height);
  }
  context.globalAlpha = 1;
  state.drawn.within = within.size;
}

/**
 * The country in which a mission stands somewhere, while that mission is looked at.
 * @param {Context} context @param {View} view @param {State} state @param {Palette} palette @param {number} i
 */
export function drawCountry(context, view, state, palette, i) {
  const placement = state.found.placement[i];
  const region = state.ready.columns.arrays["placement.region"][placement];
  const { how, tooClose } = spots;
  if (region < 0 || how(state.ready, placement) !== "country") return;
  if (tooClose(state.ready, placement, view)) return;
  const [first, last] = copies(view);
  const colour = draw.missionColour(state, palette, i);
  for (let k = first; k <= last; k += 1) {
    tint(context, regionPath(state, region, view, k), colour, palette.area, 0.75);
  }
}

/**
 * Of places whose outlines are all but one, only the one that a shown mission's position names,
 * else the first.
 * @param {Ready} ready @param {number[]} places @param {Found} found
 */
export function outlines(ready, places, found) {
  const named = new Set(found.placement.map((p) => ready.columns.arrays["placement.region"][p]));
  const pairs = ready.columns.arrays["region.alike"];
  const left = new Set(places);
  for (let i = 0; i < pairs.length; i += 2) {
    const [one, other] = [pairs[i], pairs[i + 1]];
    if (!left.has(one) || !left.has(other)) continue;
    left.delete(named.has(other) && !named.has(one) ? one : other);
  }
  return places.filter((region) => left.has(region));
}
