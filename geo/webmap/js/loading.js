/* Loading: columns, names and land, from where the page that holds the map has them. Methods of the layer. */
import * as Columns from "./columns.js";
import * as filter from "./filter.js";
import { ground } from "./ground.js";
import { say } from "./words.js";

export const loading = {
  _load: async function () {
    const { columns, land: source } = this.options;
    try {
      const [ready, land] = await Promise.all([
        Columns.load(columns).then(filter.prepared),
        Columns.load(source).then((found) => {
          this._stage.ground = found;
          this._stage.paintGround = ground(found, this._stage).paint;
          if (this._map) this._ground.ask();
          return found;
        }),
      ]);
      if (!this._map || !land) return;
      this._plain = ready;
      if (this._stage.scene) this.show(this._stage.scene);
    } catch (error) {
      this._failed(error);
    }
  },

  /* Whether missions and their names in a language are there; what is not is fetched. */
  _translated: function (language) {
    const { names = {} } = this.options;
    const stage = this._stage;
    if (this._language === language && stage.ready) return true;
    const texts = names[language] ? this._names.get(language) : {};
    if (texts === undefined) {
      this._names.set(language, null);
      this._call(language, names[language]);
    }
    if (!texts || !this._plain) return false;
    const { columns } = this._plain;
    const named = { ...columns, texts: { ...columns.texts, ...texts } };
    stage.ready = { ...this._plain, columns: named };
    this._language = language;
    this._map.getContainer().dataset.atlas = "ready";
    return true;
  },

  _call: async function (language, source) {
    try {
      this._names.set(language, (await Columns.load(source)).texts);
      if (this._map && this._stage.scene) this.show(this._stage.scene);
    } catch (error) {
      this._names.delete(language);
      this._failed(error);
    }
  },

  _failed: function (error) {
    if (!this._map) return;
    const container = this._map.getContainer();
    container.dataset.atlas = "failed";
    const note = L.DomUtil.create("div", "atlas-failed", container);
    note.setAttribute("role", "alert");
    const why = String(error.message || error);
    note.textContent = say("said.failed", { why });
  },
};
