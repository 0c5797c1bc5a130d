/**
 * The terminal: keys in, lines out, and as it was before on every way out.
 *
 * @module
 */

import { keysOf } from "./keys.ts";
import type { Size } from "./lines.ts";

// The other screen, no cursor, and no wrapping: a sign that is wider than
// thought then shifts its own line alone.
const ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J";
const LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l";
// What stands between is shown at once by terminals that know these two.
const HOLD = "\x1b[?2026h";
const SHOW = "\x1b[?2026l";

/** A terminal whose whole screen is ours until {@linkcode leave}. */
export class Terminal {
  #entered = false;
  #shown: string[] = [];
  #size = "";

  /** Takes the screen and the keys; false, and nothing changed, where keys cannot be had one by one. */
  enter(): boolean {
    try {
      Deno.stdin.setRaw(true);
    } catch {
      return false;
    }
    this.#entered = true;
    write(ENTER);
    return true;
  }

  /** Gives everything back; a second time does nothing. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    // A terminal that was closed needs nothing back.
    try {
      write(LEAVE);
      Deno.stdin.setRaw(false);
    } catch { /* As said. */ }
  }

  /** How much room there is now. */
  size(): Size {
    return { ...consoleSize(), color: !Deno.noColor };
  }

  /** Shows these lines; only what changed is written, so nothing flickers. */
  draw(lines: readonly string[]): void {
    if (!this.#entered) return;
    const { columns, rows } = Deno.consoleSize();
    const size = `${columns}x${rows}`;
    const anew = size !== this.#size;
    // Rows below a screen that has become lower are its last row.
    const height = Math.max(lines.length, anew ? 0 : this.#shown.length);
    let text = anew ? "\x1b[2J" : "";
    for (let row = 0; row < height; row++) {
      const line = lines[row] ?? "";
      if (!anew && line === this.#shown[row]) continue;
      // Erased first: after a full line the cursor stands on its last character.
      text += `\x1b[${row + 1};1H\x1b[2K${line}`;
    }
    this.#shown = [...lines];
    this.#size = size;
    if (text !== "") write(`${HOLD}${text}${SHOW}`);
  }

  /** Takes the screen again after the process was stopped, when the shell had it. */
  resume(): void {
    if (!this.#entered) return;
    Deno.stdin.setRaw(false);
    this.enter();
    const lines = this.#shown;
    this.#shown = [];
    this.#size = "";
    this.draw(lines);
  }

  /** The keys that are pressed, until standard input ends. */
  async *keys(): AsyncGenerator<string> {
    for await (const text of standardInput()) yield* keysOf(text);
  }
}

/** What comes from standard input, as text. */
export function standardInput(): ReadableStream<string> {
  return Deno.stdin.readable.pipeThrough(new TextDecoderStream());
}

// As wide as the reports at most: longer lines are hard to read.
const WIDEST = 100;

function consoleSize(): { width: number; height: number } {
  const { columns, rows } = Deno.consoleSize();
  // A terminal may say that it has none.
  return {
    width: Math.min(columns || 80, WIDEST),
    height: rows || 24,
  };
}

function write(text: string): void {
  let rest = new TextEncoder().encode(text);
  while (rest.length > 0) rest = rest.subarray(Deno.stdout.writeSync(rest));
}
