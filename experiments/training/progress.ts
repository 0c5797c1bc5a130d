/**
 * How far a training is: a bar on a terminal, now and then a plain line in a
 * pipe.
 *
 * @module
 */
import {
  barLine,
  CLEAR,
  type Screen,
  timeLeft,
  timeLeftText,
} from "../../grader/class/progress.ts";
import { textWidth } from "../../grader/report/layout.ts";
import { short } from "../report/svg.ts";
import type { Run } from "../experiment.ts";
import type { HistoryRow } from "./training.ts";

/** Follows a training. */
export interface Progress {
  /** A step was run. */
  step(step: number, loss: number): void;
  /** A row of the history came to be. */
  row(row: HistoryRow): void;
  /** Takes the bar away. */
  end(): void;
}

/** How often a bar is drawn anew and a line is written at most, in milliseconds. */
const REDRAW = 100;
const LINE = 3000;

/** How much the last loss weighs in the one that is shown. */
const SHARE = 0.05;

/**
 * Shows how a training gets on.
 *
 * @param training Its name, the steps it has in all, and those that were run before.
 * @param language The reader's.
 * @param screen Where.
 */
export function showTraining(
  { name, steps, before }: { name: string; steps: number; before: number },
  language: Run["language"],
  screen: Screen,
): Progress {
  const started = screen.now();
  const { columns } = screen;
  let [drawn, loss, done] = [-Infinity, NaN, before];
  const place = () => {
    const elapsed = screen.now() - started;
    const speed = elapsed > 0 ? 1000 * (done - before) / elapsed : 0;
    const left = timeLeft(elapsed, done - before, steps - done);
    return {
      count: `${name} ${done}/${steps}`,
      pace: `${PACE[language](speed)} · ${timeLeftText[language](left)}`,
    };
  };
  return {
    step(step, latest) {
      done = step;
      loss = Number.isNaN(loss) ? latest : loss + SHARE * (latest - loss);
      if (columns === undefined || screen.now() - drawn < REDRAW) return;
      drawn = screen.now();
      const { count, pace } = place();
      const known = `${count} · ${LOSS[language]} ${short(loss)}`;
      // A line that wraps could not be drawn over.
      const text = [`${known} · ${pace}`, known, count]
        .find((text) => textWidth(text) < columns) ?? "";
      screen.print(barLine(done / steps, text, columns));
    },
    row({ step, loss, ...measured }) {
      const isLast = step === steps;
      if (columns !== undefined || (!isLast && screen.now() - drawn < LINE)) {
        return;
      }
      drawn = screen.now();
      const { count, pace } = place();
      const values = Object.entries({ [LOSS[language]]: loss, ...measured })
        .map(([key, value]) => `${key} ${short(value)}`);
      screen.print(`${[count, ...values, pace].join(" · ")}\n`);
    },
    end() {
      if (columns !== undefined) screen.print(CLEAR);
    },
  };
}

const LOSS = { en: "loss", zh: "损失" };

const PACE = {
  en: (speed: number) => `${short(Number(speed.toPrecision(3)))} steps/s`,
  zh: (speed: number) => `每秒 ${short(Number(speed.toPrecision(3)))} 步`,
};
