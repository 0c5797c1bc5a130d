import type { ProjectFile } from "../project_files.ts";

/** A row of docs/rows.toml. */
export interface Row {
  number: number;
  section: string;
  en: string;
  zh: string;
  kind: "code" | "prose";
}

/** A public symbol whose docstring names rows. */
export interface NamedSymbol {
  name: string;
  file: string;
  rows: number[];
}

/** A figure that a test asserts for a row. */
export interface Figure {
  row: number;
  text: string;
  file: string;
}

/** A row with its place and its figure, or what is missing. */
export interface CoveredRow {
  row: Row;
  symbols: NamedSymbol[];
  figure?: Figure;
  problem?: string;
}

/** What there is to cover rows with. */
export interface Material {
  symbols: readonly NamedSymbol[];
  figures: readonly Figure[];
  tests: readonly ProjectFile[];
  /** docs/background.md. */
  background: string;
}

/** The exported symbols whose docstring says "(row 24)" or "(rows 24, 25)". */
export function findSymbols(files: readonly ProjectFile[]): NamedSymbol[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(DOCUMENTED)].flatMap(([, doc, name]) => {
      const rows = rowsNamed(doc);
      return rows.length > 0 ? [{ name, file: path, rows }] : [];
    })
  );
}

// A docstring, and the name of what is exported right below it.
const DOCUMENTED =
  /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*export (?:async )?(?:function|class|interface|type|const) (\w+)/g;

function rowsNamed(doc: string): number[] {
  return [...doc.matchAll(/\(rows? ([\d, *\n]+(?:and [\d]+)?)\)/g)]
    .flatMap(([, list]) => [...list.matchAll(/\d+/g)].map(Number));
}

/** The comments `// row N: figure` that stand over a test. */
export function findFigures(files: readonly ProjectFile[]): Figure[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(FIGURE)].flatMap(([comments]) =>
      [...comments.replaceAll(/\n\s*\/\/ (?!row )/g, " ").matchAll(ROW)]
        .map(([, row, figure]) => ({
          row: Number(row),
          text: figure.trim(),
          file: path,
        }))
    )
  );
}

// One or several lines of comment, and then a test.
const FIGURE =
  /^[ \t]*\/\/ row \d+:.*\n(?:[ \t]*\/\/.*\n)*(?=[ \t]*(?:Deno\.test|await t\.step|test)\()/gm;
const ROW = /\/\/ row (\d+): (.*)/g;

/** Each row with what covers it. */
export function coverRows(
  rows: readonly Row[],
  { symbols, figures, tests, background }: Material,
): CoveredRow[] {
  return rows.map((row) => {
    if (row.kind === "prose") {
      const heading = new RegExp(`^## Row ${row.number}: `, "m");
      return heading.test(background) ? { row, symbols: [] } : {
        row,
        symbols: [],
        problem: "docs/background.md has no such heading",
      };
    }
    const named = symbols.filter((symbol) => symbol.rows.includes(row.number));
    if (named.length === 0) {
      return {
        row,
        symbols: [],
        problem: "no public symbol's docstring names it",
      };
    }
    const figure = figures.find((each) =>
      each.row === row.number && imports(tests, each.file, named)
    );
    return figure ? { row, symbols: named, figure } : {
      row,
      symbols: named,
      problem: `no test that imports ${
        named.map(({ name }) => name).join(" or ")
      } has a figure for it`,
    };
  });
}

function imports(
  tests: readonly ProjectFile[],
  file: string,
  symbols: readonly NamedSymbol[],
): boolean {
  const text = tests.find(({ path }) => path === file)?.text ?? "";
  const imported = [...text.matchAll(/import (?:type )?\{([^}]*)\}/g)]
    .flatMap(([, names]) => names.split(","))
    .map((name) => name.trim().replace(/^type /, "").split(" ")[0]);
  return symbols.some(({ name }) => imported.includes(name));
}

/** docs/mechanisms.md: row, symbol, file, test, figure. */
export function rowsDocument(covered: readonly CoveredRow[]): string {
  const lines = covered.map(({ row, symbols, figure, problem }) => {
    const place = row.kind === "prose"
      ? `[background.md](background.md)`
      : symbols.map(({ name, file }) => `[\`${name}\`](../${file})`).join(", ");
    const shown = problem ?? figure?.text ?? "in words";
    const test = figure
      ? `[${figure.file.replace(/^tests\/lib\//, "")}](../${figure.file})`
      : "";
    return `| ${row.number} | ${row.section} | ${row.en} · ${row.zh} | ${place} | ${test} | ${
      shown.replaceAll("|", "\\|")
    } |`;
  });
  return `# Mechanisms

Every row of the notes' inventory ([rows.toml](rows.toml)), its place in the library, and the figure that a test asserts. Written by \`deno task mechanisms\`; do not edit.

| Row | Notes | Mechanism | Symbols | Test | Figure and where it comes from |
| --- | --- | --- | --- | --- | --- |
${lines.join("\n")}
`;
}
