/* Areas: within which missions stand somewhere, and the places of the states that are looked at. */
import * as draw from "./draw.js";
import { seen } from "./ground.js";
import { tint, trace } from "./pen.js";
import * as sphere from "../data/sphere.js";
import * as spots from "../data/spots.js";

const DISC_VERTICES = 72;
const BENT_M = 30000; // discs from this radius on are drawn with their bend

/** @param {State} state @param {number} region @param {View} view @param {number} k */
function regionPath(state, region, view, k) {
  const { arrays: a, values } = state.ready.columns;
  const unit = values.region_unit * view.scale;
  const path = new Path2D();
  const start = a["region.part"];
  const [first, last] = [a["region.first"][region], a["region.first"][region + 1]];
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

/** A disc around a place; one that is wider than so many metres is drawn with its bend. @param {number} lon @param {number} lat @param {number} metres @param {View} view @param {number} k @param {number} [bent] */
export function discPath(lon, lat, metres, view, k, bent = 0) {
  const path = new Path2D();
  const edge = metres > bent ? sphere.disc(lon, lat, metres, DISC_VERTICES) : null;
  if (edge) {
    const { left, top, scale } = view;
    trace(
      path,
      edge.map((at, i) => (i % 2 ? at * scale - top : (at + k) * scale - left)),
    );
    path.closePath();
    return path;
  }
  const r = metres * sphere.metre(lat) * view.scale;
  const x = (sphere.worldX(lon) + k) * view.scale - view.left;
  path.arc(x, sphere.worldY(lat) * view.scale - view.top, r, 0, 2 * Math.PI);
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

/** The places of the states that are looked at, where they are larger than a symbol. @param {Drawing} drawing */
export function drawPlaces({ context, view, state, palette, r }) {
  const a = state.ready.columns.arrays;
  for (const region of state.places) {
    const [west, east] = [a["region.west"][region], a["region.east"][region]];
    const [top, bottom] = [a["region.top"][region], a["region.bottom"][region]];
    const wide = ((east - west) * view.scale) / 2;
    const high = ((bottom - top) * view.scale) / 2;
    if (wide < r * 1.7) continue;
    for (const [x, y, k] of seen(view, (west + east) / 2, (top + bottom) / 2, wide, high)) {
      const path = regionPath(state, region, view, k);
      tint(context, path, palette.quiet, palette.area * 0.6, 0.6);
      state.drawn.areas.push({ path, region, members: [], wide, x, y: y - high, low: y + high });
    }
  }
}

/** @param {Drawing} drawing */
export function drawAreas({ context, view, state, palette, r }) {
  for (const spot of state.spots) {
    for (const area of spot.areas) {
      const wide = area.metres * sphere.metre(spot.lat) * view.scale;
      if (wide < r * 1.7) continue;
      const colour = areaColour(state, palette, area);
      for (const [x, y, k] of seen(view, spot.x, spot.y, wide)) {
        const path =
          area.region >= 0
            ? regionPath(state, area.region, view, k)
            : discPath(spot.lon, spot.lat, area.metres, view, k, BENT_M);
        tint(context, path, colour, palette.area, 0.75);
        const { region, members } = area;
        state.drawn.areas.push({ path, region, members, wide, x, y, low: y });
      }
    }
  }
}

/** Of places whose outlines are all but one, only the one that a shown mission's position names, else the first. @param {Ready} ready @param {number[]} places @param {Found} found */
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
