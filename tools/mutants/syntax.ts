/**
 * The syntax tree of a program, as plain data.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

/** A node as TypeScript's parser sees it. */
export interface Syntax {
  /** TypeScript's name for it, such as BinaryExpression; every type is a Type. */
  kind: string;
  /** From which character of the source to which. */
  start: number;
  end: number;
  /** What it consists of, under TypeScript's names, such as left and right; one or many to a name. */
  parts: Record<string, Syntax[]>;
}

/** A node that knows its source and its place. */
export class Node {
  readonly children: Node[];
  #parts = new Map<string, Node[]>();

  constructor(
    readonly syntax: Syntax,
    readonly source: string,
    readonly parent: Node | null,
  ) {
    for (const [name, list] of Object.entries(syntax.parts)) {
      const nodes = list.map((each) => new Node(each, source, this));
      this.#parts.set(name, nodes);
    }
    this.children = [...this.#parts.values()].flat();
  }

  get text(): string {
    return this.source.slice(this.syntax.start, this.syntax.end);
  }

  /** True if it is of one of these kinds. */
  is(...kinds: string[]): boolean {
    return kinds.includes(this.syntax.kind);
  }

  /** Its parts of a name; none if it has none. */
  all(name: string): Node[] {
    return this.#parts.get(name) ?? [];
  }

  /** Its only part of a name. */
  part(name: string): Node {
    return this.all(name)[0];
  }

  /** The statement of the file's top level that holds it. */
  get topLevel(): Node {
    return this.parent === null ? this : this.parent.topLevel;
  }

  /** Itself and everything in it but types. */
  get descendants(): Node[] {
    if (this.is("Type")) return [];
    return [this, ...this.children.flatMap((child) => child.descendants)];
  }
}

/**
 * Parses a program.
 *
 * @returns The statements of its top level.
 */
export async function parseProgram(source: string): Promise<Node[]> {
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--no-config",
      `--lock=${path("deno.lock")}`,
      "--frozen",
      "--allow-read",
      "--allow-env",
      path("parse_program.ts"),
    ],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode(source));
  await writer.close();
  const { success, stdout } = await process.output();
  if (!success) {
    throw new Error(
      "Cannot parse a program as TypeScript must run: the reason is above",
    );
  }
  const statements: Syntax[] = JSON.parse(new TextDecoder().decode(stdout));
  return statements.map((each) => new Node(each, source, null));
}
