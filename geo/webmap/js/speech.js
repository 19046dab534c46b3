/* Speech: the language of all that surrounds the map, and who made what. Methods of the layer. */
import * as words from "./words.js";
import { say, speak } from "./words.js";

const UNSAFE = /[&<>"'`$\\]/g;

/* Leaflet puts a credit into the page as HTML. */
function escaped(text) {
  return text.replace(UNSAFE, (letter) => "&#" + letter.charCodeAt(0) + ";");
}

export const speech = {
  _speak: function (scene) {
    const map = this._map;
    speak(scene.language);
    const language = words.language();
    document.documentElement.lang = language;
    if (this._spoken !== language) {
      this._spoken = language;
      const { _zoomInButton: nearer, _zoomOutButton: farther } = map.zoomControl || {};
      for (const [button, key] of [
        [nearer, "zoom.in"],
        [farther, "zoom.out"],
      ]) {
        if (!button) continue;
        button.title = say(key);
        button.setAttribute("aria-label", button.title);
      }
      this._saver.speak();
      this._scale.speak();
      this._dock.speak();
    }
    const { credit } = this.options;
    const own = typeof credit === "object" ? credit[language] : credit;
    this._credit([own, ...scene.credit].filter(Boolean));
  },

  /* Lines of our own beside those that layers of tiles bring along. */
  _credit: function (lines) {
    const control = this._map.attributionControl;
    const text = escaped(lines.join(" · "));
    if (!control || text === this._credited) return;
    if (this._credited) control.removeAttribution(this._credited);
    control.addAttribution(text);
    this._credited = text;
    this._dock.fitted(false);
  },

  _say: function (text) {
    if (this._live) this._live.textContent = text;
  },
};
