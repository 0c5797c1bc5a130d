/**
 * Makes mutants of a solution: programs that differ from it in one place.
 *
 * @module
 */

import { type Edit, OPERATORS } from "./operators.ts";
import { type Node, parseProgram } from "./syntax.ts";

/** A solution with one change. */
export interface Mutant {
  /** Which operator made it. */
  operator: string;
  /** The function of the file's top level that is changed. */
  fn: string;
  /** Where the change begins, counted from 1. */
  line: number;
  column: number;
  /** The lines that the change touches, as they were and as they are. */
  before: string;
  after: string;
  /** The whole file. */
  code: string;
}

/** A solution as it is needed here. */
export interface Program {
  mutants: Mutant[];
  /** The functions of the file's top level, each with those whose answers depend on it, itself among them. */
  dependents: Map<string, Set<string>>;
}

/** Makes all mutants of a solution, no two of them alike. */
export async function makeMutants(code: string): Promise<Program> {
  const functions = (await parseProgram(code))
    .filter((statement) => statement.is("FunctionDeclaration"));
  const mutants = new Map<string, Mutant>();
  for (const declared of functions) {
    for (const node of declared.part("body").descendants) {
      for (const [operator, change] of Object.entries(OPERATORS)) {
        for (const edit of change(node)) {
          const changed = apply(code, edit);
          if (changed === code || mutants.has(changed)) continue;
          mutants.set(changed, {
            operator,
            fn: nameOf(declared),
            ...placeOf(code, edit.start),
            ...touchedLines(code, edit),
            code: changed,
          });
        }
      }
    }
  }
  return {
    mutants: [...mutants.values()],
    dependents: dependentsOf(functions),
  };
}

function nameOf(declared: Node): string {
  return declared.part("name").text;
}

function apply(code: string, { start, end, text }: Edit): string {
  return code.slice(0, start) + text + code.slice(end);
}

function placeOf(code: string, at: number): { line: number; column: number } {
  const lines = code.slice(0, at).split("\n");
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}

function touchedLines(
  code: string,
  edit: Edit,
): { before: string; after: string } {
  const from = code.lastIndexOf("\n", edit.start - 1) + 1;
  const rest = code.length - code.indexOf("\n", edit.end);
  const changed = apply(code, edit);
  return {
    before: code.slice(from, code.length - rest),
    after: changed.slice(from, changed.length - rest),
  };
}

function dependentsOf(functions: readonly Node[]): Map<string, Set<string>> {
  const names = functions.map(nameOf);
  const dependents = new Map(names.map((name) => [name, new Set([name])]));
  const uses = functions.flatMap((declared) =>
    declared.part("body").descendants
      .filter((node) => node.is("Identifier") && names.includes(node.text))
      .map(({ text }) => [text, nameOf(declared)])
  );
  // Each round follows the uses one step further.
  for (const _ of names) {
    for (const [used, user] of uses) {
      for (const each of dependents.get(user)!) dependents.get(used)!.add(each);
    }
  }
  return dependents;
}
