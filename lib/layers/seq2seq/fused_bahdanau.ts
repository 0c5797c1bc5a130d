import type { AdditiveWeights } from "../attention/additive.ts";
import { addressOf } from "../kernels/load.ts";
import { newTensor } from "../kernels/running.ts";
import type { Beside, BesideBackward } from "../recurrent/fused_scan.ts";
import {
  add,
  multiplyAt,
  numbersOf,
  Parts,
  type Recurrence,
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

/** Sizes of a look. */
interface Sizes {
  T: number;
  B: number;
  N: number;
  H: number;
  Dh: number;
  h: number;
  W: number;
}

/**
 * Bahdanau's attention beside a decoder's steps: q = sU, α = softmax(vᵀ tanh(k + q)),
 * c = Σ αⱼhⱼ, and cW into the sums.
 *
 * @returns What {@linkcode fusedScan} takes; its one output are the weights [T, B, N].
 */
export function lookBeside(recurrence: Recurrence, inputs: LookInputs): Beside {
  const { kernels } = recurrence;
  const { memory, keys, mask, contextWeights } = inputs;
  const { queryWeights, scoreVector } = inputs.attention;
  const { T, B, N, H, Dh, h, W } = sizesOf(recurrence, inputs);
  const weights = newTensor([T, B, N]), contexts = newTensor([T, B, Dh]);
  const active = newTensor([T, B, N, h]), query = newTensor([B, h]);
  const [looks, context, hidden] = [
    new Parts(weights, B * N),
    new Parts(contexts, B * Dh),
    new Parts(active, B * N * h),
  ];
  return {
    inputs: { memory, keys, queryWeights, scoreVector, contextWeights },
    outputs: [weights],
    saved: [
      memory,
      queryWeights,
      scoreVector,
      contextWeights,
      weights,
      contexts,
      active,
    ],
    forward({ item, before }, states, sums) {
      multiplyAt(kernels, {
        a: states.at(before),
        b: addressOf(queryWeights),
        c: addressOf(query),
        sizes: [B, h, H],
      });
      kernels.additiveForward(
        addressOf(query),
        addressOf(keys),
        addressOf(scoreVector),
        looks.at(item),
        hidden.at(item),
        B,
        1,
        N,
        h,
      );
      kernels.softmaxRows(
        looks.at(item),
        B,
        N,
        1,
        mask ? addressOf(mask) : 0,
        mask ? N : 0,
        mask ? 1 : 0,
      );
      multiplyAt(kernels, {
        a: looks.at(item),
        b: addressOf(memory),
        c: context.at(item),
        sizes: [1, Dh, N],
        batch: B,
      });
      multiplyAt(kernels, {
        a: context.at(item),
        b: addressOf(contextWeights),
        c: sums.at(item),
        sizes: [B, W, Dh],
        accumulate: true,
      });
    },
    end: () => tf.dispose([contexts, active, query]),
    backward: (saved, states) =>
      lookBack(recurrence, sizesOf(recurrence, inputs), saved, states),
  };
}

function sizesOf(
  { N: T, B, H }: Recurrence,
  { memory, keys, contextWeights }: LookInputs,
): Sizes {
  const [, N, Dh] = memory.shape;
  return { T, B, N, H, Dh, h: keys.shape[2], W: contextWeights.shape[1] };
}

function lookBack(
  { kernels, reverse }: Recurrence,
  { T, B, N, H, Dh, h, W }: Sizes,
  [
    memory,
    queryWeights,
    scoreVector,
    contextWeights,
    weights,
    contexts,
    active,
  ]: tf.Tensor[],
  states: tf.Tensor,
): BesideBackward {
  const dMemory = tf.zeros([B, N, Dh]), dKeys = tf.zeros([B, N, h]);
  const dVector = tf.zeros([h]), dQueries = newTensor([T, B, h]);
  const passing = [
    newTensor([B, Dh]),
    newTensor([B, N]),
    newTensor([B, N, h]),
    newTensor([h]),
  ];
  const [dContext, dScores, moreKeys, moreVector] = passing;
  const [looks, hidden, queryDeltas] = [
    new Parts(weights, B * N),
    new Parts(active, B * N * h),
    new Parts(dQueries, B * h),
  ];
  return {
    step({ item, before }, deltas, dStates) {
      multiplyAt(kernels, {
        a: deltas.at(item),
        b: addressOf(contextWeights),
        c: addressOf(dContext),
        sizes: [B, Dh, W],
        transposeB: true,
      });
      multiplyAt(kernels, {
        a: addressOf(dContext),
        b: addressOf(memory),
        c: addressOf(dScores),
        sizes: [1, N, Dh],
        transposeB: true,
        batch: B,
      });
      multiplyAt(kernels, {
        a: looks.at(item),
        b: addressOf(dContext),
        c: addressOf(dMemory),
        sizes: [N, Dh, 1],
        accumulate: true,
        batch: B,
      });
      kernels.softmaxRowsBackward(looks.at(item), addressOf(dScores), B, N, 1);
      kernels.additiveBackward(
        hidden.at(item),
        addressOf(scoreVector),
        addressOf(dScores),
        queryDeltas.at(item),
        addressOf(moreKeys),
        addressOf(moreVector),
        B,
        1,
        N,
        h,
      );
      add(numbersOf(dKeys), numbersOf(moreKeys));
      add(numbersOf(dVector), numbersOf(moreVector));
      multiplyAt(kernels, {
        a: queryDeltas.at(item),
        b: addressOf(queryWeights),
        c: dStates.at(before),
        sizes: [B, H, h],
        transposeB: true,
        accumulate: true,
      });
    },
    gradients(deltas) {
      const dQueryWeights = newTensor([H, h]),
        dContextWeights = newTensor([Dh, W]);
      multiplyAt(kernels, {
        a: new Parts(states, B * H).at(reverse ? 1 : 0),
        b: addressOf(dQueries),
        c: addressOf(dQueryWeights),
        sizes: [H, h, T * B],
        transposeA: true,
      });
      multiplyAt(kernels, {
        a: addressOf(contexts),
        b: deltas.at(0),
        c: addressOf(dContextWeights),
        sizes: [Dh, W, T * B],
        transposeA: true,
      });
      tf.dispose([dQueries, passing]);
      return {
        memory: dMemory,
        keys: dKeys,
        queryWeights: dQueryWeights,
        scoreVector: dVector,
        contextWeights: dContextWeights,
      };
    },
  };
}
