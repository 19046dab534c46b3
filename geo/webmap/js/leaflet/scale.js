/* Scale: how long a round distance is in the middle of the map, as a bar. */
import { element } from "../page/dom.js";
import * as sphere from "../data/sphere.js";
import { distance } from "../data/words.js";

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
    const round = map.getContainer().dataset.globe === "true"; // as wide at its middle as the flat map at the equator
    const middle = round ? { lat: 0 } : map.containerPointToLatLng([0, map.getSize().y / 2]);
    const [length, pixels] = sphere.measure(middle.lat, 256 * Math.pow(2, map.getZoom()));
    this.bar.style.width = Math.round(pixels) + "px";
    this.bar.textContent = distance(length);
  }
}
