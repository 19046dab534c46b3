"use strict";
/* Words: every message that our script shows, and how numbers are written. */
(function (atlas) {
  const ENGLISH = {
    kinds: { embassy: "embassy", consulate: "consulate", liaison: "other office" },
    statuses: {
      open: "open",
      preparing: "in preparation",
      announced: "announced, not yet open",
      suspended: "suspended",
      closed: "closed",
      unknown: "status not known",
    },
    lines: {
      pair: "missions both ways (number: dated relations)",
      seat: "seat of a state to its mission",
      coverage: "covers a further state",
      neighbour: "neighbour that a source names",
    },
    legend: "Legend",
    perhaps: "perhaps, not surely",
    area: "somewhere within this area",
    vague: "place known only by city, district or words",
    fingers: "Use two fingers to move the map",
    placed: {
      city: (within) => "by city only: within " + within,
      state: (within) => "by state only: within " + within,
      district: (within) => "by district only: within " + within,
      words: (within) => "from words only: within " + within,
    },
    about: (length) => "about " + length,
    others: "sent by other states",
    sentBy: (name) => "sent by " + name,
    map: (missions, lines) =>
      `Map with ${missions} missions and ${lines} lines. Arrow left and right step through ` +
      "missions, arrow up and down change to lines and places. Enter opens, Escape closes, " +
      "plus and minus zoom, Shift and an arrow move the map.",
    drawn: (missions, lines) =>
      `${counted(missions, "mission", "missions")} and ${counted(lines, "line", "lines")} drawn`,
    relations: (n) => counted(n, "dated relation", "dated relations"),
    here: (n) => `${number(n)} missions here. Click to spread them out.`,
    step: (i, n) => `${number(i)} of ${number(n)}`,
    sets: { mission: "Missions", line: "Lines", place: "Places" },
    noneOf: (what) => `No ${what}s in this map.`,
    opened: (text) => "Opened: " + text,
    closed: "Card closed",
    perhapsStatus: (status) => "perhaps " + status,
    failed: (why) =>
      `The map’s data could not be loaded (${why}). Reload the page; if that does not help, ` +
      "start the program again.",
    empty: "Nothing to show for this selection.",
  };

  function number(value) {
    return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  }

  function counted(value, one, many) {
    return number(value) + " " + (value === 1 ? one : many);
  }

  /** Metres as geo.words.distance writes them. */
  function distance(metres) {
    if (metres < 1000) return number(metres) + " m";
    const km = metres / 1000;
    if (km >= 1000) return number(Math.round(km / 10) * 10) + " km";
    if (km >= 10) return number(km) + " km";
    const [whole, part] = km.toFixed(1).split(".");
    return number(Number(whole)) + (part === "0" ? "" : "." + part) + " km";
  }

  /** A length that is known no better than so many metres, and no digit more; "" where not at all. */
  function roughly(metres, unsure) {
    if (!(unsure > 0)) return distance(metres);
    const ten = Math.pow(10, Math.floor(Math.log10(unsure)));
    const step = ten * (unsure >= 5 * ten ? 5 : unsure >= 2 * ten ? 2 : 1);
    const told = step * Math.round(metres / step);
    return told > 0 ? ENGLISH.about(distance(told)) : "";
  }

  atlas.words = { ...ENGLISH, number, counted, distance, roughly };
})((globalThis.EmbassyAtlas = globalThis.EmbassyAtlas || {}));
