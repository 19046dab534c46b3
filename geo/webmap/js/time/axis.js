/* Axis: days along a line. Where a few turns lie long before all others, the years before are pushed
   together at its beginning: one of the year 1300 would leave no room for the rest. */
import * as calendar from "../data/calendar.js";

const EARLY = 0.02; // share of the turns that may lie in the years that are pushed together
const WIDE = 0.75; // ... where all others take less than this share of the whole
const SHARE = 0.06; // of the line, for these years
const FEW = 20;
const LEAST_DAYS = 730;
const NO_YEARS = 10; // shown before the last day, where nothing is dated
const LEAST = 2; // pixels of a bin of years
const ROOMY = 6; // ... of a bin of less
const STEPS = [1 / 12, 1 / 4, 1, 2, 5, 10, 25, 50, 100]; // years in a bin

/** @param {number} day */
function yearBegins(day) {
  return calendar.ordinal(calendar.civil(day)[0], 1, 1);
}

/** An axis that holds days of turns, and ends with a day. @param {number[]} days @param {number} end */
export function axis(days, end) {
  const sorted = Float64Array.from(days).sort();
  const last = calendar.held(Math.max(end, sorted.length ? sorted[sorted.length - 1] : end));
  const earliest = sorted.length ? sorted[0] : calendar.years(last, -NO_YEARS);
  const first = yearBegins(Math.max(1, Math.min(earliest, last - LEAST_DAYS)));
  const most = sorted.length ? sorted[Math.floor(sorted.length * EARLY)] : first;
  const crowded = sorted.length >= FEW && last - most < WIDE * (last - first);
  const from = crowded ? yearBegins(most) : first;
  const early = from > first ? SHARE : 0;

  /** @param {number} day */
  function share(day) {
    if (day <= first) return 0;
    if (day >= last) return 1;
    if (day < from) return (early * (day - first)) / (from - first);
    return early + ((1 - early) * (day - from)) / (last - from);
  }

  /** @param {number} at */
  function dayAt(at) {
    if (at <= 0) return first;
    if (at >= 1) return last;
    if (at < early) return Math.round(first + (at / early) * (from - first));
    return Math.round(from + ((at - early) / (1 - early)) * (last - from));
  }

  /** Edges of bins on a line of so many pixels: of years as far as can be seen, of less where there is room. @param {number} pixels */
  function edges(pixels) {
    const years = (last - from) / 365.25;
    /** @param {number} step */
    const wide = (step) => (pixels * (1 - early) * step) / Math.max(1, years);
    const step =
      STEPS.find((one) => wide(one) >= (one < 1 ? ROOMY : LEAST)) || STEPS[STEPS.length - 1];
    const found = early ? [first] : [];
    const [year] = calendar.civil(from);
    const months = Math.round(step * 12);
    let at = year * 12;
    if (step > 1) at = Math.floor(year / step) * step * 12;
    for (; ; at += months) {
      const day = calendar.ordinal(Math.floor(at / 12), (at % 12) + 1, 1);
      if (day > last) break;
      found.push(Math.max(day, from));
    }
    found.push(last + 1);
    return { edges: Float64Array.from(found), step, early: Boolean(early) };
  }

  return { first, from, last, early, share, dayAt, edges };
}
