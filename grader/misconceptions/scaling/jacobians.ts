import type { Misconception, Reference } from "../../check.ts";
import {
  delta,
  type Entry,
  frobenius,
  jacobian,
  normalized,
  type Rows,
  softmax,
  sum,
} from "./pieces.ts";
import { normMistake } from "./norms.ts";

/** Jacobian and norm with a mistaken Jacobian, and the Jacobian alone. */
function jacobianMistake(mistaken: (scores: number[]) => Rows): Reference[] {
  const norm = (scores: number[]) => frobenius(mistaken(scores));
  return [
    { softmaxJacobian: mistaken, gradientNorm: norm },
    { softmaxJacobian: mistaken },
  ];
}

function entryMistake(entry: Entry): Reference[] {
  return jacobianMistake((scores) => jacobian(softmax(scores), entry));
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const hasNaN = (answer: unknown): boolean =>
  Array.isArray(answer) ? answer.some(hasNaN) : Number.isNaN(answer);

/** Mistakes in the Jacobian, and in norms that repeat them. */
export const jacobianMistakes: Misconception[] = [
  {
    id: "diagonal-only",
    text: {
      en:
        "Only the diagonal is there: all weights share one denominator, so a score moves the other weights too, by -αᵢαⱼ.",
      zh:
        "只有对角线：所有权重共用一个分母，所以一个分数也会改变别的权重，变化率为 -αᵢαⱼ。",
    },
    variants: [
      ...entryMistake((a, b, same) => same * a * (1 - b)),
      {
        softmaxJacobian: (given: number[]) =>
          softmax(given).map((a) => a * (1 - a)),
      },
      normMistake((rows) => Math.sqrt(sum(rows.map((row, i) => row[i] ** 2)))),
    ],
  },
  {
    id: "off-diagonal-sign",
    text: {
      en:
        "Off the diagonal the sign is wrong: a score that rises takes weight from the others, so ∂αᵢ/∂sⱼ is negative there.",
      zh:
        "对角线以外的符号反了：一个分数升高会夺走其他项的权重，所以那里的 ∂αᵢ/∂sⱼ 是负的。",
    },
    variants: [{
      softmaxJacobian: (given: number[]) =>
        jacobian(softmax(given), (a, b, same) => same ? a * (1 - b) : a * b),
    }],
  },
  {
    id: "diagonal-without-square",
    text: {
      en:
        "On the diagonal the square is missing: αᵢ - αᵢ², since the denominator grows with the score as well.",
      zh: "对角线上少了平方项：应为 αᵢ - αᵢ²，因为分母也随这个分数增大。",
    },
    variants: entryMistake((a, b, same) => same ? a : -a * b),
  },
  {
    id: "jacobian-sign",
    text: {
      en:
        "The whole matrix has the wrong sign: a score that rises raises its own weight, so the diagonal is positive.",
      zh:
        "整个矩阵的符号反了：一个分数升高，自己的权重也升高，所以对角线为正。",
    },
    variants: [{
      softmaxJacobian: (given: number[]) =>
        jacobian(softmax(given), (a, b, same) => a * (b - same)),
    }],
  },
  {
    id: "sigmoid-derivative",
    text: {
      en:
        "This is the derivative of the sigmoid, σ(s)(1 - σ(s)) for each score alone: the softmax divides by a sum over all scores.",
      zh:
        "这是 sigmoid 的导数，对每个分数单独算 σ(s)(1 - σ(s))：softmax 的分母是对所有分数求和。",
    },
    variants: jacobianMistake((given) =>
      given.map((s, i) =>
        given.map((_, j) => delta(i, j) * sigmoid(s) * (1 - sigmoid(s)))
      )
    ),
  },
  {
    id: "log-softmax",
    text: {
      en:
        "δᵢⱼ - αⱼ is the derivative of log αᵢ: multiply by αᵢ to get that of αᵢ.",
      zh: "δᵢⱼ - αⱼ 是 log αᵢ 的导数：再乘以 αᵢ 才是 αᵢ 的导数。",
    },
    variants: [
      ...entryMistake((_a, b, same) => same - b),
      ...entryMistake((a, _b, same) => same - a),
    ],
  },
  {
    id: "maximum-not-subtracted",
    text: {
      en:
        "exp overflows for large scores and Infinity / Infinity is NaN: subtract the maximum of the scores first, which changes no weight.",
      zh:
        "分数很大时 exp 会溢出，Infinity / Infinity 得到 NaN：先减去分数的最大值，权重不变。",
    },
    variants: [
      ...jacobianMistake((given) => jacobian(normalized(given, 0))),
      {
        gradientNorm: (given: number[]) =>
          frobenius(jacobian(normalized(given, 0))),
      },
    ],
    recognizes: (fn, answer) => fn === "softmaxJacobian" && hasNaN(answer),
  },
];
