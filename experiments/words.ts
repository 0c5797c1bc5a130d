/**
 * Figures in words: their values, targets, and whether they were reached.
 *
 * @module
 */
import { terminalLayout, wrapped } from "../grader/report/layout.ts";
import type { Figure, Run } from "./experiment.ts";
import { reaches, type RunRecord } from "./record.ts";
import { short } from "./report/svg.ts";

type Language = Run["language"];

/** A value with at most four digits; a count with all that it has. */
export function valueText(value: number): string {
  return Number.isSafeInteger(value) ? `${value}` : short(value);
}

/** What a figure has to reach, or nothing. */
export function targetText(
  { target }: Pick<Figure, "target">,
  language: Language,
): string {
  if (!target) return "";
  const { atLeast, atMost } = target;
  const bounds = [
    ...atLeast === undefined ? [] : [`≥ ${short(atLeast)}`],
    ...atMost === undefined ? [] : [`≤ ${short(atMost)}`],
  ].join(language === "en" ? " and " : " 且 ");
  return `${KINDS[target.kind][language]} ${bounds}`;
}

/** Whether a figure was reached: a mark and a word, or nothing without a target. */
export function verdictText(figure: Figure, language: Language): string {
  const verdict = reaches(figure);
  return verdict === null ? "" : VERDICTS[`${verdict}`][language];
}

const KINDS = {
  must: { en: "must", zh: "必须" },
  aim: { en: "aim", zh: "目标" },
};

const VERDICTS: Record<string, Record<Language, string>> = {
  true: { en: "✓ reached", zh: "✓ 达到" },
  false: { en: "✗ not reached", zh: "✗ 未达到" },
};

/** Seconds, or minutes where they are many. */
export function timeText(seconds: number, language: Language): string {
  return seconds < 90
    ? `${short(Math.round(seconds * 10) / 10)} ${
      language === "en" ? "s" : "秒"
    }`
    : `${short(Math.round(seconds / 6) / 10)} ${
      language === "en" ? "min" : "分钟"
    }`;
}

/** What a run came to, for a terminal. */
export function summaryText(
  record: RunRecord,
  report: string,
  language: Language,
): string {
  const layout = terminalLayout();
  const lines = record.figures.map((figure) =>
    wrapped(figureLine(figure, language), 2, layout).trimStart()
  );
  const facts = SUMMARY[language](
    record.steps,
    timeText(record.seconds, language),
    record.leaked,
    record.backend,
  );
  const remarks = record.short ? [SHORT[language]] : [];
  return [...lines, facts, ...remarks, `${REPORT[language]}${report}`, ""]
    .join("\n");
}

function figureLine(figure: Figure, language: Language): string {
  const mark = { true: "✓", false: "✗", null: "·" }[`${reaches(figure)}`];
  const { colon, paper, semicolon, brackets: [open, close] } = MARKS[language];
  const remarks = [
    targetText(figure, language),
    ...figure.paper ? [`${paper}${colon}${figure.paper}`] : [],
  ].filter((remark) => remark !== "").join(semicolon);
  return `${mark} ${figure.name[language]}${colon}${valueText(figure.value)}${
    remarks && `${open}${remarks}${close}`
  }`;
}

const MARKS = {
  en: { colon: ": ", semicolon: "; ", brackets: [" (", ")"], paper: "paper" },
  zh: { colon: "：", semicolon: "；", brackets: ["（", "）"], paper: "论文" },
};

const SHORT = {
  en: "A short version: the targets are for the whole run, without --short",
  zh: "这是短版本：目标只对完整的运行而言（去掉 --short）",
};

const REPORT = { en: "Report: ", zh: "报告：" };

const SUMMARY = {
  en: (steps: number, time: string, leaked: number, backend: string) =>
    `${steps} steps, ${time} in all, on ${backend}; tensors left over: ${leaked}`,
  zh: (steps: number, time: string, leaked: number, backend: string) =>
    `共 ${steps} 步，用时 ${time}，后端 ${backend}；遗留的张量：${leaked}`,
};
