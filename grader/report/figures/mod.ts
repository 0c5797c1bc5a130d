import type { ExerciseResult } from "../../result.ts";
import type { Language } from "../../text.ts";
import type { Chart } from "./chart.ts";
import { costCurves } from "./costs.ts";
import { energySteps } from "./energies.ts";
import { strengthBars } from "./strengths.ts";
import { weightsBeforeAndAfter } from "./weights.ts";

const FIGURES: Record<
  string,
  (exercise: ExerciseResult, language: Language) => Chart
> = {
  "8-2": weightsBeforeAndAfter,
  "8-3": costCurves,
  "8-4": strengthBars,
  "8-6": energySteps,
};

/** The figure of an exercise, drawn from what the submission answered where that can be shown. */
export function figureOf(
  exercise: ExerciseResult,
  language: Language,
): Chart | undefined {
  return FIGURES[exercise.id]?.(exercise, language);
}
