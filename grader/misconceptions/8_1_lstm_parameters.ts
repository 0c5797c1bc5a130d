/**
 * Wrong answers to exercise 8-1 that people really give.
 *
 * @module
 */

import type { Misconception, Reference } from "../check.ts";

/** Parameters of one layer. */
type Count = (n: number, m: number) => number;

/** Blocks of a kind, of which each has its own parameters. */
const blocks = (count: number, block: Count): Count => (n, m) =>
  count * block(n, m);

const rightBlock: Count = (n, m) => m * (n + m + 1);
const lstm = blocks(4, rightBlock);

/** All that follows from how an LSTM layer and a GRU layer are counted. */
function solutionFrom(lstmCount: Count, gruCount: Count): Reference {
  return {
    lstmParameterCount: lstmCount,
    gruParameterCount: gruCount,
    stackedLstmParameterCount: (n: number, sizes: number[]) =>
      sizes.reduce((sum, m, i) => sum + lstmCount(sizes[i - 1] ?? n, m), 0),
    largestHiddenSize: largestWith(lstmCount),
  };
}

/** The mistaken block in both units, and in each function alone. */
function blockMistake(block: Count): Reference[] {
  const whole = solutionFrom(blocks(4, block), blocks(3, block));
  return [
    whole,
    ...Object.entries(whole).map(([name, fn]) => ({ [name]: fn })),
  ];
}

/** Doubles until it is too much, then halves the interval. */
function largestWith(count: Count): Count {
  return (n, budget) => {
    let fits = 0;
    let tooLarge = 1;
    while (count(n, tooLarge) <= budget) tooLarge *= 2;
    while (tooLarge - fits > 1) {
      const middle = Math.floor((fits + tooLarge) / 2);
      if (count(n, middle) <= budget) fits = middle;
      else tooLarge = middle;
    }
    return fits;
  };
}

const rightLargest = largestWith(lstm);

/** The positive solution of 4m(n + m + 1) = B, with a fraction. */
const solved: Count = (n, budget) =>
  (Math.sqrt(budget + (n + 1) ** 2) - (n + 1)) / 2;

function stackedWith(
  layers: (n: number, sizes: number[]) => number[],
): Reference {
  return {
    stackedLstmParameterCount: (n: number, sizes: number[]) =>
      layers(n, sizes).reduce((sum, count) => sum + count, 0),
  };
}

/** The mistakes. */
export const misconceptions: Misconception[] = [
  {
    id: "forgets-bias",
    text: {
      en:
        "The bias is forgotten: each block adds one vector b of m numbers, so it has m(n + m + 1) parameters and not m(n + m).",
      zh:
        "忘了偏置：每一块还有一个长度为 m 的向量 b，所以是 m(n + m + 1) 个参数，而不是 m(n + m)。",
    },
    variants: blockMistake((n, m) => m * (n + m)),
  },
  {
    id: "two-biases",
    text: {
      en:
        "Each block has two bias vectors here, as PyTorch stores them. The notes have one, and two add up to nothing new.",
      zh:
        "这里每一块有两个偏置向量，这是 PyTorch 的存法。笔记里只有一个，两个加起来也只相当于一个。",
    },
    variants: blockMistake((n, m) => m * (n + m + 2)),
  },
  {
    id: "bias-is-one-number",
    text: {
      en:
        "A block's bias is counted as one number: it is a vector, one number for each of the m units.",
      zh: "把每一块的偏置算成了一个数：它是向量，m 个神经元各有一个。",
    },
    variants: blockMistake((n, m) => m * (n + m) + 1),
  },
  {
    id: "shared-bias",
    text: {
      en:
        "There is one bias vector for all blocks together: each gate and the candidate has its own.",
      zh: "所有的块共用了一个偏置向量：每个门和候选状态都有自己的偏置。",
    },
    variants: [
      solutionFrom(
        (n, m) => 4 * m * (n + m) + m,
        (n, m) => 3 * m * (n + m) + m,
      ),
      { lstmParameterCount: (n: number, m: number) => 4 * m * (n + m) + m },
      { gruParameterCount: (n: number, m: number) => 3 * m * (n + m) + m },
    ],
  },
  {
    id: "forgets-candidate",
    text: {
      en:
        "Only the gates are counted: the candidate is computed by a block of the same form, with weights and a bias of its own.",
      zh: "只数了门：候选状态也由同样形式的一块算出，有自己的权重和偏置。",
    },
    variants: [
      solutionFrom(blocks(3, rightBlock), blocks(2, rightBlock)),
      solutionFrom(blocks(3, rightBlock), blocks(3, rightBlock)),
      { lstmParameterCount: blocks(3, rightBlock) },
      { gruParameterCount: blocks(2, rightBlock) },
    ],
  },
  {
    id: "one-block",
    text: {
      en:
        "This counts a single block, as in a simple recurrent network: an LSTM has four of them and a GRU three.",
      zh: "这只是一块的参数，相当于简单循环网络：LSTM 有四块，GRU 有三块。",
    },
    variants: [
      solutionFrom(rightBlock, rightBlock),
      { lstmParameterCount: rightBlock },
      { gruParameterCount: rightBlock },
      { largestHiddenSize: largestWith(rightBlock) },
    ],
  },
  {
    id: "gru-has-four-blocks",
    text: {
      en:
        "The GRU is counted like an LSTM: it has no output gate, only an update gate, a reset gate and a candidate.",
      zh: "把 GRU 当作 LSTM 来数：它没有输出门，只有更新门、重置门和候选状态。",
    },
    variants: [{ gruParameterCount: lstm }],
  },
  {
    id: "no-recurrent-weights",
    text: {
      en:
        "The weights U for the hidden state are missing: each block reads h as well as x, which takes another m·m numbers.",
      zh: "缺少隐状态的权重 U：每一块除了读 x 还要读 h，因此还有 m·m 个参数。",
    },
    variants: blockMistake((n, m) => m * (n + 1)),
  },
  {
    id: "no-input-weights",
    text: {
      en:
        "The weights W for the input are missing: each block reads x as well as h, which takes another m·n numbers.",
      zh: "缺少输入的权重 W：每一块除了读 h 还要读 x，因此还有 m·n 个参数。",
    },
    variants: blockMistake((_n, m) => m * (m + 1)),
  },
  {
    id: "sizes-swapped",
    text: {
      en:
        "Input size and hidden size are swapped: a block has as many outputs as hidden units, so m is the factor outside the bracket.",
      zh:
        "输入大小和隐状态大小弄反了：每一块的输出个数等于隐状态的大小，所以括号外面的因子是 m。",
    },
    variants: [
      solutionFrom(
        (n, m) => lstm(m, n),
        (n, m) => 3 * rightBlock(m, n),
      ),
      { lstmParameterCount: (n: number, m: number) => lstm(m, n) },
      { gruParameterCount: (n: number, m: number) => 3 * rightBlock(m, n) },
      stackedWith((n, sizes) =>
        sizes.map((m, i) => lstm(m, sizes[i - 1] ?? n))
      ),
    ],
  },
  {
    id: "peepholes",
    text: {
      en:
        "Peepholes are counted, 3m weights from the cell to the gates: the LSTM of the notes has none.",
      zh:
        "多数了窥视孔，即从记忆单元到三个门的 3m 个权重：笔记里的 LSTM 没有窥视孔。",
    },
    variants: [
      solutionFrom((n, m) => lstm(n, m) + 3 * m, blocks(3, rightBlock)),
      { lstmParameterCount: (n: number, m: number) => lstm(n, m) + 3 * m },
    ],
  },
  {
    id: "every-layer-reads-input",
    text: {
      en:
        "Every layer is given the input size of the first: from the second on, a layer reads the hidden state of the one below.",
      zh: "每一层都用了最初的输入大小：从第二层起，读的是下面一层的隐状态。",
    },
    variants: [stackedWith((n, sizes) => sizes.map((m) => lstm(n, m)))],
  },
  {
    id: "input-added-to-every-layer",
    text: {
      en:
        "Each upper layer reads x as well as the hidden state below it: there are no such shortcuts here, it reads the hidden state alone.",
      zh:
        "上面的各层除了下层的隐状态还读了 x：这里没有这样的跨层连接，只读隐状态。",
    },
    variants: [
      stackedWith((n, sizes) =>
        sizes.map((m, i) => lstm(n + (sizes[i - 1] ?? 0), m))
      ),
    ],
  },
  {
    id: "last-layer-only",
    text: {
      en:
        "Only the last layer is counted: the parameters of all layers add up.",
      zh: "只数了最后一层：要把各层的参数加起来。",
    },
    variants: [
      stackedWith((n, sizes) =>
        sizes.map((m, i) => lstm(sizes[i - 1] ?? n, m)).slice(-1)
      ),
    ],
  },
  {
    id: "layers-as-one",
    text: {
      en:
        "The layers are counted as one layer with all their units: units of different layers are not joined each with each.",
      zh: "把各层合成了一个大层来数：不同层的神经元之间并不是两两相连的。",
    },
    variants: [
      stackedWith((n, sizes) => [lstm(n, sizes.reduce((a, b) => a + b, 0))]),
    ],
  },
  {
    id: "one-unit-too-many",
    text: {
      en:
        "This is the first size that no longer fits into the budget: the largest that does is one less.",
      zh: "这是第一个超出预算的大小：预算之内最大的要再减一。",
    },
    variants: [{
      largestHiddenSize: (n: number, budget: number) =>
        rightLargest(n, budget) + 1,
    }],
  },
  {
    id: "budget-must-be-left",
    text: {
      en:
        "A layer that spends the budget to the last parameter is refused: at most B means that B itself is allowed.",
      zh: "把恰好用完预算的层也排除了：不超过 B 的意思是可以等于 B。",
    },
    variants: [{
      largestHiddenSize: (n: number, budget: number) =>
        budget === 0 ? 0 : rightLargest(n, budget - 1),
    }],
  },
  {
    id: "rounds-up",
    text: {
      en:
        "The solution of the equation is rounded to the nearest size or up: above the solution the budget is exceeded, so round down.",
      zh: "把方程的解四舍五入或向上取整了：比解更大就超出预算，应当向下取整。",
    },
    variants: [
      {
        largestHiddenSize: (n: number, budget: number) =>
          Math.round(solved(n, budget)),
      },
      {
        largestHiddenSize: (n: number, budget: number) =>
          Math.ceil(solved(n, budget)),
      },
    ],
  },
  {
    id: "never-zero",
    text: {
      en:
        "A budget that does not pay for one unit gives 1 here: the answer is 0, since even one unit is too many.",
      zh: "预算连一个神经元都不够时返回了 1：应当返回 0。",
    },
    variants: [{
      largestHiddenSize: (n: number, budget: number) =>
        Math.max(1, rightLargest(n, budget)),
    }],
  },
  {
    id: "root-not-corrected",
    text: {
      en:
        "The square root is trusted: near 2^53 it is rounded, and a budget one parameter short seems to suffice. Test the result with the exact count.",
      zh:
        "直接相信了平方根：接近 2^53 时它会舍入，差一个参数的预算看上去也够。请用精确的计数验证结果。",
    },
    variants: [{
      largestHiddenSize: (n: number, budget: number) =>
        Math.floor(solved(n, budget)),
    }],
  },
];
