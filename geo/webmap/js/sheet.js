/* Sheet: one canvas over the whole map that a painter fills anew after every move. */

/* A member named _off would break Leaflet's events: none is. */
export const Sheet = L.Renderer.extend({
  options: { padding: 0.15, interactive: false },

  initialize: function (painter, options) {
    this._painter = painter;
    this._asked = 0;
    L.Renderer.prototype.initialize.call(this, options);
  },

  _initContainer: function () {
    const canvas = document.createElement("canvas");
    canvas.className = "atlas-sheet";
    canvas.setAttribute("aria-hidden", "true");
    this._container = canvas;
    this._context = canvas.getContext("2d");
  },

  _destroyContainer: function () {
    if (this._asked) cancelAnimationFrame(this._asked);
    this._asked = 0;
    this._container.remove();
    delete this._container;
    delete this._context;
  },

  _update: function () {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const ratio = window.devicePixelRatio || 1;
    const canvas = this._container;
    const width = Math.max(1, Math.round(size.x * ratio));
    const height = Math.max(1, Math.round(size.y * ratio));
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
    }
    L.DomUtil.setPosition(canvas, this._bounds.min);
    this.paint();
  },

  /* Leaflet would move the canvas by a part of a pixel here, and blur it. */
  _reset: function () {
    this._update();
  },

  /** Where the canvas lies in the world: pixels = world × scale − left, top. */
  view: function () {
    const origin = this._map.getPixelOrigin();
    const size = this._bounds.getSize();
    const inset = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min);
    return {
      zoom: this._zoom,
      scale: 256 * Math.pow(2, this._zoom),
      left: origin.x + this._bounds.min.x,
      top: origin.y + this._bounds.min.y,
      width: size.x,
      height: size.y,
      insetX: inset.x,
      insetY: inset.y,
      seen: this._map.getSize(),
      ratio: window.devicePixelRatio || 1,
    };
  },

  paint: function () {
    if (!this._context || !this._bounds) return;
    const view = this.view();
    const context = this._context;
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    this._painter(context, view);
  },

  /** Paint once, before the next frame, however often it is asked for. */
  ask: function () {
    if (this._asked || !this._context) return;
    this._asked = requestAnimationFrame(() => {
      this._asked = 0;
      this.paint();
    });
  },
});
