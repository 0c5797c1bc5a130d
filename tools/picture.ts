/**
 * Draws docs/run.svg, the picture of a real run: a submission that forgets the
 * bias is graded and its report drawn, colors and all.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chooseLauncher } from "../grader/box/isolation.ts";
import { readCatalog } from "../grader/catalog.ts";
import { grade } from "../grader/grade.ts";
import { textReport } from "../grader/report/text.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const COLORS: Record<string, string> = {
  "1": 'font-weight="bold"',
  "2": 'fill="#8b949e"',
  "31": 'fill="#ff7b72"',
  "32": 'fill="#7ee787"',
  "33": 'fill="#e3b341"',
  "36": 'fill="#79c0ff"',
};

/** Terminal text with colors as a drawing. */
export function drawTerminal(text: string): string {
  const lines = text.trimEnd().split("\n");
  const [columns, step] = [82, 18];
  const rows = lines.map((line, i) =>
    `<text x="16" y="${30 + i * step}" xml:space="preserve">${
      draw(line)
    }</text>`
  );
  const [width, height] = [32 + columns * 8.43, 34 + lines.length * step];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${
    width.toFixed(0)
  } ${height}" font-family="ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${rows.join("\n")}
</svg>
`;
}

function draw(line: string): string {
  // deno-lint-ignore no-control-regex -- the terminal's own color codes
  return line.split(/\x1b\[(?=\d+m)/).map((part, i) => {
    if (i === 0) return escaped(part);
    const [, code, text] = /^(\d+)m([^]*)$/.exec(part)!;
    return code in COLORS
      ? `<tspan ${COLORS[code]}>${escaped(text)}</tspan>`
      : escaped(text);
  }).join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

async function forgetfulSubmission(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "mneme-picture-" });
  const name = join("8_6_hopfield_energy", "hopfield_energy.ts");
  const solution = await Deno.readTextFile(join(ROOT, "solutions", name));
  await Deno.mkdir(join(folder, "8_6_hopfield_energy"));
  await Deno.writeTextFile(
    join(folder, name),
    solution.replaceAll(
      "dot(weights[index], states) + biases[index]",
      "dot(weights[index], states)",
    ),
  );
  return folder;
}

if (import.meta.main) {
  const submission = await forgetfulSubmission();
  const result = await grade({
    exercises: (await readCatalog()).filter(({ id }) => id === "8-6"),
    submission,
    launcher: await chooseLauncher("auto"),
    seed: 7,
    jobs: 2,
    timeout: 2000,
  });
  const report = textReport(result, {
    language: "en",
    layout: { width: 80, color: true },
    submission: "exercises",
  });
  const command = "$ npx -y deno@2.9.6 task grade 8-6 --seed 7\n";
  await Deno.writeTextFile(
    join(ROOT, "docs", "run.svg"),
    drawTerminal(command + report),
  );
  await Deno.remove(submission, { recursive: true });
}
