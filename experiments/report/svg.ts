/**
 * What all pictures share: the sheet, its texts, its numbers, its colors.
 *
 * @module
 */
import { escapeXml } from "../../grader/report/figures/chart.ts";
import { textWidth } from "../../grader/report/layout.ts";

/** What a picture is called, and what it says to somebody who does not see it. */
export interface Caption {
  /** Drawn above the picture. */
  title: string;
  /** The text alternative: what is to be seen, in a sentence. */
  description: string;
}

/** Okabe and Ito's colors, told apart by color-blind readers, the palest left out. */
export const COLORS: readonly string[] = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#56b4e9",
  "#e69f00",
  "#000000",
];

/** Height of the strip that holds the title. */
export const TITLE_HEIGHT = 30;

const FONT =
  "system-ui, 'DejaVu Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

/** A white sheet with a title, as SVG text that stands alone. */
export function sheet(
  width: number,
  height: number,
  { title, description }: Caption,
  body: string,
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${
    at(width)
  }" height="${at(height)}" viewBox="0 0 ${at(width)} ${
    at(height)
  }" role="img" aria-label="${
    escapeXml(`${title}. ${description}`)
  }" font-family="${FONT}" font-size="12"><title>${escapeXml(title)}</title>` +
    `<desc>${escapeXml(description)}</desc>` +
    `<rect width="100%" height="100%" fill="#fff"/>` +
    label(12, 20, title, { size: 14 }) + body + "</svg>";
}

/** A text: `x`, `y` are where its base line begins, has its middle, or ends. */
export function label(
  x: number,
  y: number,
  text: string,
  { anchor = "start", size, turn, color = "#222" }: {
    anchor?: "start" | "middle" | "end";
    size?: number;
    /** Degrees, clockwise. */
    turn?: number;
    color?: string;
  } = {},
): string {
  return `<text x="${at(x)}" y="${at(y)}" fill="${color}"` +
    (anchor === "start" ? "" : ` text-anchor="${anchor}"`) +
    (size === undefined ? "" : ` font-size="${size}"`) +
    (turn === undefined
      ? ""
      : ` transform="rotate(${turn} ${at(x)} ${at(y)})"`) +
    `>${escapeXml(text)}</text>`;
}

/** About how many pixels a text of size 12 takes. */
export function pixelsOf(text: string): number {
  return 7 * textWidth(text);
}

/** A coordinate, to a hundredth of a pixel. */
export function at(value: number): string {
  return `${Math.round(100 * value) / 100}`;
}

/** A number for readers, with at most four digits. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-3)) {
    return value.toExponential(2).replace(/\.?0+(?=e)/, "").replace("e+", "e");
  }
  return `${Number(value.toPrecision(4))}`;
}
