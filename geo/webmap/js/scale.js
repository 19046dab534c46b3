/* Scale: how long a round distance is in the middle of the map, as a bar. */
import { element } from "./dom.js";
import * as sphere from "./sphere.js";
import { distance } from "./words.js";

const MOST = 120; // pixels
const STEPS = [1, 2, 3, 5];
const FARTHEST_M = 1e7;

/**
 * The longest round length of up to `most` pixels at a latitude: [metres, pixels].
 * @param {number} latitude @param {number} scale
 */
export function measure(latitude, scale, most = MOST) {
  const metre = sphere.metre(latitude) * scale;
  let found = 1;
  for (let ten = 1; ten <= FARTHEST_M; ten *= 10) {
    for (const step of STEPS) if (step * ten * metre <= most) found = step * ten;
  }
  return [found, found * metre];
}

export class Scale extends L.Control {
  constructor() {
    super({ position: "topright" });
    this.box = element("div", "leaflet-control-scale");
    this.bar = element("div", "leaflet-control-scale-line", this.box);
  }

  /** @param {L.Map} map */
  onAdd(map) {
    this.map = map.on("move viewreset resize", this.speak, this);
    return this.box;
  }

  /** @param {L.Map} map */
  onRemove(map) {
    map.off("move viewreset resize", this.speak, this);
  }

  /** Write the length in the language of the map. */
  speak() {
    const { map } = this;
    if (!map || !(/** @type {any} */ (map)._loaded)) return;
    const middle = map.containerPointToLatLng([0, map.getSize().y / 2]);
    const [length, pixels] = measure(middle.lat, 256 * Math.pow(2, map.getZoom()));
    this.bar.style.width = Math.round(pixels) + "px";
    this.bar.textContent = distance(length);
  }
}
