/**
 * Wrong answers to exercise 8-4 that people really give.
 *
 * @module
 */

import type { Misconception } from "../check.ts";
import { popMistakes, readMistakes } from "./structures/amounts.ts";
import { orderMistakes } from "./structures/orders.ts";
import { setMistakes } from "./structures/sets.ts";
import { treeMistakes } from "./structures/trees.ts";

/** The mistakes. */
export const misconceptions: Misconception[] = [
  ...orderMistakes,
  ...popMistakes,
  ...readMistakes,
  ...setMistakes,
  ...treeMistakes,
];
