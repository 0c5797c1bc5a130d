import type { Outcome } from "./box/box.ts";
import { encode } from "./box/wire.ts";
import { extentOf } from "./compare.ts";

// Kept of one submission's exercise in all, in characters, numbers and lists.
const MAXIMUM_KEPT = 2_000_000;

/**
 * What a submission's functions have answered. A function must give the same
 * answer however often it is asked, which each check tries out by itself; so
 * two checks that look at different parts of an answer need not both ask.
 */
export class Answers {
  readonly #known = new Map<string, Outcome>();
  #kept = 0;

  /** The answer to a call: what is known, or else what `call` comes to. */
  async ask(
    fn: string,
    args: readonly unknown[],
    call: () => Promise<Outcome>,
  ): Promise<Outcome> {
    // A function among the arguments is one that counts its calls, or the like.
    if (args.some((arg) => typeof arg === "function")) return await call();
    const question = `${fn} ${encode(args)}`;
    const known = this.#known.get(question);
    if (known) return known;
    const outcome = await call();
    if (outcome.kind === "answer") this.#keep(question, outcome);
    return outcome;
  }

  #keep(question: string, outcome: Outcome & { kind: "answer" }): void {
    const extent = question.length + extentOf(outcome.value);
    if (this.#kept + extent > MAXIMUM_KEPT) return;
    this.#kept += extent;
    this.#known.set(question, outcome);
  }
}
