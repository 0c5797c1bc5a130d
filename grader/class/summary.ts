/**
 * The teacher's page on a class: who needs a look, how the marks are spread,
 * which checks and which mistakes were common.
 *
 * @module
 */

import { padded, paddedLeft, wrapped } from "../report/layout.ts";
import { type Language, plain } from "../text.ts";
import type { Change } from "./changes.ts";
import type { Row, Tally } from "./tally.ts";
import { CLASS_WORDS } from "./words.ts";

/** What a summary says besides the numbers. */
export interface Facts {
  /** The seed, or what may be said of it. */
  seed: string;
  isolation: readonly string[];
  /** Groups of submissions under one name. */
  twins: readonly (readonly string[])[];
  /** Files that are nobody's submission. */
  ignored: readonly string[];
  /** undefined unless it is a regrading. */
  changes: readonly Change[] | undefined;
}

const LAYOUT = { width: 80, color: false };
const COMMON = 12;

/** The summary as text. */
export function summaryText(
  tally: Tally,
  facts: Facts,
  language: Language,
): string {
  const words = CLASS_WORDS[language];
  const heading = [
    `Mneme · ${words.submissions(tally.rows.length)}`,
    facts.seed,
    `${words.isolation} ${facts.isolation.join(", ")}`,
  ].join(" · ");
  return [
    heading,
    section(words.look, attention(tally, facts, language)),
    ...facts.changes
      ? [section(words.changes, changeLines(facts.changes, language))]
      : [],
    section(words.distribution, distribution(tally.rows, language)),
    section(words.exercises, exerciseLines(tally, language)),
    section(words.checks, checkLines(tally, language)),
    section(words.mistakes, mistakeLines(tally, language)),
  ].filter((part) => part !== "").join("\n\n") + "\n";
}

function section(title: string, lines: string[]): string {
  return lines.length === 0 ? "" : [title, ...lines].join("\n");
}

function item(text: string): string {
  return `  - ${wrapped(text, 4, LAYOUT).trimStart()}`;
}

/** What a person has to look at. */
function attention(
  { rows }: Tally,
  { twins, ignored }: Facts,
  language: Language,
): string[] {
  const words = CLASS_WORDS[language];
  const ungraded = rows.filter(({ points }) => points === null);
  const refused = rows.filter(({ problem, points }) =>
    problem !== null && points !== null
  );
  return [
    ...ungraded.map(({ name, problem }) =>
      item(`${name}: ${problem?.[language] ?? words.ungraded}`)
    ),
    ...refused.map(({ name, problem }) =>
      item(`${name}: ${problem![language]}`)
    ),
    ...twins.map((names) => item(words.twins(names.map((n) => plain(n))))),
    ...ignored.length === 0
      ? []
      : [item(words.ignored(ignored.map((n) => plain(n))))],
  ];
}

function changeLines(changes: readonly Change[], language: Language): string[] {
  const words = CLASS_WORDS[language];
  if (changes.length === 0) return [item(words.noChange)];
  const byCheck = Map.groupBy(
    changes.flatMap(({ checks }) => checks),
    ({ id }) => id,
  );
  return [
    ...[...byCheck].map(([id, all]) =>
      item(words.checkChanged(id, all.length))
    ),
    ...changes.map(({ name, before, after, otherContent, checks }) => {
      const which = checks.map(({ id, before, after }) =>
        `${id} ${words.status(before?.status)} → ${words.status(after?.status)}`
      );
      return item(
        `${name}: ${before ?? "–"} → ${after ?? "–"} (${
          which.join(words.separator)
        })${otherContent ? ` ${words.handedInAnew}` : ""}`,
      );
    }),
  ];
}

const BINS = 10;
const BAR = 40;

/** How many students have how many points, and what lies in the middle. */
function distribution(rows: readonly Row[], language: Language): string[] {
  const words = CLASS_WORDS[language];
  const points = rows.flatMap(({ points }) => points ?? [])
    .sort((a, b) => a - b);
  if (points.length === 0) return [];
  const maximum = Math.max(...rows.map(({ maxPoints }) => maxPoints));
  const width = Math.max(1, Math.ceil((maximum + 1) / BINS));
  const bins = Array.from(
    { length: Math.ceil((maximum + 1) / width) },
    (_, i) => ({
      from: i * width,
      to: Math.min(maximum, (i + 1) * width - 1),
      count: points.filter((p) => Math.floor(p / width) === i).length,
    }),
  );
  const most = Math.max(...bins.map(({ count }) => count));
  const mean = points.reduce((sum, p) => sum + p, 0) / points.length;
  return [
    ...bins.map(({ from, to, count }) => {
      const range = from === to ? `${from}` : `${from}–${to}`;
      const bar = "█".repeat(Math.ceil(count / most * BAR));
      return `${paddedLeft(range, 9)}  ${padded(`${count}`, 5)}${bar}`
        .trimEnd();
    }),
    `  ${
      words.middle(mean.toFixed(1), `${median(points)}`, [
        points[0],
        points[points.length - 1],
      ], maximum)
    }`,
  ];
}

function median(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

function exerciseLines({ rows, exercises }: Tally, language: Language) {
  return exercises.map(({ id, title, maxPoints }, i) => {
    const points = rows.flatMap(({ exercises }) => exercises[i]?.points ?? []);
    const sum = points.reduce((total, p) => total + p, 0);
    const mean = points.length === 0 ? "–" : (sum / points.length).toFixed(1);
    const full = points.filter((p) => p === maxPoints).length;
    return `  ${padded(id, 6)}${padded(title[language], 36)}${
      paddedLeft(`${mean}/${maxPoints}`, 9)
    }  ${CLASS_WORDS[language].full(full)}`;
  });
}

function checkLines({ checks }: Tally, language: Language): string[] {
  return checks.slice(0, COMMON).map(({ id, name, failed, tried }) =>
    `  ${paddedLeft(`${failed}/${tried}`, 9)}  ${padded(id, 18)} ${
      name[language]
    }`
  );
}

function mistakeLines({ mistakes }: Tally, language: Language): string[] {
  return mistakes.slice(0, COMMON).map(({ exercise, text, students }) => {
    const head = `  ${paddedLeft(`${students}`, 9)}  ${padded(exercise, 6)}`;
    return head + wrapped(text[language], head.length, LAYOUT).trimStart();
  });
}
