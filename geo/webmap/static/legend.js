"use strict";
/* Legend: what the symbols, colours and lines on this map mean, and nothing that is not on it. */
(function (atlas) {
  const SIZE = 18;
  const OPEN_FROM = 1100; // pixels of the map's width from which it is open at first
  const HIGH = 112;
  const LOW = 46;
  const CREDIT = 26;

  function element(tag, name, text) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function picture(wide, draw) {
    const ratio = window.devicePixelRatio || 1;
    const canvas = element("canvas", "atlas-key");
    canvas.width = wide * ratio;
    canvas.height = SIZE * ratio;
    canvas.style.width = wide + "px";
    canvas.style.height = SIZE + "px";
    canvas.setAttribute("aria-hidden", "true");
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    draw(context);
    return canvas;
  }

  function row(canvas, text) {
    const made = element("div", "atlas-row");
    made.append(canvas, element("span", "", text));
    return made;
  }

  function symbol(paper, look, colour, r = 5.6) {
    return picture(SIZE, (context) => {
      context.translate(SIZE / 2, SIZE / 2);
      atlas.symbols.draw(context, look, r, colour, paper.paper);
    });
  }

  function line(colour, width, dash) {
    return picture(26, (context) => {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.setLineDash(dash);
      context.beginPath();
      context.moveTo(1, SIZE / 2);
      context.lineTo(25, SIZE / 2);
      context.stroke();
    });
  }

  function disc(colour, alpha) {
    return picture(SIZE, (context) => {
      context.beginPath();
      context.arc(SIZE / 2, SIZE / 2, 7.5, 0, 2 * Math.PI);
      context.globalAlpha = alpha;
      context.fillStyle = colour;
      context.fill();
      context.globalAlpha = 0.8;
      context.strokeStyle = colour;
      context.setLineDash([3, 2]);
      context.stroke();
    });
  }

  function used(stage) {
    const { ready, found } = stage;
    const { groups, statuses } = ready.columns.values;
    const kind = ready.columns.arrays["mission.kind"];
    const sending = ready.columns.arrays["mission.sending"];
    const all = { groups: new Set(), statuses: new Set(), parties: new Set() };
    found.number.forEach((m, i) => {
      all.groups.add(groups[kind[m]]);
      all.statuses.add(statuses[found.status[i]]);
      all.parties.add(sending[m]);
      all.perhaps = all.perhaps || Boolean(found.perhaps[i]);
      all.vague = all.vague || atlas.spots.vague(ready, found.placement[i]);
    });
    return all;
  }

  const PLAIN = { shape: "circle", status: "open", perhaps: false };

  function sides(stage, paper, all) {
    const { words } = atlas;
    const names = stage.ready.columns.texts["party.name"];
    const made = [];
    for (const [party, side] of stage.sides) {
      if (!all.parties.delete(party)) continue;
      made.push(row(symbol(paper, PLAIN, paper.sides[side]), words.sentBy(names[party])));
    }
    if (made.length && all.parties.size) {
      made.push(row(symbol(paper, PLAIN, paper.neutral), words.others));
    }
    return made;
  }

  function kinds(paper, all) {
    return Object.entries(atlas.words.kinds)
      .filter(([group]) => all.groups.has(group))
      .map(([group, text]) => {
        const look = { ...PLAIN, shape: atlas.symbols.shape(group) };
        return row(symbol(paper, look, paper.ink), text);
      });
  }

  function statuses(paper, all) {
    const made = Object.entries(atlas.words.statuses)
      .filter(([status]) => all.statuses.has(status))
      .map(([status, text]) => row(symbol(paper, { ...PLAIN, status }, paper.ink), text));
    if (all.perhaps) {
      made.push(row(symbol(paper, { ...PLAIN, perhaps: true }, paper.ink), atlas.words.perhaps));
    }
    if (all.vague) {
      made.push(row(symbol(paper, { ...PLAIN, vague: true }, paper.ink, 7.2), atlas.words.vague));
    }
    return made;
  }

  function lines(stage, paper, all) {
    const drawn = new Set(stage.routes.map((route) => route.kind));
    const looks = {
      pair: [paper.pair, 2, []],
      seat: [paper.quiet, 1.2, []],
      coverage: [paper.quiet, 1.4, [5, 4]],
      neighbour: [paper.ink, 1.6, [1.5, 3]],
    };
    const made = Object.entries(atlas.words.lines)
      .filter(([kind]) => drawn.has(kind))
      .map(([kind, text]) => row(line(...looks[kind]), text));
    if (all.groups.size) made.push(row(disc(paper.ink, paper.area), atlas.words.area));
    return made;
  }

  function group(members) {
    const made = element("div", "atlas-group");
    made.append(...members);
    return made;
  }

  const Legend = L.Control.extend({
    options: { position: "bottomleft" },

    onAdd: function (map) {
      const size = map.getSize();
      this._box = element("details", "atlas-legend leaflet-control");
      this._box.open = size.x >= OPEN_FROM && size.y >= 480;
      this._body = element("div", "atlas-legend-rows");
      this._box.append(element("summary", "", atlas.words.legend), this._body);
      this._box.addEventListener("toggle", () => map.fire("legend"));
      L.DomEvent.disableClickPropagation(this._box);
      L.DomEvent.disableScrollPropagation(this._box);
      return this._box;
    },

    /** How many pixels of the map's lower edge it takes, or will take once it is filled. */
    height: function () {
      return Math.max(this._box.open ? HIGH : LOW, this._box.offsetHeight + CREDIT);
    },

    show: function (stage, paper) {
      const all = used(stage);
      const groups = [
        sides(stage, paper, all),
        kinds(paper, all),
        statuses(paper, all),
        lines(stage, paper, all),
      ];
      this._body.replaceChildren(...groups.filter((one) => one.length).map(group));
    },
  });

  atlas.Legend = Legend;
})((globalThis.EmbassyAtlas = globalThis.EmbassyAtlas || {}));
