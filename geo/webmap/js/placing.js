/* Placing: a point or the corners of a region, put on the map by pointer, finger or key. Methods of the layer. */
import { copies } from "./ground.js";
import { Sheet } from "./sheet.js";
import * as sphere from "./sphere.js";
import * as words from "./words.js";
import { say } from "./words.js";

const PANE = "atlas-placing";
const ABOVE = 440;
const NEAR = { mouse: 9, pen: 13, touch: 22 }; // pixels within which a corner is meant
const STEP = 40; // pixels that an arrow moves the map under the crosshair
const FINE = 4;
const FEWEST = 3;
const MOST = 500;
const VERTICES = 72;
const DECIMALS = 5;
const ARROWS = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

function side(a, b, c) {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function within(a, b, c) {
  return (
    Math.min(a[0], b[0]) <= c[0] &&
    c[0] <= Math.max(a[0], b[0]) &&
    Math.min(a[1], b[1]) <= c[1] &&
    c[1] <= Math.max(a[1], b[1])
  );
}

/* Whether two edges have a point in common. */
function meet(a, b, c, d) {
  const [p, q, r, s] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (((p > 0 && q < 0) || (p < 0 && q > 0)) && ((r > 0 && s < 0) || (r < 0 && s > 0))) return true;
  return (
    (p === 0 && within(a, b, c)) ||
    (q === 0 && within(a, b, d)) ||
    (r === 0 && within(c, d, a)) ||
    (s === 0 && within(c, d, b))
  );
}

/* Whether the way from a corner leads back over the way to it. */
function turnsBack(a, b, c) {
  return side(a, b, c) === 0 && (c[0] - b[0]) * (a[0] - b[0]) + (c[1] - b[1]) * (a[1] - b[1]) > 0;
}

/** Whether a line of corners, or the ring that they make, crosses itself. */
export function crosses(corners, closed) {
  const many = corners.length;
  const edges = closed ? many : many - 1;
  const corner = (i) => corners[i % many];
  for (let i = 0; i < edges; i += 1) {
    const [a, b, c] = [corner(i), corner(i + 1), corner(i + 2)];
    if ((closed || i + 1 < edges) && turnsBack(a, b, c)) return true;
    for (let j = i + 2; j < edges; j += 1) {
      const joined = closed && i === 0 && j === edges - 1;
      if (!joined && meet(a, b, corner(j), corner(j + 1))) return true;
    }
  }
  return false;
}

function rounded(number) {
  return Number(number.toFixed(DECIMALS));
}

/* A place on the map as longitude and latitude, within ±180. */
function position(latlng) {
  const { lat, lng } = latlng.wrap();
  return [rounded(lng), rounded(lat)];
}

function drawn(hand) {
  return hand.closed || hand.mode === "point" ? hand.at : [];
}

export const placing = {
  /* What a scene lets the reader place; nothing for most. */
  _toPlace: function (asked) {
    if (!asked) {
      this._placingEnded();
      return;
    }
    if (!this._hand) this._placingBegun();
    const hand = this._hand;
    if (hand.mode !== asked.mode || hand.turn !== asked.turn) {
      Object.assign(hand, { mode: asked.mode, turn: asked.turn, at: asked.at, told: "" });
      hand.closed = asked.at.length > 0;
    }
    hand.radius = asked.radius;
    this._placingShown();
  },

  _placingBegun: function () {
    const map = this._map;
    const container = map.getContainer();
    this._hover(null);
    this._hand = { mode: "", turn: null, at: [], closed: false, radius: 0, told: "", held: -1 };
    const pane = map.getPane(PANE) || map.createPane(PANE);
    pane.style.zIndex = ABOVE;
    this._handSheet = new Sheet((c, v) => this._paintHand(c, v), { pane: PANE });
    map.addLayer(this._handSheet);
    this._zoomsByTwo = map.doubleClickZoom.enabled();
    map.doubleClickZoom.disable(); // two quick corners are no wish to go nearer
    this._cross = L.DomUtil.create("div", "atlas-cross", container);
    this._cross.setAttribute("aria-hidden", "true");
    this._placeBar = this._placingBar(container);
    container.classList.add("atlas-hands");
    this._handStill = new AbortController();
    const options = { signal: this._handStill.signal, capture: true };
    container.addEventListener("keydown", (event) => this._placingKey(event), options);
    container.addEventListener("pointerdown", (event) => this._grasp(event), options);
    window.addEventListener("pointermove", (event) => this._drag(event), options);
    window.addEventListener("pointerup", () => this._letGo(), options);
  },

  _placingEnded: function () {
    if (!this._hand) return;
    this._handStill.abort();
    this._map.removeLayer(this._handSheet);
    if (this._zoomsByTwo) this._map.doubleClickZoom.enable();
    this._cross.remove();
    this._placeBar.element.remove();
    this._map.getContainer().classList.remove("atlas-hands");
    this._hand = this._handSheet = this._placeBar = null;
  },

  /* What is to be done, what was wrong, and buttons for those who have no keys. */
  _placingBar: function (container) {
    const element = L.DomUtil.create("div", "atlas-bar", container);
    const text = L.DomUtil.create("span", "", element);
    const button = (deed) => {
      const made = L.DomUtil.create("button", "", element);
      made.type = "button";
      made.addEventListener("click", deed);
      return made;
    };
    const back = button(() => this._takeBack());
    const close = button(() => this._closeRegion());
    const clear = button(() => this._clear());
    L.DomEvent.disableClickPropagation(element);
    return { element, text, back, close, clear };
  },

  _placingShown: function () {
    const { mode, at, closed, told } = this._hand;
    const { text, back, close, clear } = this._placeBar;
    const region = mode === "polygon";
    let state = "begin";
    if (region ? closed : at.length) state = "done";
    else if (at.length) state = at.length < FEWEST ? "more" : "close";
    text.textContent = told || say("placing." + (region ? "polygon_" : "point_") + state);
    this._placeBar.element.classList.toggle("atlas-told", Boolean(told));
    back.textContent = say("placing.back");
    close.textContent = say("placing.close");
    clear.textContent = say("placing.clear");
    back.hidden = !region || !at.length;
    close.hidden = !region || closed || at.length < FEWEST;
    clear.hidden = !at.length;
    const container = this._map.getContainer();
    const keys = say(region ? "placing.polygon_keys" : "placing.point_keys");
    container.setAttribute("aria-label", keys);
    container.dataset.placed = drawn(this._hand)
      .map((one) => one.join(" "))
      .join(", ");
    this._handSheet.ask();
  },

  /* ---- deeds ---- */

  _placingSays: function (key, values) {
    this._say(say(key, values));
  },

  _refuse: function (key, values) {
    this._hand.told = say(key, values);
    this._say(this._hand.told);
    this._placingShown();
  },

  _whereSaid: function (one) {
    const number = (value) => words.number(Math.abs(value), 4);
    const north = say(one[1] < 0 ? "placing.south" : "placing.north", { degrees: number(one[1]) });
    const east = say(one[0] < 0 ? "placing.west" : "placing.east", { degrees: number(one[0]) });
    return north + ", " + east;
  },

  /* Put a point or the next corner; a corner that the region cannot have is told and not put. */
  _put: function (latlng) {
    const hand = this._hand;
    const one = position(latlng);
    if (hand.mode === "point") {
      this._changed([one], true);
      this._placingSays("placing.put", { where: this._whereSaid(one) });
      return;
    }
    if (hand.closed) {
      this._refuse("placing.polygon_done");
      return;
    }
    if (hand.at.some((other) => other[0] === one[0] && other[1] === one[1])) return;
    if (hand.at.length >= MOST) {
      this._refuse("placing.most", { count: MOST });
      return;
    }
    const fault = this._faultOf([...hand.at, one], false);
    if (fault) {
      this._refuse(fault);
      return;
    }
    this._changed([...hand.at, one], false);
    const values = { number: hand.at.length, where: this._whereSaid(one) };
    this._placingSays("placing.corner", values);
  },

  _faultOf: function (corners, closed) {
    const longitudes = corners.map((one) => one[0]);
    if (Math.max(...longitudes) - Math.min(...longitudes) >= 180) return "placing.meridian";
    return crosses(corners, closed) ? "placing.crossing" : "";
  },

  _closeRegion: function () {
    const { at, closed } = this._hand;
    if (closed) return;
    const fault = at.length < FEWEST ? "placing.few" : this._faultOf(at, true);
    if (fault) {
      this._refuse(fault);
      return;
    }
    this._changed(at, true);
    this._placingSays("placing.closed", { count: at.length });
  },

  /* Take back the last corner, or open a region again. */
  _takeBack: function () {
    const { at, closed, mode } = this._hand;
    if (mode === "point" || at.length < 2) {
      this._clear();
      return;
    }
    this._changed(closed ? at : at.slice(0, -1), false, closed);
    this._placingSays("placing.taken", { count: this._hand.at.length });
  },

  _clear: function () {
    const was = this._hand.at.length;
    this._changed([], false, was > 0);
    this._placingSays("placing.cleared");
  },

  _changed: function (at, closed, gone = false) {
    const hand = this._hand;
    const before = drawn(hand).length;
    Object.assign(hand, { at, closed, told: "" });
    this._placingShown();
    if (closed || gone || before) this._sendPlaced();
  },

  /* What st_folium hands to Python as last_active_drawing. */
  _sendPlaced: function () {
    const { mode } = this._hand;
    const at = drawn(this._hand);
    let geometry = null;
    if (at.length && mode === "point") geometry = { type: "Point", coordinates: at[0] };
    else if (at.length) geometry = { type: "Polygon", coordinates: [[...at, at[0]]] };
    const properties = { what: "placed", id: mode, at: Date.now() };
    const feature = { type: "Feature", properties, geometry };
    this.fire("click", { layer: { toGeoJSON: () => feature } });
  },

  /* ---- hands ---- */

  /* Whether a click was taken for placing. */
  _placedBy: function (event) {
    const hand = this._hand;
    if (!hand) return false;
    if (this._dragged) {
      this._dragged = false;
      return true;
    }
    const near = this._corner(event.containerPoint);
    if (hand.mode === "polygon" && near === 0 && !hand.closed && hand.at.length >= FEWEST) {
      this._closeRegion();
    } else if (hand.mode === "point" || near < 0) {
      this._put(event.latlng);
    }
    return true;
  },

  /* Number of the corner at a point of the window, or -1. */
  _corner: function (point) {
    const map = this._map;
    const reach = NEAR[this._pointer] || NEAR.mouse;
    const centre = map.getCenter().lng;
    return this._hand.at.findIndex(([lon, lat]) => {
      const near = lon + 360 * Math.round((centre - lon) / 360);
      return map.latLngToContainerPoint([lat, near]).distanceTo(point) <= reach;
    });
  },

  _placingKey: function (event) {
    if (event.target !== event.currentTarget) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const map = this._map;
    const region = this._hand.mode === "polygon";
    const arrow = ARROWS[event.key];
    let deed = null;
    if (arrow) {
      const by = event.shiftKey ? FINE : STEP;
      deed = () => {
        map.panBy([arrow[0] * by, arrow[1] * by], { animate: false });
        this._say(this._whereSaid(position(map.getCenter())));
      };
    } else if (event.key === " " || (event.key === "Enter" && !region)) {
      deed = () => this._put(map.getCenter());
    } else if (event.key === "Enter") deed = () => this._closeRegion();
    else if (event.key === "Backspace" || event.key === "Delete") deed = () => this._takeBack();
    else if (event.key === "Escape") deed = () => this._clear();
    if (!deed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    event.currentTarget.classList.add("atlas-by-key");
    deed();
  },

  /* A corner, or the point, that a mouse or a pen draws elsewhere. */
  _grasp: function (event) {
    this._dragged = false;
    if (event.pointerType === "touch" || event.button || event.target.closest("button, a")) return;
    const held = this._corner(this._map.mouseEventToContainerPoint(event));
    if (held < 0) return;
    Object.assign(this._hand, { held, before: this._hand.at });
    this._map.dragging.disable();
  },

  _drag: function (event) {
    const hand = this._hand;
    if (!hand || hand.held < 0) return;
    this._dragged = true;
    const one = position(this._map.mouseEventToLatLng(event));
    hand.at = hand.at.map((other, i) => (i === hand.held ? one : other));
    this._handSheet.ask();
  },

  _letGo: function () {
    const hand = this._hand;
    if (!hand || hand.held < 0) return;
    const { at, before, closed, mode } = hand;
    hand.held = -1;
    this._map.dragging.enable();
    if (!this._dragged) return;
    const fault = mode === "polygon" ? this._faultOf(at, closed) : "";
    if (fault) {
      hand.at = before;
      this._refuse(fault);
    } else this._changed(at, closed || mode === "point");
  },

  /* ---- how it looks ---- */

  _paintHand: function (context, view) {
    const hand = this._hand;
    if (!hand || !hand.at.length) return;
    const paper = this._stage.paper();
    const [first, last] = copies(view);
    for (let k = first; k <= last; k += 1) {
      const spots = hand.at.map(([lon, lat]) => [
        (sphere.worldX(lon) + k) * view.scale - view.left,
        sphere.worldY(lat) * view.scale - view.top,
      ]);
      if (hand.mode === "polygon") paintRegion(context, spots, hand.closed, paper);
      else paintCircle(context, spots[0], hand, view, k, paper);
      spots.forEach((spot, i) => paintCorner(context, spot, hand.closed || i > 0, paper));
    }
  },
};

function paintRegion(context, spots, closed, paper) {
  context.beginPath();
  spots.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  if (closed) context.closePath();
  paint(context, closed, paper);
}

function paintCircle(context, spot, hand, view, k, paper) {
  if (!(hand.radius > 0)) return;
  const [lon, lat] = hand.at[0];
  const edge = sphere.disc(lon, lat, hand.radius, VERTICES);
  context.beginPath();
  if (edge) {
    for (let i = 0; i < edge.length; i += 2) {
      const x = (edge[i] + k) * view.scale - view.left;
      const y = edge[i + 1] * view.scale - view.top;
      if (i) context.lineTo(x, y);
      else context.moveTo(x, y);
    }
    context.closePath();
  } else {
    const r = hand.radius * sphere.metre(lat) * view.scale;
    context.arc(spot[0], spot[1], r, 0, 2 * Math.PI);
  }
  paint(context, true, paper);
}

function paint(context, filled, paper) {
  if (filled) {
    context.globalAlpha = 0.18;
    context.fillStyle = paper.focus;
    context.fill("evenodd");
    context.globalAlpha = 1;
  }
  context.setLineDash(filled ? [] : [6, 4]);
  for (const [wide, colour] of [
    [5, paper.halo],
    [2, paper.focus],
  ]) {
    context.lineWidth = wide;
    context.strokeStyle = colour;
    context.stroke();
  }
  context.setLineDash([]);
}

function paintCorner(context, [x, y], filled, paper) {
  context.beginPath();
  context.arc(x, y, filled ? 5 : 7, 0, 2 * Math.PI);
  context.fillStyle = filled ? paper.focus : paper.paper;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = filled ? paper.paper : paper.focus;
  context.stroke();
}
