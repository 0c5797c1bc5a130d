import { assertThrows } from "@std/assert";
import { paddingMask } from "@mneme/mneme/attention";
import { ShapeError } from "@mneme/mneme/core";
import {
  tf,
  TransformerDecoderBlock,
  TransformerEncoderBlock,
} from "@mneme/mneme/layers";
import * as lib from "@mneme/mneme/transformer";
import { attentionPart, feedForwardPart } from "../../transformer/parts.ts";
import { matrices } from "../../support.ts";
import { assertLayerKeeps, assertTensorClose, toBatch } from "../support.ts";
import { decoderWeights, encoderWeights } from "./parts.ts";

const SIZES = { heads: 2, hidden: 11 };
const ENCODER = (4 * 36 + 24) + (2 * 6 * 11 + 17) + 24; // D = 6
const x = toBatch(matrices(3)(6, 5), matrices(5)(6, 5));
const memory = toBatch(matrices(7)(4, 3), matrices(11)(4, 3));

Deno.test("TransformerEncoderBlock keeps what a layer must, with 4D² + 2DF weights and their biases", async () => {
  await assertLayerKeeps(new TransformerEncoderBlock(SIZES), x, {
    parameters: ENCODER,
  });
  const other = new TransformerEncoderBlock({
    ...SIZES,
    order: "pre",
    causal: true,
    epsilon: 1e-3,
    seed: 3,
  });
  const keep = tf.tensor2d([[1, 1, 1, 1, 0], [1, 1, 0, 0, 0]]);
  await assertLayerKeeps(other, [x, keep], { parameters: ENCODER });
});

Deno.test("TransformerDecoderBlock keeps what a layer must, with the weights of two attentions", async () => {
  const parameters = ENCODER + (2 * 36 + 2 * 4 * 6 + 24) + 12; // Dm = 4
  const keep = tf.tensor2d([[1, 1, 0], [1, 1, 1]]);
  for (const inputs of [[x, memory], [x, memory, keep]]) {
    const block = new TransformerDecoderBlock({ ...SIZES, seed: 3 });
    await assertLayerKeeps(block, inputs, { parameters });
  }
});

/** D = 6 is what the two heads of attentionPart have together. */
function draw(seed: number) {
  return {
    selfAttention: attentionPart(seed, 6),
    crossAttention: attentionPart(seed + 1, 6, 4),
    feedForward: feedForwardPart(seed + 2, 6),
  };
}

/** The weights in the order in which a layer makes them. */
function listOf(weights: object): tf.Tensor[] {
  return Object.values(weights).flatMap((part) =>
    part instanceof tf.Tensor ? [part] : listOf(part)
  );
}

Deno.test("TransformerEncoderBlock computes lib's block, padding and what comes later unseen", () => {
  const parameters = draw(3);
  const items = matrices(5)(6, 5);
  const keep = tf.tensor2d([[1, 1, 1, 0, 0]]);
  const block = new TransformerEncoderBlock({ ...SIZES, causal: true });
  block.apply([toBatch(items), keep]);
  block.setWeights(listOf(encoderWeights(parameters)));
  assertTensorClose(
    block.apply([toBatch(items), keep]) as tf.Tensor,
    lib.encoderBlock(items, parameters, {
      mask: paddingMask(5, [1, 2, 3, 3, 3]),
    }).output,
  );
});

Deno.test("TransformerDecoderBlock computes lib's block, padding unseen", () => {
  const parameters = draw(3);
  const [items, others] = [matrices(5)(6, 5), matrices(7)(4, 3)];
  const inputs = [toBatch(items), toBatch(others), tf.tensor2d([[1, 1, 0]])];
  const block = new TransformerDecoderBlock({ ...SIZES, order: "pre" });
  block.apply(inputs);
  block.setWeights(listOf(decoderWeights(parameters)));
  assertTensorClose(
    block.apply(inputs) as tf.Tensor,
    lib.decoderBlock(items, others, parameters, {
      order: "pre",
      memoryMask: paddingMask(3, Array(5).fill(2)),
    }).output,
  );
});

Deno.test("blocks as layers throw when the inputs are too many or do not fit", () => {
  const block = () => new TransformerEncoderBlock(SIZES);
  assertThrows(
    () => block().apply([x, x, x]),
    ShapeError,
    "Cannot pass an encoder block as the inputs must be items, keep: there are 3",
  );
  assertThrows(
    () => block().apply([x, tf.ones([2, 7])]),
    ShapeError,
    "N must be one size: items [B,N,D] is [2,5,6], keep [B,N] is [2,7]",
  );
  assertThrows(
    () => new TransformerEncoderBlock({ ...SIZES, heads: 5 }).apply(x),
    RangeError,
    "heads must divide the width: 5 and 6",
  );
});
