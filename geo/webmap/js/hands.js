/* Hands: what the time bar does to the map. While a hand moves, missions are filtered and drawn anew in every
   frame; when it rests, all is drawn and counted; when it is let go, the page is told. Methods of the layer. */
import { address } from "./address.js";
import { axis } from "./axis.js";
import * as calendar from "./calendar.js";
import * as filter from "./filter.js";
import * as histogram from "./histogram.js";
import { motion } from "./motion.js";
import { player } from "./player.js";
import { timebar } from "./timebar.js";
import * as turns from "./turns.js";
import { say } from "./words.js";

const STILL_MS = 180; // without a movement, after which all is drawn
const KEYS_MS = 450; // after the last key, until the page is told
const APART_MS = 300; // streamlit-folium keeps the last of two messages that come sooner
const FEW = 60; // missions up to which nothing is left out while time moves

export const hands = {
  _clocks: function () {
    this._heldDays = null; // days that the reader has put the hands on
    this._sent = 0; // when the page was told of them last
    if (!this.options.time) return;
    this._motion = motion(this._stage);
    this._address = address(this.options.address || null);
    this._bar = timebar({
      move: (days) => this._moveTo(days),
      rest: (atOnce) => this._release(atOnce),
      step: (hand, by) => this._step(hand, by),
      play: () => this._play(),
    });
    this._player = player({
      share: () => this._bar.share(),
      go: (share) => this._moveTo({ as_of: this._bar.dayAt(share) }),
      step: () => this._step("as_of", 1, true),
      over: () => {
        this._bar.playing(false);
        this._release(true);
      },
    });
  },

  _unclocked: function () {
    if (!this._bar) return;
    this._player.stop();
    clearTimeout(this._stillTimer);
    clearTimeout(this._sendTimer);
    if (this._next) cancelAnimationFrame(this._next);
    this._address.stop();
  },

  /* ---- a scene of the page, and the days that the reader holds ---- */

  /* The scene with the days that hold: those of the page, unless it has not heard of the reader's yet. */
  _timed: function (scene) {
    const mine = this._heldDays;
    if (!mine) return { ...scene };
    const busy =
      this._stage.moving || this._sendTimer || this._bar.held() || this._player.running();
    if (!busy && (scene.heard || 0) >= this._sent) {
      this._heldDays = null;
      this._toldDays = "";
      return { ...scene };
    }
    const held = { ...scene, ...mine };
    held.dates = calendar.both(held);
    return held;
  },

  /* Whether a scene shows what is shown already. */
  _asShown: function (scene) {
    const key = JSON.stringify({ ...scene, name: 0, heard: 0, dates: 0 });
    const same = key === this._shownKey && this._sent > 0 && !this._stage.moving;
    this._shownKey = key;
    return same;
  },

  /* What of a selection does not depend on the day, for as long as it is shown. */
  _selected: function () {
    const { _stage: stage } = this;
    const { ready, scene } = stage;
    const lasting = JSON.stringify({
      ...scene,
      as_of: 0,
      known_on: 0,
      name: 0,
      heard: 0,
      dates: 0,
      chosen: 0,
      focus: 0,
    });
    if (this._lasting === lasting && this._lastingOf === ready) return;
    this._lasting = lasting;
    this._lastingOf = ready;
    stage.passing = filter.passing(ready, scene);
    if (!this._bar) return;
    this._turns = turns.of(ready, stage.passing, filter.wanted(ready, scene));
    const { bounds, told } = this._turns;
    const end = scene.today || scene.as_of;
    const days = [...bounds, ...told, ...(told.length && !bounds.length ? [told[0]] : [])];
    this._axis = axis(days, end);
    this._histogram = null;
  },

  _barred: function () {
    if (!this._bar || !this._turns) return;
    const { ready, scene, found } = this._stage;
    const pixels = this._bar.pixels();
    const stale =
      !this._histogram || this._histogramOn !== scene.known_on || this._histogramWide !== pixels;
    if (stale) {
      this._histogram = histogram.histogram(ready, this._turns, this._axis, scene.known_on, pixels);
      this._histogramOn = scene.known_on;
      this._histogramWide = pixels;
      this._days = null;
    }
    const { undated, dated } = this._histogram;
    const nothing = !found.number.length && !dated[0] && !dated[1] && !undated[0] && !undated[1];
    const today = scene.today || 0;
    this._bar.show({ axis: this._axis, histogram: this._histogram, scene, today, nothing });
  },

  /* ---- moving ---- */

  _moveTo: function (days) {
    const { scene, ready } = this._stage;
    if (!ready || !scene) return;
    const { as_of = scene.as_of, known_on = scene.known_on } = days;
    if (as_of === scene.as_of && known_on === scene.known_on) return;
    scene.as_of = as_of;
    scene.known_on = known_on;
    this._heldDays = { as_of, known_on };
    this._bar.write();
    if (!this._stage.moving) this._begin();
    clearTimeout(this._stillTimer);
    this._stillTimer = setTimeout(() => this._settle(), STILL_MS);
    if (!this._next) this._next = requestAnimationFrame(() => this._pass());
  },

  _begin: function () {
    const stage = this._stage;
    stage.moving = true;
    stage.hover = stage.fan = stage.focused = null;
    this._tip.hidden = true;
    this._map.getContainer().dataset.moving = "true";
    this._motion.prepare(stage.passing);
    this._glass._context.clearRect(0, 0, 1e5, 1e5);
    this._bar.tell("");
  },

  /* One frame. */
  _pass: function () {
    this._next = 0;
    if (!this._map || !this._stage.moving) return;
    const stage = this._stage;
    stage.found = filter.missions(stage.ready, stage.scene, stage.passing);
    stage.whole = stage.found.number.length <= FEW;
    if (stage.whole) this._gathered();
    else stage.routes = this._motion.lines(stage.found);
    this._data.paint();
    const { dataset } = this._map.getContainer();
    dataset.missionsDrawn = String(stage.found.number.length);
    dataset.linesDrawn = String(stage.routes.length);
    this._barred();
    if (this._player.running()) this._bar.tell(this._latest());
    this._address.set(this._isoDays());
  },

  /* The last event up to the day, in words. */
  _latest: function () {
    const { scene } = this._stage;
    const day = turns.next(this._eventDays(), scene.as_of + 1, -1);
    if (day === null) return "";
    const said = turns.said(this._stage, this._turns, day, scene.known_on);
    return said && say("time.event", { day: calendar.said(day), what: said });
  },

  /* The map at rest: all lines, names and counts. */
  _settle: function () {
    clearTimeout(this._stillTimer);
    const stage = this._stage;
    if (!stage.moving || !this._map) return;
    if (this._next) cancelAnimationFrame(this._next);
    this._next = 0;
    stage.moving = false;
    delete this._map.getContainer().dataset.moving;
    stage.scene.dates = calendar.both(stage.scene);
    stage.found = filter.missions(stage.ready, stage.scene, stage.passing);
    this._gathered();
    this._shownKey = JSON.stringify({ ...stage.scene, name: 0, heard: 0, dates: 0 });
    this._keys.reset();
    this._barred();
    this._data.paint();
    this._dock.show(stage, stage.paper());
    this._bar.tell(this._said || this._latest());
    this._tell(this._said);
    this._said = "";
  },

  /* A hand was let go, or a key: what is drawn is whole, and the page follows. */
  _release: function (atOnce) {
    clearTimeout(this._sendTimer);
    this._sendTimer = 0;
    if (!this._heldDays) return;
    if (!atOnce) {
      this._sendTimer = setTimeout(() => this._release(true), KEYS_MS);
      return;
    }
    if (this._player.running()) return; // it is told when it stops
    if (this._next) {
      cancelAnimationFrame(this._next);
      this._pass();
    }
    this._settle();
    this._address.rest(this._isoDays());
    const wait = (this._messaged || 0) + APART_MS - Date.now();
    if (wait > 0) {
      this._sendTimer = setTimeout(() => this._release(true), wait);
      return;
    }
    const days = JSON.stringify(this._heldDays);
    if (days !== this._toldDays) this._send({ what: "time", id: "" }, null);
  },

  /* Days as the page's address has them: none for today, and for all that is known. */
  _isoDays: function () {
    const { scene } = this._stage;
    const { iso, LATEST } = calendar;
    return {
      as_of: scene.as_of === scene.today ? "" : iso(scene.as_of),
      known_on: scene.known_on >= LATEST ? "" : iso(scene.known_on),
    };
  },

  /* What every message says of time, once the reader has moved it. */
  _withDays: function (at) {
    if (!this._heldDays) return {};
    this._sent = at;
    this._toldDays = JSON.stringify(this._heldDays);
    return this._isoDays();
  },

  /* ---- events ---- */

  _eventDays: function () {
    const { scene } = this._stage;
    if (!this._days || this._daysOn !== scene.known_on) {
      this._days = this._turns.days(scene.known_on);
      this._daysOn = scene.known_on;
    }
    return this._days;
  },

  /** Put a hand on the next event; whether there is one. */
  _step: function (hand, by, plays = false) {
    const stage = this._stage;
    const { scene } = stage;
    if (!this._turns || !scene) return false;
    if (this._player.running() && !plays) this._player.stop();
    const days = hand === "as_of" ? this._eventDays() : this._turns.told;
    let day = turns.next(days, scene[hand], by);
    if (day === null && by > 0) day = hand === "as_of" ? this._axis.last : calendar.LATEST;
    const none = day === null || (by > 0 && day <= scene[hand]);
    if (none) {
      this._say(say("time.none"));
      this._bar.tell(say("time.none"));
      return false;
    }
    const before = hand === "known_on" ? this._answers() : null;
    this._moveTo({ [hand]: day });
    const what = before
      ? this._learnt(before)
      : turns.said(stage, this._turns, day, scene.known_on);
    const all = day >= calendar.LATEST;
    const when = all ? say("time.all") : calendar.said(day);
    const text = what ? say("time.event", { day: when, what }) : "";
    this._bar.tell(text);
    this._said = text;
    this._release(false);
    return true;
  },

  /* What is shown of each mission, to be compared. */
  _answers: function () {
    const { ready, scene, passing } = this._stage;
    const found = filter.missions(ready, scene, passing);
    return new Map(
      found.number.map((m, i) => [
        m,
        [found.status[i], found.perhaps[i], found.placement[i]].join(),
      ]),
    );
  },

  _learnt: function (before) {
    const after = this._answers();
    let count = 0;
    for (const [m, answer] of after) if (before.get(m) !== answer) count += 1;
    for (const m of before.keys()) if (!after.has(m)) count += 1;
    return count ? say("time.learnt", { count }) : "";
  },

  /** Stop the time where it is, with all of its map drawn. */
  pause: function () {
    if (!this._bar) return;
    this._player.stop();
    this._settle();
  },

  _play: function () {
    if (!this._turns) return;
    if (this._player.running()) {
      this._player.stop();
      return;
    }
    this._bar.playing(true);
    this._player.start();
  },
};
