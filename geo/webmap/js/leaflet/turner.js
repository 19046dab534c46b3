/* Turner: the map as a globe. Its middle and zoom are Leaflet's own, so that dragging, keys, searches
   and buttons turn it as they move the flat map. */
import * as globe from "../data/globe.js";
import * as sphere from "../data/sphere.js";
import { still } from "../page/dom.js";

export const FLAT_FROM = 6; // zoom from which the globe is as good as flat, and the flat map is drawn
const NEAR = 10; // zoom from which the missions of a city are seen one by one
const FLIGHT_MS = 600;
const ROOM = 0.46; // of what is free for it, the globe's radius
const TOP = 84; // degrees of latitude that Leaflet's middle can reach
const WHOLE = 240; // degrees of a box from which it is seen from where the reader is
const OBLIQUE = 20;
const WHOLLY = 0.7; // cosine of a radius from which all of the globe is shown
const WIDE = 10; // samples of a box to be framed, along each side

export class Turner {
  /** @param {L.Map} map @param {State} state @param {() => { x: number, y: number, left: number, right: number }} room what is free */
  constructor(map, state, room) {
    this.map = map;
    this.state = state;
    this.room = room;
    this.flight = new AbortController();
  }

  get on() {
    return this.state.layers.globe && !this.state.scene?.placing;
  }

  /** Whether the map is a globe now. */
  get round() {
    return this.on && this.map.getZoom() < FLAT_FROM;
  }

  /** The globe of a view of the flat map; null where the map is flat. @param {View} view */
  of(view) {
    if (!this.round) return null;
    const { lng, lat } = this.map.getCenter();
    const { y, left, right } = this.room();
    const x = view.insetX + (view.seen.x + left - right) / 2;
    return globe.globe(lng, lat, view.scale / (2 * Math.PI), x, view.insetY + y / 2);
  }

  /** @param {Sheet[]} sheets @param {AbortSignal} signal */
  listen(sheets, signal) {
    const { map, state } = this;
    map.on("move", () => {
      if (!this.on) return;
      state.turning = true;
      for (const sheet of sheets) sheet._update();
    });
    map.on("moveend", () => {
      state.turning = false;
    });
    const stop = () => this.flight.abort();
    for (const what of ["pointerdown", "wheel", "keydown"]) {
      map.getContainer().addEventListener(what, stop, { signal, capture: true, passive: true });
    }
  }

  /** After the reader has switched: zooming by steps, around the middle. */
  switched() {
    const { map } = this;
    const { on } = this;
    const own = /** @type {any} */ (map);
    own._zoomAnimated = !on && L.Browser.any3d;
    const centred = on ? "center" : true;
    Object.assign(map.options, {
      scrollWheelZoom: centred,
      doubleClickZoom: centred,
      touchZoom: centred,
    });
    map.getContainer().dataset.globe = String(on);
  }

  /** Where the globe is to be turned so that a box is seen, and how near. @param {Box} box west, south, east, north */
  target([west, south, east, north]) {
    const sides = Array.from({ length: WIDE + 1 }, (_, i) => i / WIDE);
    const missions = this.within([west, south, east, north]);
    const corners = sides.flatMap((i) =>
      sides.map((j) => globe.vectorOf(west + i * (east - west), south + j * (north - south))),
    );
    const samples = missions.length ? missions : corners;
    const sum = [0, 1, 2].map((k) => samples.reduce((all, one) => all + one[k], 0));
    const long = Math.hypot(...sum);
    const whole = east - west > WHOLE;
    const from = globe.vectorOf(this.map.getCenter().lng, OBLIQUE);
    const middle = whole || long < 1e-6 ? from : sum.map((one) => one / long);
    const least = whole ? 0 : Math.min(...samples.map((one) => globe.dot(one, middle)));
    const reach = least > WHOLLY ? Math.max(1e-4, Math.sqrt(1 - least * least)) : 1;
    const { x, y } = this.room();
    const radius = (ROOM * Math.min(x, y)) / reach;
    const [lon, lat] = globe.degrees(middle);
    const zoom = Math.log2((2 * Math.PI * radius) / 256);
    return { lon, lat: Math.max(-TOP, Math.min(TOP, lat)), zoom: Math.max(0, zoom) };
  }

  /** The missions in a box: they are seen whole from above their middle, as a box that holds a pole is not. @param {Box} box */
  within([west, south, east, north]) {
    const { worlds } = this.state.ready || {};
    const found = worlds ? this.state.found?.placement || [] : [];
    const at = found.map((p) => [sphere.longitude(worlds.x[p]), sphere.latitude(worlds.y[p])]);
    const inside = at.filter(([lon, lat]) => {
      const lap = lon + 360 * Math.ceil((west - lon) / 360);
      return lap <= east && lat >= south && lat <= north;
    });
    return inside.map(([lon, lat]) => globe.vectorOf(lon, lat));
  }

  /** Whether a box is before the reader already, about as near as it would be shown. @param {Box} box @param {number} least */
  holds(box, least) {
    const { lon, lat, zoom } = this.target(box);
    const { lng, lat: middle } = this.map.getCenter();
    const seen = globe.dot(globe.vectorOf(lon, lat), globe.vectorOf(lng, middle));
    return seen > 0.8 && (!least || Math.abs(zoom - this.map.getZoom()) < 1);
  }

  /** Turn to a box along the great circle. @param {Box} box @param {boolean} [atOnce] */
  frame(box, atOnce = false) {
    const { lon, lat, zoom } = this.target(box);
    this.fly(lon, lat, zoom, atOnce);
  }

  /** @param {number} lon @param {number} lat @param {number} zoom @param {boolean} [atOnce] */
  fly(lon, lat, zoom, atOnce = false) {
    const { map } = this;
    const own = /** @type {any} */ (map);
    this.flight.abort();
    const flight = (this.flight = new AbortController());
    const { lng, lat: low } = map.getCenter();
    const [from, to] = [globe.vectorOf(lng, low), globe.vectorOf(lon, lat)];
    const [near, begun] = [map.getZoom(), performance.now()];
    const sudden = atOnce || still();
    own._stop();
    own._moveStart(true, false);
    const step = () => {
      const t = sudden ? 1 : Math.min(1, (performance.now() - begun) / FLIGHT_MS);
      const eased = t * t * (3 - 2 * t);
      if (!flight.signal.aborted) {
        const [x, y] = globe.degrees(globe.between(from, to, eased));
        const lap = 360 * Math.round((map.getCenter().lng - x) / 360);
        const high = Math.max(-TOP, Math.min(TOP, y));
        own._move(L.latLng(high, x + lap), near + eased * (zoom - near), { flyTo: true });
      }
      if (t < 1 && !flight.signal.aborted) requestAnimationFrame(step);
      else own._moveEnd(true);
    };
    step();
  }

  /** Nearer to a city or to missions that lie one on the other, flat or not. @param {number} lon @param {number} lat */
  near(lon, lat) {
    const zoom = Math.max(this.map.getZoom() + 3, NEAR);
    if (this.on) this.fly(lon, lat, zoom);
    else this.map.flyTo([lat, lon], zoom, { duration: FLIGHT_MS / 1000, animate: !still() });
  }
}
