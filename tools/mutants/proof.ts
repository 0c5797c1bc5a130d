/**
 * Proves that a mutant is equivalent, as far as trying can: it gives the
 * solution's answers to thousands of inputs.
 *
 * @module
 */

import fc from "fast-check";
import type { Launcher } from "../../grader/box/launcher.ts";
import type { Check, HiddenChecks } from "../../grader/check.ts";
import { disagreement, identical } from "../../grader/compare.ts";
import { limitsFor, Patient } from "../../grader/patient.ts";
import type { Edge, Edges } from "./edges.ts";

/** So many inputs of each check's own arbitrary, and so many edges. */
const INPUTS = 5000;

/** Inputs in one call of a box; many, since the way there and back takes longest. */
const BATCH = 500;

/** For a batch; the mutant is killed then, and was not equivalent. */
const BATCH_LIMIT = 20_000;

const SEED = 20_260_801;

/** What a proof is about. */
export interface Solved {
  /** The solution. */
  code: string;
  hidden: HiddenChecks;
  edges: Edges;
}

/** Compares mutants of one solution with it; inputs are drawn and solved once. */
export class Prover {
  #drawn = new Map<Check, Call[]>();
  #expected = new Map<string, Promise<Solution>>();

  constructor(readonly solved: Solved, readonly launcher: Launcher) {}

  /**
   * Looks for an input on which a mutant is not the solution.
   *
   * @param code The mutant.
   * @param functions The exported functions whose answers may differ.
   * @returns The input and how the answers differ, or null.
   */
  async difference(
    code: string,
    functions: readonly string[],
  ): Promise<string | null> {
    for (const fn of functions) {
      const solution = await this.#solutionOf(fn);
      const answers = await answersOf(this.launcher, code, fn, solution.inputs);
      if (typeof answers === "string") return `${fn}: ${answers}`;
      const agree = agreementOf(this.solved.edges[fn]);
      const index = answers.findIndex((answer, i) =>
        !agree(answer, solution.answers[i])
      );
      if (index === -1) continue;
      return `${fn}(${
        solution.inputs[index].map((x) => JSON.stringify(x)).join(", ")
      }) is ${JSON.stringify(answers[index])}, the solution's ${
        JSON.stringify(solution.answers[index])
      }`;
    }
    return null;
  }

  #solutionOf(fn: string): Promise<Solution> {
    return this.#expected.getOrInsertComputed(fn, () => this.#solve(fn));
  }

  async #solve(fn: string): Promise<Solution> {
    const { hidden, code, edges } = this.solved;
    if (!Object.hasOwn(edges, fn)) {
      throw new Error(
        `Cannot prove anything about ${fn} as edges.ts must have inputs for it`,
      );
    }
    const inputs = fc.sample(edges[fn].inputs, { seed: SEED, numRuns: INPUTS });
    for (const check of hidden.checks) {
      const calls = await this.#callsOf(check);
      inputs.push(
        ...calls.filter((call) => call.fn === fn).map(({ args }) => args),
      );
    }
    const answers = await answersOf(this.launcher, code, fn, inputs);
    if (typeof answers === "string") {
      throw new Error(`Cannot solve ${fn} as it must answer: ${answers}`);
    }
    return { inputs, answers };
  }

  async #callsOf(check: Check): Promise<Call[]> {
    const known = this.#drawn.get(check);
    if (known) return known;
    const calls = await drawCalls(check, this.solved.hidden);
    this.#drawn.set(check, calls);
    return calls;
  }
}

/** A function's name and arguments. */
interface Call {
  fn: string;
  args: unknown[];
}

/** Inputs, and the solution's answers. */
interface Solution {
  inputs: unknown[][];
  answers: unknown[];
}

/** The calls that a check makes of a right submission. */
async function drawCalls(
  check: Check,
  { reference }: HiddenChecks,
): Promise<Call[]> {
  const calls: Call[] = [];
  const caller = {
    call(fn: string, ...args: unknown[]): Promise<unknown> {
      calls.push({ fn, args });
      return Promise.resolve(reference[fn](...args));
    },
  };
  const inputs = fc.sample(check.arbitrary, { seed: SEED, numRuns: INPUTS });
  for (const input of [...check.examples, ...inputs]) {
    await check.judge(caller, input);
  }
  return calls;
}

/** What a program answers to all inputs, or what happened instead. */
async function answersOf(
  launcher: Launcher,
  code: string,
  fn: string,
  inputs: readonly unknown[][],
): Promise<unknown[] | string> {
  const all =
    `${code}\nexport const answersToAll = (inputs) => inputs.map((args) => ${fn}(...args));\n`;
  const program = new Patient(launcher, all, limitsFor(BATCH_LIMIT));
  try {
    const answers: unknown[] = [];
    for (let i = 0; i < inputs.length; i += BATCH) {
      const notReady = await program.ready();
      if (notReady) return "does not load";
      const batch = inputs.slice(i, i + BATCH);
      const outcome = await program.call("answersToAll", [batch]);
      if (outcome.kind !== "answer") return `no answer, but ${outcome.kind}`;
      if (!identical(batch, outcome.args[0])) return "changes its arguments";
      answers.push(...outcome.value as unknown[]);
    }
    return answers;
  } finally {
    await program.close();
  }
}

function agreementOf(
  { agreement }: Edge,
): (got: unknown, expected: unknown) => boolean {
  return typeof agreement === "function"
    ? agreement
    : (got, expected) => disagreement(got, expected, agreement) === null;
}
