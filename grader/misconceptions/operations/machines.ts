import type { Misconception, Reference } from "../../check.ts";
import { dot, oneHot, type Rows, softmax, weighed } from "./pieces.ts";

function readMistake(
  read: (memory: Rows, weights: number[]) => number[],
): Reference[] {
  return [{ turingRead: read }];
}

/** A write, from what becomes of one entry x of a slot with weight w, under e and a. */
function writeMistake(
  entry: (x: number, w: number, e: number, a: number) => number,
  address: (weights: number[]) => number[] = (weights) => weights,
): Reference[] {
  return [{
    turingWrite: (
      memory: Rows,
      weights: number[],
      erase: number[],
      add: number[],
    ) => {
      const used = address(weights);
      return memory.map((slot, n) =>
        slot.map((x, d) => entry(x, used[n], erase[d], add[d]))
      );
    },
  }];
}

const right = (x: number, w: number, e: number, a: number): number =>
  x * (1 - w * e) + w * a;

/** Mistakes in what a Turing machine reads and writes. */
export const machineMistakes: Misconception[] = [
  {
    id: "weights-through-softmax",
    text: {
      en:
        "The weights go through a softmax once more: they are a distribution already, and are taken as they are.",
      zh: "对权重又做了一次 softmax：它们已经是分布，直接使用即可。",
    },
    variants: [
      ...readMistake((memory, weights) => weighed(softmax(weights), memory)),
      ...writeMistake(right, softmax),
    ],
  },
  {
    id: "heaviest-slot-only",
    text: {
      en:
        "Only the slot with the largest weight is used: a soft read or write reaches every slot, each to its degree.",
      zh: "只用了权重最大的槽：软性的读写按不同程度触及每一个槽。",
    },
    variants: [
      ...readMistake((memory, weights) => weighed(oneHot(weights), memory)),
      ...readMistake((memory, weights) => {
        const best = weights.indexOf(Math.max(...weights));
        return memory[best].map((x) => x * weights[best]);
      }),
      ...writeMistake(right, oneHot),
      ...writeMistake(
        right,
        (weights) => oneHot(weights).map((one, n) => one * weights[n]),
      ),
    ],
  },
  {
    id: "read-transposed",
    text: {
      en:
        "Slots and entries are exchanged: memory[n] is slot n, so the sum runs over n, and the read is as long as a slot.",
      zh:
        "把槽和分量弄反了：memory[n] 是第 n 个槽，应当对 n 求和，结果与一个槽等长。",
    },
    variants: readMistake((memory, weights) =>
      memory.map((slot) => dot(slot, weights))
    ),
  },
  {
    id: "read-averaged",
    text: {
      en:
        "The sum is divided by the number of slots: the weights sum to 1, so the weighted sum already is an average.",
      zh: "又除以了槽的个数：权重之和为 1，加权和本身就是平均。",
    },
    variants: [
      ...readMistake((memory, weights) =>
        weighed(weights, memory).map((x) => x / memory.length)
      ),
      ...readMistake((memory) =>
        weighed(memory.map(() => 1 / memory.length), memory)
      ),
    ],
  },
  {
    id: "weighed-slots-not-added",
    text: {
      en:
        "The weighed slots are returned one by one: add them up, which gives one vector.",
      zh: "返回的是逐个加权后的槽：还要把它们加起来，得到一个向量。",
    },
    variants: [{
      turingRead: (memory: Rows, weights: number[]) =>
        memory.map((slot, n) => slot.map((x) => x * weights[n])),
    }],
  },
  {
    id: "add-not-weighed",
    text: {
      en:
        "The add vector goes to every slot in full: it is multiplied by the slot's weight.",
      zh: "把增加向量完整地加到了每一个槽上：应当乘以该槽的权重。",
    },
    variants: writeMistake((x, w, e, a) => x * (1 - w * e) + a),
  },
  {
    id: "erase-not-weighed",
    text: {
      en:
        "Every slot is erased in full: the erase vector is multiplied by the slot's weight, so that a slot that is not addressed keeps what it has.",
      zh:
        "每个槽都被完全删除了：删除向量要乘以该槽的权重，没有寻址到的槽才能保持不变。",
    },
    variants: writeMistake((x, w, e, a) => x * (1 - e) + w * a),
  },
  {
    id: "write-not-weighed",
    text: {
      en:
        "The weights are not used at all: both parts of a write, erasing and adding, are multiplied by the slot's weight.",
      zh: "完全没有用到权重：写入的两部分，删除和增加，都要乘以该槽的权重。",
    },
    variants: writeMistake((x, _w, e, a) => x * (1 - e) + a),
  },
  {
    id: "erase-means-keep",
    text: {
      en:
        "The erase vector is taken for what is kept: 1 erases and 0 keeps, so the factor is 1 - w e.",
      zh: "把删除向量当成了保留向量：1 表示删除，0 表示保留，因子是 1 - w e。",
    },
    variants: [
      ...writeMistake((x, w, e, a) => x * w * e + w * a),
      ...writeMistake((x, w, e, a) => x * (1 - w * (1 - e)) + w * a),
    ],
  },
  {
    id: "adds-before-erasing",
    text: {
      en:
        "The add comes before the erase, which then takes away part of what was just added: first erase, then add.",
      zh: "先增加后删除了，刚加上的也被删去一部分：应当先删除，后增加。",
    },
    variants: writeMistake((x, w, e, a) => (x + w * a) * (1 - w * e)),
  },
  {
    id: "never-erases",
    text: {
      en:
        "Nothing is erased: before w a is added, the share w e of the old entry is taken away.",
      zh: "没有删除：加上 w a 之前，要先去掉原来的值的 w e 那一部分。",
    },
    variants: writeMistake((x, w, _e, a) => x + w * a),
  },
  {
    id: "erase-vector-ignored",
    text: {
      en:
        "The erase vector is not used: without it every entry of an addressed slot is overwritten alike; it says how much of which entry goes.",
      zh:
        "没有用到删除向量：那样被寻址的槽里每一项都同样被覆盖；删除向量决定每一项各去掉多少。",
    },
    variants: writeMistake((x, w, _e, a) => x * (1 - w) + w * a),
  },
  {
    id: "add-limited-by-erase",
    text: {
      en:
        "The add vector is multiplied by the erase vector too: the two are independent, and one may add where nothing is erased.",
      zh: "增加向量也乘了删除向量：两者互相独立，不删除的地方也可以增加。",
    },
    variants: writeMistake((x, w, e, a) => x * (1 - w * e) + w * e * a),
  },
  {
    id: "erase-subtracts",
    text: {
      en:
        "The erase vector is subtracted: erasing multiplies, m ⊙ (1 - w e), so that e = 1 takes away whatever is there.",
      zh:
        "把删除向量减掉了：删除是相乘，即 m ⊙ (1 - w e)，e = 1 时无论原来是什么都会去掉。",
    },
    variants: writeMistake((x, w, e, a) => x - w * e + w * a),
  },
];
