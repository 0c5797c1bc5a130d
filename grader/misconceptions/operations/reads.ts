import type { Misconception, Reference } from "../../check.ts";
import {
  dot,
  lengthOf,
  networkWith,
  normalized,
  oneHot,
  plus,
  readFrom,
  rightRead,
  type Rows,
  sum,
  weighed,
} from "./pieces.ts";

/** Mistakes in one read of a memory network. */
export const readMistakes: Misconception[] = [
  {
    id: "network-scores-scaled",
    text: {
      en:
        "The scores are divided by √D, as in the scaled dot product: a memory network takes the plain one.",
      zh: "分数除以了 √D，那是缩放点积：端到端记忆网络用的是不缩放的点积。",
    },
    variants: [
      networkWith(readFrom({
        score: (key, query) => dot(key, query) / Math.sqrt(query.length),
      })),
    ],
  },
  {
    id: "network-scores-are-cosines",
    text: {
      en:
        "The scores are cosines, with which a Turing machine addresses: a memory network takes the plain dot product.",
      zh: "分数用了余弦，那是神经图灵机的内容寻址：端到端记忆网络用的是点积。",
    },
    variants: [
      networkWith(readFrom({
        score: (key, query) =>
          dot(key, query) / (lengthOf(key) * lengthOf(query) || 1),
      })),
    ],
  },
  {
    id: "reads-keys",
    text: {
      en:
        "The keys are read: they only say where to look, and what is read there are the values.",
      zh: "读出的是键：键只用来寻址，读出的应当是值。",
    },
    variants: [
      networkWith((query, keys, values) => {
        const { weights } = rightRead(query, keys, values);
        return { weights, read: weighed(weights, keys) };
      }),
    ],
  },
  {
    id: "values-are-matched",
    text: {
      en:
        "The query is compared with the values: it is the keys that it is compared with.",
      zh: "拿查询去和值比较了：应当与键比较。",
    },
    variants: [
      networkWith((query, _keys, values) => rightRead(query, values, values)),
      networkWith((query, keys, values) => rightRead(query, values, keys)),
    ],
  },
  {
    id: "hard-read",
    text: {
      en:
        "Only the best slot is read: a soft read goes to all slots, each with its weight, and so has a gradient.",
      zh: "只读了最匹配的一个槽：软性读取按权重读所有的槽，这样才有梯度。",
    },
    variants: [networkWith(readFrom({ weights: oneHot }))],
  },
  {
    id: "weights-not-a-softmax",
    text: {
      en:
        "The weights are not a softmax: take exp of every score, then divide by the sum of these, so that they sum to 1.",
      zh:
        "权重不是 softmax：先对每个分数取 exp，再除以它们的总和，使权重之和为 1。",
    },
    variants: [
      networkWith(readFrom({ weights: (scores) => scores })),
      networkWith(readFrom({
        weights: (scores) => scores.map((score) => score / sum(scores)),
      })),
      networkWith(readFrom({ weights: (scores) => scores.map(Math.exp) })),
    ],
  },
  {
    id: "maximum-not-subtracted",
    text: {
      en:
        "exp overflows for large scores, and underflows for very negative ones, and the quotient is NaN: subtract the maximum of the scores first, which changes no weight.",
      zh:
        "分数很大时 exp 会溢出，都很小时又全变成 0，相除得到 NaN：先减去分数的最大值，权重不变。",
    },
    variants: [
      networkWith(readFrom({ weights: (scores) => normalized(scores, 0) })),
    ],
  },
  {
    id: "query-in-read",
    text: {
      en:
        "The query is added to the read: q + r is the next query, which is task 2's; the read is r alone.",
      zh:
        "读出的向量里加上了查询：q + r 是下一跳的查询，属于任务 2；读出的只是 r。",
    },
    variants: [{
      memoryNetworkRead: (query: number[], keys: Rows, values: Rows) => {
        const { weights, read } = rightRead(query, keys, values);
        return { weights, read: plus(read, query) };
      },
    }],
  },
];

/** What hops work on: the start, one read with a query, and how many. */
type HopsFrom = (
  start: number[],
  read: (query: number[]) => number[],
  hops: number,
) => number[];

function hopMistake(answer: HopsFrom): Reference {
  return {
    memoryNetworkHops: (q: number[], keys: Rows, values: Rows, hops: number) =>
      answer(q, (query) => rightRead(query, keys, values).read, hops),
  };
}

const repeated = (
  hops: number,
  start: number[],
  next: (now: number[]) => number[],
): number[] => Array.from({ length: hops }).reduce(next, start) as number[];

/** Mistakes in several hops. */
export const hopMistakes: Misconception[] = [
  {
    id: "read-replaces-query",
    text: {
      en:
        "The read takes the query's place: it is added to it, q + r, so that the question is not forgotten.",
      zh: "用读到的向量代替了查询：应当相加，即 q + r，这样问题才不会被忘掉。",
    },
    variants: [hopMistake((q, read, hops) => repeated(hops, q, read))],
  },
  {
    id: "last-read-returned",
    text: {
      en:
        "The last read is returned: what is asked for is the last query, q + r of the last hop.",
      zh:
        "返回的是最后一次读到的向量：这里要的是最后的查询，即最后一跳的 q + r。",
    },
    variants: [
      hopMistake((q, read, hops) =>
        hops === 0
          ? q
          : read(repeated(hops - 1, q, (now) => plus(now, read(now))))
      ),
      hopMistake((q, read, hops) =>
        hops === 0
          ? q.map(() => 0)
          : read(repeated(hops - 1, q, (now) => plus(now, read(now))))
      ),
    ],
  },
  {
    id: "every-hop-asks-the-same",
    text: {
      en:
        "Every hop reads with the first query: it must read with the query of the hop before, which includes what was found.",
      zh:
        "每一跳都用最初的查询去读：应当用上一跳得到的查询，它包含了已经读到的信息。",
    },
    variants: [
      hopMistake((q, read, hops) =>
        repeated(hops, q, (now) => plus(now, read(q)))
      ),
    ],
  },
  {
    id: "added-to-first-query",
    text: {
      en:
        "The read is added to the first query again and again, and earlier reads are lost: it is added to the query of the hop before.",
      zh:
        "每次都把读到的向量加到最初的查询上，之前读到的就丢了：应当加到上一跳的查询上。",
    },
    variants: [
      hopMistake((q, read, hops) =>
        repeated(hops, q, (now) => plus(q, read(now)))
      ),
    ],
  },
  {
    id: "hops-miscounted",
    text: {
      en:
        "There is one hop too many or too few: `hops` says how often the memory is read, and with 0 it is not read at all.",
      zh: "多跳了或少跳了一次：hops 就是读取的次数，为 0 时完全不读。",
    },
    variants: [
      hopMistake((q, read, hops) =>
        repeated(hops + 1, q, (now) => plus(now, read(now)))
      ),
      hopMistake((q, read, hops) =>
        repeated(Math.max(0, hops - 1), q, (now) => plus(now, read(now)))
      ),
      hopMistake((q, read, hops) =>
        repeated(Math.max(1, hops), q, (now) => plus(now, read(now)))
      ),
      hopMistake((q, read) => plus(q, read(q))),
    ],
  },
  {
    id: "values-become-keys",
    text: {
      en:
        "The values of one hop are the keys of the next: that is adjacent tying in the paper; here all hops use the same keys and values.",
      zh:
        "把一跳的值当成了下一跳的键，那是论文里的相邻共享；这里每一跳都用同样的键和值。",
    },
    variants: [{
      memoryNetworkHops: (
        q: number[],
        keys: Rows,
        values: Rows,
        hops: number,
      ) => {
        let now = q;
        for (let hop = 0; hop < hops; hop++) {
          const looked = hop === 0 ? keys : values;
          now = plus(now, rightRead(now, looked, values).read);
        }
        return now;
      },
    }],
  },
];
