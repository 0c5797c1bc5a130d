/**
 * Correct submissions in many styles: one that lost a point would be a student
 * who is told that a right answer is wrong.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { chooseLauncher } from "../../../grader/box/isolation.ts";
import { type Exercise, readCatalog } from "../../../grader/catalog.ts";
import { grade, loadHidden } from "../../../grader/grade.ts";
import { inParallel } from "../../../grader/parallel.ts";
import { judge } from "../../../grader/judge.ts";
import { limitsFor, Patient } from "../../../grader/patient.ts";
import { describeFailure } from "../../../grader/messages/failure.ts";

const SEEDS = Array.from({ length: 50 }, (_, i) => 104_729 * (i + 1));

const LEAST = 4;

/** Generous: a machine that others use too is no fault of a submission. */
const TIMEOUT = 10_000;

const launcher = await chooseLauncher("auto");

/** A submission: what it is called, and its source. */
interface Honest {
  style: string;
  code: string;
}

async function honestSubmissions({ folder }: Exercise): Promise<Honest[]> {
  const place = new URL(`${folder}/`, import.meta.url);
  const files = await Array.fromAsync(Deno.readDir(place));
  return await Promise.all(
    files.map(({ name }) => name).sort().map(async (style) => ({
      style,
      code: await Deno.readTextFile(new URL(style, place)),
    })),
  );
}

/** What a submission loses, under all seeds, in one box. */
async function losses(exercise: Exercise, { style, code }: Honest) {
  const { checks } = await loadHidden(exercise);
  const patient = new Patient(launcher, code, limitsFor(TIMEOUT));
  const lost: string[] = [];
  try {
    for (const seed of SEEDS) {
      for (const check of checks) {
        const { failure } = await judge(check, patient, seed);
        if (failure === null) continue;
        const { en } = describeFailure(failure, check.property);
        const call = "call" in failure ? JSON.stringify(failure.call) : "";
        lost.push(`${style}, ${check.id}, seed ${seed}: ${en} ${call}`);
      }
    }
  } finally {
    await patient.close();
  }
  return lost;
}

for (const exercise of await readCatalog()) {
  const submissions = await honestSubmissions(exercise);
  Deno.test(
    `judge() accepts ${exercise.id} when solved in ${submissions.length} ways, under ${SEEDS.length} seeds`,
    async () => {
      assert(submissions.length >= LEAST, `${submissions.length} submissions`);
      const lost = await inParallel(
        navigator.hardwareConcurrency,
        submissions,
        (each) => losses(exercise, each),
      );
      assertEquals(lost.flat(), []);
    },
  );

  Deno.test(
    `grade() gives ${exercise.id} full marks when solved in another way`,
    async () => {
      for (const { style, code } of submissions) {
        const { points } = await grade({
          exercises: [exercise],
          submission: () => ({ file: style, code }),
          launcher,
          seed: SEEDS[0],
          jobs: 1,
          timeout: TIMEOUT,
        });
        assertEquals(points, exercise.points, style);
      }
    },
  );
}
