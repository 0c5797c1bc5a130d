import * as hopfield from "../../../lib/associative/mod.ts";
import { columnVector, fromRows } from "../../../lib/core/mod.ts";
import type { Caller } from "../../check.ts";
import { disagreement, type Mismatch } from "../../compare.ts";
import { type Rows, symmetric } from "./networks.ts";

/** What synchronousCycle() answers. */
export interface Cycle {
  weights: Rows;
  biases: number[];
  states: number[];
}

/** The smallest cycle: two neurons that copy each other. */
export const SMALLEST: Cycle = {
  weights: [[0, 1], [1, 0]],
  biases: [0, 0],
  states: [1, -1],
};

/** Any legal network counts that alternates from its start; the definition judges. */
export async function judgeCycle(caller: Caller): Promise<Mismatch | null> {
  const answer = await caller.call("synchronousCycle");
  const outer = disagreement(sizesOf(answer), {
    weights: "list",
    biases: "list",
    states: "list",
  });
  if (outer) return disagreement(answer, SMALLEST);
  const size = (answer as Cycle).states.length;
  // Before anything is made of that size: an answer may have any.
  if (size < 2 || size > 64) {
    return say(
      `The network has ${size} neurons, not 2 to 64`,
      `网络有 ${size} 个神经元，不在 2 到 64 之间`,
    );
  }
  const form = disagreement(zeros(answer), {
    weights: symmetric(size, new Array(size * (size - 1) / 2).fill(0)),
    biases: new Array(size).fill(0),
    states: new Array(size).fill(0),
  });
  return form ?? illegal(answer as Cycle);
}

function say(en: string, zh: string): Mismatch {
  return { kind: "property", text: { en, zh } };
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
  return notACycle(
    hopfield.hopfieldNetwork(fromRows(weights), columnVector(biases)),
    states,
  );
}

function notACycle(
  net: hopfield.HopfieldNetwork,
  states: number[],
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
