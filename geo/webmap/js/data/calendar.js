/* Calendar: days as Python's ordinals (1 is 1 January of the year 1), as ISO text and in words. */
import { say } from "./words.js";

export const LATEST = 2147483646; // the known-on day that means all that is known
const FIRST = 1;
const LAST = 3652059; // 31 December 9999
const ERA = 146097; // days in 400 years
const SHIFT = 306; // from 1 March of the year 0 to 1 January of the year 1

/** Days of the proleptic Gregorian calendar, after Howard Hinnant. @param {number} day */
export function civil(day) {
  const z = day - 1 + SHIFT;
  const era = Math.floor(z / ERA);
  const e = z - era * ERA;
  const y = Math.floor(
    (e - Math.floor(e / 1460) + Math.floor(e / 36524) - Math.floor(e / 146096)) / 365,
  );
  const of = e - (365 * y + Math.floor(y / 4) - Math.floor(y / 100));
  const m = Math.floor((5 * of + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  const date = of - Math.floor((153 * m + 2) / 5) + 1;
  return [y + era * 400 + (month <= 2 ? 1 : 0), month, date];
}

/** @param {number} year @param {number} month @param {number} date */
export function ordinal(year, month, date) {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const of = y - era * 400;
  const m = month > 2 ? month - 3 : month + 9;
  const day = Math.floor((153 * m + 2) / 5) + date - 1;
  return era * ERA + of * 365 + Math.floor(of / 4) - Math.floor(of / 100) + day - SHIFT + 1;
}

/** @param {number} day */
export function held(day) {
  return Math.max(FIRST, Math.min(LAST, day));
}

/** The same day some years on; 29 February becomes the 28th where it must. @param {number} day @param {number} by */
export function years(day, by) {
  const [year, month, date] = civil(held(day));
  const to = Math.max(1, Math.min(9999, year + by));
  const leap = month === 2 && date === 29 && civil(ordinal(to, 2, 29))[1] !== 2;
  return ordinal(to, month, leap ? 28 : date);
}

/** @param {number} day */
export function iso(day) {
  const [year, month, date] = civil(held(day)).map(String);
  return [year.padStart(4, "0"), month.padStart(2, "0"), date.padStart(2, "0")].join("-");
}

/**
 * A day as geo.words writes it; only its month or year where just so many digits are known.
 * @param {number} day @param {number} [digits]
 */
export function said(day, digits = 10) {
  const [year, month, date] = civil(held(day));
  if (digits === 4) return String(year);
  if (digits === 7) {
    return say("date.month_year", { month: say("date.month." + month), year: String(year) });
  }
  return say("date.day", {
    day: String(date),
    month: say("date.month." + month),
    year: String(year),
  });
}

/** Both days of a scene as one line, as the page writes them. @param {Days} scene */
export function both(scene) {
  const so = say("time.so", { day: said(scene.as_of) });
  return scene.known_on >= LATEST ? so : so + say("time.so_known", { day: said(scene.known_on) });
}
