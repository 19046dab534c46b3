"use strict";
(() => {
  // page/embed.js
  var holder = (
    /** @type {HTMLElement} */
    document.getElementById("atlas")
  );
  var text = (id) => String(document.getElementById(id)?.textContent);
  var opening = JSON.parse(text("atlas-opening"));
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
    holder.addEventListener("focusin", () => map.scrollWheelZoom.enable());
    holder.addEventListener("focusout", () => map.scrollWheelZoom.disable());
    const columns = () => bytes("atlas-columns");
    const land = () => bytes("atlas-land");
    const layer = EmbassyAtlas.layer({ ...opening.layer, columns, land });
    layer.on("click", ({ layer: clicked }) => {
      if (!clicked?.toGeoJSON) return;
      const detail = clicked.toGeoJSON().properties;
      holder.dispatchEvent(new CustomEvent("atlas:opened", { bubbles: true, detail }));
    });
    layer.addTo(map);
    EmbassyAtlas.show(map, opening.scene);
  }
  if (typeof DecompressionStream === "function" && typeof ResizeObserver === "function") open();
  else if (holder.firstElementChild) holder.firstElementChild.textContent = opening.old;
})();
