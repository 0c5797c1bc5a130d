import { assertEquals, assertThrows } from "@std/assert";
import { multiHeadAttention, paddingMask } from "@mneme/mneme/attention";
import {
  fromRule,
  type Matrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import { decoderBlock, feedForward, layerNorm } from "@mneme/mneme/transformer";
import { assertMatrix, matrices, permuteColumns, SEEDS } from "../support.ts";
import { attentionPart, feedForwardPart } from "./parts.ts";

/** Some dozens of sums behind each other. */
const BLOCK = { tolerance: 1e-11 };

// targets 4 x 5, memory 2 x 7
function draw(seed: number) {
  return {
    selfAttention: attentionPart(seed, 4),
    crossAttention: attentionPart(seed + 1, 4, 2),
    feedForward: feedForwardPart(seed + 2, 4),
  };
}

const plus = (a: Matrix, b: Matrix) => a.clone().add(b);

// row 75: the third sublayer of a decoder block is the feed-forward network, behind self- and cross-attention (Vaswani et al. 2017, §3.1)
Deno.test("decoderBlock() is its three sublayers, written out in both orders", () => {
  const mask = fromRule(5, 5, (j, n) => j <= n ? 1 : 0);
  for (const seed of SEEDS) {
    const parameters = draw(seed);
    const { selfAttention, crossAttention, feedForward: last } = parameters;
    const [y, memory] = [matrices(seed + 3)(4, 5), matrices(seed + 4)(2, 7)];
    const own = (x: Matrix) =>
      multiHeadAttention({ keys: x, values: x }, x, selfAttention.attention, {
        mask,
      }).output;
    const cross = (x: Matrix) =>
      multiHeadAttention(
        { keys: memory, values: memory },
        x,
        crossAttention.attention,
      ).output;
    const feed = (x: Matrix) => feedForward(x, last.network);
    const z = layerNorm(plus(y, own(y)), selfAttention.norm);
    const u = layerNorm(plus(z, cross(z)), crossAttention.norm);
    const post = layerNorm(plus(u, feed(u)), last.norm);
    const a = plus(y, own(layerNorm(y, selfAttention.norm)));
    const b = plus(a, cross(layerNorm(a, crossAttention.norm)));
    const pre = plus(b, feed(layerNorm(b, last.norm)));
    const message = `seed ${seed}`;
    assertMatrix(decoderBlock(y, memory, parameters).output, post, { message });
    const before = decoderBlock(y, memory, parameters, { order: "pre" });
    assertMatrix(before.output, pre, { message });
  }
});

Deno.test("decoderBlock() does not see later items, unless a mask lets it", () => {
  const [targets, memory] = [matrices(3)(4, 5), matrices(5)(2, 7)];
  const changed = targets.clone();
  for (let d = 0; d < 4; d++) changed.set(d, 4, d);
  const run = (x: Matrix, mask?: Matrix) =>
    decoderBlock(x, memory, draw(7), { mask }).output.subMatrix(0, 3, 0, 3);
  assertEquals(run(changed), run(targets));
  const all = fromRule(5, 5, () => 1);
  assertEquals(
    JSON.stringify(run(changed, all)) === JSON.stringify(run(targets, all)),
    false,
  );
});

Deno.test("decoderBlock() does not care for the order of the memory", () => {
  for (const seed of SEEDS) {
    const [targets, memory] = [matrices(seed)(4, 5), matrices(seed + 1)(2, 7)];
    const order = seededRandom(seed).permutation(7);
    assertMatrix(
      decoderBlock(targets, permuteColumns(memory, order), draw(seed)).output,
      decoderBlock(targets, memory, draw(seed)).output,
      { ...BLOCK, message: `seed ${seed}` },
    );
  }
});

Deno.test("decoderBlock() does not see the source's padding when it is masked", () => {
  const [targets, memory] = [matrices(3)(4, 5), matrices(5)(2, 7)];
  const memoryMask = paddingMask(7, Array(5).fill(4));
  const { output, crossHeads } = decoderBlock(targets, memory, draw(11), {
    memoryMask,
  });
  const short = decoderBlock(targets, memory.subMatrix(0, 1, 0, 3), draw(11));
  assertMatrix(output, short.output);
  assertEquals(crossHeads[0].weights.getRow(4), [0, 0, 0, 0, 0]);
});

Deno.test("decoderBlock() throws when the memory does not fit", () => {
  assertThrows(
    () => decoderBlock(matrices(3)(4, 5), matrices(5)(3, 7), draw(13)),
    ShapeError,
    "must be one size",
  );
});

Deno.test("decoderBlock() does not mutate its arguments", () => {
  const all = [matrices(3)(4, 5), matrices(5)(2, 7), draw(17)] as const;
  const before = JSON.stringify(all);
  decoderBlock(...all);
  assertEquals(JSON.stringify(all), before);
});
