/* Opened: a map in a page that has, or fetches, all that it needs from where it was opened. */

/** Bytes without their gzip. @param {BlobPart} packed */
export function unpacked(packed) {
  const whole = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(whole).arrayBuffer();
}

/** The same of base64. @param {string} text */
export function unpackedText(text) {
  return unpacked(Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0)));
}

/** The map in `#atlas`, null in an old browser; `act` gets what the reader opens. @param {Opening} opening @param {Record<string, unknown>} sources @param {(detail: Thing) => void} act */
export function opened(opening, sources, act) {
  const holder = /** @type {HTMLElement} */ (document.getElementById("atlas"));
  const able = typeof DecompressionStream === "function" && typeof ResizeObserver === "function";
  if (!able && holder.firstElementChild) holder.firstElementChild.textContent = opening.old;
  if (!able || typeof EmbassyAtlas === "undefined") return null;
  holder.replaceChildren();
  const map = L.map(holder, opening.map);
  L.control.attribution({ position: "bottomleft", prefix: false }).addTo(map);
  const layer = EmbassyAtlas.layer(/** @type {any} */ ({ ...opening.layer, ...sources }));
  layer.on("click", (/** @type {any} */ { layer: clicked }) => {
    if (clicked?.toGeoJSON) act(clicked.toGeoJSON().properties);
  });
  layer.addTo(map);
  const show = (/** @type {Partial<Scene>} */ changed) =>
    EmbassyAtlas?.show(map, { ...opening.scene, ...changed });
  show({});
  return { map, layer, holder, show };
}
