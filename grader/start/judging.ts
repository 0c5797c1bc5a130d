/**
 * Judging one exercise at a time, by whatever there is to judge by: the hidden
 * checks, or in the students' copy the visible examples.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { type Exercise, EXERCISES } from "../catalog.ts";
import type { ExerciseResult } from "../result.ts";
import { readSubmission, type Submission } from "../submission.ts";
import type { Text } from "../text.ts";

/** What a run is made with. */
export interface RunOptions {
  /** The same seed gives the same inputs. */
  seed: number;
  /** Ends the run at once; what it returns then is of no interest. */
  signal: AbortSignal;
}

/** Everything that judging takes; kept from one save to the next. */
export interface Judging {
  judge(
    exercise: Exercise,
    submission: Submission,
    options: RunOptions,
  ): Promise<ExerciseResult>;
}

/** Where judging comes from. */
export interface JudgingSource {
  /** True where there are visible examples alone, and no points. */
  practice: boolean;
  open(): Promise<Judging>;
  /** What a known mistake is, by its id. */
  mistake(exercise: Exercise, id: string): Promise<Text | undefined>;
}

/** A result, and what tells its file from others. */
export interface Judged {
  result: ExerciseResult;
  file: string;
}

/** The student's file of an exercise. */
export function readFile(exercise: Exercise): Promise<Submission> {
  return readSubmission(EXERCISES, exercise);
}

/** Tells one state of a file from others. */
export function digestOf(submission: Submission): string {
  const text = "code" in submission
    ? submission.code
    : JSON.stringify(submission.failure);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Judges one exercise at a time: a new run ends the one under way. */
export class Judge {
  #stop = new AbortController();

  /**
   * @param judging What judging takes, as soon as it is loaded.
   * @param quiet Waits until nothing is being saved any more.
   */
  constructor(
    readonly judging: Promise<Judging>,
    readonly quiet: () => Promise<void>,
  ) {}

  /**
   * Judges the file as it is once nothing is being saved. The run begins
   * before that is sure, and anew if the file has changed since.
   *
   * @returns The result, or undefined if another run took its place.
   */
  async run(exercise: Exercise, seed: number): Promise<Judged | undefined> {
    this.stop();
    const { signal } = this.#stop = new AbortController();
    const judging = await this.judging;
    while (!signal.aborted) {
      const round = new AbortController();
      const submission = await readFile(exercise);
      const judged = judging.judge(exercise, submission, {
        seed,
        signal: AbortSignal.any([signal, round.signal]),
      });
      // Awaited below, or of no interest.
      judged.catch(() => {});
      await this.quiet();
      const file = digestOf(submission);
      if (digestOf(await readFile(exercise)) !== file) {
        round.abort();
        continue;
      }
      try {
        const result = await judged;
        if (!signal.aborted) return { result, file };
      } catch (error) {
        // What was ended may end in any way.
        if (!signal.aborted) throw error;
      }
    }
    return undefined;
  }

  /** Ends the run under way. */
  stop(): void {
    this.#stop.abort();
  }
}
