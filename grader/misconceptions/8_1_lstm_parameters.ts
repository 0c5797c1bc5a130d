/**
 * Wrong answers to exercise 8-1 that people really give.
 *
 * @module
 */

import type { Misconception } from "../check.ts";
import { budgetMistakes } from "./parameters/budgets.ts";
import {
  blockMistake,
  blocks,
  largestWith,
  lstm,
  rightBlock,
  solutionFrom,
  stackedWith,
} from "./parameters/pieces.ts";
import { stackMistakes } from "./parameters/stacks.ts";

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
  ...stackMistakes,
  ...budgetMistakes,
];
