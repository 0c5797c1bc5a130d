import type { Outcome } from "./box/box.ts";
import { encode } from "./box/wire.ts";
import { extentOf } from "./compare.ts";

// Kept of one submission's exercise in all, in characters, numbers and lists.
const MAXIMUM_KEPT = 2_000_000;

/**
 * What a submission's functions have answered. Two checks that look at
 * different parts of an answer need not both ask for it: that a function gives
 * the same answer however often it is asked, each tries out by itself.
 */
export class Answers {
  readonly #known = new Map<string, Outcome>();
  #kept = 0;

  /** The answer to a call; undefined if there was none. */
  recall(fn: string, args: readonly unknown[]): Outcome | undefined {
    return this.#known.get(questionOf(fn, args));
  }

  /** Keeps an answer, unless it is none or too large. */
  keep(fn: string, args: readonly unknown[], outcome: Outcome): void {
    // A function among the arguments is one that counts its calls, or the like.
    if (outcome.kind !== "answer" || args.some(isFunction)) return;
    const question = questionOf(fn, args);
    const extent = question.length + extentOf(outcome.value);
    if (this.#kept + extent > MAXIMUM_KEPT) return;
    this.#kept += extent;
    this.#known.set(question, outcome);
  }
}

function questionOf(fn: string, args: readonly unknown[]): string {
  return `${fn} ${encode(args)}`;
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}
