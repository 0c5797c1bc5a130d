import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  additiveScores,
  decodePointers,
  pointerDistribution,
  pointerLogProbability,
} from "@mneme/mneme/attention";
import {
  fromRule,
  type Matrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import {
  decodePointerNetwork,
  pointerLoss,
  pointerScores,
  type PointerWeights,
  pointerWeights,
  tf,
  variablesOf,
} from "@mneme/mneme/layers";
import {
  lstmParameterCount,
  type LstmParameters,
  lstmScan,
} from "@mneme/mneme/recurrent";
import { matrices, SEEDS } from "../../support.ts";
import {
  assertNoLeak,
  assertTensorClose,
  assertTensorGradients,
  toBatch,
  toTensor,
} from "../support.ts";

const [D, H, N] = [2, 3, 5];

/**
 * All matrices of a pointer network: first input, W, U and b of both LSTMs
 * with their blocks one below the other, W and U of the scores, and v.
 */
function draw(seed: number): Matrix[] {
  const matrix = matrices(seed);
  const lstm = () => [matrix(4 * H, D), matrix(4 * H, H), matrix(4 * H, 1)];
  return [
    matrix(D, 1),
    ...lstm(),
    ...lstm(),
    matrix(H, H),
    matrix(H, H),
    matrix(H, 1),
  ];
}

function toWeights(tensors: tf.Tensor2D[]): PointerWeights {
  const lstm = ([inputWeights, stateWeights, bias]: tf.Tensor2D[]) => ({
    kind: "lstm" as const,
    inputWeights,
    stateWeights,
    bias: tf.reshape(bias, [-1]) as tf.Tensor1D,
  });
  const [start, ...rest] = tensors;
  return {
    start,
    encoder: lstm(rest.slice(0, 3)),
    decoder: lstm(rest.slice(3, 6)),
    scores: {
      keyWeights: rest[6],
      queryWeights: rest[7],
      scoreVector: tf.reshape(rest[8], [-1]),
    },
  };
}

function toLstm([W, U, b]: Matrix[]): LstmParameters {
  const [input, forget, output, candidate] = [0, 1, 2, 3].map((block) => {
    const rows = (m: Matrix) =>
      fromRule(H, m.columns, (i, j) => m.get(block * H + i, j));
    return { inputWeights: rows(W), stateWeights: rows(U), bias: rows(b) };
  });
  return { input, forget, output, candidate };
}

/** The same network by functions of lib: encodings, and the decoder's states after some pointers. */
function libNetwork(x: Matrix, [start, ...rest]: Matrix[]) {
  const encoded = lstmScan(x, toLstm(rest.slice(0, 3)));
  const last = (m: Matrix) => m.getColumnVector(m.columns - 1);
  const [keyWeights, queryWeights, scoreVector] = rest.slice(6);
  return {
    encodings: encoded.hidden,
    parameters: { keyWeights, queryWeights, scoreVector },
    states: (chosen: readonly number[]) =>
      lstmScan(
        fromRule(
          D,
          chosen.length + 1,
          (d, m) => m === 0 ? start.get(d, 0) : x.get(d, chosen[m - 1]),
        ),
        toLstm(rest.slice(3, 6)),
        {
          initialState: {
            hidden: last(encoded.hidden),
            cell: last(encoded.cell),
          },
        },
      ).hidden,
  };
}

/** The next place's scores, as lib's decoding wants them. */
function nextScores(x: Matrix, network: Matrix[]) {
  const { encodings, parameters, states } = libNetwork(x, network);
  return (chosen: readonly number[]) =>
    additiveScores(parameters)(
      encodings,
      states(chosen).getColumnVector(chosen.length),
    );
}

const ids = (rows: number[][]) =>
  tf.tensor2d(rows, [rows.length, rows[0].length], "int32");

Deno.test("pointerScores() have lib's pointer distributions as their softmax", () => {
  for (const seed of SEEDS) {
    const network = draw(seed);
    const [first, second] = [
      matrices(seed + 1)(D, N),
      matrices(seed + 2)(D, N),
    ];
    const pointers = [[2, 0, 4], [1, 1, 3]];
    const scores = pointerScores(toWeights(network.map(toTensor)), {
      inputs: toBatch(first, second),
      pointers: ids(pointers),
    });
    const expected = [first, second].map((x, b) => {
      const { encodings, parameters, states } = libNetwork(x, network);
      const before = states(pointers[b].slice(0, -1));
      return pointerDistribution(encodings, before, parameters);
    });
    assertTensorClose(tf.softmax(scores), toBatch(...expected), {
      message: `seed ${seed}`,
    });
  }
});

Deno.test("pointerLoss() is lib's negative log-probability of the places that count", () => {
  for (const seed of SEEDS) {
    const network = draw(seed);
    const items = [matrices(seed + 1)(D, N), matrices(seed + 2)(D, N)];
    const loss = pointerLoss(toWeights(network.map(toTensor)), {
      inputs: toBatch(...items),
      pointers: ids([[2, 0, 4], [1, 3, 0]]),
      weights: tf.tensor2d([[1, 1, 1], [1, 1, 0]]),
    });
    const [first, second] = items.map((x) => nextScores(x, network));
    const total = pointerLogProbability(first, [2, 0, 4]) +
      pointerLogProbability(second, [1, 3]);
    assertTensorClose(loss, -total / 5, { message: `seed ${seed}` });
  }
});

Deno.test("pointerLoss() has the gradients of lib's, in the inputs too", () => {
  const pointers = [2, 0, 4, 1];
  assertTensorGradients(
    (x, ...tensors) =>
      pointerLoss(toWeights(tensors), {
        inputs: tf.expandDims(x),
        pointers: ids([pointers]),
      }),
    (x, ...network) =>
      -pointerLogProbability(nextScores(x, network), pointers) / 4,
    [matrices(3)(D, N), ...draw(5)],
  );
});

Deno.test("decodePointerNetwork() points where lib's greedy decoding points, twice or not", () => {
  const distinct = (n: number, chosen: readonly number[]) =>
    !chosen.includes(n);
  let twice = 0;
  for (const seed of SEEDS) {
    const network = draw(seed);
    const items = [matrices(seed + 1)(D, N), matrices(seed + 2)(D, N)];
    for (const allowed of [undefined, distinct]) {
      const got = decodePointerNetwork(
        toWeights(network.map(toTensor)),
        toBatch(...items),
        { length: N, allowed },
      );
      const expected = items.map((x) =>
        decodePointers(nextScores(x, network), { length: N, allowed }).pointers
      );
      assertEquals(got, expected, `seed ${seed}`);
      if (!allowed) {
        twice += got.filter((p) => new Set(p).size < N).length;
      }
    }
  }
  assert(twice > 0, "no free decoding points twice, so nothing was tried");
});

Deno.test("the pointer network of one input, one place and scores of 1e4", () => {
  const weights = toWeights(draw(3).map(toTensor));
  const one = { inputs: toBatch(matrices(5)(D, 1)), pointers: ids([[0]]) };
  assertEquals(pointerScores(weights, one).shape, [1, 1, 1]);
  weights.scores.scoreVector = tf.fill([H], 1e4);
  const many = { inputs: toBatch(matrices(5)(D, N)), pointers: ids([[1, 3]]) };
  assert(Number.isFinite(pointerLoss(weights, many).dataSync()[0]));
  assertEquals(
    decodePointerNetwork(weights, toBatch(matrices(5)(D, 1)), { length: 2 }),
    [[0, 0]],
  );
});

Deno.test("pointerWeights() are as many as the theory says", () => {
  const weights = pointerWeights({
    name: "pointer",
    inputSize: D,
    hiddenSize: H,
    random: seededRandom(1),
  });
  const count = variablesOf(weights).reduce((sum, { size }) => sum + size, 0);
  tf.dispose(variablesOf(weights));
  assertEquals(count, 2 * lstmParameterCount(D, H) + D + 2 * H * H + H);
});

Deno.test("the pointer network leaves nothing behind", () => {
  const weights = toWeights(draw(3).map(toTensor));
  const inputs = toBatch(matrices(5)(D, N));
  const pointers = ids([[1, 0]]);
  assertNoLeak(() => pointerLoss(weights, { inputs, pointers }).dispose());
  assertNoLeak(() => decodePointerNetwork(weights, inputs, { length: 3 }));
});

Deno.test("the pointer network throws when shapes do not fit or nothing is allowed", () => {
  const weights = toWeights(draw(3).map(toTensor));
  const inputs = toBatch(matrices(5)(D, N));
  assertThrows(
    () => pointerScores(weights, { inputs, pointers: ids([[1], [2]]) }),
    ShapeError,
    "Cannot point at inputs as B must be one size: inputs [B,N,D] is [1,5,2], pointers [B,M] is [2,1], start [1,D] is [1,2]",
  );
  assertThrows(
    () =>
      decodePointerNetwork(weights, toBatch(matrices(5)(3, N)), { length: 1 }),
    ShapeError,
    "D must be one size",
  );
  assertThrows(
    () =>
      decodePointerNetwork(weights, inputs, {
        length: 2,
        allowed: (_n, chosen) => chosen.length < 1,
      }),
    RangeError,
    "Cannot decode pointers as some input must be allowed: none is after [",
  );
});
