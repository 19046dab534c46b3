/* Colours: calm palette in light and in dark; sides in colours that colour-blind readers tell apart
   (Okabe and Ito, 2008, darkened or lightened for contrast with the palette). */

const THEMES = {
  light: {
    sea: "#e6edf2",
    space: "#f7f8f8",
    land: "#f6f2e9",
    coast: "#a3abad",
    border: "#aca08a",
    lake: "#e6edf2",
    veil: "rgba(251,251,249,0.45)",
    name: "#6b6457",
    town: "#5d574c",
    ink: "#1f2429",
    paper: "#ffffff",
    halo: "rgba(255,255,255,0.92)",
    neutral: "#56626c",
    sides: ["#c24a00", "#0067a5", "#007a5a", "#a8478a", "#946800", "#2b8cc4"],
    pair: "#4b2e83",
    quiet: "#6d7680",
    focus: "#0b57d0",
    circle: "#24506e",
    shades: ["#e4ece0", "#cde0d1", "#aecfc0", "#88b9ab", "#619f97"],
    area: 0.13,
  },
  dark: {
    sea: "#11181f",
    space: "#0a0e12",
    land: "#232c34",
    coast: "#5a6975",
    border: "#66747f",
    lake: "#11181f",
    veil: "rgba(17,24,31,0.74)",
    name: "#a5b0b8",
    town: "#b6c0c7",
    ink: "#eef2f5",
    paper: "#161d24",
    halo: "rgba(17,24,31,0.9)",
    neutral: "#a3b0ba",
    sides: ["#ff9a52", "#62b8f0", "#3cc79a", "#e394c4", "#e6b94a", "#9bd3f5"],
    pair: "#c3a6ff",
    quiet: "#8a97a1",
    focus: "#8ab4f8",
    circle: "#9fc9e6",
    shades: ["#27403f", "#2d5450", "#356c64", "#438a7c", "#5cad98"],
    area: 0.2,
  },
};
const FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';

/** @param {string} word */
export function theme(word) {
  if (word === "light" || word === "dark") return word;
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** @param {string} word */
export function of(word) {
  return THEMES[theme(word)];
}

/** @param {number} pixels @param {number} [weight] */
export function font(pixels, weight) {
  return (weight || 400) + " " + pixels + "px " + FONT;
}
