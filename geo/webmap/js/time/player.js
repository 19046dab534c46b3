/* Playing: time goes by itself, evenly, or from event to event for readers who want no motion. */

const WHOLE_MS = 24000; // for the whole axis
const EVENT_MS = 1200; // from event to event
const LONGEST_MS = 100; // a frame that took longer counts as this long: nothing is jumped over

/** What moves a hand along the axis. @param {PlayerActions} act */
export function player(act) {
  let running = false;
  let asked = 0;
  let timer = 0;
  let before = 0;

  /** @param {number} now */
  function frame(now) {
    const passed = Math.min(LONGEST_MS, Math.max(0, now - before));
    before = now;
    const to = act.share() + passed / WHOLE_MS;
    act.go(Math.min(1, to));
    if (to >= 1) stop();
    else asked = requestAnimationFrame(frame);
  }

  function event() {
    if (act.step()) timer = setTimeout(event, EVENT_MS);
    else stop();
  }

  function start() {
    if (running) return;
    running = true;
    if (act.share() >= 1) act.go(0);
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      timer = setTimeout(event, EVENT_MS);
      return;
    }
    before = performance.now();
    asked = requestAnimationFrame(frame);
  }

  function stop() {
    if (!running) return;
    running = false;
    cancelAnimationFrame(asked);
    clearTimeout(timer);
    act.over();
  }

  return { start, stop, running: () => running };
}
