/* Framing: where the map looks at the opening, and where a scene asks it to go. */
import { still } from "../page/dom.js";
import { FLAT_FROM } from "./turner.js";

const PADDING = 40;
const NEAREST = 16;
const WHOLE = 240; // degrees
const PANELLED = 900; // pixels of the map's width from which the page lays panels over it
const FOLDED = 120; // pixels of height below which a panel is folded
const BESIDE = 10;
const ROUNDED = 1; // pixels by which Leaflet may move the middle when the frame's size is asked anew

/** Whether bounds are all around the world, or nearly. @param {[Pair, Pair]} bounds */
function isWhole([[, west], [, east]]) {
  return east - west > WHOLE;
}

export class Framing {
  /** @param {L.Map} map @param {[Pair, Pair]} bounds what is seen at the opening @param {Options["panels"]} [panels] what the page lays over the left and the right @param {() => number} [strip] and below @param {import("./turner.js").Turner | null} [turner] the globe */
  constructor(map, bounds, panels = null, strip = () => 0, turner = null) {
    this.map = map;
    this.bounds = bounds;
    this.panels = panels;
    this.strip = strip;
    this.turner = turner;
    map.on("moveend", this.viewed, this);
    this.fitted = false;
    this.size = "";
    /** @type {string | undefined} */
    this.asked = undefined;
  }

  /** The opening view, as soon as the map has a size, and until a scene or the reader moves it. */
  fit() {
    const size = this.map.getSize();
    if (this.fitted || size.x < 10 || size.y < 10) return;
    this.fitted = true;
    const [x, y] = [Math.min(56, size.x * 0.08), Math.min(36, size.y * 0.06)];
    this.frame(this.bounds, this.padded(x, y, isWhole(this.bounds)));
  }

  /** Boxes of the page's panels over the map, in its own pixels; null for one that is not on the page yet. */
  over() {
    const frame = window.frameElement;
    const here = frame?.getBoundingClientRect();
    return (this.panels || []).map(([selector]) => {
      const box = frame?.ownerDocument.querySelector(selector)?.getBoundingClientRect();
      return box && here
        ? new DOMRect(box.x - here.x, box.y - here.y, box.width, box.height)
        : null;
    });
  }

  /** Pixels that panels cover at the left and the right of a wide map. @returns {Pair} */
  sides() {
    const wide = this.map.getSize().x;
    if (!this.panels || wide < PANELLED) return [0, 0];
    const [left, right] = this.over();
    const [[, first], [, last]] = this.panels;
    /** @param {DOMRect | null} box @param {number} pixels @param {number} edge */
    const taken = (box, pixels, edge) => (!box ? pixels : box.height < FOLDED ? 0 : edge);
    return [
      taken(left, first, left ? left.right + BESIDE : 0),
      taken(right, last, right ? wide - right.left + BESIDE : 0),
    ];
  }

  /** Room at the sides of what is framed, beside what the page covers; the whole world has none to spare. @param {number} x @param {number} y @param {boolean} whole */
  padded(x, y, whole) {
    const [left, right] = whole ? [0, 0] : this.sides();
    /** @type {{ paddingTopLeft: Pair, paddingBottomRight: Pair }} */
    const sides = {
      paddingTopLeft: [left + x, y],
      paddingBottomRight: [right + x, this.strip() + y],
    };
    return sides;
  }

  /** What of the map nothing covers, in pixels, and how much of it is covered at the left and the right. */
  room() {
    const { x, y } = this.map.getSize();
    const [left, right] = this.sides();
    return { x: x - left - right, y: y - this.strip(), left, right };
  }

  /** What was asked for last, or the opening view, after a change from the flat map to the globe or back. */
  again() {
    const [[south, west], [north, east]] = this.bounds;
    const box = /** @type {Box} */ (this.last || [west, south, east, north]);
    if (this.asLeft() || this.map.getZoom() < 3) this.to(box, !this.turner?.on);
    else this.map.setView(this.map.getCenter(), this.map.getZoom(), { animate: false });
  }

  /** On the globe where a box is as large as to be seen on it, else flat. @param {Box} box @param {boolean} atOnce */
  to(box, atOnce) {
    const { turner } = this;
    if (turner?.on && turner.target(box).zoom < FLAT_FROM) turner.frame(box, atOnce);
    else this.go(box, atOnce);
  }

  /** Show bounds at once, and remember them for as long as nobody moves the map. @param {[Pair, Pair]} bounds @param {L.FitBoundsOptions} options */
  frame(bounds, options) {
    const { map } = this;
    map.fitBounds(bounds, { ...options, animate: false });
    this.framed = { bounds, options, centre: map.getCenter(), zoom: map.getZoom() };
  }

  /** What was framed, if nobody has moved the map since. */
  asLeft() {
    const { map, framed } = this;
    if (!framed || map.getZoom() !== framed.zoom) return null;
    const moved = map.project(map.getCenter()).distanceTo(map.project(framed.centre));
    return moved <= ROUNDED ? framed : null;
  }

  /** A frame of another size: what was fitted into the old one is fitted into the new one. */
  resize(pan = false) {
    if (!this.resized()) return;
    const framed = this.asLeft();
    this.map.invalidateSize({ pan, animate: false });
    if (framed?.bounds === this.bounds) this.fitted = false;
    else if (framed) this.frame(framed.bounds, framed.options);
    this.fit();
  }

  /** Whether the map has another size than when this was last asked. */
  resized() {
    const { clientWidth, clientHeight } = this.map.getContainer();
    const before = this.size;
    this.size = clientWidth + " " + clientHeight;
    return this.size !== before;
  }

  /** A strip of another height below the map: what a scene adds to it leaves the middle where it is. */
  shifted() {
    if (!this.resized()) return;
    const framed = this.asLeft();
    this.map.invalidateSize({ pan: true, animate: false });
    if (framed) framed.centre = this.map.getCenter();
  }

  /** Whether all of a box is in view beside the panels, and covers a share of what is free. @param {Box} box @param {number} least */
  holds([west, south, east, north], least) {
    if (this.turner?.round) return this.turner.holds([west, south, east, north], least);
    const { map } = this;
    const { x, y, left } = this.room();
    const lap = 360 * Math.round((map.getCenter().lng - (west + east) / 2) / 360);
    const low = map.latLngToContainerPoint([south, west + lap]);
    const high = map.latLngToContainerPoint([north, east + lap]);
    const inside = low.x >= left && high.x <= left + x && high.y >= 0 && low.y <= y;
    return inside && Math.max((high.x - low.x) / x, (low.y - high.y) / y) >= least;
  }

  /** Bring a point into view where it is not. @param {number} lon @param {number} lat */
  reveal(lon, lat) {
    if (this.holds([lon, lat, lon, lat], 0)) return;
    const { map, turner } = this;
    if (turner?.round) turner.fly(lon, lat, map.getZoom());
    else {
      const lap = 360 * Math.round((map.getCenter().lng - lon) / 360);
      map.panTo([lat, lon + lap], { animate: !still() });
    }
  }

  /** Where a scene asks the map to go: once for each new value, at once for the first. @param {Box | null} focus @param {number | null} least */
  follow(focus, least) {
    const asked = JSON.stringify(focus);
    const first = this.asked === undefined;
    if (asked === this.asked) return;
    this.asked = asked;
    if (!focus) return;
    this.last = focus;
    if (!first && least !== null && this.holds(focus, least)) return;
    this.to(focus, first);
  }

  /** @param {Box} box @param {boolean} atOnce */
  go([west, south, east, north], atOnce) {
    /** @type {[Pair, Pair]} */
    const bounds = [
      [south, west],
      [north, east],
    ];
    const size = this.map.getSize();
    const side = Math.min(PADDING, size.x * 0.08, size.y * 0.08);
    /** @type {L.FitBoundsOptions} */
    const options = { ...this.padded(side, side, isWhole(bounds)), maxZoom: NEAREST };
    if (still() || atOnce) this.frame(bounds, options);
    else this.map.flyToBounds(bounds, { ...options, duration: 0.9 });
  }

  remove() {
    this.map.off("moveend", this.viewed, this);
  }

  /** What is in view, for those who look at the page from outside: west, south, east, north in degrees. */
  viewed() {
    const box = this.map.getBounds();
    const edges = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
    this.map.getContainer().dataset.view = edges.map((edge) => edge.toFixed(4)).join(",");
  }

  /** Boxes on the sheet that controls lie over, where no label should stand. @param {View} view @returns {Box[]} */
  covered(view) {
    const container = this.map.getContainer();
    const here = container.getBoundingClientRect();
    const over = document.querySelectorAll(".atlas-over, .atlas-over .atlas-legend");
    const inside = container.querySelectorAll(".leaflet-control");
    const panels = this.over().flatMap((box) =>
      box
        ? [
            /** @type {Box} */ ([
              box.left + view.insetX,
              box.top + view.insetY,
              box.right + view.insetX,
              box.bottom + view.insetY,
            ]),
          ]
        : [],
    );
    /** @type {Box[]} */
    const controls = [...inside, ...over].map((control) => {
      const box = control.getBoundingClientRect();
      const x = box.left - here.left + view.insetX;
      const y = box.top - here.top + view.insetY;
      return [x, y, x + box.width, y + box.height];
    });
    return [...panels, ...controls];
  }
}
