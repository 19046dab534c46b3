/* Touch: one finger scrolls the page that the map is on, two fingers move the map. Methods of the layer. */
import { say } from "./words.js";

const MOVED = 8; // pixels from which on a finger means to move something
const SHOWN_MS = 1600;

export const touch = {
  _touchable: function (map, container, signal) {
    this._hint = L.DomUtil.create("div", "atlas-hint", container);
    this._hint.setAttribute("aria-hidden", "true");
    this._hint.hidden = true;
    let from = null;
    const passive = { signal, capture: true, passive: true };
    const started = (event) => {
      const one = event.touches.length === 1;
      from = one ? [event.touches[0].clientX, event.touches[0].clientY] : null;
      if (one) map.dragging.disable();
      else this._hint.hidden = true;
    };
    const moved = (event) => {
      if (!from || event.touches.length !== 1) return;
      const { clientX, clientY } = event.touches[0];
      if (Math.hypot(clientX - from[0], clientY - from[1]) < MOVED) return;
      from = null;
      this._advise();
    };
    const mouse = (event) => {
      if (event.pointerType !== "touch") map.dragging.enable();
    };
    container.addEventListener("touchstart", started, passive);
    container.addEventListener("touchmove", moved, passive);
    container.addEventListener("pointerdown", mouse, passive);
  },

  _advise: function () {
    this._hint.textContent = say("said.fingers");
    this._hint.hidden = false;
    clearTimeout(this._advised);
    this._advised = setTimeout(() => {
      this._hint.hidden = true;
    }, SHOWN_MS);
  },
};
