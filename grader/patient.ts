/**
 * The functions of one submission, as the checks meet them.
 *
 * @module
 */

import { Box, BoxError, type Exports, type Outcome } from "./box/box.ts";
import type { Launcher } from "./box/launcher.ts";
import type { Failure } from "./failure.ts";

/** How long things may take, in milliseconds. */
export interface Limits {
  /** One call. */
  call: number;
  /** Loading the module. */
  load: number;
  /** One check with all its calls. */
  check: number;
}

/** The limits that follow from the one for a call. */
export function limitsFor(call: number): Limits {
  return { call, load: 2 * call, check: 5 * call };
}

/** Whoever answers the calls of a check. */
export interface Respondent {
  readonly limits: Limits;
  /** Makes ready to answer; null if that worked. */
  ready(): Promise<Failure | null>;
  /** What is exported under that name: "function", another typeof, or undefined. */
  exported(name: string): string | undefined;
  call(fn: string, args: readonly unknown[]): Promise<Outcome>;
  close(): Promise<void>;
}

/** The functions of one submission, in a box that is replaced when it dies. */
export class Patient implements Respondent {
  #box: Box | undefined;
  #exports: Exports = new Map();

  constructor(
    readonly launcher: Launcher,
    readonly code: string,
    readonly limits: Limits,
  ) {}

  async ready(): Promise<Failure | null> {
    if (this.#box) return null;
    try {
      this.#box = await Box.start(this.launcher);
    } catch (error) {
      if (!(error instanceof BoxError)) throw error;
      return { kind: "ungraded", detail: error.message };
    }
    const loaded = await this.#box.load(this.code, this.limits.load);
    if (loaded.kind !== "answer") {
      await this.close();
      return { kind: "load", trouble: loaded, code: this.code };
    }
    this.#exports = exportsOf(loaded.value);
    return null;
  }

  exported(name: string): string | undefined {
    return this.#exports.get(name);
  }

  /** Calls a function; a box that did not answer properly is closed. */
  async call(fn: string, args: readonly unknown[]): Promise<Outcome> {
    const outcome = await this.#box!.call(fn, args, this.limits.call);
    const alive = outcome.kind === "answer" || outcome.kind === "todo" ||
      outcome.kind === "threw" || outcome.kind === "refused" ||
      outcome.kind === "timeout" && outcome.cause === "unsettled";
    if (!alive) await this.close();
    return outcome;
  }

  async close(): Promise<void> {
    await this.#box?.close();
    this.#box = undefined;
  }
}

// A forged list of exports is only another answer: a name too many fails when it is called.
function exportsOf(value: unknown): Exports {
  const pairs = Array.isArray(value) ? value : [];
  return new Map(pairs.filter(isNamedKind));
}

function isNamedKind(pair: unknown): pair is [string, string] {
  return Array.isArray(pair) && typeof pair[0] === "string" &&
    typeof pair[1] === "string";
}
