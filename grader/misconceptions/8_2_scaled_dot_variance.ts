/**
 * Wrong answers to exercise 8-2 that people really give.
 *
 * @module
 */

import type { Misconception, Reference } from "../check.ts";

type Rows = number[][];

const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);

const dot = (a: number[], b: number[]): number =>
  sum(a.map((x, i) => x * b[i]));

function softmax(scores: number[]): number[] {
  return normalized(scores, Math.max(...scores));
}

function normalized(scores: number[], subtracted: number): number[] {
  const powers = scores.map((score) => Math.exp(score - subtracted));
  const total = sum(powers);
  return powers.map((power) => power / total);
}

const delta = (i: number, j: number): number => i === j ? 1 : 0;

/** An entry of the Jacobian from αᵢ, αⱼ and δᵢⱼ. */
type Entry = (a: number, b: number, same: number) => number;

const rightEntry: Entry = (a, b, same) => a * (same - b);

function jacobian(weights: number[], entry: Entry = rightEntry): Rows {
  return weights.map((a, i) => weights.map((b, j) => entry(a, b, delta(i, j))));
}

const frobenius = (rows: Rows): number =>
  Math.sqrt(sum(rows.flat().map((x) => x * x)));

/** Jacobian and norm with a mistaken Jacobian, and each of them alone where it is wrong. */
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

/** A mistaken norm of the right Jacobian. */
function normMistake(norm: (rows: Rows) => number): Reference {
  return {
    gradientNorm: (scores: number[]) => norm(jacobian(softmax(scores))),
  };
}

function varianceMistake(
  variance: (d: number, sigma: number) => number,
): Reference[] {
  return [{ dotProductVariance: variance }];
}

/** Scores from the dot product, the query's length and the number of keys. */
function scoreMistake(
  score: (product: number, d: number, n: number) => number,
): Reference[] {
  return [{
    scaledScores: (query: number[], keys: Rows) =>
      keys.map((key) => score(dot(query, key), query.length, keys.length)),
  }];
}

/** √(Σα² - 2Σα³ + (Σα²)²), equal to the norm on paper. */
function closedSquare(scores: number[]): number {
  const weights = softmax(scores);
  const squares = sum(weights.map((a) => a ** 2));
  return squares - 2 * sum(weights.map((a) => a ** 3)) + squares ** 2;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const hasNaN = (answer: unknown): boolean =>
  Array.isArray(answer) ? answer.some(hasNaN) : Number.isNaN(answer);

const variances: Misconception[] = [
  {
    id: "variance-of-one-factor",
    text: {
      en:
        "σ² is the variance of one factor: q and k both vary, and for mean 0 the variance of the product is σ²·σ².",
      zh:
        "σ² 只是一个因子的方差：q 和 k 都是随机的，均值为 0 时乘积的方差是 σ²·σ²。",
    },
    variants: varianceMistake((d, sigma) => d * sigma ** 2),
  },
  {
    id: "variances-of-factors-added",
    text: {
      en:
        "The variances of q and k are added: that belongs to a sum. For a product of independent factors of mean 0 they multiply.",
      zh:
        "把 q 和 k 的方差相加了：和的方差才相加。均值为 0 的独立因子相乘时，方差要相乘。",
    },
    variants: varianceMistake((d, sigma) => 2 * d * sigma ** 2),
  },
  {
    id: "spread-ignored",
    text: {
      en:
        "The variance is d only for σ = 1: entries that spread more make the dot product spread more.",
      zh: "只有 σ = 1 时方差才是 d：分量散得越开，点积也散得越开。",
    },
    variants: varianceMistake((d) => d),
  },
  {
    id: "dimension-ignored",
    text: {
      en:
        "This is the variance of one product: the dot product is a sum of d of them, and variances of independent terms add.",
      zh: "这是一个乘积的方差：点积是 d 个乘积之和，独立的各项方差相加。",
    },
    variants: varianceMistake((_d, sigma) => sigma ** 4),
  },
  {
    id: "dimension-squared",
    text: {
      en:
        "d is squared, as if the d products were d times the same number: they are independent, and their variances merely add.",
      zh:
        "d 被平方了，好像 d 个乘积是同一个数的 d 倍：它们相互独立，方差只是相加。",
    },
    variants: varianceMistake((d, sigma) => d ** 2 * sigma ** 4),
  },
  {
    id: "standard-deviation",
    text: {
      en:
        "√d·σ² is the standard deviation of the dot product: the variance is its square.",
      zh: "√d·σ² 是点积的标准差：方差是它的平方。",
    },
    variants: varianceMistake((d, sigma) => Math.sqrt(d) * sigma ** 2),
  },
];

const scores: Misconception[] = [
  {
    id: "scores-not-scaled",
    text: {
      en: "The scores are not scaled: the dot product is divided by √d.",
      zh: "分数没有缩放：点积还要除以 √d。",
    },
    variants: scoreMistake((product) => product),
  },
  {
    id: "scaled-by-dimension",
    text: {
      en:
        "The scores are divided by d: dividing by c divides the variance by c², so √d is enough.",
      zh: "除以了 d：除以 c 会使方差除以 c²，所以除以 √d 就够了。",
    },
    variants: scoreMistake((product, d) => product / d),
  },
  {
    id: "scaled-by-number-of-keys",
    text: {
      en:
        "The root is of the number of keys: what makes a score spread is its own number of terms, the query's length d.",
      zh:
        "根号里用了键的个数：使分数散开的是求和的项数，也就是查询向量的长度 d。",
    },
    variants: scoreMistake((product, _d, n) => product / Math.sqrt(n)),
  },
  {
    id: "scaled-up",
    text: {
      en: "The scores are multiplied by √d: they must be divided by it.",
      zh: "乘以了 √d：应当除以它。",
    },
    variants: scoreMistake((product, d) => product * Math.sqrt(d)),
  },
  {
    id: "cosine",
    text: {
      en:
        "The scores are divided by the lengths of the vectors, as for a cosine: the scaled dot score divides by √d and lets long vectors count more.",
      zh:
        "除以了向量的模长，得到的是余弦：缩放点积只除以 √d，模长大的向量仍然影响更大。",
    },
    variants: [{
      scaledScores: (query: number[], keys: Rows) =>
        keys.map((key) =>
          dot(query, key) /
          (Math.sqrt(dot(query, query)) * Math.sqrt(dot(key, key)) || 1)
        ),
    }],
  },
  {
    id: "scores-through-softmax",
    text: {
      en:
        "These are weights: the softmax comes after the scores, and here only the scores are asked for.",
      zh: "这已经是注意力权重了：softmax 在打分之后，这里只要分数。",
    },
    variants: [{
      scaledScores: (query: number[], keys: Rows) =>
        softmax(keys.map((key) => dot(query, key) / Math.sqrt(query.length))),
    }],
  },
];

const jacobians: Misconception[] = [
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
    variants: jacobianMistake((given) => jacobian(normalized(given, 0))),
    recognizes: (fn, answer) => fn === "softmaxJacobian" && hasNaN(answer),
  },
];

const norms: Misconception[] = [
  {
    id: "norm-without-root",
    text: {
      en: "The root is missing: this is the square of the Frobenius norm.",
      zh: "没有开方：这是 Frobenius 范数的平方。",
    },
    variants: [normMistake((rows) => frobenius(rows) ** 2)],
  },
  {
    id: "trace",
    text: {
      en:
        "This is the trace, the sum of the diagonal: the Frobenius norm squares every entry of the matrix.",
      zh: "这是迹，即对角线之和：Frobenius 范数要用到每一项的平方。",
    },
    variants: [normMistake((rows) => sum(rows.map((row, i) => row[i])))],
  },
  {
    id: "sum-of-absolutes",
    text: {
      en:
        "The absolute values are added: the Frobenius norm adds the squares and takes the root of the sum.",
      zh: "把绝对值加起来了：Frobenius 范数是平方和再开方。",
    },
    variants: [normMistake((rows) => sum(rows.flat().map(Math.abs)))],
  },
  {
    id: "other-matrix-norm",
    text: {
      en:
        "This takes a maximum, of the entries or of the row sums: the Frobenius norm adds up the squares of all entries.",
      zh:
        "这里取的是最大值（最大的项，或最大的行和）：Frobenius 范数是所有项的平方和再开方。",
    },
    variants: [
      normMistake((rows) => Math.max(...rows.flat().map(Math.abs))),
      normMistake((rows) =>
        Math.max(...rows.map((row) => sum(row.map(Math.abs))))
      ),
    ],
  },
  {
    id: "mean-square",
    text: {
      en:
        "The mean of the squares is taken: the Frobenius norm takes their sum, whatever the matrix's size.",
      zh: "取了平方的平均：Frobenius 范数用的是平方的和，与矩阵大小无关。",
    },
    variants: [normMistake((rows) => frobenius(rows) / rows.length)],
  },
  {
    id: "closed-form",
    text: {
      en:
        "√(Σα² - 2Σα³ + (Σα²)²) is right on paper, but subtracts numbers near 1 when one weight is near 1, and what is left is rounding. Add up squares instead.",
      zh:
        "√(Σα² - 2Σα³ + (Σα²)²) 在纸上是对的，但某个权重接近 1 时是几个接近 1 的数相减，只剩下舍入误差。请直接把平方加起来。",
    },
    variants: [{
      gradientNorm: (given: number[]) =>
        Math.sqrt(Math.max(0, closedSquare(given))),
    }, {
      gradientNorm: (given: number[]) => Math.sqrt(closedSquare(given)),
    }],
  },
];

/** The mistakes. */
export const misconceptions: Misconception[] = [
  ...variances,
  ...scores,
  ...jacobians,
  ...norms,
];
