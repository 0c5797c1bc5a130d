import type { Misconception } from "../../check.ts";
import {
  type End,
  listsWith,
  right,
  rightStep,
  type SoftList,
  stepFrom,
  weighed,
} from "./pieces.ts";

const other = (end: End): End => end === "newest" ? "oldest" : "newest";

/** A list without the entries of strength 0. */
function withoutEmpty({ values, strengths }: SoftList): SoftList {
  const isThere = (_: unknown, i: number) => strengths[i] > 0;
  return {
    values: values.filter(isThere),
    strengths: strengths.filter(isThere),
  };
}

/** Mistakes in the order of things: which end, and what comes first. */
export const orderMistakes: Misconception[] = [
  {
    id: "ends-swapped",
    text: {
      en:
        "Stack and queue are exchanged: a stack pops and reads from the newest entry on, a queue from the oldest.",
      zh:
        "栈和队列弄反了：栈从最新的一项开始弹出和读取，队列从最旧的一项开始。",
    },
    variants: [
      listsWith((list, pop, push, value, end) =>
        rightStep(list, pop, push, value, other(end))
      ),
    ],
  },
  {
    id: "two-ends",
    text: {
      en:
        "Popping starts from one end and reading from the other: both start from the entry that is first in line.",
      zh: "弹出和读取从不同的两端开始：两者都应当从排在最前的一项开始。",
    },
    variants: [
      listsWith(stepFrom({ pop: (s, u, end) => right.pop(s, u, other(end)) })),
      listsWith(
        stepFrom({ weights: (s, end) => right.weights(s, other(end)) }),
      ),
    ],
  },
  {
    id: "newest-entry-first",
    text: {
      en:
        "The new entry is put at the front of the list: it is kept oldest first, so a new entry goes to the end, in a queue too.",
      zh:
        "新的一项放到了列表开头：列表按从旧到新排列，新的一项要放在末尾，队列也是如此。",
    },
    variants: [
      listsWith((list, pop, push, value, end) => {
        const strengths = [
          push,
          ...right.pop(list.strengths, pop, other(end)),
        ];
        const values = [value, ...list.values];
        const weights = right.weights(strengths, other(end));
        return {
          memory: { values, strengths },
          read: weighed(weights, values, value),
        };
      }),
    ],
  },
  {
    id: "push-before-pop",
    text: {
      en:
        "The push comes before the pop here, so a pop can take the entry that has just arrived: pop first, then push, then read.",
      zh: "先压入后弹出了，刚放进去的一项也会被弹出：次序是弹出、压入、读取。",
    },
    variants: [
      listsWith((list, pop, push, value, end) => {
        const strengths = right.pop([...list.strengths, push], pop, end);
        const values = [...list.values, value];
        return {
          memory: { values, strengths },
          read: weighed(right.weights(strengths, end), values, value),
        };
      }),
    ],
  },
  {
    id: "read-before-push",
    text: {
      en:
        "The read comes too early and misses the new entry, or even the pop: it looks at the memory as the step leaves it.",
      zh:
        "读得太早，没有看到新的一项，甚至没有看到弹出的结果：读取看的是这一步完成之后的记忆。",
    },
    variants: [
      listsWith((list, pop, push, value, end) => {
        const kept = right.pop(list.strengths, pop, end);
        return {
          ...rightStep(list, pop, push, value, end),
          read: weighed(right.weights(kept, end), list.values, value),
        };
      }),
      listsWith((list, pop, push, value, end) => ({
        ...rightStep(list, pop, push, value, end),
        read: weighed(right.weights(list.strengths, end), list.values, value),
      })),
    ],
  },
  {
    id: "read-consumes",
    text: {
      en:
        "Reading takes away what it reads: it only looks, and every strength stays; to take something away is the next step's pop.",
      zh:
        "读取时把读到的强度减掉了：读取只是看，强度不变；要拿走，是下一步弹出的事。",
    },
    variants: [
      listsWith((list, pop, push, value, end) => {
        const { memory, read } = rightStep(list, pop, push, value, end);
        const taken = right.weights(memory.strengths, end);
        return {
          memory: {
            ...memory,
            strengths: memory.strengths.map((s, i) => s - taken[i]),
          },
          read,
        };
      }),
    ],
  },
  {
    id: "drops-empty-entries",
    text: {
      en:
        "Entries of strength 0 are left out: here they stay in the list, and a push of 0 appends one, so that each step makes the list one longer.",
      zh:
        "去掉了强度为 0 的项：这里它们要留在列表里，压入强度 0 也要追加一项，所以每一步列表都长一项。",
    },
    variants: [
      listsWith((...step) => {
        const { memory, read } = rightStep(...step);
        return { memory: withoutEmpty(memory), read };
      }),
      listsWith((list, pop, push, value, end) => {
        const strengths = right.pop(list.strengths, pop, end);
        const kept = withoutEmpty({ values: list.values, strengths });
        return rightStep(kept, 0, push, value, end);
      }),
      listsWith((list, pop, push, value, end) => {
        const { memory, read } = rightStep(list, pop, push, value, end);
        if (push > 0) return { memory, read };
        return {
          memory: {
            values: memory.values.slice(0, -1),
            strengths: memory.strengths.slice(0, -1),
          },
          read,
        };
      }),
    ],
  },
  {
    id: "value-scaled-by-strength",
    text: {
      en:
        "The value is stored multiplied by its strength, and the read multiplies once more: values stay as they came, and the strength stands beside them.",
      zh:
        "存入的值已经乘了强度，读取时又乘了一次：值应当原样保存，强度另外记录。",
    },
    variants: [
      listsWith((list, pop, push, value, end) =>
        rightStep(list, pop, push, value.map((x) => x * push), end)
      ),
    ],
  },
];
