/* Embed: opens the map of a page that carries all it needs and asks nobody for anything. */

const holder = /** @type {HTMLElement} */ (document.getElementById("atlas"));
/** @param {string} id */
const text = (id) => String(document.getElementById(id)?.textContent);
const opening = JSON.parse(text("atlas-opening"));

/** @param {string} id */
async function bytes(id) {
  const packed = Uint8Array.from(atob(text(id).trim()), (letter) => letter.charCodeAt(0));
  const whole = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(whole).arrayBuffer();
}

function open() {
  if (typeof EmbassyAtlas === "undefined") return;
  holder.replaceChildren();
  const map = L.map(holder, opening.map);
  L.control.attribution({ position: "bottomleft", prefix: false }).addTo(map);
  // The wheel scrolls the page until the reader has taken hold of the map.
  holder.addEventListener("focusin", () => map.scrollWheelZoom.enable());
  holder.addEventListener("focusout", () => map.scrollWheelZoom.disable());
  const columns = () => bytes("atlas-columns");
  const land = () => bytes("atlas-land");
  const layer = EmbassyAtlas.layer({ ...opening.layer, columns, land });
  layer.on("click", (/** @type {any} */ { layer: clicked }) => {
    if (!clicked?.toGeoJSON) return;
    const detail = clicked.toGeoJSON().properties;
    holder.dispatchEvent(new CustomEvent("atlas:opened", { bubbles: true, detail }));
  });
  layer.addTo(map);
  EmbassyAtlas.show(map, opening.scene);
}

if (typeof DecompressionStream === "function" && typeof ResizeObserver === "function") open();
else if (holder.firstElementChild) holder.firstElementChild.textContent = opening.old;
