import type { AdditiveWeights } from "../attention/additive.ts";
import { addressOf } from "../kernels/load.ts";
import { addresses, newTensor } from "../kernels/running.ts";
import type { Beside, BesideBackward } from "../recurrent/fused_scan.ts";
import {
  add,
  multiplyAt,
  numbersOf,
  Parts,
  passBack,
  type Recurrence,
  weightGradient,
} from "../recurrent/recurrence.ts";
import { tf } from "../tf.ts";

/** What additive attention beside a decoder computes from. */
export interface LookInputs {
  /** The source [B, N, Dh]. */
  memory: tf.Tensor3D;
  /** Its projected keys [B, N, h]. */
  keys: tf.Tensor3D;
  /** 1 for items that count, 0 for padding [B, N]. */
  mask?: tf.Tensor2D;
  /** Weights of the query [H, h], and the vector v [h]. */
  attention: Pick<AdditiveWeights, "queryWeights" | "scoreVector">;
  /** Weights of the context in the decoder's sums [Dh, G H]. */
  contextWeights: tf.Tensor2D;
}

/** Sizes of a look: steps T, sequences B, items N, and the features' sizes. */
interface Sizes {
  T: number;
  B: number;
  N: number;
  H: number;
  Dh: number;
  h: number;
  W: number;
}

function sizesOf(
  { N: T, B, H }: Recurrence,
  { memory, keys, contextWeights }: LookInputs,
): Sizes {
  const [, N, Dh] = memory.shape;
  return { T, B, N, H, Dh, h: keys.shape[2], W: contextWeights.shape[1] };
}

/**
 * Bahdanau's attention beside a decoder's steps: q = sU, α = softmax(vᵀ tanh(k + q)),
 * c = Σ αⱼhⱼ, and cW into the sums.
 *
 * @returns What {@linkcode fusedScan} takes; its one output are the weights [T, B, N].
 */
export function lookBeside(recurrence: Recurrence, inputs: LookInputs): Beside {
  const { memory, keys, contextWeights } = inputs;
  const { queryWeights, scoreVector } = inputs.attention;
  const sizes = sizesOf(recurrence, inputs);
  const { T, B, N, Dh, h } = sizes;
  const weights = newTensor([T, B, N]), contexts = newTensor([T, B, Dh]);
  const active = newTensor([T, B, N, h]), query = newTensor([B, h]);
  const looks = new Parts(weights, B * N);
  const context = new Parts(contexts, B * Dh);
  const hidden = new Parts(active, B * N * h);
  return {
    inputs: { memory, keys, queryWeights, scoreVector, contextWeights },
    outputs: [weights],
    saved: [
      ...[memory, queryWeights, scoreVector, contextWeights],
      ...[weights, contexts, active],
    ],
    forward: ({ item, before }, states, sums) =>
      look(recurrence, inputs, sizes, {
        state: states.at(before),
        query: addressOf(query),
        weights: looks.at(item),
        hidden: hidden.at(item),
        context: context.at(item),
        sums: sums.at(item),
      }),
    backward: (saved, states) => lookBack(recurrence, sizes, saved, states),
    end: () => tf.dispose([contexts, active, query]),
  };
}

/** Where a step's numbers lie. */
type Addresses = Record<
  "state" | "query" | "weights" | "hidden" | "context" | "sums",
  number
>;

function look(
  { kernels }: Recurrence,
  { memory, keys, mask, attention, contextWeights }: LookInputs,
  { B, N, H, Dh, h, W }: Sizes,
  at: Addresses,
): void {
  const { queryWeights, scoreVector } = attention;
  const [U, k, v] = addresses(queryWeights, keys, scoreVector);
  multiplyAt(kernels, [at.state, U, at.query], [B, h, H]);
  kernels.additiveForward(at.query, k, v, at.weights, at.hidden, B, 1, N, h);
  const masked = mask ? [addressOf(mask), N, 1] : [0, 0, 0];
  kernels.softmaxRows(at.weights, B, N, 1, ...masked);
  const [values, C] = addresses(memory, contextWeights);
  const batch = { batch: B };
  multiplyAt(kernels, [at.weights, values, at.context], [1, Dh, N], batch);
  const more = { accumulate: true };
  multiplyAt(kernels, [at.context, C, at.sums], [B, W, Dh], more);
}

function lookBack(
  recurrence: Recurrence,
  sizes: Sizes,
  saved: tf.Tensor[],
  states: tf.Tensor,
): BesideBackward {
  const { kernels } = recurrence;
  const { T, B, N, Dh, h, W } = sizes;
  const [memory, queryWeights, scoreVector, contextWeights] = saved;
  const [weights, contexts, active] = saved.slice(4);
  const sums = [tf.zeros([B, N, Dh]), tf.zeros([B, N, h]), tf.zeros([h])];
  const parts = [newTensor([B, N, h]), newTensor([h])];
  const dContext = newTensor([B, Dh]), dScores = newTensor([B, N]);
  const dQueries = newTensor([T, B, h]);
  const looks = new Parts(weights, B * N);
  const hidden = new Parts(active, B * N * h);
  const queryDeltas = new Parts(dQueries, B * h);
  const [dc, ds, dm] = addresses(dContext, dScores, sums[0]);
  const [values, v, C] = addresses(memory, scoreVector, contextWeights);
  const batch = B, transposeB = true;
  return {
    step({ item, before }, deltas, dStates) {
      const [alpha, dq] = [looks.at(item), queryDeltas.at(item)];
      const delta = deltas.at(item);
      multiplyAt(kernels, [delta, C, dc], [B, Dh, W], { transposeB });
      const scored = { transposeB, batch };
      multiplyAt(kernels, [dc, values, ds], [1, N, Dh], scored);
      const more = { accumulate: true, batch };
      multiplyAt(kernels, [alpha, dc, dm], [N, Dh, 1], more);
      kernels.softmaxRowsBackward(alpha, ds, B, N, 1);
      const to = addresses(...parts);
      kernels.additiveBackward(hidden.at(item), v, ds, dq, ...to, B, 1, N, h);
      parts.forEach((part, i) => add(numbersOf(sums[i + 1]), numbersOf(part)));
      passBack(recurrence, dq, queryWeights, dStates.at(before));
    },
    gradients(deltas) {
      const queryWeights = weightGradient(recurrence, states, dQueries);
      const contextWeights = newTensor([Dh, W]);
      const [c, to] = addresses(contexts, contextWeights);
      const form = { transposeA: true };
      multiplyAt(kernels, [c, deltas.at(0), to], [Dh, W, T * B], form);
      tf.dispose([dQueries, dContext, dScores, parts]);
      const [memory, keys, scoreVector] = sums;
      return { memory, keys, scoreVector, queryWeights, contextWeights };
    },
  };
}
