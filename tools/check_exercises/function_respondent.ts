import { decode } from "../../grader/box/decode.ts";
import type { Outcome } from "../../grader/box/box.ts";
import { encode } from "../../grader/box/wire.ts";
import type { Reference } from "../../grader/check.ts";
import { limitsFor, type Respondent } from "../../grader/patient.ts";

/**
 * Functions that answer as if they were in a box, without one: for the
 * project's own functions only, since nothing holds them.
 */
export class FunctionRespondent implements Respondent {
  readonly limits = limitsFor(10_000);

  constructor(readonly functions: Reference) {}

  ready(): Promise<null> {
    return Promise.resolve(null);
  }

  exported(name: string): string | undefined {
    return Object.hasOwn(this.functions, name)
      ? typeof this.functions[name]
      : undefined;
  }

  /** The answer, and the arguments as the function left them, as a pipe would carry them. */
  async call(fn: string, args: readonly unknown[]): Promise<Outcome> {
    const own = args.map((arg) =>
      typeof arg === "function" ? arg : structuredClone(arg)
    );
    try {
      const value = await this.functions[fn](...own);
      return {
        kind: "answer",
        value: throughPipe(value),
        args: own.map(throughPipe),
      };
    } catch (error) {
      const { name, message } = error instanceof Error
        ? error
        : new Error(`${error}`);
      return { kind: "threw", name, message, line: 0, column: 0 };
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function throughPipe(value: unknown): unknown {
  return decode(JSON.parse(encode(value)));
}
