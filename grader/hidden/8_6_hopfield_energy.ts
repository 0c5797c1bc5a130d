/**
 * Checks of exercise 8-6, judged by lib's Hopfield network and, for the cycle,
 * by the definition.
 *
 * @module
 */

import fc from "fast-check";
import * as hopfield from "../../lib/associative/mod.ts";
import { columnVector, fromRows } from "../../lib/core/mod.ts";
import { agreesWith, type Check, check } from "../check.ts";
import { type Cycle, judgeCycle, SMALLEST } from "./hopfield/cycle.ts";
import {
  eitherUpdate,
  integer,
  real,
  type Rows,
  settlesClearly,
  type Start,
  type StartAndIndex,
} from "./hopfield/networks.ts";

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
  synchronousCycle: (): Cycle => SMALLEST,
};

const oneNeuron: Start = [[[0]], [-3], [1]];
const tiesAtOnce: Start = [[[0, 1], [1, 0]], [0, 0], [1, -1]];
const onlyTies: Start = [[[0, 0, 0], [0, 0, 0], [0, 0, 0]], [0, 0, 0], [
  -1,
  1,
  -1,
]];

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
