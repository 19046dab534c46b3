/* Site: the map of a published site, with its cards and its search; files are fetched, or scripts on a disk. */
import { element } from "./dom.js";
import { opened, unpacked, unpackedText } from "./opened.js";
import { finder, fold } from "./search.js";

/** @type {Record<string, (text: string) => void>} */
const waiting = {};
/** @param {string} name @param {string} text */
const EmbassyAtlasFile = (name, text) => waiting[name](text);
Object.assign(window, { EmbassyAtlasFile, EmbassyAtlasFold: fold });
const opening = JSON.parse(String(document.getElementById("atlas-opening")?.textContent));
const { files, said } = opening;
/** @type {any[]} */
const [box, panel, field, list] = ["#find", "#card", "#words", "#found"].map((one) =>
  document.querySelector(one),
);

/** A file of the site. @param {string} name */
async function load(name) {
  if (location.protocol !== "file:") {
    const answer = await fetch(name + ".bin");
    if (!answer.ok) throw new Error("status " + answer.status);
    return unpacked(await answer.arrayBuffer());
  }
  const script = element("script");
  const text = new Promise((done, failed) => {
    waiting[name.replace(/.*\//, "")] = done;
    script.addEventListener("error", failed);
  });
  script.src = name + ".js";
  document.head.append(script);
  return unpackedText(String(await text));
}

/** The page of a thing on the map; an accreditation is on that of its mission. @param {Thing} thing */
function pageOf({ what, id }) {
  const [kind, rest] = id.split(":");
  if (kind === "pair" || kind === "state") return `${kind}s/${rest}.html`;
  if (kind !== "cover") return `${what === "place" ? "places" : "missions"}/${rest || id}.html`;
  const { arrays, texts } = /** @type {any} */ (shown).layer.state.ready.columns;
  const covering = arrays["cover.mission"][texts["cover.id"].indexOf(rest)];
  return `missions/${texts["mission.id"][covering]}.html#ea-claim-${rest}`;
}

/** Shows a page beside the map. @param {string} page */
function show(page) {
  const link = element("a", "", null, said.open);
  const frame = element("iframe");
  link.href = page;
  Object.assign(frame, { src: page.includes("#") ? page : page + "#main", title: said.card });
  panel.lastElementChild.replaceChildren(link, frame);
  panel.hidden = false;
  panel.focus({ preventScroll: true });
}

const shown = opened(
  opening,
  {
    columns: () => load(files.columns),
    land: () => load(files.land),
    names: { [opening.scene.language]: () => load(files.names) },
  },
  (thing) => {
    if (thing.what === "nothing") panel.hidden = true;
    if (thing.id && thing.what !== "layers") show(pageOf(thing));
  },
);
box.hidden = !shown;

/** @type {Promise<ReturnType<typeof finder>> | undefined} */
let index;
const indexed = () => (index ??= Promise.all([files.search, files.called].map(load)).then(finder));

/** Opens an entry, on the map and beside it. @param {number} e @param {ReturnType<typeof finder>} found */
function go(e, { box, cards, pages }) {
  const focus = [...box.slice(4 * e, 4 * e + 4)];
  const seen = /** @type {Box | null} */ (Number.isNaN(focus[0]) ? null : focus);
  shown?.show({ chosen: cards[e], focus: seen, name: cards[e] });
  history.replaceState(null, "", "#" + cards[e]);
  show(pages[e]);
}

field.addEventListener("input", async () => {
  const query = field.value;
  const found = await indexed().catch(() => (index = undefined));
  if (query !== field.value) return;
  const all = found ? found.search(query) : [];
  const count = said.count[all.length === 1 ? "one" : "other"].replace("{count}", all.length);
  const text = !found ? said.failed : all.length ? count : said.none;
  list.replaceChildren(element("p", "", null, query && text), element("ul"));
  for (const e of found ? all.slice(0, 25) : []) {
    const item = element("li", "", list.lastElementChild);
    const link = element("a", "", item, found?.called[e]);
    link.href = "#" + found?.cards[e];
    link.addEventListener("click", () => list.replaceChildren());
    element("small", "", item, found?.about[e]);
  }
});

async function follow() {
  const id = location.hash.slice(1);
  if (!shown || !id) return;
  const found = await indexed();
  const forms = (/** @type {string} */ card) => [card, encodeURI(card), encodeURIComponent(card)];
  const e = found.cards.findIndex((card) => forms(card).includes(id));
  if (e >= 0) go(e, found);
  else if (/^([a-z]+:)?[\w-]+$/.test(id)) show(pageOf({ what: "mission", id }));
}

panel.firstElementChild.addEventListener("click", () => (panel.hidden = true));
addEventListener("hashchange", follow);
follow();
