/** An import, export-from or dynamic import. */
export interface Import {
  /** What stands between the quotes; null if it is computed. */
  specifier: string | null;
  /** Counted from 1. */
  line: number;
  /** Whether it is erased before the program runs. */
  typeOnly: boolean;
}

/**
 * What may hide quotes or look like code: comments, templates, strings and
 * regular expressions, which begin where no value can have ended.
 */
const TOKENS = new RegExp(
  [
    /(?<comment>\/\/.*|\/\*[^]*?\*\/)/,
    /(?<template>`(?:\\[^]|[^\\`])*`)/,
    /(?<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/,
    /(?<=(?:^|[=(,:[!&|?;{}>\n]|\breturn)\s*)(?<pattern>\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/)/,
  ].map((pattern) => pattern.source).join("|"),
  "g",
);

/** The source with spaces for some kinds of tokens; lines stay where they are. */
function blank(source: string, kinds: readonly string[]): string {
  return source.replace(TOKENS, (token, ...rest) => {
    const groups = rest.at(-1) as Record<string, string | undefined>;
    return kinds.some((kind) => groups[kind] !== undefined)
      ? token.replace(/[^\n]/g, " ")
      : token;
  });
}

/** The source without comments and white space. */
export function squeeze(source: string): string {
  return blank(source, ["comment"]).replace(/\s+/g, "");
}

/** The number of lines that are neither blank nor comment only. */
export function countCodeLines(source: string): number {
  return blank(source, ["comment"]).split("\n")
    .filter((line) => line.trim() !== "").length;
}

const STATIC =
  /^[ \t]*(?:import|export)\b(?<type>\s+type\b)?[^;"'()]*?\bfrom\s*["'](?<specifier>[^"'\n]+)/gm;
const BARE = /^[ \t]*import\s*["'](?<specifier>[^"'\n]+)/gm;
const DYNAMIC = /\bimport\s*\(\s*(?:["'](?<specifier>[^"'\n]+))?/g;

/** The imports of a source; what comments and templates quote is none. */
export function findImports(source: string): Import[] {
  const code = blank(source, ["comment", "template", "pattern"]);
  return [STATIC, BARE, DYNAMIC]
    .flatMap((form) => [...code.matchAll(form)])
    .sort((a, b) => a.index - b.index)
    .map(({ index, groups, 0: statement }) => ({
      specifier: groups?.specifier ?? null,
      // Counted where the statement ends: it may begin with blank lines.
      line: code.slice(0, index + statement.length).split("\n").length,
      typeOnly: groups?.type !== undefined,
    }));
}
