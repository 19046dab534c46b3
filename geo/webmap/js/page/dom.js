/* DOM: elements of our own, and canvases to draw on. */

/** An element of a class, at the end of another one. @template {keyof HTMLElementTagNameMap} T @param {T} tag @param {string} [name] @param {Element | null} [into] @param {string} [text] */
export function element(tag, name = "", into = null, text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  if (into) into.append(made);
  return made;
}

/** The same, hidden from those who hear the page. @param {string} name @param {Element} into */
export function silent(name, into) {
  const made = element("div", name, into);
  made.setAttribute("aria-hidden", "true");
  return made;
}

/** @param {string} name @param {Element | null} into @param {() => void} act */
export function button(name, into, act) {
  const made = element("button", name, into);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/** What an element is called, by a pointer and by those who hear it. @param {HTMLElement} one @param {string} text */
export function call(one, text) {
  one.title = text;
  one.setAttribute("aria-label", text);
}

/** @param {HTMLCanvasElement} canvas @param {CanvasRenderingContext2DSettings} [settings] */
export function contextOf(canvas, settings) {
  return /** @type {Context} */ (canvas.getContext("2d", settings));
}

/** Give a canvas a size, in pixels of the page and so many of its own for each; whether it is another one. @param {HTMLCanvasElement} canvas @param {number} wide @param {number} high @param {number} [ratio] */
export function sized(canvas, wide, high, ratio = window.devicePixelRatio || 1) {
  const width = Math.max(1, Math.round(wide * ratio));
  const height = Math.max(1, Math.round(high * ratio));
  const other = canvas.width !== width || canvas.height !== height;
  if (other) Object.assign(canvas, { width, height });
  Object.assign(canvas.style, { width: wide + "px", height: high + "px" });
  return other;
}

/** Whether the reader wants nothing to move. */
export function still() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** What an event is within, of what a selector names. @param {Event} event @param {string} selector @returns {HTMLElement | null} */
export function within(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}
