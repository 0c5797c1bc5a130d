import { type Layout, padded, styled, textWidth } from "../report/layout.ts";
import { SIGNS } from "../report/words.ts";
import {
  cut,
  keyBar,
  link,
  paragraph,
  rule,
  type Size,
  spread,
} from "./lines.ts";
import { hintsTaken, progressOf, statusOf } from "./progress.ts";
import { standingText, STATUS_STYLES } from "./screen_parts.ts";
import type { ListView, State, View } from "./state.ts";
import { listed } from "./update_list.ts";
import { START_WORDS } from "./words.ts";

/** The list of exercises, the cursor in sight. */
export function listScreen(state: State, view: ListView, size: Size): string[] {
  const words = START_WORDS[state.language];
  const foot = [
    styled(rule("", size), "dim", size),
    cut(searchLine(state, view), size.width),
    ...keyBar(words.listKeys, size),
  ];
  const rows = listRows(state, view, size);
  const room = Math.max(1, size.height - foot.length - 2);
  const first = Math.max(0, view.cursor - room + 1);
  const shown = rows.length === 0
    ? paragraph(words.nothingFound, 0, size)
    : rows.slice(first, first + room);
  return filled([...listHead(state, size), ...shown], foot, size.height);
}

/** The heading of the list with the sum of points. */
export function listHead(state: State, layout: Layout): string[] {
  const words = START_WORDS[state.language];
  const heading = spread(words.list, standingText(state), layout.width);
  return [styled(heading, "bold", layout), ""];
}

/** A line for each exercise that search and filter leave. */
export function listRows(
  state: State,
  view: ListView,
  layout: Layout,
): string[] {
  return listed(state, view).map((exercise, index) => {
    const { id, title, points } = exercise;
    const status = statusOf(state.progress, id);
    const pointed = index === view.cursor;
    const taken = hintsTaken(state.progress, id);
    const hints = taken === 0
      ? ""
      : START_WORDS[state.language].hintsTaken(taken);
    const earned = progressOf(state.progress, id).result?.points ?? 0;
    const text = spread(
      `${padded(id, 5)} ${title[state.language]}`,
      `${padded(hints, 9)} ${
        (state.practice ? "" : `${earned}/${points}`).padStart(5)
      }`,
      layout.width - 4,
    );
    const sign = styled(SIGNS[status], STATUS_STYLES[status], layout);
    const row = pointed ? styled(text, "bold", layout) : text;
    return `${pointed ? ">" : " "} ${sign} ${row}`;
  });
}

function searchLine(
  { language }: State,
  { query, typing, filter }: ListView,
): string {
  const words = START_WORDS[language];
  const search = typing || query !== ""
    ? `${words.search}${query}${typing ? "▏" : ""}`
    : "";
  const kind = filter === "all" ? "" : words.filter[filter];
  return [search, kind].filter((part) => part !== "").join(" · ");
}

/** What the keys do and how to work. */
export function helpScreen(state: State, size: Size): string[] {
  const words = START_WORDS[state.language];
  return filled(
    [styled(words.helpTitle, "bold", size), "", ...helpLines(state, size)],
    [styled(words.back, "dim", size)],
    size.height,
  );
}

/** The help, each key's line hanging below it. */
export function helpLines(
  { language, practice }: State,
  layout: Layout,
): string[] {
  return START_WORDS[language].help.flatMap((text) => {
    const [, key, what] = /^(\S) {2}(.*)$/.exec(text) ?? [];
    if (key === "s" && practice) return [];
    if (!key) return [...paragraph(text, 0, layout), ""];
    const [first, ...rest] = paragraph(what, 4, layout);
    return [`${styled(key, "bold", layout)}   ${first.trimStart()}`, ...rest];
  });
}

/** Our solution, page by page. */
export function solutionScreen(
  { language }: State,
  view: Extract<View, { kind: "solution" }>,
  size: Size,
): string[] {
  const words = START_WORDS[language];
  const label = `${words.solution} `;
  const path = cut(view.path, size.width - textWidth(label));
  const head = [`${label}${link(path, view.path, size)}`, ""];
  const foot = [
    styled(rule("", size), "dim", size),
    ...keyBar(words.pageKeys, size),
  ];
  const room = Math.max(1, size.height - head.length - foot.length);
  const lines = view.lines.slice(view.top, view.top + room)
    .map((line) => cut(line, size.width));
  return filled([...head, ...lines], foot, size.height);
}

/** Both together, the foot at the bottom of the screen. */
function filled(body: string[], foot: string[], height: number): string[] {
  const room = Math.max(0, height - foot.length);
  const kept = body.slice(0, room);
  const blank = new Array(room - kept.length).fill("");
  return [...kept, ...blank, ...foot].slice(-height);
}
