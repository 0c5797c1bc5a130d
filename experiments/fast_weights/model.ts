/**
 * Three recurrent nets of equal size in front of one classifier: of rectified
 * units, LSTM, and with fast weights.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import {
  affine,
  constantVariable,
  type FastWeightsParameters,
  fastWeightsScan,
  glorotVariable,
  recurrentScan,
  type RecurrentWeights,
  recurrentWeights,
  softmaxCrossEntropy,
  tf,
  variablesOf,
} from "../../lib/layers/mod.ts";
import { DIGITS, INPUTS, type Retrievals } from "./retrieval.ts";

/** Which net: of rectified units that starts at the identity, LSTM, with fast weights. */
export type Kind = "irnn" | "lstm" | "fast-weights";

/** The kinds, in the order of the paper's table. */
export const KINDS: readonly Kind[] = ["irnn", "lstm", "fast-weights"];

/** Hidden units, the smallest of the paper's sizes; and its sizes of embedding and classifier. */
const UNITS = 20;
const EMBEDDING = 100;
const CLASSIFIER = 100;

/** The state weights of fast weights at the start: this times the identity, as in the paper. */
const SLOW_START = 0.05;

/** A net, and what is before and after it. */
export interface Model {
  kind: Kind;
  embedding: tf.Tensor2D;
  net: RecurrentWeights | FastWeightsParameters;
  /** Two affine maps, with rectified units between. */
  classifier: { weights: tf.Tensor2D; bias: tf.Tensor1D }[];
  variables: tf.Variable[];
}

/** A model with weights to train. */
export function createModel(name: string, kind: Kind, random: Random): Model {
  const draw = (part: string, inputs: number, outputs: number) =>
    glorotVariable(`${name}/${part}`, [inputs, outputs], random) as tf.Variable<
      tf.Rank.R2
    >;
  const bias = (part: string, size: number) =>
    constantVariable(`${name}/${part}`, [size], 0) as tf.Variable<tf.Rank.R1>;
  const embedding = draw("embedding", INPUTS, EMBEDDING);
  const net = kind === "lstm"
    ? recurrentWeights({
      name: `${name}/net`,
      kind,
      inputSize: EMBEDDING,
      hiddenSize: UNITS,
      random,
    })
    : {
      inputWeights: draw("inputWeights", EMBEDDING, UNITS),
      stateWeights: identityVariable(
        `${name}/stateWeights`,
        kind === "irnn" ? 1 : SLOW_START,
      ),
      bias: bias("bias", UNITS),
      ...normalization(name, kind),
    };
  const classifier = [
    {
      weights: draw("hidden", UNITS, CLASSIFIER),
      bias: bias("hiddenBias", CLASSIFIER),
    },
    {
      weights: draw("output", CLASSIFIER, DIGITS),
      bias: bias("outputBias", DIGITS),
    },
  ];
  const variables = variablesOf({ embedding, net, classifier });
  return { kind, embedding, net, classifier, variables };
}

/** Scores of the digits [B, DIGITS]. */
export function logitsOf(
  { kind, embedding, net, classifier: [hidden, output] }: Model,
  { inputs }: Retrievals,
): tf.Tensor2D {
  const embedded = affine(inputs, embedding);
  const last = "kind" in net
    ? recurrentScan(embedded, net).state.hidden
    : lastOf(
      fastWeightsScan(embedded, net, { innerSteps: kind === "irnn" ? 0 : 1 }),
    );
  const rectified = tf.relu(affine(last, hidden.weights, hidden.bias));
  return affine(rectified, output.weights, output.bias) as tf.Tensor2D;
}

/** The mean cross entropy of the digits. */
export function lossOf(model: Model, retrievals: Retrievals): tf.Scalar {
  return softmaxCrossEntropy(logitsOf(model, retrievals), retrievals.digits);
}

/** Share of wrong digits, in percent. */
export function errorOf(model: Model, retrievals: Retrievals): number {
  return tf.tidy(() => {
    const said = tf.argMax(logitsOf(model, retrievals), 1);
    const wrong = tf.cast(tf.notEqual(said, retrievals.digits), "float32");
    return 100 * tf.mean(wrong).dataSync()[0];
  });
}

/** Without inner steps nothing is normalized: then gain and bias are no weights. */
function normalization(name: string, kind: Kind) {
  const [gain, shift] = kind === "irnn"
    ? [tf.ones([UNITS]), tf.zeros([UNITS])]
    : [
      constantVariable(`${name}/gain`, [UNITS], 1),
      constantVariable(`${name}/shift`, [UNITS], 0),
    ];
  return { gain: gain as tf.Tensor1D, shift: shift as tf.Tensor1D };
}

function identityVariable(name: string, factor: number) {
  return tf.tidy(() =>
    tf.variable(tf.mul(tf.eye(UNITS), factor), true, name)
  ) as tf.Variable<tf.Rank.R2>;
}

function lastOf(hidden: tf.Tensor3D): tf.Tensor2D {
  const [B, N, H] = hidden.shape;
  return tf.reshape(tf.slice(hidden, [0, N - 1, 0], [B, 1, H]), [B, H]);
}
