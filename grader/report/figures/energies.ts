import { reference } from "../../hidden/8_6_hopfield_energy.ts";
import type { ExerciseResult } from "../../result.ts";
import type { Language } from "../../text.ts";
import { type Chart, curves } from "./chart.ts";

type Start = Parameters<typeof reference.settle>;

// A network whose way to rest has four flips, for when the submission shows none.
const EXAMPLE: Start = [
  [[0, 2, -1, 1], [2, 0, 3, -2], [-1, 3, 0, 1], [1, -2, 1, 0]],
  [0.5, 0, -1, 0.25],
  [1, -1, 1, -1],
];

/** 8-6: the energy after each flip; the first step that is wrong, or that rises, is ringed. */
export function energySteps(
  exercise: ExerciseResult,
  language: Language,
): Chart {
  const shown = failedEnergies(exercise);
  const energies = shown?.energies ?? reference.settle(...EXAMPLE).energies;
  const wrong = shown === undefined ? -1 : firstWrong(shown);
  const words = {
    en: {
      title: shown
        ? "Energies that the submission's settle() gave"
        : "The energy of an example on its way to rest",
      description: wrong === -1
        ? "It never rises."
        : `The step that is wrong first is number ${wrong}.`,
      series: "E",
    },
    zh: {
      title: shown
        ? "提交的 settle() 给出的能量"
        : "一个例子达到稳态过程中的能量",
      description: wrong === -1
        ? "它从不上升。"
        : `第一个不对的是第 ${wrong} 步。`,
      series: "E",
    },
  }[language];
  const series = { name: words.series, values: energies };
  const steps = energies.map((_, step) => step);
  return {
    title: words.title,
    description: words.description,
    body: curves(steps, [series], { marks: wrong === -1 ? [] : [[0, wrong]] }),
  };
}

interface Shown {
  energies: number[];
  start: Start;
}

/** The energies of a failed call of settle(), if they can be drawn. */
function failedEnergies({ checks }: ExerciseResult): Shown | undefined {
  for (const { counterexample } of checks) {
    if (counterexample?.call !== "settle") continue;
    const { energies } = (counterexample.answer ?? {}) as {
      energies?: unknown;
    };
    if (
      Array.isArray(energies) && energies.length >= 1 &&
      energies.length <= 1000 && energies.every(Number.isFinite)
    ) return { energies, start: counterexample.arguments as Start };
  }
}

function firstWrong({ energies, start }: Shown): number {
  const expected = reference.settle(...start).energies;
  const wrong = energies.findIndex((energy, step) =>
    !(Math.abs(energy - expected[step]) <= 1e-9 * Math.max(1, Math.abs(energy)))
  );
  return wrong;
}
