/* Calendar: days as Python's ordinals (1 is 1 January of the year 1), as ISO text and in words. */
import { say } from "./words.js";

export const LATEST = 2147483646; // the known-on day that means all that is known
const FIRST = 1;
const LAST = 3652059; // 31 December 9999
const DAY_MS = 86400000;

/** A day of the proleptic Gregorian calendar. @param {number} year @param {number} month @param {number} date */
function dateOf(year, month, date) {
  const found = new Date(0);
  found.setUTCFullYear(year, month - 1, date);
  return found;
}

const BEGIN = dateOf(1, 1, 1).getTime();

/** Year, month and date. @param {number} day */
export function civil(day) {
  const found = dateOf(1, 1, day);
  return [found.getUTCFullYear(), found.getUTCMonth() + 1, found.getUTCDate()];
}

/** @param {number} year @param {number} month @param {number} date */
export function ordinal(year, month, date) {
  return (dateOf(year, month, date).getTime() - BEGIN) / DAY_MS + 1;
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
  return dateOf(1, 1, held(day)).toISOString().slice(0, 10);
}

/** A day as geo.words writes it; only its month or year where just so many digits are known. @param {number} day @param {number} [digits] */
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
