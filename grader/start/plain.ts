/**
 * The same in plain lines, for a pipe, a log or a screen reader: what has
 * changed is said once, below what was said before.
 *
 * @module
 */

import type { Exercise } from "../catalog.ts";
import type { Layout } from "../report/layout.ts";
import { paragraph, rule } from "./lines.ts";
import {
  checkLines,
  headLines,
  hintLines,
  standingText,
  stateOfRun,
  typeLines,
  verdictLines,
} from "./screen_parts.ts";
import { helpLines, listHead, listRows } from "./screen_views.ts";
import type { Event, State } from "./state.ts";
import { START_WORDS } from "./words.ts";

/** What there is to say when it begins. */
export function plainHead(
  { language, exercises }: State,
  layout: Layout,
): string[] {
  const keys = `${START_WORDS[language].plainKeys} ${exercises[0].id}`;
  return [...paragraph(keys, 0, layout), ""];
}

/** What there is to say after an event. */
export function plainLines(
  before: State,
  after: State,
  layout: Layout,
): string[] {
  if (after.view !== before.view) return viewLines(after, layout);
  const lines: string[] = [];
  if (after.polling && after.polling !== before.polling) {
    lines.push(`(${after.polling[after.language]})`);
  }
  if (isNew(before.verdict.result, after.verdict.result)) {
    lines.push(...judgedLines(after, layout));
  }
  if (isNew(before.types, after.types)) lines.push(...typeLines(after, layout));
  if (isNew(before.hint, after.hint)) lines.push(...hintLines(after, layout));
  if (isNew(before.notice, after.notice)) {
    lines.push(...paragraph(after.notice![after.language], 0, layout));
  }
  if (isNew(before.asking, after.asking)) {
    lines.push(...verdictLines(after, layout), "y / n");
  }
  if (after.language !== before.language) {
    lines.push(...judgedLines(after, layout));
  }
  return lines;
}

function isNew<Value>(before: Value, after: Value): boolean {
  return after !== null && after !== before;
}

function judgedLines(state: State, layout: Layout): string[] {
  const words = START_WORDS[state.language];
  return [
    rule(stateOfRun({ ...state, types: null, polling: null }), layout),
    ...headLines(state, layout),
    ...checkLines(state, layout),
    "",
    ...verdictLines({ ...state, notice: null }, layout),
    "",
    `${words.progress} ${standingText(state)}`,
    "",
  ];
}

function viewLines(state: State, layout: Layout): string[] {
  const { view } = state;
  switch (view.kind) {
    case "watch":
      return [];
    case "list":
      return [...listHead(state, layout), ...listRows(state, view, layout), ""];
    case "help":
      return [...helpLines(state, layout), ""];
    case "solution":
      return [view.path, "", ...view.lines, ""];
  }
}

/** What a line that was typed means: an exercise's id, or its first letter as a key. */
export function plainEvents(
  line: string,
  state: State,
): Event[] {
  const typed = line.trim();
  const leave: Event[] = state.view.kind === "watch"
    ? []
    : [{ kind: "key", key: "escape" }];
  const chosen = state.exercises.find(({ id }: Exercise) => id === typed);
  if (chosen) return [...leave, { kind: "go", id: chosen.id }];
  const [key] = typed;
  return key ? [...leave, { kind: "key", key }] : leave;
}
