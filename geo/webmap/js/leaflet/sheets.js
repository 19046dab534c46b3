/* Sheets: the canvases of the map, one above the other, and what paints them. */
import * as draw from "../drawing/draw.js";
import * as overlay from "../drawing/overlay.js";
import * as shading from "../drawing/shading.js";
import { Sheet } from "./sheet.js";

const PANES = { ground: "250", shade: "300", data: "420", overlay: "430" };

/** @param {L.Map} map @param {State} state @param {(view: View) => Globe | null} round @returns {Shown["sheets"]} */
export function sheets(map, state, round) {
  for (const [name, above] of Object.entries(PANES)) {
    map.createPane("atlas-" + name).style.zIndex = above;
  }
  const painter = draw.painter(state);
  /** @param {string} name @param {Paint} paint */
  const made = (name, paint) => new Sheet(paint, "atlas-" + name, round);
  const over = made("overlay", overlay.painter(state));
  return {
    ground: made("ground", (context, view) => state.paintGround?.(context, view)),
    shade: made("shade", shading.painter(state)),
    data: made("data", (context, view) => {
      painter(context, view);
      over.paint();
    }),
    overlay: over,
  };
}
