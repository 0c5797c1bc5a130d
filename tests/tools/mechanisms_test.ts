import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  coverRows,
  findFigures,
  findSymbols,
  type Material,
  type Row,
  rowsDocument,
} from "../../tools/mechanisms/rows.ts";

const row: Row = {
  number: 24,
  section: "S0 8.5.2",
  en: "Turing machine",
  zh: "神经图灵机",
  kind: "code",
};

const lib = {
  path: "lib/memory/turing.ts",
  text: `/**
 * A read: r = Σ αₙ mₙ.
 *
 * @source NNDL §8.5.2; Graves et al. 2014, eq. 2 (rows 24, 25)
 */
export function turingRead(): void {}

/** A helper (row 24). */
function hidden(): void {}

/** Without a row. */
export interface Plain {}
`,
};

const test = {
  path: "tests/lib/memory/turing_test.ts",
  text: `import { turingRead } from "../../../lib/memory/mod.ts";

// row 24: r = (4, 7), by hand
// from the paper's equation 2
Deno.test("turingRead() reads", () => {});

// row 25: stands over nothing
const x = 1;
`,
};

function material(changes: Partial<Material> = {}): Material {
  return {
    symbols: findSymbols([lib]),
    figures: findFigures([test]),
    tests: [test],
    background: "",
    ...changes,
  };
}

Deno.test("findSymbols() finds what is exported when its docstring names rows", () => {
  assertEquals(findSymbols([lib]), [
    { name: "turingRead", file: lib.path, rows: [24, 25] },
  ]);
});

Deno.test("findFigures() takes a comment only when a test stands below it", () => {
  assertEquals(findFigures([test]), [{
    row: 24,
    text: "r = (4, 7), by hand from the paper's equation 2",
    file: test.path,
  }]);
});

Deno.test("coverRows() covers a row when symbol, import and figure are there", () => {
  const [covered] = coverRows([row], material());
  assertEquals(covered.problem, undefined);
  assertEquals(covered.figure?.row, 24);
});

Deno.test("coverRows() says what is missing when a row has no symbol, figure or import", () => {
  const problem = (changes: Partial<Material>) =>
    coverRows([row], material(changes))[0].problem ?? "";
  assertMatch(problem({ symbols: [] }), /no public symbol/);
  assertMatch(problem({ figures: [] }), /no test that imports turingRead/);
  const unrelated = { ...test, text: test.text.replace("turingRead }", "x }") };
  assertMatch(problem({ tests: [unrelated] }), /no test that imports/);
});

Deno.test("coverRows() asks for a heading when a row is prose", () => {
  const prose: Row = { ...row, number: 16, kind: "prose" };
  assert(coverRows([prose], material())[0].problem);
  const background = "# Background\n\n## Row 16: why / 为什么\n";
  assertEquals(
    coverRows([prose], material({ background }))[0].problem,
    undefined,
  );
});

Deno.test("rowsDocument() has a line for each row when they are covered", () => {
  const text = rowsDocument(coverRows([row], material()));
  assertMatch(text, /\| 24 \| S0 8\.5\.2 \| Turing machine · 神经图灵机 \|/);
  assertMatch(text, /\[`turingRead`\]\(\.\.\/lib\/memory\/turing\.ts\)/);
});
