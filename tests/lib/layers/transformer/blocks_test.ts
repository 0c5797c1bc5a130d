import { assert, assertEquals, assertThrows } from "@std/assert";
import { causalMask, paddingMask } from "@mneme/mneme/attention";
import {
  itemsToRows,
  type Matrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import {
  decoderBlock,
  encoderBlock,
  feedForward,
  tf,
} from "@mneme/mneme/layers";
import * as lib from "@mneme/mneme/transformer";
import { attentionPart, feedForwardPart } from "../../transformer/parts.ts";
import { matrices, permuteColumns, SEEDS } from "../../support.ts";
import {
  assertNoLeak,
  assertTensorClose,
  assertTensorGradients,
  toBatch,
  toTensor,
} from "../support.ts";
import {
  type Convert,
  decoderWeights,
  encoderWeights,
  feedForwardWeights,
  matricesOf,
  withMatrices,
} from "./parts.ts";

/** Rounding of float32 through a whole block and back, with weights near 1. */
const BLOCK = { tolerance: 5e-5 };
const HEADS = { heads: 2 }; // as attentionPart has them
const ORDERS = ["pre", "post"] as const;

function drawEncoder(seed: number): lib.EncoderBlockParameters {
  return {
    selfAttention: attentionPart(seed, 4),
    feedForward: feedForwardPart(seed + 1, 4),
  };
}

function drawDecoder(seed: number): lib.DecoderBlockParameters {
  return {
    ...drawEncoder(seed),
    crossAttention: attentionPart(seed + 2, 4, 5),
  };
}

/** lib's mask (items x queries) as rows of queries. */
const maskTensor = (mask: Matrix) => toTensor(mask);

/** Tensors in the places of the matrices that they come from. */
function converter(
  sources: readonly Matrix[],
  tensors: readonly tf.Tensor[],
): Convert {
  return (matrix) => tensors[sources.indexOf(matrix)];
}

const weigh = (y: Matrix, upstream: Matrix) => y.clone().mul(upstream).sum();

Deno.test("feedForward() is lib's, of a batch too", () => {
  for (const seed of SEEDS) {
    const part = feedForwardPart(seed, 4);
    const items = [matrices(seed)(4, 7), matrices(seed + 1)(4, 7)];
    assertTensorClose(
      feedForward(toBatch(...items), feedForwardWeights(part)),
      toBatch(...items.map((x) => lib.feedForward(x, part.network))),
      { message: `seed ${seed}` },
    );
  }
});

Deno.test("encoderBlock() is lib's in both orders, with masks and their weights", () => {
  for (const seed of SEEDS) {
    for (const order of ORDERS) {
      const parameters = drawEncoder(seed);
      const items = [matrices(seed + 3)(4, 7), matrices(seed + 4)(4, 7)];
      const mask = paddingMask(7, [7, 7, 5, 3, 2, 1, 0]);
      const expected = items.map((x) =>
        lib.encoderBlock(x, parameters, { order, mask })
      );
      const { output, weights } = encoderBlock(
        toBatch(...items),
        encoderWeights(parameters),
        { ...HEADS, order, mask: maskTensor(mask) },
      );
      const message = `seed ${seed}, ${order}`;
      assertTensorClose(output, toBatch(...expected.map((e) => e.output)), {
        message,
      });
      assertTensorClose(
        weights,
        expected.map(({ heads }) =>
          heads.map((head) => itemsToRows(head.weights).to2DArray())
        ),
        { message },
      );
    }
  }
});

Deno.test("encoderBlock() has the gradients of lib's in the items and all weights", () => {
  for (const order of ORDERS) {
    const parameters = drawEncoder(7);
    const at = [matrices(5)(4, 7), ...matricesOf(parameters)];
    const upstream = matrices(11)(4, 7);
    const mask = causalMask(7, 7);
    assertTensorGradients(
      (x, ...tensors) => {
        const weights = encoderWeights(
          parameters,
          converter(at.slice(1), tensors),
        );
        const options = { ...HEADS, order, mask: maskTensor(mask) };
        const { output } = encoderBlock(tf.expandDims(x), weights, options);
        return tf.sum(tf.mul(output, toTensor(upstream)));
      },
      (x, ...matrices) => {
        const moved = withMatrices(parameters, matrices);
        const { output } = lib.encoderBlock(x, moved, { order, mask });
        return weigh(output, upstream);
      },
      at,
      { ...BLOCK, message: order },
    );
  }
});

Deno.test("encoderBlock() is equivariant under permutations", () => {
  for (const seed of SEEDS) {
    const weights = encoderWeights(drawEncoder(seed));
    const items = matrices(seed + 2)(4, 7);
    const permutation = seededRandom(seed).permutation(7);
    const run = (x: Matrix) => encoderBlock(toBatch(x), weights, HEADS).output;
    assertTensorClose(
      run(permuteColumns(items, permutation)),
      tf.gather(run(items), permutation, 1),
      { message: `seed ${seed}` },
    );
  }
});

Deno.test("decoderBlock() is lib's in both orders, with weights of both attentions", () => {
  for (const seed of SEEDS) {
    for (const order of ORDERS) {
      const parameters = drawDecoder(seed);
      const targets = [matrices(seed + 3)(4, 3), matrices(seed + 4)(4, 3)];
      const memories = [matrices(seed + 5)(5, 7), matrices(seed + 6)(5, 7)];
      const memoryMask = paddingMask(7, [5, 5, 5]);
      const expected = targets.map((y, b) =>
        lib.decoderBlock(y, memories[b], parameters, { order, memoryMask })
      );
      const got = decoderBlock(
        toBatch(...targets),
        toBatch(...memories),
        decoderWeights(parameters),
        { ...HEADS, order, memoryMask: maskTensor(memoryMask) },
      );
      const message = `seed ${seed}, ${order}`;
      assertTensorClose(got.output, toBatch(...expected.map((e) => e.output)), {
        message,
      });
      for (
        const [tensor, heads] of [
          [got.weights, expected.map((e) => e.heads)],
          [got.crossWeights, expected.map((e) => e.crossHeads)],
        ] as const
      ) {
        assertTensorClose(
          tensor,
          heads.map((each) =>
            each.map((head) => itemsToRows(head.weights).to2DArray())
          ),
          { message },
        );
      }
    }
  }
});

Deno.test("decoderBlock() has the gradients of lib's in target, memory and all weights", () => {
  for (const order of ORDERS) {
    const parameters = drawDecoder(7);
    const at = [
      matrices(5)(4, 3),
      matrices(6)(5, 7),
      ...matricesOf(parameters),
    ];
    const upstream = matrices(11)(4, 3);
    assertTensorGradients(
      (y, memory, ...tensors) => {
        const { output } = decoderBlock(
          tf.expandDims(y),
          tf.expandDims(memory),
          decoderWeights(parameters, converter(at.slice(2), tensors)),
          { ...HEADS, order },
        );
        return tf.sum(tf.mul(output, toTensor(upstream)));
      },
      (y, memory, ...matrices) => {
        const moved = withMatrices(parameters, matrices);
        const { output } = lib.decoderBlock(y, memory, moved, { order });
        return weigh(output, upstream);
      },
      at,
      { ...BLOCK, message: order },
    );
  }
});

Deno.test("decoderBlock() of one item and one to attend to", () => {
  const weights = decoderWeights(drawDecoder(3));
  const [y, memory] = [tf.ones([2, 1, 4]), tf.ones([2, 1, 5])];
  const got = decoderBlock(
    y as tf.Tensor3D,
    memory as tf.Tensor3D,
    weights,
    HEADS,
  );
  assertEquals(got.output.shape, [2, 1, 4]);
  assertEquals(got.crossWeights.dataSync(), Float32Array.of(1, 1, 1, 1));
});

Deno.test("encoderBlock() stays finite when the scores are 1e4 apart", () => {
  const weights = encoderWeights(drawEncoder(3));
  const { output } = encoderBlock(
    toBatch(matrices(5)(4, 7, 1e4)),
    weights,
    { ...HEADS, order: "pre" },
  );
  assert(output.dataSync().every(Number.isFinite));
});

Deno.test("blocks leave nothing behind but what they give", () => {
  const weights = decoderWeights(drawDecoder(3));
  const [y, memory] = [toBatch(matrices(5)(4, 3)), toBatch(matrices(6)(5, 7))];
  assertNoLeak(() => tf.dispose(encoderBlock(y, weights, HEADS) as never));
  assertNoLeak(() =>
    tf.dispose(decoderBlock(y, memory, weights, HEADS) as never)
  );
});

Deno.test("blocks throw when items, memory and weights do not fit", () => {
  const weights = decoderWeights(drawDecoder(3));
  const y = toBatch(matrices(5)(4, 3));
  assertThrows(
    () => encoderBlock(toBatch(matrices(5)(5, 3)), weights, HEADS),
    ShapeError,
    "D must be one size: x [B,N,D] is [1,3,5], projection [D,3HE] is [4,18]",
  );
  assertThrows(
    () => decoderBlock(y, toBatch(matrices(5)(4, 3)), weights, HEADS),
    ShapeError,
    "Dm must be one size",
  );
  assertThrows(
    () => encoderBlock(y, weights, { heads: 4 }),
    RangeError,
    "Cannot attend to items themselves as the heads must divide the width: 4 and 6",
  );
});
