/* Search: finds in the words and names of a site what geo.atlas.search finds in a dataset. */
import { read } from "../data/columns.js";

const JOINING = "of in at the to de del en a y and".split(" ");
const LETTERS = /** @type {Record<string, string>} */ ({ þ: "th", æ: "ae", œ: "oe", ß: "ss" });
[..."øłđðħıŧə"].forEach((letter, i) => (LETTERS[letter] = "olddhite"[i]));
const [STATE, PLACE, CITY, TOWN] = [1, 2, 3, 3]; // types of entries, and of names that mean a city

/** A text as it is compared, as geo.parties.fold does. @param {string} text */
export function fold(text) {
  const plain = text.normalize("NFKD").toLowerCase();
  return plain
    .replace(/[øłđðħıŧəþæœß]/g, (letter) => LETTERS[letter])
    .replace(/[.'’‘ʻʼ`´ˈ′＇\p{Cf}\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]/gu, "")
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim()
    .normalize("NFC");
}

/** What finds entries, the best first, by the two files of geo.site.search_files. @param {ArrayBuffer[]} files */
export function finder([words, named]) {
  const { arrays, texts } = read(words);
  const { called, about } = read(named).texts;
  const a = /** @type {Record<string, Int32Array>} */ (arrays);
  const names = new Map(texts.name.map((name, i) => [name, i]));

  /** Marks entries: 2 where they are called so, 1 where a text has it. @param {string} text @param {boolean} last */
  function unit(text, last) {
    const hit = new Uint8Array(called.length);
    const at = names.get(text) ?? -1;
    const codes =
      at < 0 ? [] : [...a["name.of"].slice(a["name.start"][at], a["name.start"][at + 1])];
    const exact = codes.some((code) => code % 4 !== TOWN);
    const parties = new Set(codes.filter((code) => code % 4 === 0).map((code) => code >> 2));
    texts.word.forEach((word, w) => {
      if (word !== text && (!last || exact || !word.startsWith(text))) return;
      for (const e of a["word.of"].subarray(a["word.start"][w], a["word.start"][w + 1])) {
        if (exact && a.type[e] <= STATE) continue;
        hit[e] = 1;
        if (a.type[e] === STATE) parties.add(a.a[e]);
      }
    });
    for (let e = 0; e < hit.length; e++) {
      const fixed = a.type[e] === PLACE || a.type[e] === CITY;
      if (parties.has(a.b[e]) || (!fixed && parties.has(a.a[e]))) hit[e] ||= fixed ? 1 : 2;
      const own = [-1, a.a[e], a.kind[e], a.city[e]];
      if (codes.some((code) => own[code % 4] === code >> 2)) hit[e] = 2;
    }
    return hit;
  }

  /** @param {string} query */
  function search(query) {
    const typed = fold(query);
    const words = typed.split(" ");
    /** @type {Uint8Array[]} */
    const units = [];
    for (let at = 0, long = 0, text = ""; typed && at < words.length; at += long) {
      for (long = 7; long; long--)
        if (names.has((text = words.slice(at, at + long).join(" ")))) break;
      if (!long) [long, text] = [1, words[at]];
      if (!JOINING.includes(text)) units.push(unit(text, at + long >= words.length));
    }
    const rank = (/** @type {number} */ e) => {
      const name = " " + fold(called[e]) + " ";
      if (name.includes(" " + typed + " ")) return name.length === typed.length + 2 ? 0 : 1;
      return units.every((hit) => hit[e] > 1) ? 2 : 3;
    };
    const found = [...called.keys()].filter((e) => units.length && units.every((hit) => hit[e]));
    const order = new Map(found.map((e) => [e, rank(e) * 16 + a.type[e]]));
    return found.sort((one, other) => Number(order.get(one)) - Number(order.get(other)));
  }
  return { called, about, box: a.box, cards: texts.card, pages: texts.page, search };
}
