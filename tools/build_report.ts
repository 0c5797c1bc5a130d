/**
 * Builds what the HTML report needs of KaTeX: its style sheet with the fonts
 * inside, and the formula of each exercise as HTML. `--check` compares instead
 * of writing. KaTeX itself is needed here alone.
 *
 * @module
 */

// A tool's package: in deno.json every newcomer would download it.
// deno-lint-ignore no-import-prefix
import katex from "npm:katex@0.19.1";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readCatalog } from "../grader/catalog.ts";

const ASSETS = fileURLToPath(
  new URL("../grader/report/assets", import.meta.url),
);

// The others hold signs that the chapter's formulas do not use.
const FONTS = [
  "KaTeX_Main-Regular",
  "KaTeX_Main-Bold",
  "KaTeX_Math-Italic",
  "KaTeX_Math-BoldItalic",
  "KaTeX_Size1-Regular",
  "KaTeX_Size2-Regular",
];

/** The built files by name. */
export async function buildReportAssets(): Promise<Map<string, string>> {
  const folder = await katexFolder();
  const formulas: Record<string, string> = {};
  for (const { id, formula } of await readCatalog()) {
    if (formula === undefined) continue;
    formulas[id] = katex.renderToString(formula, {
      displayMode: true,
      output: "html",
      throwOnError: true,
    });
  }
  return new Map([
    ["katex.css", await styleSheet(folder)],
    ["formulas.json", JSON.stringify(formulas, null, 2) + "\n"],
  ]);
}

async function katexFolder(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--lock=deno.dev.lock", "npm:katex@0.19.1"],
  }).output();
  const { npmPackages } = JSON.parse(new TextDecoder().decode(stdout));
  return npmPackages["katex@0.19.1"].localPath;
}

async function styleSheet(folder: string): Promise<string> {
  const css = await Deno.readTextFile(join(folder, "dist", "katex.min.css"));
  const licence = await Deno.readTextFile(join(folder, "LICENSE"));
  let text = css.replace(/@font-face\{[^}]*\}/g, (face) => {
    const font = FONTS.find((name) => face.includes(`/${name}.woff2`));
    return font === undefined
      ? ""
      : face.replace(/src:[^;}]*/, `src:url(${font})`);
  });
  for (const font of FONTS) {
    const bytes = await Deno.readFile(
      join(folder, "dist", "fonts", `${font}.woff2`),
    );
    text = text.replace(
      `url(${font})`,
      `url(data:font/woff2;base64,${bytes.toBase64()}) format("woff2")`,
    );
  }
  return `/*!\nKaTeX 0.19.1, its style sheet with six of its fonts.\n\n${licence.trim()}\n*/\n${text}\n`;
}

if (import.meta.main) {
  const check = Deno.args.includes("--check");
  const stale: string[] = [];
  for (const [name, text] of await buildReportAssets()) {
    const file = join(ASSETS, name);
    const current = await Deno.readTextFile(file).catch(() => undefined);
    if (current === text) continue;
    stale.push(name);
    if (!check) await Deno.writeTextFile(file, text);
  }
  if (check && stale.length > 0) {
    console.error(
      `grader/report/assets/ is not what its sources give (${
        stale.join(", ")
      }): run deno task build:report and commit`,
    );
    Deno.exit(1);
  }
  console.log(
    stale.length === 0
      ? "ok: the report's assets are up to date"
      : `wrote ${stale.join(", ")}`,
  );
}
