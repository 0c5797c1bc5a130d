import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  contentWeightsGradient,
  interpolateWeightsGradient,
  sharpenWeightsGradient,
  shiftWeightsGradient,
  turingAddressGradient,
} from "@mneme/mneme/memory";
import {
  columnVector,
  fromRows,
  type Matrix,
  ShapeError,
} from "@mneme/mneme/core";
import { assertMatrix, EXACT, matrices, SEEDS } from "../support.ts";
import { assertGradient } from "../gradients.ts";
import { distribution } from "./distributions.ts";

/** Numbers that an address depends on; distributions need not sum to 1, so that each entry can be moved. */
interface Parameters {
  memory: Matrix;
  key: Matrix;
  strength: Matrix;
  gate: Matrix;
  shift: Matrix;
  sharpening: Matrix;
  previous: Matrix;
}

/** Graves et al. 2014, eq. 5 and 6, as they stand. */
function contentByDefinition(
  { memory, key, strength }: Pick<Parameters, "memory" | "key" | "strength">,
): number[] {
  const k = key.to1DArray();
  const length = (v: number[]) =>
    Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
  const exponentials = Array.from({ length: memory.columns }, (_, n) => {
    const slot = memory.getColumn(n);
    const dot = slot.reduce((sum, x, d) => sum + x * k[d], 0);
    return Math.exp(strength.get(0, 0) * dot / (length(slot) * length(k)));
  });
  const total = exponentials.reduce((a, b) => a + b);
  return exponentials.map((e) => e / total);
}

/** Eq. 8, as it stands. */
function shiftByDefinition(weights: number[], shift: Matrix): number[] {
  const [slots, middle] = [weights.length, (shift.rows - 1) / 2];
  return weights.map((_, i) => {
    let sum = 0;
    for (let move = -middle; move <= middle; move++) {
      sum += weights[(i - move + slots) % slots] * shift.get(move + middle, 0);
    }
    return sum;
  });
}

/** Eq. 9, as it stands. */
function sharpenByDefinition(weights: number[], sharpening: number): number[] {
  const powers = weights.map((w) => w ** sharpening);
  const total = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / total);
}

function addressByDefinition(parameters: Parameters): number[] {
  const g = parameters.gate.get(0, 0);
  const gated = contentByDefinition(parameters).map((w, n) =>
    g * w + (1 - g) * parameters.previous.get(n, 0)
  );
  return sharpenByDefinition(
    shiftByDefinition(gated, parameters.shift),
    parameters.sharpening.get(0, 0),
  );
}

function against(upstream: Matrix, weights: number[]): number {
  return weights.reduce((sum, w, n) => sum + w * upstream.get(n, 0), 0);
}

function drawParameters(seed: number): Parameters {
  const draw = matrices(seed);
  return {
    memory: draw(3, 7),
    key: draw(3, 1),
    strength: columnVector([2.5]),
    gate: columnVector([0.3]),
    shift: distribution(seed, 5),
    sharpening: columnVector([1.7]),
    previous: distribution(seed + 1, 7),
  };
}

Deno.test("contentWeightsGradient() equals finite differences of the paper's formula", () => {
  for (const seed of SEEDS) {
    const parameters = drawParameters(seed);
    const { memory, key, strength } = parameters;
    const upstream = matrices(seed + 1)(7, 1);
    const gradient = contentWeightsGradient(
      memory,
      key,
      strength.get(0, 0),
      upstream,
    );
    const loss = (moved: Partial<Parameters>) =>
      against(upstream, contentByDefinition({ ...parameters, ...moved }));
    const message = `seed ${seed}`;
    assertGradient(
      gradient.memory,
      memory,
      (memory) => loss({ memory }),
      message,
    );
    assertGradient(gradient.key, key, (key) => loss({ key }), message);
    assertGradient(
      columnVector([gradient.strength]),
      strength,
      (strength) => loss({ strength }),
      message,
    );
  }
});

Deno.test("contentWeightsGradient() is 0 where the cosine has none", () => {
  const upstream = columnVector([1, -1]);
  const { memory } = contentWeightsGradient(
    fromRows([[0, 1], [0, 2]]),
    columnVector([3, 5]),
    1,
    upstream,
  );
  assertEquals(memory.getColumn(0), [0, 0]);
  assertEquals(memory.getColumn(1).every((entry) => entry !== 0), true);
  const { key } = contentWeightsGradient(
    fromRows([[1, 2], [3, 5]]),
    columnVector([0, 0]),
    1,
    upstream,
  );
  assertEquals(key.to1DArray(), [0, 0]);
});

Deno.test("contentWeightsGradient() stands at right angles to key and slots", () => {
  for (const seed of SEEDS) {
    const { memory, key } = drawParameters(seed);
    const gradient = contentWeightsGradient(
      memory,
      key,
      3,
      matrices(seed + 1)(7, 1),
    );
    assertAlmostEquals(gradient.key.dot(key), 0, EXACT, `seed ${seed}`);
    for (let n = 0; n < 7; n++) {
      const along = gradient.memory.getColumnVector(n)
        .dot(memory.getColumnVector(n));
      assertAlmostEquals(along, 0, EXACT, `slot ${n}, seed ${seed}`);
    }
  }
});

Deno.test("interpolateWeightsGradient() and shiftWeightsGradient() equal finite differences", () => {
  for (const seed of SEEDS) {
    const [content, previous] = [
      distribution(seed, 7),
      distribution(seed + 1, 7),
    ];
    const shift = distribution(seed + 2, 5);
    const upstream = matrices(seed)(7, 1);
    const message = `seed ${seed}`;
    const mixed = (g: number, a: Matrix, b: Matrix) =>
      against(
        upstream,
        a.to1DArray().map((w, n) => g * w + (1 - g) * b.get(n, 0)),
      );
    const gated = interpolateWeightsGradient(content, previous, 0.3, upstream);
    assertGradient(
      gated.content,
      content,
      (a) => mixed(0.3, a, previous),
      message,
    );
    assertGradient(
      gated.previous,
      previous,
      (b) => mixed(0.3, content, b),
      message,
    );
    assertGradient(
      columnVector([gated.gate]),
      columnVector([0.3]),
      (g) => mixed(g.get(0, 0), content, previous),
      message,
    );
    const moved = (w: Matrix, s: Matrix) =>
      against(upstream, shiftByDefinition(w.to1DArray(), s));
    const shifted = shiftWeightsGradient(content, shift, upstream);
    assertGradient(shifted.weights, content, (w) => moved(w, shift), message);
    assertGradient(shifted.shift, shift, (s) => moved(content, s), message);
  }
});

Deno.test("sharpenWeightsGradient() equals finite differences of w^γ / Σ w^γ", () => {
  for (const seed of SEEDS) {
    const weights = distribution(seed, 7);
    const upstream = matrices(seed)(7, 1);
    for (const sharpening of [1, 1.7, 5]) {
      const gradient = sharpenWeightsGradient(weights, sharpening, upstream);
      const message = `seed ${seed}, sharpening ${sharpening}`;
      const loss = (w: Matrix, gamma: number) =>
        against(upstream, sharpenByDefinition(w.to1DArray(), gamma));
      assertGradient(
        gradient.weights,
        weights,
        (moved) => loss(moved, sharpening),
        message,
      );
      assertGradient(
        columnVector([gradient.sharpening]),
        columnVector([sharpening]),
        (moved) => loss(weights, moved.get(0, 0)),
        message,
      );
    }
  }
});

Deno.test("sharpenWeightsGradient() has a value at a weight of 0", () => {
  const weights = columnVector([0, 0.25, 0.75]);
  const upstream = columnVector([8, 4, 0]); // its mean under the weights is 1
  const plain = sharpenWeightsGradient(weights, 1, upstream);
  assertMatrix(plain.weights, [[7], [3], [-1]]);
  const sharp = sharpenWeightsGradient(weights, 2, upstream);
  assertEquals(sharp.weights.get(0, 0), 0);
  assertEquals(Number.isFinite(sharp.sharpening), true);
});

Deno.test("sharpenWeightsGradient() survives powers that underflow", () => {
  const even = columnVector(new Array(1000).fill(1e-3));
  const upstream = columnVector(
    even.to1DArray().map((_, n) => n === 0 ? 1 : 0),
  );
  const { weights } = sharpenWeightsGradient(even, 200, upstream);
  assertAlmostEquals(weights.get(0, 0), 200 * (1 - 1e-3), 1e-9);
});

// row 24: the gradient of a whole address agrees with central differences of eq. 5 to 9 in all seven inputs, within 1e-7
// row 25: so do those of gate, shift and sharpening, the steps by location
Deno.test("turingAddressGradient() equals finite differences in everything", () => {
  for (const seed of SEEDS) {
    const parameters = drawParameters(seed);
    const upstream = matrices(seed + 1)(7, 1);
    const head = {
      key: parameters.key,
      strength: parameters.strength.get(0, 0),
      gate: parameters.gate.get(0, 0),
      shift: parameters.shift,
      sharpening: parameters.sharpening.get(0, 0),
    };
    const gradient = turingAddressGradient(
      parameters.memory,
      head,
      parameters.previous,
      upstream,
    );
    for (const name of Object.keys(parameters) as (keyof Parameters)[]) {
      const analytic = gradient[name];
      assertGradient(
        typeof analytic === "number" ? columnVector([analytic]) : analytic,
        parameters[name],
        (moved) =>
          against(
            upstream,
            addressByDefinition({ ...parameters, [name]: moved }),
          ),
        `${name}, seed ${seed}`,
      );
    }
  }
});

Deno.test("turingAddressGradient() and its parts throw when shapes disagree", () => {
  const even = columnVector([0.5, 0.5]);
  const three = columnVector([1, 2, 3]);
  for (
    const differentiate of [
      () =>
        contentWeightsGradient(fromRows([[1, 2]]), columnVector([1]), 1, three),
      () => interpolateWeightsGradient(even, even, 0.5, three),
      () => shiftWeightsGradient(even, columnVector([1]), three),
      () => sharpenWeightsGradient(even, 1, three),
    ]
  ) {
    assertThrows(differentiate, ShapeError, "N must be one size");
  }
});

Deno.test("turingAddressGradient() and its parts throw when a number is out of range", () => {
  const even = columnVector([0.5, 0.5]);
  const upstream = columnVector([1, 2]);
  assertThrows(
    () => shiftWeightsGradient(even, even, upstream),
    RangeError,
    "Cannot differentiate a shift of an address as the shift's size S must be odd: 2",
  );
  assertThrows(
    () => sharpenWeightsGradient(even, 0.5, upstream),
    RangeError,
    "Cannot differentiate a sharpening of an address as the sharpening must be",
  );
  assertThrows(
    () => interpolateWeightsGradient(even, even, 2, upstream),
    RangeError,
    "Cannot differentiate an interpolation of addresses as the gate must be",
  );
  assertThrows(
    () => sharpenWeightsGradient(even, 2, columnVector([1, Infinity])),
    RangeError,
    "every entry of upstream must be finite: entry (1, 0) is Infinity",
  );
});
