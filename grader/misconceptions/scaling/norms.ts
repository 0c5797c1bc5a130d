import type { Misconception, Reference } from "../../check.ts";
import { frobenius, jacobian, type Rows, softmax, sum } from "./pieces.ts";

/** A mistaken norm of the right Jacobian. */
export function normMistake(norm: (rows: Rows) => number): Reference {
  return {
    gradientNorm: (scores: number[]) => norm(jacobian(softmax(scores))),
  };
}

/** √(Σα² - 2Σα³ + (Σα²)²), equal to the norm on paper. */
function closedSquare(scores: number[]): number {
  const weights = softmax(scores);
  const squares = sum(weights.map((a) => a ** 2));
  return squares - 2 * sum(weights.map((a) => a ** 3)) + squares ** 2;
}

/** Mistakes in the norm of a right Jacobian. */
export const normMistakes: Misconception[] = [
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
