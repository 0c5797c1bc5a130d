import { assertEquals } from "@std/assert";
import { type Matrix, seededRandom } from "@mneme/mneme/core";
import {
  decoderStack,
  decoderStackWeights,
  encoderStack,
  encoderStackWeights,
  type NormWeights,
  tf,
  variablesOf,
  variableSource,
} from "@mneme/mneme/layers";
import * as lib from "@mneme/mneme/transformer";
import { attentionPart, feedForwardPart } from "../../transformer/parts.ts";
import { matrices, SEEDS } from "../../support.ts";
import { assertTensorClose, toBatch, toVector } from "../support.ts";
import { decoderWeights, encoderWeights } from "./parts.ts";

/** Rounding of float32 through several blocks, with weights near 1. */
const STACK = { tolerance: 5e-5 };

function drawBlock(seed: number) {
  return {
    selfAttention: attentionPart(seed, 4),
    crossAttention: attentionPart(seed + 1, 4, 5),
    feedForward: feedForwardPart(seed + 2, 4),
  };
}

function drawNorm(seed: number): lib.LayerNormParameters {
  return { scale: matrices(seed)(4, 1), shift: matrices(seed + 1)(4, 1) };
}

const normTensors = (
  { scale, shift }: lib.LayerNormParameters,
): NormWeights => ({
  gain: toVector(scale),
  bias: toVector(shift!),
});

Deno.test("encoderStack() is lib's blocks one behind the other, and a normalization", () => {
  for (const seed of SEEDS) {
    const parts = [drawBlock(seed), drawBlock(seed + 3), drawBlock(seed + 6)];
    const norm = drawNorm(seed + 9);
    const options = { order: "pre" } as const;
    const last = parts.reduce<Matrix>(
      (x, block) => lib.encoderBlock(x, block, options).output,
      matrices(seed + 10)(4, 7),
    );
    const { output, weights } = encoderStack(
      toBatch(matrices(seed + 10)(4, 7)),
      {
        blocks: parts.map((block) => encoderWeights(block)),
        norm: normTensors(norm),
      },
      { heads: 2, ...options },
    );
    assertTensorClose(output, lib.layerNorm(last, norm), {
      ...STACK,
      message: `seed ${seed}`,
    });
    assertEquals(
      weights.map(({ shape }) => shape),
      Array(3).fill([1, 2, 7, 7]),
    );
  }
});

Deno.test("decoderStack() is lib's blocks one behind the other, all with one memory", () => {
  for (const seed of SEEDS) {
    const parts = [drawBlock(seed), drawBlock(seed + 3)];
    const memory = matrices(seed + 8)(5, 7);
    const last = parts.reduce<Matrix>(
      (y, block) => lib.decoderBlock(y, memory, block).output,
      matrices(seed + 10)(4, 3),
    );
    const got = decoderStack(
      toBatch(matrices(seed + 10)(4, 3)),
      toBatch(memory),
      { blocks: parts.map((block) => decoderWeights(block)) },
      { heads: 2 },
    );
    assertTensorClose(got.output, last, { ...STACK, message: `seed ${seed}` });
    assertEquals(
      got.crossWeights.map(({ shape }) => shape),
      Array(2).fill([1, 2, 3, 7]),
    );
  }
});

Deno.test("stacks have as many parameters as their blocks, and 2D for a normalization in the order pre", () => {
  const sizes = { width: 6, hidden: 10, blocks: 2 };
  const encoder = (4 * 36 + 24) + (2 * 60 + 16) + 24;
  const crossed = (4 * 36 + 24) + 12;
  const count = (weights: unknown) => {
    const variables = variablesOf(weights);
    const total = variables.reduce((sum, { size }) => sum + size, 0);
    tf.dispose(variables);
    return total;
  };
  const source = variableSource("stack", seededRandom(1));
  assertEquals(count(encoderStackWeights(source, sizes)), 2 * encoder);
  assertEquals(
    count(decoderStackWeights(source, { ...sizes, order: "pre" })),
    2 * (encoder + crossed) + 12,
  );
});
