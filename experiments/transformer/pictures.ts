/**
 * Where the decoder looks while it writes.
 *
 * @module
 */
import { runTransformer, tf, type Transformer } from "../../lib/layers/mod.ts";
import type { Run } from "../experiment.ts";
import { heatMap } from "../report/heat_map.ts";
import { batchOf } from "./batches.ts";
import type { Pair, Task } from "./tasks.ts";

/** Keeps the cross-attention of the last block for one pair, the mean over its heads. */
export async function drawAttention(
  run: Run,
  task: Task,
  model: Transformer,
  pair: Pair,
  positions: "sinusoidal" | "none",
): Promise<void> {
  const values = tf.tidy(() => {
    const { crossWeights } = runTransformer(model, batchOf(task, [pair]));
    return tf.mean(crossWeights[crossWeights.length - 1], 1)
      .squeeze([0]).arraySync() as number[][];
  });
  const none = positions === "none";
  const title = {
    en: `Cross-attention ${none ? "without" : "with"} positions`,
    zh: none ? "没有位置编码时的交叉注意力" : "有位置编码时的交叉注意力",
  };
  const chinese = run.language === "zh";
  await run.picture(
    `attention-${none ? "without" : "with"}-positions`,
    title,
    heatMap({
      title: title[run.language],
      description: chinese
        ? `解码器写出每个符号时看向源序列 ${pair.source.join("")} 的哪些位置`
        : `Where in the source ${
          pair.source.join("")
        } the decoder looks for each sign that it writes`,
      values,
      rows: {
        label: chinese ? "写出的符号（■ 表示结束）" : "sign written (■ ends)",
        names: [...pair.target, "■"],
      },
      columns: { label: chinese ? "源序列" : "source", names: pair.source },
      unit: chinese ? "权重" : "weight",
      range: [0, 1],
    }),
  );
}
