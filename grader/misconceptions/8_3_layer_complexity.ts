/**
 * Wrong answers to exercise 8-3 that people really give.
 *
 * @module
 */

import type { Misconception, Reference } from "../check.ts";

/** Length, width, and kernel or window, where there is one. */
type Cost = (n: number, d: number, k: number) => LayerCost;

interface LayerCost {
  operations: number;
  sequentialSteps: number;
  maximumPathLength: number;
}

/** The smallest L >= 1 with k^L >= n. */
function layersFor(n: number, k: number): number {
  let layers = 1;
  for (let reach = k; reach < n; reach *= k) layers++;
  return layers;
}

const right = {
  selfAttentionCost: (n: number, d: number): LayerCost => ({
    operations: n * n * d,
    sequentialSteps: 1,
    maximumPathLength: 1,
  }),
  recurrentCost: (n: number, d: number): LayerCost => ({
    operations: n * d * d,
    sequentialSteps: n,
    maximumPathLength: n,
  }),
  convolutionalCost: (n: number, d: number, k: number): LayerCost => ({
    operations: k * n * d * d,
    sequentialSteps: 1,
    maximumPathLength: layersFor(n, k),
  }),
  restrictedSelfAttentionCost: (
    n: number,
    d: number,
    w: number,
  ): LayerCost => ({
    operations: w * n * d,
    sequentialSteps: 1,
    maximumPathLength: Math.max(1, Math.ceil((n - 1) / w)),
  }),
};

type Layer = keyof typeof right;

/** One layer's cost with some fields mistaken. */
function mistake(
  layer: Layer,
  change: (n: number, d: number, k: number) => Partial<LayerCost>,
): Reference {
  const cost: Cost = (n, d, k) => ({
    ...right[layer](n, d, k),
    ...change(n, d, k),
  });
  return { [layer]: cost };
}

function convolutionPath(
  path: (n: number, k: number) => number,
): Reference {
  return mistake("convolutionalCost", (n, _d, k) => ({
    maximumPathLength: path(n, k),
  }));
}

function windowPath(path: (n: number, w: number) => number): Reference {
  return mistake("restrictedSelfAttentionCost", (n, _d, w) => ({
    maximumPathLength: path(n, w),
  }));
}

function windowOperations(
  operations: (n: number, d: number, w: number) => number,
): Reference {
  return mistake("restrictedSelfAttentionCost", (n, d, w) => ({
    operations: operations(n, d, w),
  }));
}

/** All of several mistakes at once, and each alone. */
function togetherAndAlone(...mistakes: Reference[]): Reference[] {
  return [Object.assign({}, ...mistakes), ...mistakes];
}

/** The largest L with k^L <= n. */
function completeLayers(n: number, k: number): number {
  let layers = 0;
  for (let reach = k; reach <= n; reach *= k) layers++;
  return layers;
}

const all: Misconception[] = [
  {
    id: "path-taken-for-time",
    text: {
      en:
        "The path length is given as the number of operations. The notes call 1, n and log n a time complexity, but they are path lengths: what is computed is n²d, nd² and knd².",
      zh:
        "把路径长度当成了运算量。笔记把 1、n、log n 写成时间复杂度，其实那是路径长度：运算量是 n²d、nd² 和 knd²。",
    },
    variants: togetherAndAlone(
      mistake("selfAttentionCost", () => ({ operations: 1 })),
      mistake("recurrentCost", (n) => ({ operations: n })),
      mistake("convolutionalCost", (n, _d, k) => ({
        operations: layersFor(n, k),
      })),
      windowOperations((n, _d, w) => Math.max(1, Math.ceil((n - 1) / w))),
    ),
  },
  {
    id: "length-and-width-swapped",
    text: {
      en:
        "n²d and nd² are swapped: attention looks at pairs of positions, n² of them; recurrence multiplies by a d x d matrix.",
      zh:
        "n²d 和 nd² 弄反了：自注意力看的是位置对，有 n² 对；循环层乘的是 d x d 的矩阵。",
    },
    variants: togetherAndAlone(
      mistake("selfAttentionCost", (n, d) => ({ operations: n * d * d })),
      mistake("recurrentCost", (n, d) => ({ operations: n * n * d })),
      mistake("convolutionalCost", (n, d, k) => ({
        operations: k * n * n * d,
      })),
    ),
  },
  {
    id: "keeps-constants",
    text: {
      en:
        "A constant 2 is kept, for the two products of a layer: the table asks for the leading term with constant 1.",
      zh: "保留了系数 2（一层里有两次乘积）：表中只要最高阶项，系数为 1。",
    },
    variants: togetherAndAlone(
      mistake("selfAttentionCost", (n, d) => ({ operations: 2 * n * n * d })),
      mistake("recurrentCost", (n, d) => ({ operations: 2 * n * d * d })),
      windowOperations((n, d, w) => 2 * w * n * d),
    ),
  },
  {
    id: "steps-without-recurrence",
    text: {
      en:
        "The steps of a layer without a recurrence are given as n: all its positions are computed at once, so there is 1.",
      zh:
        "没有循环的层也写成了 n 个顺序步骤：它的所有位置可以同时计算，所以是 1。",
    },
    variants: togetherAndAlone(
      mistake("selfAttentionCost", (n) => ({ sequentialSteps: n })),
      mistake("convolutionalCost", (n) => ({ sequentialSteps: n })),
      mistake("restrictedSelfAttentionCost", (n) => ({ sequentialSteps: n })),
    ),
  },
  {
    id: "steps-of-all-layers",
    text: {
      en:
        "The layers on the path are counted as steps: operations and steps are those of one layer.",
      zh: "把路径上的层数算成了顺序操作数：运算量和顺序操作数只算一层。",
    },
    variants: togetherAndAlone(
      mistake("convolutionalCost", (n, _d, k) => ({
        sequentialSteps: layersFor(n, k),
      })),
      mistake("restrictedSelfAttentionCost", (n, _d, w) => ({
        sequentialSteps: Math.max(1, Math.ceil((n - 1) / w)),
      })),
    ),
  },
  {
    id: "operations-of-all-layers",
    text: {
      en:
        "The operations of all layers on the path are added up: operations and steps are those of one layer.",
      zh: "把路径上各层的运算量都加了起来：运算量和顺序操作数只算一层。",
    },
    variants: togetherAndAlone(
      mistake("convolutionalCost", (n, d, k) => ({
        operations: k * n * d * d * layersFor(n, k),
      })),
      windowOperations((n, d, w) =>
        w * n * d * Math.max(1, Math.ceil((n - 1) / w))
      ),
    ),
  },
];

const recurrences: Misconception[] = [
  {
    id: "recurrence-at-once",
    text: {
      en:
        "The recurrent layer is given 1 step: a state needs the one before it, so the n positions wait for each other.",
      zh:
        "循环层写成了 1 个顺序步骤：每个状态都要等前一个状态，所以 n 个位置必须依次进行。",
    },
    variants: [mistake("recurrentCost", () => ({ sequentialSteps: 1 }))],
  },
  {
    id: "input-edge-forgotten",
    text: {
      en:
        "Only the n - 1 edges from state to state are counted: the path begins at input 1, whose edge into the first state belongs to it.",
      zh:
        "只数了状态之间的 n - 1 条边：路径从输入 1 开始，进入第一个状态的那条边也要算。",
    },
    variants: [
      mistake("recurrentCost", (n) => ({ maximumPathLength: n - 1 })),
      mistake("recurrentCost", (n) => ({
        maximumPathLength: Math.max(1, n - 1),
      })),
    ],
  },
];

const convolutions: Misconception[] = [
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

const windows: Misconception[] = [
  {
    id: "window-includes-itself",
    text: {
      en:
        "The position itself is counted into the window: w are the positions before it, so a layer moves a signal by w and not w - 1.",
      zh:
        "把自己也算进了窗口：w 只数之前的位置，所以一层把信息传 w 步，而不是 w - 1 步。",
    },
    variants: [
      windowPath((n, w) =>
        Math.max(1, Math.ceil((n - 1) / Math.max(1, w - 1)))
      ),
    ],
  },
  {
    id: "distance-is-length",
    text: {
      en:
        "n / w is taken: position 1 lies n - 1 places before position n, and a layer bridges w of them.",
      zh: "用了 n / w：位置 1 到位置 n 相隔 n - 1 步，一层跨过其中 w 步。",
    },
    variants: [windowPath((n, w) => Math.ceil(n / w))],
  },
  {
    id: "path-not-rounded-up",
    text: {
      en:
        "(n - 1) / w is rounded down or not at all: a layer that is needed only in part is still needed, so round up.",
      zh:
        "(n - 1) / w 没有取整，或者向下取整了：哪怕只差一步也要再加一层，应当向上取整。",
    },
    variants: [
      windowPath((n, w) => Math.max(1, Math.floor((n - 1) / w))),
      windowPath((n, w) => Math.max(1, (n - 1) / w)),
    ],
  },
  {
    id: "one-layer-reaches-all",
    text: {
      en:
        "The path is 1 as with full attention: a layer reaches only w positions back, and the rest takes further layers.",
      zh:
        "路径写成了 1，那是完整的自注意力：一层只能向前看 w 个位置，其余的要靠更多的层。",
    },
    variants: [windowPath(() => 1)],
  },
  {
    id: "itself-counted",
    text: {
      en:
        "(w + 1)nd counts the position itself: the leading term is w·n·d, as in the table.",
      zh: "(w + 1)nd 多算了自己：最高阶项是 w·n·d，与表中一致。",
    },
    variants: [windowOperations((n, d, w) => (w + 1) * n * d)],
  },
  {
    id: "window-ignored",
    text: {
      en:
        "n²d is the cost of full attention: here a position looks at w others and not at n.",
      zh:
        "n²d 是完整的自注意力的运算量：这里每个位置只看 w 个位置，而不是 n 个。",
    },
    variants: [windowOperations((n, d) => n * n * d)],
  },
  {
    id: "window-capped",
    text: {
      en:
        "A window wider than the sequence is cut to it: that is sensible, but the formula asked for stays w·n·d.",
      zh: "窗口比序列宽时截短了：想法合理，但题目要求的公式仍是 w·n·d。",
    },
    variants: [
      windowOperations((n, d, w) => Math.min(w, n) * n * d),
      windowOperations((n, d, w) => Math.min(w, n - 1) * n * d),
    ],
  },
];

const crossovers: Misconception[] = [
  {
    id: "equal-is-not-more",
    text: {
      en:
        "At n = d both do d³ operations: as many is not more, so the answer lies one further on.",
      zh: "n = d 时两者都是 d³：相等不算超过，所以答案要再加一。",
    },
    variants: [{ crossoverLength: (d: number) => d }],
  },
  {
    id: "crossover-squared",
    text: {
      en:
        "n is compared with d²: n²d > nd² has nd on both sides, and what remains is n > d.",
      zh: "拿 n 和 d² 比了：n²d > nd² 两边约去 nd，剩下的是 n > d。",
    },
    variants: [
      { crossoverLength: (d: number) => d * d },
      { crossoverLength: (d: number) => d * d + 1 },
    ],
  },
  {
    id: "last-instead-of-first",
    text: {
      en:
        "This is the largest n at which self-attention does fewer operations: asked for is the smallest at which it does more.",
      zh:
        "这是自注意力运算量还较少的最大的 n：题目问的是它开始超过的最小的 n。",
    },
    variants: [{ crossoverLength: (d: number) => d - 1 }],
  },
];

/** The mistakes. */
export const misconceptions: Misconception[] = [
  ...all,
  ...recurrences,
  ...convolutions,
  ...windows,
  ...crossovers,
];
