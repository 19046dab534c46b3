/* Time controller: what the time bar does to the map. While a hand moves, missions are filtered and drawn anew in
   every frame; when it rests, all is drawn and counted; when it is let go, the page is told. */
import { address } from "./address.js";
import { axis } from "./axis.js";
import * as calendar from "../data/calendar.js";
import * as filter from "../data/filter.js";
import * as histogram from "./histogram.js";
import { player } from "./player.js";
import { found, gathered } from "../data/state.js";
import { timebar } from "./timebar.js";
import * as turns from "../data/turns.js";
import { say } from "../data/words.js";

const STILL_MS = 180; // without a movement, after which all is drawn
const KEYS_MS = 450; // after the last key, until the page is told
const APART_MS = 300; // streamlit-folium keeps the last of two messages that come sooner
const UNSEEN = { name: 0, heard: 0, dates: 0 }; // of a scene, what changes nothing on the map
const FLEETING = { ...UNSEEN, as_of: 0, known_on: 0, chosen: 0, focus: 0 };

export class TimeController {
  /** @param {State} state @param {Pick<Options, "time" | "address">} options @param {TimeView} view the map as far as time changes it */
  constructor(state, options, view) {
    this.state = state;
    this.view = view;
    /** @type {Days | null} days that the reader has put the hands on */
    this.held = null;
    this.sent = 0; // when the page was told of them last
    this.told = ""; // which days it was told
    this.frame = 0;
    this.stillTimer = 0;
    this.sendTimer = 0;
    this.shown = "";
    this.lasting = "";
    this.said = "";
    this.address = address(options.address || null);
    /** @type {TimeBar | null} */
    this.bar = options.time
      ? timebar({
          move: (days) => this.moveTo(days),
          rest: (atOnce) => this.release(atOnce),
          step: (hand, by) => this.step(hand, by),
          play: () => this.play(),
        })
      : null;
    this.player = player({
      share: () => this.bar?.share() ?? 1,
      go: (share) => this.bar && this.moveTo({ as_of: this.bar.dayAt(share) }),
      step: () => this.step("as_of", 1, true),
      over: () => {
        this.bar?.playing(false);
        this.release(true);
      },
    });
    /** @type {Turns | null} */
    this.turns = null;
    /** @type {Histogram | null} */
    this.histogram = null;
    /** @type {Float64Array | null} */
    this.days = null;
    this.daysOn = 0; // the known-on day of which the days of events are
    this.histogramOf = "";
    /** @type {Ready | null} */
    this.lastingOf = null;
    /** @type {Axis | null} */
    this.axis = null;
  }

  stop() {
    this.view.stopped = true;
    this.player.stop();
    clearTimeout(this.stillTimer);
    clearTimeout(this.sendTimer);
    this.unasked();
    this.address.stop();
  }

  unasked() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  /* ---- a scene of the page, and the days that the reader holds ---- */

  /** The scene with the days that hold: those of the page, unless it has not heard of the reader's yet. @param {Scene} scene */
  timed(scene) {
    if (!this.held) return { ...scene };
    const busy = this.state.moving || this.sendTimer || this.bar?.held() || this.player.running();
    if (!busy && (scene.heard || 0) >= this.sent) {
      this.held = null;
      this.told = "";
      return { ...scene };
    }
    const held = { ...scene, ...this.held };
    return { ...held, dates: calendar.both(held) };
  }

  /** Whether a scene shows what is shown already. @param {Scene} scene */
  asShown(scene) {
    const key = JSON.stringify({ ...scene, ...UNSEEN });
    const same = key === this.shown && this.sent > 0 && !this.state.moving;
    this.shown = key;
    return same;
  }

  /** What of a selection does not depend on the day, for as long as it is shown. */
  selected() {
    const { state } = this;
    const { ready, scene } = state;
    const lasting = JSON.stringify({ ...scene, ...FLEETING });
    if (this.lasting === lasting && this.lastingOf === ready) return;
    this.lasting = lasting;
    this.lastingOf = ready;
    state.passing = filter.passing(ready, scene);
    if (!this.bar) return;
    this.turns = turns.of(ready, state.passing);
    const { bounds, told } = this.turns;
    const days = [...bounds, ...told, ...(told.length && !bounds.length ? [told[0]] : [])];
    this.axis = axis(days, scene.today || scene.as_of);
    this.histogram = null;
  }

  /** The bar as it is for the missions that are shown. */
  barred() {
    const { bar } = this;
    if (!bar || !this.turns || !this.axis) return;
    const { ready, scene } = this.state;
    const pixels = bar.pixels();
    const of = scene.known_on + " " + pixels;
    if (!this.histogram || this.histogramOf !== of) {
      this.histogram = histogram.histogram(ready, this.turns, this.axis, scene.known_on, pixels);
      this.histogramOf = of;
      this.days = null;
    }
    const { undated, dated } = this.histogram;
    const nothing = ![this.state.found.number.length, ...dated, ...undated].some(Boolean);
    const today = scene.today || 0;
    bar.show({ axis: this.axis, histogram: this.histogram, scene, today, nothing });
  }

  /** The last event beside the hands, in words. */
  tellLatest() {
    this.bar?.tell(this.latest());
  }

  /* ---- moving ---- */

  /** @param {Partial<Days>} days */
  moveTo(days) {
    const { scene, ready } = this.state;
    if (!ready || !scene) return;
    const { as_of = scene.as_of, known_on = scene.known_on } = days;
    if (as_of === scene.as_of && known_on === scene.known_on) return;
    this.held = { as_of, known_on };
    Object.assign(scene, this.held);
    this.bar?.write();
    if (!this.state.moving) this.begin();
    clearTimeout(this.stillTimer);
    this.stillTimer = window.setTimeout(() => this.settle(), STILL_MS);
    this.frame ||= requestAnimationFrame(() => this.pass());
  }

  begin() {
    const { state } = this;
    state.moving = true;
    state.hover = state.fan = state.focused = null;
    this.view.begin();
    this.bar?.tell("");
  }

  /** One frame. */
  pass() {
    const { state } = this;
    this.frame = 0;
    if (this.view.stopped || !state.moving) return;
    found(state);
    gathered(state);
    this.view.paint();
    this.barred();
    if (this.player.running()) this.tellLatest();
    this.address.set(this.isoDays());
  }

  /** The last event up to the day, in words. */
  latest() {
    const { scene } = this.state;
    const day = turns.next(this.eventDays(), scene.as_of + 1, -1);
    return day === null ? "" : this.event(day, calendar.said(day));
  }

  /** @param {number} day @param {string} when @param {string} [learnt] */
  event(day, when, learnt) {
    const { scene } = this.state;
    const what =
      learnt ?? (this.turns ? turns.said(this.state, this.turns, day, scene.known_on) : "");
    return what && say("time.event", { day: when, what });
  }

  /** The map at rest: all lines, names and counts. */
  settle() {
    clearTimeout(this.stillTimer);
    const { state } = this;
    if (!state.moving || this.view.stopped) return;
    this.unasked();
    state.moving = false;
    state.scene.dates = calendar.both(state.scene);
    found(state);
    gathered(state);
    this.shown = JSON.stringify({ ...state.scene, ...UNSEEN });
    this.barred();
    this.bar?.tell(this.said || this.latest());
    this.view.settle(this.said);
    this.said = "";
  }

  /** A hand was let go, or a key: what is drawn is whole, and the page follows. @param {boolean} atOnce */
  release(atOnce) {
    clearTimeout(this.sendTimer);
    this.sendTimer = 0;
    if (!this.held) return;
    if (!atOnce) {
      this.sendTimer = window.setTimeout(() => this.release(true), KEYS_MS);
      return;
    }
    if (this.player.running()) return; // it is told when it stops
    if (this.frame) {
      this.unasked();
      this.pass();
    }
    this.settle();
    this.address.rest(this.isoDays());
    const wait = this.view.sent() + APART_MS - Date.now();
    if (wait > 0) {
      this.sendTimer = window.setTimeout(() => this.release(true), wait);
      return;
    }
    if (JSON.stringify(this.held) !== this.told) this.view.send();
  }

  /** Days as the page's address has them: none for today, and for all that is known. */
  isoDays() {
    const { as_of, known_on, today } = this.state.scene;
    return {
      as_of: as_of === today ? "" : calendar.iso(as_of),
      known_on: known_on >= calendar.LATEST ? "" : calendar.iso(known_on),
    };
  }

  /** What every message says of time, once the reader has moved it. @param {number} at */
  withDays(at) {
    if (!this.held) return {};
    this.sent = at;
    this.told = JSON.stringify(this.held);
    return this.isoDays();
  }

  /* ---- events ---- */

  eventDays() {
    const { known_on } = this.state.scene;
    if (!this.days || this.daysOn !== known_on) {
      this.days = this.turns ? this.turns.days(known_on) : new Float64Array(0);
      this.daysOn = known_on;
    }
    return this.days;
  }

  /** Put a hand on the next event; whether there is one. @param {Clock} hand @param {number} by */
  step(hand, by, plays = false) {
    const { scene } = this.state;
    if (!this.turns || !this.axis || !scene) return false;
    if (this.player.running() && !plays) this.player.stop();
    const days = hand === "as_of" ? this.eventDays() : this.turns.told;
    let day = turns.next(days, scene[hand], by);
    if (day === null && by > 0) day = hand === "as_of" ? this.axis.last : calendar.LATEST;
    if (day === null || (by > 0 && day <= scene[hand])) {
      this.view.announce(say("time.none"));
      this.bar?.tell(say("time.none"));
      return false;
    }
    const before = hand === "known_on" ? this.answers() : null;
    this.moveTo({ [hand]: day });
    const when = day >= calendar.LATEST ? say("time.all") : calendar.said(day);
    this.said = this.event(day, when, before ? this.learnt(before) : undefined);
    this.bar?.tell(this.said);
    this.release(false);
    return true;
  }

  /** What is shown of each mission, to be compared. */
  answers() {
    const { ready, scene, passing } = this.state;
    const { number, status, perhaps, placement } = filter.missions(ready, scene, passing);
    return new Map(number.map((m, i) => [m, [status[i], perhaps[i], placement[i]].join()]));
  }

  /** @param {Map<number, string>} before */
  learnt(before) {
    const after = this.answers();
    const all = new Set([...before.keys(), ...after.keys()]);
    const count = [...all].filter((m) => before.get(m) !== after.get(m)).length;
    return count ? say("time.learnt", { count }) : "";
  }

  /** Stop the time where it is, with all of its map drawn. */
  pause() {
    if (!this.bar) return;
    this.player.stop();
    this.settle();
  }

  play() {
    if (!this.turns) return;
    if (this.player.running()) {
      this.player.stop();
      return;
    }
    this.bar?.playing(true);
    this.player.start();
  }
}
