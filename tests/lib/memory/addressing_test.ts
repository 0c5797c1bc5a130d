import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  contentWeights,
  interpolateWeights,
  sharpenWeights,
  shiftWeights,
  turingAddress,
  type TuringHead,
} from "@mneme/mneme/memory";
import { columnVector, fromRows, ShapeError } from "@mneme/mneme/core";
import { assertMatrix, EXACT, matrices, SEEDS } from "../support.ts";
import { distribution } from "./distributions.ts";

const stay: TuringHead = {
  key: columnVector([1, 0]),
  strength: 1,
  gate: 0,
  shift: columnVector([1]),
  sharpening: 1,
};

// row 24: key (3, 4), slots (6, 8), (4, 3), (0, 0): cosines 1, 24/25, 0; with β = 25 ln 2 the weights go as 2^25 : 2^24 : 1, by hand (Graves et al. 2014, eq. 5, 6)
Deno.test("contentWeights() is softmax of strength times cosine, by hand", () => {
  const weights = contentWeights(
    fromRows([[6, 4, 0], [8, 3, 0]]),
    columnVector([3, 4]),
    25 * Math.LN2,
  );
  const total = 2 ** 25 + 2 ** 24 + 1;
  assertMatrix(weights, [[2 ** 25 / total], [2 ** 24 / total], [1 / total]]);
});

Deno.test("contentWeights() does not care how long key and slots are", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [memory, key] = [draw(3, 5), draw(3, 1)];
    assertMatrix(
      contentWeights(memory.clone().mul(7), key.clone().mul(11), 13),
      contentWeights(memory, key, 13),
      { message: `seed ${seed}` },
    );
  }
});

Deno.test("contentWeights() is even at strength 0, one slot at strength 1e4", () => {
  const memory = fromRows([[1, 0, -1], [0, 1, 0]]);
  const key = columnVector([0.1, 1]);
  assertMatrix(contentWeights(memory, key, 0), [[1 / 3], [1 / 3], [1 / 3]]);
  assertMatrix(contentWeights(memory, key, 1e4), [[0], [1], [0]]);
});

// row 25: g = 1 is content alone, g = 0 the address before, in between the mixture (Graves et al. 2014, eq. 7)
Deno.test("interpolateWeights() has the two addresses at its gate's ends", () => {
  const [content, previous] = [
    columnVector([0.2, 0.3, 0.5]),
    columnVector([1, 0, 0]),
  ];
  assertEquals(interpolateWeights(content, previous, 1), content);
  assertEquals(interpolateWeights(content, previous, 0), previous);
  assertMatrix(interpolateWeights(content, previous, 0.5), [
    [0.6],
    [0.15],
    [0.25],
  ]);
});

// row 25: shift (.1, .8, .1) blurs a focused address to .1, .8, .1; shift (.1, .2, .7) sends .7 one slot on, past the end to slot 0 (Graves et al. 2014, eq. 8)
Deno.test("shiftWeights() moves on, around the circle", () => {
  const at = (n: number) =>
    columnVector([0, 1, 2, 3, 4].map((i) => i === n ? 1 : 0));
  assertEquals(
    shiftWeights(at(2), columnVector([0.1, 0.8, 0.1])).to1DArray(),
    [0, 0.1, 0.8, 0.1, 0],
  );
  assertEquals(
    shiftWeights(at(2), columnVector([0.1, 0.2, 0.7])).to1DArray(),
    [0, 0.1, 0.2, 0.7, 0],
  );
  assertEquals(
    shiftWeights(at(4), columnVector([0.1, 0.2, 0.7])).to1DArray(),
    [0.7, 0, 0, 0.1, 0.2],
  );
});

Deno.test("shiftWeights() is the paper's sum Σ_j w(j) s(i - j) modulo N", () => {
  for (const seed of SEEDS) {
    const [weights, shift] = [distribution(seed, 7), distribution(seed + 1, 5)];
    const s = (move: number) => {
      const wrapped = ((move % 7) + 7) % 7; // as a move from -2 to 2, else 0
      const index = (wrapped > 3 ? wrapped - 7 : wrapped) + 2;
      return index >= 0 && index < 5 ? shift.get(index, 0) : 0;
    };
    const expected = [0, 1, 2, 3, 4, 5, 6].map((i) => [
      [0, 1, 2, 3, 4, 5, 6].reduce(
        (sum, j) => sum + weights.get(j, 0) * s(i - j),
        0,
      ),
    ]);
    assertMatrix(shiftWeights(weights, shift), expected, {
      message: `seed ${seed}`,
    });
  }
});

Deno.test("shiftWeights() wraps as often as a shift is longer than the circle", () => {
  const shift = columnVector([0, 0, 0, 0, 0, 0, 1]); // + 3
  assertEquals(
    shiftWeights(columnVector([1, 0]), shift).to1DArray(),
    [0, 1],
  );
  assertEquals(shiftWeights(columnVector([1]), shift).to1DArray(), [1]);
});

// row 25: γ = 2 turns .1, .8, .1 into .01, .64, .01 over .66 (Graves et al. 2014, eq. 9)
Deno.test("sharpenWeights() undoes a blur, by hand", () => {
  assertMatrix(sharpenWeights(columnVector([0.1, 0.8, 0.1]), 2), [
    [1 / 66],
    [64 / 66],
    [1 / 66],
  ]);
});

Deno.test("sharpenWeights() at 1 changes nothing and keeps a 0", () => {
  const weights = columnVector([0.25, 0, 0.75]);
  assertMatrix(sharpenWeights(weights, 1), weights);
  assertEquals(sharpenWeights(weights, 3).get(1, 0), 0);
});

Deno.test("sharpenWeights() survives weights whose power underflows", () => {
  const even = columnVector(new Array(1000).fill(1e-3));
  assertEquals((1e-3) ** 200, 0); // so the literal formula is 0/0
  assertAlmostEquals(sharpenWeights(even, 200).get(7, 0), 1e-3, EXACT);
  const tiny = columnVector([1, 1e-300, 0]);
  assertEquals(sharpenWeights(tiny, 1e4).to1DArray(), [1, 0, 0]);
});

// row 24: all four steps in a row equal the paper's equations 5 to 9 written out
Deno.test("turingAddress() is content, gate, shift, sharpening, in this order", () => {
  const memory = fromRows([[1, 0, -1], [0, 2, 0]]);
  const head = {
    key: columnVector([0, 5]),
    strength: Math.log(2),
    gate: 0.5,
    shift: columnVector([0, 0, 1]),
    sharpening: 2,
  };
  const address = turingAddress(memory, head, columnVector([1, 0, 0]));
  assertMatrix(address.content, [[1 / 4], [1 / 2], [1 / 4]]);
  assertMatrix(address.gated, [[5 / 8], [2 / 8], [1 / 8]]);
  assertMatrix(address.shifted, [[1 / 8], [5 / 8], [2 / 8]]);
  assertMatrix(address.weights, [[1 / 30], [25 / 30], [4 / 30]]);
});

Deno.test("turingAddress() gives distributions at each step", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const address = turingAddress(draw(3, 7), {
      key: draw(3, 1),
      strength: seed === 2 ? 1e4 : seed,
      gate: 0.3,
      shift: distribution(seed, 3),
      sharpening: seed === 3 ? 1e4 : 1.5,
    }, distribution(seed + 1, 7));
    for (const [step, weights] of Object.entries(address)) {
      assertAlmostEquals(weights.sum(), 1, EXACT, `${step}, seed ${seed}`);
      assertEquals(weights.min() >= 0, true, `${step}, seed ${seed}`);
    }
  }
});

Deno.test("turingAddress() of one slot is that slot", () => {
  const head = { ...stay, gate: 0.5, shift: columnVector([0.2, 0.3, 0.5]) };
  const { weights } = turingAddress(
    columnVector([0, 0]),
    head,
    columnVector([1]),
  );
  assertEquals(weights.to1DArray(), [1]);
});

Deno.test("turingAddress() does not mutate its inputs", () => {
  const memory = fromRows([[1, 2], [3, 4]]);
  const previous = columnVector([0.5, 0.5]);
  turingAddress(memory, { ...stay, gate: 0.5, sharpening: 3 }, previous);
  assertEquals(memory.to2DArray(), [[1, 2], [3, 4]]);
  assertEquals(previous.to1DArray(), [0.5, 0.5]);
  assertEquals(stay.key.to1DArray(), [1, 0]);
});

Deno.test("turingAddress() throws when shapes disagree", () => {
  const memory = fromRows([[1, 2], [3, 4]]);
  assertThrows(
    () => turingAddress(memory, stay, columnVector([1, 0, 0])),
    ShapeError,
    "Cannot address a Turing machine's memory as N must be one size: memory (DxN) is 2x2, key (Dx1) is 2x1, previous (Nx1) is 3x1",
  );
  assertThrows(
    () => contentWeights(memory, columnVector([1]), 1),
    ShapeError,
    "Cannot address by content as D must be one size",
  );
});

Deno.test("turingAddress() throws when a parameter is out of its range", () => {
  const memory = fromRows([[1, 2], [3, 4]]);
  const even = columnVector([0.5, 0.5]);
  const wrong: [Partial<TuringHead>, string][] = [
    [
      { strength: -1 },
      "Cannot address by content as the key strength must be a finite number of at least 0: -1",
    ],
    [
      { gate: 1.5 },
      "Cannot interpolate addresses as the gate must be a finite number of at least 0 and of at most 1: 1.5",
    ],
    [
      { shift: even },
      "Cannot shift an address as the shift's size S must be odd: 2",
    ],
    [
      { shift: columnVector([0.5, 0.5, 0.5]) },
      "Cannot shift an address as each column of shift must sum to 1: column 0 sums to 1.5",
    ],
    [
      { sharpening: 0.5 },
      "Cannot sharpen an address as the sharpening must be a finite number of at least 1: 0.5",
    ],
    [
      { key: columnVector([NaN, 0]) },
      "Cannot address by content as every entry of key must be finite: entry (0, 0) is NaN",
    ],
  ];
  for (const [parameter, message] of wrong) {
    assertThrows(
      () => turingAddress(memory, { ...stay, ...parameter }, even),
      RangeError,
      message,
    );
  }
  assertThrows(
    () => turingAddress(memory, stay, columnVector([-0.5, 1.5])),
    RangeError,
    "every entry of previous must be at least 0: entry (0, 0) is -0.5",
  );
});
