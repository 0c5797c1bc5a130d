import type { Random } from "../../core/mod.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import { constantVariable, glorotVariable } from "../weights.ts";

/** Which recurrent network: long short-term memory or gated recurrent unit. */
export type RecurrentKind = "lstm" | "gru";

/**
 * What a recurrent network learns, its G blocks side by side: G = 4, in the
 * order input, forget, output, candidate, for the LSTM; G = 3, in the order
 * update, reset, candidate, for the GRU.
 */
export interface RecurrentWeights {
  /** Which network. */
  kind: RecurrentKind;
  /** Weights W of the input [D, G H]. */
  inputWeights: tf.Tensor2D;
  /** Weights U of the state [H, G H]. */
  stateWeights: tf.Tensor2D;
  /** Biases b [G H], one to a block and unit, as in the notes. */
  bias: tf.Tensor1D;
}

/** What weights to train are told. */
export interface RecurrentWeightsOptions {
  /** In front of the variables' names; unique among all that are alive. */
  name: string;
  /** Which network. */
  kind: RecurrentKind;
  /** Size D of an input. */
  inputSize: number;
  /** Number H of hidden units. */
  hiddenSize: number;
  /** The source of the numbers. */
  random: Random;
}

/** Number of blocks G: gates and candidate. */
export function blocksOf(kind: RecurrentKind): 3 | 4 {
  return kind === "lstm" ? 4 : 3;
}

/**
 * Weights of a recurrent network to train: W and U after Glorot, b = 0; G H (D + H + 1) in all.
 *
 * @source NNDL 习题 8-1, whose count it is; Glorot and Bengio 2010, eq. 16
 * @param options Kind, sizes, name and source of the numbers.
 * @returns W [D, G H], U [H, G H] and b [G H], variables.
 *
 * @example They are as many as the theory says
 * ```ts
 * import { recurrentWeights, variablesOf } from "@mneme/mneme/layers";
 * import { lstmParameterCount } from "@mneme/mneme/recurrent";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const random = seededRandom(7);
 * const weights = recurrentWeights({
 *   name: "encoder",
 *   kind: "lstm",
 *   inputSize: 3,
 *   hiddenSize: 5,
 *   random,
 * });
 * const sizes = variablesOf(weights).map(({ size }) => size);
 * assertEquals(sizes.reduce((a, b) => a + b), lstmParameterCount(3, 5));
 * ```
 */
export function recurrentWeights(
  { name, kind, inputSize, hiddenSize, random }: RecurrentWeightsOptions,
): RecurrentWeights {
  const width = blocksOf(kind) * hiddenSize;
  return {
    kind,
    inputWeights: glorotVariable(
      `${name}/inputWeights`,
      [inputSize, width],
      random,
    ) as tf.Variable<tf.Rank.R2>,
    stateWeights: glorotVariable(
      `${name}/stateWeights`,
      [hiddenSize, width],
      random,
    ) as tf.Variable<tf.Rank.R2>,
    bias: constantVariable(`${name}/bias`, [width], 0) as tf.Variable<
      tf.Rank.R1
    >,
  };
}

/**
 * The variables anywhere inside a model's weights, in the order in which they stand.
 *
 * @source None: what an optimizer and a checkpoint ask of a model
 * @param weights Objects and lists of tensors, of any depth.
 * @returns Those tensors that are variables, each once.
 *
 * @example It looks into lists and objects
 * ```ts
 * import { constantVariable, variablesOf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const bias = constantVariable("bias of the example", [2], 0);
 * assertEquals(variablesOf({ kind: "gru", layers: [{ bias }, { bias }] }), [bias]);
 * ```
 */
export function variablesOf(weights: unknown): tf.Variable[] {
  const found = new Set<tf.Variable>();
  const visit = (part: unknown) => {
    if (part instanceof tf.Variable) found.add(part);
    else if (part && typeof part === "object" && !(part instanceof tf.Tensor)) {
      Object.values(part).forEach(visit);
    }
  };
  visit(weights);
  return [...found];
}

/** Number H of hidden units; the weights' shapes are bound on the way. */
export function hiddenSizeOf(
  action: string,
  weights: RecurrentWeights,
): number {
  const [hiddenSize] = weights.stateWeights.shape;
  const width = blocksOf(weights.kind) * hiddenSize;
  bindTensors(action, {
    inputWeights: [weights.inputWeights, "D", width],
    stateWeights: [weights.stateWeights, "H", width],
    bias: [weights.bias, width],
  });
  return hiddenSize;
}
