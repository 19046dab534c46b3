/* Layer: the parts of the map put together as one Leaflet layer, and what it tells the page. */
import * as colours from "../drawing/colours.js";
import { dock } from "./dock.js";
import { call, element, silent } from "../page/dom.js";
import { Framing } from "./framing.js";
import { ground } from "../drawing/ground.js";
import { keyboard, pressable } from "./keys.js";
import { lackingOn as lackingIn, pictureOf } from "./picture.js";
import { Placing } from "./placing.js";
import { Pointer } from "./pointer.js";
import { Saver } from "./saver.js";
import * as shading from "../drawing/shading.js";
import { Switches } from "./switches.js";
import { Scale } from "./scale.js";
import { sheets } from "./sheets.js";
import * as sphere from "../data/sphere.js";
import * as states from "../data/state.js";
import { Store } from "../data/store.js";
import { textOf } from "../data/texts.js";
import { Backdrop } from "./tiles.js";
import { TimeController } from "../time/time_controller.js";
import { Turner } from "./turner.js";
import { touchable } from "./touch.js";
import { language, say, speak } from "../data/words.js";

const SOON_MS = 1500;
const UNSAFE = /[&<>"'`$\\]/g;

/** Leaflet puts a credit into the page as HTML. @param {string} text */
function escaped(text) {
  return text.replace(UNSAFE, (letter) => "&#" + letter.charCodeAt(0) + ";");
}

class Layer extends L.Layer {
  /** @type {L.Map} */ map;
  /** @type {HTMLElement} */ container;
  /** @type {HTMLElement} */ live;
  /** @type {HTMLElement} */ hint;
  /** @type {Shown["sheets"]} */ sheets;
  /** @type {Backdrop} */ backdrop;
  /** @type {Framing} */ framing;
  /** @type {Pointer} */ pointer;
  /** @type {Saver} */ saver;
  /** @type {Scale} */ scale;
  /** @type {Turner} */ turner;
  /** @type {Switches} */ switches;
  /** @type {TimeController} */ time;
  /** @type {ReturnType<typeof dock>} */ dock;
  /** @type {ReturnType<typeof keyboard>} */ keys;
  /** @type {Store} */ store;
  /** @type {AbortController} */ still;
  /** @type {ResizeObserver} */ observer;

  /** @param {Options} options */
  constructor(options) {
    super();
    this.given = options;
    this.theme = "auto";
    this.messaged = 0;
    this.spoken = this.credited = "";
    /** @type {Placing | null} */
    this.placing = null;
    this.state = states.created({
      most: options.most,
      palette: () => colours.of(this.theme),
      west: () => sphere.worldX(this.map.getBounds().getWest()),
      reserved: (view) => this.framing.covered(view),
      tiled: (view) => this.backdrop.boxes(view),
    });
  }

  /** @param {L.Map} map */
  onAdd(map) {
    const { state } = this;
    const container = map.getContainer();
    this.map = map;
    this.container = container;
    this.onMap = true;
    container.dataset.atlas = "loading"; // its style gives the map its size
    this.still = new AbortController();
    this.turner = new Turner(map, state, () => this.framing.room());
    this.sheets = sheets(map, state, (view) => this.turner.of(view));
    this.backdrop = new Backdrop(map, this.given.backgrounds || []);
    this.parts(map, container);
    this.framing.fit();
    this.turner.listen(Object.values(this.sheets), this.still.signal);
    for (const sheet of Object.values(this.sheets)) map.addLayer(sheet);
    this.listen(map, container);
    this.hint = touchable(map, this.still.signal);
    this.store = new Store(this.given, {
      land: (found) => {
        state.ground = found;
        state.areas = shading.areas(found);
        state.paintGround = ground(found, state).paint;
        this.sheets.ground.ask();
      },
      missions: () => {
        if (this.onMap && state.scene && state.ground) this.show(state.scene);
      },
      failed: (error) => this.failed(error),
    });
    return this;
  }

  onRemove(/** @type {L.Map} */ map) {
    this.onMap = false;
    this.framing.remove();
    this.still.abort();
    this.time.stop();
    this.observer.disconnect();
    this.backdrop.remove();
    this.place(null);
    for (const sheet of Object.values(this.sheets)) map.removeLayer(sheet);
    map.removeControl(this.scale).removeControl(this.saver);
    this.dock.remove();
    for (const made of [this.live, this.pointer.tip, this.hint]) made.remove();
    delete this.container.dataset.atlas;
    return this;
  }

  /* ---- set-up ---- */

  /** @param {L.Map} map @param {HTMLElement} container */
  parts(map, container) {
    const { state } = this;
    const announce = (/** @type {string} */ text) => this.announce(text);
    container.tabIndex = 0;
    container.setAttribute("role", "application");
    this.live = element("div", "atlas-live", container);
    this.live.setAttribute("aria-live", "polite");
    const panels = this.given.panels || null;
    const strip = () => (panels && this.dock ? this.dock.high() : 0);
    this.framing = new Framing(map, this.given.bounds, panels, strip, this.turner);
    this.pointer = new Pointer(map, state, this.sheets, {
      open: (thing) => this.open(thing),
      settle: () => this.time.settle(),
      placing: () => Boolean(this.placing),
      near: (lon, lat) => this.turner.near(lon, lat),
    });
    this.saver = new Saver({
      announce,
      picture: () => pictureOf(this),
      lacking: () => lackingIn(state),
      scene: () => state.scene,
      container: () => (this.onMap ? container : null),
    });
    this.scale = new Scale();
    map.addControl(this.scale).addControl(this.saver);
    this.switches = new Switches(state.layers, (name) => this.switched(name));
    if (panels) {
      for (const one of [map.zoomControl, this.scale, this.saver]) one?.setPosition("bottomright");
      map.addControl(this.switches);
    }
    this.time = new TimeController(state, this.given, this.timeView());
    const resized = (/** @type {boolean} */ asked) => {
      this.time.barred(); // its line may have been folded, without any width
      if (asked || !state.drawn) this.framing.resize(true);
      else this.framing.shifted();
    };
    this.dock = dock(map, resized, this.time.bar, Boolean(panels));
    this.dock.speak();
    this.keys = keyboard(state, {
      say: announce,
      text: (thing) => textOf(state, thing).filter(Boolean).join(", "),
      focus: (thing) => this.focus(thing),
      open: (thing) => this.open(thing),
      close: () => this.close(),
      zoom: (by) => map.setZoom(map.getZoom() + by),
      pan: (x, y) => map.panBy([x * 90, y * 90]),
    });
  }

  /** The map as far as time changes it. @returns {TimeView} */
  timeView() {
    const { container, state } = this;
    return {
      stopped: false,
      begin: () => {
        this.pointer.tip.hidden = true;
        container.dataset.moving = "true";
        this.sheets.overlay.clear();
      },
      paint: () => {
        this.sheets.data.paint();
        container.dataset.missionsDrawn = String(state.found.number.length);
        container.dataset.linesDrawn = String(states.drawnLines(state).length);
      },
      settle: (said) => {
        delete container.dataset.moving;
        this.keys.reset();
        this.sheets.data.paint();
        this.dock.show(state, state.palette());
        this.tell(said);
      },
      announce: (text) => this.announce(text),
      send: () => this.send("time", "", null),
      sent: () => this.messaged,
    };
  }

  /** @param {L.Map} map @param {HTMLElement} container */
  listen(map, container) {
    const { signal } = this.still;
    container.addEventListener("keydown", this.keys.pressed, { signal });
    pressable(container, signal);
    this.pointer.listen(signal);
    map.on("zoomend", () => this.state.overview && this.repaint());
    container.addEventListener("blur", () => this.focus(null), { signal });
    map.on("click", this.clicked, this);
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this.repaint(), { signal });
    this.observer = new ResizeObserver(() => {
      this.time.barred();
      this.dock.fitted(true);
      this.framing.resize();
    });
    this.observer.observe(container);
  }

  /** @param {L.LeafletMouseEvent} event */
  clicked(event) {
    (this.placing || this.pointer).clicked(event);
  }

  /** @param {unknown} error */
  failed(error) {
    if (!this.onMap) return;
    this.container.dataset.atlas = "failed";
    const why = String((error instanceof Error && error.message) || error);
    const text = say("said.failed", { why });
    element("div", "atlas-failed", this.container, text).setAttribute("role", "alert");
  }

  /* ---- the scene ---- */

  /** Show a scene: what geo.webmap.Scene writes. @param {Scene} given */
  show(given) {
    const { state, time } = this;
    const scene = this.onMap ? time.timed(given) : given;
    state.scene = scene;
    this.theme = scene.theme;
    if (!this.onMap) return;
    this.speak(scene);
    if (this.backdrop.show(scene)) this.sheets.ground.ask();
    const ready = this.store.in(scene.language, state.ready);
    if (!ready) return;
    state.ready = ready;
    this.container.dataset.atlas = "ready";
    if (time.asShown(scene)) {
      this.container.dataset.scene = scene.name;
      return;
    }
    time.selected();
    states.coloured(state);
    if (state.moving) {
      this.repaint();
      this.framing.follow(scene.focus, scene.least);
      return;
    }
    states.found(state);
    states.gathered(state);
    const { globe } = state.layers;
    const heard = Date.now() - this.messaged > SOON_MS; // what the reader has switched just now holds
    if (heard && this.switches.apply(scene.layers) && globe !== state.layers.globe) this.turned();
    state.chosen = scene.chosen ? states.named(state, scene.chosen) : null;
    state.hover = state.fan = null;
    this.keys.reset();
    time.barred();
    time.tellLatest();
    this.repaint();
    this.tell();
    this.place(scene.placing);
    this.pointer.dim();
    this.framing.follow(scene.focus, scene.least);
  }

  /** The language of all that surrounds the map, and who made what. @param {Scene} scene */
  speak(scene) {
    const { map } = this;
    speak(scene.language);
    const spoken = language();
    document.documentElement.lang = spoken;
    if (this.spoken !== spoken) {
      this.spoken = spoken;
      const zoom = /** @type {any} */ (map.zoomControl);
      if (zoom?._zoomInButton) call(zoom._zoomInButton, say("zoom.in"));
      if (zoom?._zoomOutButton) call(zoom._zoomOutButton, say("zoom.out"));
      this.saver.speak();
      this.scale.speak();
      this.switches.speak();
      this.dock.speak();
    }
    const { credit } = this.given;
    const own = typeof credit === "object" ? credit[spoken] : credit;
    // Lines of our own beside those that layers of tiles bring along.
    const text = escaped([own, ...scene.credit].filter(Boolean).join(" · "));
    if (!map.attributionControl || text === this.credited) return;
    if (this.credited) map.attributionControl.removeAttribution(this.credited);
    map.attributionControl.addAttribution(text);
    this.credited = text;
    this.dock.fitted(false);
  }

  /** @param {string} text */
  announce(text) {
    this.live.textContent = text;
  }

  /** Counts for readers of the page and for those who hear it, after what else there is to say. */
  tell(first = "") {
    const { found, places, absences, scene } = this.state;
    Object.assign(this.container.dataset, {
      missionsDrawn: String(found.number.length),
      linesDrawn: String(states.drawnLines(this.state).length),
      placesDrawn: String(places.length),
      absencesDrawn: String(absences.length),
      scene: scene.name,
    });
    const [label, told] = states.counts(this.state);
    this.container.setAttribute("aria-label", label);
    this.announce(first ? first + ". " + told : told);
  }

  repaint() {
    if (!this.onMap) return;
    const { state } = this;
    const { dataset } = this.container;
    const theme = colours.theme(this.theme);
    if (dataset.theme !== theme || !this.grounded) this.sheets.ground.ask();
    this.grounded = Boolean(state.ground);
    dataset.theme = theme;
    this.dock.paint(theme);
    this.sheets.shade.ask();
    this.sheets.data.ask();
    if (state.found) requestAnimationFrame(() => this.dock.show(state, state.palette()));
  }

  /** What a scene lets the reader place; nothing for most. @param {Placed | null} [asked] */
  place(asked) {
    if (!asked) {
      this.placing?.end();
      this.placing = null;
      return;
    }
    if (!this.placing) this.pointer.hover(null);
    this.placing ??= new Placing(this.map, this.state.palette, {
      announce: (text) => this.announce(text),
      send: (mode, geometry) => this.fired({ what: "placed", id: mode, at: Date.now() }, geometry),
      pointer: () => this.pointer.kind,
    });
    this.placing.show(asked);
  }

  /** A layer switched on or off. @param {keyof Layers} name */
  switched(name) {
    if (name === "globe") this.turned();
    this.repaint();
    this.send("layers", this.switches.words(), null);
  }

  /** From the flat map to the globe or back. */
  turned() {
    this.turner.switched();
    this.framing.again();
    this.grounded = false;
  }

  /* ---- opening ---- */

  /** @param {string} what @param {string} id @param {Pair | null} coordinates */
  send(what, id, coordinates) {
    const at = Date.now();
    this.messaged = at;
    const properties = { what, id, at, ...this.time.withDays(at) };
    this.fired(properties, coordinates && { type: "Point", coordinates });
  }

  /** What st_folium hands to Python as last_active_drawing. @param {Record<string, unknown>} properties @param {GeoJSON.Geometry | null} geometry */
  fired(properties, geometry) {
    const feature = { type: "Feature", properties, geometry };
    this.fire("click", { layer: { toGeoJSON: () => feature } });
  }

  /** @param {Thing} thing */
  open(thing) {
    this.state.chosen = thing;
    this.pointer.dim();
    this.sheets.data.ask();
    this.announce(say("said.opened", { what: textOf(this.state, thing)[0] }));
    this.send(thing.what, thing.id, states.where(this.state, thing));
  }

  close() {
    const { state } = this;
    const open = Boolean(state.chosen);
    state.chosen = state.focused = state.fan = null;
    this.pointer.hover(null);
    this.sheets.data.ask();
    if (!open) return;
    this.announce(say("said.closed"));
    this.send("nothing", "", null);
  }

  /** The thing the keyboard has reached; the map follows where it would be out of sight. @param {Thing | null} thing */
  focus(thing) {
    const { state } = this;
    state.focused = thing;
    if (thing && this.onMap) this.framing.reveal(...states.where(state, thing));
    this.sheets.overlay.ask();
  }
}

/** Our layer, to be added to a map. @param {Options} options */
export function layer(options) {
  return new Layer(options);
}

/** Our layer on a map, or null. @param {L.Map} map */
function layerOf(map) {
  /** @type {Layer | null} */
  let ours = null;
  map.eachLayer((one) => {
    if (one instanceof Layer) ours = one;
  });
  return /** @type {Layer | null} */ (ours);
}

/** Show a scene on the map that holds our layer. @param {L.Map} map @param {Scene} scene */
export function show(map, scene) {
  layerOf(map)?.show(scene);
}

/** The map as a PNG file. @param {L.Map} map @param {{ ratio?: number }} [options] */
export function picture(map, options) {
  return pictureOf(layerOf(map), options?.ratio);
}

/** What stands on a map in letters that no font of this browser has. @param {L.Map} map */
export function lackingOn(map) {
  const shown = layerOf(map);
  return shown ? lackingIn(shown.state) : "";
}
