/**
 * What is trained: a neural Turing machine, and the LSTM that it is compared with.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import {
  affine,
  constantVariable,
  glorotVariable,
  recurrentScan,
  recurrentWeights,
  tf,
  turingMachineSequence,
  type TuringMachineSizes,
  turingMachineVariables,
  type TuringMachineWeights,
} from "../../lib/layers/mod.ts";
import type { Episode, Task } from "./tasks.ts";

/** What says logits `[batch, steps, bits]` to sequences `[batch, steps, features]`. */
export interface Machine {
  /** What is trained. */
  readonly variables: readonly tf.Variable[];
  /** All its weights, if it is a Turing machine. */
  readonly weights?: TuringMachineWeights;
  /** The logits of a batch. */
  run(inputs: tf.Tensor3D): tf.Tensor3D;
}

/** Episodes of one length as tensors. */
export interface Batch {
  inputs: tf.Tensor3D;
  targets: tf.Tensor3D;
}

/**
 * A Turing machine whose slots start with small random numbers: where all start
 * equal, some seeds need several times as long.
 */
export function turingMachine(
  { inputs, outputs }: Task,
  sizes: Omit<TuringMachineSizes, "inputs" | "outputs">,
  random: Random,
): Machine {
  const weights = turingMachineVariables(
    "machine",
    { inputs, outputs, ...sizes },
    random,
    { memory: "random" },
  );
  return {
    variables: Object.values(weights).filter(({ trainable }) => trainable),
    weights,
    run: (sequences) => turingMachineSequence(weights, sequences),
  };
}

/** An LSTM of one layer. */
export function lstm(
  { inputs, outputs }: Task,
  hiddenSize: number,
  random: Random,
): Machine {
  const options = { name: "lstm", kind: "lstm", inputSize: inputs } as const;
  const weights = recurrentWeights({ ...options, hiddenSize, random });
  const kernel = glorotVariable("lstm/output", [hiddenSize, outputs], random);
  const bias = constantVariable("lstm/outputBias", [outputs], 0);
  const { inputWeights, stateWeights, bias: gates } = weights;
  return {
    variables: [
      ...[inputWeights, stateWeights, gates] as tf.Variable[],
      kernel,
      bias,
    ],
    run: (sequences) =>
      affine(
        recurrentScan(sequences, weights).outputs,
        kernel as tf.Variable<tf.Rank.R2>,
        bias as tf.Variable<tf.Rank.R1>,
      ),
  };
}

/** Episodes, all of one length, side by side. */
export function toBatch(episodes: readonly Episode[]): Batch {
  const stack = (rows: number[][][]) =>
    tf.tensor3d(
      Float32Array.from(rows.flat(2)),
      [rows.length, rows[0].length, rows[0][0].length],
    );
  return {
    inputs: stack(episodes.map(({ inputs }) => inputs)),
    targets: stack(episodes.map(({ targets }) => targets)),
  };
}

/** Cross-entropy of what is said at the last steps, in bits per sequence. */
export function bitsPerSequence(
  machine: Machine,
  { inputs, targets }: Batch,
): tf.Scalar {
  const [batch, steps, bits] = targets.shape;
  const logits = tf.slice(
    machine.run(inputs),
    [0, inputs.shape[1] - steps, 0],
    [batch, steps, bits],
  );
  // -log σ(z) of a 1, -log σ(-z) of a 0: log(1 + exp z) - y z
  const nats = tf.sub(tf.softplus(logits), tf.mul(logits, targets));
  return tf.mul(tf.sum(nats), 1 / (Math.LN2 * batch)) as tf.Scalar;
}
