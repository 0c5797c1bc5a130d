import { dotScores, scaledDotScores } from "../../../lib/attention/mod.ts";
import {
  columnVector,
  itemsToColumns,
  normalMatrix,
  seededRandom,
  softmaxColumns,
} from "../../../lib/core/mod.ts";
import type { ExerciseResult } from "../../result.ts";
import type { Language } from "../../text.ts";
import { bars, type Chart } from "./chart.ts";

const DIMENSION = 64;
const KEYS = 5;

/** 8-2: the weights of five random keys, from dot products as they are and divided by √d. */
export function weightsBeforeAndAfter(
  _exercise: ExerciseResult,
  language: Language,
): Chart {
  const random = seededRandom(8);
  const keys = itemsToColumns(normalMatrix(KEYS, DIMENSION, random));
  const query = columnVector(
    Array.from({ length: DIMENSION }, () => random.normal()),
  );
  const before = softmaxColumns(dotScores(keys, query)).getColumn(0);
  const after = softmaxColumns(scaledDotScores(keys, query)).getColumn(0);
  const highest = (weights: number[]) => Math.max(...weights).toFixed(2);
  const words = {
    en: {
      title: `Attention weights of ${KEYS} random keys, d = ${DIMENSION}`,
      description: `The highest weight is ${
        highest(before)
      } before scaling and ${highest(after)} after.`,
      series: ["softmax(kᵀq)", "softmax(kᵀq / √d)"],
      key: "key",
    },
    zh: {
      title: `${KEYS} 个随机键的注意力权重，d = ${DIMENSION}`,
      description: `最大的权重在缩放前是 ${highest(before)}，缩放后是 ${
        highest(after)
      }。`,
      series: ["softmax(kᵀq)", "softmax(kᵀq / √d)"],
      key: "键",
    },
  }[language];
  return {
    title: words.title,
    description: words.description,
    body: bars(
      [before, after].map((values, i) => ({ name: words.series[i], values })),
      before.map((_, i) => `${words.key} ${i + 1}`),
    ),
  };
}
