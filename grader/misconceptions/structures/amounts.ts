import type { Misconception } from "../../check.ts";
import { ahead, type End, listsWith, right, stepFrom, sum } from "./pieces.ts";

/** The place in line that comes first; -1 if the list is empty. */
const front = (strengths: number[], end: End): number =>
  end === "newest" ? strengths.length - 1 : Math.min(0, strengths.length - 1);

/** The first place in line where something is. */
const frontFilled = (strengths: number[], end: End): number =>
  end === "newest"
    ? strengths.findLastIndex((s) => s > 0)
    : strengths.findIndex((s) => s > 0);

/** Mistakes in how much a pop takes, and from which entries. */
export const popMistakes: Misconception[] = [
  {
    id: "pop-takes-one-entry",
    text: {
      en:
        "A pop ends at the first entry in line: what that one lacks, the next has to give, until u is taken or nothing is left.",
      zh:
        "弹出只动了排在最前的一项：它不够时，由下一项补上，直到取满 u 或全部取完。",
    },
    variants: [front, frontFilled].map((place) =>
      listsWith(stepFrom({
        pop: (strengths, amount, end) => {
          const first = place(strengths, end);
          return strengths.map((s, i) =>
            i === first ? Math.max(0, s - amount) : s
          );
        },
      }))
    ),
  },
  {
    id: "pop-from-every-entry",
    text: {
      en:
        "Every entry loses u: u is what the whole pop takes, first from the entry first in line, and only the rest from the next.",
      zh:
        "每一项都减去了 u：u 是这次弹出一共取走的量，先从最前的一项取，剩下的才轮到下一项。",
    },
    variants: [
      listsWith(stepFrom({
        pop: (strengths, amount) =>
          strengths.map((s) => Math.max(0, s - amount)),
      })),
    ],
  },
  {
    id: "pop-is-a-share",
    text: {
      en:
        "Strengths are multiplied by 1 - u, as a Turing machine erases: a pop takes the amount u away, entry after entry.",
      zh:
        "把强度乘以 1 - u，那是神经图灵机的删除方式：弹出是从前往后一项一项地减，一共减去 u。",
    },
    variants: [
      listsWith(stepFrom({
        pop: (strengths, amount) =>
          strengths.map((s) => s * Math.max(0, 1 - amount)),
      })),
      listsWith(stepFrom({
        pop: (strengths, amount) => strengths.map((s) => s * (1 - amount)),
      })),
    ],
  },
  {
    id: "negative-strengths",
    text: {
      en:
        "Strengths go below 0: an entry gives at most what it has, which is what the outer max in the formula says.",
      zh:
        "强度变成了负数：每一项最多给出自己所有的，公式里外层的 max 就是这个意思。",
    },
    variants: [
      listsWith(stepFrom({
        pop: (strengths, amount, end) => {
          const before = ahead(strengths, end);
          return strengths.map((s, i) => s - Math.max(0, amount - before[i]));
        },
      })),
    ],
  },
  {
    id: "pop-at-most-one",
    text: {
      en:
        "A pop above 1 is cut to 1: u may be any number from 0 up, and may take several entries at once.",
      zh:
        "把大于 1 的 u 截成了 1：u 可以是任何不小于 0 的数，一次可以弹出好几项。",
    },
    variants: [
      listsWith(stepFrom({
        pop: (strengths, amount, end) =>
          right.pop(strengths, Math.min(1, amount), end),
      })),
    ],
  },
];

/** Mistakes in the weights of a read. */
export const readMistakes: Misconception[] = [
  {
    id: "read-not-limited",
    text: {
      en:
        "All that is there is read, whatever its strength: a read stops when the entries read so far have strength 1 together.",
      zh: "把所有的项都按强度读了出来：读取累加到强度为 1 就停止。",
    },
    variants: [listsWith(stepFrom({ weights: (strengths) => strengths }))],
  },
  {
    id: "read-scaled-up",
    text: {
      en:
        "The weights are made to sum to 1: where less than 1 is there, the read is smaller, and of an empty memory it is 0.",
      zh:
        "把权重归一化了：总量不足 1 时，读出的向量就相应变小；空的记忆读出零向量。",
    },
    variants: [
      (s: number[], end: End) => right.weights(s, end),
      (s: number[]) => s,
    ].flatMap((weights) =>
      [1, 0].map((instead) =>
        listsWith(stepFrom({
          weights: (strengths, end) => {
            const before = weights(strengths, end);
            const total = sum(before) || instead;
            return before.map((weight) => weight / total);
          },
        }))
      )
    ),
  },
  {
    id: "reads-one-entry",
    text: {
      en:
        "Only one entry is read: while strength 1 is not reached, the next in line is read as well.",
      zh: "只读了一项：强度还没有累加到 1，就要继续读下一项。",
    },
    variants: [front, frontFilled].flatMap((place) =>
      [(s: number) => s, () => 1].map((weight) =>
        listsWith(stepFrom({
          weights: (strengths, end) => {
            const first = place(strengths, end);
            return strengths.map((s, i) => i === first ? weight(s) : 0);
          },
        }))
      )
    ),
  },
  {
    id: "entry-ahead-of-itself",
    text: {
      en:
        "The inner sum includes the entry itself: it runs over those before it in line only, j > i in a stack and j < i in a queue.",
      zh:
        "里层的求和把这一项自己也算了进去：只应包括排在它前面的项，栈是 j > i，队列是 j < i。",
    },
    variants: [
      listsWith(stepFrom({ pop: popWithItself, weights: weightsWithItself })),
      listsWith(stepFrom({ pop: popWithItself })),
      listsWith(stepFrom({ weights: weightsWithItself })),
    ],
  },
];

function popWithItself(strengths: number[], amount: number, end: End) {
  const before = ahead(strengths, end);
  return strengths.map((s, i) =>
    Math.max(0, s - Math.max(0, amount - before[i] - s))
  );
}

function weightsWithItself(strengths: number[], end: End) {
  const before = ahead(strengths, end);
  return strengths.map((s, i) => Math.min(s, Math.max(0, 1 - before[i] - s)));
}
