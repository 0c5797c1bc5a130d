/**
 * Wrong answers to exercise 8-6 that people really give.
 *
 * @module
 */

import type { Misconception, Reference } from "../check.ts";

type Rows = number[][];

/** The pieces of a solution; a mistake changes one and keeps the others. */
interface Pieces {
  energy: (w: Rows, b: number[], s: number[]) => number;
  field: (w: Rows, b: number[], s: number[], i: number) => number;
  /** The new state of a neuron from its field and its old state. */
  next: (field: number, old: number) => number;
}

const dot = (a: number[], b: number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i], 0);

const right: Pieces = {
  energy: (w, b, s) => -0.5 * pairs(w, s) - dot(b, s),
  field: (w, b, s, i) => dot(w[i], s) + b[i],
  next: (field) => field >= 0 ? 1 : -1,
};

function pairs(w: Rows, s: number[]): number {
  return dot(w.map((row) => dot(row, s)), s);
}

// A wrong rule may never come to rest.
const MAXIMUM_SWEEPS = 50;

/** A whole solution from pieces, of which some are mistaken. */
function solutionFrom(changed: Partial<Pieces>): Reference {
  const { energy, field, next } = { ...right, ...changed };
  const updateNeuron = (w: Rows, b: number[], s: number[], i: number) =>
    s.with(i, next(field(w, b, s, i), s[i]));
  return {
    energy,
    updateNeuron,
    energyChange: (w: Rows, b: number[], s: number[], i: number) =>
      energy(w, b, updateNeuron(w, b, s, i)) - energy(w, b, s),
    settle: (w: Rows, b: number[], s: number[]) =>
      settleBy(w, b, s, { energy, updateNeuron }),
  };
}

/** When settle() writes an energy down, and when it stops. */
interface Habits {
  energy: Pieces["energy"];
  updateNeuron: (w: Rows, b: number[], s: number[], i: number) => number[];
  start: boolean;
  when: "flip" | "update" | "sweep";
  sweeps: number;
}

function settleBy(
  w: Rows,
  b: number[],
  s: number[],
  habits: Partial<Habits>,
): { states: number[]; energies: number[] } {
  const { energy, updateNeuron, start, when, sweeps } = {
    energy: right.energy,
    updateNeuron: solutionFromRight.updateNeuron as Habits["updateNeuron"],
    start: true,
    when: "flip",
    sweeps: MAXIMUM_SWEEPS,
    ...habits,
  };
  const energies = start ? [energy(w, b, s)] : [];
  let states = s;
  for (let sweep = 0, flipped = true; flipped && sweep < sweeps; sweep++) {
    flipped = false;
    for (let i = 0; i < s.length; i++) {
      const after = updateNeuron(w, b, states, i);
      const flips = after[i] !== states[i];
      states = after;
      flipped ||= flips;
      if (when === "update" || when === "flip" && flips) {
        energies.push(energy(w, b, states));
      }
    }
    if (when === "sweep" && flipped) energies.push(energy(w, b, states));
  }
  return { states, energies };
}

const solutionFromRight: Reference = solutionFrom({});

function settleWith(habits: Partial<Habits>): Reference {
  return {
    settle: (w: Rows, b: number[], s: number[]) => settleBy(w, b, s, habits),
  };
}

function settleAtOnce(w: Rows, b: number[], s: number[]) {
  const energies = [right.energy(w, b, s)];
  let states = s;
  for (let step = 0; step < MAXIMUM_SWEEPS; step++) {
    const after = states.map((_, i) =>
      right.next(right.field(w, b, states, i), 0)
    );
    if (after.every((state, i) => state === states[i])) break;
    states = after;
    energies.push(right.energy(w, b, states));
  }
  return { states, energies };
}

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

/** The mistakes. */
export const misconceptions: Misconception[] = [
  {
    id: "ignores-bias",
    text: {
      en:
        "The bias is forgotten: each neuron has its own bᵢ, which belongs to its field and, as -Σ bᵢ sᵢ, to the energy.",
      zh:
        "忘了偏置：每个神经元都有自己的 bᵢ，它既属于局部场，又以 -Σ bᵢ sᵢ 的形式属于能量。",
    },
    variants: [
      solutionFrom({
        energy: (w, _b, s) => -0.5 * pairs(w, s),
        field: (w, _b, s, i) => dot(w[i], s),
      }),
      solutionFrom({ field: (w, _b, s, i) => dot(w[i], s) }),
      solutionFrom({ energy: (w, _b, s) => -0.5 * pairs(w, s) }),
    ],
  },
  {
    id: "bias-halved",
    text: {
      en:
        "The ½ stands before the bias too: it belongs to the double sum alone, in which each pair is counted twice.",
      zh: "把 ½ 也乘到了偏置上：它只属于双重求和，因为那里每一对被算了两次。",
    },
    variants: [
      solutionFrom({ energy: (w, b, s) => -0.5 * (pairs(w, s) + dot(b, s)) }),
    ],
  },
  {
    id: "bias-sign",
    text: {
      en:
        "The bias has the wrong sign in the energy: -Σ bᵢ sᵢ makes the state that agrees with its bias the lower one.",
      zh: "能量里偏置的符号反了：应为 -Σ bᵢ sᵢ，与偏置同号的状态能量更低。",
    },
    variants: [
      solutionFrom({ energy: (w, b, s) => -0.5 * pairs(w, s) + dot(b, s) }),
    ],
  },
  {
    id: "pairs-counted-twice",
    text: {
      en:
        "Each pair of neurons is counted twice: Σᵢⱼ runs over (i, j) and (j, i), which the ½ takes back.",
      zh: "每一对神经元被算了两次：Σᵢⱼ 同时包含 (i, j) 和 (j, i)，所以要乘 ½。",
    },
    variants: [
      solutionFrom({ energy: (w, b, s) => -pairs(w, s) - dot(b, s) }),
    ],
  },
  {
    id: "energy-sign",
    text: {
      en:
        "The energy has the wrong sign: with a minus before both sums it falls to a minimum, without it rises.",
      zh: "能量的符号反了：两个求和前都有负号，能量才会降到极小；否则会上升。",
    },
    variants: [
      solutionFrom({ energy: (w, b, s) => 0.5 * pairs(w, s) + dot(b, s) }),
    ],
  },
  {
    id: "tie-gives-minus",
    text: {
      en:
        "A field of exactly 0 gives -1 here; the definition says >= 0 gives +1.",
      zh: "局部场恰好为 0 时取了 -1；定义是 >= 0 时取 +1。",
    },
    variants: [solutionFrom({ next: (field) => field > 0 ? 1 : -1 })],
  },
  {
    id: "tie-keeps-state",
    text: {
      en:
        "At a field of exactly 0 the neuron keeps its state here; the definition sets it to +1.",
      zh: "局部场恰好为 0 时保持了原状态；定义是取 +1。",
    },
    variants: [
      solutionFrom({
        next: (field, old) => field === 0 ? old : Math.sign(field),
      }),
    ],
  },
  {
    id: "tie-gives-zero",
    text: {
      en:
        "Math.sign(0) is 0, and a neuron has no such state: a field of 0 gives +1.",
      zh: "Math.sign(0) 是 0，而神经元没有这个状态：局部场为 0 时取 +1。",
    },
    variants: [solutionFrom({ next: (field) => Math.sign(field) })],
  },
  {
    id: "change-reversed",
    text: {
      en: "This is E(before) - E(after): the change is after less before.",
      zh: "这是更新前减更新后：变化应当是更新后减更新前。",
    },
    variants: [{
      energyChange: (...inputs) =>
        -(solutionFromRight.energyChange(...inputs) as number),
    }],
  },
  {
    id: "always-flips",
    text: {
      en:
        "The change is computed as if the neuron flipped in any case; an update that leaves it as it is changes nothing.",
      zh:
        "把神经元当作每次都会翻转来计算；如果更新后状态不变，能量变化就是 0。",
    },
    variants: [{
      energyChange: (w: Rows, b: number[], s: number[], i: number) =>
        2 * s[i] * right.field(w, b, s, i),
    }],
  },
  {
    id: "settles-synchronously",
    text: {
      en:
        "All neurons are updated from the same old states; here each must see what the one before it has just become.",
      zh:
        "所有神经元都用同一组旧状态更新；这里每个神经元都要看到前一个刚更新的状态。",
    },
    variants: [{ settle: settleAtOnce }],
  },
  {
    id: "one-sweep",
    text: {
      en:
        "Only one sweep is made: a neuron that moved can move those before it, so sweeps go on until one flips nothing.",
      zh:
        "只更新了一轮：后面的翻转会影响前面的神经元，要一直更新到一整轮没有翻转。",
    },
    variants: [settleWith({ sweeps: 1 })],
  },
  {
    id: "energy-per-sweep",
    text: {
      en:
        "There is one energy for each sweep; there must be one after each flip.",
      zh: "每一轮只记了一个能量；应当每翻转一次记一个。",
    },
    variants: [settleWith({ when: "sweep" })],
  },
  {
    id: "energy-per-update",
    text: {
      en:
        "There is an energy after every update; only an update that flips the neuron adds one.",
      zh: "每次更新都记了能量；只有真的翻转才记一个。",
    },
    variants: [settleWith({ when: "update" })],
  },
  {
    id: "forgets-start-energy",
    text: {
      en: "The energy of the start is missing: it comes first in the list.",
      zh: "缺少起点的能量：它应当是列表的第一个。",
    },
    variants: [settleWith({ start: false })],
  },
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
