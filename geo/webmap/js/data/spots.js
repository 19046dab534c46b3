/* Spots: missions that stand at the very same point, and how they fan out around it. */
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
export const FEW = 4;
/** @type {Record<string, number>} */
const ORDER = { embassy: 0, consulate: 1, liaison: 2 };

/** @type {Record<string, string>} */
const HOW = {
  surveyed: "",
  stated: "",
  unverified: "unverified",
  state: "country",
  outside: "doubtful",
  far: "doubtful",
};
const OVERVIEW = 6; // zoom below which what is known by its country only is drawn in any case,
const NEAR = 10; // and from which on never: between them where the country is all in view
const HOLE = 2; // members of a large spot leave this much room around the point itself

/** The word that says how exactly a placement is known. @param {Ready} ready @param {number} placement */
export function exactness(ready, placement) {
  return ready.columns.values.exactness[ready.columns.arrays["placement.exactness"][placement]];
}

/** How a placement looks: "" a point, "unverified", "around", "country" or "doubtful". @param {Ready} ready @param {number} placement */
export function how(ready, placement) {
  return HOW[exactness(ready, placement)] ?? "around";
}

/** Whether a placement is no point that anybody gives, but an area: a city, a district, words. @param {Ready} ready @param {number} placement */
export function vague(ready, placement) {
  return ringed(how(ready, placement));
}

/** Whether such a look is a small symbol in a ring. @param {string} [how] */
export function ringed(how) {
  return Boolean(how) && how !== "unverified";
}

/** Whether a placement by country only would look like one in the town that is in view. @param {Ready} ready @param {number} placement @param {View} view */
export function tooClose(ready, placement, view) {
  if (view.zoom < OVERVIEW || how(ready, placement) !== "country") return false;
  const a = ready.columns.arrays;
  const region = a["placement.region"][placement];
  const wide = region < 0 ? 0 : (a["region.east"][region] - a["region.west"][region]) * view.scale;
  return view.zoom >= NEAR || wide > view.width;
}

/** The spots of found missions, each with its members, most telling first. @param {Ready} ready @param {Found} found @param {Set<string>} emphasis */
export function spots(ready, found, emphasis) {
  const a = ready.columns.arrays;
  const groups = ready.columns.values.groups;
  const kind = a["mission.kind"];
  const ids = ready.columns.texts["mission.id"];
  /** @type {Map<number, Spot>} */
  const at = new Map();
  found.number.forEach((m, i) => {
    const p = found.placement[i];
    const key = ready.points.placement[p];
    let spot = at.get(key);
    if (!spot) {
      const [lon, lat] = [a["placement.longitude"][p], a["placement.latitude"][p]];
      const [x, y] = [ready.worlds.x[p], ready.worlds.y[p]];
      spot = { lon, lat, x, y, members: [], areas: [] };
      at.set(key, spot);
    }
    spot.members.push(i);
  });
  const order = groups.map((group) => ORDER[group] || 0);
  /** @param {number} i */
  const weight = (i) => {
    const m = found.number[i];
    return (emphasis.has(ids[m]) ? -10 : 0) + order[kind[m]];
  };
  for (const spot of at.values()) {
    if (spot.members.length > 1) spot.members.sort((i, j) => weight(i) - weight(j) || i - j);
    spot.areas = areas(ready, found, spot);
  }
  return [...at.values()];
}

/** The areas within which the members of a spot stand: each radius or region once. @param {Ready} ready @param {Found} found @param {Spot} spot */
function areas(ready, found, spot) {
  const region = ready.columns.arrays["placement.region"];
  const radius = ready.columns.arrays["placement.radius"];
  /** @type {Area[]} */
  const kept = [];
  for (const i of spot.members) {
    const p = found.placement[i];
    const none = region[p] < 0 && Number.isNaN(radius[p]);
    if (none || how(ready, p) === "country") continue;
    /** @param {Area} area */
    const same = (area) =>
      area.region === region[p] && (region[p] >= 0 || area.metres === radius[p]);
    const area = kept.find(same);
    if (area) area.members.push(i);
    else kept.push({ region: region[p], metres: radius[p], members: [i], placement: p });
  }
  return kept;
}

/** How far the members of a spot stand apart at a zoom: 0 not at all, 1 side by side. @param {number} members @param {number} zoom */
export function spread(members, zoom) {
  const wide = Math.max(0, Math.min(1, (zoom - 5) / 2.5));
  return members > 1 && members <= FEW ? Math.max(0.5, wide) : wide;
}

/** Where member number i of n stands from the middle of its spot, in pixels. @param {number} i @param {number} n @param {number} apart */
export function offset(i, n, apart) {
  if (n === 1) return [0, 0];
  if (n <= FEW) {
    const angle = -Math.PI / 2 + (2 * Math.PI * i) / n + (n === 2 ? Math.PI / 2 : 0);
    const r = apart * (n === 2 ? 0.5 : 0.62);
    return [r * Math.cos(angle), r * Math.sin(angle)];
  }
  const r = apart * 0.6 * Math.sqrt(i + HOLE);
  return [r * Math.cos(i * GOLDEN), r * Math.sin(i * GOLDEN)];
}

/** Pixels from the middle of a spot to the outermost of n members. @param {number} n @param {number} apart */
export function reach(n, apart) {
  if (n === 1) return 0;
  return n <= FEW ? apart * 0.62 : apart * 0.6 * Math.sqrt(n + HOLE);
}
