import { colorsOf } from "./color_scale.ts";
import { cells } from "./heat_map.ts";
import { type Caption, label, pixelsOf, sheet, TITLE_HEIGHT } from "./svg.ts";

/** Small pictures in rows, such as digits: seen, remembered, true. */
export interface ImageGrid extends Caption {
  /** Each image is a matrix of gray values, rows from top to bottom. */
  rows: readonly {
    name: string;
    images: readonly (readonly (readonly number[])[])[];
  }[];
  /** Names above the columns. */
  columns?: readonly string[];
  /** The values of white and of the darkest color. Default: [0, 1]. */
  range?: readonly [number, number];
}

const SIDE = 56;
const GAP = 8;

/**
 * Small pictures in named rows, as SVG text.
 *
 * @param grid What to draw.
 * @returns An SVG that stands alone, on white.
 */
export function imageGrid(grid: ImageGrid): string {
  const { rows, columns = [], range: [low, high] = [0, 1] } = grid;
  const left = 20 +
    Math.max(...rows.map(({ name }) => pixelsOf(name)));
  const top = TITLE_HEIGHT + (columns.length > 0 ? 26 : 8);
  const colorOf = colorsOf(low, high);
  const body = rows.flatMap(({ name, images }, i) => {
    const y = top + (SIDE + GAP) * i;
    return [
      label(left - 8, y + SIDE / 2 + 4, name, { anchor: "end" }),
      ...images.map((image, j) => {
        const x = left + (SIDE + GAP) * j;
        const cell = SIDE / Math.max(image.length, image[0].length);
        return `<rect x="${x - 1}" y="${y - 1}" width="${SIDE + 2}" height="${
          SIDE + 2
        }" fill="none" stroke="#ccc"/>` +
          cells(image, { left: x, top: y }, cell, colorOf);
      }),
    ];
  });
  const names = columns.map((name, j) =>
    label(left + (SIDE + GAP) * j + SIDE / 2, top - 8, name, {
      anchor: "middle",
    })
  );
  const count = Math.max(...rows.map(({ images }) => images.length));
  const width = Math.max(
    left + (SIDE + GAP) * count + 4,
    24 + 1.2 * pixelsOf(grid.title),
  );
  const height = top + (SIDE + GAP) * rows.length + 4;
  return sheet(width, height, grid, [...body, ...names].join(""));
}
