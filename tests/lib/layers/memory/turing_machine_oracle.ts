/**
 * A neural Turing machine in float64 by lib's step, for the tests of the layers:
 * weights as lib has them, outputs x inputs, items as columns.
 *
 * @module
 */
import {
  fromRule,
  type Matrix,
  type Random,
  softmaxColumns,
} from "@mneme/mneme/core";
import { turingMachineStep } from "@mneme/mneme/memory";
import {
  tf,
  type TuringMachineSizes,
  type TuringMachineWeights,
} from "@mneme/mneme/layers";
import { turingMachineShapes } from "../../../../lib/layers/memory/turing_machine_weights.ts";
import { toTensor } from "../support.ts";

/** Weights by name, each turned: what is `[in, out]` in layers is out x in. */
export type OracleWeights = Record<keyof TuringMachineWeights, Matrix>;

/** Every size, none left to a default. */
export type AllSizes = Required<TuringMachineSizes>;

/** The names of the weights, in order. */
export const PARTS = [
  "inputKernel",
  "recurrentKernel",
  "controllerBias",
  "headKernel",
  "headBias",
  "outputKernel",
  "outputBias",
  "memory",
  "reads",
  "addresses",
] as const;

/** Weights of normal numbers, a start with slots that differ included. */
export function randomWeights(sizes: AllSizes, random: Random): OracleWeights {
  const shapes = turingMachineShapes(sizes);
  return weightsOf(PARTS.map((part) => {
    const [rows, columns = 1] = shapes[part].toReversed();
    return fromRule(rows, columns, () => 0.7 * random.normal());
  }));
}

/** Weights from a list in the order of the names. */
export function weightsOf(list: readonly Matrix[]): OracleWeights {
  return Object.fromEntries(
    PARTS.map((part, i) => [part, list[i]]),
  ) as OracleWeights;
}

/** The same weights as tensors. */
export function toWeights(list: readonly tf.Tensor[]): TuringMachineWeights {
  return Object.fromEntries(PARTS.map((part, i) => [
    part,
    part.endsWith("Bias") ? tf.reshape(list[i], [-1]) : list[i],
  ])) as unknown as TuringMachineWeights;
}

/** The weights of the oracle as tensors. */
export function tensorsOf(weights: OracleWeights): TuringMachineWeights {
  return toWeights(PARTS.map((part) => toTensor(weights[part])));
}

/** Outputs (O x T) of the machine for inputs (F x T). */
export function oracleSequence(
  weights: OracleWeights,
  inputs: Matrix,
  sizes: AllSizes,
): Matrix {
  const { memory, addresses } = weights;
  const start = softmaxColumns(addresses); // N x K
  const columnsOf = (from: number, count: number) =>
    fromRule(sizes.slots, count, (n, h) => start.get(n, from + h));
  let state = {
    memory,
    readWeights: columnsOf(0, sizes.reads),
    writeWeights: columnsOf(sizes.reads, sizes.writes),
  };
  let reads = weights.reads;
  let controller = {
    hidden: fromRule(sizes.hidden, 1, () => 0),
    cell: fromRule(sizes.hidden, 1, () => 0),
  };
  const outputs = Array.from({ length: inputs.columns }, (_, t) => {
    const input = inputs.getColumnVector(t);
    controller = controllerStep(
      weights,
      { input, reads, ...controller },
      sizes,
    );
    const step = turingMachineStep(
      state,
      headsOf(affine(weights, "head", controller.hidden), sizes),
    );
    state = step.state;
    reads = step.reads;
    const features = stack(controller.hidden, flat(reads));
    return affine(weights, "output", features);
  });
  return fromRule(
    sizes.outputs,
    inputs.columns,
    (o, t) => outputs[t].get(o, 0),
  );
}

interface ControllerStep {
  input: Matrix;
  reads: Matrix;
  hidden: Matrix;
  cell: Matrix;
}

function controllerStep(
  { inputKernel, recurrentKernel, controllerBias }: OracleWeights,
  { input, reads, hidden, cell }: ControllerStep,
  { controller, hidden: H }: AllSizes,
): { hidden: Matrix; cell: Matrix } {
  const lstm = controller === "lstm";
  const before = lstm ? stack(flat(reads), hidden) : flat(reads);
  const sums = inputKernel.mmul(input).add(recurrentKernel.mmul(before)).add(
    controllerBias,
  );
  if (!lstm) return { hidden: map(sums, Math.tanh), cell };
  const gate = (g: number, activation: (x: number) => number) =>
    map(sums.subMatrix(g * H, g * H + H - 1, 0, 0), activation);
  const kept = gate(1, sigmoid).mul(cell);
  const next = gate(0, sigmoid).mul(gate(3, Math.tanh)).add(kept);
  return { hidden: gate(2, sigmoid).mul(map(next, Math.tanh)), cell: next };
}

/** The heads' numbers, part by part: keys, strengths, gates, sharpenings, shifts, erase, add. */
function headsOf(
  raw: Matrix,
  { reads: R, writes: W, slotSize: D, shifts: S }: AllSizes,
) {
  let at = 0;
  const parts = (heads: number, size: number) =>
    Array.from({ length: heads }, () => {
      const part = raw.subMatrix(at, at + size - 1, 0, 0);
      at += size;
      return part;
    });
  const K = R + W;
  const [keys, strengths, gates, sharpenings] = [D, 1, 1, 1].map((size) =>
    parts(K, size)
  );
  const [shifts, erases, adds] = [parts(K, S), parts(W, D), parts(W, D)];
  const heads = keys.map((key, k) => ({
    key: map(key, Math.tanh),
    strength: softplus(strengths[k].get(0, 0)),
    gate: sigmoid(gates[k].get(0, 0)),
    sharpening: 1 + softplus(sharpenings[k].get(0, 0)),
    shift: softmaxColumns(shifts[k]),
  }));
  return {
    reads: heads.slice(0, R),
    writes: heads.slice(R).map((head, h) => ({
      ...head,
      erase: map(erases[h], sigmoid),
      add: map(adds[h], Math.tanh),
    })),
  };
}

function affine(
  weights: OracleWeights,
  part: "head" | "output",
  x: Matrix,
): Matrix {
  return weights[`${part}Kernel`].mmul(x).add(weights[`${part}Bias`]);
}

function map(matrix: Matrix, rule: (x: number) => number): Matrix {
  return fromRule(
    matrix.rows,
    matrix.columns,
    (i, j) => rule(matrix.get(i, j)),
  );
}

function flat(columns: Matrix): Matrix {
  const D = columns.rows;
  return fromRule(
    columns.rows * columns.columns,
    1,
    (i) => columns.get(i % D, Math.floor(i / D)),
  );
}

function stack(upper: Matrix, lower: Matrix): Matrix {
  return fromRule(
    upper.rows + lower.rows,
    1,
    (i) => i < upper.rows ? upper.get(i, 0) : lower.get(i - upper.rows, 0),
  );
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

const softplus = (x: number) => Math.log1p(Math.exp(x));
