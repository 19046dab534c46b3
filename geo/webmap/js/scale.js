/* Scale: how long a round distance is in the middle of the map, as a bar. */
import * as sphere from "./sphere.js";
import { distance } from "./words.js";

const MOST = 120; // pixels
const STEPS = [1, 2, 3, 5];
const FARTHEST_M = 1e7;

/** The longest round length of up to `most` pixels at a latitude: [metres, pixels]. */
export function measure(latitude, scale, most = MOST) {
  const metre = sphere.metre(latitude) * scale;
  let found = 1;
  for (let ten = 1; ten <= FARTHEST_M; ten *= 10) {
    for (const step of STEPS) if (step * ten * metre <= most) found = step * ten;
  }
  return [found, found * metre];
}

export const Scale = L.Control.extend({
  options: { position: "topright" },

  onAdd: function (map) {
    const box = L.DomUtil.create("div", "leaflet-control-scale");
    this._bar = L.DomUtil.create("div", "leaflet-control-scale-line", box);
    map.on("move viewreset resize", this.speak, this);
    return box;
  },

  onRemove: function (map) {
    map.off("move viewreset resize", this.speak, this);
  },

  /* Write the length in the language of the map. */
  speak: function () {
    const map = this._map;
    if (!map || !map._loaded) return;
    const middle = map.containerPointToLatLng([0, map.getSize().y / 2]);
    const [length, pixels] = measure(middle.lat, 256 * Math.pow(2, map.getZoom()));
    this._bar.style.width = Math.round(pixels) + "px";
    this._bar.textContent = distance(length);
  },
});
