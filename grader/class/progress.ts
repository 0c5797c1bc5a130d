/**
 * How far a class's grading is: a bar on a terminal, plain lines in a pipe.
 *
 * @module
 */

import { paddedLeft, textWidth, wrapped } from "../report/layout.ts";
import type { Language } from "../text.ts";

/** One submission that has just been graded. */
export interface Step {
  name: string;
  points: number | null;
  maxPoints: number;
}

/** Follows a grading. */
export interface Progress {
  step(step: Step): void;
  /** Says something beside the progress. */
  say(line: string): void;
  /** Takes the bar away. */
  end(): void;
}

/** Where the progress is shown. */
export interface Screen {
  print: (text: string) => void;
  /** Columns of the terminal; undefined if it is none. */
  columns: number | undefined;
  /** Milliseconds from some moment on. */
  now: () => number;
}

/** What is written where. */
export function standardScreen(): Screen {
  const isTerminal = Deno.stdout.isTerminal();
  const print = (text: string) => {
    const bytes = new TextEncoder().encode(text);
    try {
      for (let rest = bytes; rest.length > 0;) {
        rest = rest.subarray(Deno.stdout.writeSync(rest));
      }
    } catch {
      // Whoever read along, such as `head`, has gone; the grading goes on.
    }
  };
  return {
    print,
    columns: isTerminal ? terminalColumns() : undefined,
    now: () => performance.now(),
  };
}

function terminalColumns(): number {
  try {
    return Deno.consoleSize().columns || 80;
  } catch {
    return 80;
  }
}

/** Shows how a grading of `total` submissions, of which some are already done, gets on. */
export function showProgress(
  total: number,
  before: number,
  language: Language,
  screen: Screen,
): Progress {
  const started = screen.now();
  let done = before;
  const { columns } = screen;
  const draw = () => {
    if (columns === undefined) return;
    const left = timeLeft(screen.now() - started, done - before, total - done);
    const text = `${done}/${total} · ${timeLeftText[language](left)}`;
    screen.print(barLine(done / total, text, columns));
  };
  draw();
  return {
    step({ name, points, maxPoints }) {
      done += 1;
      if (columns !== undefined) return draw();
      const place = `${paddedLeft(`${done}`, `${total}`.length)}/${total}`;
      screen.print(`${place}  ${points ?? "–"}/${maxPoints}  ${name}\n`);
    },
    say(line) {
      const text = columns === undefined
        ? line
        : CLEAR + wrapped(line, 0, { width: columns, color: false });
      screen.print(`${text}\n`);
      draw();
    },
    end() {
      if (columns !== undefined) screen.print(CLEAR);
    },
  };
}

/** Empties the line of a terminal that the cursor is in. */
export const CLEAR = "\r\x1b[2K";

/** A bar with a text behind it, in place of what the terminal's line held. */
export function barLine(share: number, text: string, columns: number): string {
  const room = Math.min(40, columns - textWidth(text) - 4);
  return `${CLEAR}${room < 5 ? "" : `[${barOf(share, room)}] `}${text}`;
}

function barOf(share: number, width: number): string {
  const full = Math.round(share * width);
  return "#".repeat(full) + ".".repeat(width - full);
}

/** Seconds until the end, if the rest is as quick as what is done; undefined before anything is. */
export function timeLeft(
  elapsed: number,
  done: number,
  left: number,
): number | undefined {
  return done === 0 ? undefined : Math.round(elapsed / done * left / 1000);
}

/** How long it will take, as from {@linkcode timeLeft}. */
export const timeLeftText: Record<
  Language,
  (seconds: number | undefined) => string
> = {
  en: (seconds) =>
    seconds === undefined
      ? "starting"
      : seconds < 90
      ? `about ${seconds} s left`
      : `about ${Math.round(seconds / 60)} min left`,
  zh: (seconds) =>
    seconds === undefined
      ? "开始"
      : seconds < 90
      ? `大约还需 ${seconds} 秒`
      : `大约还需 ${Math.round(seconds / 60)} 分钟`,
};
