/**
 * The pictures of hard attention: estimates against the exact gradient, and the
 * accuracies while training.
 *
 * @module
 */
import type { Run } from "../experiment.ts";
import { curveChart } from "../report/curve_chart.ts";
import type { HistoryRow } from "../training/training.ts";
import type { Estimates } from "./estimator.ts";

/** The mean estimate of each entry of W by its exact gradient. */
export function gradientChart(
  language: Run["language"],
  exact: readonly number[],
  { none, peeking }: Record<"none" | "peeking", Estimates>,
): string {
  const ends = [Math.min(...exact), Math.max(...exact)];
  const points = ({ mean }: Estimates) =>
    mean.map((value, i) => [exact[i], value] as const);
  const words = TEXTS[language];
  return curveChart({
    title: words.gradient,
    description: words.gradientSeen,
    x: { label: words.exact },
    y: { label: words.estimate },
    curves: [
      { name: words.equal, points: ends.map((value) => [value, value]) },
      { name: words.none, form: "points", points: points(none) },
      { name: words.peeking, form: "points", points: points(peeking) },
    ],
  });
}

/** Accuracy by step of the three trainings: soft, REINFORCE, REINFORCE with a baseline. */
export function accuracyChart(
  language: Run["language"],
  histories: readonly (readonly HistoryRow[])[],
): string {
  const words = TEXTS[language];
  return curveChart({
    title: words.accuracy,
    description: words.accuracySeen,
    x: { label: words.step },
    y: { label: words.accuracy, range: [0, 1] },
    curves: histories.map((history, i) => ({
      name: words.ways[i],
      points: history.map(({ step, accuracy }) => [step, accuracy] as const),
    })),
  });
}

const TEXTS = {
  en: {
    gradient: "Mean estimate by exact gradient",
    gradientSeen:
      "The estimates without a baseline lie on the diagonal; those of a baseline that knows the draw lie on a flatter line.",
    exact: "exact gradient",
    estimate: "mean of the estimates",
    equal: "unbiased",
    none: "REINFORCE",
    peeking: "baseline that knows the draw",
    accuracy: "Accuracy",
    accuracySeen:
      "Soft attention learns first, REINFORCE with a baseline next, REINFORCE without one last.",
    step: "steps",
    ways: ["soft attention", "REINFORCE", "REINFORCE with a baseline"],
  },
  zh: {
    gradient: "估计的均值与精确梯度",
    gradientSeen:
      "无基线的估计落在对角线上；知道抽样结果的基线，其估计落在一条更平的线上。",
    exact: "精确梯度",
    estimate: "估计的均值",
    equal: "无偏",
    none: "REINFORCE",
    peeking: "知道抽样结果的基线",
    accuracy: "准确率",
    accuracySeen:
      "软性注意力学得最快，带基线的 REINFORCE 次之，不带基线的最慢。",
    step: "步数",
    ways: ["软性注意力", "REINFORCE", "带基线的 REINFORCE"],
  },
};
