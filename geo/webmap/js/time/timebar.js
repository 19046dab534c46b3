/* Time bar: both clocks as two hands on one line under the map, with the openings and closings of what
   is shown behind them. It knows no map: it tells where the hands are put. */
import * as calendar from "../data/calendar.js";
import * as colours from "../drawing/colours.js";
import { button, call, contextOf, element, sized, within } from "../page/dom.js";
import { lines, stroke } from "../drawing/pen.js";
import * as Histogram from "./histogram.js";
import { say } from "../data/words.js";

/** @type {Clock[]} */
const HANDS = ["as_of", "known_on"];
const HIGH = 96; // CSS pixels of the line, with room for both handles
const LOW = 78; // ... where the frame is low or narrow
const SMALL = { width: 520, height: 460 };
const APART = 14; // pixels of the column of the undated
const SIDE = 30; // pixels beside the axis, for half a handle
const TICK = 62; // pixels from one year's number to the next, at least
const HANDLE = 46; // pixels from the middle of a handle to the middle of a number beside it
const SNAP = 4; // pixels within which the end of the axis is today, or all that is known
/** @type {Record<string, Pick<HistogramLook, "ink" | "perhaps" | "line" | "soft">>} */
const LOOKS = {
  light: { ink: "#2f4858", perhaps: "#7a5c00", line: "#8b949b", soft: "#59636c" },
  dark: { ink: "#b9d3e0", perhaps: "#e6b94a", line: "#6b7983", soft: "#aab5bd" },
};

/** How the bar looks in the colours of the map. @param {string} theme @returns {HistogramLook} */
function lookOf(theme) {
  const { paper, focus: hand, sides } = colours.of(theme);
  return { ...LOOKS[theme], paper, hollow: paper, hand, other: sides[3] };
}

/** @param {string} name @param {Element} into @param {() => void} act */
function iconButton(name, into, act) {
  const made = button("atlas-time-button " + name, into, act);
  element("i", "", made).setAttribute("aria-hidden", "true");
  return made;
}

/** The bar, and what it is told to do. @param {TimeActions} act */
export function timebar(act) {
  const root = element("div", "atlas-time");
  root.setAttribute("role", "group");
  const row = element("div", "atlas-time-row", root);
  const buttons = element("div", "atlas-time-buttons", row);
  const back = iconButton("atlas-time-back", buttons, () => act.step("as_of", -1));
  const play = iconButton("atlas-time-play", buttons, act.play);
  const on = iconButton("atlas-time-on", buttons, () => act.step("as_of", 1));
  const days = element("p", "atlas-time-days", row);
  const so = element("strong", "", days);
  const known = element("span", "", days);
  const told = element("p", "atlas-time-told", row);
  const track = element("div", "atlas-time-track", root);
  const canvas = element("canvas", "", track);
  canvas.setAttribute("aria-hidden", "true");
  const context = contextOf(canvas);
  const hands = /** @type {Record<Clock, HTMLElement>} */ ({});
  const handles = /** @type {Record<Clock, HTMLElement>} */ ({});
  for (const name of HANDS) {
    const hand = element("div", "atlas-hand atlas-hand-" + name.replace("_", "-"), track);
    hand.tabIndex = 0;
    hand.setAttribute("role", "slider");
    hand.setAttribute("aria-orientation", "horizontal");
    handles[name] = element("span", "", hand);
    handles[name].setAttribute("aria-hidden", "true");
    hand.addEventListener("keydown", (event) => pressed(name, event));
    hands[name] = hand;
  }
  const sums = element("p", "atlas-time-sums", root);
  /** @type {TimeShown} */
  let shown; // nothing before the first selection
  let theme = "light";
  /** @type {Clock | ""} */
  let held = ""; // the hand that a pointer holds
  const lying = { left: 10 + APART + SIDE, top: 23, undated: 10, undatedWide: APART };
  const box = { ...lying, wide: 0, high: 0, ratio: 0, right: 0, bottom: 0 };

  /* ---- where days are ---- */

  function measured() {
    const wide = Math.max(1, Math.round(track.clientWidth));
    const small = window.innerWidth < SMALL.width || window.innerHeight < SMALL.height;
    const high = small ? LOW : HIGH;
    const ratio = window.devicePixelRatio || 1;
    sized(canvas, wide, high, ratio);
    Object.assign(box, { wide, high, ratio, right: wide - SIDE, bottom: high - 25 });
  }

  /** @param {number} day */
  const all = (day) => day >= calendar.LATEST;

  /** @param {Clock} name @param {number} day */
  function place(name, day) {
    if (name === "known_on" && all(day)) return box.right;
    return box.left + (box.right - box.left) * shown.axis.share(day);
  }

  /** The day under a point; at the right end it is today, or all that is known. @param {Clock} name @param {number} x */
  function dayAt(name, x) {
    const { axis, today } = shown;
    if (x >= box.right - SNAP) return name === "known_on" ? calendar.LATEST : axis.last;
    const day = axis.dayAt((x - box.left) / (box.right - box.left));
    const near = name === "as_of" && today && Math.abs(place(name, today) - x) <= SNAP;
    return near ? today : day;
  }

  /* ---- hands ---- */

  /** @param {Clock} name @param {number} day */
  function put(name, day) {
    const { scene } = shown;
    act.move({ as_of: scene.as_of, known_on: scene.known_on, [name]: day });
  }

  /** @param {Clock} name @param {KeyboardEvent} event */
  function pressed(name, event) {
    if (!shown || event.ctrlKey || event.metaKey || event.altKey) return;
    const { axis, scene } = shown;
    const day = all(scene[name]) ? axis.last : scene[name];
    /** @param {number} by */
    const years = (by) => put(name, bounded(name, calendar.years(day, by)));
    /** @param {number} by */
    const step = (by) => (event.shiftKey ? years(by) : act.step(name, by));
    /** @type {Record<string, () => unknown>} */
    const deeds = {
      ArrowRight: () => step(1),
      ArrowUp: () => step(1),
      ArrowLeft: () => step(-1),
      ArrowDown: () => step(-1),
      PageUp: () => years(10),
      PageDown: () => years(-10),
      Home: () => put(name, axis.first),
      End: () => put(name, name === "known_on" ? calendar.LATEST : axis.last),
      " ": act.play,
    };
    if (!deeds[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    deeds[event.key]();
    if (event.key !== " ") act.rest(false);
  }

  /** @param {Clock} name @param {number} day */
  function bounded(name, day) {
    const { axis } = shown;
    if (name === "known_on" && day > axis.last) return calendar.LATEST;
    return Math.max(axis.first, Math.min(axis.last, day));
  }

  track.addEventListener("pointerdown", (event) => {
    if (!shown || event.button) return;
    const on = within(event, ".atlas-hand");
    held = on === hands.known_on ? "known_on" : "as_of";
    event.preventDefault();
    track.setPointerCapture(event.pointerId);
    hands[held].focus({ preventScroll: true });
    root.classList.add("atlas-time-held");
    if (!on) put(held, dayAt(held, xOf(event)));
  });
  track.addEventListener("pointermove", (event) => {
    if (held) put(held, dayAt(held, xOf(event)));
  });
  const leave = () => {
    if (!held) return;
    held = "";
    root.classList.remove("atlas-time-held");
    act.rest(true);
  };
  track.addEventListener("pointerup", leave);
  track.addEventListener("pointercancel", leave);

  /** @param {PointerEvent} event */
  function xOf(event) {
    return event.clientX - track.getBoundingClientRect().left;
  }

  /* ---- what is seen ---- */

  /** @param {Clock} name */
  function hand(name) {
    const { axis, scene } = shown;
    const one = hands[name];
    const day = scene[name];
    one.style.left = place(name, day) + "px";
    one.setAttribute("aria-valuemin", String(axis.first));
    one.setAttribute("aria-valuemax", String(axis.last));
    one.setAttribute("aria-valuenow", String(Math.max(axis.first, Math.min(axis.last, day))));
    const text = all(day) && name === "known_on" ? say("time.all") : calendar.said(day);
    one.setAttribute("aria-valuetext", text);
  }

  /** @param {HistogramLook} look */
  function ticks(look) {
    const { axis } = shown;
    const { civil, ordinal } = calendar;
    const [from] = civil(axis.from);
    const [to] = civil(axis.last);
    const room = Math.max(1, (box.right - box.left) / TICK);
    const step =
      [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000].find((one) => (to - from) / one <= room) ||
      2000;
    context.font = colours.font(10.5);
    context.textAlign = "center";
    context.textBaseline = "top";
    context.fillStyle = look.soft;
    const y = box.high - 17;
    let free = -Infinity;
    const hidden = place("known_on", shown.scene.known_on); // its handle lies over the numbers there
    /** @param {string} text @param {number} x */
    const write = (text, x) => {
      if (x < free || Math.abs(x - hidden) < HANDLE) return;
      context.fillRect(Math.round(x) - 0.5, box.bottom, 1, 4);
      context.fillText(text, x, y);
      free = x + TICK * 0.6;
    };
    if (axis.early) write("< " + from, box.left + ((box.right - box.left) * axis.early) / 2);
    for (let year = Math.ceil(from / step) * step; year <= to; year += step) {
      const day = ordinal(Math.max(1, year), 1, 1);
      if (day >= axis.from)
        write(String(year), box.left + (box.right - box.left) * axis.share(day));
    }
    context.fillText("?", box.undated + APART / 2, y);
    context.textAlign = "left";
  }

  /** @param {Clock} name @param {HistogramLook} look */
  function needle(name, look) {
    const x = Math.round(place(name, shown.scene[name]));
    const asOf = name === "as_of";
    lines(context, asOf ? [x, 14, x, box.bottom + 2] : [x, box.top - 4, x, box.high - 14]);
    stroke(context, asOf ? look.hand : look.other, 2, asOf ? [] : [3, 2]);
  }

  function paint() {
    if (!shown) return;
    measured();
    const look = lookOf(theme);
    const { histogram, axis, scene } = shown;
    context.setTransform(box.ratio, 0, 0, box.ratio, 0, 0);
    context.clearRect(0, 0, box.wide, box.high);
    Histogram.paint(context, histogram, axis, box, scene.as_of, look);
    ticks(look);
    for (const name of HANDS) needle(name, look);
  }

  function refresh() {
    measured();
    write();
    paint();
  }

  function write() {
    const { scene } = shown;
    for (const name of HANDS) hand(name);
    so.textContent = say("time.so", { day: calendar.said(scene.as_of) });
    const day = all(scene.known_on) ? say("time.all") : calendar.said(scene.known_on);
    known.textContent = say("time.known", { day });
  }

  function summed() {
    const { histogram, nothing } = shown;
    if (nothing) {
      sums.textContent = say("time.nothing");
      return;
    }
    const [openings, closings] = [0, 1].map((way) => sum(way));
    const [up, down] = histogram.undated;
    const apart = {
      openings: say("time.openings", { count: up }),
      closings: say("time.closings", { count: down }),
    };
    const dated = say("time.dated", { openings, closings });
    const unit = say(unitKey(histogram.step), { count: Math.max(1, Math.round(histogram.step)) });
    const undated = up || down ? say("time.undated", apart) : say("time.undated_none");
    sums.textContent = dated + " " + unit + " " + undated;
  }

  /** @param {number} way */
  function sum(way) {
    const { histogram } = shown;
    const text = say(way ? "time.closings" : "time.openings", { count: histogram.dated[way] });
    const perhaps = Math.round(histogram.perhaps[way]);
    return perhaps ? say("time.of_which", { text, count: perhaps }) : text;
  }

  /** @param {number} step */
  function unitKey(step) {
    if (step < 0.2) return "time.bin_month";
    return step < 1 ? "time.bin_quarter" : "time.bin_year";
  }

  /** @type {HTMLButtonElement | undefined} */
  let folder;

  function folded() {
    if (!folder) return;
    const open = !root.classList.contains("atlas-time-folded");
    folder.setAttribute("aria-expanded", String(open));
    call(folder, say(open ? "time.fold" : "time.unfold"));
  }

  return {
    root,
    /** One row, and the line of time only when it is asked for. @param {(open: boolean) => void} changed */
    fold: function (changed) {
      root.classList.add("atlas-time-folded");
      folder = iconButton("atlas-time-fold", row, () => {
        root.classList.toggle("atlas-time-folded");
        folded();
        if (shown) refresh();
        changed(!root.classList.contains("atlas-time-folded"));
      });
      folded();
    },
    /** Show other days, or another selection: {axis, histogram, scene, today, nothing}. @param {TimeShown} what */
    show: function (what) {
      const same = shown && shown.histogram === what.histogram && shown.nothing === what.nothing;
      shown = what;
      refresh();
      if (!same) summed();
    },
    /** Where the hands stand, at once. */
    write: () => {
      if (shown) write();
    },
    pixels: () => {
      measured();
      return box.right - box.left;
    },
    share: () => (shown ? shown.axis.share(shown.scene.as_of) : 0),
    /** @param {number} share */
    dayAt: (share) => shown.axis.dayAt(share),
    held: () => held,
    /** @param {string} text */
    tell: (text) => {
      told.textContent = text;
      told.title = text;
    },
    /** @param {boolean} plays */
    playing: function (plays) {
      root.classList.toggle("atlas-time-plays", plays);
      call(play, say(plays ? "time.pause" : "time.play"));
    },
    /** @param {string} now */
    paint: function (now) {
      theme = now;
      root.classList.toggle("atlas-dark", theme === "dark");
      paint();
    },
    fitted: () => {
      if (shown) refresh();
    },
    speak: function () {
      root.setAttribute("aria-label", say("time.title"));
      call(back, say("time.back"));
      call(on, say("time.on"));
      folded();
      this.playing(root.classList.contains("atlas-time-plays"));
      for (const name of HANDS) {
        hands[name].setAttribute("aria-label", say("time.hand." + name));
        handles[name].textContent = say("time.handle." + name);
      }
      if (shown) {
        write();
        summed();
      }
    },
  };
}
