/* Switches: which layers the reader sees, in which direction lines run, flat or as a globe, in a window or full screen. */
import { button, call, element } from "../page/dom.js";
import { say } from "../data/words.js";

const CHECKED = /** @type {const} */ ([
  "shading",
  "lines",
  "coverage",
  "neighbour",
  "regions",
  "absences",
  "labels",
]);
const CHOSEN = /** @type {const} */ ({
  direction: ["receives", "sends", "both"],
  colour: ["sending", "type"],
});

export class Switches extends L.Control {
  /** @param {Layers} layers @param {(name: keyof Layers) => void} changed */
  constructor(layers, changed) {
    super({ position: "bottomright" });
    this.layers = layers;
    this.changed = changed;
    this.root = element("div", "atlas-switches");
    L.DomEvent.disableClickPropagation(this.root).disableScrollPropagation(this.root);
    this.panel = element("details", "atlas-layers", this.root);
    this.title = element("summary", "atlas-control", this.panel);
    this.rows = element("div", "atlas-layers-rows", this.panel);
    this.globe = button("atlas-control atlas-globe", this.root, () =>
      this.set("globe", !layers.globe),
    );
    this.full = button("atlas-control atlas-full", this.root, () => this.screen());
    this.full.hidden = !document.fullscreenEnabled;
    const shut = () => (this.panel.open = false);
    this.root.addEventListener("keydown", ({ key }) => key === "Escape" && shut());
    document.addEventListener("pointerdown", ({ target }) => {
      if (target instanceof Node && !this.root.contains(target)) shut();
    });
    element("i", "", this.globe);
    element("i", "", this.full);
  }

  onAdd() {
    return this.root;
  }

  /** @param {keyof Layers} name @param {string | boolean} value */
  set(name, value) {
    Object.assign(this.layers, { [name]: value });
    this.globe.setAttribute("aria-pressed", String(this.layers.globe));
    this.changed(name);
  }

  /** What is switched otherwise than at first, in words. */
  words() {
    const { layers } = this;
    const chosen = { globe: layers.globe, type: layers.colour === "type" };
    const words = Object.entries(chosen).flatMap(([word, on]) => (on ? [word] : []));
    if (layers.direction !== CHOSEN.direction[0]) words.push(layers.direction);
    return [...words, ...CHECKED.flatMap((name) => (layers[name] ? [] : ["no-" + name]))].join();
  }

  /** Switch as words say; whether anything has changed. @param {string} text */
  apply(text) {
    if (text === this.words()) return false;
    const words = text.split(",");
    const { direction, colour } = CHOSEN;
    Object.assign(this.layers, {
      globe: words.includes("globe"),
      direction: direction.find((one) => words.includes(one)) || direction[0],
      colour: colour.find((one) => words.includes(one)) || colour[0],
      ...Object.fromEntries(CHECKED.map((name) => [name, !words.includes("no-" + name)])),
    });
    this.speak();
    return true;
  }

  /** The whole page on the whole screen, so that filters and card stay at hand. */
  screen() {
    const page = window.frameElement?.ownerDocument || document;
    if (page.fullscreenElement) page.exitFullscreen();
    else page.documentElement.requestFullscreen().catch(() => {});
  }

  /** Write all in the language of the map. */
  speak() {
    this.title.textContent = say("layers.title");
    call(this.globe, say("layers.globe"));
    call(this.full, say("layers.full"));
    this.globe.setAttribute("aria-pressed", String(this.layers.globe));
    this.rows.replaceChildren();
    for (const [name, values] of Object.entries(CHOSEN)) {
      const group = element("fieldset", "", this.rows);
      element("legend", "", group, say("layers." + name + "_title"));
      for (const value of values) {
        const key = /** @type {keyof Layers} */ (name);
        this.input(group, "radio", key, value, say("layers." + name + "_" + value));
      }
    }
    const group = element("fieldset", "", this.rows);
    element("legend", "", group, say("layers.show"));
    for (const name of CHECKED) this.input(group, "checkbox", name, true, say("layers." + name));
  }

  /** @param {HTMLElement} into @param {string} type @param {keyof Layers} name @param {string | true} value @param {string} text */
  input(into, type, name, value, text) {
    const label = element("label", "", into);
    const made = element("input", "", label);
    Object.assign(made, { type, name, checked: this.layers[name] === value });
    made.addEventListener("change", () => this.set(name, value === true ? made.checked : value));
    element("span", "", label, text);
  }
}
