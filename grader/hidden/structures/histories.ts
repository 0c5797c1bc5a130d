import fc from "fast-check";
import type { Caller } from "../../check.ts";
import { disagreement, type Mismatch } from "../../compare.ts";
import { listOf, thousandths } from "../common/vectors.ts";

/** A stack or queue as the students write it. */
export interface SoftList {
  values: number[][];
  strengths: number[];
}

/** What a step answers. */
export interface Step {
  memory: SoftList;
  read: number[];
}

/** The input of a step, without the memory. */
export type Action = [pop: number, push: number, value: number[]];

/** All that happens to one memory, from its first step on. */
export type History = Action[];

/** A step from one memory to the next. */
export type StepFunction = (memory: SoftList, ...action: Action) => Step;

const EMPTY: SoftList = { values: [], strengths: [] };

/**
 * The judge of one field of every answer in a history; the other must only be
 * there. Each step starts from the true memory, so that the first wrong answer
 * is the one that the report shows.
 */
export function follows(
  fn: string,
  field: keyof Step,
  step: StepFunction,
  discrete: StepFunction,
): (caller: Caller, history: History) => Promise<Mismatch | null> {
  return async (caller, history) => {
    const next = history.every(isWhole) ? discrete : step;
    let memory = EMPTY;
    for (const action of history) {
      const expected = next(memory, ...action);
      const answer = await caller.call(fn, memory, ...action);
      const judged = withTruth(answer, expected, field);
      const mismatch = disagreement(judged, expected);
      if (mismatch) return mismatch;
      memory = expected.memory;
    }
    return null;
  };
}

function isWhole([pop, push]: Action): boolean {
  return Number.isInteger(pop) && Number.isInteger(push);
}

/** The answer, in which only the field that is judged can be wrong. */
function withTruth(
  answer: unknown,
  expected: Step,
  judged: keyof Step,
): unknown {
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) {
    return answer;
  }
  const other = judged === "read" ? "memory" : "read";
  return Object.hasOwn(answer, other)
    ? { ...answer, [other]: expected[other] }
    : answer;
}

/** A stack or queue of the textbook, told by which of two positions goes first. */
export function discreteStep(goesFirst: "newest" | "oldest"): StepFunction {
  return ({ values, strengths }, pop, push, value) => {
    const held = strengths.flatMap((strength, i) => strength === 1 ? [i] : []);
    const kept = goesFirst === "newest"
      ? held.slice(0, Math.max(0, held.length - pop))
      : held.slice(pop);
    const after = push === 1 ? [...kept, values.length] : kept;
    const all = [...values, value];
    const shown = after.at(goesFirst === "newest" ? -1 : 0);
    return {
      memory: {
        values: all,
        strengths: all.map((_, i) => after.includes(i) ? 1 : 0),
      },
      read: shown === undefined ? value.map(() => 0) : all[shown],
    };
  };
}

const dimensions = fc.constantFrom(2, 3, 5);

function histories(
  pop: fc.Arbitrary<number>,
  push: fc.Arbitrary<number>,
  entry: fc.Arbitrary<number>,
): fc.Arbitrary<History> {
  return dimensions.chain((dimension) =>
    fc.array(fc.tuple(pop, push, listOf(entry, dimension)), {
      minLength: 1,
      maxLength: 7,
    })
  );
}

const hundredth = fc.integer({ min: 0, max: 100 }).map((n) => n / 100);

/** Pushes from 0 to 1; small pops, larger ones, and some beyond all that there can be. */
const softHistories = histories(
  fc.oneof(
    { weight: 4, arbitrary: hundredth },
    {
      weight: 2,
      arbitrary: fc.integer({ min: 0, max: 250 }).map((n) => n / 100),
    },
    { weight: 1, arbitrary: fc.constantFrom(0, 1, 8) },
  ),
  fc.oneof(
    { weight: 3, arbitrary: hundredth },
    { weight: 1, arbitrary: fc.constantFrom(0, 1) },
  ),
  thousandths(3),
);

/** Whole entries only; a pop may take several, or more than there are. */
const wholeHistories = histories(
  fc.constantFrom(0, 0, 0, 1, 1, 1, 2, 3),
  fc.constantFrom(1, 1, 1, 0),
  fc.integer({ min: -9, max: 9 }),
);

/** All that may happen. */
export const anyHistory: fc.Arbitrary<History> = fc.oneof(
  { weight: 3, arbitrary: softHistories },
  { weight: 1, arbitrary: wholeHistories },
);

// Values of this form show in the read how much of each was read.
const [first, second, third] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];

/** Histories that run every time. */
export const historyExamples: History[] = [
  // The three steps that README.md tells of.
  [[0, 0.8, first], [0.1, 0.5, second], [0.9, 0.9, third]],
  [[0, 0, [2]]],
  [[5, 0.5, [-3]], [5, 0.25, [4]]],
  [[0, 0.4, first], [0, 0, second], [0.2, 0.3, third]],
  [[0, 1, first], [0, 1, second], [1.5, 1, third]],
  [[0, 0.5, first], [0, 0.25, second], [0.75, 0.5, third]],
  [[0, 1, first], [0, 0.5, second], [0.75, 0.5, third]],
  [[0, 1, first], [0.5, 1, second], [0.25, 0.5, third]],
  // A read from either end is right here, a pop is not.
  [[0, 0.25, first], [0, 0.5, second], [0.5, 0.25, third]],
  // Less than strength 1 in all, and more.
  [[0, 0.25, [8]], [0, 0.25, [4]], [0, 0.75, [1]], [0, 1, [16]]],
  // In whole numbers: one entry popped, several, more than there are, none left.
  [[1, 1, [5]]],
  [[0, 0, [5]], [1, 1, [7]], [1, 0, [3]]],
  [[0, 1, first], [0, 1, second], [0, 1, third], [1, 0, [7, 7, 7]]],
  [[0, 1, first], [0, 1, second], [0, 1, third], [2, 0, [7, 7, 7]]],
  [[0, 1, first], [0, 1, second], [1, 1, third], [3, 1, [7, 7, 7]]],
];
