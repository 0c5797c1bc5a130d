import type { Misconception, Reference } from "../../check.ts";
import { dot, type Rows, softmax } from "./pieces.ts";

/** Scores from the dot product, the query's length and the number of keys. */
function scoreMistake(
  score: (product: number, d: number, n: number) => number,
): Reference[] {
  return [{
    scaledScores: (query: number[], keys: Rows) =>
      keys.map((key) => score(dot(query, key), query.length, keys.length)),
  }];
}

/** Mistakes in the scores. */
export const scoreMistakes: Misconception[] = [
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
