/**
 * Wrong answers to exercise 8-6 that people really give.
 *
 * @module
 */

import type { Misconception } from "../check.ts";
import { cycleMistakes } from "./hopfield/cycles.ts";
import {
  dot,
  pairs,
  right,
  type Rows,
  settleAtOnce,
  settleWith,
  solutionFrom,
  solutionFromRight,
} from "./hopfield/pieces.ts";

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
    variants: [{
      ...solutionFrom({ energy: (w, b, s) => 0.5 * pairs(w, s) + dot(b, s) }),
      // Reversed too, by the mistake of that name.
      energyChange: solutionFromRight.energyChange,
    }],
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
  ...cycleMistakes,
];
