/**
 * Checks of exercise 8-6, judged by lib's Hopfield network and, for the cycle,
 * by the definition.
 *
 * @module
 */

import fc from "fast-check";
import * as hopfield from "../../lib/associative/mod.ts";
import { columnVector, fromRows } from "../../lib/core/mod.ts";
import { agreesWith, type Caller, type Check, check } from "../check.ts";
import { disagreement, type Mismatch } from "../compare.ts";

type Rows = number[][];
type Start = [weights: Rows, biases: number[], states: number[]];
type StartAndIndex = [...Start, index: number];

interface Cycle {
  weights: Rows;
  biases: number[];
  states: number[];
}

function network(weights: Rows, biases: number[]): hopfield.HopfieldNetwork {
  return hopfield.hopfieldNetwork(fromRows(weights), columnVector(biases));
}

/** The true answers. */
export const reference = {
  energy: (weights: Rows, biases: number[], states: number[]): number =>
    hopfield.energy(network(weights, biases), columnVector(states)),
  updateNeuron: (
    weights: Rows,
    biases: number[],
    states: number[],
    index: number,
  ): number[] =>
    hopfield.updateNeuron(
      network(weights, biases),
      columnVector(states),
      index,
    ).getColumn(0),
  energyChange: (
    weights: Rows,
    biases: number[],
    states: number[],
    index: number,
  ): number =>
    hopfield.energyChange(
      network(weights, biases),
      columnVector(states),
      index,
    ),
  settle: (
    weights: Rows,
    biases: number[],
    states: number[],
  ): { states: number[]; energies: number[] } => {
    const settled = hopfield.settle(
      network(weights, biases),
      columnVector(states),
    );
    return { states: settled.states.getColumn(0), energies: settled.energies };
  },
  synchronousCycle: (): Cycle => ({
    weights: [[0, 1], [1, 0]],
    biases: [0, 0],
    states: [1, -1],
  }),
};

// A neuron whose field is nearly 0 may go either way with the order of a sum.
const NEARLY_A_TIE = 1e-6;

const sizes = fc.constantFrom(2, 3, 5, 7, 11);

/** A network with a start, its entries drawn from `entry`. */
function start(entry: fc.Arbitrary<number>): fc.Arbitrary<Start> {
  return sizes.chain((size) =>
    fc.tuple(
      fc.array(entry, {
        minLength: size * (size - 1) / 2,
        maxLength: size * (size - 1) / 2,
      }).map((pairs) => symmetric(size, pairs)),
      fc.array(entry, { minLength: size, maxLength: size }),
      fc.array(fc.constantFrom(1, -1), { minLength: size, maxLength: size }),
    )
  );
}

function symmetric(size: number, pairs: number[]): Rows {
  const rows = Array.from({ length: size }, () => new Array(size).fill(0));
  let next = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) rows[i][j] = rows[j][i] = pairs[next++];
  }
  return rows;
}

function withIndex(starts: fc.Arbitrary<Start>): fc.Arbitrary<StartAndIndex> {
  return starts.chain(([weights, biases, states]) =>
    fc.nat(states.length - 1).map((index): StartAndIndex => [
      weights,
      biases,
      states,
      index,
    ])
  );
}

const thousandths = fc.integer({ min: -2000, max: 2000 }).map((n) => n / 1000);

/** Real weights and biases; a field may be near 0. */
const real = start(thousandths);

/** Small integers, whose sums are exact: fields of 0 are frequent. */
const integer = start(fc.integer({ min: -2, max: 2 }));

// Plain sums, since a drawn network may be looked at hundreds of times.
function field([weights, biases, states]: Start, index: number): number {
  return weights[index].reduce(
    (sum, weight, j) => sum + weight * states[j],
    biases[index],
  );
}

function isDecided(drawn: Start, index: number): boolean {
  return Math.abs(field(drawn, index)) > NEARLY_A_TIE;
}

/** True if no field on the way to rest is nearly 0. */
function settlesClearly([weights, biases, states]: Start): boolean {
  const current = [...states];
  for (let still = 0, i = 0; still < current.length; i++) {
    const index = i % current.length;
    const now: Start = [weights, biases, current];
    if (!isDecided(now, index)) return false;
    const next = field(now, index) > 0 ? 1 : -1;
    still = next === current[index] ? still + 1 : 0;
    current[index] = next;
  }
  return true;
}

const oneNeuron: Start = [[[0]], [-3], [1]];
const tiesAtOnce: Start = [[[0, 1], [1, 0]], [0, 0], [1, -1]];
const onlyTies: Start = [[[0, 0, 0], [0, 0, 0], [0, 0, 0]], [0, 0, 0], [
  -1,
  1,
  -1,
]];

const eitherUpdate = withIndex(
  fc.oneof(
    real.filter((drawn) =>
      drawn[2].every((_, index) => isDecided(drawn, index))
    ),
    integer,
  ),
);

/** All checks of the exercise. */
export const checks: Check[] = [
  check<Start>(
    "8-6.1",
    {
      points: 1,
      name: { en: "energy", zh: "energy 能量" },
      property: {
        en: "E(s) = -½ sᵀWs - bᵀs",
        zh: "E(s) = -½ sᵀWs - bᵀs",
      },
      examples: [oneNeuron, tiesAtOnce],
    },
    real,
    agreesWith(reference, "energy"),
  ),
  check<StartAndIndex>(
    "8-6.2",
    {
      points: 1,
      name: { en: "updateNeuron", zh: "updateNeuron 更新一个神经元" },
      property: {
        en:
          "neuron i becomes +1 if Σⱼ wᵢⱼ sⱼ + bᵢ >= 0, else -1; all others stay",
        zh: "Σⱼ wᵢⱼ sⱼ + bᵢ >= 0 时神经元 i 变为 +1，否则变为 -1；其余不变",
      },
      examples: [[...oneNeuron, 0], [...onlyTies, 0], [...onlyTies, 1]],
    },
    eitherUpdate,
    agreesWith(reference, "updateNeuron", "exact"),
  ),
  check<StartAndIndex>(
    "8-6.3",
    {
      points: 1,
      name: { en: "energyChange", zh: "energyChange 能量的变化" },
      property: {
        en: "E(after the update of neuron i) - E(before), never above 0",
        zh: "更新神经元 i 之后的 E 减去之前的 E，永远不大于 0",
      },
      examples: [[...oneNeuron, 0], [...onlyTies, 0]],
    },
    eitherUpdate,
    agreesWith(reference, "energyChange"),
  ),
  check<Start>(
    "8-6.4",
    {
      points: 1,
      name: { en: "settle", zh: "settle 达到稳态" },
      property: {
        en:
          "neurons 0…M-1 take turns until a sweep flips nothing; the energies are the start's, then one after each flip",
        zh:
          "神经元 0…M-1 轮流更新，直到一整轮没有翻转；energies 先是起点的能量，然后每翻转一次记一个",
      },
      examples: [oneNeuron],
    },
    real.filter(settlesClearly),
    agreesWith(reference, "settle"),
  ),
  check<Start>(
    "8-6.4.ties",
    {
      points: 1,
      name: { en: "settle with ties", zh: "settle 有平局时" },
      property: {
        en:
          "a field of exactly 0 gives +1, and a tie that flips repeats the energy",
        zh: "局部场恰好为 0 时取 +1；平局翻转会重复同一个能量",
      },
      examples: [tiesAtOnce, onlyTies],
    },
    integer,
    agreesWith(reference, "settle"),
  ),
  check<null>(
    "8-6.5",
    {
      points: 1,
      name: { en: "synchronousCycle", zh: "synchronousCycle 同步更新的循环" },
      property: {
        en:
          "a legal network of 2 to 64 neurons; all updated at once, the start changes and returns after two steps",
        zh:
          "一个合法的网络（2 到 64 个神经元）；同时更新时，起点改变并在两步后回来",
      },
      runs: 2,
    },
    fc.constant(null),
    judgeCycle,
  ),
];

async function judgeCycle(caller: Caller): Promise<Mismatch | null> {
  const answer = await caller.call("synchronousCycle");
  const outer = disagreement(sizesOf(answer), {
    weights: "list",
    biases: "list",
    states: "list",
  });
  if (outer) return disagreement(answer, reference.synchronousCycle());
  const size = (answer as Cycle).states.length;
  const form = disagreement(zeros(answer), {
    weights: symmetric(size, new Array(size * (size - 1) / 2).fill(0)),
    biases: new Array(size).fill(0),
    states: new Array(size).fill(0),
  });
  return form ?? illegal(answer as Cycle);
}

/** The answer with the word "list" for each list, to compare its outer form. */
function sizesOf(answer: unknown): unknown {
  if (typeof answer !== "object" || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [
      name,
      Array.isArray(value) ? "list" : value,
    ]),
  );
}

/** The answer with 0 for every number but NaN, to compare its inner form. */
function zeros(answer: unknown): unknown {
  if (typeof answer === "number") return Number.isNaN(answer) ? NaN : 0;
  if (Array.isArray(answer)) return answer.map(zeros);
  if (typeof answer !== "object" || answer === null) return answer;
  const { weights, biases, states } = answer as Cycle;
  return weights === undefined ? answer : {
    weights: zeros(weights),
    biases: zeros(biases),
    states: zeros(states),
  };
}

/** What the network must be, from the first condition to the last. */
function illegal({ weights, biases, states }: Cycle): Mismatch | null {
  const say = (en: string, zh: string): Mismatch => ({
    kind: "property",
    text: { en, zh },
  });
  const size = states.length;
  if (size < 2 || size > 64) {
    return say(
      `The network has ${size} neurons, not 2 to 64`,
      `网络有 ${size} 个神经元，不在 2 到 64 之间`,
    );
  }
  if (!states.every((state) => state === 1 || state === -1)) {
    return say("A state is neither +1 nor -1", "有状态不是 +1 或 -1");
  }
  if (!weights.every((row, i) => row.every((w, j) => w === weights[j][i]))) {
    return say("The weights are not symmetric", "权重不对称");
  }
  if (!weights.every((row, i) => row[i] === 0)) {
    return say("A neuron is connected to itself", "有神经元与自身相连");
  }
  if (![...weights.flat(), ...biases].every(Number.isFinite)) {
    return say("A weight or bias is not finite", "有权重或偏置不是有限的数");
  }
  return notACycle(network(weights, biases), states, say);
}

function notACycle(
  net: hopfield.HopfieldNetwork,
  states: number[],
  say: (en: string, zh: string) => Mismatch,
): Mismatch | null {
  const start = columnVector(states);
  const once = hopfield.updateSynchronously(net, start);
  const twice = hopfield.updateSynchronously(net, once);
  const same = (column: { getColumn(j: number): number[] }) =>
    column.getColumn(0).every((state, i) => state === states[i]);
  if (same(once)) {
    return say(
      "The start is at rest: a synchronous update changes nothing",
      "起点已经是稳态：同步更新不改变任何状态",
    );
  }
  return same(twice) ? null : say(
    "After two synchronous updates the start has not come back",
    "两次同步更新之后没有回到起点",
  );
}
