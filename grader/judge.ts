/**
 * Runs the checks of one exercise against one submission, in boxes.
 *
 * @module
 */

import fc from "fast-check";
import type { Answers } from "./answers.ts";
import type { Caller, Check } from "./check.ts";
import { extentOf, identical } from "./compare.ts";
import type { CallRecord } from "./diagnose.ts";
import type { FailedCall, Failure } from "./failure.ts";
import type { Respondent } from "./patient.ts";

/** What a check came to: null if it passed, and the calls that were answered. */
export interface Verdict {
  failure: Failure | null;
  records: CallRecord[];
}

// A failing input is made smaller for so long, in milliseconds, and by so many attempts: the second
// bound makes reports equal on slow machines and fast. Of 2,390 failures of known misconceptions
// the longest search took 170.
const SHRINKING = 1000;
const ATTEMPTS = 250;

// So many more inputs are tried after a failure, to tell mistakes apart.
const SAMPLES = 25;

// The answers of one check that are kept, in numbers and lists, so that large ones do not fill the memory.
const MAXIMUM_RECORDED = 1_000_000;

// So many calls are made a second time, to see whether the answer stays.
const REPEATED = 3;

/** Thrown inside a property to end it; the failure is what counts. */
class Stop extends Error {
  constructor(readonly failure: Failure) {
    super(failure.kind);
  }
}

/** True if smaller inputs may be tried after this failure: the box still answers, and quickly. */
function mayShrink(failure: Failure): boolean {
  return failure.kind === "mismatch" ||
    failure.kind === "trouble" && failure.trouble.kind === "threw";
}

/** How much is done about a failure. */
export interface JudgeOptions {
  /** Whether a failing input is made smaller and more inputs are tried, so that a report can explain it; true unless said otherwise. */
  explains?: boolean;
  /** What the same submission has answered to the checks before; a check with the inputs of another does not ask anew. */
  answers?: Answers;
}

/**
 * Runs one check.
 *
 * @param seed Decides the inputs, together with the id of the check whose inputs they are.
 */
export async function judge(
  check: Check,
  patient: Respondent,
  seed: number,
  { explains = true, answers }: JudgeOptions = {},
): Promise<Verdict> {
  const notReady = await patient.ready();
  if (notReady) return { failure: notReady, records: [] };
  const records: CallRecord[] = [];
  const caller = recordingCaller(
    patient,
    records,
    asking(check, patient, answers),
  );
  let failure: Failure | null = null;
  let deadline = Infinity;
  let attempts = 0;
  // At the time limit fast-check leaves a call alone that is under way; no other may be made beside it.
  let underWay: Promise<unknown> = Promise.resolve();

  const property = fc.asyncProperty(check.arbitrary, async (input) => {
    if (performance.now() > deadline) return;
    if (failure && ++attempts > ATTEMPTS) return;
    const attempted = attempt(check, caller, input);
    underWay = attempted;
    const failed = await attempted;
    if (!failed) return;
    failure = failed;
    deadline = Math.min(
      deadline,
      mayShrink(failed) ? performance.now() + SHRINKING : 0,
    );
    throw new Stop(failed);
  });
  const checkSeed = seedFor(seed, check.inputsOf);
  const { interrupted, failed, errorInstance } = await fc.check(property, {
    seed: checkSeed,
    numRuns: check.runs + check.examples.length,
    examples: check.examples.map((example) => [example] as [unknown]),
    interruptAfterTimeLimit: patient.limits.check,
    markInterruptAsFailure: true,
    endOnFailure: !explains,
  });
  if (interrupted && !failure) {
    await patient.close();
    await Promise.allSettled([underWay]);
    return {
      failure: { kind: "slow", limit: patient.limits.check },
      records: [],
    };
  }
  await Promise.allSettled([underWay]);
  // Whatever else was thrown is the grader's own fault, and must not look like success.
  if (failed && !failure) throw errorInstance;
  failure ??= await repeat(patient, records);
  if (explains && failure && mayShrink(failure)) {
    await sample(check, caller, checkSeed, patient.limits.call);
  }
  return { failure, records };
}

/** Judges one input: null if the property holds. */
async function attempt(
  check: Check,
  caller: Caller & { last: () => FailedCall },
  input: unknown,
): Promise<Failure | null> {
  try {
    const mismatch = await check.judge(caller, input);
    return mismatch && { kind: "mismatch", mismatch, call: caller.last() };
  } catch (error) {
    if (error instanceof Stop) return error.failure;
    throw error;
  }
}

/** How a check gets its answers: what the check whose inputs it has was told, it need not ask. */
function asking(
  { id, inputsOf }: Check,
  patient: Respondent,
  answers: Answers | undefined,
): Respondent["call"] {
  return async (fn, args) => {
    const known = inputsOf === id ? undefined : answers?.recall(fn, args);
    if (known) return known;
    const outcome = await patient.call(fn, args);
    answers?.keep(fn, args, outcome);
    return outcome;
  };
}

function recordingCaller(
  patient: Respondent,
  records: CallRecord[],
  ask: Respondent["call"],
): Caller & { last: () => FailedCall } {
  let last: CallRecord;
  let recorded = 0;
  return {
    last: () => last,
    async call(fn, ...args) {
      const notReady = await patient.ready();
      if (notReady) throw new Stop(notReady);
      const kind = patient.exported(fn);
      if (kind !== "function") {
        throw new Stop({ kind: "export", fn, got: kind });
      }
      const outcome = await ask(fn, args);
      if (outcome.kind !== "answer") {
        throw new Stop({
          kind: "trouble",
          trouble: outcome,
          call: { fn, args },
        });
      }
      const record = last = { fn, args, answer: outcome.value };
      recorded += extentOf(outcome.value);
      if (recorded <= MAXIMUM_RECORDED) records.push(record);
      const changed = args.findIndex((arg, i) =>
        typeof arg !== "function" && !identical(arg, outcome.args[i])
      );
      if (changed !== -1) {
        throw new Stop({
          kind: "mismatch",
          mismatch: { kind: "mutated", argument: changed },
          call: record,
        });
      }
      return outcome.value;
    },
  };
}

/** Makes some calls once more: a function must give the same answer however often and in whatever order it is called. */
async function repeat(
  patient: Respondent,
  records: readonly CallRecord[],
): Promise<Failure | null> {
  const step = Math.max(1, Math.floor(records.length / REPEATED));
  for (let i = records.length - 1; i >= 0; i -= step) {
    const { fn, args, answer } = records[i];
    if (args.some((arg) => typeof arg === "function")) continue;
    const outcome = await patient.call(fn, args);
    if (outcome.kind !== "answer") {
      return { kind: "trouble", trouble: outcome, call: { fn, args } };
    }
    if (!identical(outcome.value, answer)) {
      return {
        kind: "mismatch",
        mismatch: { kind: "unsteady" },
        call: { fn, args, answer: outcome.value },
      };
    }
  }
  return null;
}

/** Tries more inputs, for a while, so that their answers are on record, whatever they are. */
async function sample(
  check: Check,
  caller: Caller & { last: () => FailedCall },
  seed: number,
  limit: number,
): Promise<void> {
  const deadline = performance.now() + limit;
  const drawn = fc.sample(check.arbitrary, { seed, numRuns: SAMPLES });
  for (const input of [...check.examples, ...drawn]) {
    if (performance.now() > deadline) return;
    const failure = await attempt(check, caller, input);
    if (failure && !mayShrink(failure)) return;
  }
}

/** A seed of 32 bits for one check, from the run's seed and the check's id (FNV-1a). */
function seedFor(seed: number, id: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${id}`) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  }
  return hash | 0;
}
