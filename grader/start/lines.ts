/**
 * Lines of the screen that never leave it: cut to the width, with a link where
 * a terminal knows links.
 *
 * @module
 */

import { pathToFileURL } from "node:url";
import {
  type Layout,
  padded,
  styled,
  textWidth,
  wrapped,
} from "../report/layout.ts";

/** How much room there is, and whether there are colors. */
export interface Size extends Layout {
  height: number;
}

/** A text cut to so many columns, its end marked. */
export function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = "";
  let columns = 0;
  for (const character of text) {
    columns += textWidth(character);
    if (columns > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** A text on the left and one on the right that is never cut, in one line. */
export function spread(left: string, right: string, width: number): string {
  const room = Math.max(0, width - textWidth(right) - (right ? 1 : 0));
  return cut(`${padded(cut(left, room), room)} ${right}`, width).trimEnd();
}

/** A rule with words in it. */
export function rule(words: string, { width }: Layout): string {
  const text = words === "" ? "" : ` ${cut(words, width - 4)} `;
  return `──${text}${"─".repeat(Math.max(0, width - 2 - textWidth(text)))}`;
}

/** Lines of a text that wraps. */
export function paragraph(
  text: string,
  indent: number,
  layout: Layout,
): string[] {
  return wrapped(text, indent, layout).split("\n");
}

/** A shown path that leads to its file; a link only where there are colors, else other programs would read its address. */
export function link(shown: string, path: string, layout: Layout): string {
  if (!layout.color) return shown;
  const text = styled(shown, "cyan", layout);
  return `\x1b]8;;${pathToFileURL(path).href}\x1b\\${text}\x1b]8;;\x1b\\`;
}

/** Keys and what they do, on as many lines as they need. */
export function keyBar(
  keys: readonly (readonly [key: string, what: string])[],
  layout: Layout,
): string[] {
  const rows: string[] = [];
  let row = "";
  let columns = 0;
  for (const [key, what] of keys) {
    const width = textWidth(`${key} ${what}`);
    if (columns > 0 && columns + 2 + width > layout.width) {
      rows.push(row);
      [row, columns] = ["", 0];
    }
    const gap = columns > 0 ? "  " : "";
    row += `${gap}${styled(key, "bold", layout)} ${what}`;
    columns += gap.length + width;
  }
  return [...rows, row];
}

/** As many lines as there is room for; the last says how many there are more. */
export function fitted(
  lines: readonly string[],
  room: number,
  more: (count: number) => string,
): string[] {
  if (lines.length <= room) return [...lines];
  if (room < 1) return [];
  return [
    ...lines.slice(0, room - 1),
    `  ${more(lines.length - room + 1)}`,
  ];
}
