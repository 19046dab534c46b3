"use strict";
/* Texts: what a thing on the map is called, for tooltips and for readers who hear the map. */
(function (atlas) {
  /** What is known of where a placement is, if that is no point. */
  function placed(ready, p) {
    if (!atlas.spots.vague(ready, p)) return "";
    const { arrays, values } = ready.columns;
    const within = atlas.words.distance(arrays["placement.radius"][p]);
    return atlas.words.placed[values.methods[arrays["placement.method"][p]]](within);
  }

  function mission(stage, i) {
    const { ready, found } = stage;
    const { words } = atlas;
    const label = ready.columns.texts["mission.label"][found.number[i]];
    const status = words.statuses[ready.columns.values.statuses[found.status[i]]];
    const told = found.perhaps[i] ? words.perhapsStatus(status) : status;
    return [label, [told, placed(ready, found.placement[i])].filter(Boolean).join("; ")];
  }

  function line(stage, route) {
    const { texts, arrays } = stage.ready.columns;
    const names = texts["party.name"];
    const { routes, words } = atlas;
    const length = words.distance(atlas.sphere.distance(...route.from, ...route.to));
    if (route.kind === routes.PAIR) {
      const told = words.relations(route.relations);
      return [names[route.a] + " – " + names[route.b], length + ", " + told];
    }
    if (route.kind === routes.SEAT) {
      const town = arrays["mission.town"][route.end];
      const where = town >= 0 ? texts["town.name"][town] : names[route.b];
      return [names[route.a] + " – " + where, length];
    }
    if (route.kind === routes.COVERAGE) {
      return [names[route.a] + " – " + names[route.b], words.lines.coverage + ", " + length];
    }
    const labels = texts["mission.label"];
    const near = atlas.lengthOf(route);
    return [labels[route.start] + " – " + labels[route.end], near || words.lines.neighbour];
  }

  /** Title and detail of a thing. */
  function of(stage, thing) {
    if (thing.what === "stack") return [atlas.words.here(thing.members.length), ""];
    if (thing.what === "mission") {
      const i = stage.at.get(thing.id);
      return i === undefined ? ["", ""] : mission(stage, i);
    }
    if (thing.what === "line") {
      const route = stage.routes.find((one) => one.id === thing.id);
      return route ? line(stage, route) : ["", ""];
    }
    const { texts } = stage.ready.columns;
    const region = texts["region.id"].indexOf(thing.id);
    return [region < 0 ? "" : texts["region.name"][region], atlas.words.area];
  }

  /** The length of a line, as well as it is known; "" where it is not. */
  function lengthOf(route) {
    if (Number.isNaN(route.unsure)) return "";
    return atlas.words.roughly(atlas.sphere.distance(...route.from, ...route.to), route.unsure);
  }

  atlas.textOf = of;
  atlas.placed = placed;
  atlas.lengthOf = lengthOf;
})((globalThis.EmbassyAtlas = globalThis.EmbassyAtlas || {}));
