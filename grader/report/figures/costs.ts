import {
  convolutionalCost,
  crossoverLength,
  recurrentCost,
  restrictedSelfAttentionCost,
  selfAttentionCost,
} from "../../../lib/analysis/mod.ts";
import type { ExerciseResult } from "../../result.ts";
import type { Language } from "../../text.ts";
import { type Chart, curves } from "./chart.ts";

const WIDTH = 64;

/** 8-3: operations of the four layers over the length of the sequence, with the crossing ringed. */
export function costCurves(
  _exercise: ExerciseResult,
  language: Language,
): Chart {
  const crossing = crossoverLength(WIDTH);
  const lengths = [8, 16, 32, crossing, 128, 256, 512, 1024, 2048];
  const layers = {
    en: ["self-attention", "recurrence", "convolution, k = 3", "window, w = 8"],
    zh: ["自注意力", "循环", "卷积，k = 3", "窗口，w = 8"],
  }[language];
  const costs = [
    (n: number) => selfAttentionCost(n, WIDTH),
    (n: number) => recurrentCost(n, WIDTH),
    (n: number) => convolutionalCost(n, WIDTH, 3),
    (n: number) => restrictedSelfAttentionCost(n, WIDTH, 8),
  ];
  const words = {
    en: {
      title:
        `Operations by length n, width d = ${WIDTH}, both axes logarithmic`,
      description:
        `Self-attention computes more than recurrence from n = ${crossing} on.`,
    },
    zh: {
      title: `运算量随长度 n 的变化，宽度 d = ${WIDTH}，两轴均为对数`,
      description: `从 n = ${crossing} 起，自注意力的运算量超过循环层。`,
    },
  }[language];
  return {
    ...words,
    body: curves(
      lengths,
      costs.map((cost, i) => ({
        name: layers[i],
        values: lengths.map((n) => cost(n).operations),
      })),
      { logarithmic: true, marks: [[0, lengths.indexOf(crossing)]] },
    ),
  };
}
