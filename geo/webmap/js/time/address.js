/* Address: the days of the page that the map is on, kept in its address without loading anything. */

const EVERY_MS = 350; // browsers take about a hundred changes in half a minute

/* The page around the map's frame, where it is there and may be written to. */
function around() {
  try {
    const page = window.parent;
    if (page === window || !page.location.href || !page.history) return null;
    return page;
  } catch {
    return null; // another origin
  }
}

/** The query of an address with other days; all else stays byte for byte. @param {string} search with or without "?" @param {{as_of: string, known_on: string}} days ISO texts, "" for none @param {AddressKeys} keys */
function query(search, days, keys) {
  const mine = [keys.as_of, keys.known_on];
  const [every, all] = keys.everything;
  /** @param {string} part */
  const keyOf = (part) => decodeURIComponent(part.split("=")[0].replace(/\+/g, " "));
  const parts = search.replace(/^\?/, "").split("&").filter(Boolean);
  const kept = parts.filter((part) => !mine.includes(keyOf(part)) && keyOf(part) !== every);
  for (const name of /** @type {Clock[]} */ (["as_of", "known_on"]))
    if (days[name]) kept.push(keys[name] + "=" + days[name]);
  if (!kept.some((part) => keys.shown.includes(keyOf(part)))) kept.push(every + "=" + all);
  return kept.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0)).join("&");
}

/** Writes days into the address; `keys` is null where nothing is to be written. @param {AddressKeys | null} keys */
export function address(keys) {
  /** @type {IsoDays | null} */
  let waiting = null;
  let timer = 0;
  let last = -EVERY_MS;
  let entered = false;

  function write() {
    clearTimeout(timer);
    timer = 0;
    const days = waiting;
    waiting = null;
    const page = keys && days && around();
    if (!page) return;
    try {
      const { pathname, search, hash } = page.location;
      const next = query(search, days, keys);
      if (next === search.replace(/^\?/, "")) return;
      const to = page.location.origin + pathname + "?" + next + hash;
      // One entry for a whole movement, so that "back" leads to before it.
      if (entered) page.history.replaceState({}, "", to);
      else page.history.pushState({}, "", to);
      entered = true;
      last = performance.now();
    } catch {
      // The browser has had enough of it for now, or the address cannot be read: the next one counts.
    }
  }

  return {
    /** Days that hold now; they are written soon, but not too often. @param {IsoDays} days */
    set: function (days) {
      waiting = days;
      const rest = last + EVERY_MS - performance.now();
      if (rest <= 0) write();
      else if (!timer) timer = setTimeout(write, rest);
    },
    /** What waits is written at once: a movement is over. @param {IsoDays} days */
    rest: function (days) {
      waiting = days;
      write();
      entered = false;
    },
    stop: () => clearTimeout(timer),
  };
}

export { query as addressQuery };
