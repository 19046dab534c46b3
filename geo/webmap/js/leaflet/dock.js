/* Dock: a strip below the map, outside of it, with the legend and who made what: it covers nothing. */
import { contextOf, element, sized } from "../page/dom.js";
import * as Legend from "../drawing/legend.js";
import { say } from "../data/words.js";

const WIDE = 1100; // pixels of the map's width from which the legend is open at first
const HIGH = 480;

/** @param {LegendEntry} given */
function picture({ wide, paint }) {
  const { SIZE } = Legend;
  const ratio = window.devicePixelRatio || 1;
  const canvas = element("canvas", "atlas-key");
  sized(canvas, wide, SIZE, ratio);
  canvas.setAttribute("aria-hidden", "true");
  const context = contextOf(canvas);
  context.scale(ratio, ratio);
  paint(context);
  return canvas;
}

/** @param {LegendEntry[]} entries */
function group(entries) {
  const made = element("div", "atlas-group");
  for (const entry of entries) {
    const row = element("div", "atlas-row", made);
    row.append(picture(entry));
    element("span", "", row, entry.text);
  }
  return made;
}

/** A strip below a map or over it, with a time bar or null; `changed` is called when the map's height may have changed. @param {L.Map} map @param {(asked: boolean) => void} changed @param {TimeBar | null} [bar] @param {boolean} [over] */
export function dock(map, changed, bar = null, over = false) {
  const container = map.getContainer();
  const strip = element("section", "atlas-dock");
  const legend = element("details", "atlas-legend");
  const title = element("summary");
  const rows = element("div", "atlas-legend-rows");
  legend.open = container.clientWidth >= WIDE && container.clientHeight >= HIGH;
  legend.append(title, rows);
  strip.classList.toggle("atlas-over", over);
  if (bar) strip.append(bar.root);
  strip.append(legend);
  if (map.attributionControl) strip.append(map.attributionControl.getContainer() || "");
  container.after(strip);
  if (over) {
    bar?.fold((open) => {
      fitted(false);
      // The page's panels over the map leave room for the controls above the line of time.
      window.frameElement?.ownerDocument.body.classList.toggle("ea-time-open", open);
    });
  }
  legend.addEventListener("toggle", () => fitted(true));
  let height = -1;

  /** The map is as much lower as the strip is high. @param {boolean} asked */
  function fitted(asked) {
    // What scrolls must be reached by keyboard.
    if (rows.scrollHeight > rows.clientHeight + 1) rows.tabIndex = 0;
    else rows.removeAttribute("tabindex");
    // An even height keeps the middle of the map where it is, to the pixel.
    strip.style.minHeight = "";
    const now = 2 * Math.ceil(strip.offsetHeight / 2);
    strip.style.minHeight = now + "px";
    if (now === height) return;
    height = now;
    container.style.setProperty("--atlas-dock", (over ? 0 : now) + "px");
    container.style.setProperty("--atlas-over", (over ? now : 0) + "px");
    if (over) legend.style.bottom = now + 8 + "px";
    changed(asked);
  }

  return {
    high: () => Math.max(0, height),
    speak: function () {
      title.textContent = say("legend.title");
      strip.setAttribute("aria-label", say("legend.strip"));
      rows.setAttribute("aria-label", title.textContent);
      rows.setAttribute("role", "group");
      if (bar) bar.speak();
      fitted(false);
    },
    /** @param {State} state @param {Palette} palette */
    show: function (state, palette) {
      rows.replaceChildren(...Legend.entries(state, palette).map(group));
      fitted(false);
    },
    /** @param {string} theme */
    paint: function (theme) {
      strip.classList.toggle("atlas-dark", theme === "dark");
      if (bar) bar.paint(theme);
    },
    fitted,
    remove: function () {
      container.style.removeProperty("--atlas-dock");
      container.style.removeProperty("--atlas-over");
      strip.remove();
    },
  };
}
