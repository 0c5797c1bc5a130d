import { reference } from "../../hidden/8_4_memory_structures.ts";
import type { SoftList, Step } from "../../hidden/structures/histories.ts";
import type { Counterexample, ExerciseResult } from "../../result.ts";
import type { Language } from "../../text.ts";
import { type Chart, stackedRows } from "./chart.ts";

type Inputs = Parameters<typeof reference.stackStep>;

// The second step of the paper's example: 0.1 is popped, 0.5 pushed.
const EXAMPLE: Inputs = [
  { values: [[1, 0]], strengths: [0.8] },
  0.1,
  0.5,
  [0, 1],
];

/** 8-4: the strengths after a step, oldest first: what they must be above what the submission gave. */
export function strengthBars(
  exercise: ExerciseResult,
  language: Language,
): Chart {
  const shown = failedStep(exercise);
  const fn = shown?.fn ?? "stackStep";
  const { memory } = reference[fn](...(shown?.inputs ?? EXAMPLE)) as Step;
  const words = {
    en: {
      title: shown
        ? `Strengths after the ${fn}() that went wrong, oldest first`
        : "Strengths after a stackStep(), oldest first",
      rows: ["before", "expected", "got"],
      total: "total",
    },
    zh: {
      title: shown
        ? `出错的 ${fn}() 之后的强度，最早的在前`
        : "一次 stackStep() 之后的强度，最早的在前",
      rows: ["之前", "应为", "得到"],
      total: "合计",
    },
  }[language];
  const [before] = shown?.inputs ?? EXAMPLE;
  const rows = [before.strengths, memory.strengths];
  if (shown) rows.push(shown.got);
  const description = rows.map((strengths, i) => {
    const sum = strengths.reduce((a, b) => a + b, 0);
    return `${words.rows[i]}: ${words.total} ${Number(sum.toPrecision(4))}`;
  }).join("; ");
  return {
    title: words.title,
    description,
    body: stackedRows(
      rows.map((values, i) => ({ name: words.rows[i], values })),
    ),
  };
}

interface FailedStep {
  fn: "stackStep" | "queueStep";
  inputs: Inputs;
  got: number[];
}

function failedStep({ checks }: ExerciseResult): FailedStep | undefined {
  for (const { counterexample } of checks) {
    const step = counterexample && stepOf(counterexample);
    if (step) return step;
  }
}

/** The step of a counterexample, if its strengths can be drawn. */
function stepOf({ call, arguments: inputs, answer }: Counterexample) {
  if (call !== "stackStep" && call !== "queueStep") return undefined;
  const { strengths } = ((answer as { memory?: unknown } | null)?.memory ??
    {}) as Partial<SoftList>;
  const drawable = Array.isArray(strengths) && strengths.length <= 64 &&
    strengths.every((each) => Number.isFinite(each) && each >= 0);
  if (!drawable) return undefined;
  return { fn: call, inputs: inputs as Inputs, got: strengths } as FailedStep;
}
