/**
 * State to lines: what the watch screen shows, at any size. What does not fit
 * gives way from the top; what must be seen stands at the bottom.
 *
 * @module
 */

import { styled } from "../report/layout.ts";
import { fitted, rule, type Size } from "./lines.ts";
import {
  checkLines,
  headLines,
  hintLines,
  keyLines,
  progressLines,
  stateOfRun,
  typeLines,
  verdictLines,
} from "./screen_parts.ts";
import { helpScreen, listScreen, solutionScreen } from "./screen_views.ts";
import type { State } from "./state.ts";
import { START_WORDS } from "./words.ts";

/** The lines of the screen: at most as many as it is high, none wider than it. */
export function screen(state: State, size: Size): string[] {
  switch (state.view.kind) {
    case "list":
      return listScreen(state, state.view, size);
    case "help":
      return helpScreen(state, size);
    case "solution":
      return solutionScreen(state, state.view, size);
    case "watch":
      return watchScreen(state, size);
  }
}

// The verdict, however long, leaves so many lines to what stands above it.
const LEAST_TOP = 5;

/**
 * The verdict stands on the keys and they on the bottom, so that what the type
 * check finds, which comes later, does not move it.
 */
function watchScreen(state: State, size: Size): string[] {
  const { more } = START_WORDS[state.language];
  const head = headLines(state, size);
  const foot = [...progressLines(state, size), ...keyLines(state, size)];
  const room = size.height - foot.length - 2;
  const bottom = [
    styled(rule(stateOfRun(state), size), "dim", size),
    ...fitted(verdictLines(state, size), room - LEAST_TOP, more),
    "",
    ...foot,
  ];
  let left = size.height - bottom.length - head.length;
  const take = (lines: string[]) => {
    const taken = fitted(lines, left, more);
    left -= taken.length;
    return taken;
  };
  // A hint was asked for and comes first; what the type check says was not.
  const hint = take(hintLines(state, size));
  const checks = take(checkLines(state, size, left));
  const types = take(typeLines(state, size));
  const blank = new Array(Math.max(0, left)).fill("");
  return [...head, ...checks, ...blank, ...types, ...hint, ...bottom]
    .slice(-size.height);
}
