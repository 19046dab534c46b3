/* Embed: opens the map of a page that carries all it needs and asks nobody for anything. */
import { opened, unpackedText } from "./opened.js";

/** @param {string} id */
const text = (id) => String(document.getElementById(id)?.textContent);
const sources = {
  columns: () => unpackedText(text("atlas-columns")),
  land: () => unpackedText(text("atlas-land")),
};
const shown = opened(JSON.parse(text("atlas-opening")), sources, (detail) => {
  shown?.holder.dispatchEvent(new CustomEvent("atlas:opened", { bubbles: true, detail }));
});
// The wheel scrolls the page until the reader has taken hold of the map.
shown?.holder.addEventListener("focusin", () => shown.map.scrollWheelZoom.enable());
shown?.holder.addEventListener("focusout", () => shown.map.scrollWheelZoom.disable());
