import type { Misconception, Reference } from "./check.ts";
import { disagreement } from "./compare.ts";

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
    return disagreement(answer, fn(...structuredClone(args))) === null;
  } catch {
    // A mistaken function may well fail on an input that the true one accepts.
    return false;
  }
}

function recognized(
  { recognizes }: Misconception,
  records: readonly CallRecord[],
): number {
  if (!recognizes) return 0;
  return records.filter(({ fn, answer }) => recognizes(fn, answer)).length;
}
