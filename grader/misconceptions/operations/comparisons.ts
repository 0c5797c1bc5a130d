import type { Misconception } from "../../check.ts";
import { ANSWERS } from "../../hidden/operations/comparison.ts";

type Answers = Record<string, string>;

const SWAPPED: Answers = {
  "memory-network": "turing-machine",
  "turing-machine": "memory-network",
  both: "both",
};

function changed(change: (who: string, key: string) => string): Answers {
  return Object.fromEntries(
    Object.entries(ANSWERS).map(([key, who]) => [key, change(who, key)]),
  );
}

/** Wrong answers to some keys, whatever is said to the others. */
function saying(
  wrong: Readonly<Record<string, readonly string[]>>,
): Pick<Misconception, "variants" | "recognizes"> {
  const pairs = Object.entries(wrong).flatMap(([key, answers]) =>
    answers.map((answer) => [key, answer])
  );
  return {
    variants: pairs.map(([key, answer]) => ({
      comparison: () => ({ ...ANSWERS, [key]: answer }),
    })),
    recognizes: (fn, answer) =>
      fn === "comparison" &&
      pairs.some(([key, said]) => (answer as Answers)[key] === said),
  };
}

/** Mistakes in the comparison; of several, the first is named. */
export const comparisonMistakes: Misconception[] = [
  {
    id: "machines-exchanged",
    text: {
      en:
        "The two are exchanged throughout: the one that only reads, in hops, is the memory network; the one with read and write heads is the Turing machine.",
      zh:
        "两者整个弄反了：只读、而且多跳读取的是端到端记忆网络；既能读又能写的是神经图灵机。",
    },
    variants: [{ comparison: () => changed((who) => SWAPPED[who]) }],
  },
  {
    id: "all-the-same",
    text: {
      en:
        "All ten get one answer: three hold for both, and the others tell the two apart.",
      zh: "十项给了同一个答案：有三项是两者共有的，其余的正是差异所在。",
    },
    variants: Object.keys(SWAPPED).map((who) => ({
      comparison: () => changed(() => who),
    })),
  },
  {
    id: "memory-network-writes",
    text: {
      en:
        "A memory network is taken to write: some descriptions say that it updates its memory, but it embeds its input once and then only reads; what changes in a hop is the query.",
      zh:
        "以为端到端记忆网络会写入：有的介绍说它会更新记忆，其实它把输入编码一次，之后只读；每一跳改变的是查询。",
    },
    ...saying({
      writesToMemory: ["both", "memory-network"],
      erasesThenAdds: ["both", "memory-network"],
      memoryIsFixedWhileReading: ["turing-machine"],
    }),
  },
  {
    id: "turing-machine-memory-fixed",
    text: {
      en:
        "A Turing machine's memory is taken to be fixed while it reads: a single read changes nothing, but at each time step it writes, and the next read finds another memory.",
      zh:
        "以为神经图灵机的记忆在读取期间固定不变：单次读取确实不改变记忆，但它在每个时刻都写入，下一次读到的已是另一个记忆。",
    },
    ...saying({ memoryIsFixedWhileReading: ["both"] }),
  },
  {
    id: "only-the-name-is-end-to-end",
    text: {
      en:
        "Training end to end is given to one of them: the name says so of the memory network, but all a Turing machine's reads and writes are soft, and gradient descent reaches every part of it too.",
      zh:
        "以为只有一种能端到端训练：名字里虽然只有一个带“端到端”，但神经图灵机的读写也都是软性的、可导的，梯度同样能传到每一部分。",
    },
    ...saying({ trainsEndToEnd: ["memory-network", "turing-machine"] }),
  },
  {
    id: "soft-reads-in-one",
    text: {
      en:
        "Reading all slots to a degree is given to one of them, as the notes' short answer suggests: the memory network's softmax weighs all slots as well, and either read is a weighted sum.",
      zh:
        "以为只有一种会对所有记忆进行不同程度的读取，笔记的简短回答容易让人这样理解：端到端记忆网络的 softmax 同样给每个槽一个权重，两者读出的都是加权和。",
    },
    ...saying({ readIsWeightedSum: ["turing-machine", "memory-network"] }),
  },
  {
    id: "content-in-one",
    text: {
      en:
        "Reading by content is given to one of them: the memory network compares query and keys, the Turing machine compares a vector of its controller with the slots.",
      zh:
        "以为只有一种按内容读取：端到端记忆网络拿查询与键比较，神经图灵机拿控制器给出的向量与各个槽比较。",
    },
    ...saying({ readsByContent: ["memory-network", "turing-machine"] }),
  },
  {
    id: "hops-are-time-steps",
    text: {
      en:
        "Hops and time steps are mixed up: hops belong to one answer and one input; time steps follow a sequence, and from one to the next the memory stays as it was written.",
      zh:
        "把“跳”和“时刻”混为一谈了：多跳是为了一个回答，面对的是同一个输入；时刻沿着序列推进，写入的记忆从一个时刻保留到下一个时刻。",
    },
    ...saying({
      readsInSeveralHops: ["both", "turing-machine"],
      keepsStateAcrossTimeSteps: ["both", "memory-network"],
    }),
  },
  {
    id: "turing-machine-has-keys-and-values",
    text: {
      en:
        "A Turing machine is taken to store keys and values: it has one matrix M, and a slot is found by the same vector that is then read.",
      zh:
        "以为神经图灵机也分开存放键和值：它只有一个矩阵 M，寻址时比较的和读出的是同一个向量。",
    },
    ...saying({ keysDifferFromValues: ["both", "turing-machine"] }),
  },
  {
    id: "order-taken-for-location",
    text: {
      en:
        "A memory network is taken to address by location: it may add a vector for a sentence's place to the embedding, but that is content then; only a Turing machine shifts its weights along the slots.",
      zh:
        "以为端到端记忆网络也基于位置寻址：它可以在编码里加上表示句子次序的向量，但那已成为内容的一部分；只有神经图灵机会把权重移到相邻的槽。",
    },
    ...saying({ addressesByLocation: ["both", "memory-network"] }),
  },
];
