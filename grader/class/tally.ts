/**
 * A class in numbers, counted one submission after the other, so that no more
 * than one result is in memory.
 *
 * @module
 */

import type { CheckResult, ExerciseResult, Result } from "../result.ts";
import type { Text } from "../text.ts";
import type { Done } from "./journal.ts";

/** A student's row in the gradebook. */
export interface Row {
  name: string;
  handedIn: string;
  points: number | null;
  maxPoints: number;
  exercises: Pick<ExerciseResult, "id" | "points" | "status">[];
  problem: Text | null;
}

/** How often a check was failed, by whatever way. */
export interface CheckCount extends Pick<CheckResult, "id" | "name"> {
  failed: number;
  /** How many tried it, and neither left the stub as it was nor handed in nothing. */
  tried: number;
}

/** How many students made a known mistake. */
export interface MistakeCount {
  exercise: string;
  id: string;
  text: Text;
  students: number;
}

/** A class in numbers. */
export interface Tally {
  rows: Row[];
  exercises: Pick<ExerciseResult, "id" | "title" | "maxPoints">[];
  checks: CheckCount[];
  mistakes: MistakeCount[];
}

/** Counts. */
export class Counter {
  readonly #rows: Row[] = [];
  readonly #exercises = new Map<string, Tally["exercises"][number]>();
  readonly #checks = new Map<string, CheckCount>();
  readonly #mistakes = new Map<string, MistakeCount>();

  /** Counts one submission. */
  add({ name, handedIn, problem, result }: Done): void {
    const { points, maxPoints, exercises } = result;
    this.#rows.push({
      name,
      handedIn,
      points,
      maxPoints,
      exercises: exercises.map(({ id, points, status }) => ({
        id,
        points,
        status,
      })),
      problem,
    });
    for (const { id, title, maxPoints } of exercises) {
      this.#exercises.set(id, { id, title, maxPoints });
    }
    if (problem) return;
    for (const exercise of exercises) {
      for (const check of exercise.checks) this.#countCheck(check);
    }
    this.#countMistakes(result);
  }

  /** What was counted; what was most common comes first. */
  tally(): Tally {
    const most = <Item>(items: Iterable<Item>, count: (item: Item) => number) =>
      [...items].filter((item) => count(item) > 0)
        .sort((a, b) => count(b) - count(a));
    return {
      rows: this.#rows,
      exercises: [...this.#exercises.values()],
      checks: most(this.#checks.values(), ({ failed }) => failed),
      mistakes: most(this.#mistakes.values(), ({ students }) => students),
    };
  }

  #countCheck({ id, name, status }: CheckResult): void {
    const count = this.#checks.get(id) ?? { id, name, failed: 0, tried: 0 };
    this.#checks.set(id, count);
    if (["todo", "missing", "ungraded"].includes(status)) return;
    count.tried += 1;
    if (status !== "passed") count.failed += 1;
  }

  /** One student's mistake counts once, in however many checks it shows. */
  #countMistakes({ exercises }: Result): void {
    for (const { id: exercise, checks } of exercises) {
      const named = new Map(
        checks.flatMap(({ diagnosis }) =>
          diagnosis ? [[diagnosis.id, diagnosis.text] as const] : []
        ),
      );
      for (const [id, text] of named) {
        const key = `${exercise} ${id}`;
        const count = this.#mistakes.get(key) ??
          { exercise, id, text, students: 0 };
        this.#mistakes.set(key, count);
        count.students += 1;
      }
    }
  }
}
