/* Pointer: what a mouse, pen or finger does on the map. These are methods of the layer. */
import * as glass from "./glass.js";
import * as hit from "./hit.js";
import * as sphere from "./sphere.js";
import { textOf } from "./texts.js";

const REACH = { mouse: 3, pen: 6, touch: 13 };

const FAN_MOST = 80; // more missions than this do not fan out in one view: the map goes nearer
const NEARER = 3;

export const pointer = {
  _thing: function (point) {
    const stage = this._stage;
    if (!stage.drawn) return null;
    const { insetX, insetY, ratio } = stage.drawn.view;
    const reach = REACH[this._pointer] || REACH.mouse;
    const context = this._data._context;
    return hit.at(stage, context, point.x + insetX, point.y + insetY, reach, ratio);
  },

  _moved: function (event) {
    if (event.pointerType === "touch" || event.buttons || this._hand) return;
    if (event.target.closest(".leaflet-control")) {
      this._hover(null);
      return;
    }
    const here = this._map.mouseEventToContainerPoint(event);
    this._at = here;
    if (this._looking) return;
    this._looking = requestAnimationFrame(() => {
      this._looking = 0;
      if (this._map) this._hover(this._thing(this._at), this._at);
    });
  },

  _hover: function (thing, point) {
    const stage = this._stage;
    const container = this._map && this._map.getContainer();
    if (!container) return;
    container.classList.toggle("atlas-pointing", Boolean(thing));
    if (thing) this._showTip(thing, point);
    else this._tip.hidden = true;
    const marked = thing && thing.what !== "stack" ? thing : null;
    if (marked === stage.hover || glass.same(marked, stage.hover)) return;
    stage.hover = marked;
    this._glass.ask();
  },

  _showTip: function (thing, point) {
    const [title, detail] = textOf(this._stage, thing);
    const tip = this._tip;
    const name = document.createElement("strong");
    name.textContent = title;
    const more = document.createElement("span");
    more.textContent = detail;
    tip.replaceChildren(name, more);
    tip.hidden = !title;
    const size = this._map.getSize();
    const wide = tip.offsetWidth;
    const high = tip.offsetHeight;
    const x = point.x + 14 + wide > size.x ? point.x - 14 - wide : point.x + 14;
    const y = point.y + 14 + high > size.y ? point.y - 14 - high : point.y + 14;
    tip.style.left = Math.max(4, x) + "px";
    tip.style.top = Math.max(4, y) + "px";
  },

  _clicked: function (event) {
    if (this._placedBy(event)) return;
    const stage = this._stage;
    if (stage.moving) this._settle();
    const thing = this._thing(event.containerPoint);
    const spread = stage.fan && !stage.fanned.some((item) => thing && this._is(thing, item.i));
    if (spread || !thing) {
      if (stage.fan) this._spread(null);
      return;
    }
    if (thing.what === "stack") {
      const { left, top, scale } = stage.drawn.view;
      const x = (thing.x + left) / scale;
      const y = (thing.y + top) / scale;
      if (thing.members.length <= FAN_MOST) this._spread({ members: thing.members, x, y });
      else this._nearer(x, y);
      return;
    }
    this._open(thing, event.latlng);
  },

  _nearer: function (x, y) {
    const { longitude, latitude } = sphere;
    this._map.setView([latitude(y), longitude(x)], this._map.getZoom() + NEARER);
  },

  _is: function (thing, i) {
    return thing.what === "mission" && this._stage.at.get(thing.id) === i;
  },

  _spread: function (fan) {
    this._stage.fan = fan;
    this._hover(null);
    this._glass.ask();
  },
};
