import type { Random } from "../../core/mod.ts";
import { affine } from "../affine.ts";
import type { AdditiveWeights } from "../attention/additive.ts";
import { additiveScores, softmaxCrossEntropy } from "../ops/mod.ts";
import {
  recurrentScan,
  type RecurrentState,
  recurrentStep,
  type RecurrentWeights,
  recurrentWeights,
} from "../recurrent/mod.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import { glorotVariable } from "../weights.ts";

/** What a pointer network learns. */
export interface PointerWeights {
  /** The LSTM that reads the inputs. */
  encoder: RecurrentWeights;
  /** The LSTM that reads the inputs pointed at so far; it starts with the encoder's last state. */
  decoder: RecurrentWeights;
  /** What the decoder reads first [1, D]. */
  start: tf.Tensor2D;
  /** W of the encodings [H, A], U of the decoder's states [H, A] and v [A]. */
  scores: AdditiveWeights;
}

/** What the weights of a pointer network are told. */
export interface PointerWeightsOptions {
  /** In front of the variables' names; unique among all that are alive. */
  name: string;
  /** Size D of an input. */
  inputSize: number;
  /** Hidden units H of both LSTMs, and of the scores. */
  hiddenSize: number;
  /** The source of the numbers. */
  random: Random;
}

/** Inputs, and where to point. */
export interface PointerBatch {
  /** Inputs X [B, N, D]. */
  inputs: tf.Tensor3D;
  /** The places c₁, ..., c_M, from 0 to N - 1, int32 [B, M]. */
  pointers: tf.Tensor2D;
  /** 1 for places that count in the loss, 0 for padding [B, M]. Default: all count. */
  weights?: tf.Tensor2D;
}

/**
 * The weights of a pointer network: two LSTMs of 4H(D + H + 1), a first input of D, and 2H² + H for the scores.
 *
 * @source Vinyals et al. 2015, §2.3
 * @param options Sizes, name and source of the numbers.
 * @returns The weights at their start, variables.
 *
 * @example The scores are as wide as the states
 * ```ts
 * import { pointerWeights } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const weights = pointerWeights({
 *   name: "wide",
 *   inputSize: 1,
 *   hiddenSize: 2,
 *   random: seededRandom(7),
 * });
 * assertEquals(weights.scores.keyWeights.shape, [2, 2]);
 * ```
 */
export function pointerWeights(
  { name, inputSize, hiddenSize, random }: PointerWeightsOptions,
): PointerWeights {
  const lstm = (part: string) =>
    recurrentWeights({
      name: `${name}/${part}`,
      kind: "lstm",
      inputSize,
      hiddenSize,
      random,
    });
  const glorot = <Rank extends tf.Tensor>(part: string, shape: number[]) =>
    glorotVariable(`${name}/${part}`, shape, random) as tf.Tensor as Rank;
  return {
    encoder: lstm("encoder"),
    decoder: lstm("decoder"),
    start: glorot("start", [1, inputSize]),
    scores: {
      keyWeights: glorot("keyWeights", [hiddenSize, hiddenSize]),
      queryWeights: glorot("queryWeights", [hiddenSize, hiddenSize]),
      scoreVector: glorot("scoreVector", [hiddenSize]),
    },
  };
}

/**
 * Scores of a pointer network, teacher-forced: s_{m,n} = vᵀ tanh(We_n + Uh_m), all places at once.
 *
 * State h_m of the decoder has read the inputs at c₁, ..., c_{m-1}. The softmax
 * of a row is the output: p(c_m = n | c₁, ..., c_{m-1}, X).
 *
 * @source Vinyals et al. 2015, §2.3; NNDL §8.2.1 指针网络
 * @param weights As {@linkcode pointerWeights} makes them.
 * @param batch Inputs [B, N, D] and pointers [B, M].
 * @returns Scores [B, M, N].
 * @throws {ShapeError} If inputs, pointers and weights do not fit.
 *
 * @example A row of scores has an entry to each input
 * ```ts
 * import { pointerScores, pointerWeights, tf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const weights = pointerWeights({
 *   name: "rows",
 *   inputSize: 1,
 *   hiddenSize: 2,
 *   random: seededRandom(7),
 * });
 * const inputs = tf.tensor3d([[[3], [5], [2]]]);
 * const pointers = tf.tensor2d([[2, 0]], [1, 2], "int32");
 * assertEquals(pointerScores(weights, { inputs, pointers }).shape, [1, 2, 3]);
 * ```
 */
export function pointerScores(
  weights: PointerWeights,
  { inputs, pointers }: PointerBatch,
): tf.Tensor3D {
  const { B, N, M } = bindTensors("point at inputs", {
    inputs: [inputs, "B", "N", "D"],
    pointers: [pointers, "B", "M"],
    start: [weights.start, 1, "D"],
  });
  return tf.tidy(() => {
    const encoded = recurrentScan(inputs, weights.encoder);
    const before = pointers.slice([0, 0], [B, M - 1]);
    // Equality, as tf.oneHot wants at least two classes.
    const chosen = tf.equal(
      tf.expandDims(before, 2),
      tf.range(0, N, 1, "int32"),
    );
    const read = tf.matMul(tf.cast(chosen, "float32"), inputs);
    const first = tf.tile(tf.expandDims(weights.start), [B, 1, 1]);
    const { outputs } = recurrentScan(
      tf.concat([first, read], 1) as tf.Tensor3D,
      weights.decoder,
      { initialState: encoded.state },
    );
    return scoreStates(keysOf(encoded.outputs, weights), outputs, weights);
  });
}

/**
 * Loss of a pointer network, teacher-forced: the mean of -log p(c_m | c₁, ..., c_{m-1}, X) over the places that count.
 *
 * @source Vinyals et al. 2015, eq. 2
 * @param weights As {@linkcode pointerWeights} makes them.
 * @param batch Inputs, pointers, and which of these count.
 * @returns The loss.
 * @throws {ShapeError} If inputs, pointers and weights do not fit.
 *
 * @example Where all scores are equal it is log N
 * ```ts
 * import { seededRandom } from "@mneme/mneme/core";
 * import { pointerLoss, pointerWeights, tf } from "@mneme/mneme/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const random = seededRandom(1);
 * const weights = pointerWeights({ name: "pointer", inputSize: 1, hiddenSize: 2, random });
 * weights.scores.scoreVector = tf.zeros([2]);
 * const loss = pointerLoss(weights, {
 *   inputs: tf.tensor3d([[[7], [3], [5]]]),
 *   pointers: tf.tensor2d([[1, 2, 0]], [1, 3], "int32"),
 * });
 * assertAlmostEquals(loss.dataSync()[0], Math.log(3), 1e-5);
 * ```
 */
export function pointerLoss(
  weights: PointerWeights,
  batch: PointerBatch,
): tf.Scalar {
  return tf.tidy(() =>
    softmaxCrossEntropy(
      pointerScores(weights, batch),
      batch.pointers,
      batch.weights,
    )
  );
}

/** How far to point, and where one may. */
export interface PointerDecodeOptions {
  /** Number M of places. */
  length: number;
  /** Whether input n may follow the inputs chosen. Default: any may. */
  allowed?: (item: number, chosen: readonly number[]) => boolean;
}

/**
 * Greedy decoding: c_m = arg maxₙ p(n | c₁, ..., c_{m-1}, X) over the inputs allowed, for a whole batch.
 *
 * @source Vinyals et al. 2015, §2.3 and §4.4: tours constrained to be valid
 * @param weights As {@linkcode pointerWeights} makes them.
 * @param inputs Inputs X [B, N, D].
 * @param options `length` is M; `allowed(n, chosen)` says whether n may come next: `(n, chosen) => !chosen.includes(n)` points at no input twice.
 * @returns One list of M places to a sequence.
 * @throws {ShapeError} If inputs and weights do not fit.
 * @throws {RangeError} If no input is allowed.
 *
 * @example A permutation, whatever the scores
 * ```ts
 * import { seededRandom } from "@mneme/mneme/core";
 * import { decodePointerNetwork, pointerWeights, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const random = seededRandom(1);
 * const weights = pointerWeights({ name: "pointer", inputSize: 1, hiddenSize: 2, random });
 * const [places] = decodePointerNetwork(weights, tf.tensor3d([[[7], [3], [5]]]), {
 *   length: 3,
 *   allowed: (n, chosen) => !chosen.includes(n),
 * });
 * assertEquals(places.toSorted(), [0, 1, 2]);
 * ```
 */
export function decodePointerNetwork(
  weights: PointerWeights,
  inputs: tf.Tensor3D,
  { length, allowed = () => true }: PointerDecodeOptions,
): number[][] {
  const { B, N } = bindTensors("decode pointers", {
    inputs: [inputs, "B", "N", "D"],
    start: [weights.start, 1, "D"],
  });
  return tf.tidy(() => {
    const encoded = recurrentScan(inputs, weights.encoder);
    const keys = keysOf(encoded.outputs, weights);
    const chosen = Array.from({ length: B }, (): number[] => []);
    let state = encoded.state;
    let read = tf.tile(weights.start, [B, 1]) as tf.Tensor2D;
    for (let m = 0; m < length; m++) {
      state = decoderStep(read, state, weights);
      const query = tf.expandDims(state.hidden, 1) as tf.Tensor3D;
      const scores = scoreStates(keys, query, weights).dataSync();
      chosen.forEach((places, b) => {
        places.push(best(scores.subarray(b * N, (b + 1) * N), places, allowed));
      });
      read = pick(inputs, chosen.map((places) => places[m]));
    }
    return chosen;
  });
}

/** Of the inputs allowed the one that scores highest, of equal ones the first. */
function best(
  scores: ArrayLike<number>,
  chosen: readonly number[],
  allowed: (item: number, chosen: readonly number[]) => boolean,
): number {
  let top = -1;
  for (let n = 0; n < scores.length; n++) {
    if (!allowed(n, chosen)) continue;
    if (top < 0 || scores[n] > scores[top]) top = n;
  }
  if (top >= 0) return top;
  throw new RangeError(
    `Cannot decode pointers as some input must be allowed: none is after [${
      chosen.join(", ")
    }]`,
  );
}

/** One input of each sequence [B, D]. */
function pick(inputs: tf.Tensor3D, places: readonly number[]): tf.Tensor2D {
  const [B, N, D] = inputs.shape;
  const rows = tf.reshape(inputs, [B * N, D]);
  return tf.gather(rows, places.map((n, b) => b * N + n)) as tf.Tensor2D;
}

function decoderStep(
  read: tf.Tensor2D,
  state: RecurrentState,
  { decoder }: PointerWeights,
): RecurrentState {
  const projected = affine(read, decoder.inputWeights, decoder.bias);
  return recurrentStep(projected, state, decoder);
}

/** We_n [B, N, A]. */
function keysOf(
  encodings: tf.Tensor3D,
  { scores }: PointerWeights,
): tf.Tensor3D {
  return affine(encodings, scores.keyWeights);
}

/** vᵀ tanh(We_n + Uh_m) [B, M, N]. */
function scoreStates(
  keys: tf.Tensor3D,
  states: tf.Tensor3D,
  { scores }: PointerWeights,
): tf.Tensor3D {
  const queries = affine(states, scores.queryWeights);
  return additiveScores(queries, keys, scores.scoreVector);
}
