import type { Misconception } from "../../check.ts";
import type { Rows } from "./pieces.ts";

interface Cycle {
  weights: Rows;
  states: number[];
}

function isCycle(answer: unknown): answer is Cycle {
  const { weights, states } = (answer ?? {}) as Partial<Cycle>;
  return Array.isArray(states) && Array.isArray(weights) &&
    weights.length === states.length &&
    weights.every((row) => Array.isArray(row) && row.length === states.length);
}

/** Mistakes in task 5, where any of many answers is right. */
export const cycleMistakes: Misconception[] = [
  {
    id: "cycle-at-rest",
    text: {
      en:
        "The two neurons already agree with what they send each other: start them so that each wants what the other is.",
      zh:
        "两个神经元已经与收到的信号一致：换一个起点，使每个都想变成对方的样子。",
    },
    variants: [{
      synchronousCycle: () => ({
        weights: [[0, 1], [1, 0]],
        biases: [0, 0],
        states: [1, 1],
      }),
    }],
    recognizes: (fn, answer) =>
      fn === "synchronousCycle" && isCycle(answer) &&
      answer.weights.every((row, i) =>
        row[i] === 0 &&
        row.every((w, j) => w === answer.weights[j][i] && w >= 0)
      ) && answer.states.every((state) => state === answer.states[0]),
  },
  {
    id: "cycle-not-symmetric",
    text: {
      en:
        "The weights are not symmetric: such a network may run in circles even when neurons take turns, and has no energy.",
      zh: "权重不对称：这样的网络即使轮流更新也可能循环，也没有能量函数。",
    },
    variants: [{
      synchronousCycle: () => ({
        weights: [[0, 1], [-1, 0]],
        biases: [0, 0],
        states: [1, 1],
      }),
    }],
    recognizes: (fn, answer) =>
      fn === "synchronousCycle" && isCycle(answer) &&
      answer.weights.some((row, i) =>
        row.some((w, j) => w !== answer.weights[j][i])
      ),
  },
  {
    id: "cycle-by-self-connection",
    text: {
      en:
        "A neuron is connected to itself: wᵢᵢ = 0 belongs to the definition, and a negative wᵢᵢ makes any neuron alternate.",
      zh:
        "有神经元与自身相连：定义要求 wᵢᵢ = 0，而负的 wᵢᵢ 会让任何神经元来回翻转。",
    },
    variants: [{
      synchronousCycle: () => ({
        weights: [[-1, 0], [0, -1]],
        biases: [0, 0],
        states: [1, 1],
      }),
    }],
    recognizes: (fn, answer) =>
      fn === "synchronousCycle" && isCycle(answer) &&
      answer.weights.every((row, i) =>
        row.every((w, j) => w === answer.weights[j][i])
      ) &&
      answer.weights.some((row, i) => row[i] !== 0),
  },
];
