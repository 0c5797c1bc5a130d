import { assertEquals, assertThrows } from "@std/assert";
import {
  convolutionalCost,
  countedConvolution,
  countedRecurrence,
  countedSelfAttention,
  multiplicationCounter,
  recurrentCost,
  selfAttentionCost,
} from "@mneme/mneme/analysis";
import { keyValueAttention } from "@mneme/mneme/attention";
import { fromRows, fromRule, type Matrix, ShapeError } from "@mneme/mneme/core";
import { rnnScan } from "@mneme/mneme/recurrent";
import { assertMatrix, matrices } from "../support.ts";

const SIZES = [[1, 1], [1, 5], [5, 1], [3, 2], [2, 3], [7, 5], [5, 7], [13, 3]];

Deno.test("countedSelfAttention() takes 2n²d multiplications and gives attention's outputs", () => {
  for (const [n, d] of SIZES) {
    const draw = matrices(n * 100 + d);
    const [queries, keys, values] = [draw(d, n), draw(d, n), draw(d, n)];
    const run = countedSelfAttention({ queries, keys, values });
    const message = `n ${n}, d ${d}`;
    assertEquals(
      run.multiplications,
      2 * selfAttentionCost(n, d).operations,
      message,
    );
    const { output } = keyValueAttention({ keys, values }, queries);
    assertMatrix(run.output, output, { message });
  }
});

Deno.test("countedRecurrence() takes 2nd² multiplications and gives the network's states", () => {
  for (const [n, d] of SIZES) {
    const draw = matrices(n * 100 + d);
    const parameters = {
      inputWeights: draw(d, d),
      stateWeights: draw(d, d),
      bias: draw(d, 1),
    };
    const inputs = draw(d, n);
    const run = countedRecurrence(inputs, parameters);
    const message = `n ${n}, d ${d}`;
    assertEquals(
      run.multiplications,
      2 * recurrentCost(n, d).operations,
      message,
    );
    assertMatrix(run.output, rnnScan(inputs, parameters), { message });
  }
});

Deno.test("countedConvolution() takes knd² multiplications and gives the sum of its taps", () => {
  for (const [n, d] of SIZES) {
    for (const k of [2, 3, 5]) {
      const draw = matrices(n * 100 + d);
      const inputs = draw(d, n);
      const taps = Array.from({ length: k }, () => draw(d, d));
      const run = countedConvolution(inputs, taps);
      const message = `n ${n}, d ${d}, k ${k}`;
      const { operations } = convolutionalCost(n, d, k);
      assertEquals(run.multiplications, operations, message);
      assertMatrix(run.output, convolveByPosition(inputs, taps), { message });
    }
  }
});

/** yₜ = Σⱼ Wⱼxₜ₋ⱼ over the positions that exist. */
function convolveByPosition(inputs: Matrix, taps: Matrix[]): number[][] {
  const outputs = Array.from(
    { length: inputs.rows },
    () => new Array<number>(inputs.columns).fill(0),
  );
  for (let t = 0; t < inputs.columns; t++) {
    for (let j = 0; j <= Math.min(t, taps.length - 1); j++) {
      const y = taps[j].mmul(inputs.getColumnVector(t - j));
      outputs.forEach((row, i) => row[t] += y.get(i, 0));
    }
  }
  return outputs;
}

Deno.test("countedConvolution() is one-sided, by hand", () => {
  const { output } = countedConvolution(
    fromRows([[1, 0, 0, 2]]),
    [fromRows([[3]]), fromRows([[5]]), fromRows([[7]])],
  );
  assertEquals(output.to2DArray(), [[3, 5, 7, 6]]);
});

Deno.test("multiplicationCounter() can serve several runs, each of which counts its own", () => {
  const counter = multiplicationCounter();
  const inputs = fromRows([[1, 2, 3]]);
  const tap = fromRows([[2]]);
  assertEquals(countedConvolution(inputs, [tap], counter).multiplications, 3);
  const second = countedConvolution(inputs, [tap, tap], counter);
  assertEquals(second.multiplications, 6);
  const projections = { queries: inputs, keys: inputs, values: inputs };
  const third = countedSelfAttention(projections, counter);
  assertEquals(third.multiplications, 18);
  const gate = { inputWeights: tap, stateWeights: tap, bias: tap };
  const fourth = countedRecurrence(inputs, gate, counter);
  assertEquals(fourth.multiplications, 6);
  assertEquals(counter.count, 33);
});

Deno.test("a counted run multiplies with the counter it is given", () => {
  const calls: [number, number][] = [];
  const spy = {
    count: 0,
    multiply(a: number, b: number): number {
      calls.push([a, b]);
      this.count++;
      return a * b;
    },
  };
  const tap = fromRows([[7]]);
  countedConvolution(fromRows([[2, 3, 5]]), [tap], spy);
  assertEquals(calls, [[7, 2], [7, 3], [7, 5]]);
});

Deno.test("the counted runs throw when shapes do not fit", () => {
  const inputs = fromRule(2, 3, () => 0);
  assertThrows(
    () =>
      countedSelfAttention({
        queries: inputs,
        keys: inputs,
        values: fromRule(3, 3, () => 0),
      }),
    ShapeError,
    "Cannot count self-attention as d must be one size: queries (dxn) is 2x3, keys (dxn) is 2x3, values (dxn) is 3x3",
  );
  assertThrows(
    () =>
      countedRecurrence(inputs, {
        inputWeights: fromRule(5, 2, () => 0),
        stateWeights: fromRule(5, 5, () => 0),
        bias: fromRule(5, 1, () => 0),
      }),
    ShapeError,
    "Cannot count recurrence as d must be one size",
  );
  assertThrows(
    () => countedConvolution(inputs, [fromRule(2, 3, () => 0)]),
    ShapeError,
    "kernel[0] (dxd) is 2x3",
  );
  assertThrows(
    () => countedConvolution(inputs, []),
    ShapeError,
    "its kernel must have at least one tap: it has 0",
  );
});

Deno.test("the counted runs do not mutate their inputs", () => {
  const inputs = fromRows([[2, 3], [5, 7]]);
  const square = fromRows([[1, 2], [3, 4]]);
  countedSelfAttention({ queries: inputs, keys: inputs, values: inputs });
  countedConvolution(inputs, [square]);
  countedRecurrence(inputs, {
    inputWeights: square,
    stateWeights: square,
    bias: fromRows([[1], [2]]),
  });
  assertEquals(inputs.to2DArray(), [[2, 3], [5, 7]]);
  assertEquals(square.to2DArray(), [[1, 2], [3, 4]]);
});
