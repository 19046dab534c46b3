/* Pointer: what a mouse, pen or finger does on the map. */
import { element, silent, within } from "../page/dom.js";
import { townOf, worldAt } from "../drawing/shading.js";
import * as hit from "../drawing/hit.js";
import * as overlay from "../drawing/overlay.js";
import * as sphere from "../data/sphere.js";
import { lit } from "../data/state.js";
import { textOf } from "../data/texts.js";

/** @type {Record<string, number>} */
const REACH = { mouse: 3, pen: 6, touch: 13 };
const DIMMED_TO = 9; // zoom up to which the rest of a crowded map is dimmed
const FAN_MOST = 80; // more missions than this do not fan out in one view: the map goes nearer

export class Pointer {
  /** @param {L.Map} map @param {State} state @param {{ data: Sheet, overlay: Sheet }} sheets @param {{ open(thing: Thing): void, settle(): void, placing(): boolean, near(lon: number, lat: number): void }} act */
  constructor(map, state, sheets, act) {
    this.map = map;
    this.state = state;
    this.sheets = sheets;
    this.act = act;
    this.kind = "mouse"; // what is pointed with
    this.looking = 0;
    this.tip = silent("atlas-tip", map.getContainer());
    this.tip.hidden = true;
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    const container = this.map.getContainer();
    const kind = (/** @type {PointerEvent} */ event) => {
      this.kind = event.pointerType || "mouse";
    };
    container.addEventListener("pointerdown", kind, { signal, capture: true });
    container.addEventListener("pointermove", (event) => this.moved(event), { signal });
    container.addEventListener("pointerleave", () => this.hover(null), { signal });
    this.map.on("movestart moveend", () => this.hover(null));
    this.map.on("zoomstart", () => this.spread(null));
    this.stopped = signal;
  }

  /** @param {L.Point} point @returns {Thing | null} */
  thing(point) {
    const { drawn } = this.state;
    const { context } = this.sheets.data;
    if (!drawn || !context) return null;
    const { insetX, insetY, ratio } = drawn.view;
    const reach = REACH[this.kind] || REACH.mouse;
    return hit.at(this.state, context, point.x + insetX, point.y + insetY, reach, ratio);
  }

  /** @param {PointerEvent} event */
  moved(event) {
    if (event.pointerType === "touch" || event.buttons || this.act.placing()) return;
    if (within(event, ".leaflet-control")) {
      this.hover(null);
      return;
    }
    this.at = this.map.mouseEventToContainerPoint(event);
    this.looking ||= requestAnimationFrame(() => {
      this.looking = 0;
      if (this.at) this.hover(this.thing(this.at), this.at);
    });
  }

  /** @param {Thing | null} thing @param {L.Point} [point] */
  hover(thing, point) {
    const { state } = this;
    if (this.stopped?.aborted) return;
    this.map.getContainer().classList.toggle("atlas-pointing", Boolean(thing));
    if (thing && point) this.show(thing, point);
    else this.tip.hidden = true;
    const marked = thing && thing.what !== "stack" ? thing : null;
    if (marked === state.hover || overlay.same(marked, state.hover)) return;
    state.hover = marked;
    this.dim();
    this.sheets.overlay.ask();
  }

  /** The rest of a crowded map steps back behind what is lit. */
  dim() {
    const { state, map } = this;
    const far = (state.drawn?.view.zoom ?? 0) < DIMMED_TO;
    map.getContainer().classList.toggle("atlas-lit", far && Boolean(state.found && lit(state)));
  }

  /** @param {Thing} thing @param {L.Point} point */
  show(thing, point) {
    const [title, detail] = textOf(this.state, thing);
    const { tip } = this;
    tip.replaceChildren();
    element("strong", "", tip, title);
    element("span", "", tip, detail);
    tip.hidden = !title;
    const size = this.map.getSize();
    /** @param {number} at @param {number} long @param {number} most */
    const beside = (at, long, most) =>
      Math.max(4, at + 14 + long > most ? at - 14 - long : at + 14) + "px";
    tip.style.left = beside(point.x, tip.offsetWidth, size.x);
    tip.style.top = beside(point.y, tip.offsetHeight, size.y);
  }

  /** @param {L.LeafletMouseEvent} event */
  clicked(event) {
    const { state } = this;
    this.act.settle();
    const thing = this.thing(event.containerPoint);
    const isOf = (/** @type {SymbolItem} */ { i }) =>
      thing?.what === "mission" && state.at.get(thing.id) === i;
    if (!thing || (state.fan && !state.fanned.some(isOf))) {
      if (state.fan) this.spread(null);
      return;
    }
    if (thing.what === "town") {
      const town = townOf(state, thing.id);
      if (town) this.act.near(sphere.longitude(town.x), sphere.latitude(town.y));
      return;
    }
    if (thing.what !== "stack") {
      this.act.open(thing);
      return;
    }
    const { members = [], x: px = 0, y: py = 0 } = thing;
    const [x, y] = worldAt(state.drawn.view, px, py) || [0, 0];
    if (members.length <= FAN_MOST) {
      this.spread({ members, x, y });
      return;
    }
    this.act.near(sphere.longitude(x), sphere.latitude(y));
  }

  /** @param {State["fan"]} fan */
  spread(fan) {
    this.state.fan = fan;
    this.hover(null);
    this.sheets.overlay.ask();
  }
}
