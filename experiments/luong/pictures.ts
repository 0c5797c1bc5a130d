/**
 * How the forms of attention learn, and where they look.
 *
 * @module
 */
import type { Seq2seqWeights } from "../../lib/layers/mod.ts";
import type { Run } from "../experiment.ts";
import { curveChart } from "../report/curve_chart.ts";
import { heatMap } from "../report/heat_map.ts";
import { write } from "../seq2seq/fit.ts";
import type { Pair, Vocabularies } from "../seq2seq/vocabulary.ts";
import type { Form, Outcome } from "./experiment.ts";

/** Keeps the percentage written without a fault, by the steps of training. */
export async function drawCurves(
  run: Run,
  outcomes: readonly Outcome[],
): Promise<void> {
  const title = {
    en: "Written without a fault, by the steps of training",
    zh: "完全正确率随训练步数的变化",
  };
  const { language } = run;
  const zh = language === "zh";
  await run.picture(
    "learning",
    title,
    curveChart({
      title: title[language],
      description: outcomes.map(({ form, exact }) =>
        zh ? `${form.name.zh}：${exact}%` : `${form.name.en}: ${exact}%`
      ).join(zh ? "；" : "; "),
      x: { label: zh ? "步数" : "steps" },
      y: { label: zh ? "完全正确，%" : "exact, %", range: [0, 100] },
      curves: outcomes.map(({ form, curve }) => ({
        name: form.name[language],
        points: curve,
      })),
    }),
  );
}

/** Keeps where one form looks while it writes one pair's target. */
export async function drawAlignment(
  run: Run,
  weights: Seq2seqWeights,
  form: Form,
  { source, target }: Pair,
  vocabularies: Vocabularies,
): Promise<void> {
  const { tokens, weights: looks } = write(
    weights,
    [vocabularies.source.idsOf(source)],
    target.length + 1,
  );
  const written = vocabularies.target.wordsOf(tokens[0]);
  const title = {
    en: `Where it looks: ${form.name.en}`,
    zh: `看向哪里：${form.name.zh}`,
  };
  const zh = run.language === "zh";
  const line = `${source.join(" ")} → ${written.join(" ")}`;
  run.say(`${form.name[run.language]}: ${line}`);
  await run.picture(
    `alignment-${form.id}`,
    title,
    heatMap({
      title: title[run.language],
      description: zh
        ? `解码器写每个数字时对各张卡片的权重：${line}`
        : `The decoder's weights on the cards for each digit that it writes: ${line}`,
      values: looks![0],
      rows: {
        label: zh ? "写出的数字" : "digit written",
        names: [...written, "■"].slice(0, looks![0].length),
      },
      columns: { label: zh ? "卡片" : "cards", names: source },
      unit: zh ? "权重" : "weight",
      range: [0, 1],
    }),
  );
}
