/* Sheet: one canvas over the whole map that a painter fills anew after every move. */
import { contextOf, sized } from "../page/dom.js";

/* What of Leaflet's renderer its types do not tell. A member named _off would break its events: none is. */
const renderer = /** @type {Record<string, (this: Sheet, options?: unknown) => void>} */ (
  /** @type {unknown} */ (L.Renderer.prototype)
);

export class Sheet extends L.Renderer {
  /** @param {Paint} painter @param {string} pane @param {(view: View) => Globe | null} [round] */
  constructor(painter, pane, round = () => null) {
    super({ padding: 0.15, pane });
    L.setOptions(this, { interactive: false });
    this.painter = painter;
    this.round = round;
    this.asked = 0;
  }

  _initContainer() {
    const canvas = document.createElement("canvas");
    canvas.className = "atlas-sheet";
    canvas.setAttribute("aria-hidden", "true");
    this._container = canvas;
    /** @type {Context | null} */
    this.context = contextOf(canvas);
  }

  _destroyContainer() {
    cancelAnimationFrame(this.asked);
    this.asked = 0;
    this._container?.remove();
    delete this._container;
    this.context = null;
  }

  _update() {
    const { _map: map, _bounds: before } = /** @type {any} */ (this);
    if (map._animatingZoom && before) return;
    renderer._update.call(this);
    const canvas = this._container;
    if (!canvas) return;
    const size = this.bounds().getSize();
    sized(canvas, size.x, size.y);
    L.DomUtil.setPosition(canvas, /** @type {L.Point} */ (this.bounds().min));
    this.paint();
  }

  /** Leaflet would move the canvas by a part of a pixel here, and blur it. */
  _reset() {
    this._update();
  }

  /** @returns {L.Bounds} */
  bounds() {
    return /** @type {any} */ (this)._bounds;
  }

  /** Where the canvas lies in the world: pixels = world × scale − left, top. @returns {View} */
  view() {
    const map = this._map;
    const zoom = /** @type {any} */ (this)._zoom;
    const min = /** @type {L.Point} */ (this.bounds().min);
    const origin = map.getPixelOrigin();
    const size = this.bounds().getSize();
    const inset = map.containerPointToLayerPoint([0, 0]).subtract(min);
    /** @type {View} */
    const view = {
      zoom,
      scale: 256 * Math.pow(2, zoom),
      left: origin.x + min.x,
      top: origin.y + min.y,
      width: size.x,
      height: size.y,
      insetX: inset.x,
      insetY: inset.y,
      seen: map.getSize(),
      ratio: window.devicePixelRatio || 1,
    };
    return { ...view, globe: this.round(view) };
  }

  paint() {
    const { context } = this;
    if (!context || !this.bounds()) return;
    const view = this.view();
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    this.painter(context, view);
  }

  clear() {
    this.context?.clearRect(0, 0, 1e5, 1e5);
  }

  /** Paint once, before the next frame, however often it is asked for. */
  ask() {
    if (!this.context) return;
    this.asked ||= requestAnimationFrame(() => {
      this.asked = 0;
      this.paint();
    });
  }
}
