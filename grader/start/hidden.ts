import { chooseLauncher } from "../box/isolation.ts";
import type { Exercise } from "../catalog.ts";
import { grade, loadMisconceptions } from "../grade.ts";
import { abortable } from "./abortable.ts";
import type { Text } from "../text.ts";
import type { Judging } from "./judging.ts";

// As deno task grade has it.
const TIMEOUT = 2000;

/** Judging by the hidden checks; the box is tried out first. */
export async function openHidden(): Promise<Judging> {
  const launcher = await chooseLauncher("auto");
  return {
    async judge(exercise, submission, { seed, signal }) {
      const { exercises: [result] } = await grade({
        exercises: [exercise],
        submission: () => submission,
        launcher: abortable(launcher, signal),
        seed,
        jobs: 1,
        timeout: TIMEOUT,
      });
      return result;
    },
  };
}

/** What a known mistake is, by its id. */
export async function mistakeText(
  exercise: Exercise,
  id: string,
): Promise<Text | undefined> {
  const known = await loadMisconceptions(exercise);
  return known.find((mistake) => mistake.id === id)?.text;
}
