/**
 * What is left by length, where attention looks, and what that costs.
 *
 * @module
 */
import type { Seq2seqWeights } from "../../lib/layers/mod.ts";
import { alignmentCost } from "../../mod.ts";
import type { Run } from "../experiment.ts";
import { curveChart } from "../report/curve_chart.ts";
import { heatMap } from "../report/heat_map.ts";
import { short } from "../report/svg.ts";
import { write } from "../seq2seq/fit.ts";
import type { Pair, Vocabularies } from "../seq2seq/vocabulary.ts";
import type { Outcome } from "./experiment.ts";

/** Keeps the percentage written without a fault, by the source's length. */
export async function drawCurves(
  run: Run,
  outcomes: readonly Outcome[],
): Promise<void> {
  const title = {
    en: "Written without a fault, by the source's length",
    zh: "完全正确率随源序列长度的变化",
  };
  const { language } = run;
  const zh = language === "zh";
  await run.picture(
    "exact-by-length",
    title,
    curveChart({
      title: title[language],
      description: outcomes.map(({ reader, exact }) => {
        const last = [...exact].at(-1)!;
        return zh
          ? `${reader.name.zh}在长度 ${last[0]} 处为 ${short(last[1])}%`
          : `${reader.name.en}: ${short(last[1])}% at length ${last[0]}`;
      }).join(zh ? "；" : "; "),
      x: { label: zh ? "源序列长度" : "length of the source" },
      y: { label: zh ? "完全正确，%" : "exact, %", range: [0, 100] },
      curves: outcomes.map(({ reader, exact }) => ({
        name: reader.name[language],
        points: [...exact],
      })),
    }),
  );
}

/** Keeps where the decoder looks while it writes one pair's target. */
export async function drawAlignment(
  run: Run,
  weights: Seq2seqWeights,
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
    en: "Where attention looks",
    zh: "注意力看向哪里",
  };
  const zh = run.language === "zh";
  const line = `${source.join(" ")} → ${written.join(" ")}`;
  run.say(line);
  await run.picture(
    "alignment",
    title,
    heatMap({
      title: title[run.language],
      description: zh
        ? `解码器写每个符号时对源序列的权重：${line}`
        : `The decoder's weights on the source for each sign that it writes: ${line}`,
      values: looks![0],
      rows: {
        label: zh ? "写出的符号" : "sign written",
        names: [...written, "■"].slice(0, looks![0].length),
      },
      columns: { label: zh ? "源序列" : "source", names: source },
      unit: zh ? "权重" : "weight",
      range: [0, 1],
    }),
  );
}

/** Keeps how many weights the alignment of a copy takes, by its length. */
export async function drawCost(run: Run, longest: number): Promise<void> {
  const title = {
    en: "Attention's cost: weights to a sequence",
    zh: "注意力的代价：每个序列的权重个数",
  };
  const zh = run.language === "zh";
  const lengths = Array.from({ length: longest }, (_, n) => n + 1);
  await run.picture(
    "cost",
    title,
    curveChart({
      title: title[run.language],
      description: zh
        ? "权重个数随长度的平方增长，固定向量只有一个"
        : "The number of weights grows with the square of the length; the fixed vector stays one",
      x: { label: zh ? "源序列长度 N" : "length N of the source" },
      y: { label: zh ? "权重个数" : "weights" },
      curves: [
        {
          name: zh ? "注意力，N (N + 1)" : "attention, N (N + 1)",
          points: lengths.map((n) => [n, alignmentCost(n, n + 1)]),
        },
        {
          name: zh ? "固定向量" : "fixed vector",
          points: lengths.map((n) => [n, 1]),
        },
      ],
    }),
  );
}
