/* Picture: the map as it stands on the screen, drawn anew at twice the size between its title and its legend. */
import * as caption from "./caption.js";
import * as draw from "./draw.js";
import * as glass from "./glass.js";
import { layerOf } from "./layer.js";
import * as legend from "./legend.js";
import { lacking } from "./letters.js";
import { say } from "./words.js";

const RATIO = 2;
const SOON_MS = 30;
const KIND = "image/png";
const FAILS = "atlas";

function failure(key, values) {
  const error = new Error(say(key, values));
  error.name = FAILS;
  return error;
}

function canvasOf(wide, high, ratio) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(wide * ratio);
  canvas.height = Math.round(high * ratio);
  const context = canvas.getContext("2d");
  if (!context) throw failure("picture.failed", { why: say("picture.none") });
  context.scale(ratio, ratio);
  return [canvas, context];
}

/* What is seen and no more: the sheets reach a little beyond the map's edges. */
function seen(layer, ratio) {
  const view = layer._data.view();
  return {
    ...view,
    left: view.left + view.insetX,
    top: view.top + view.insetY,
    width: view.seen.x,
    height: view.seen.y,
    insetX: 0,
    insetY: 0,
    ratio,
  };
}

/* Tiles of a background, where they lie on the screen; the layers of their levels in their order. */
function paintTiles(context, container) {
  const here = container.getBoundingClientRect();
  const level = (tile) => Number(getComputedStyle(tile.parentElement).zIndex) || 0;
  const tiles = [...container.querySelectorAll("img.leaflet-tile-loaded")];
  tiles.sort((one, other) => level(one) - level(other));
  for (const tile of tiles) {
    const box = tile.getBoundingClientRect();
    context.globalAlpha = Number(getComputedStyle(tile).opacity);
    context.drawImage(tile, box.left - here.left, box.top - here.top, box.width, box.height);
  }
  context.globalAlpha = 1;
  return tiles.length;
}

/* The sheets one upon the other: each is a picture of its own, for names go under what is there. */
function paintMap(context, layer, view) {
  const stage = { ...layer._stage, drawn: null, fanned: [], hover: null, focused: null };
  stage.reserved = () => [];
  const paper = stage.paper();
  context.fillStyle = paper.sea;
  context.fillRect(0, 0, view.width, view.height);
  paintTiles(context, layer._map.getContainer());
  const painters = [layer._stage.paintGround, draw.painter(stage), glass.painter(stage)];
  for (const paint of painters) {
    const [sheet, inner] = canvasOf(view.width, view.height, view.ratio);
    paint(inner, view);
    context.drawImage(sheet, 0, 0, view.width, view.height);
  }
}

function heightOf(blocks) {
  return blocks.reduce((high, block) => high + block.high, 0);
}

function compose(layer, ratio) {
  const stage = layer._stage;
  const view = seen(layer, ratio);
  const colours = stage.paper();
  const paper = { ...colours, quietly: colours.town };
  const { scene } = stage;
  const credit = layer._map.attributionControl;
  const what = {
    title: scene.title || say("picture.title"),
    dates: scene.dates || "",
    credit: credit ? credit.getContainer().textContent : scene.credit.join(" · "),
    groups: legend.entries(stage, paper),
  };
  const [, measuring] = canvasOf(1, 1, 1);
  const { above, below } = caption.caption(measuring, what, view, paper);
  const top = heightOf(above);
  const high = top + view.height + heightOf(below);
  const [canvas, context] = canvasOf(view.width, high, ratio);
  context.fillStyle = paper.paper;
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

function written(canvas) {
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => {
      if (blob) done(blob);
      else fail(failure("picture.failed", { why: say("picture.none") }));
    }, KIND);
  });
}

/**
 * The map as a PNG file at twice the size of its pixels on the screen, with title, dates, legend,
 * scale and credits around it; nothing on the screen changes.
 * @returns {Promise<Blob>} what fails says why in the language of the map.
 */
export async function picture(map, options) {
  const layer = layerOf(map);
  if (!layer || !layer._stage.found || !layer._stage.paintGround) {
    throw failure("picture.failed", { why: say("picture.early") });
  }
  await new Promise((done) => setTimeout(done, SOON_MS));
  layer.pause(); // a picture is of one moment, and has all lines and names
  try {
    return await written(compose(layer, (options && options.ratio) || RATIO));
  } catch (error) {
    if (error.name === FAILS) throw error;
    if (error.name === "SecurityError") throw failure("picture.foreign");
    throw failure("picture.failed", { why: String(error.message || error) });
  }
}

/** What stands on the picture of a map in letters that no font of this browser has. */
export function lackingOn(map) {
  const { scene, ready, found } = layerOf(map)._stage;
  const { texts } = ready.columns;
  const labels = Array.from(found.number, (number) => texts["mission.label"][number]);
  return lacking([scene.title || "", ...labels, ...texts["region.name"]]);
}
