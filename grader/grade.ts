/**
 * Grades a submission: every exercise in a box of its own, several at once.
 *
 * @module
 */

import { Foreign } from "./box/decode.ts";
import type { Launcher } from "./box/launcher.ts";
import { NOT_HELD } from "./box/not_held.ts";
import { Answers } from "./answers.ts";
import type { Exercise } from "./catalog.ts";
import type { Check, HiddenChecks, Misconception } from "./check.ts";
import { extentOf, kindOf } from "./compare.ts";
import { diagnose } from "./diagnose.ts";
import { type Failure, statusOf } from "./failure.ts";
import { judge, type Verdict } from "./judge.ts";
import { limitsFor, Patient } from "./patient.ts";
import { Machine, type Turns } from "./machine.ts";
import { describeFailure } from "./messages/failure.ts";
import { inParallel } from "./parallel.ts";
import {
  type CheckResult,
  type Counterexample,
  type ExerciseResult,
  type Result,
  total,
  worst,
} from "./result.ts";
import type { SecretSeed } from "./seed.ts";
import { readSubmission, type Submission } from "./submission.ts";

/** What to grade, and how. */
export interface GradeOptions {
  exercises: Exercise[];
  /** The submission's folder, as a full path, or what gives its files. */
  submission: string | ((exercise: Exercise) => Submission);
  launcher: Launcher;
  seed: number | SecretSeed;
  /** How many boxes may run at once. */
  jobs: number;
  /** The limit for one call, in milliseconds. */
  timeout: number;
  /** Shared by gradings that run side by side; default one of its own. */
  machine?: Turns;
}

/** Everything the grader knows about one exercise. */
interface Sheet {
  exercise: Exercise;
  submission: Submission;
  checks: Check[];
  hidden: HiddenChecks;
  misconceptions: Misconception[];
}

/** Grades a submission. */
export async function grade(options: GradeOptions): Promise<Result> {
  const started = performance.now();
  const { exercises, launcher, seed, jobs } = options;
  const machine = options.machine ?? new Machine();
  const graded = await inParallel(jobs, exercises, async (exercise) => {
    const sheet = await readSheet(exercise, options.submission);
    return await gradeExercise(sheet, options, machine);
  });
  const results: ExerciseResult[] = [];
  for (const { result, again } of graded) {
    results.push(again ? await machine.alone(again) : result);
  }
  return {
    schema: "mneme-result/1",
    ...shownSeed(seed),
    isolation: launcher.form,
    notHeld: NOT_HELD[launcher.form],
    durationMs: Math.round(performance.now() - started),
    points: total(results.map(({ points }) => points)),
    maxPoints: results.reduce((sum, { maxPoints }) => sum + maxPoints, 0),
    exercises: results,
  };
}

/** What a report says of the seed: of a secret one it says which, and not what. */
function shownSeed(
  seed: number | SecretSeed,
): Pick<Result, "seed" | "seedFingerprint"> {
  return typeof seed === "number"
    ? { seed }
    : { seed: null, seedFingerprint: seed.fingerprint };
}

/** The hidden checks of an exercise. */
export function loadHidden({ folder }: Exercise): Promise<HiddenChecks> {
  return import(new URL(`hidden/${folder}.ts`, import.meta.url).href);
}

/** The known mistakes of an exercise. */
export async function loadMisconceptions(
  { folder }: Exercise,
): Promise<Misconception[]> {
  const url = new URL(`misconceptions/${folder}.ts`, import.meta.url);
  return (await import(url.href)).misconceptions;
}

async function readSheet(
  exercise: Exercise,
  source: GradeOptions["submission"],
): Promise<Sheet> {
  const [submission, hidden, misconceptions] = await Promise.all([
    typeof source === "string"
      ? readSubmission(source, exercise)
      : source(exercise),
    loadHidden(exercise),
    loadMisconceptions(exercise),
  ]);
  return {
    exercise,
    submission,
    checks: hidden.checks,
    hidden,
    misconceptions,
  };
}

/** A result, and how to get it again with the machine to itself if a timeout may have been the machine's fault. */
interface Graded {
  result: ExerciseResult;
  again?: () => Promise<ExerciseResult>;
}

async function gradeExercise(
  sheet: Sheet,
  options: GradeOptions,
  machine: Turns,
): Promise<Graded> {
  const started = performance.now();
  const { submission, exercise } = sheet;
  const { value: results, crowded } = "failure" in submission
    ? { value: refused(sheet, submission.failure), crowded: false }
    : await machine.beside(() => runChecks(sheet, submission.code, options));
  const result = exerciseResult(
    exercise,
    submission.file,
    results,
    performance.now() - started,
  );
  const timedOut = results.some(({ status }) => status === "timeout");
  return timedOut && crowded
    ? {
      result,
      again: async () =>
        (await gradeExercise(sheet, options, new Machine())).result,
    }
    : { result };
}

/** The results of all checks where there is no program to run. */
function refused(sheet: Sheet, failure: Failure): CheckResult[] {
  return sheet.checks.map((check) =>
    resultOf(check, { failure, records: [] }, sheet)
  );
}

/** Runs the checks of one exercise. */
async function runChecks(
  sheet: Sheet,
  code: string,
  { launcher, timeout, seed }: GradeOptions,
): Promise<CheckResult[]> {
  const { checks, exercise } = sheet;
  const own = typeof seed === "number" ? seed : seed.of(exercise.id);
  const patient = new Patient(launcher, code, limitsFor(timeout));
  const shared = checks.some(({ id, inputsOf }) => inputsOf !== id);
  const answers = shared ? new Answers() : undefined;
  const results: CheckResult[] = [];
  try {
    for (const check of checks) {
      const verdict = await judge(check, patient, own, { answers })
        .catch(unjudged);
      if (endsAll(verdict.failure)) {
        return checks.map((each) => resultOf(each, verdict, sheet));
      }
      results.push(resultOf(check, verdict, sheet));
    }
    return results;
  } finally {
    await patient.close();
  }
}

/** The grader itself went wrong over a submission: no marks, and no harm to the others. */
function unjudged(error: unknown): Verdict {
  return { failure: { kind: "ungraded", detail: `${error}` }, records: [] };
}

/** True if no other check can come to another end: the module does not load, or no box starts. */
function endsAll(failure: Failure | null): boolean {
  return failure?.kind === "load" || failure?.kind === "ungraded";
}

function resultOf(
  check: Check,
  { failure, records }: Verdict,
  { hidden, misconceptions }: Sheet,
): CheckResult {
  const { id, name, points: maxPoints } = check;
  if (failure === null) {
    return {
      id,
      name,
      status: "passed",
      points: maxPoints,
      maxPoints,
      message: null,
      counterexample: null,
      diagnosis: null,
    };
  }
  const status = statusOf(failure);
  const mistake = failure.kind === "mismatch"
    ? diagnose(records, hidden.reference, misconceptions)
    : null;
  return {
    id,
    name,
    status,
    points: status === "ungraded" ? null : 0,
    maxPoints,
    message: describeFailure(failure, check.property),
    counterexample: counterexampleOf(failure),
    diagnosis: mistake && { id: mistake.id, text: mistake.text },
  };
}

function counterexampleOf(failure: Failure): Counterexample | null {
  if (!("call" in failure)) return null;
  if (failure.kind === "trouble" && failure.trouble.kind === "todo") {
    return null;
  }
  const { fn, args } = failure.call;
  return {
    call: fn,
    arguments: args,
    ..."answer" in failure.call && { answer: shown(failure.call.answer) },
  };
}

// Numbers and lists in an answer that somebody may still want to read.
const MAXIMUM_SHOWN = 10_000;

/** An answer as a report holds it: in full, unless it would drown the report. */
function shown(answer: unknown): unknown {
  return extentOf(answer) <= MAXIMUM_SHOWN
    ? answer
    : new Foreign(`a ${kindOf(answer)} too large to show`);
}

function exerciseResult(
  { id, section, title }: Exercise,
  file: string,
  checks: CheckResult[],
  durationMs: number,
): ExerciseResult {
  return {
    id,
    section,
    title,
    file,
    status: worst(checks.map(({ status }) => status)),
    points: total(checks.map(({ points }) => points)),
    maxPoints: checks.reduce((sum, { maxPoints }) => sum + maxPoints, 0),
    durationMs: Math.round(durationMs),
    checks,
  };
}
