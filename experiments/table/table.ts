/**
 * docs/experiments.md, made from the kept records: what was measured, beside
 * what the papers report.
 *
 * @module
 */
import type { Bilingual, Experiment, Figure, Run } from "../experiment.ts";
import { reaches, type RunRecord } from "../record.ts";
import { type Entry, folderOf } from "../registry.ts";
import { targetText, timeText, valueText } from "../words.ts";

type Language = Run["language"];

/** An experiment with all that the table says of it. */
export interface Row {
  entry: Entry;
  experiment: Experiment;
  /** Its records, by seed. */
  records: readonly RunRecord[];
}

/** A figure over several seeds. */
export interface Spread {
  figure: Figure;
  median: number;
  low: number;
  high: number;
  /** How many seeds reach the target; null without a target. */
  reached: number | null;
  seeds: number;
}

/** The whole document. */
export function tableText(rows: readonly Row[], language: Language): string {
  const words = WORDS[language];
  const sections = rows.map((row) => section(row, language));
  return [`# ${words.title}`, words.intro, ...sections].join("\n\n") + "\n";
}

/** A figure of each id, over the records of one experiment and task. */
export function spreadsOf(records: readonly RunRecord[]): Spread[] {
  const [first] = records;
  return first.figures.map((figure) => {
    const figures = records.flatMap(({ figures }) =>
      figures.filter(({ id }) => id === figure.id)
    );
    const values = figures.map(({ value }) => value).sort((a, b) => a - b);
    const verdicts = figures.map(reaches);
    return {
      figure,
      median: median(values),
      low: values[0],
      high: values[values.length - 1],
      reached: verdicts.includes(null)
        ? null
        : verdicts.filter((verdict) => verdict).length,
      seeds: values.length,
    };
  });
}

/** Whether most seeds reach the target; null without one. */
export function isReached({ reached, seeds }: Spread): boolean | null {
  return reached === null ? null : 2 * reached > seeds;
}

/** The records by task, in the order of the experiment's tasks. */
export function recordsByTask(
  { experiment, records }: Row,
): [string | null, RunRecord[]][] {
  return (experiment.tasks ?? [null]).map(
    (task): [string | null, RunRecord[]] => [
      task,
      records.filter((record) => record.task === task),
    ],
  ).filter(([, records]) => records.length > 0);
}

function section(row: Row, language: Language): string {
  const { entry, experiment } = row;
  const words = WORDS[language];
  const page = language === "zh" ? "README.zh.md" : "README.md";
  const link = `../experiments/${folderOf(entry.name)}/${page}`;
  const tasks = recordsByTask(row);
  return [
    `## ${entry.name}`,
    `[${experiment.title[language]}](${link})${words.colon}${
      entry.shows[language]
    }${words.stop}`,
    ...tasks.length === 0 ? [words.none] : [],
    ...tasks.flatMap(([task, records]) =>
      taskTable(row, task, records, language)
    ),
  ].join("\n\n");
}

function taskTable(
  { experiment }: Row,
  task: string | null,
  records: readonly RunRecord[],
  language: Language,
): string[] {
  const words = WORDS[language];
  const spreads = spreadsOf(records);
  const lines = spreads.map((spread) => {
    const { figure } = spread;
    return `| ${
      [
        figure.name[language],
        spreadText(spread, words),
        figure.paper ?? "",
        targetText(figure, language),
        verdict(spread, words),
      ].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")
    } |`;
  });
  const command = records[0].command.replace(/ --seed \d+$/, "");
  const seeds = records.map(({ seed }) => seed).join(words.comma);
  return [
    ...task === null ? [] : [`### ${entryTask(experiment, task)}`],
    [words.head, "| :-- | :-- | :-- | :-- | :-- |", ...lines].join("\n"),
    words.runs(seeds, timesText(records, language), `\`${command} --seed N\``),
    ...notes(experiment, spreads, language),
  ];
}

/** The median time of a run, and of the processor where no run was resumed. */
function timesText(
  records: readonly RunRecord[],
  language: Language,
): string {
  const [whole, busy] = [
    records.map(({ seconds }) => seconds),
    records.map(({ processorSeconds }) => processorSeconds ?? NaN),
  ].map((values) => timeText(median(values.sort((a, b) => a - b)), language));
  return records.some(({ processorSeconds }) => processorSeconds === null)
    ? whole
    : WORDS[language].times(whole, busy);
}

function entryTask({ name }: Experiment, task: string): string {
  return `${name} --task ${task}`;
}

/** Why figures fall short: of a target always, of the paper's where the experiment says so. */
function notes(
  { notes = {} }: Experiment,
  spreads: readonly Spread[],
  language: Language,
): string[] {
  const words = WORDS[language];
  const lines = spreads.flatMap((spread) => {
    const { id, name } = spread.figure;
    const note: Bilingual | undefined = notes[id];
    const isMissed = isReached(spread) === false;
    if (!note && !isMissed) return [];
    const text = note?.[language] ?? words.noReason;
    return [
      `- ${name[language]}${isMissed ? words.missed : words.colon}${text}`,
    ];
  });
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function spreadText(
  { median, low, high }: Spread,
  words: typeof WORDS[Language],
): string {
  if (low === high) return valueText(median);
  return valueText(median) + words.range(valueText(low), valueText(high));
}

function verdict(spread: Spread, words: typeof WORDS[Language]): string {
  const { reached, seeds } = spread;
  if (reached === null) return "";
  const mark = isReached(spread) ? "✓" : "✗";
  return `${mark} ${words.count(reached, seeds)}`;
}

function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

/** Stands where a figure misses its target and the experiment does not say why; the gate refuses it. */
export const NO_REASON: Bilingual = {
  en: "no reason is given yet",
  zh: "尚未说明原因",
};

const WORDS = {
  en: {
    title: "Experiments",
    intro:
      "Made by `deno task experiment --table` from the records in [experiments/records](../experiments/records), which `deno task experiment NAME --seed N --record` writes; do not edit. " +
      "A value is the median over the seeds, with the least and the greatest behind it where they differ. " +
      "A figure with a target is reached (✓) if more than half of the seeds reach it. " +
      "Time is the median of a whole run's, pictures and evaluation included, on two cores that others use too; processor time is what the run itself took. " +
      "What is trained, and what differs from the paper, is on the page of each experiment.",
    head: "| Figure | Here | Paper | Target | Reached |",
    none: "No run is recorded yet.",
    noReason: NO_REASON.en,
    missed: ", not reached: ",
    colon: ": ",
    stop: ".",
    comma: ", ",
    range: (low: string, high: string) => ` (${low} to ${high})`,
    count: (reached: number, seeds: number) => `${reached} of ${seeds}`,
    times: (whole: string, busy: string) =>
      `${whole}, of which ${busy} of processor time`,
    runs: (seeds: string, time: string, command: string) =>
      `Seeds ${seeds}; each ${time}: ${command}.`,
  },
  zh: {
    title: "实验",
    intro:
      "由 `deno task experiment --table` 根据 [experiments/records](../experiments/records) 中的记录生成，这些记录由 `deno task experiment NAME --seed N --record` 写入；请勿手工修改。" +
      "数值是各种子的中位数，括号内是最小值与最大值（相同则省略）。" +
      "有目标的指标，超过半数的种子达到即为达到（✓）。" +
      "用时是完整运行的中位数，包括绘图与评估，在与其他程序共用的两个核上测得；处理器时间是运行本身所用的时间。" +
      "训练了什么、与论文有何不同，见各实验的说明页。",
    head: "| 指标 | 本次 | 论文 | 目标 | 达到 |",
    none: "尚无运行记录。",
    noReason: NO_REASON.zh,
    missed: "，未达到：",
    colon: "：",
    stop: "。",
    comma: "、",
    range: (low: string, high: string) => `（${low} 至 ${high}）`,
    count: (reached: number, seeds: number) => `${seeds} 个中 ${reached} 个`,
    times: (whole: string, busy: string) =>
      `${whole}（其中处理器时间 ${busy}）`,
    runs: (seeds: string, time: string, command: string) =>
      `种子 ${seeds}；每次 ${time}：${command}。`,
  },
};
