/* Words: every message that our script shows, in the language of the scene, and how it writes numbers. */

const known = {};
let spoken = { language: "", messages: {}, number: { from: 1000, group: ",", point: "." } };

/** What can be said: language -> {messages, number}, as geo.webmap.messages writes it. */
export function teach(catalogue) {
  Object.assign(known, catalogue);
  if (!spoken.language) speak(Object.keys(known)[0]);
}

/** Speak a language from now on; one that was not taught is left alone. */
export function speak(language) {
  if (Object.hasOwn(known, language)) spoken = { language, ...known[language] };
}

export function language() {
  return spoken.language;
}

/** A message with its values; `count` chooses between the forms for one and for more. */
export function say(key, values = {}) {
  const found = spoken.messages[key];
  if (found === undefined) return key;
  const text = typeof found === "string" ? found : found[values.count === 1 ? "one" : "other"];
  return text.replace(/\{(\w+)\}/g, (all, name) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : String(value);
  });
}

export function number(value, decimals = 0) {
  const { from, group, point } = spoken.number;
  const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = Number(whole) < from ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  return (value < 0 ? "-" : "") + grouped + (part ? point + part : "");
}

/** Metres as geo.words writes distances. */
export function distance(metres) {
  if (metres < 1000) return number(metres) + " m";
  const km = metres / 1000;
  if (km >= 1000) return number(Math.round(km / 10) * 10) + " km";
  return number(km, km < 10 && !km.toFixed(1).endsWith("0") ? 1 : 0) + " km";
}

/** A length that is known no better than so many metres, and no digit more; "" where not at all. */
export function roughly(metres, unsure) {
  if (!(unsure > 0)) return distance(metres);
  const ten = Math.pow(10, Math.floor(Math.log10(unsure)));
  const step = ten * (unsure >= 5 * ten ? 5 : unsure >= 2 * ten ? 2 : 1);
  const told = step * Math.round(metres / step);
  return told > 0 ? say("length.about", { length: distance(told) }) : "";
}
