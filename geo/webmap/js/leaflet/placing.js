/* Placing: a point or the corners of a region, put on the map by pointer, finger or key. */
import { discPath } from "../drawing/areas.js";
import { circle, fill, stroke, trace } from "../drawing/pen.js";
import { button, element, silent, within } from "../page/dom.js";
import { copies } from "../drawing/ground.js";
import { ARROWS } from "./keys.js";
import { Sheet } from "./sheet.js";
import * as sphere from "../data/sphere.js";
import { number, say } from "../data/words.js";

const PANE = "atlas-placing";
const ABOVE = "440";
/** @type {Record<string, number>} */
const NEAR = { mouse: 9, pen: 13, touch: 22 }; // pixels within which a corner is meant
const STEP = 40; // pixels that an arrow moves the map under the crosshair
const FINE = 4;
const FEWEST = 3;
const MOST = 500;
const DECIMALS = 5;
/** @param {number} value */
function rounded(value) {
  return Number(value.toFixed(DECIMALS));
}

/** A place on the map as longitude and latitude, within ±180. @param {L.LatLng} latlng @returns {Pair} */
function position(latlng) {
  const { lat, lng } = latlng.wrap();
  return [rounded(lng), rounded(lat)];
}

/** @param {Pair} one */
function whereSaid([lon, lat]) {
  const degrees = (/** @type {number} */ value) => ({ degrees: number(Math.abs(value), 4) });
  const north = say(lat < 0 ? "placing.south" : "placing.north", degrees(lat));
  const east = say(lon < 0 ? "placing.west" : "placing.east", degrees(lon));
  return north + ", " + east;
}

/** What the reader places on a map, from the scene that lets it to the one that no longer does. */
export class Placing {
  /** @param {L.Map} map @param {() => Palette} palette @param {PlacingActions} act */
  constructor(map, palette, act) {
    this.map = map;
    this.palette = palette;
    this.act = act;
    this.mode = "";
    /** @type {Placed["turn"]} */
    this.turn = null;
    /** @type {Pair[]} */
    this.at = [];
    this.closed = false;
    this.radius = 0;
    this.told = "";
    this.held = -1; // number of the corner that is drawn elsewhere
    this.dragged = false;
    const container = map.getContainer();
    const pane = map.getPane(PANE) || map.createPane(PANE);
    pane.style.zIndex = ABOVE;
    this.sheet = new Sheet((context, view) => this.paint(context, view), PANE);
    map.addLayer(this.sheet);
    this.zoomsByTwo = map.doubleClickZoom.enabled();
    map.doubleClickZoom.disable(); // two quick corners are no wish to go nearer
    this.cross = silent("atlas-cross", container);
    this.bar = element("div", "atlas-bar", container); // what is to be done, and buttons for those without keys
    this.text = element("span", "", this.bar);
    this.back = button("", this.bar, () => this.takeBack());
    this.close = button("", this.bar, () => this.closeRegion());
    this.clear = button("", this.bar, () => this.empty());
    L.DomEvent.disableClickPropagation(this.bar);
    container.classList.add("atlas-hands");
    this.still = new AbortController();
    const options = { signal: this.still.signal, capture: true };
    container.addEventListener("keydown", (event) => this.pressed(event), options);
    container.addEventListener("pointerdown", (event) => this.grasp(event), options);
    window.addEventListener("pointermove", (event) => this.drag(event), options);
    window.addEventListener("pointerup", () => this.letGo(), options);
  }

  /** What a scene lets the reader place now. @param {Placed} asked */
  show({ mode, turn, at, radius }) {
    if (this.mode !== mode || this.turn !== turn) {
      Object.assign(this, { mode, turn, at, told: "", closed: at.length > 0 });
    }
    this.radius = radius;
    this.shown();
  }

  end() {
    this.still.abort();
    this.map.removeLayer(this.sheet);
    if (this.zoomsByTwo) this.map.doubleClickZoom.enable();
    this.cross.remove();
    this.bar.remove();
    this.map.getContainer().classList.remove("atlas-hands");
  }

  /** The corners of what is placed whole. */
  placed() {
    return this.closed || this.mode === "point" ? this.at : [];
  }

  shown() {
    const { mode, at, closed, told, back, close, clear } = this;
    const region = mode === "polygon";
    let step = "begin";
    if (region ? closed : at.length) step = "done";
    else if (at.length) step = at.length < FEWEST ? "more" : "close";
    this.text.textContent = told || say("placing." + (region ? "polygon_" : "point_") + step);
    this.bar.classList.toggle("atlas-told", Boolean(told));
    back.textContent = say("placing.back");
    close.textContent = say("placing.close");
    clear.textContent = say("placing.clear");
    back.hidden = !region || !at.length;
    close.hidden = !region || closed || at.length < FEWEST;
    clear.hidden = !at.length;
    const container = this.map.getContainer();
    const keys = say(region ? "placing.polygon_keys" : "placing.point_keys");
    container.setAttribute("aria-label", keys);
    container.dataset.placed = this.placed()
      .map((one) => one.join(" "))
      .join(", ");
    this.sheet.ask();
  }

  /* ---- deeds ---- */

  /** @param {string} key @param {Values} [values] */
  refuse(key, values) {
    this.told = say(key, values);
    this.act.announce(this.told);
    this.shown();
  }

  /** Put a point or the next corner; a corner that the region cannot have is told and not put. @param {L.LatLng} latlng */
  put(latlng) {
    const one = position(latlng);
    const corners = [...this.at, one];
    if (this.mode === "point") {
      this.change([one], true);
      this.act.announce(say("placing.put", { where: whereSaid(one) }));
    } else if (this.closed) this.refuse("placing.polygon_done");
    else if (this.at.some((other) => other[0] === one[0] && other[1] === one[1])) return;
    else if (this.at.length >= MOST) this.refuse("placing.most", { count: MOST });
    else {
      this.change(corners, false);
      const values = { number: corners.length, where: whereSaid(one) };
      this.act.announce(say("placing.corner", values));
    }
  }

  closeRegion() {
    const { at, closed } = this;
    if (closed) return;
    if (at.length < FEWEST) {
      this.refuse("placing.few");
      return;
    }
    this.change(at, true);
    this.act.announce(say("placing.closed", { count: at.length }));
  }

  /** Take back the last corner, or open a region again. */
  takeBack() {
    const { at, closed, mode } = this;
    if (mode === "point" || at.length < 2) {
      this.empty();
      return;
    }
    this.change(closed ? at : at.slice(0, -1), false, closed);
    this.act.announce(say("placing.taken", { count: this.at.length }));
  }

  empty() {
    this.change([], false, this.at.length > 0);
    this.act.announce(say("placing.cleared"));
  }

  /** @param {Pair[]} at @param {boolean} closed */
  change(at, closed, gone = false) {
    const before = this.placed().length;
    Object.assign(this, { at, closed, told: "" });
    this.shown();
    if (!closed && !gone && !before) return;
    const placed = this.placed();
    /** @type {GeoJSON.Geometry | null} */
    let geometry = null;
    if (placed.length && this.mode === "point")
      geometry = { type: "Point", coordinates: placed[0] };
    else if (placed.length) geometry = { type: "Polygon", coordinates: [[...placed, placed[0]]] };
    this.act.send(this.mode, geometry);
  }

  /* ---- pointer, finger and keys ---- */

  /** @param {L.LeafletMouseEvent} event */
  clicked(event) {
    if (this.dragged) {
      this.dragged = false;
      return;
    }
    const near = this.corner(event.containerPoint);
    const region = this.mode === "polygon";
    if (region && near === 0 && !this.closed && this.at.length >= FEWEST) this.closeRegion();
    else if (!region || near < 0) this.put(event.latlng);
  }

  /** Number of the corner at a point of the window, or -1. @param {L.Point} point */
  corner(point) {
    const { map } = this;
    const reach = NEAR[this.act.pointer()] || NEAR.mouse;
    const centre = map.getCenter().lng;
    return this.at.findIndex(([lon, lat]) => {
      const near = lon + 360 * Math.round((centre - lon) / 360);
      return map.latLngToContainerPoint([lat, near]).distanceTo(point) <= reach;
    });
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.target !== event.currentTarget) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { map } = this;
    const region = this.mode === "polygon";
    const arrow = ARROWS[event.key];
    /** @type {(() => void) | null} */
    let deed = null;
    if (arrow) {
      const by = event.shiftKey ? FINE : STEP;
      deed = () => {
        map.panBy([arrow[0] * by, arrow[1] * by], { animate: false });
        this.act.announce(whereSaid(position(map.getCenter())));
      };
    } else if (event.key === " " || (event.key === "Enter" && !region)) {
      deed = () => this.put(map.getCenter());
    } else if (event.key === "Enter") deed = () => this.closeRegion();
    else if (event.key === "Backspace" || event.key === "Delete") deed = () => this.takeBack();
    else if (event.key === "Escape") deed = () => this.empty();
    if (!deed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    map.getContainer().classList.add("atlas-by-key");
    deed();
  }

  /** A corner, or the point, that a mouse or a pen draws elsewhere. @param {PointerEvent} event */
  grasp(event) {
    this.dragged = false;
    if (event.pointerType === "touch" || event.button || within(event, "button, a")) return;
    const held = this.corner(this.map.mouseEventToContainerPoint(event));
    if (held < 0) return;
    this.held = held;
    this.before = this.at;
    this.map.dragging.disable();
  }

  /** @param {PointerEvent} event */
  drag(event) {
    if (this.held < 0) return;
    this.dragged = true;
    const one = position(this.map.mouseEventToLatLng(event));
    this.at = this.at.map((other, i) => (i === this.held ? one : other));
    this.sheet.ask();
  }

  letGo() {
    if (this.held < 0) return;
    const { at, before = at, closed, mode } = this;
    this.held = -1;
    this.map.dragging.enable();
    if (!this.dragged) return;
    this.change(at, closed || mode === "point");
  }

  /* ---- how it looks ---- */

  /** @param {Context} context @param {View} view */
  paint(context, view) {
    const { at, closed, radius } = this;
    if (!at.length) return;
    const palette = this.palette();
    const [first, last] = copies(view);
    for (let k = first; k <= last; k += 1) {
      const corners = at.map(([lon, lat]) => [
        (sphere.worldX(lon) + k) * view.scale - view.left,
        sphere.worldY(lat) * view.scale - view.top,
      ]);
      if (this.mode === "polygon") {
        const path = new Path2D();
        trace(path, corners.flat());
        if (closed) path.closePath();
        paintRegion(context, path, closed, palette);
      } else if (radius > 0) {
        paintRegion(context, discPath(...at[0], radius, view, k), true, palette);
      }
      corners.forEach(([x, y], i) => {
        const filled = closed || i > 0;
        circle(context, x, y, filled ? 5 : 7);
        fill(context, filled ? palette.focus : palette.paper);
        stroke(context, filled ? palette.paper : palette.focus, 2);
      });
    }
  }
}

/** @param {Context} context @param {Path2D} path @param {boolean} filled @param {Palette} palette */
function paintRegion(context, path, filled, palette) {
  if (filled) {
    context.globalAlpha = 0.18;
    context.fillStyle = palette.focus;
    context.fill(path, "evenodd");
    context.globalAlpha = 1;
  }
  context.setLineDash(filled ? [] : [6, 4]);
  for (const [wide, colour] of /** @type {[number, string][]} */ ([
    [5, palette.halo],
    [2, palette.focus],
  ])) {
    context.lineWidth = wide;
    context.strokeStyle = colour;
    context.stroke(path);
  }
  context.setLineDash([]);
}
