/* Layer: columns, filter, drawing, hits and keys put together as one Leaflet layer. */
import { FROM } from "./raster.js";
import { sprite } from "./symbols.js";
import * as absence from "./absence.js";
import * as areas from "./areas.js";
import * as colours from "./colours.js";
import { dock } from "./dock.js";
import * as draw from "./draw.js";
import * as filter from "./filter.js";
import { framing } from "./framing.js";
import * as glass from "./glass.js";
import { hands } from "./hands.js";
import { keyboard } from "./keys.js";
import { loading } from "./loading.js";
import { placing } from "./placing.js";
import { pointer } from "./pointer.js";
import * as routes from "./routes.js";
import { Saver } from "./saver.js";
import { Scale } from "./scale.js";
import { Sheet } from "./sheet.js";
import { speech } from "./speech.js";
import * as sphere from "./sphere.js";
import * as spots from "./spots.js";
import * as strokes from "./strokes.js";
import { textOf } from "./texts.js";
import { backdrop } from "./tiles.js";
import { touch } from "./touch.js";
import { say } from "./words.js";

const GROUND = "atlas-ground";
const DATA = "atlas-data";
const GLASS = "atlas-glass";
const EDGE = 50; // pixels from the map's edge within which a focused thing is not seen well
const SIDES_MOST = 6;
const NOTHING = { what: "nothing", id: "" };

const Layer = L.Layer.extend({
  includes: [pointer, framing, touch, speech, loading, backdrop, hands, placing],

  initialize: function (options) {
    L.setOptions(this, options);
    const run = strokes.keeper();
    this._stage = {
      ready: null,
      ground: null,
      scene: null,
      found: null,
      spots: [],
      routes: [],
      towns: [],
      places: [],
      absences: [],
      at: new Map(),
      sides: new Map(),
      emphasis: new Set(),
      drawn: null,
      fanned: [],
      fan: null,
      hover: null,
      focused: null,
      chosen: null,
      run,
      sprite,
      rasterFrom: FROM,
      paper: () => colours.of(this._theme),
      west: () => sphere.worldX(this._map.getBounds().getWest()),
      reserved: (view) => this._controls(view),
      regionId: (region) => this._stage.ready.columns.texts["region.id"][region],
    };
    this._theme = "auto";
    this._pointer = "mouse";
    this._names = new Map();
  },

  onAdd: function (map) {
    const stage = this._stage;
    const container = map.getContainer();
    container.dataset.atlas = "loading"; // its style gives the map its size
    map.createPane(GROUND).style.zIndex = 250;
    map.createPane(DATA).style.zIndex = 420;
    map.createPane(GLASS).style.zIndex = 430;
    const nothing = () => {};
    this._ground = new Sheet((c, v) => (stage.paintGround || nothing)(c, v), {
      pane: GROUND,
    });
    const painter = draw.painter(stage);
    this._data = new Sheet(
      (c, v) => {
        if (stage.moving && !stage.whole) {
          this._motion.paint(c, v);
          return;
        }
        painter(c, v);
        if (this._glass && this._glass._context) this._glass.paint();
      },
      { pane: DATA },
    );
    this._glass = new Sheet(glass.painter(stage), { pane: GLASS });
    this._backed(container);
    this._parts(map, container);
    this._fit(map);
    map.addLayer(this._ground).addLayer(this._data).addLayer(this._glass);
    this._listen(map, container);
    this._touchable(map, container, this._still.signal);
    this._load();
  },

  onRemove: function (map) {
    const container = map.getContainer();
    this._still.abort();
    this._unclocked();
    this._observer.disconnect();
    this._unbacked();
    this._placingEnded();
    for (const sheet of [this._ground, this._data, this._glass]) map.removeLayer(sheet);
    map.removeControl(this._scale).removeControl(this._saver);
    this._dock.remove();
    this._live.remove();
    this._tip.remove();
    this._hint.remove();
    delete container.dataset.atlas;
  },

  /* ---- set-up ---- */

  _parts: function (map, container) {
    container.tabIndex = 0;
    container.setAttribute("role", "application");
    this._live = L.DomUtil.create("div", "atlas-live", container);
    this._live.setAttribute("aria-live", "polite");
    this._tip = L.DomUtil.create("div", "atlas-tip", container);
    this._tip.setAttribute("aria-hidden", "true");
    this._tip.hidden = true;
    this._saver = new Saver({ announce: (text) => this._say(text) });
    this._scale = new Scale();
    map.addControl(this._scale).addControl(this._saver);
    this._clocks();
    this._dock = dock(map, (asked) => this._docked(map, asked), this._bar);
    this._dock.speak();
    this._keys = keyboard(this._stage, {
      say: (text) => this._say(text),
      text: (thing) => textOf(this._stage, thing).filter(Boolean).join(", "),
      focus: (thing) => this._focus(thing),
      open: (thing) => this._open(thing),
      close: () => this._close(),
      zoom: (by) => map.setZoom(map.getZoom() + by),
      pan: (x, y) => map.panBy([x * 90, y * 90]),
    });
  },

  _listen: function (map, container) {
    this._still = new AbortController();
    const { signal } = this._still;
    container.addEventListener("keydown", this._keys.pressed, { signal });
    const press = (event) => {
      if (event.key !== " " || !event.target.matches("a[role=button]")) return;
      event.preventDefault();
      event.target.click();
    };
    container.addEventListener("keydown", press, { signal });
    const kind = (event) => {
      this._pointer = event.pointerType || "mouse";
    };
    container.addEventListener("pointerdown", kind, { signal, capture: true });
    container.addEventListener("pointermove", (event) => this._moved(event), { signal });
    container.addEventListener("pointerleave", () => this._hover(null), { signal });
    const focused = () => container.classList.add("atlas-by-key");
    container.addEventListener("keydown", focused, { signal });
    container.addEventListener("pointerdown", () => container.classList.remove("atlas-by-key"), {
      signal,
    });
    container.addEventListener("blur", () => this._focus(null), { signal });
    map.on("click", this._clicked, this);
    map.on("movestart", () => this._hover(null), this);
    map.on("zoomstart", () => this._spread(null), this);
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this._repaint(), { signal });
    this._observer = new ResizeObserver(() => {
      if (this._turns) this._barred();
      this._dock.fitted(true);
      this._resize(map);
    });
    this._observer.observe(container);
  },

  /* ---- the scene ---- */

  /** Show a scene: what geo.webmap.Scene writes. */
  show: function (given) {
    const stage = this._stage;
    const scene = this._map ? this._timed(given) : given;
    stage.scene = scene;
    this._theme = scene.theme;
    if (!this._map) return;
    this._speak(scene);
    this._behind(scene);
    if (!this._translated(scene.language)) return;
    if (this._asShown(scene)) {
      this._map.getContainer().dataset.scene = scene.name;
      return;
    }
    this._selected();
    stage.emphasis = new Set(scene.emphasis);
    stage.sides = new Map(
      scene.sides.slice(0, SIDES_MOST).map((code, i) => [stage.ready.code.get(code), i]),
    );
    if (stage.moving) {
      this._motion.prepare(stage.passing);
      this._repaint();
      this._follow(scene.focus);
      return;
    }
    stage.found = filter.missions(stage.ready, scene, stage.passing);
    this._gathered();
    stage.chosen = scene.chosen ? this._named(scene.chosen) : null;
    stage.hover = stage.fan = null;
    this._keys.reset();
    this._barred();
    if (this._bar) this._bar.tell(this._latest());
    this._repaint();
    this._tell();
    this._toPlace(scene.placing);
    this._follow(scene.focus);
  },

  /* What follows from the missions that were found. */
  _gathered: function () {
    const stage = this._stage;
    const { scene } = stage;
    const id = stage.ready.columns.texts["mission.id"];
    stage.routes = routes.routes(stage.ready, scene, stage.found);
    stage.at = new Map(stage.found.number.map((m, i) => [id[m], i]));
    stage.spots = spots.spots(stage.ready, stage.found, stage.emphasis);
    stage.towns = towns(stage);
    const places = filter.places(stage.ready, scene);
    stage.places = areas.outlines(stage.ready, places, stage.found);
    stage.absences = absence.marks(stage.ready, scene);
  },

  /* Counts for readers of the page and for those who hear it, after what else there is to say. */
  _tell: function (first = "") {
    const { found, routes, scene } = this._stage;
    const container = this._map.getContainer();
    container.dataset.missionsDrawn = String(found.number.length);
    container.dataset.linesDrawn = String(routes.length);
    container.dataset.placesDrawn = String(this._stage.places.length);
    container.dataset.absencesDrawn = String(this._stage.absences.length);
    container.dataset.scene = scene.name;
    const undated = found.status.filter((status) => status === this._stage.ready.undated).length;
    const surely = say("count.missions", { count: found.number.length - undated });
    const missions = undated ? say("count.undated", { missions: surely, count: undated }) : surely;
    const lines = say("count.lines", { count: routes.length });
    container.setAttribute("aria-label", say("said.label", { missions, lines }));
    const told = say(found.number.length ? "said.drawn" : "said.empty", { missions, lines });
    this._say(first ? first + ". " + told : told);
  },

  _named: function (id) {
    if (this._stage.at.has(id)) return { what: "mission", id };
    if (this._stage.routes.some((route) => route.id === id)) return { what: "line", id };
    if (this._stage.absences.some((mark) => mark.id === id)) return { what: "absence", id };
    return { what: "place", id };
  },

  _repaint: function () {
    if (!this._map) return;
    const stage = this._stage;
    const theme = colours.theme(this._theme);
    const { dataset } = this._map.getContainer();
    if (dataset.theme !== theme || !this._grounded) this._ground.ask();
    this._grounded = Boolean(stage.ground);
    dataset.theme = theme;
    this._dock.paint(theme);
    this._data.ask();
    if (stage.found) this._dock.show(stage, stage.paper());
  },

  /* Boxes on the sheet that controls lie over, where no label should stand. */
  _controls: function (view) {
    const container = this._map.getContainer();
    const here = container.getBoundingClientRect();
    return [...container.querySelectorAll(".leaflet-control")].map((control) => {
      const box = control.getBoundingClientRect();
      const x = box.left - here.left + view.insetX;
      const y = box.top - here.top + view.insetY;
      return [x, y, x + box.width, y + box.height];
    });
  },

  /* ---- opening ---- */

  _where: function (thing) {
    const stage = this._stage;
    if (thing.what === "mission") {
      const p = stage.found.placement[stage.at.get(thing.id)];
      const { arrays } = stage.ready.columns;
      return [arrays["placement.longitude"][p], arrays["placement.latitude"][p]];
    }
    if (thing.what === "line") {
      const route = stage.routes.find((one) => one.id === thing.id);
      const { xy } = stage.run(route);
      const middle = 2 * Math.floor(xy.length / 4);
      return [sphere.longitude(xy[middle]), sphere.latitude(xy[middle + 1])];
    }
    if (thing.what === "absence") {
      const mark = stage.absences.find((one) => one.id === thing.id);
      return [mark.lon, mark.lat];
    }
    const a = stage.ready.columns.arrays;
    const region = stage.ready.columns.texts["region.id"].indexOf(thing.id);
    if (region < 0) return [0, 0];
    const x = (a["region.west"][region] + a["region.east"][region]) / 2;
    const y = (a["region.top"][region] + a["region.bottom"][region]) / 2;
    return [sphere.longitude(x), sphere.latitude(y)];
  },

  /* What st_folium hands to Python as last_active_drawing. */
  _send: function (thing, coordinates) {
    const at = Date.now();
    this._messaged = at;
    const feature = {
      type: "Feature",
      properties: { what: thing.what, id: thing.id, at, ...this._withDays(at) },
      geometry: coordinates ? { type: "Point", coordinates } : null,
    };
    this.fire("click", { layer: { toGeoJSON: () => feature } });
  },

  _open: function (thing) {
    this._stage.chosen = thing;
    this._data.ask();
    const what = textOf(this._stage, thing)[0];
    this._say(say("said.opened", { what }));
    this._send(thing, this._where(thing));
  },

  _close: function () {
    const stage = this._stage;
    const open = Boolean(stage.chosen);
    stage.chosen = stage.focused = stage.fan = null;
    this._hover(null);
    this._data.ask();
    if (!open) return;
    this._say(say("said.closed"));
    this._send(NOTHING, null);
  },

  /* The thing the keyboard has reached; the map follows where it would be out of sight. */
  _focus: function (thing) {
    this._stage.focused = thing;
    if (thing && this._map) {
      const [lon, lat] = this._where(thing);
      const centre = this._map.getCenter();
      const near = lon + 360 * Math.round((centre.lng - lon) / 360);
      const at = this._map.latLngToContainerPoint([lat, near]);
      const size = this._map.getSize();
      const [wide, high] = [size.x - EDGE, size.y - EDGE];
      if (at.x < EDGE || at.y < EDGE || at.x > wide || at.y > high) {
        this._map.panTo([lat, near]);
      }
    }
    this._glass.ask();
  },
});

/* Towns with shown missions, the one with most of them first. */
function towns(stage) {
  const town = stage.ready.columns.arrays["mission.town"];
  const many = new Map();
  for (const m of stage.found.number) {
    if (town[m] >= 0) many.set(town[m], (many.get(town[m]) || 0) + 1);
  }
  return [...many].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/** Our layer, to be added to a map. */
export function layer(options) {
  return new Layer(options);
}

/** Our layer on a map, or null. */
export function layerOf(map) {
  let ours = null;
  map.eachLayer((one) => {
    if (one instanceof Layer) ours = one;
  });
  return ours;
}

/** Show a scene on the map that holds our layer. */
export function show(map, scene) {
  const ours = layerOf(map);
  if (ours) ours.show(scene);
}
