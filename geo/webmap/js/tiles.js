/* Tiles: a background of somebody else's, where the scene names one; nothing is fetched before.
   Where it has tiles, ours is only a veil over them; elsewhere Natural Earth is drawn as ever. */
import { copies } from "./ground.js";
import * as sphere from "./sphere.js";
import { say } from "./words.js";

const WORLD = {
  bounds: [
    [-85.0511287798, -180],
    [85.0511287798, 180],
  ],
};

/* Leaflet's own check takes no copy of the world but one for within the bounds. */
const Tiles = L.TileLayer.extend({
  _isValidTile: function (coords) {
    const many = Math.pow(2, coords.z);
    const once = L.point(((coords.x % many) + many) % many, coords.y);
    once.z = coords.z;
    return L.TileLayer.prototype._isValidTile.call(this, once);
  },
});

function made(found) {
  return new Tiles(found.url, {
    attribution: say("tiles.credit", { name: found.credit }),
    bounds: (found.bounds ? found : WORLD).bounds,
    crossOrigin: "anonymous", // so that a picture may hold them
    maxNativeZoom: found.most,
    minZoom: found.least,
    maxZoom: 24,
    referrerPolicy: "strict-origin-when-cross-origin",
  });
}

/** The backgrounds of one map. `changed` is called with a message, "" for none. */
export function tiles(choices, changed) {
  let found = null;
  let layer = null;
  let loaded = false;

  function failed() {
    if (loaded) return;
    if (layer.options.crossOrigin) {
      // A server that does not let pages read its tiles may still let them be looked at.
      layer.options.crossOrigin = false;
      layer.redraw();
      return;
    }
    changed(say("tiles.failed", { name: found.name || found.key }));
  }

  function show(map, key) {
    const wanted = choices.find((one) => one.key === key) || null;
    if (wanted === found) return false;
    if (layer) layer.remove();
    found = wanted;
    layer = null;
    loaded = false;
    changed("");
    if (!found) return true;
    layer = made(found);
    layer.on("tileload", () => {
      if (!loaded) changed("");
      loaded = true;
    });
    layer.on("tileerror", failed);
    layer.addTo(map);
    return true;
  }

  /** Name the tiles' maker in the language that is spoken now. */
  function speak(map) {
    const control = map.attributionControl;
    if (!layer || !control) return;
    control.removeAttribution(layer.options.attribution);
    layer.options.attribution = say("tiles.credit", { name: found.credit });
    control.addAttribution(layer.options.attribution);
  }

  /** Where on a sheet the tiles lie, a box for each copy of the world; none where nowhere. */
  function boxes(view) {
    if (!found || Math.round(view.zoom) < found.least) return [];
    const [[south, west], [north, east]] = (found.bounds ? found : WORLD).bounds;
    const [x0, x1] = [sphere.worldX(west), sphere.worldX(east)];
    const [y0, y1] = [sphere.worldY(north), sphere.worldY(south)];
    const [first, last] = copies(view);
    const here = [];
    for (let k = first; k <= last; k += 1) {
      here.push([
        (x0 + k) * view.scale - view.left,
        Math.max(0, y0) * view.scale - view.top,
        (x1 + k) * view.scale - view.left,
        Math.min(1, y1) * view.scale - view.top,
      ]);
    }
    return here;
  }

  return { show, speak, boxes };
}

/** Whether a point lies on tiles, which have names of their own. */
export function within(boxes, x, y) {
  return boxes.some(([x0, y0, x1, y1]) => x > x0 && x < x1 && y > y0 && y < y1);
}

/* What layer.js includes: the backgrounds of its map, and what the scene says of them. */
export const backdrop = {
  _backed: function (container) {
    const note = L.DomUtil.create("div", "atlas-note", container);
    note.setAttribute("role", "status");
    note.hidden = true;
    this._tiles = tiles(this.options.backgrounds || [], (text) => {
      note.textContent = text;
      note.hidden = !text;
    });
    this._note = note;
    this._stage.tiled = this._tiles.boxes;
    this._stage.viewpoint = () => (this._stage.scene || {}).viewpoint || "";
  },

  _behind: function (scene) {
    const changed = this._tiles.show(this._map, scene.background || "");
    if (!changed && scene.language !== this._tilesIn) this._tiles.speak(this._map);
    this._tilesIn = scene.language;
    const viewpoint = scene.viewpoint || "";
    if (changed || viewpoint !== this._seen) this._ground.ask();
    this._seen = viewpoint;
    const { dataset } = this._map.getContainer();
    dataset.viewpoint = viewpoint;
    dataset.background = scene.background || "";
  },

  _unbacked: function () {
    this._tiles.show(this._map, "");
    this._note.remove();
  },
};
