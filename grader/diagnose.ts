import type { Misconception, Reference } from "./check.ts";
import { disagreement, identical } from "./compare.ts";

/** One call of a student's function and what it answered. */
export interface CallRecord {
  fn: string;
  args: unknown[];
  answer: unknown;
}

/**
 * Names the misconception that explains a student's answers: the one whose
 * answers they equal on every call, most often where it differs from the truth.
 *
 * @param records Calls that were answered during a check.
 * @param reference The true answers.
 * @param misconceptions The known mistakes.
 * @returns The misconception, or null if none explains the answers.
 */
export function diagnose(
  records: readonly CallRecord[],
  reference: Reference,
  misconceptions: readonly Misconception[],
): Misconception | null {
  let best: Misconception | null = null;
  let most = 0;
  for (const misconception of misconceptions) {
    const evidence = Math.max(
      recognized(misconception, records),
      ...misconception.variants.map((variant) =>
        explained(variant, records, reference)
      ),
    );
    if (evidence > most) [best, most] = [misconception, evidence];
  }
  return best;
}

/** How many calls a variant explains that the truth does not; 0 if it contradicts one. */
function explained(
  variant: Reference,
  records: readonly CallRecord[],
  reference: Reference,
): number {
  let evidence = 0;
  for (const { fn, args, answer } of records) {
    const mistaken = variant[fn] ?? reference[fn];
    if (!agree(answer, mistaken, args)) return 0;
    if (mistaken !== reference[fn] && !agree(answer, reference[fn], args)) {
      evidence += 1;
    }
  }
  return evidence;
}

function agree(
  answer: unknown,
  fn: Reference[string],
  args: unknown[],
): boolean {
  try {
    const mistaken = fn(...args.map(copied));
    // NaN never agrees with the truth, but it may well be what a mistake gives.
    return identical(answer, mistaken) ||
      disagreement(answer, mistaken) === null;
  } catch {
    // A mistaken function may well fail on an input that the true one accepts.
    return false;
  }
}

/** A copy, so that no mistake can change what is on record; a function is its own copy. */
function copied(arg: unknown): unknown {
  return typeof arg === "function" ? arg : structuredClone(arg);
}

function recognized(
  { recognizes }: Misconception,
  records: readonly CallRecord[],
): number {
  if (!recognizes) return 0;
  return records.filter(({ fn, answer }) => {
    try {
      return recognizes(fn, answer);
    } catch {
      // An answer may have any form.
      return false;
    }
  }).length;
}
