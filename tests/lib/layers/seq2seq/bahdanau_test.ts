import { assertEquals, assertThrows } from "@std/assert";
import { additiveScores } from "@mneme/mneme/attention";
import { ShapeError } from "@mneme/mneme/core";
import { gruCell, lstmCell } from "@mneme/mneme/recurrent";
import { bahdanauDecode } from "@mneme/mneme/seq2seq";
import { bahdanauDecoder, tf } from "@mneme/mneme/layers";
import { inner } from "../../gradients.ts";
import { matrices, SEEDS } from "../../support.ts";
import { randomGru, randomLstm, toWeights } from "../recurrent/networks.ts";
import {
  assertTensorClose,
  assertTensorGradients,
  toBatch,
  toTensor,
} from "../support.ts";
import {
  drawAdditive,
  drawSource,
  SIZES,
  toAdditive,
  toEncoded,
} from "./models.ts";

const { E, H, Dh, N, T } = SIZES;

Deno.test("bahdanauDecoder().run() is bahdanauDecode(), padding left out", () => {
  for (const seed of SEEDS) {
    const { memory, start, words } = drawSource(seed);
    const [network, additive] = [
      randomGru(seed + 1, E + Dh, H),
      drawAdditive(seed + 2),
    ];
    for (const validLength of [1, 3, N]) {
      const { outputs, weights } = bahdanauDecoder(
        toEncoded(memory, start, validLength),
        { layers: [toWeights(network)], attention: toAdditive(additive) },
      ).run(toBatch(words));
      const expected = bahdanauDecode(
        words,
        { memory, state: start, validLength },
        {
          cell: gruCell(network, { reset: "after" }),
          score: additiveScores(additive),
        },
      );
      const message = `seed ${seed}, ${validLength} valid`;
      assertTensorClose(outputs, toBatch(expected.outputs), { message });
      assertTensorClose(weights!, toBatch(expected.weights), { message });
    }
  }
});

Deno.test("bahdanauDecoder().run() is bahdanauDecode() with an LSTM", () => {
  const { memory, start, words } = drawSource(3);
  const cell = matrices(5)(H, 1);
  const [network, additive] = [randomLstm(7, E + Dh, H), drawAdditive(11)];
  const encoded = {
    memory: toBatch(memory),
    states: [{ hidden: toTensor(start), cell: toTensor(cell) }],
  };
  const { outputs } = bahdanauDecoder(encoded, {
    layers: [toWeights(network)],
    attention: toAdditive(additive),
  }).run(toBatch(words));
  const expected = bahdanauDecode(
    words,
    { memory, state: { hidden: start, cell }, validLength: N },
    { cell: lstmCell(network), score: additiveScores(additive) },
  );
  assertTensorClose(outputs, toBatch(expected.outputs));
});

Deno.test("bahdanauDecoder().run() has the gradient of bahdanauDecode(), padding left out", () => {
  for (const [i, validLength] of [N, 3, 1].entries()) {
    const seed = SEEDS[i];
    const { memory, start, words } = drawSource(seed);
    const network = randomGru(seed + 1, E + Dh, H);
    const { keyWeights, queryWeights, scoreVector } = drawAdditive(seed + 2);
    const upstream = matrices(seed + 3)(H, T);
    assertTensorGradients(
      (memory, start, words, keys, queries, vector) => {
        const attention = {
          keyWeights: keys,
          queryWeights: queries,
          scoreVector: tf.reshape(vector, [-1]) as tf.Tensor1D,
        };
        const { outputs } = bahdanauDecoder(
          toEncoded(memory, start, validLength),
          {
            layers: [toWeights(network)],
            attention,
          },
        ).run(tf.expandDims(words, 0));
        return tf.sum(tf.mul(outputs, toTensor(upstream)));
      },
      (memory, start, words, keys, queries, vector) => {
        const { outputs } = bahdanauDecode(
          words,
          { memory, state: start, validLength },
          {
            cell: gruCell(network, { reset: "after" }),
            score: additiveScores({
              keyWeights: keys,
              queryWeights: queries,
              scoreVector: vector,
            }),
          },
        );
        return inner(outputs, upstream);
      },
      [memory, start, words, keyWeights, queryWeights, scoreVector],
      { message: `seed ${seed}, ${validLength} valid` },
    );
  }
});

Deno.test("bahdanauDecoder() writes word by word what it was taught at once", () => {
  const { memory, start, words } = drawSource(3);
  const decoder = bahdanauDecoder(toEncoded(memory, start), {
    layers: [toWeights(randomGru(5, E + Dh, H)), toWeights(randomGru(7, H, H))],
    attention: toAdditive(drawAdditive(11)),
  });
  // Two layers, both from the one first state that is given twice.
  const two = { layers: [...decoder.start.layers, ...decoder.start.layers] };
  const first = decoder.step(tf.slice(toTensor(words), [0, 0], [1, E]), two);
  assertEquals(first.state.layers.length, 2);
  assertTensorClose(first.output, first.state.layers[1].hidden);
});

Deno.test("bahdanauDecoder() gives all weight to the only item, and stays finite at scores of 1e4", () => {
  const { memory, start, words } = drawSource(3);
  const additive = toAdditive(drawAdditive(11));
  const { weights, outputs } = bahdanauDecoder(toEncoded(memory, start, 1), {
    layers: [toWeights(randomGru(5, E + Dh, H))],
    attention: { ...additive, scoreVector: tf.fill([SIZES.h], 1e4) },
  }).run(toBatch(words));
  assertTensorClose(weights!, [[1, 0, 0, 0], [1, 0, 0, 0]]);
  outputs.dataSync().forEach((x) => assertEquals(Number.isFinite(x), true));
});

Deno.test("bahdanauDecoder() names all shapes when they do not fit", () => {
  const { memory, start } = drawSource(3, 2);
  assertThrows(
    () =>
      bahdanauDecoder(toEncoded(memory, start), {
        layers: [toWeights(randomGru(5, E + Dh, H))],
        attention: toAdditive(drawAdditive(11)),
      }),
    ShapeError,
    "Dh must be one size: memory [B,N,Dh] is [1,4,2]",
  );
});
