/* Keys: the drawn things one after the other, without a mouse. */
import * as absence from "./absence.js";
import * as sphere from "./sphere.js";
import { say } from "./words.js";

const SETS = ["mission", "line", "absence", "place"];

/* Missions and lines that are emphasised come first, then from west to east as the map lies. */
function listed(stage, what) {
  const { ready, found } = stage;
  if (what === "place") return stage.places.map((region) => ({ what, id: stage.regionId(region) }));
  if (what === "absence" && !stage.absences.length) return [];
  const west = stage.west();
  const lying = (x) => x - west - Math.floor(x - west);
  let entries;
  if (what === "line") {
    entries = stage.routes.map((route) => [route.id, sphere.worldX(route.from[0])]);
  } else if (what === "absence") {
    const { FACES } = absence;
    return stage.absences
      .map((mark) => {
        const face = Math.min(...mark.signs.map((one) => FACES.indexOf(one.face)));
        return [face, lying(sphere.worldX(mark.lon)), mark.id];
      })
      .sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1))
      .map(([, , id]) => ({ what, id }));
  } else {
    const longitude = ready.columns.arrays["placement.longitude"];
    entries = found.number.map((m, i) => [
      ready.columns.texts["mission.id"][m],
      sphere.worldX(longitude[found.placement[i]]),
    ]);
  }
  const order = (id) => (stage.emphasis.has(id) ? 0 : 1);
  return entries
    .map(([id, x]) => [order(id), lying(x), id])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1))
    .map(([, , id]) => ({ what, id }));
}

export function keyboard(stage, act) {
  let what = "mission";
  let list = null;
  let index = -1;

  function reset() {
    list = null;
    index = -1;
  }

  function step(by) {
    if (!list) list = listed(stage, what);
    if (!list.length) {
      act.say(say("none." + what));
      return;
    }
    const from = index < 0 && by < 0 ? 0 : index;
    index = (((from + by) % list.length) + list.length) % list.length;
    go(index);
  }

  function go(to) {
    index = to;
    const thing = list[index];
    act.focus(thing);
    const step = say("count.step", { index: index + 1, count: list.length });
    act.say(act.text(thing) + ". " + step);
  }

  function change(by) {
    const next = () => SETS[(SETS.indexOf(what) + by + SETS.length) % SETS.length];
    what = next();
    if (what === "absence" && !stage.absences.length) what = next();
    reset();
    list = listed(stage, what);
    act.focus(null);
    act.say(say("set." + what, { count: list.length }));
  }

  const ACTS = {
    ArrowRight: () => step(1),
    ArrowLeft: () => step(-1),
    ArrowDown: () => change(1),
    ArrowUp: () => change(-1),
    PageDown: () => step(10),
    PageUp: () => step(-10),
    Home: () => {
      index = -1;
      step(1);
    },
    End: () => {
      index = 0;
      step(-1);
    },
    Enter: () => list && index >= 0 && act.open(list[index]),
    " ": () => list && index >= 0 && act.open(list[index]),
    Escape: () => {
      reset();
      act.close();
    },
    "+": () => act.zoom(1),
    "=": () => act.zoom(1),
    "-": () => act.zoom(-1),
  };
  const PANS = {
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0],
    ArrowDown: [0, 1],
    ArrowUp: [0, -1],
  };

  function pressed(event) {
    if (event.target !== event.currentTarget) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const pan = event.shiftKey && PANS[event.key];
    const deed = pan ? () => act.pan(...pan) : ACTS[event.key];
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  }

  return { pressed, reset };
}
