/**
 * An LSTM with a list, or without one, that says a symbol at each step.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import {
  affine,
  constantVariable,
  glorotVariable,
  type ListControllerWeights,
  listControllerWeights,
  type ListKind,
  listStates,
  recurrentScan,
  type RecurrentWeights,
  recurrentWeights,
  softmaxCrossEntropy,
  tf,
  variablesOf,
} from "../../lib/layers/mod.ts";
import { INPUTS, OUTPUTS, type Sequences } from "./sequences.ts";

/** What an LSTM is given, "lstm" being nothing. */
export type Kind = ListKind | "lstm";

/** The kinds, in the order of the tables. */
export const KINDS: readonly Kind[] = ["stack", "queue", "deque", "lstm"];

/** Size of an embedding, units of the controller, size of a value. The units are too few to remember a sequence: with 32 of them the controller does, up to the lengths trained, and the list is left alone. */
const EMBEDDING = 16;
const UNITS = 12;
const VALUE = 16;

/** A model and its weights. */
export interface Model {
  embedding: tf.Tensor2D;
  network: ListControllerWeights | RecurrentWeights;
  output: { weights: tf.Tensor2D; bias: tf.Tensor1D };
  variables: tf.Variable[];
}

/** A model with weights to train. */
export function createModel(name: string, kind: Kind, random: Random): Model {
  const sizes = { inputSize: EMBEDDING, hiddenSize: UNITS, random };
  const network = kind === "lstm"
    ? recurrentWeights({ name: `${name}/network`, kind, ...sizes })
    : listControllerWeights({
      name: `${name}/network`,
      kind,
      valueSize: VALUE,
      ...sizes,
    });
  const draw = (part: string, shape: [number, number]) =>
    glorotVariable(`${name}/${part}`, shape, random) as tf.Variable<tf.Rank.R2>;
  const embedding = draw("embedding", [INPUTS, EMBEDDING]);
  const output = {
    weights: draw("output", [UNITS, OUTPUTS]),
    bias: constantVariable(`${name}/outputBias`, [OUTPUTS], 0) as tf.Variable<
      tf.Rank.R1
    >,
  };
  const variables = variablesOf({ embedding, network, output });
  return { embedding, network, output, variables };
}

/** Scores of the outputs from the separator on [B, L + 1, OUTPUTS]. */
export function logitsOf(
  { embedding, network, output }: Model,
  { inputs, targets }: Sequences,
): tf.Tensor3D {
  const embedded = affine(inputs, embedding);
  const outputs = "controller" in network
    ? listStates(embedded, network)
    : recurrentScan(embedded, network).outputs;
  const [batch, answers] = targets.shape;
  const heard = tf.slice(outputs, [0, answers - 1, 0], [batch, answers, -1]);
  return affine(heard, output.weights, output.bias);
}

/** The mean cross entropy of the outputs. */
export function lossOf(model: Model, sequences: Sequences): tf.Scalar {
  return softmaxCrossEntropy(logitsOf(model, sequences), sequences.targets);
}

/** How much of some sequences comes out right. */
export interface Accuracy {
  /** Share of the symbols. */
  fine: number;
  /** Share of the sequences, the end included. */
  coarse: number;
}

/** How much of the sequences comes out right. */
export function accuracyOf(model: Model, sequences: Sequences): Accuracy {
  return tf.tidy(() => {
    const said = tf.argMax(logitsOf(model, sequences), 2);
    const right = tf.cast(tf.equal(said, sequences.targets), "float32");
    const [fine] = tf.mean(right).dataSync();
    const [coarse] = tf.mean(tf.min(right, 1)).dataSync();
    return { fine, coarse };
  });
}
