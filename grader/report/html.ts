/**
 * The report as one HTML page that needs nothing else: it opens from a disk,
 * on a machine without a network, in a light or a dark scheme.
 *
 * @module
 */

import type { CheckResult, ExerciseResult, Result } from "../result.ts";
import type { Language } from "../text.ts";
import formulas from "./assets/formulas.json" with { type: "json" };
import katexStyle from "./assets/katex.css" with { type: "text" };
import pageStyle from "./assets/page.css" with { type: "text" };
import { commonMessage } from "./explain.ts";
import { escapeXml, svg } from "./figures/chart.ts";
import { figureOf } from "./figures/mod.ts";
import { callText, valueText } from "./values.ts";
import { seedText, SIGNS, WORDS } from "./words.ts";

/** The report as a page. */
export function htmlReport(result: Result, language: Language): string {
  const words = WORDS[language];
  const { exercises, isolation, notHeld, points, maxPoints } = result;
  const limits = notHeld.map((text) => text[language]).join(words.separator);
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:">
<title>Mneme ${points ?? "–"}/${maxPoints}</title>
<style>${katexStyle}${pageStyle}</style>
</head>
<body>
<header>
<h1>Mneme</h1>
<p class="score">${points ?? "–"}<span>/${maxPoints} ${words.points}</span></p>
<p>${words.exercises(exercises.length)} · ${
    seedText(result, language)
  } · ${words.isolation} ${isolation}</p>
<p class="quiet">${escapeXml(`${words.notHeld}${limits}`)}</p>
</header>
<nav><table>${
    exercises.map((exercise) => summaryRow(exercise, language)).join("")
  }</table></nav>
${exercises.map((exercise) => section(exercise, language)).join("\n")}
</body>
</html>
`;
}

function summaryRow(
  { id, title, status, points, maxPoints }: ExerciseResult,
  language: Language,
): string {
  return `<tr><td><a href="#e${id}">${id}</a></td><td>${
    escapeXml(title[language])
  }</td>${statusCell(status, language)}<td class="number">${
    points ?? "–"
  }/${maxPoints}</td></tr>`;
}

function statusCell(status: CheckResult["status"], language: Language): string {
  return `<td class="${status}">${SIGNS[status]} ${
    WORDS[language].status[status]
  }</td>`;
}

function section(exercise: ExerciseResult, language: Language): string {
  const { id, title, file, checks } = exercise;
  const formula = (formulas as Record<string, string>)[id] ?? "";
  const figure = figureOf(exercise, language);
  const common = commonMessage(checks);
  return `<section id="e${id}">
<h2>${id} ${escapeXml(title[language])}</h2>
<p class="quiet">${escapeXml(file)}</p>
${formula}
${
    common
      ? `<p>${escapeXml(common[language])}</p>`
      : `<ol>${checks.map((check) => item(check, language)).join("")}</ol>`
  }
${
    figure
      ? `<figure>${svg(figure)}<figcaption>${escapeXml(figure.title)}<br>${
        escapeXml(figure.description)
      }</figcaption></figure>`
      : ""
  }
</section>`;
}

function item(check: CheckResult, language: Language): string {
  const { id, name, status, points, maxPoints } = check;
  const words = WORDS[language];
  const head = `<p><b class="${status}">${SIGNS[status]} ${
    words.status[status]
  }</b> ${id} ${escapeXml(name[language])} <span class="number">${
    points ?? "–"
  }/${maxPoints}</span></p>`;
  if (status === "passed" || status === "todo") return `<li>${head}</li>`;
  return `<li>${head}${details(check, language)}</li>`;
}

function details(
  { message, counterexample, diagnosis }: CheckResult,
  language: Language,
): string {
  const words = WORDS[language];
  const parts: string[] = [];
  if (message) parts.push(`<p>${escapeXml(message[language])}</p>`);
  if (counterexample) {
    const answer = "answer" in counterexample
      ? `\n${words.answered}${valueText(counterexample.answer)}`
      : "";
    parts.push(
      `<pre>${
        escapeXml(`${words.tried}${callText(counterexample)}${answer}`)
      }</pre>`,
    );
  }
  if (diagnosis) {
    parts.push(
      `<p class="diagnosis">${words.looksLike}${
        escapeXml(diagnosis.text[language])
      }</p>`,
    );
  }
  return parts.join("");
}
