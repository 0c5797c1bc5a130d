/**
 * The experiments by name. What they compute with is loaded when one of them
 * is run, for TensorFlow.js is slow to load and a list needs none of it.
 *
 * @module
 */
import type { Bilingual, Experiment } from "./experiment.ts";

/** An experiment in the list. */
export interface Entry {
  /** As in `deno task experiment NAME`. */
  readonly name: string;
  /** What it shows, in a line. */
  readonly shows: Bilingual;
}

/** The experiments, in the order of the list. */
export const EXPERIMENTS: readonly Entry[] = [
  entry(
    "kernel-regression",
    "Attention as kernel regression: plain against learned width",
    "注意力即核回归：固定宽度与学习到的宽度",
  ),
  entry(
    "bottleneck",
    "One fixed vector against attention, by source length",
    "固定向量与注意力，随源序列长度的对比",
  ),
  entry(
    "translation",
    "Real short sentences, English to French and to Chinese",
    "真实短句：英译法、英译中",
  ),
  entry(
    "luong",
    "Luong's scores (dot, general, concat, location) and local attention",
    "Luong 的打分函数（点积、双线性、拼接、位置）与局部注意力",
  ),
  entry(
    "pointer",
    "Pointing at the input: sorting and convex hulls",
    "指向输入的网络：排序与凸包",
  ),
  entry(
    "memory-network",
    "bAbI's 20 tasks: what one hop cannot answer and two can",
    "bAbI 的 20 个任务：一跳答不了、两跳能答的问题",
  ),
  entry(
    "turing-machine",
    "A machine that learns to copy, recall and sort, and its addresses",
    "学会复制、回忆与排序的图灵机，及其寻址过程",
  ),
  entry(
    "transformer",
    "Reverse and sort, with positions and without",
    "反转与排序：有位置编码与没有位置编码",
  ),
  entry(
    "hierarchical",
    "Words and sentences that carried a movie review's verdict",
    "影评中决定褒贬的词与句",
  ),
  entry(
    "stack-queue",
    "A stack reverses, a queue copies, at lengths never trained",
    "栈会反转、队列会复制，且长度超出训练",
  ),
  entry(
    "hopfield",
    "Digits recalled from noise; capacity against the mean-field line",
    "从噪声中回忆数字；容量曲线与平均场理论",
  ),
  entry(
    "hard-attention",
    "REINFORCE against soft attention, with and without a baseline",
    "硬性注意力的 REINFORCE 与软性注意力，有无基线",
  ),
  entry(
    "fast-weights",
    "Associative retrieval by weights that change within a sequence",
    "用序列内变化的快速权重做联想检索",
  ),
];

/**
 * Loads an experiment.
 *
 * @param name Its name.
 * @returns The experiment.
 */
export async function loadExperiment(name: string): Promise<Experiment> {
  const { experiment } = await import(
    `./${folderOf(name)}/experiment.ts`
  ) as { experiment: Experiment };
  return experiment;
}

/** An experiment's folder within experiments/. */
export function folderOf(name: string): string {
  return name.replaceAll("-", "_");
}

function entry(name: string, en: string, zh: string): Entry {
  return { name, shows: { en, zh } };
}
