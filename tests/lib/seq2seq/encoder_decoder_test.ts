import { assertEquals, assertThrows } from "@std/assert";
import { fromRows, fromRule, type Matrix, ShapeError } from "@mneme/mneme/core";
import {
  gruCell,
  lstmCell,
  rnnCell,
  rnnScan,
  runCell,
  stackedCell,
} from "@mneme/mneme/recurrent";
import { encode, encodeDecode } from "@mneme/mneme/seq2seq";
import { assertMatrix, matrices, SEEDS } from "../support.ts";
import { randomGates, scalarGate } from "../recurrent/gates.ts";

const gru = (seed: number, inputs: number, hidden: number) => {
  const [update, reset, candidate] = randomGates(seed, inputs, hidden, 3);
  return gruCell({ update, reset, candidate });
};

// row 41: "Echt dicke Kiste" has three words, and the decoder starts from h₃, the last column, and from nothing else
Deno.test("encodeDecode() hands the last of three states to the decoder", () => {
  for (const seed of SEEDS) {
    const [encoder, decoder] = randomGates(seed, 2, 5, 2);
    const words = matrices(seed + 1)(2, 3);
    const targets = matrices(seed + 2)(2, 4);
    const states = rnnScan(words, encoder);
    const { context, outputs } = encodeDecode(words, targets, {
      encoder: rnnCell(encoder),
      decoder: rnnCell(decoder),
    });
    const message = `seed ${seed}`;
    assertEquals(context, states.getColumnVector(2), message);
    const expected = rnnScan(targets, decoder, {
      initialState: states.getColumnVector(2),
    });
    assertEquals(outputs, expected, message);
  }
});

// row 67: the encoder's last state starts the decoder; the fixed context's problem: two sources with one h_N have one translation
Deno.test("encodeDecode() cannot tell sources apart whose last states are equal", () => {
  const forgetful = rnnCell(scalarGate(1, 0, 0)); // knows the last word only
  const decoder = rnnCell(scalarGate(1, 1, 0));
  const targets = fromRows([[0.1, 0.2]]);
  const [long, short] = [[[3, 1, 4, 1, 5]], [[5]]].map((source) =>
    encodeDecode(fromRows(source), targets, { encoder: forgetful, decoder })
  );
  assertEquals(long, short);
});

Deno.test("encodeDecode() shows the context at every step when it is told to, by hand", () => {
  const encoder = rnnCell(scalarGate(1, 0, 0));
  const decoder = rnnCell({
    inputWeights: fromRows([[1, 2]]), // of the word, of the context
    stateWeights: fromRows([[4]]),
    bias: fromRows([[0]]),
  });
  const { context, outputs } = encodeDecode(
    fromRows([[0.3]]),
    fromRows([[0.1, 0.2]]),
    { encoder, decoder },
    { context: "always" },
  );
  const c = Math.tanh(0.3);
  const first = Math.tanh(0.1 + 2 * c + 4 * c);
  assertMatrix(context, [[c]]);
  assertMatrix(outputs, [[first, Math.tanh(0.2 + 2 * c + 4 * first)]]);
});

Deno.test("encodeDecode() takes LSTMs of two layers, whose cells are handed on too", () => {
  const layer = (seed: number, inputs: number) => {
    const [input, forget, output, candidate] = randomGates(seed, inputs, 3, 4);
    return lstmCell({ input, forget, output, candidate });
  };
  const encoder = stackedCell([layer(2, 2), layer(3, 3)]);
  const decoder = stackedCell([layer(5, 2), layer(7, 3)]);
  const [source, targets] = [matrices(11)(2, 5), matrices(13)(2, 2)];
  const { states } = runCell(encoder, source);
  const expected = runCell(decoder, targets, states[4]);
  const { outputs, state } = encodeDecode(source, targets, {
    encoder,
    decoder,
  });
  assertEquals(outputs, expected.outputs);
  assertEquals(state[0].cell, expected.states[1][0].cell);
});

// row 69: d2l's encoder with 16 hidden units, 2 layers and 7 steps gives all states of the top layer (16 x 7), a last state of both layers (16 x 1 each) and the valid length: three things
Deno.test("encode() gives the decoder three things, in d2l's shapes", () => {
  const cell = stackedCell([gru(2, 8, 16), gru(3, 16, 16)]);
  const encoded = encode(matrices(5)(8, 7), cell, { validLength: 4 });
  assertEquals(Object.keys(encoded).length, 3);
  assertEquals([encoded.memory.rows, encoded.memory.columns], [16, 7]);
  assertEquals(encoded.state.map((h) => [h.rows, h.columns]), [[16, 1], [
    16,
    1,
  ]]);
  assertEquals(encoded.validLength, 4);
});

Deno.test("encode() hands on the state before the padding", () => {
  for (const seed of SEEDS) {
    const cell = gru(seed, 3, 5);
    const source = matrices(seed + 1)(3, 7);
    const padded = encode(source, cell, { validLength: 4 });
    const short = encode(source.subMatrix(0, 2, 0, 3), cell);
    assertEquals(padded.state, short.state, `seed ${seed}`);
    assertEquals(padded.memory.columns, 7);
  }
});

Deno.test("encode() throws when the valid length or the source does not fit", () => {
  const cell = gru(2, 3, 5);
  for (const validLength of [0, 8, 2.5, NaN]) {
    assertThrows(
      () => encode(matrices(3)(3, 7), cell, { validLength }),
      RangeError,
      `Cannot encode a source as its valid length must be an integer from 1 to 7: ${validLength}`,
    );
  }
  assertThrows(() => encode(matrices(3)(2, 7), cell), ShapeError, "D must be");
});

Deno.test("encodeDecode() throws when sizes or the context's name are wrong", () => {
  const [source, targets] = [matrices(3)(3, 7), matrices(5)(3, 2)];
  assertThrows(
    () =>
      encodeDecode(source, targets, {
        encoder: gru(2, 3, 5),
        decoder: gru(3, 3, 7),
      }),
    ShapeError,
    "Cannot decode from a fixed context as H must be one size: encoder (Hx1) is 5x1, decoder (Hx1) is 7x1",
  );
  const cells = { encoder: gru(2, 3, 5), decoder: gru(3, 3, 5) };
  const options = { context: "never" } as unknown as { context: "start" };
  assertThrows(
    () => encodeDecode(source, targets, cells, options),
    RangeError,
    'context must be "start" or "always": never',
  );
  assertThrows(
    () => encodeDecode(source, fromRule(3, 2, () => NaN), cells),
    RangeError,
    "every entry of targets must be finite",
  );
});

Deno.test("encodeDecode() does not mutate source or targets", () => {
  const all: Matrix[] = [matrices(3)(3, 7), matrices(5)(3, 2)];
  const before = all.map((matrix) => matrix.to2DArray());
  encodeDecode(all[0], all[1], {
    encoder: gru(2, 3, 5),
    decoder: gru(3, 3, 5),
  });
  assertEquals(all.map((matrix) => matrix.to2DArray()), before);
});
