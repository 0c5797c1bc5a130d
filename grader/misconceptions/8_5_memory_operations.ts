/**
 * Wrong answers to exercise 8-5 that people really give.
 *
 * @module
 */

import type { Misconception } from "../check.ts";
import { comparisonMistakes } from "./operations/comparisons.ts";
import { machineMistakes } from "./operations/machines.ts";
import { hopMistakes, readMistakes } from "./operations/reads.ts";

/** The mistakes. */
export const misconceptions: Misconception[] = [
  ...readMistakes,
  ...hopMistakes,
  ...machineMistakes,
  ...comparisonMistakes,
];
