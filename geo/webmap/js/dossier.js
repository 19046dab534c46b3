/* Dossier: goes from the map to cards, opens what is folded where a reader needs it open. */

const all = () => [...document.querySelectorAll("details")];

function unfold(element) {
  for (let up = element; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
}

function go(element) {
  unfold(element);
  element.scrollIntoView({ block: "start" });
  element.focus({ preventScroll: true });
}

function cardOf(id) {
  const parts = String(id).split(":");
  const cards = [...document.querySelectorAll("[data-card]")];
  const names = [String(id), ...parts.slice(1)];
  for (const name of names) {
    const card = cards.find((one) => one.dataset.card === name);
    if (card) return card;
  }
  return cards.find((one) =>
    [...one.querySelectorAll("[data-leads]")].some((row) => names.includes(row.dataset.leads)),
  );
}

document.addEventListener("atlas:opened", (event) => {
  const card = event.detail.id && cardOf(event.detail.id);
  if (card) go(card);
});

function follow() {
  const target =
    location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target) unfold(target);
}
addEventListener("hashchange", follow);
follow();

let shut = [];
addEventListener("beforeprint", () => {
  shut = all().filter((one) => !one.open);
  for (const one of shut) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of shut) one.open = false;
  shut = [];
});

addEventListener("load", () => {
  const lacking = globalThis.EmbassyAtlas && EmbassyAtlas.lacking([document.body.innerText]);
  if (!lacking) return;
  const note = document.createElement("p");
  note.className = "screen letters";
  note.setAttribute("role", "note");
  note.textContent =
    document.documentElement.dataset.letters + " " + [...lacking].slice(0, 20).join(" ");
  document.querySelector("header").append(note);
});

const contents = document.querySelector(".toc");
if (contents && document.querySelector("main details")) {
  const button = document.createElement("button");
  let open = false;
  button.type = "button";
  button.textContent = contents.dataset.open;
  button.addEventListener("click", () => {
    open = !open;
    for (const one of document.querySelectorAll("main details")) one.open = open;
    button.textContent = open ? contents.dataset.fold : contents.dataset.open;
  });
  contents.append(button);
}
