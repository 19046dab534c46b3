/* Saver: the button that saves the map as a picture. */
import * as calendar from "../data/calendar.js";
import { button, call, element } from "../page/dom.js";
import { say } from "../data/words.js";

const STEM = "embassy-atlas-";
const LONGEST = 80;
const KEPT_MS = 60000;
const SHOWN = 20;

/** A title as part of a file's name. @param {string} title */
function slug(title) {
  const plain = title.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return (
    plain
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, LONGEST)
      .replace(/^-|-$/g, "") || "map"
  );
}

/** Name of the file of a scene: what and which day it shows, and up to which day sources count. @param {Days & { title?: string }} scene */
function nameOf(scene) {
  const { iso, held, LATEST } = calendar;
  const day = scene.as_of === held(scene.as_of) ? iso(scene.as_of) : "undated";
  const known = scene.known_on < LATEST ? "-known-" + iso(scene.known_on) : "";
  return STEM + slug(scene.title ?? "") + "-" + day + known + ".png";
}

/** @param {Blob} blob @param {string} name */
function download(blob, name) {
  const link = element("a", "", document.body);
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.hidden = true;
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}

export class Saver extends L.Control {
  /** @param {SaverActions} act */
  constructor(act) {
    super({ position: "topright" });
    this.act = act;
    this.button = button("atlas-save", null, () => this.save());
    element("i", "", this.button).setAttribute("aria-hidden", "true");
    this.label = element("span", "", this.button);
    L.DomEvent.disableClickPropagation(this.button);
    /** @type {HTMLElement | null} */
    this.note = null;
  }

  onAdd() {
    return this.button;
  }

  onRemove() {
    this.tell("");
  }

  speak() {
    this.label.textContent = say("picture.save");
    call(this.button, say("picture.save"));
  }

  async save() {
    const focused = document.activeElement === this.button;
    const { announce, picture, lacking, scene } = this.act;
    this.tell("");
    this.button.disabled = true;
    announce(say("picture.making"));
    try {
      const blob = await picture();
      const file = nameOf(scene());
      download(blob, file);
      announce(say("picture.saved", { file }));
      const letters = [...lacking()].slice(0, SHOWN).join(" ");
      if (letters) this.tell(say("picture.letters", { letters }));
    } catch (error) {
      announce("");
      this.tell(String((error instanceof Error && error.message) || error));
    } finally {
      this.button.disabled = false;
      if (focused) this.button.focus();
    }
  }

  /** What went wrong, until the reader closes it or tries again. @param {string} text */
  tell(text) {
    this.note?.remove();
    this.note = null;
    const container = this.act.container();
    if (!text || !container) return;
    this.note = element("div", "atlas-trouble", container);
    this.note.setAttribute("role", "alert");
    element("span", "", this.note, text);
    const close = button("", this.note, () => {
      this.tell("");
      this.button.focus();
    });
    close.textContent = "×";
    call(close, say("picture.close"));
    L.DomEvent.disableClickPropagation(this.note);
  }
}
