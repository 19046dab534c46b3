/* What the modules hand to each other. */

type Context = CanvasRenderingContext2D;
/** West, south, east, north in degrees. */
type Box = [number, number, number, number];
type Pair = [number, number];
type Numbers = ArrayLike<number>;
type Values = Record<string, string | number>;

/* ---- what is loaded ---- */

interface Columns {
  arrays: Record<string, Numbers>;
  texts: Record<string, string[]>;
  values: {
    viewpoints: string[];
    groups: string[];
    kind_ranks: number[];
    status_ranks: number[];
    present: number[];
    faces: string[];
    statuses: string[];
    kinds: string[];
    exactness: string[];
    counts?: string[];
    stale_days: number;
    region_unit: number;
  };
}

/** Columns as they are, an address of them, or what gives one of the two. */
type Source = string | ArrayBuffer | ArrayBufferView | (() => Source | Promise<Source>);

/** Intervals on both clocks. */
interface Clocks {
  begin: Numbers;
  end: Numbers;
  knownBegin: Numbers;
  knownEnd: Numbers;
}

/** The same in the order of their missions. */
interface Intervals extends Clocks {
  start: Int32Array;
}

/** Missions by pairs of states. */
interface Pairs {
  ids: string[];
  pair: Int32Array;
  side: Uint8Array;
  host: Int32Array;
  rank: Uint8Array;
  of(one: number, other: number): number;
}

interface Ready {
  missions: number;
  columns: Columns;
  points: Record<"placement" | "seat" | "cover", Int32Array>;
  worlds: { x: Float64Array; y: Float64Array };
  pairs: Pairs;
  related: Int32Array;
  code: Map<string, number>;
  episodes: Intervals;
  placements: Intervals;
  seen: Int32Array;
  undated: number;
  drawn: boolean[];
  ends: Map<number, number[]>;
  absent: Map<number, number[]>;
  absences: Clocks;
}

interface Message {
  one: string;
  other: string;
}

interface Language {
  messages: Record<string, string | Message>;
  number: { from: number; group: string; point: string };
}

/* ---- what a scene asks for ---- */

interface Days {
  as_of: number;
  known_on: number;
}
type Clock = keyof Days;

/** A bit for each row, as geo.webmap.masks has decided; empty for all rows. */
interface Masks {
  missions: string;
  coverage: string;
  places: string;
  shown_only: boolean;
  absences: (Record<AbsenceMask, string> & { unknown: boolean }) | null;
}
type AbsenceMask = "sending" | "receiving" | "states" | "named";

/** What a scene lets through on any day: rows, and flags of statuses and parties. */
interface Passing {
  missions: Int32Array;
  coverage: Int32Array;
  places: Int32Array;
  statuses: Uint8Array;
  absences: Record<AbsenceMask, Uint8Array> | null;
}

interface Placed {
  mode: string;
  turn: number | string | null;
  at: Pair[];
  radius: number;
}

interface Scene extends Days {
  masks: Masks;
  statuses: string[];
  bbox: Box | null;
  undated: number;
  name: string;
  language: string;
  theme: string;
  title: string;
  dates: string;
  sides: string[];
  emphasis: string[];
  chosen: string;
  focus: Box | null;
  /** Share of the map that what is asked for covers at least, where the map may stay; null to go in any case. */
  least: number | null;
  placing?: Placed | null;
  viewpoint: string;
  background: string;
  layers: string;
  today: number;
  heard: number;
  credit: string[];
}

/* ---- what is found ---- */

interface Found {
  number: number[];
  status: number[];
  perhaps: number[];
  placement: number[];
  last: number[];
  digits: number[];
}

interface Route {
  id: string;
  kind: string;
  a: number;
  b: number;
  start: number;
  end: number;
  from: Pair;
  to: Pair;
  way: number;
  relations: number;
  perhaps: boolean;
  unsure: number;
}

interface Area {
  region: number;
  metres: number;
  members: number[];
  placement: number;
}

interface Spot {
  lon: number;
  lat: number;
  x: number;
  y: number;
  members: number[];
  areas: Area[];
}

/** Found missions of one city, or at one point that is in none. */
interface Town {
  id: string;
  name: string;
  x: number;
  y: number;
  members: number[];
}

/** Found missions counted: by party, how many it sends and receives, and by city. */
interface Overview {
  sent: Uint32Array;
  received: Uint32Array;
  towns: Town[];
  /** Least numbers of the classes of shading. */
  classes: number[];
  /** By zoom, the cities whose circles lie apart. */
  apart?: Map<number, Town[]>;
}

/** What the reader may switch on and off. */
interface Layers {
  shading: boolean;
  lines: boolean;
  coverage: boolean;
  neighbour: boolean;
  regions: boolean;
  absences: boolean;
  labels: boolean;
  direction: string;
  colour: string;
  globe: boolean;
}

/** The sphere seen from above a point: its middle and radius in pixels, and the axes of the sheet. */
interface Globe {
  x: number;
  y: number;
  r: number;
  east: number[];
  north: number[];
  out: number[];
}

interface Absence {
  a: number;
  b: number;
  at: number;
  face: string;
  perhaps: boolean;
  town: number;
  over: boolean;
  closed: boolean;
}

interface AbsenceMark {
  id: string;
  lon: number;
  lat: number;
  told: Absence[];
  signs: Absence[];
}

/** Something on the map: a mission, line, absence, place, or a stack of missions. */
interface Thing {
  what: string;
  id: string;
  members?: number[];
  x?: number;
  y?: number;
}

/* ---- what is drawn ---- */

/** Where a sheet lies in the world: pixels = world × scale − left, top. */
interface View {
  zoom: number;
  scale: number;
  left: number;
  top: number;
  width: number;
  height: number;
  insetX: number;
  insetY: number;
  seen: { x: number; y: number };
  ratio: number;
  globe?: Globe | null;
}

type Paint = (context: Context, view: View) => void;

type Ink =
  | "sea"
  | "space"
  | "land"
  | "coast"
  | "border"
  | "lake"
  | "veil"
  | "name"
  | "town"
  | "ink"
  | "paper"
  | "halo"
  | "neutral"
  | "pair"
  | "quiet"
  | "focus"
  | "circle";
type Palette = Record<Ink, string> & { sides: string[]; shades: string[]; area: number };

/** How a mission's symbol looks. */
interface Look {
  shape: string;
  status: string;
  perhaps: boolean;
  how?: string;
  stale?: boolean;
}

interface Sprite {
  image: CanvasImageSource;
  half: number;
}

interface LineLook {
  colour: string;
  width: number;
  alpha: number;
  dash: number[];
}

interface Run {
  xy: Float64Array;
  box: Box;
}
type RunOf = (route: Route, level?: number) => Run;

interface Stroke {
  route: Route;
  copy: number;
  runs: number[][];
  box?: Box;
}

interface Dot {
  x: number;
  y: number;
  r: number;
}

interface SymbolItem extends Dot {
  i: number;
  spot?: Spot;
  strong?: boolean;
  chosen?: boolean;
}

interface Badge extends Dot {
  half: number;
  text: string;
  members: number[];
  at: SymbolItem;
}

interface Drawn {
  symbols: SymbolItem[];
  strokes: Stroke[];
  areas: {
    path: Path2D;
    region: number;
    members: number[];
    wide: number;
    x: number;
    y: number;
    low: number;
  }[];
  fans: { x: number; y: number; spot: Spot; apart: number; wide: number }[];
  badges: Badge[];
  circles: (Dot & { town: Town })[];
  lit: Stroke[];
  anchors: (Dot & { mission: number })[];
  absences: (Dot & { mark: AbsenceMark })[];
  view: View;
}

/** What the map shows now: everything that draws, hits or tells reads it. */
interface State {
  ready: Ready;
  ground: Columns;
  paintGround: Paint | null;
  scene: Scene;
  passing: Passing;
  found: Found;
  spots: Spot[];
  routes: Route[];
  /** The lines of what is emphasised, of more missions than have all lines drawn. */
  strong: Route[];
  /** What is worked out when it is asked for first. */
  made: { routes?: Route[]; spots?: Spot[]; at?: Map<string, number> };
  towns: Pair[];
  places: number[];
  absences: AbsenceMark[];
  overview: Overview | null;
  layers: Layers;
  areas: import("./drawing/shading.js").Areas | null;
  turning: boolean;
  at: Map<string, number>;
  sides: Map<number, number>;
  emphasis: Set<string>;
  drawn: Drawn;
  fanned: SymbolItem[];
  fan: { members: number[]; x: number; y: number } | null;
  fanWide?: { x: number; y: number; wide: number };
  hover: Thing | null;
  focused: Thing | null;
  chosen: Thing | null;
  moving: boolean;
  /** Missions up to which all lines are drawn; of more, only those of what is emphasised, chosen or pointed at. */
  most: number;
  sprite: (look: Look, r: number, colour: string, paper: string, ratio: number) => Sprite;
  run: RunOf;
  tiled: (view: View) => Box[];
  viewpoint: () => string;
  palette: () => Palette;
  west: () => number;
  reserved: (view: View) => Box[];
  regionId: (region: number) => string;
}

/* ---- labels and legend ---- */

interface Space {
  free(x0: number, y0: number, x1: number, y1: number, overSoft?: boolean): boolean;
  take(x0: number, y0: number, x1: number, y1: number, soft?: boolean): void;
  within(x0: number, y0: number, x1: number, y1: number): boolean;
}

interface LabelStyle {
  size: number;
  weight: number;
  ink: string;
  halo: string;
  longest?: number;
  along?: boolean;
  centred?: boolean;
  over?: boolean;
  pill?: string;
  gap?: number;
  clear?: (x0: number, y0: number, x1: number, y1: number) => boolean;
}
type Write = () => void;

/** What a state is drawn with. */
interface Drawing {
  context: Context;
  view: View;
  state: State;
  palette: Palette;
  r: number;
}

/** The same, with the room that labels find. */
interface Writing extends Drawing {
  space: Space;
}

interface LegendEntry {
  wide: number;
  paint: (context: Context) => void;
  text: string;
}

/** What lies above or below the map in a saved picture. */
interface Block {
  high: number;
  paint: (context: Context, y: number) => void;
}

/* ---- time ---- */

interface Turns {
  counted(knownOn: number): { openings: number[]; closings: number[]; undated: Pair };
  days(knownOn: number): Float64Array;
  on(day: number, knownOn: number): Turn[];
  manner(turn: Turn): string;
  bounds: number[];
  told: Float64Array;
}

interface Turn {
  turn: number;
  perhaps: boolean;
}

interface Axis {
  first: number;
  from: number;
  last: number;
  early: number;
  share(day: number): number;
  dayAt(share: number): number;
  edges(pixels: number): { edges: Float64Array; step: number; early: boolean };
}

interface Bins {
  sure: Float64Array;
  perhaps: Float64Array;
}

interface Histogram {
  edges: Float64Array;
  step: number;
  early: boolean;
  openings: Bins;
  closings: Bins;
  most: number;
  undated: Pair;
  dated: Pair;
  perhaps: Pair;
}

interface HistogramLook {
  ink: string;
  hollow: string;
  perhaps: string;
  line: string;
  paper: string;
  soft: string;
  hand: string;
  other: string;
}

interface TrackBox {
  wide: number;
  high: number;
  ratio: number;
  undated: number;
  undatedWide: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface TimeShown {
  axis: Axis;
  histogram: Histogram;
  scene: Scene;
  today: number;
  nothing: boolean;
}

interface TimeActions {
  move(days: Partial<Days>): void;
  rest(atOnce: boolean): void;
  step(hand: Clock, by: number): boolean;
  play(): void;
}

interface IsoDays {
  as_of: string;
  known_on: string;
}

interface AddressKeys {
  as_of: string;
  known_on: string;
  everything: [string, string];
  shown: string[];
}

type Sheet = import("./leaflet/sheet.js").Sheet;

/* ---- the layer ---- */

interface Background {
  key: string;
  name: string;
  url: string;
  credit: string;
  bounds: [Pair, Pair] | null;
  least: number;
  most: number;
}

interface Options {
  columns: Source;
  names?: Record<string, Source>;
  land: Source;
  bounds: [Pair, Pair];
  credit: string | Record<string, string>;
  backgrounds?: Background[];
  time?: boolean;
  address?: AddressKeys | null;
  /** What the page lays over the left and the right of a wide map, and how many pixels that takes until it is there. */
  panels?: [[string, number], [string, number]] | null;
  /** Missions up to which all lines are drawn; of more, only those of what is emphasised, chosen or pointed at. */
  most: number;
}

/* ---- what parts are told to do ---- */

interface KeyActions {
  say(text: string): void;
  text(thing: Thing): string;
  focus(thing: Thing | null): void;
  open(thing: Thing): void;
  close(): void;
  zoom(by: number): void;
  pan(x: number, y: number): void;
}

interface PlayerActions {
  share(): number;
  go(share: number): void;
  step(): boolean;
  over(): void;
}

interface PictureText {
  title: string;
  dates: string;
  credit: string;
  groups: LegendEntry[][];
}

type TimeBar = ReturnType<typeof import("./time/timebar.js").timebar>;

/** Parts of the base map: runs of points, and the paths of whole zooms. */
interface Shapes {
  x: Numbers;
  y: Numbers;
  part: Numbers;
  shape: Numbers;
  box: Float32Array;
  paths: Map<string, Path2D>;
}
type Only = { name: string; has(part: number): boolean } | null;

/** A point of the unit sphere and where it lies on the map. */
interface SpherePoint {
  vx: number;
  vy: number;
  vz: number;
  x: number;
  y: number;
}

/** What of symbols is on the map, for its legend. */
interface Used {
  groups: Set<string>;
  statuses: Set<string>;
  parties: Set<number>;
  how: Set<string>;
  perhaps: boolean;
  stale: boolean;
}

declare const EmbassyAtlas: typeof import("./index.js") | undefined;

/** The map as far as time changes it. */
interface TimeView {
  stopped: boolean;
  begin(): void;
  paint(): void;
  settle(said: string): void;
  announce(text: string): void;
  send(): void;
  sent(): number;
}

interface SaverActions {
  announce(text: string): void;
  picture(): Promise<Blob>;
  lacking(): string;
  scene(): Scene;
  container(): HTMLElement | null;
}

interface PlacingActions {
  announce(text: string): void;
  send(mode: string, geometry: GeoJSON.Geometry | null): void;
  pointer(): string;
}

/** A layer that is on a map. */
interface Shown {
  map: L.Map;
  state: State;
  sheets: Record<"ground" | "shade" | "data" | "overlay", Sheet>;
  time: import("./time/time_controller.js").TimeController;
}

/* ---- a page that holds the map by itself ---- */

interface Opening {
  map: any;
  layer: Record<string, unknown>;
  scene: Scene;
  old: string;
}
