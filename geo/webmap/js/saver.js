/* Saver: the button that saves the map as a picture. */
import * as calendar from "./calendar.js";
import { layerOf } from "./layer.js";
import { lackingOn, picture } from "./picture.js";
import { say } from "./words.js";

const STEM = "embassy-atlas-map-";
const KEPT_MS = 60000;
const SHOWN = 20;

/** Name of the file of a scene: the day that it shows, and up to which day sources count. */
function nameOf(scene) {
  const { iso, held, LATEST } = calendar;
  const day = scene.as_of === held(scene.as_of) ? iso(scene.as_of) : "undated";
  const known = scene.known_on < LATEST ? "-known-" + iso(scene.known_on) : "";
  return STEM + day + known + ".png";
}

function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}

export const Saver = L.Control.extend({
  options: { position: "topright" },

  onAdd: function (map) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "atlas-save";
    this._label = document.createElement("span");
    const icon = document.createElement("i");
    icon.setAttribute("aria-hidden", "true");
    button.append(icon, this._label);
    button.addEventListener("click", () => this._save(map));
    L.DomEvent.disableClickPropagation(button);
    this._button = button;
    return button;
  },

  onRemove: function () {
    this._told(null);
  },

  speak: function () {
    this._label.textContent = say("picture.save");
    this._button.title = this._label.textContent;
    this._button.setAttribute("aria-label", this._label.textContent);
  },

  _save: async function (map) {
    const focused = document.activeElement === this._button;
    const { announce } = this.options;
    this._told(null);
    this._button.disabled = true;
    announce(say("picture.making"));
    try {
      const blob = await picture(map);
      const file = nameOf(layerOf(map)._stage.scene);
      download(blob, file);
      announce(say("picture.saved", { file }));
      const letters = [...lackingOn(map)].slice(0, SHOWN).join(" ");
      if (letters) this._told(say("picture.letters", { letters }));
    } catch (error) {
      announce("");
      this._told(String(error.message || error));
    } finally {
      this._button.disabled = false;
      if (focused) this._button.focus();
    }
  },

  /* What went wrong, until the reader closes it or tries again. */
  _told: function (text) {
    if (this._note) this._note.remove();
    this._note = null;
    if (text === null || !this._map) return;
    const note = document.createElement("div");
    note.className = "atlas-trouble";
    note.setAttribute("role", "alert");
    const said = document.createElement("span");
    said.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "×";
    close.title = say("picture.close");
    close.setAttribute("aria-label", close.title);
    close.addEventListener("click", () => {
      this._told(null);
      this._button.focus();
    });
    note.append(said, close);
    L.DomEvent.disableClickPropagation(note);
    this._map.getContainer().append(note);
    this._note = note;
  },
});
