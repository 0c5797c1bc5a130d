import type { Misconception, Reference } from "../../check.ts";
import {
  dot,
  normalized,
  oneHot,
  type Rows,
  softmax,
  sum,
  weighed,
} from "./pieces.ts";

interface SetPieces {
  score: (slot: number[], query: number[], sharpness: number) => number;
  weights: (scores: number[]) => number[];
}

const right: SetPieces = {
  score: (slot, query, sharpness) => sharpness * dot(slot, query),
  weights: softmax,
};

function setMistake(changed: Partial<SetPieces>): Reference[] {
  const { score, weights } = { ...right, ...changed };
  return [{
    setRead: (slots: Rows, query: number[], sharpness: number) =>
      weighed(
        weights(slots.map((slot) => score(slot, query, sharpness))),
        slots,
        query,
      ),
  }];
}

const lengthOf = (a: number[]): number => Math.sqrt(dot(a, a));

/** Mistakes in the read of a set. */
export const setMistakes: Misconception[] = [
  {
    id: "sharpness-ignored",
    text: {
      en: "The sharpness β is missing: it multiplies every score.",
      zh: "漏了锐度 β：每个分数都要乘以它。",
    },
    variants: setMistake({ score: (slot, query) => dot(slot, query) }),
  },
  {
    id: "sharpness-divides",
    text: {
      en:
        "The scores are divided by β, as by a temperature: a sharpness multiplies, so that a large one reads the best match alone.",
      zh: "把 β 当成温度去除了：锐度是乘上去的，越大就越集中于最匹配的槽。",
    },
    variants: setMistake({
      score: (slot, query, sharpness) => dot(slot, query) / sharpness,
    }),
  },
  {
    id: "sharpness-after-softmax",
    text: {
      en:
        "β multiplies the weights, which then no longer sum to 1: it belongs to the scores, inside the softmax.",
      zh: "β 乘在了权重上，权重之和不再是 1：它应当乘在 softmax 里面的分数上。",
    },
    variants: [{
      setRead: (slots: Rows, query: number[], sharpness: number) =>
        weighed(
          softmax(slots.map((slot) => dot(slot, query)))
            .map((weight) => weight * sharpness),
          slots,
          query,
        ),
    }],
  },
  {
    id: "equal-slots-merged",
    text: {
      en:
        "Equal slots are counted once: here each of them gets a weight of its own, as the formula's sum over n says.",
      zh: "把相同的槽合并成了一个：公式是对 n 求和，每个槽各有自己的权重。",
    },
    variants: [{
      setRead: (slots: Rows, query: number[], sharpness: number) => {
        const unequal = [...new Map(slots.map((slot) => [`${slot}`, slot]))
          .values()];
        const scores = unequal.map((slot) => sharpness * dot(slot, query));
        return weighed(softmax(scores), unequal, query);
      },
    }],
  },
  {
    id: "set-scores-are-cosines",
    text: {
      en:
        "The scores are divided by the lengths of the vectors, as for a cosine: here a score is β times the plain dot product.",
      zh: "分数除以了向量的模长，得到的是余弦：这里的分数就是 β 乘以点积。",
    },
    variants: setMistake({
      score: (slot, query, sharpness) =>
        sharpness * dot(slot, query) /
        (lengthOf(slot) * lengthOf(query) || 1),
    }),
  },
  {
    id: "set-scores-scaled",
    text: {
      en:
        "The scores are divided by √D: that is the scaled dot product; here the sharpness β alone decides.",
      zh: "分数除以了 √D，那是缩放点积；这里只由锐度 β 决定。",
    },
    variants: setMistake({
      score: (slot, query, sharpness) =>
        sharpness * dot(slot, query) / Math.sqrt(query.length),
    }),
  },
  {
    id: "best-slot-only",
    text: {
      en:
        "Only the best match is read: a soft read weighs all slots, and is the mean at β = 0.",
      zh: "只读了最匹配的一个槽：软性读取对所有的槽加权，β = 0 时就是平均。",
    },
    variants: setMistake({ weights: oneHot }),
  },
  {
    id: "set-weights-returned",
    text: {
      en:
        "These are the weights of the slots: multiply each slot by its weight and add up, which gives D numbers.",
      zh: "这是各个槽的权重：还要用权重对槽加权求和，得到 D 个数。",
    },
    variants: [{
      setRead: (slots: Rows, query: number[], sharpness: number) =>
        softmax(slots.map((slot) => sharpness * dot(slot, query))),
    }],
  },
  {
    id: "maximum-not-subtracted",
    text: {
      en:
        "exp overflows for large scores, and underflows for very negative ones, and the quotient is NaN: subtract the maximum of the scores first, which changes no weight.",
      zh:
        "分数很大时 exp 会溢出，都很小时又全变成 0，相除得到 NaN：先减去分数的最大值，权重不变。",
    },
    variants: setMistake({ weights: (scores) => normalized(scores, 0) }),
  },
  {
    id: "not-a-softmax",
    text: {
      en:
        "The weights are not a softmax: take exp of every score, then divide by the sum of these, so that they sum to 1.",
      zh:
        "权重不是 softmax：先对每个分数取 exp，再除以它们的总和，使权重之和为 1。",
    },
    variants: [
      ...setMistake({ weights: (scores) => scores }),
      ...setMistake({
        weights: (scores) => scores.map((score) => score / sum(scores)),
      }),
      ...setMistake({ weights: (scores) => scores.map(Math.exp) }),
    ],
  },
];
