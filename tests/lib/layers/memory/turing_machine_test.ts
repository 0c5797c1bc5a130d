import { assertEquals, assertThrows } from "@std/assert";
import {
  fromRule,
  type Matrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import {
  tf,
  turingAddresses,
  turingMachineParameterCount,
  turingMachineSequence,
  turingMachineStart,
  turingMachineStep,
  turingMachineVariables,
  turingReads,
  turingWrites,
} from "@mneme/mneme/layers";
import { SEEDS } from "../../support.ts";
import {
  assertNoLeak,
  assertTensorClose,
  assertTensorGradients,
  toBatch,
} from "../support.ts";
import {
  type AllSizes,
  oracleSequence,
  PARTS,
  randomWeights,
  tensorsOf,
  toWeights,
  weightsOf,
} from "./turing_machine_oracle.ts";

/** Primes, so that no transposition passes by luck; both controllers, one head and several of each kind. */
const MACHINES: Record<string, AllSizes> = {
  "feed-forward": {
    inputs: 3,
    outputs: 2,
    hidden: 5,
    slots: 7,
    slotSize: 4,
    reads: 1,
    writes: 1,
    shifts: 3,
    controller: "feed-forward",
  },
  "feed-forward with two heads that read and three that write": {
    inputs: 2,
    outputs: 3,
    hidden: 5,
    slots: 11,
    slotSize: 3,
    reads: 2,
    writes: 3,
    shifts: 5,
    controller: "feed-forward",
  },
  "lstm with three heads that read and two that write": {
    inputs: 5,
    outputs: 2,
    hidden: 3,
    slots: 6,
    slotSize: 5,
    reads: 3,
    writes: 2,
    shifts: 1,
    controller: "lstm",
  },
  "lstm of one slot, moved further than there are slots": {
    inputs: 2,
    outputs: 1,
    hidden: 2,
    slots: 1,
    slotSize: 1,
    reads: 1,
    writes: 1,
    shifts: 5,
    controller: "lstm",
  },
};

function inputsOf({ inputs }: AllSizes, length: number, seed: number): Matrix {
  const random = seededRandom(seed + 100);
  return fromRule(inputs, length, () => random.normal());
}

for (const [name, sizes] of Object.entries(MACHINES)) {
  Deno.test(`turingMachineSequence() is lib's machine, ${name}`, () => {
    for (const seed of SEEDS) {
      const weights = randomWeights(sizes, seededRandom(seed));
      const sequences = [inputsOf(sizes, 5, seed), inputsOf(sizes, 5, -seed)];
      const expected = sequences.map((x) => oracleSequence(weights, x, sizes));
      tf.tidy(() =>
        assertTensorClose(
          turingMachineSequence(tensorsOf(weights), toBatch(...sequences)),
          toBatch(...expected),
          { message: `seed ${seed}` },
        )
      );
    }
  });

  Deno.test(`turingMachineSequence() has the gradients of lib's machine, ${name}`, () => {
    const seed = 3;
    const random = seededRandom(seed);
    const inputs = inputsOf(sizes, 3, seed);
    const weights = randomWeights(sizes, random);
    const upstream = fromRule(sizes.outputs, 3, () => random.normal());
    assertTensorGradients(
      (inputs, ...list) =>
        tf.sum(tf.mul(
          turingMachineSequence(toWeights(list), tf.expandDims(inputs, 0)),
          toBatch(upstream),
        )),
      (inputs, ...list) =>
        oracleSequence(weightsOf(list), inputs, sizes).mul(upstream).sum(),
      [inputs, ...PARTS.map((part) => weights[part])],
      { tolerance: 1e-4, message: `seed ${seed}` }, // gradients through 3 steps
    );
  });
}
