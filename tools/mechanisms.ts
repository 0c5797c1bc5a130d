/**
 * The rows gate: every row of docs/rows.toml has its place in lib, and a test
 * with a figure that nobody here made up. Writes docs/mechanisms.md; `--check`
 * compares instead.
 *
 * Run: deno task mechanisms
 *
 * @module
 */

import { parse as parseToml } from "smol-toml";
import * as library from "../mod.ts";
import { readProject, ROOT } from "./project_files.ts";
import {
  coverRows,
  findFigures,
  findSymbols,
  type Row,
  rowsDocument,
} from "./mechanisms/rows.ts";

const OUTPUT = new URL("docs/mechanisms.md", ROOT);

if (import.meta.main) {
  const check = Deno.args.includes("--check");
  const files = await readProject([".ts"], ["lib", "tests"]);
  const { rows } = parseToml(
    await Deno.readTextFile(new URL("docs/rows.toml", ROOT)),
  ) as unknown as { rows: Row[] };
  const background = await Deno.readTextFile(
    new URL("docs/background.md", ROOT),
  );
  // What is trained bears the names of what it trains, and is no second place.
  const formulas = files.filter(({ path }) => !path.includes("lib/layers/"));
  const lib = formulas.filter(({ path }) => path.startsWith("lib/"));
  const tests = formulas.filter(({ path }) => path.startsWith("tests/lib/"));
  const names = new Set([...Object.keys(library), ...exportedTypes(lib)]);
  const covered = coverRows(rows, {
    symbols: findSymbols(lib).filter(({ name }) => names.has(name)),
    figures: findFigures(tests),
    tests,
    background,
  });
  const missing = covered.filter(({ problem }) => problem !== undefined);
  for (const { row, problem } of missing) {
    console.error(`row ${row.number} (${row.en}): ${problem}`);
  }
  console.log(
    `${covered.length - missing.length} of ${rows.length} rows covered`,
  );
  const text = rowsDocument(covered);
  const current = await Deno.readTextFile(OUTPUT).catch(() => "");
  if (!check) await Deno.writeTextFile(OUTPUT, text);
  else if (current !== text) {
    console.error(
      "docs/mechanisms.md is out of date: run deno task mechanisms",
    );
    Deno.exit(1);
  }
  if (missing.length > 0) Deno.exit(1);
}

/** Types are public without leaving a trace at run time. */
function exportedTypes(files: readonly { path: string; text: string }[]) {
  return files.filter(({ path }) => path.endsWith("/mod.ts"))
    .flatMap(({ text }) =>
      [...text.matchAll(/\btype (\w+)/g)].map(([, name]) => name)
    );
}
