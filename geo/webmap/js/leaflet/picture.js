/* Picture: the map as it stands on the screen, drawn anew at twice the size between its title and its legend. */
import * as caption from "../drawing/caption.js";
import * as draw from "../drawing/draw.js";
import * as overlay from "../drawing/overlay.js";
import * as shading from "../drawing/shading.js";
import * as legend from "../drawing/legend.js";
import { lacking } from "../drawing/letters.js";
import { element, sized } from "../page/dom.js";
import { say } from "../data/words.js";

const RATIO = 2;
const SOON_MS = 30;
const KIND = "image/png";
const FAILS = "atlas";

/** @param {string} key @param {Values} [values] */
function failure(key, values) {
  const error = new Error(say(key, values));
  error.name = FAILS;
  return error;
}

/** @param {number} wide @param {number} high @param {number} ratio @returns {[HTMLCanvasElement, Context]} */
function canvasOf(wide, high, ratio) {
  const canvas = element("canvas");
  sized(canvas, wide, high, ratio);
  const context = canvas.getContext("2d");
  if (!context) throw failure("picture.failed", { why: say("picture.none") });
  context.scale(ratio, ratio);
  return [canvas, context];
}

/** What is seen and no more: the sheets reach a little beyond the map's edges. @param {Shown} layer @param {number} ratio @returns {View} */
function seen(layer, ratio) {
  const view = layer.sheets.data.view();
  const { globe } = view;
  return {
    ...view,
    globe: globe && { ...globe, x: globe.x - view.insetX, y: globe.y - view.insetY },
    left: view.left + view.insetX,
    top: view.top + view.insetY,
    width: view.seen.x,
    height: view.seen.y,
    insetX: 0,
    insetY: 0,
    ratio,
  };
}

/** Tiles of a background, where they lie on the screen; the layers of their levels in their order. @param {Context} context @param {HTMLElement} container */
function paintTiles(context, container) {
  const here = container.getBoundingClientRect();
  /** @param {Element} tile */
  const level = ({ parentElement }) =>
    Number(parentElement && getComputedStyle(parentElement).zIndex) || 0;
  /** @type {HTMLImageElement[]} */
  const tiles = [...container.querySelectorAll(/** @type {"img"} */ ("img.leaflet-tile-loaded"))];
  tiles.sort((one, other) => level(one) - level(other));
  for (const tile of tiles) {
    const box = tile.getBoundingClientRect();
    context.globalAlpha = Number(getComputedStyle(tile).opacity);
    context.drawImage(tile, box.left - here.left, box.top - here.top, box.width, box.height);
  }
  context.globalAlpha = 1;
}

/** The sheets one upon the other: each is a picture of its own, for names go under what is there. @param {Context} context @param {Shown} layer @param {View} view */
function paintMap(context, layer, view) {
  /** @type {State} */
  const state = { ...layer.state, fanned: [], hover: null, focused: null, reserved: () => [] };
  const palette = state.palette();
  context.fillStyle = palette.sea;
  context.fillRect(0, 0, view.width, view.height);
  paintTiles(context, layer.map.getContainer());
  const shade = shading.painter(state);
  const painters = [layer.state.paintGround, shade, draw.painter(state), overlay.painter(state)];
  for (const paint of painters) {
    if (!paint) continue;
    const [sheet, inner] = canvasOf(view.width, view.height, view.ratio);
    paint(inner, view);
    context.drawImage(sheet, 0, 0, view.width, view.height);
  }
}

/** @param {Block[]} blocks */
function heightOf(blocks) {
  return blocks.reduce((high, block) => high + block.high, 0);
}

/** @param {Shown} layer @param {number} ratio */
function compose(layer, ratio) {
  const state = layer.state;
  const view = seen(layer, ratio);
  const palette = state.palette();
  const { scene } = state;
  const credit = layer.map.attributionControl;
  const what = {
    title: scene.title || say("picture.title"),
    dates: scene.dates || "",
    credit: credit?.getContainer()?.textContent ?? scene.credit.join(" · "),
    groups: legend.entries(state, palette),
  };
  const [, measuring] = canvasOf(1, 1, 1);
  const { above, below } = caption.caption(measuring, what, view, palette);
  const top = heightOf(above);
  const high = top + view.height + heightOf(below);
  const [canvas, context] = canvasOf(view.width, high, ratio);
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, view.width, high);
  context.save();
  context.beginPath();
  context.rect(0, top, view.width, view.height);
  context.clip();
  context.translate(0, top);
  paintMap(context, layer, view);
  context.restore();
  let y = 0;
  for (const block of [...above, { high: view.height, paint: () => {} }, ...below]) {
    block.paint(context, y);
    y += block.high;
  }
  return canvas;
}

/** @param {HTMLCanvasElement} canvas @returns {Promise<Blob>} */
function written(canvas) {
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => {
      if (blob) done(blob);
      else fail(failure("picture.failed", { why: say("picture.none") }));
    }, KIND);
  });
}

/** The map as a PNG file at twice the size of its pixels on the screen, with title, dates, legend, scale and credits around it; nothing on the screen changes. @param {Shown | null} layer @returns {Promise<Blob>} what fails says why in the language of the map. */
export async function pictureOf(layer, ratio = RATIO) {
  if (!layer?.time || !layer.state.found || !layer.state.paintGround) {
    throw failure("picture.failed", { why: say("picture.early") });
  }
  await new Promise((done) => setTimeout(done, SOON_MS));
  layer.time.pause(); // a picture is of one moment, and has all lines and names
  try {
    return await written(compose(layer, ratio));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === FAILS) throw error;
    if (error.name === "SecurityError") throw failure("picture.foreign");
    throw failure("picture.failed", { why: String(error.message || error) });
  }
}

/** What stands on the picture of a map in letters that no font of this browser has. @param {State} state */
export function lackingOn({ scene, ready, found }) {
  const { texts } = ready.columns;
  const labels = found.number.map((number) => texts["mission.label"][number]);
  return lacking([scene.title || "", ...labels, ...texts["region.name"]]);
}
