import { assert, assertEquals, assertThrows } from "@std/assert";
import { multiHeadAttention, paddingMask } from "@mneme/mneme/attention";
import {
  fromRule,
  type Matrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import {
  encoderBlock,
  feedForward,
  gelu,
  layerNorm,
  rmsNorm,
  sinusoidalPositions,
} from "@mneme/mneme/transformer";
import { assertMatrix, matrices, permuteColumns, SEEDS } from "../support.ts";
import { attentionPart, feedForwardPart } from "./parts.ts";

/** Some dozens of sums behind each other. */
const BLOCK = { tolerance: 1e-11 };

function draw(seed: number) {
  return {
    selfAttention: attentionPart(seed, 4),
    feedForward: feedForwardPart(seed + 1, 4),
  };
}

const plus = (a: Matrix, b: Matrix) => a.clone().add(b);

Deno.test("encoderBlock() is its two sublayers, written out in both orders", () => {
  for (const seed of SEEDS) {
    const parameters = draw(seed);
    const { selfAttention: first, feedForward: second } = parameters;
    const x = matrices(seed + 2)(4, 7);
    const attend = (x: Matrix) =>
      multiHeadAttention({ keys: x, values: x }, x, first.attention).output;
    const feed = (x: Matrix) => feedForward(x, second.network);
    const z = layerNorm(plus(x, attend(x)), first.norm);
    const post = layerNorm(plus(z, feed(z)), second.norm);
    const u = plus(x, attend(layerNorm(x, first.norm)));
    const pre = plus(u, feed(layerNorm(u, second.norm)));
    const message = `seed ${seed}`;
    assertMatrix(encoderBlock(x, parameters).output, post, { message });
    assertMatrix(encoderBlock(x, parameters, { order: "pre" }).output, pre, {
      message,
    });
  }
});

// row 72: without positions permuted items give permuted outputs; with sinusoidal positions they do not
Deno.test("encoderBlock() is equivariant under permutations, until positions are added", () => {
  for (const seed of SEEDS) {
    for (const order of ["pre", "post"] as const) {
      const parameters = draw(seed);
      const inputs = matrices(seed + 2)(4, 7);
      const permutation = seededRandom(seed).permutation(7);
      const run = (x: Matrix) => encoderBlock(x, parameters, { order }).output;
      const message = `seed ${seed}, ${order}`;
      assertMatrix(
        run(permuteColumns(inputs, permutation)),
        permuteColumns(run(inputs), permutation),
        { ...BLOCK, message },
      );
      const positions = sinusoidalPositions(4, 7);
      const first = run(plus(permuteColumns(inputs, permutation), positions));
      const then = permuteColumns(run(plus(inputs, positions)), permutation);
      const gap = first.sub(then).norm("frobenius");
      assert(gap > 0.1, `${message}: ${gap}`);
    }
  }
});

// row 74: each block of the encoder goes round its two sublayers: where both give 0, pre leaves the items as they are
Deno.test("encoderBlock() in the order pre is the identity when its parts give nothing", () => {
  const parameters = draw(3);
  const zero = (m: Matrix) => fromRule(m.rows, m.columns, () => 0);
  const { selfAttention, feedForward } = parameters;
  selfAttention.attention.outputWeights = zero(
    selfAttention.attention.outputWeights,
  );
  selfAttention.attention.outputBias = fromRule(4, 1, () => 0);
  feedForward.network.outputWeights = zero(feedForward.network.outputWeights);
  feedForward.network.outputBias = fromRule(4, 1, () => 0);
  const inputs = matrices(5)(4, 7);
  assertEquals(
    encoderBlock(inputs, parameters, { order: "pre" }).output,
    inputs,
  );
});

Deno.test("encoderBlock() does not see the padding when it is masked", () => {
  const inputs = matrices(5)(4, 7);
  const mask = paddingMask(7, Array(7).fill(5));
  const changed = inputs.clone();
  for (let d = 0; d < 4; d++) changed.set(d, 6, 1e4 * (d + 1));
  const [a, b] = [inputs, changed].map((x) =>
    encoderBlock(x, draw(7), { mask }).output.subMatrix(0, 3, 0, 4)
  );
  assertEquals(a, b);
});

Deno.test("encoderBlock() gives the weights of its heads", () => {
  const { heads } = encoderBlock(matrices(3)(4, 7), draw(11));
  assertEquals(heads.map(({ weights }) => [weights.rows, weights.columns]), [
    [7, 7],
    [7, 7],
  ]);
});

Deno.test("encoderBlock() takes another activation and another normalization", () => {
  const inputs = matrices(13)(4, 7);
  const parameters = draw(13);
  const usual = encoderBlock(inputs, parameters, { order: "pre" }).output;
  for (const options of [{ activation: gelu }, { normalize: rmsNorm }]) {
    const { output } = encoderBlock(inputs, parameters, {
      order: "pre",
      ...options,
    });
    assert(output.clone().sub(usual).norm("frobenius") > 1e-3);
  }
});

Deno.test("encoderBlock() of one item", () => {
  const { output, heads } = encoderBlock(matrices(3)(4, 1), draw(17));
  assertEquals([output.rows, output.columns], [4, 1]);
  assertEquals(heads[1].weights.to2DArray(), [[1]]);
});

Deno.test("encoderBlock() throws when the items do not fit", () => {
  assertThrows(
    () => encoderBlock(matrices(3)(5, 7), draw(19)),
    ShapeError,
    "must be one size",
  );
});

Deno.test("encoderBlock() does not mutate inputs or parameters", () => {
  const inputs = matrices(3)(4, 7);
  const parameters = draw(23);
  const before = JSON.stringify([inputs, parameters]);
  encoderBlock(inputs, parameters);
  encoderBlock(inputs, parameters, { order: "pre" });
  assertEquals(JSON.stringify([inputs, parameters]), before);
});
