/**
 * A run's report as one page that needs nothing else: it opens from a disk.
 *
 * @module
 */
import { escapeXml } from "../../grader/report/figures/chart.ts";
import type { Experiment, Figure, Run } from "../experiment.ts";
import { reaches, type RunRecord } from "../record.ts";
import type { Outcome } from "../run.ts";
import { targetText, timeText, valueText, verdictText } from "../words.ts";
import { historyCharts } from "./history_charts.ts";
import style from "./page.css" with { type: "text" };

type Language = Run["language"];

/** The report as a page. */
export function htmlReport(
  experiment: Experiment,
  { record, pictures, trainings, usedData, backend }: Outcome,
  language: Language,
): string {
  const words = WORDS[language];
  const title = escapeXml(experiment.title[language]);
  const charts = historyCharts(trainings, language);
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
<p>${escapeXml(words.facts(record, timeText(record.seconds, language)))}${
    backend.reason ? ` (${escapeXml(backend.reason)})` : ""
  }</p>
<p><code>${escapeXml(record.command)}</code></p>
<h2>${words.figures}</h2>
${figureTable(record.figures, language)}
${
    section(
      words.pictures,
      pictures.map(({ svg }) => figure(svg)),
    )
  }
${section(words.curves, charts.map(figure))}
${section(words.trainings, [trainingTable(record, language)])}
${
    usedData && experiment.credit
      ? `<p class="quiet">${words.credit}${escapeXml(experiment.credit)}</p>`
      : ""
  }
</body>
</html>
`;
}

function section(title: string, parts: readonly string[]): string {
  const body = parts.join("\n");
  return body === "" ? "" : `<h2>${title}</h2>\n${body}`;
}

/** A picture, and below it in words what is to be seen; its title is in the picture. */
function figure(svg: string): string {
  const description = /<desc>(.*?)<\/desc>/s.exec(svg)?.[1] ?? "";
  return `<figure>${svg}<figcaption>${description}</figcaption></figure>`;
}

function figureTable(figures: readonly Figure[], language: Language): string {
  const rows = figures.map((figure) => {
    const verdict = reaches(figure);
    const kind = verdict === null ? "" : verdict ? "reached" : "missed";
    return `<tr><td>${
      escapeXml(figure.name[language])
    }</td><td class="number">${valueText(figure.value)}</td><td>${
      escapeXml(targetText(figure, language))
    }</td><td class="${kind}">${verdictText(figure, language)}</td><td>${
      escapeXml(figure.paper ?? "")
    }</td></tr>`;
  });
  return table(WORDS[language].figureColumns, rows);
}

function trainingTable(
  { trainings }: RunRecord,
  language: Language,
): string {
  if (trainings.length === 0) return "";
  const words = WORDS[language];
  const rows = trainings.map(({ name, steps, seconds, stoppedEarly }) =>
    `<tr><td><a href="${name}.csv">${escapeXml(name)}</a></td>` +
    `<td class="number">${steps}</td><td class="number">${
      timeText(seconds, language)
    }</td><td>${stoppedEarly ? words.early : ""}</td></tr>`
  );
  return table(words.trainingColumns, rows);
}

function table(columns: readonly string[], rows: readonly string[]): string {
  const head = columns.map((column) => `<th>${column}</th>`).join("");
  return `<table><thead><tr>${head}</tr></thead><tbody>${
    rows.join("\n")
  }</tbody></table>`;
}

const WORDS = {
  en: {
    figures: "Figures",
    figureColumns: ["Figure", "Here", "Target", "", "Paper"],
    pictures: "Pictures",
    curves: "Curves",
    trainings: "Trainings",
    trainingColumns: ["Training", "Steps", "Time", ""],
    early: "stopped early",
    credit: "Data: ",
    facts: (record: RunRecord, time: string) =>
      `Seed ${record.seed} · ${time} · ${record.steps} steps · ${record.backend} · Deno ${record.deno} · tensors left over: ${record.leaked}`,
  },
  zh: {
    figures: "结果",
    figureColumns: ["指标", "本次", "目标", "", "论文"],
    pictures: "图",
    curves: "曲线",
    trainings: "训练",
    trainingColumns: ["训练", "步数", "用时", ""],
    early: "提前停止",
    credit: "数据：",
    facts: (record: RunRecord, time: string) =>
      `种子 ${record.seed} · ${time} · ${record.steps} 步 · ${record.backend} · Deno ${record.deno} · 遗留的张量：${record.leaked}`,
  },
};
