/* Store: columns, names and land, from where the page that holds the map has them. */
import * as columns from "./columns.js";
import * as filter from "./filter.js";

export class Store {
  /** Fetches at once; `loaded` is called with what is there, land before missions or after. @param {Options} options @param {{ land(found: Columns): void, missions(): void, failed(error: unknown): void }} act */
  constructor(options, act) {
    this.named = options.names || {};
    this.act = act;
    this.language = "";
    /** @type {Map<string, Columns["texts"] | null>} */
    this.names = new Map();
    /** @type {Ready | null} missions without names of a language */
    this.plain = null;
    this.load(options);
  }

  /** @param {Options} options */
  async load({ columns: missions, land }) {
    try {
      const [ready] = await Promise.all([
        columns.load(missions).then(filter.prepared),
        columns.load(land).then(this.act.land),
      ]);
      this.plain = ready;
      this.act.missions();
    } catch (error) {
      this.act.failed(error);
    }
  }

  /** Missions with their names in a language, null before they are there; names are fetched. @param {string} language @param {Ready | undefined} shown what is shown now */
  in(language, shown) {
    if (this.language === language && shown) return shown;
    const source = this.named[language];
    const texts = source ? this.names.get(language) : {};
    if (texts === undefined) this.fetch(language, source);
    if (!texts || !this.plain) return null;
    const { columns: found } = this.plain;
    this.language = language;
    return { ...this.plain, columns: { ...found, texts: { ...found.texts, ...texts } } };
  }

  /** @param {string} language @param {Source} source */
  async fetch(language, source) {
    this.names.set(language, null);
    try {
      this.names.set(language, (await columns.load(source)).texts);
      this.act.missions();
    } catch (error) {
      this.names.delete(language);
      this.act.failed(error);
    }
  }
}
