/**
 * What becomes of a mutant under the grader's own checks, in a real box.
 *
 * @module
 */

import type { Launcher } from "../../grader/box/launcher.ts";
import type { Check } from "../../grader/check.ts";
import { type Failure, statusOf } from "../../grader/failure.ts";
import { judge } from "../../grader/judge.ts";
import { limitsFor, Patient } from "../../grader/patient.ts";
import type { Mutant } from "./make.ts";

/** A mutant that chance lets through under one of them is not killed. */
export const SEEDS: readonly number[] = [3, 101, 20_011];

// A call takes a millisecond; for one that never ends this is waited twice.
const CALL_LIMIT = 1000;

/** A box for a mutant, which ends those that run for ever. */
export function openMutant(launcher: Launcher, { code }: Mutant): Patient {
  return new Patient(launcher, code, limitsFor(CALL_LIMIT));
}

/** Killed by a check, by its time, or not under each seed. */
export type Fate =
  | { kind: "killed" | "timeout"; check: string }
  | { kind: "survived"; seeds: number[] };

/**
 * Judges a mutant until it loses points, under each seed.
 *
 * @throws {Error} If the mutant is no program, or no box could judge it: neither must look like success.
 */
export async function fateOf(
  mutant: Mutant,
  checks: readonly Check[],
  launcher: Launcher,
  seeds: readonly number[] = SEEDS,
): Promise<Fate> {
  const patient = openMutant(launcher, mutant);
  const survived: number[] = [];
  let killer = "";
  try {
    for (const seed of seeds) {
      const death = await deathOf(mutant, checks, patient, seed);
      if (death === null) survived.push(seed);
      // A loop without end hangs under the other seeds too, and costs the limit.
      else if (death.kind === "timeout") return death;
      else killer = death.check;
    }
  } finally {
    await patient.close();
  }
  return survived.length === 0
    ? { kind: "killed", check: killer }
    : { kind: "survived", seeds: survived };
}

/** The first check that the mutant fails, or null. */
async function deathOf(
  mutant: Mutant,
  checks: readonly Check[],
  patient: Patient,
  seed: number,
): Promise<{ kind: "killed" | "timeout"; check: string } | null> {
  for (const check of checks) {
    const once = () => judge(check, patient, seed, { explains: false });
    let { failure } = await once();
    // A busy machine may have done it.
    if (failure && !isAnswered(failure)) ({ failure } = await once());
    if (failure === null) continue;
    const status = statusOf(failure);
    if (failure.kind === "load" || status === "ungraded") {
      throw new Error(
        `Cannot judge the mutant at ${mutant.line}:${mutant.column} as it must load in a box: ${mutant.after.trim()}`,
      );
    }
    const kind = status === "timeout" ? "timeout" : "killed";
    return { kind, check: check.id };
  }
  return null;
}

/** True if the mutant's own words condemn it, and not that it fell silent. */
function isAnswered(failure: Failure): boolean {
  return failure.kind === "mismatch" || failure.kind === "export" ||
    failure.kind === "trouble" && failure.trouble.kind === "threw";
}
