import {
  at,
  type Caption,
  label,
  pixelsOf,
  sheet,
  short,
  TITLE_HEIGHT,
} from "./svg.ts";
import { type ColorScale, colorsOf } from "./color_scale.ts";

/** One side of a heat map. */
export interface Side {
  /** What its items are, for example "source words". */
  label?: string;
  /** A name for each item, such as its word. Default: the numbers of the first and the last, from 1. */
  names?: readonly string[];
}

/** A matrix as colors. */
export interface HeatMap extends Caption {
  /** Rows from top to bottom; a value that is not finite is left white. */
  values: readonly (readonly number[])[];
  rows?: Side;
  columns?: Side;
  /** What the colors measure, with its unit. */
  unit?: string;
  /** The values of the palest and the darkest color. Default: the least and the greatest value. */
  range?: readonly [number, number];
  /** `sequential` from white to dark blue; `diverging` from blue over white, the middle of the range, to orange. Default: `sequential`. */
  scale?: ColorScale;
}

const LARGEST = { width: 560, height: 440 };
const LARGEST_CELL = 30;
const BAR = { gap: 18, width: 14, steps: 32 };

/**
 * A matrix as a heat map with axes, a color bar and a text alternative, as SVG text.
 *
 * @param map What to draw.
 * @returns An SVG that stands alone, on white.
 */
export function heatMap(map: HeatMap): string {
  const { values, unit = "" } = map;
  const [height, width] = [values.length, values[0]?.length ?? 0];
  const rows = { names: ends(height), ...map.rows };
  const columns = { names: ends(width), ...map.columns };
  const cell = Math.min(
    LARGEST_CELL,
    LARGEST.width / width,
    LARGEST.height / height,
  );
  const range = map.range ?? rangeOf(values);
  const box = {
    left: (rows.label ? 38 : 28) + widest(rows.names),
    top: TITLE_HEIGHT + 8,
    width: cell * width,
    height: cell * height,
  };
  const names = columnNames(columns.names, cell);
  const bottom = box.top + box.height + names.height;
  const barLeft = box.left + box.width + BAR.gap;
  const body = [
    cells(values, box, cell, colorsOf(...range, map.scale)),
    frame(box),
    rowTexts(rows, box, cell),
    names.body(box),
    label(box.left + box.width / 2, bottom + 18, columns.label ?? "", {
      anchor: "middle",
    }),
    colorBar(barLeft, box.top, range, map.scale),
    label(barLeft, box.top + BAR_HEIGHT + 18, unit),
  ];
  const sheetWidth = Math.max(
    barLeft + BAR.width + 56,
    barLeft + pixelsOf(unit) + 12,
    24 + 1.2 * pixelsOf(map.title),
  );
  const sheetHeight = Math.max(bottom, box.top + BAR_HEIGHT + 10) + 30;
  return sheet(sheetWidth, sheetHeight, map, body.join(""));
}

const BAR_HEIGHT = 96;

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

function frame({ left, top, width, height }: Box): string {
  return `<rect x="${at(left)}" y="${at(top)}" width="${at(width)}" height="${
    at(height)
  }" fill="none" stroke="#888"/>`;
}

function rowTexts(
  { label: text = "", names = [] }: Side,
  { left, top, height }: Box,
  cell: number,
): string {
  const beside = names.map((name, i) =>
    label(left - 6, top + cell * (i + 0.5) + 4, name, { anchor: "end" })
  );
  const middle = top + height / 2;
  return label(18, middle, text, { anchor: "middle", turn: -90 }) +
    beside.join("");
}

/** One path to each color, which is a third of one rectangle to each cell. */
export function cells(
  values: HeatMap["values"],
  { left, top }: { left: number; top: number },
  cell: number,
  colorOf: (value: number) => string,
): string {
  const paths = new Map<string, string[]>();
  values.forEach((row, i) => {
    row.forEach((value, j) => {
      if (!Number.isFinite(value)) return;
      const color = colorOf(value);
      const path = paths.get(color) ?? [];
      paths.set(color, path);
      path.push(`M${at(left + cell * j)} ${at(top + cell * i)}`);
      path.push(`h${at(cell)}v${at(cell)}h${at(-cell)}z`);
    });
  });
  // Crisp edges leave no seams between neighbors.
  return [...paths].map(([color, path]) =>
    `<path fill="${color}" shape-rendering="crispEdges" d="${path.join("")}"/>`
  ).join("");
}

/** Names below the columns: upright where they fit, else turned. */
function columnNames(
  names: readonly string[],
  cell: number,
): { height: number; body(box: Box): string } {
  const turned = names.length > 2 && widest(names) > cell &&
    names[1] !== "";
  return {
    height: names.length === 0 ? 0 : turned ? 8 + 0.8 * widest(names) : 18,
    body: ({ left, top, height }) =>
      names.map((name, i) => {
        const x = left + cell * (i + 0.5);
        const y = top + height;
        return turned
          ? label(x + 4, y + 12, name, { anchor: "end", turn: -50 })
          : label(x, y + 15, name, { anchor: "middle" });
      }).join(""),
  };
}

function colorBar(
  left: number,
  top: number,
  [low, high]: readonly [number, number],
  scale?: ColorScale,
): string {
  const colorOf = colorsOf(low, high, scale);
  const step = BAR_HEIGHT / BAR.steps;
  const column = Array.from(
    { length: BAR.steps },
    (_, i) => [high - (high - low) * i / (BAR.steps - 1)],
  );
  const stripes = column.map(([value], i) =>
    `<rect x="${at(left)}" y="${at(top + step * i)}" width="${BAR.width}" ` +
    `height="${at(step + 0.5)}" fill="${colorOf(value)}"/>`
  );
  const middle = (low + high) / 2;
  // The middle of rounded ends is 0 or it is not; 1e-17 would be neither.
  const rounded = Math.abs(middle) < 1e-3 * (high - low) ? 0 : middle;
  const texts = [high, rounded, low].map((value, i) =>
    label(left + BAR.width + 5, top + 4 + BAR_HEIGHT * i / 2, short(value))
  );
  return [...stripes, ...texts].join("");
}

function rangeOf(values: HeatMap["values"]): [number, number] {
  const all = values.flat().filter(Number.isFinite);
  const low = all.reduce((a, b) => Math.min(a, b), Infinity);
  const high = all.reduce((a, b) => Math.max(a, b), -Infinity);
  if (low > high) return [0, 1];
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

/** The numbers of the first and the last item. */
function ends(count: number): string[] {
  return Array.from(
    { length: count },
    (_, i) => i === 0 || i === count - 1 ? `${i + 1}` : "",
  );
}

function widest(names: readonly string[]): number {
  return names.reduce((width, name) => Math.max(width, pixelsOf(name)), 0);
}
