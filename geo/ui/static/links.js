// page/dom.js
function within(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}

// page/links.js
var WAIT_MS = 6e4;
var wanted = "";
var until = 0;
function seek() {
  if (!wanted || performance.now() > until) return;
  const target = document.getElementById(wanted);
  const held = document.activeElement;
  if (!target || target.closest("[data-stale=true]") || held === target) return;
  if (held && held !== document.body && held.isConnected && !held.matches(".ea-go")) return;
  target.focus();
}
function jump(link) {
  const target = document.getElementById(link.hash.slice(1));
  if (!target) return;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) {
    fold.open = true;
  }
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}
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
function named() {
  const places = document.querySelectorAll(
    "[data-testid=stFileUploaderDropzone][role=presentation]"
  );
  for (const place of places) place.setAttribute("role", "group");
}
function older(source) {
  const range = document.createRange();
  range.selectNodeContents(source);
  const chosen = getSelection();
  chosen?.removeAllRanges();
  chosen?.addRange(range);
  return document.execCommand("copy");
}
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
function leave(event) {
  if (event.isTrusted) wanted = "";
}
function links_default({ data }) {
  document.documentElement.lang = data.language;
  const changed = () => {
    seek();
    named();
  };
  const watch = new MutationObserver(changed);
  const changes = { childList: true, subtree: true, attributeFilter: ["data-stale"] };
  watch.observe(document.body, changes);
  changed();
  document.documentElement.dataset.links = "followed";
  document.addEventListener("click", follow);
  document.addEventListener("click", copy);
  document.addEventListener("keydown", leave, true);
  document.addEventListener("pointerdown", leave, true);
  return () => {
    watch.disconnect();
    document.removeEventListener("click", follow);
    document.removeEventListener("click", copy);
    document.removeEventListener("keydown", leave, true);
    document.removeEventListener("pointerdown", leave, true);
  };
}
export {
  links_default as default
};
