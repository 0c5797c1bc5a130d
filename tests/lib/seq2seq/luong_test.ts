import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  concatScores,
  dotScores,
  generalScores,
  keyValueAttention,
  locationScores,
  type ScoreFunction,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  ShapeError,
} from "@mneme/mneme/core";
import {
  lstmCell,
  rnnCell,
  runCell,
  stackedCell,
} from "@mneme/mneme/recurrent";
import {
  attentionalStates,
  encode,
  luongDecode,
  luongStep,
} from "@mneme/mneme/seq2seq";
import { assertMatrix, EXACT, matrices, SEEDS } from "../support.ts";
import { randomGates, scalarGate } from "../recurrent/gates.ts";

const lstm = (seed: number, inputs: number, hidden: number) => {
  const [input, forget, output, candidate] = randomGates(
    seed,
    inputs,
    hidden,
    4,
  );
  return lstmCell({ input, forget, output, candidate });
};

/** A decoder of two LSTM layers with 5 units that reads words of 3, and what it starts from: 4 words. */
function draw(seed: number, inputs = 3) {
  const cell = stackedCell([lstm(seed, inputs, 5), lstm(seed + 1, 5, 5)]);
  const encoder = stackedCell([lstm(seed + 2, 3, 5), lstm(seed + 3, 5, 5)]);
  return {
    encoded: encode(matrices(seed + 4)(3, 4), encoder),
    decoder: {
      cell,
      score: dotScores as ScoreFunction,
      combineWeights: matrices(seed + 5)(2, 10),
    },
    targets: matrices(seed + 6)(3, 4),
  };
}

// row 52: aₜ = tanh(W_c[cₜ; hₜ]) at c = (1, 2), h = 3, W_c = [1/2, 1/4, -1/3]: tanh(1/2 + 1/2 - 1) = 0 and tanh of 1 + 0 + 3, by hand
Deno.test("attentionalStates() puts the context above the hidden state", () => {
  const a = attentionalStates(
    columnVector([1, 2]),
    columnVector([3]),
    fromRows([[1 / 2, 1 / 4, -1 / 3], [1, 0, 1]]),
  );
  assertMatrix(a, [[0], [Math.tanh(4)]]);
});

Deno.test("luongStep() steps, looks and combines, by hand", () => {
  const cell = rnnCell(scalarGate(1, 0, 0));
  const { state, attentional, context, weights } = luongStep(
    columnVector([0.5]),
    { state: cell.start, attentional: columnVector([0]) },
    {
      memory: fromRows([[0, Math.log(3) / Math.tanh(0.5)]]),
      state: cell.start,
      validLength: 2,
    },
    { cell, score: dotScores, combineWeights: fromRows([[0.1, 0.2]]) },
  );
  const [h, c] = [Math.tanh(0.5), 0.75 * Math.log(3) / Math.tanh(0.5)];
  assertMatrix(state, [[h]]);
  assertMatrix(weights, [[0.25], [0.75]]);
  assertMatrix(context, [[c]]);
  assertMatrix(attentional, [[Math.tanh(0.1 * c + 0.2 * h)]]);
});

// row 51: "I am a student" through two layers of LSTM: four states h̄, and four weights for each word that is written, which sum to 1
Deno.test("luongDecode() of four words has four weights to a target word", () => {
  const { targets, encoded, decoder } = draw(2);
  const { weights, outputs, contexts } = luongDecode(targets, encoded, decoder);
  assertEquals([encoded.memory.rows, encoded.memory.columns], [5, 4]);
  assertEquals([weights.rows, weights.columns], [4, 4]);
  assertEquals([outputs.rows, outputs.columns], [2, 4]);
  for (let t = 0; t < 4; t++) {
    const total = weights.getColumn(t).reduce((a, b) => a + b);
    assertAlmostEquals(total, 1, EXACT);
  }
  assertMatrix(contexts, encoded.memory.mmul(weights));
});

// row 53: the plain mode is key-value attention with K = V = h̄
Deno.test("luongDecode() is one call of key-value attention when nothing is fed back", () => {
  for (const seed of SEEDS) {
    const { targets, encoded, decoder } = draw(seed);
    const { memory } = encoded;
    const scores: ScoreFunction[] = [
      dotScores,
      generalScores(matrices(seed + 7)(5, 5)),
      concatScores({
        querySize: 5,
        weights: matrices(seed + 8)(7, 10),
        scoreVector: matrices(seed + 9)(7, 1),
      }),
      locationScores(matrices(seed + 10)(4, 5)),
    ];
    const { outputs: hidden } = runCell(decoder.cell, targets, encoded.state);
    scores.forEach((score, i) => {
      const found = luongDecode(targets, encoded, { ...decoder, score });
      const { output, weights } = keyValueAttention(
        { keys: memory, values: memory },
        hidden,
        { score },
      );
      const message = `seed ${seed}, score ${i}`;
      assertMatrix(found.weights, weights, { message });
      const expected = attentionalStates(
        output,
        hidden,
        decoder.combineWeights,
      );
      assertMatrix(found.outputs, expected, { message });
    });
  }
});

// row 55: hₜ → αₜ → cₜ → aₜ (Luong et al. 2015, §3.1): the word that is read changes the weights of its own step
Deno.test("luongStep() has weights that know the word that is read", () => {
  const { encoded, decoder } = draw(3);
  const [one, other] = [7, 11].map((seed) =>
    luongStep(
      matrices(seed)(3, 1, 5),
      { state: encoded.state, attentional: columnVector([0, 0]) },
      encoded,
      decoder,
    )
  );
  const gap = one.weights.sub(other.weights).norm("frobenius");
  assertEquals(gap > 1e-3, true, `${gap}`);
});

Deno.test("luongDecode() with input feeding reads the last attentional state under the word", () => {
  for (const seed of SEEDS) {
    const { targets, encoded, decoder } = draw(seed, 3 + 2);
    const found = luongDecode(targets, encoded, decoder, {
      inputFeeding: true,
    });
    const seen = fromRule(
      5,
      4,
      (i, t) =>
        i < 3
          ? targets.get(i, t)
          : t === 0
          ? 0
          : found.outputs.get(i - 3, t - 1),
    );
    const { outputs: hidden } = runCell(decoder.cell, seen, encoded.state);
    const { output } = keyValueAttention(
      { keys: encoded.memory, values: encoded.memory },
      hidden,
      { score: dotScores },
    );
    const expected = attentionalStates(output, hidden, decoder.combineWeights);
    assertMatrix(found.outputs, expected, { message: `seed ${seed}` });
  }
});

Deno.test("luongDecode() gives the padding no weight", () => {
  const { targets, encoded, decoder } = draw(5);
  const { weights } = luongDecode(
    targets,
    { ...encoded, validLength: 3 },
    decoder,
  );
  assertEquals(weights.getRow(3), [0, 0, 0, 0]);
});

Deno.test("luongStep() survives a memory of 1e4", () => {
  const { encoded, decoder } = draw(7);
  const memory = encoded.memory.clone().mul(1e4);
  const { outputs } = luongDecode(
    matrices(3)(3, 1),
    { ...encoded, memory },
    decoder,
  );
  assertEquals(outputs.to1DArray().every(Number.isFinite), true);
});

Deno.test("attentionalStates() and luongStep() throw when W_c does not fit", () => {
  assertThrows(
    () =>
      attentionalStates(
        columnVector([1, 2]),
        columnVector([3]),
        fromRows([[1, 2]]),
      ),
    ShapeError,
    "Cannot combine context and state as a size written as 3 must be 3: contexts (DhxT) is 2x1, hidden (HxT) is 1x1, combineWeights (Ax3) is 1x2",
  );
  const { encoded, decoder, targets } = draw(11);
  assertThrows(
    () =>
      luongDecode(targets, encoded, {
        ...decoder,
        combineWeights: fromRows([[1]]),
      }),
    ShapeError,
    "Cannot combine context and state",
  );
  assertThrows(
    () =>
      luongStep(
        targets.getColumnVector(0),
        { state: encoded.state, attentional: columnVector([0]) },
        encoded,
        decoder,
      ),
    ShapeError,
    "Cannot take a step with attention as A must be one size",
  );
});

Deno.test("luongDecode() does not mutate its arguments", () => {
  const { targets, encoded, decoder } = draw(13);
  const before = JSON.stringify([targets, encoded, decoder]);
  luongDecode(targets, encoded, decoder);
  assertEquals(JSON.stringify([targets, encoded, decoder]), before);
});
