import { type Axis, layOut, type Scale } from "./axis.ts";
import {
  at,
  type Caption,
  COLORS,
  label,
  pixelsOf,
  sheet,
  short,
  TITLE_HEIGHT,
} from "./svg.ts";

/** One curve, or one set of points. */
export interface Curve {
  name: string;
  /** Pairs [x, y]; a curve is broken where one is not finite. */
  points: readonly (readonly [number, number])[];
  /** Default: `line`. */
  form?: "line" | "points" | "both";
  /** What lies about each point: [low, high], a bar. */
  spread?: readonly (readonly [number, number])[];
  /** A text beside each point. */
  labels?: readonly string[];
}

/** Curves over a common axis. */
export interface CurveChart extends Caption {
  x: Axis;
  y: Axis;
  curves: readonly Curve[];
  /** Level lines, such as a paper's figure. */
  levels?: readonly { name: string; value: number }[];
}

const WIDTH = 640;
const PLOT_HEIGHT = 300;
const LEFT = 76;
const RIGHT = 20;
const BOTTOM = 52;
const KEY_HEIGHT = 18;
const DASHES = ["", "8 4", "2 3", "10 3 2 3", "5 2", "1 4"];

/**
 * Curves and points with axes, a key and a text alternative, as SVG text.
 *
 * The curves are told apart by color and by dashes or the form of the points.
 *
 * @param chart What to draw.
 * @returns An SVG that stands alone, on white.
 */
export function curveChart(chart: CurveChart): string {
  const { curves, levels = [] } = chart;
  const points = curves.flatMap(({ points }) => points);
  const x = layOut(chart.x, points.map(([value]) => value));
  const y = layOut(chart.y, [
    ...points.map(([, value]) => value),
    ...curves.flatMap(({ spread = [] }) => spread.flat()),
    ...levels.map(({ value }) => value),
  ]);
  const key = keyOf(chart);
  const top = TITLE_HEIGHT + key.height + 8;
  const place: Place = {
    x: (value) => LEFT + x.place(value) * (WIDTH - LEFT - RIGHT),
    y: (value) => top + (1 - y.place(value)) * PLOT_HEIGHT,
    bottom: top + PLOT_HEIGHT,
  };
  const body = [
    key.body,
    axes(chart, { x, y }, place),
    ...levels.map((level) => levelLine(level.value, place)),
    ...curves.map((curve, i) => drawCurve(curve, i, place)),
  ];
  return sheet(WIDTH, top + PLOT_HEIGHT + BOTTOM, chart, body.join(""));
}

/** Where values lie on the sheet. */
interface Place {
  x(value: number): number;
  y(value: number): number;
  bottom: number;
}

function axes(
  chart: CurveChart,
  scales: { x: Scale; y: Scale },
  place: Place,
): string {
  const { bottom } = place;
  const top = bottom - PLOT_HEIGHT;
  const right = WIDTH - RIGHT;
  const horizontal = scales.y.ticks.map((tick) => {
    const y = place.y(tick);
    return line([LEFT, y], [right, y], "#ddd") +
      label(LEFT - 8, y + 4, short(tick), { anchor: "end" });
  });
  const vertical = scales.x.ticks.map((tick) => {
    const x = place.x(tick);
    return line([x, bottom], [x, bottom + 5], "#888") +
      label(x, bottom + 19, short(tick), { anchor: "middle" });
  });
  const middle = (LEFT + right) / 2;
  return [
    ...horizontal,
    ...vertical,
    line([LEFT, bottom], [right, bottom], "#888"),
    line([LEFT, top], [LEFT, bottom], "#888"),
    label(middle, bottom + 40, chart.x.label, { anchor: "middle" }),
    label(18, top + PLOT_HEIGHT / 2, chart.y.label, {
      anchor: "middle",
      turn: -90,
    }),
  ].join("");
}

function drawCurve(curve: Curve, index: number, place: Place): string {
  const { points, form = "line", spread = [], labels = [] } = curve;
  const color = COLORS[index % COLORS.length];
  const bars = spread.map(([low, high], i) => {
    const [x, y] = [place.x(points[i][0]), place.y(high)];
    if (!Number.isFinite(x) || !Number.isFinite(y)) return "";
    // On a logarithmic axis a bar that reaches 0 goes down to the end.
    const end = place.y(low);
    return line([x, Number.isFinite(end) ? end : place.bottom], [x, y], color);
  });
  const spots = points.map(([x, y]) => [place.x(x), place.y(y)] as const)
    .filter((spot) => spot.every(Number.isFinite));
  const texts = labels.map((text, i) => {
    const [x, y] = [place.x(points[i][0]), place.y(points[i][1])];
    return Number.isFinite(x + y)
      ? label(x + 7, y + 4, text, { size: 10 })
      : "";
  });
  return [
    ...bars,
    ...form === "points" ? [] : [polyline(points, index, place)],
    ...form === "line" && spots.length > 1
      ? []
      : spots.map(([x, y]) => marker(x, y, index)),
    ...texts,
  ].join("");
}

function polyline(
  points: Curve["points"],
  index: number,
  place: Place,
): string {
  let pen = "M";
  const path = points.map(([x, y]) => {
    const [left, top] = [place.x(x), place.y(y)];
    if (!Number.isFinite(left) || !Number.isFinite(top)) {
      pen = "M";
      return "";
    }
    const step = `${pen}${at(left)} ${at(top)}`;
    pen = "L";
    return step;
  });
  return `<path d="${path.join("")}" ${stroke(index)}/>`;
}

function stroke(index: number): string {
  const dash = DASHES[index % DASHES.length];
  return `fill="none" stroke="${COLORS[index % COLORS.length]}" ` +
    `stroke-width="2" stroke-linejoin="round"${
      dash && ` stroke-dasharray="${dash}"`
    }`;
}

/** A circle, a square, a triangle, a diamond, by turns. */
function marker(x: number, y: number, index: number): string {
  const fill = `fill="${COLORS[index % COLORS.length]}"`;
  if (index % 4 === 0) {
    return `<circle cx="${at(x)}" cy="${at(y)}" r="3.5" ${fill}/>`;
  }
  const outline = [[], [-3, -3, 3, -3, 3, 3, -3, 3], [0, -4, 4, 3, -4, 3], [
    0,
    -4.5,
    4.5,
    0,
    0,
    4.5,
    -4.5,
    0,
  ]][index % 4];
  const spots = outline.map((offset, i) => at(offset + (i % 2 === 0 ? x : y)));
  return `<polygon points="${spots.join(" ")}" ${fill}/>`;
}

function levelLine(value: number, place: Place): string {
  const y = place.y(value);
  return line([LEFT, y], [WIDTH - RIGHT, y], "#555", 1.5, "3 3");
}

function line(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  color: string,
  width = 1,
  dash = "",
): string {
  return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${
    at(y2)
  }" stroke="${color}" stroke-width="${width}"${
    dash && ` stroke-dasharray="${dash}"`
  }/>`;
}

/** The key above the plot, in as many lines as it needs. */
function keyOf(
  { curves, levels = [] }: CurveChart,
): { body: string; height: number } {
  let [x, row] = [LEFT, 0];
  const entries = [
    ...curves.map(({ name, form }, i) => ({
      name,
      sample: (x: number, y: number) =>
        (form === "points"
          ? ""
          : `<path d="M${at(x)} ${at(y)}h24" ${stroke(i)}/>`) +
        (form === undefined || form === "line" ? "" : marker(x + 12, y, i)),
    })),
    ...levels.map(({ name }) => ({
      name,
      sample: (x: number, y: number) =>
        line([x, y], [x + 24, y], "#555", 1.5, "3 3"),
    })),
  ];
  const body = entries.map(({ name, sample }) => {
    const width = 48 + pixelsOf(name);
    if (x > LEFT && x + width > WIDTH) [x, row] = [LEFT, row + 1];
    const y = TITLE_HEIGHT + KEY_HEIGHT * row + 8;
    const entry = sample(x, y) + label(x + 30, y + 4, name);
    x += width;
    return entry;
  });
  return { body: body.join(""), height: KEY_HEIGHT * (row + 1) };
}
