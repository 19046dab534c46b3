/* Hit: what was drawn at a point of the sheet. */

function nearest(items, x, y, reach) {
  let best = null;
  let least = Infinity;
  for (const item of items) {
    const d = Math.hypot(item.x - x, item.y - y) - item.r;
    if (d < reach && d < least) {
      least = d;
      best = item;
    }
  }
  return best;
}

function mission(stage, i) {
  return { what: "mission", id: stage.ready.columns.texts["mission.id"][stage.found.number[i]] };
}

function symbol(stage, x, y, reach) {
  const away = (item) => Math.max(0, Math.hypot(item.x - x, item.y - y) - item.r);
  const best = nearest(stage.drawn.symbols, x, y, reach);
  const strong = nearest(
    stage.drawn.symbols.filter((item) => item.strong),
    x,
    y,
    reach,
  );
  const badge = nearest(stage.drawn.badges, x, y, reach);
  if (badge && away(badge) < (strong ? away(strong) : away(best || badge) + 1)) {
    const { at, members } = badge;
    return { what: "stack", id: "", members, x: at.x, y: at.y };
  }
  if (strong && away(strong) <= away(best)) return mission(stage, strong.i);
  if (!best) return null;
  const over = (item) => Math.hypot(item.x - best.x, item.y - best.y) < best.r * 0.9;
  const members = [...new Set(stage.drawn.symbols.filter(over).map((item) => item.i))];
  if (members.length === 1) return mission(stage, best.i);
  return { what: "stack", id: "", members, x: best.x, y: best.y };
}

function absence(stage, x, y, reach) {
  const best = nearest(stage.drawn.absences, x, y, reach);
  return best && { what: "absence", id: best.mark.id };
}

function boxed(stroke) {
  if (!stroke.box) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const run of stroke.runs) {
      for (let i = 0; i < run.length; i += 2) {
        box[0] = Math.min(box[0], run[i]);
        box[1] = Math.min(box[1], run[i + 1]);
        box[2] = Math.max(box[2], run[i]);
        box[3] = Math.max(box[3], run[i + 1]);
      }
    }
    stroke.box = box;
  }
  return stroke.box;
}

function away(run, x, y) {
  let least = Infinity;
  for (let i = 2; i < run.length; i += 2) {
    const dx = run[i] - run[i - 2];
    const dy = run[i + 1] - run[i - 1];
    const long = dx * dx + dy * dy;
    const along = long ? ((x - run[i - 2]) * dx + (y - run[i - 1]) * dy) / long : 0;
    const t = Math.max(0, Math.min(1, along));
    const d = Math.hypot(x - run[i - 2] - t * dx, y - run[i - 1] - t * dy);
    if (d < least) least = d;
  }
  return least;
}

function line(stage, x, y, reach) {
  let best = null;
  let least = reach;
  for (const stroke of stage.drawn.strokes) {
    const box = boxed(stroke);
    if (x < box[0] - reach || x > box[2] + reach || y < box[1] - reach || y > box[3] + reach) {
      continue;
    }
    const strong = stage.emphasis.has(stroke.route.id) ? 3 : 0;
    const d = Math.min(...stroke.runs.map((run) => away(run, x, y))) - strong;
    if (d < least) {
      least = d;
      best = stroke;
    }
  }
  return best && { what: "line", id: best.route.id };
}

function area(stage, context, x, y, ratio) {
  let best = null;
  for (const drawn of stage.drawn.areas) {
    if (best && best.wide <= drawn.wide) continue;
    if (context.isPointInPath(drawn.path, x * ratio, y * ratio, "evenodd")) best = drawn;
  }
  if (!best) return null;
  const place = best.region >= 0 ? stage.regionId(best.region) : "";
  if (place) return { what: "place", id: place };
  const { members } = best;
  if (members.length === 1) return mission(stage, members[0]);
  return null;
}

/**
 * The thing at a point, or null. `reach` is how many pixels a pointer may miss by; `context` is
 * the sheet's own, for its areas.
 */
export function at(stage, context, x, y, reach, ratio) {
  const fanned = nearest(stage.fanned, x, y, reach);
  if (fanned) return mission(stage, fanned.i);
  return (
    symbol(stage, x, y, reach) ||
    absence(stage, x, y, reach) ||
    line(stage, x, y, reach + 1) ||
    area(stage, context, x, y, ratio)
  );
}
