/**
 * What a terminal sends, as keys: a character as itself, others by name.
 *
 * @module
 */

const NAMES: Record<string, string> = {
  "\x03": "ctrl-c",
  "\x04": "ctrl-d",
  "\r": "enter",
  "\n": "enter",
  "\x7f": "backspace",
  "\b": "backspace",
  "\x1b": "escape",
  "\x1b[A": "up",
  "\x1bOA": "up",
  "\x1b[B": "down",
  "\x1bOB": "down",
  "\x1b[H": "home",
  "\x1bOH": "home",
  "\x1b[1~": "home",
  "\x1b[F": "end",
  "\x1bOF": "end",
  "\x1b[4~": "end",
  "\x1b[5~": "page up",
  "\x1b[6~": "page down",
};

// An escape sequence, an escape alone, or one character.
// deno-lint-ignore no-control-regex -- a terminal speaks in control characters
const PIECES = /\x1b\[[0-?]*[ -\/]*[@-~]|\x1bO.|\x1b|./gsu;

/** The keys in a text that a terminal sent; sequences that mean nothing here are left out. */
export function keysOf(text: string): string[] {
  return (text.match(PIECES) ?? []).flatMap((piece) => {
    const name = NAMES[piece];
    if (name) return [name];
    return /^\p{C}/u.test(piece) ? [] : [piece];
  });
}
