/**
 * The pictures of kernel regression: estimates of one draw, its weights, and
 * the errors of all draws.
 *
 * @module
 */
import type { Bilingual, Run } from "../experiment.ts";
import { curveChart } from "../report/curve_chart.ts";
import { heatMap } from "../report/heat_map.ts";
import { type Draw, quantile, TEST_INPUTS, truth } from "./draws.ts";
import type { Estimates } from "./estimate.ts";

/** The two estimates that are compared. */
export interface Pair {
  plain: Estimates;
  learned: Estimates;
}

/** Draws one draw's estimates and weights, and how the errors of all draws lie. */
export async function drawPictures(
  run: Run,
  draw: Draw,
  index: number,
  pair: Pair,
): Promise<void> {
  const say = (text: Bilingual) => text[run.language];
  await run.picture(
    "estimates",
    TEXTS.estimates,
    estimateChart(draw, index, pair, say),
  );
  for (const kind of ["plain", "learned"] as const) {
    await run.picture(
      `weights-${kind}`,
      TEXTS[kind],
      heatMap({
        title: say(TEXTS[kind]),
        description: say(TEXTS.seen[kind]),
        values: pair[kind].weights[index],
        rows: { label: say(TEXTS.tests), names: ends(TEST_INPUTS) },
        columns: { label: say(TEXTS.pairs), names: ends(draw.inputs) },
        unit: say(TEXTS.weight),
      }),
    );
  }
  await run.picture("errors", TEXTS.errors, errorChart(pair, say));
}

function estimateChart(
  { inputs, outputs }: Draw,
  index: number,
  pair: Pair,
  say: (text: Bilingual) => string,
): string {
  const curve = (values: readonly number[]) =>
    values.map((value, i) => [TEST_INPUTS[i], value] as const);
  return curveChart({
    title: say(TEXTS.estimates),
    description: say(TEXTS.seen.estimates),
    x: { label: "x" },
    y: { label: "y" },
    curves: [
      { name: say(TEXTS.truth), points: curve(TEST_INPUTS.map(truth)) },
      { name: say(TEXTS.plain), points: curve(pair.plain.outputs[index]) },
      { name: say(TEXTS.learned), points: curve(pair.learned.outputs[index]) },
      {
        name: say(TEXTS.pairs),
        form: "points",
        points: inputs.map((x, i) => [x, outputs[i]]),
      },
    ],
  });
}

/** The share of draws whose error is at most x. */
function errorChart(pair: Pair, say: (text: Bilingual) => string): string {
  const shares = Array.from({ length: 41 }, (_, i) => i / 40);
  const curve = (kind: keyof Pair) => ({
    name: say(TEXTS[kind]),
    points: shares.map((share) =>
      [quantile(pair[kind].errors, share), share] as const
    ),
  });
  return curveChart({
    title: say(TEXTS.errors),
    description: say(TEXTS.seen.errors),
    x: { label: say(TEXTS.error) },
    y: { label: say(TEXTS.share), range: [0, 1] },
    curves: [curve("plain"), curve("learned")],
  });
}

/** Names of the first and the last item only. */
function ends(values: readonly number[]): string[] {
  return values.map((value, i) =>
    i === 0 || i === values.length - 1 ? value.toFixed(1) : ""
  );
}

const TEXTS = {
  estimates: {
    en: "Kernel regression, the draw of median error",
    zh: "核回归：误差居中的一次抽样",
  },
  errors: { en: "Test errors of all draws", zh: "全部抽样的测试误差" },
  plain: { en: "Plain kernel, w = 1", zh: "普通核，w = 1" },
  learned: { en: "Learned width", zh: "学习到的宽度" },
  truth: { en: "Truth", zh: "真实函数" },
  pairs: { en: "Training pairs by input", zh: "训练样本（按输入排序）" },
  tests: { en: "Test input", zh: "测试输入" },
  weight: { en: "weight", zh: "权重" },
  error: { en: "mean squared error", zh: "均方误差" },
  share: { en: "share of draws", zh: "抽样所占比例" },
  seen: {
    estimates: {
      en:
        "The plain estimate is flatter than the truth; the learned one follows it, and the noise as well.",
      zh: "普通核的估计比真实函数平缓；学习到的宽度贴近真实函数，也贴近噪声。",
    },
    plain: {
      en: "A broad diagonal band: each test input reads many training pairs.",
      zh: "一条宽的对角带：每个测试输入读取许多训练样本。",
    },
    learned: {
      en: "A narrow diagonal: each test input reads its nearest pairs.",
      zh: "一条窄的对角线：每个测试输入只读取最近的样本。",
    },
    errors: {
      en:
        "The curve of the learned width lies left of the plain one, but for a few draws that learned nothing.",
      zh:
        "学习到的宽度的曲线位于普通核的左侧，只有少数没有学到东西的抽样除外。",
    },
  },
} satisfies Record<string, Bilingual | Record<string, Bilingual>>;
