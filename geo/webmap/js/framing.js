/* Framing: where the map looks at the opening, and where a scene asks it to go. Methods of the layer. */

const PADDING = 40;
const NEAREST = 16;
const ROUNDED = 1; // pixels by which Leaflet may move the middle when the frame's size is asked anew

function corners([west, south, east, north]) {
  return [
    [south, west],
    [north, east],
  ];
}

export const framing = {
  /* The opening view, as soon as the map has a size, and until a scene or the reader moves it. */
  _fit: function (map) {
    const size = map.getSize();
    if (this._fitted || size.x < 10 || size.y < 10) return;
    this._fitted = true;
    const side = Math.min(56, size.x * 0.08);
    const high = Math.min(36, size.y * 0.06);
    const options = { paddingTopLeft: [side, high], paddingBottomRight: [side, high] };
    this._frame(map, this.options.bounds, options);
  },

  /* Show bounds at once, and remember them for as long as nobody moves the map. */
  _frame: function (map, bounds, options) {
    map.fitBounds(bounds, { ...options, animate: false });
    this._framed = { bounds, options, centre: map.getCenter(), zoom: map.getZoom() };
  },

  /* Whether nobody has moved the map since it was fitted into its frame. */
  _asLeft: function (map) {
    const framed = this._framed;
    return (
      Boolean(framed) &&
      map.getZoom() === framed.zoom &&
      map.project(map.getCenter()).distanceTo(map.project(framed.centre)) <= ROUNDED
    );
  },

  /* A frame of another size: what was fitted into the old one is fitted into the new one. */
  _resize: function (map, pan = false) {
    if (!this._resized(map)) return;
    const framed = this._framed;
    const asLeft = this._asLeft(map);
    map.invalidateSize({ pan, animate: false });
    if (asLeft && framed.bounds === this.options.bounds) this._fitted = false;
    else if (asLeft) this._frame(map, framed.bounds, framed.options);
    this._fit(map);
  },

  /* Whether the map has another size than when this was last asked. */
  _resized: function (map) {
    const { clientWidth, clientHeight } = map.getContainer();
    const now = clientWidth + " " + clientHeight;
    const other = now !== this._sized;
    this._sized = now;
    return other;
  },

  /* A strip of another height below the map: what a scene adds to it leaves the middle where it is. */
  _docked: function (map, asked) {
    if (asked || !this._stage.drawn) {
      this._resize(map, true);
    } else if (this._resized(map)) {
      const asLeft = this._asLeft(map);
      map.invalidateSize({ pan: true, animate: false });
      if (asLeft) this._framed.centre = map.getCenter();
    }
  },

  /* Where a scene asks the map to go: once for each new value, at once for the first. */
  _follow: function (focus) {
    const asked = JSON.stringify(focus);
    const first = this._asked === undefined;
    if (asked === this._asked) return;
    this._asked = asked;
    if (focus) this._go(corners(focus), first);
  },

  _go: function (bounds, atOnce) {
    const map = this._map;
    const size = map.getSize();
    const side = Math.min(PADDING, size.x * 0.08, size.y * 0.08);
    const options = { padding: [side, side], maxZoom: NEAREST };
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still || atOnce) this._frame(map, bounds, options);
    else map.flyToBounds(bounds, { ...options, duration: 0.9 });
  },
};
