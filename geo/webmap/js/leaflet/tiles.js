/* Tiles: a background of somebody else's, where the scene names one; nothing is fetched before.
   Where it has tiles, ours is only a veil over them; elsewhere Natural Earth is drawn as ever. */
import { element } from "../page/dom.js";
import { copies } from "../drawing/ground.js";
import * as sphere from "../data/sphere.js";
import { say } from "../data/words.js";

/** @type {[Pair, Pair]} */
const WORLD = [
  [-85.0511287798, -180],
  [85.0511287798, 180],
];

class Tiles extends L.TileLayer {
  /** Leaflet's own check takes no copy of the world but one for within the bounds. @param {L.Coords} coords */
  _isValidTile(coords) {
    const many = Math.pow(2, coords.z);
    const once = Object.assign(L.point(((coords.x % many) + many) % many, coords.y), {
      z: coords.z,
    });
    return /** @type {any} */ (L.TileLayer.prototype)._isValidTile.call(this, once);
  }
}

/** @param {Background} found */
function creditOf(found) {
  return say("tiles.credit", { name: found.credit });
}

/** @param {Background} found */
function made(found) {
  return new Tiles(found.url, {
    attribution: creditOf(found),
    bounds: found.bounds || WORLD,
    crossOrigin: "anonymous", // so that a picture may hold them
    maxNativeZoom: found.most,
    minZoom: found.least,
    maxZoom: 24,
    referrerPolicy: "strict-origin-when-cross-origin",
  });
}

/** The backgrounds of one map, and what is said of them on it. */
export class Backdrop {
  /** @param {L.Map} map @param {Background[]} choices */
  constructor(map, choices) {
    this.map = map;
    this.choices = choices;
    /** @type {Background | null} */
    this.found = null;
    /** @type {Tiles | null} */
    this.layer = null;
    this.loaded = false;
    this.language = "";
    /** @type {string | undefined} */
    this.viewpoint = undefined;
    this.note = element("div", "atlas-note", map.getContainer());
    this.note.setAttribute("role", "status");
    this.note.hidden = true;
  }

  /** Show what a scene names; whether the ground below is another one then. @param {Scene} scene */
  show({ background = "", viewpoint = "", language }) {
    const changed = this.lay(background);
    if (!changed && language !== this.language) this.speak();
    this.language = language;
    const other = changed || viewpoint !== this.viewpoint;
    this.viewpoint = viewpoint;
    Object.assign(this.map.getContainer().dataset, { viewpoint, background });
    return other;
  }

  remove() {
    this.lay("");
    this.note.remove();
  }

  /** @param {string} text */
  tell(text) {
    this.note.textContent = text;
    this.note.hidden = !text;
  }

  /** @param {string} key */
  lay(key) {
    const found = this.choices.find((one) => one.key === key) || null;
    if (found === this.found) return false;
    this.layer?.remove();
    this.found = found;
    this.layer = null;
    this.loaded = false;
    this.tell("");
    if (!found) return true;
    const layer = made(found);
    this.layer = layer;
    layer.on("tileload", () => {
      if (!this.loaded) this.tell("");
      this.loaded = true;
    });
    layer.on("tileerror", () => {
      if (this.loaded) return;
      if (layer.options.crossOrigin) {
        // A server that does not let pages read its tiles may still let them be looked at.
        layer.options.crossOrigin = false;
        layer.redraw();
      } else this.tell(say("tiles.failed", { name: found.name || found.key }));
    });
    layer.addTo(this.map);
    return true;
  }

  /** Name the tiles' maker in the language that is spoken now. */
  speak() {
    const control = this.map.attributionControl;
    if (!this.layer || !this.found || !control) return;
    const { options } = this.layer;
    control.removeAttribution(String(options.attribution));
    options.attribution = creditOf(this.found);
    control.addAttribution(options.attribution);
  }

  /** Where on a sheet the tiles lie, a box for each copy of the world; none where nowhere. @param {View} view @returns {Box[]} */
  boxes(view) {
    const { found } = this;
    if (!found || view.globe || Math.round(view.zoom) < found.least) return [];
    const [[south, west], [north, east]] = found.bounds || WORLD;
    const top = Math.max(0, sphere.worldY(north)) * view.scale - view.top;
    const bottom = Math.min(1, sphere.worldY(south)) * view.scale - view.top;
    /** @param {number} lon @param {number} k */
    const x = (lon, k) => (sphere.worldX(lon) + k) * view.scale - view.left;
    const [first, last] = copies(view);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i).map((k) => [
      x(west, k),
      top,
      x(east, k),
      bottom,
    ]);
  }
}
