/* Words: every message that our script shows, in the language of the scene, and how it writes numbers. */

/** @type {Record<string, Language>} */
const known = {};
/** @type {Language & { language: string }} */
let spoken = { language: "", messages: {}, number: { from: 1000, group: ",", point: "." } };

/** What can be said: language -> {messages, number}, as geo.webmap.messages writes it. @param {Record<string, Language>} catalogue */
export function teach(catalogue) {
  Object.assign(known, catalogue);
  if (!spoken.language) speak(Object.keys(known)[0]);
}

/** Speak a language from now on; one that was not taught is left alone. @param {string} language */
export function speak(language) {
  if (Object.hasOwn(known, language)) spoken = { language, ...known[language] };
}

export function language() {
  return spoken.language;
}

/** A message with its values; `count` chooses between the forms for one and for more. @param {string} key @param {Values} [values] */
export function say(key, values = {}) {
  const found = spoken.messages[key];
  if (found === undefined) return key;
  const text = typeof found === "string" ? found : found[values.count === 1 ? "one" : "other"];
  return text.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : String(value);
  });
}

/** @param {number} value @param {number} [decimals] */
export function number(value, decimals = 0) {
  const { from, group, point } = spoken.number;
  const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = Number(whole) < from ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  return (value < 0 ? "-" : "") + grouped + (part ? point + part : "");
}

/** Metres as geo.words writes distances. @param {number} metres */
export function distance(metres) {
  if (metres < 1000) return number(metres) + " m";
  const km = metres / 1000;
  if (km >= 1000) return number(Math.round(km / 10) * 10) + " km";
  return number(km, km < 10 && !km.toFixed(1).endsWith("0") ? 1 : 0) + " km";
}

/** A length that is known no better than so many metres, and no digit more; "" where not at all. @param {number} metres @param {number} unsure */
export function roughly(metres, unsure) {
  if (!(unsure > 0)) return distance(metres);
  const ten = Math.pow(10, Math.floor(Math.log10(unsure)));
  const step = ten * (unsure >= 5 * ten ? 5 : unsure >= 2 * ten ? 2 : 1);
  const told = step * Math.round(metres / step);
  return told > 0 ? say("length.about", { length: distance(told) }) : "";
}
