import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  additiveScores,
  dotScores,
  softAttention,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  type Matrix,
  ShapeError,
} from "@mneme/mneme/core";
import {
  bidirectionalScan,
  gruCell,
  rnnCell,
  rnnScan,
  stackedCell,
} from "@mneme/mneme/recurrent";
import { bahdanauDecode, bahdanauStep, encode } from "@mneme/mneme/seq2seq";
import { assertMatrix, EXACT, matrices, SEEDS } from "../support.ts";
import { randomGates } from "../recurrent/gates.ts";

const gru = (seed: number, inputs: number, hidden: number) => {
  const [update, reset, candidate] = randomGates(seed, inputs, hidden, 3);
  return gruCell({ update, reset, candidate });
};

const additive = (seed: number, keys: number, queries: number) => {
  const matrix = matrices(seed);
  return additiveScores({
    keyWeights: matrix(5, keys),
    queryWeights: matrix(5, queries),
    scoreVector: matrix(5, 1),
  });
};

Deno.test("bahdanauStep() looks with the old state and steps with what it saw, by hand", () => {
  const cell = rnnCell({
    inputWeights: fromRows([[1, 2]]), // of the word, of the context
    stateWeights: fromRows([[4]]),
    bias: columnVector([0]),
  });
  const encoded = {
    memory: fromRows([[0, Math.log(3)]]),
    state: cell.start,
    validLength: 2,
  };
  const { state, context, weights } = bahdanauStep(
    columnVector([0.1]),
    columnVector([1]), // scores 0 and log 3: weights 1/4 and 3/4
    encoded,
    { cell, score: dotScores },
  );
  const c = 0.75 * Math.log(3);
  assertMatrix(weights, [[0.25], [0.75]]);
  assertMatrix(context, [[c]]);
  assertMatrix(state, [[Math.tanh(0.1 + 2 * c + 4)]]);
});

// row 68: each h is key and value, the query is the top layer's state before the step: αₜ = softmax(s(H, sₜ₋₁)), cₜ = Hαₜ
Deno.test("bahdanauStep() attends to the memory with the top layer's old state", () => {
  for (const seed of SEEDS) {
    const cell = stackedCell([gru(seed, 2 + 6, 5), gru(seed + 1, 5, 5)]);
    const memory = matrices(seed + 2)(6, 7);
    const state = [matrices(seed + 3)(5, 1), matrices(seed + 4)(5, 1)];
    const score = additive(seed + 5, 6, 5);
    const step = bahdanauStep(
      matrices(seed + 6)(2, 1),
      state,
      { memory, state, validLength: 7 },
      { cell, score },
    );
    const expected = softAttention(memory, state[1], { score });
    const message = `seed ${seed}`;
    assertMatrix(step.weights, expected.weights, { message });
    assertMatrix(step.context, memory.mmul(expected.weights), { message });
  }
});

// row 55: h_{t-1} → αₜ → cₜ → hₜ (Luong et al. 2015, §3.1): the word does not change the weights, but the state
Deno.test("bahdanauStep() has weights that do not know the word that is read", () => {
  const cell = gru(2, 2 + 6, 5);
  const encoded = {
    memory: matrices(3)(6, 7),
    state: matrices(5)(5, 1),
    validLength: 7,
  };
  const [one, other] = [7, 11].map((seed) =>
    bahdanauStep(matrices(seed)(2, 1), encoded.state, encoded, {
      cell,
      score: additive(13, 6, 5),
    })
  );
  assertEquals(one.weights, other.weights);
  assertEquals(
    JSON.stringify(one.state) === JSON.stringify(other.state),
    false,
  );
});

// row 46: over a biRNN of 2 · 3 rows a₃,₂ is the weight of source word 2 for target word 3; the weights of a target word sum to 1
Deno.test("bahdanauDecode() attends to a bidirectional encoder, one column of weights to a word", () => {
  const [there, back] = randomGates(2, 2, 3, 2);
  const memory = bidirectionalScan(
    matrices(3)(2, 7),
    (x) => rnnScan(x, there),
    (x) => rnnScan(x, back),
  );
  const cell = gru(5, 2 + 6, 5);
  const state = cell.start;
  const score = additive(7, 6, 5);
  const targets = matrices(11)(2, 4);
  const { weights, contexts, outputs } = bahdanauDecode(
    targets,
    { memory, state, validLength: 7 },
    { cell, score },
  );
  assertEquals([memory.rows, weights.rows, weights.columns], [6, 7, 4]);
  const secondState = outputs.getColumnVector(1);
  const third = softAttention(memory, secondState, { score }).weights;
  assertAlmostEquals(weights.get(1, 2), third.get(1, 0), EXACT); // a₃,₂
  for (let t = 0; t < 4; t++) {
    const total = weights.getColumn(t).reduce((a, b) => a + b);
    assertAlmostEquals(total, 1, EXACT);
  }
  assertMatrix(contexts, memory.mmul(weights));
});

// row 69: d2l's decoder with embedding 8, 16 hidden units, 2 layers and 7 steps: outputs 16 x 7 (d2l's next layer makes 10 of 16), states of two layers 16 x 1 each
Deno.test("bahdanauDecode() starts from all layers of the encoder and has d2l's shapes", () => {
  const encoder = stackedCell([gru(2, 8, 16), gru(3, 16, 16)]);
  const cell = stackedCell([gru(5, 8 + 16, 16), gru(7, 16, 16)]);
  const encoded = encode(matrices(11)(8, 7), encoder);
  const targets = matrices(13)(8, 7);
  const score = additive(17, 16, 16);
  const { outputs, state } = bahdanauDecode(targets, encoded, { cell, score });
  assertEquals([outputs.rows, outputs.columns], [16, 7]);
  assertEquals(state.map((h) => [h.rows, h.columns]), [[16, 1], [16, 1]]);
  const first = bahdanauStep(
    targets.getColumnVector(0),
    encoded.state,
    encoded,
    { cell, score },
  );
  assertEquals(first.state[1], outputs.getColumnVector(0));
});

// row 70: d2l's run shows a grid of 10 x 10 weights (steps 10), 0 past the valid length; here of a source of 6 words
Deno.test("bahdanauDecode() leaves the padding out", () => {
  const encoder = gru(2, 4, 5);
  const encoded = encode(matrices(3)(4, 10), encoder, { validLength: 6 });
  const cell = gru(5, 4 + 5, 5);
  const decoder = { cell, score: additive(7, 5, 5) };
  const targets = matrices(11)(4, 10);
  const { weights, outputs } = bahdanauDecode(targets, encoded, decoder);
  assertEquals([weights.rows, weights.columns], [10, 10]);
  for (let t = 0; t < 10; t++) {
    const column = weights.getColumn(t);
    assertEquals(column.slice(6), [0, 0, 0, 0]);
    assertAlmostEquals(column.reduce((a, b) => a + b), 1, EXACT);
  }
  const short = encode(matrices(3)(4, 10).subMatrix(0, 3, 0, 5), encoder);
  assertMatrix(bahdanauDecode(targets, short, decoder).outputs, outputs);
});

Deno.test("bahdanauDecode() gives one source word weight 1, and survives states of 1e4", () => {
  const cell = gru(2, 2 + 3, 3);
  const memory: Matrix = matrices(3)(3, 1, 1e4);
  const { weights, outputs } = bahdanauDecode(
    matrices(5)(2, 4),
    { memory, state: cell.start, validLength: 1 },
    { cell, score: dotScores },
  );
  assertEquals(weights.getRow(0), [1, 1, 1, 1]);
  assertEquals(outputs.to1DArray().every(Number.isFinite), true);
});

Deno.test("bahdanauStep() throws when memory and query do not fit the score, or the valid length the memory", () => {
  const cell = gru(2, 2 + 3, 5);
  const encoded = {
    memory: matrices(3)(3, 7),
    state: cell.start,
    validLength: 7,
  };
  const input = matrices(5)(2, 1);
  assertThrows(
    () => bahdanauStep(input, cell.start, encoded, { cell, score: dotScores }),
    ShapeError,
    "Cannot score by dot product as D must be one size",
  );
  assertThrows(
    () =>
      bahdanauStep(input, cell.start, { ...encoded, validLength: 8 }, {
        cell,
        score: additive(7, 3, 5),
      }),
    RangeError,
    "a valid length must be an integer from 0 to 7: 8",
  );
});

Deno.test("bahdanauDecode() does not mutate its arguments", () => {
  const cell = gru(2, 2 + 3, 5);
  const encoded = {
    memory: matrices(3)(3, 7),
    state: cell.start,
    validLength: 7,
  };
  const targets = matrices(5)(2, 4);
  const before = JSON.stringify([encoded, targets]);
  bahdanauDecode(targets, encoded, { cell, score: additive(7, 3, 5) });
  assertEquals(JSON.stringify([encoded, targets]), before);
});
