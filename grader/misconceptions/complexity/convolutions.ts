import type { Misconception, Reference } from "../../check.ts";
import { layersFor, mistake, togetherAndAlone, windowPath } from "./pieces.ts";

function convolutionPath(
  path: (n: number, k: number) => number,
): Reference {
  return mistake("convolutionalCost", (n, _d, k) => ({
    maximumPathLength: path(n, k),
  }));
}

/** The largest L with k^L <= n. */
function completeLayers(n: number, k: number): number {
  let layers = 0;
  for (let reach = k; reach <= n; reach *= k) layers++;
  return layers;
}

/** Mistakes in the convolution; a path of 0 in the window too. */
export const convolutionMistakes: Misconception[] = [
  {
    id: "kernel-forgotten",
    text: {
      en:
        "The kernel is missing: at each position there is a d x d matrix for each of the k positions it sees.",
      zh:
        "漏了卷积核的大小：每个位置对所看到的 k 个位置各乘一个 d x d 的矩阵。",
    },
    variants: [
      mistake("convolutionalCost", (n, d) => ({ operations: n * d * d })),
    ],
  },
  {
    id: "channels-not-mixed",
    text: {
      en:
        "d stands only once: each of the d outputs of a position reads all d entries, so a tap of the kernel is a d x d matrix.",
      zh:
        "d 只乘了一次：每个位置的 d 个输出都要读全部 d 个分量，所以卷积核的每一格是一个 d x d 的矩阵。",
    },
    variants: [
      mistake("convolutionalCost", (n, d, k) => ({ operations: k * n * d })),
    ],
  },
  {
    id: "not-dilated",
    text: {
      en:
        "This is the path without dilation, where a layer adds only k - 1 positions: with dilations 1, k, k² it sees k times as many as the one below.",
      zh:
        "这是没有膨胀时的路径，每层只多看 k - 1 个位置：膨胀率为 1、k、k² 时，每一层看到的是下一层的 k 倍。",
    },
    variants: [
      convolutionPath((n, k) => Math.max(1, Math.ceil((n - 1) / (k - 1)))),
      convolutionPath((n, k) => Math.ceil(n / k)),
    ],
  },
  {
    id: "base-two",
    text: {
      en:
        "The logarithm has base 2 whatever the kernel is: each layer multiplies the reach by k.",
      zh: "不论卷积核多大都取了以 2 为底的对数：每一层把范围扩大为 k 倍。",
    },
    variants: [convolutionPath((n) => layersFor(n, 2))],
  },
  {
    id: "rounded-down",
    text: {
      en:
        "The logarithm is rounded down: a layer that is needed only in part is still needed.",
      zh: "把对数向下取整了：哪怕只差一点，也要再加一层。",
    },
    variants: [
      convolutionPath(completeLayers),
      convolutionPath((n, k) => Math.max(1, completeLayers(n, k))),
    ],
  },
  {
    id: "power-must-exceed",
    text: {
      en:
        "k^L = n is not enough here: L layers see k^L positions, its own included, and that covers n = k^L.",
      zh:
        "k^L = n 时又多加了一层：L 层能看到包括自己在内的 k^L 个位置，正好够 n = k^L。",
    },
    variants: [convolutionPath((n, k) => completeLayers(n, k) + 1)],
  },
  {
    id: "rounded-logarithm",
    text: {
      en:
        "A quotient of logarithms is rounded: Math.log(125) / Math.log(5) is a little above 3 and rounds up to 4. Multiply whole numbers instead.",
      zh:
        "对数相除有舍入误差：Math.log(125) / Math.log(5) 比 3 略大，向上取整成了 4。请用整数连乘。",
    },
    variants: [Math.log, Math.log2, Math.log10].map((log) =>
      convolutionPath((n, k) => Math.max(1, Math.ceil(log(n) / log(k))))
    ),
  },
  {
    id: "path-of-zero",
    text: {
      en:
        "For n = 1 the path is 0 here: between an input and an output there is always a layer, so it is at least 1.",
      zh: "n = 1 时路径成了 0：输入与输出之间至少隔着一层，所以至少是 1。",
    },
    variants: togetherAndAlone(
      convolutionPath((n, k) => n === 1 ? 0 : layersFor(n, k)),
      windowPath((n, w) => Math.ceil((n - 1) / w)),
    ),
  },
];
