/**
 * The picture of fast weights: errors while training.
 *
 * @module
 */
import type { Bilingual, Run } from "../experiment.ts";
import { curveChart } from "../report/curve_chart.ts";
import type { HistoryRow } from "../training/training.ts";
import type { Kind } from "./model.ts";

/** The kinds as a reader calls them. */
export const KIND_NAMES: Record<Kind, Bilingual> = {
  irnn: { en: "rectified units (IRNN)", zh: "整流单元（IRNN）" },
  lstm: { en: "LSTM", zh: "LSTM" },
  "fast-weights": { en: "fast weights", zh: "快速权重" },
};

/** The title of {@linkcode errorChart}. */
export const ERRORS: Bilingual = {
  en: "Error while training",
  zh: "训练过程中的错误率",
};

/** Errors by step, a curve for each kind. */
export function errorChart(
  language: Run["language"],
  histories: readonly (readonly [Kind, readonly HistoryRow[]])[],
): string {
  const words = TEXTS[language];
  return curveChart({
    title: ERRORS[language],
    description: words.seen,
    x: { label: words.step },
    y: { label: words.error, range: [0, 100] },
    curves: histories.map(([kind, history]) => ({
      name: KIND_NAMES[kind][language],
      points: history.map(({ step, error }) => [step, error] as const),
    })),
    levels: [{ name: words.chance, value: 90 }],
  });
}

const TEXTS = {
  en: {
    seen: "Share of wrong digits on fresh sequences, by training steps.",
    step: "steps",
    error: "error, %",
    chance: "chance",
  },
  zh: {
    seen: "新序列上错误数字的比例，随训练步数变化。",
    step: "步数",
    error: "错误率，%",
    chance: "随机猜测",
  },
};
