import { assertEquals, assertThrows } from "@std/assert";
import {
  columnVector,
  fromRows,
  fromRule,
  normalMatrix,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import {
  linearAttention,
  maskedLinearAttention,
} from "@mneme/mneme/associative";
import { assertMatrix, SEEDS } from "../support.ts";

/** Keys, values and queries of 7 items, and decays, by seed. */
function draw(seed: number) {
  const random = seededRandom(seed);
  const [keys, values, queries] = [3, 5, 3].map((size) =>
    normalMatrix(size, 7, random)
  );
  const logs = (rows: number) =>
    fromRule(rows, 7, () => -Math.abs(random.normal()));
  return {
    memory: { keys, values },
    queries,
    perFeature: logs(3),
    shared: logs(1),
  };
}

Deno.test("linearAttention() adds, forgets and corrects, by hand", () => {
  const memory = {
    keys: fromRows([[1, 0, 1], [0, 1, 1]]),
    values: fromRows([[2, 3, 4]]),
  };
  const queries = fromRows([[1, 1, 1], [0, 1, 0]]);
  const rows = (options: Parameters<typeof linearAttention>[2]) =>
    linearAttention(memory, queries, { scale: 1, ...options });
  // S = (2,0), (2,3), (6,7)
  assertMatrix(rows({}).output, [[2, 5, 6]]);
  assertMatrix(rows({}).state, [[6, 7]]);
  // halved before each write: (2,0), (1,3), (4.5,5.5)
  const logDecay = fromRows([[0, -Math.LN2, -Math.LN2]]);
  assertMatrix(rows({ logDecay }).state, [[4.5, 5.5]]);
  // delta: the third value is 4 - (2 + 3) = -1 beyond what is known: (1,2)
  const writeStrength = fromRows([[1, 1, 1]]);
  assertMatrix(rows({ writeStrength }).state, [[1, 2]]);
  // gated delta, β = ½: (1,0), (½,1½), then 4 - (¼ + ¾) = 3, half of it: (1¾,2¼)
  assertMatrix(
    rows({ logDecay, writeStrength: fromRows([[0.5, 0.5, 0.5]]) }).state,
    [[1.75, 2.25]],
  );
});

// row 33: the recurrent form equals the masked parallel form V(L ⊙ KᵀQ) (Katharopoulos et al. 2020; Yang et al. 2024)
Deno.test("linearAttention() equals maskedLinearAttention(), plain and gated", () => {
  for (const seed of SEEDS) {
    const { memory, queries, perFeature, shared } = draw(seed);
    for (const logDecay of [undefined, shared, perFeature]) {
      for (const scale of [undefined, 0.3]) {
        assertMatrix(
          linearAttention(memory, queries, { logDecay, scale }).output,
          maskedLinearAttention(memory, queries, { logDecay, scale }),
          { message: `seed ${seed}` },
        );
      }
    }
  }
});

Deno.test("linearAttention() goes on from a state as if it had not stopped", () => {
  for (const seed of SEEDS) {
    const { memory, queries, perFeature } = draw(seed);
    const writeStrength = fromRule(1, 7, (_, n) => (n + 1) / 8);
    const whole = linearAttention(memory, queries, {
      logDecay: perFeature,
      writeStrength,
    });
    const part = (first: number, last: number) => {
      const cut = (matrix: typeof queries) =>
        matrix.subMatrix(0, matrix.rows - 1, first, last);
      return {
        memory: { keys: cut(memory.keys), values: cut(memory.values) },
        queries: cut(queries),
        options: {
          logDecay: cut(perFeature),
          writeStrength: cut(writeStrength),
        },
      };
    };
    const [head, tail] = [part(0, 3), part(4, 6)];
    const first = linearAttention(head.memory, head.queries, head.options);
    const second = linearAttention(tail.memory, tail.queries, {
      ...tail.options,
      state: first.state,
    });
    const message = `seed ${seed}`;
    assertMatrix(second.state, whole.state, { message });
    assertMatrix(second.output, whole.output.subMatrix(0, 4, 4, 6), {
      message,
    });
  }
});

Deno.test("linearAttention() by the delta rule reads back the last value of a key of length 1", () => {
  const keys = fromRows([[0.6, 1, 0.6], [0.8, 0, 0.8]]);
  const values = fromRows([[3, 5, 7]]);
  const { output } = linearAttention({ keys, values }, keys, {
    writeStrength: fromRows([[1, 1, 1]]),
    scale: 1,
  });
  assertMatrix(output, values);
});

Deno.test("linearAttention() of orthogonal keys is the same by the plain and the delta rule", () => {
  const memory = {
    keys: fromRows([[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    values: fromRows([[2, 3, 5], [7, 11, 13]]),
  };
  const queries = normalMatrix(3, 3, seededRandom(3));
  const writeStrength = fromRows([[1, 1, 1]]);
  assertMatrix(
    linearAttention(memory, queries, { writeStrength }).output,
    linearAttention(memory, queries).output,
  );
});

Deno.test("linearAttention() with a decay to nothing sees the last item alone, without NaN", () => {
  const { memory, queries } = draw(5);
  const logDecay = fromRule(1, 7, () => -1e4);
  const expected = fromRule(5, 7, (d, n) => {
    let score = 0;
    for (let k = 0; k < 3; k++) {
      score += memory.keys.get(k, n) * queries.get(k, n);
    }
    return memory.values.get(d, n) * score / Math.sqrt(3);
  });
  assertMatrix(linearAttention(memory, queries, { logDecay }).output, expected);
  assertMatrix(maskedLinearAttention(memory, queries, { logDecay }), expected);
});

Deno.test("linearAttention() and maskedLinearAttention() throw when input does not fit", () => {
  const { memory, queries } = draw(2);
  for (const attend of [linearAttention, maskedLinearAttention]) {
    assertThrows(
      () => attend(memory, fromRule(3, 5, () => 0)),
      ShapeError,
      "Cannot attend linearly as N must be one size: keys (DkxN) is 3x7, values (DvxN) is 5x7, queries (DkxN) is 3x5",
    );
    assertThrows(
      () => attend(memory, queries, { logDecay: fromRule(2, 7, () => 0) }),
      ShapeError,
      "Dk must be one size",
    );
    assertThrows(
      () => attend(memory, queries, { scale: NaN }),
      RangeError,
      "Cannot attend linearly as the scale must be a finite number: NaN",
    );
  }
  assertThrows(
    () =>
      linearAttention(memory, queries, { writeStrength: columnVector([1, 2]) }),
    ShapeError,
    "writeStrength (1xN) is 2x1",
  );
  assertThrows(
    () =>
      linearAttention(memory, queries, { state: fromRule(5, 3, () => NaN) }),
    RangeError,
    "every entry of state must be finite: entry (0, 0) is NaN",
  );
});

Deno.test("linearAttention() does not mutate its input", () => {
  const { memory, queries, perFeature } = draw(3);
  const state = fromRule(5, 3, () => 1);
  const inputs = [memory.keys, memory.values, queries, perFeature, state];
  const copies = inputs.map((matrix) => matrix.clone());
  linearAttention(memory, queries, { logDecay: perFeature, state });
  maskedLinearAttention(memory, queries, { logDecay: perFeature });
  assertEquals(inputs, copies);
});
