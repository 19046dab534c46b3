/* Touch: one finger scrolls the page that the map is on, two fingers move the map. */
import { silent } from "../page/dom.js";
import { say } from "../data/words.js";

const MOVED = 8; // pixels from which on a finger means to move something
const SHOWN_MS = 1600;

/** The element that advises to take two fingers. @param {L.Map} map @param {AbortSignal} signal */
export function touchable(map, signal) {
  const container = map.getContainer();
  const hint = silent("atlas-hint", container);
  hint.hidden = true;
  /** @type {Pair | null} */
  let from = null;
  let advised = 0;

  function advise() {
    hint.textContent = say("said.fingers");
    hint.hidden = false;
    clearTimeout(advised);
    advised = window.setTimeout(() => {
      hint.hidden = true;
    }, SHOWN_MS);
  }

  const passive = { signal, capture: true, passive: true };
  const started = (/** @type {TouchEvent} */ { touches }) => {
    const one = touches.length === 1;
    from = one ? [touches[0].clientX, touches[0].clientY] : null;
    if (one) map.dragging.disable();
    else hint.hidden = true;
  };
  const moved = (/** @type {TouchEvent} */ { touches }) => {
    if (!from || touches.length !== 1) return;
    const { clientX, clientY } = touches[0];
    if (Math.hypot(clientX - from[0], clientY - from[1]) < MOVED) return;
    from = null;
    advise();
  };
  const mouse = (/** @type {PointerEvent} */ event) => {
    if (event.pointerType !== "touch") map.dragging.enable();
  };
  container.addEventListener("touchstart", started, passive);
  container.addEventListener("touchmove", moved, passive);
  container.addEventListener("pointerdown", mouse, passive);
  return hint;
}
