// Links between the pages, followed without loading the program anew; the language of the
// document; where the focus goes; what a place for files is. Without this script the same links
// load the page they name.

import { within } from "./dom.js";

const WAIT_MS = 60000;

let wanted = "";
let until = 0;
let arrived = "";

function seek() {
  if (!wanted || performance.now() > until) return;
  const target = document.getElementById(wanted);
  const held = document.activeElement;
  if (!target || target.closest("[data-stale=true]") || held === target) return;
  if (held && held !== document.body && held.isConnected && !held.matches(".ea-go")) return;
  target.focus();
}

// From a number to its source and back: what is folded around the target opens, and the target
// has the focus.
/** @param {HTMLAnchorElement} link */
function jump(link) {
  const target = document.getElementById(link.hash.slice(1));
  if (!target) return;
  for (
    let fold = target.closest("details");
    fold;
    fold = fold.parentElement?.closest("details") ?? null
  ) {
    fold.open = true;
  }
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}

/** @param {MouseEvent} event */
function follow(event) {
  const plain = !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  const link = within(event, "a.ea-go, a.ea-skip, .ea-card a:not([target])");
  if (!(link instanceof HTMLAnchorElement) || !plain || event.defaultPrevented) return;
  event.preventDefault();
  if (link.matches(".ea-ref, .ea-back")) {
    jump(link);
    return;
  }
  if (link.matches(".ea-skip")) {
    document.getElementById(link.hash.slice(1))?.focus();
    return;
  }
  wanted = link.dataset.focus || link.id;
  until = performance.now() + WAIT_MS;
  history.pushState({}, "", link.href);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}

// Streamlit names the place for a file and says that it is nothing: a reader hears neither then;
// and it calls the map by the name of a program.
/** @param {string} map */
function named(map) {
  for (const frame of document.querySelectorAll(".st-key-map_side iframe")) {
    if (frame instanceof HTMLIFrameElement && frame.title !== map) frame.title = map;
  }
  const places = document.querySelectorAll(
    "[data-testid=stFileUploaderDropzone][role=presentation]",
  );
  for (const place of places) place.setAttribute("role", "group");
}

// A citation to the clipboard; where the browser keeps that to itself, by its older command.
/** @param {Node} source */
function older(source) {
  const range = document.createRange();
  range.selectNodeContents(source);
  const chosen = getSelection();
  chosen?.removeAllRanges();
  chosen?.addRange(range);
  return document.execCommand("copy");
}

/** @param {Event} event */
async function copy(event) {
  const button = within(event, "button.ea-copy");
  const source = button && document.getElementById(String(button.dataset.copy));
  if (!source) return;
  let copied = false;
  try {
    await navigator.clipboard.writeText(String(source.textContent));
    copied = true;
  } catch {
    copied = older(source);
  }
  const said = button.parentElement?.querySelector("[role=status]");
  if (said) said.textContent = String(copied ? button.dataset.done : button.dataset.failed);
}

/** @param {Event} event */
function leave(event) {
  if (event.isTrusted) wanted = "";
}

/** @param {{ data: { language: string, map: string, target: string } }} given */
export default function ({ data }) {
  document.documentElement.lang = data.language;
  if (data.target && data.target !== arrived) {
    wanted = data.target;
    until = performance.now() + WAIT_MS;
  }
  arrived = data.target;
  const changed = () => {
    seek();
    named(data.map);
  };
  const watch = new MutationObserver(changed);
  // What is stale ceases to be by an attribute; and the title may be there before this script.
  const changes = { childList: true, subtree: true, attributeFilter: ["data-stale"] };
  watch.observe(document.body, changes);
  changed();
  document.documentElement.dataset.links = "followed";
  const still = new AbortController();
  const { signal } = still;
  document.addEventListener("click", follow, { signal });
  document.addEventListener("click", copy, { signal });
  for (const kind of ["keydown", "pointerdown"]) {
    document.addEventListener(kind, leave, { signal, capture: true });
  }
  return () => {
    watch.disconnect();
    still.abort();
  };
}
