/**
 * Lines of a terminal: how wide text is, where it wraps, what is colored.
 *
 * @module
 */

import { eastAsianWidth } from "get-east-asian-width";

/** How many columns text takes: a Chinese character two, an accent on a letter none. */
export function textWidth(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{Mn}/u.test(character)) continue;
    columns += eastAsianWidth(character.codePointAt(0)!);
  }
  return columns;
}

/** How a report is laid out. */
export interface Layout {
  /** Columns. */
  width: number;
  color: boolean;
}

/** The layout for standard output: colored only on a terminal, where NO_COLOR is not set. */
export function terminalLayout(): Layout {
  const terminal = Deno.stdout.isTerminal();
  let columns = 80;
  try {
    // A terminal may say that it has no columns.
    if (terminal) columns = Deno.consoleSize().columns || 80;
  } catch {
    // Not every terminal says how wide it is.
  }
  return {
    width: Math.min(Math.max(columns, 60), 100),
    color: terminal && !Deno.noColor,
  };
}

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

/** A color or weight of text. */
export type Style = keyof typeof CODES;

/** Text in a style, line by line, where the layout has colors. */
export function styled(text: string, style: Style, layout: Layout): string {
  if (!layout.color) return text;
  return text.split("\n").map((line) => `\x1b[${CODES[style]}m${line}\x1b[0m`)
    .join("\n");
}

/** Text filled up with spaces to a width in columns, of which a Chinese character takes two. */
export function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** Text filled up on the left. */
export function paddedLeft(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - textWidth(text))) + text;
}

/**
 * Text broken into lines that fit, each indented; breaks at spaces, and between
 * Chinese characters, but not before a closing mark.
 */
export function wrapped(
  text: string,
  indent: number,
  { width }: Layout,
): string {
  const room = width - indent;
  const lines: string[] = [];
  let line = "";
  for (const piece of text.match(PIECES) ?? []) {
    if (textWidth(line + piece.trimEnd()) > room && line.trim() !== "") {
      lines.push(line.trimEnd());
      line = "";
    }
    line += piece;
    while (textWidth(line.trimEnd()) > room) {
      const cut = fitting(line, room);
      lines.push(line.slice(0, cut));
      line = line.slice(cut);
    }
  }
  return [...lines, line.trimEnd()].map((each) => " ".repeat(indent) + each)
    .join("\n");
}

// A wide character with the marks that may not begin a line, or a word with its space.
const PIECES =
  /[“‘（《]*[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60][，。；：！？、）》”’…]*|[^\s\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60]+\s*|\s+/g;

function fitting(text: string, room: number): number {
  let cut = 0;
  let columns = 0;
  for (const character of text) {
    columns += textWidth(character);
    if (columns > room && cut > 0) break;
    cut += character.length;
  }
  return cut;
}
