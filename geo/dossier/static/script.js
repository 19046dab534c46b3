"use strict";
(() => {
  // page/dom.js
  function element(tag, name = "", into = null, text = "") {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    if (into) into.append(made);
    return made;
  }
  function button(name, into, act) {
    const made = element("button", name, into);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // page/dossier.js
  var all = (selector) => [...document.querySelectorAll(
    /** @type {"div"} */
    selector
  )];
  var folds = (within = "") => document.querySelectorAll(
    /** @type {"details"} */
    within + "details"
  );
  function unfold(one) {
    for (let up = one; up; up = up.parentElement)
      if (up instanceof HTMLDetailsElement) up.open = true;
  }
  function cardOf(id) {
    const cards = all("[data-card]");
    const names = [id, ...id.split(":").slice(1)];
    for (const name of names) {
      const card = cards.find((one) => one.dataset.card === name);
      if (card) return card;
    }
    const row = all("[data-card] [data-leads]").find(
      (one) => names.includes(String(one.dataset.leads))
    );
    return row?.closest(
      /** @type {"div"} */
      "[data-card]"
    );
  }
  document.addEventListener("atlas:opened", (event) => {
    const { id } = (
      /** @type {CustomEvent<Thing>} */
      event.detail
    );
    const card = id && cardOf(String(id));
    if (!card) return;
    unfold(card);
    card.scrollIntoView({ block: "start" });
    card.focus({ preventScroll: true });
  });
  function follow() {
    if (location.hash) unfold(document.getElementById(decodeURIComponent(location.hash.slice(1))));
  }
  addEventListener("hashchange", follow);
  follow();
  var shut = [];
  addEventListener("beforeprint", () => {
    shut = [...folds()].filter((one) => !one.open);
    for (const one of shut) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of shut) one.open = false;
    shut = [];
  });
  addEventListener("load", () => {
    if (typeof EmbassyAtlas === "undefined") return;
    const lacking = EmbassyAtlas.lacking([document.body.innerText]);
    if (!lacking) return;
    const { letters } = document.documentElement.dataset;
    const text = letters + " " + [...lacking].slice(0, 20).join(" ");
    const note = element("p", "screen letters", document.querySelector("header"), text);
    note.setAttribute("role", "note");
  });
  var [contents] = all(".toc");
  if (contents && folds("main ").length) {
    let open = false;
    const toggle = button("", contents, () => {
      open = !open;
      for (const one of folds("main ")) one.open = open;
      toggle.textContent = String(open ? contents.dataset.fold : contents.dataset.open);
    });
    toggle.textContent = String(contents.dataset.open);
  }
})();
