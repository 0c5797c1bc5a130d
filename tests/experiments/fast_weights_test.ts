import { assert, assertEquals } from "@std/assert";
import { seededRandom } from "../../mod.ts";
import { initBackend, tf } from "../../lib/layers/mod.ts";
import {
  createModel,
  KINDS,
  logitsOf,
} from "../../experiments/fast_weights/model.ts";
import {
  DIGITS,
  drawRetrievals,
  INPUTS,
  LETTERS,
} from "../../experiments/fast_weights/retrieval.ts";
import { runShort } from "./support.ts";

await initBackend();

/** In percent: chance is wrong about nine digits of ten; seeds 1 to 3 came to 0. */
const LARGEST_ERROR = 20;

Deno.test("drawRetrievals() asks for the digit behind the letter that comes again", () => {
  const { inputs, digits } = drawRetrievals(seededRandom(7), {
    batch: 100,
    pairs: 3,
  });
  assertEquals(inputs.shape, [100, 9, INPUTS]);
  const kinds = tf.argMax(inputs, 2).arraySync() as number[][];
  const asked = digits.arraySync();
  kinds.forEach((row, b) => {
    const letters = [0, 2, 4].map((t) => row[t]);
    assert(letters.every((letter) => letter < LETTERS));
    assertEquals(new Set(letters).size, 3);
    assertEquals(row.slice(6, 8), [INPUTS - 1, INPUTS - 1]);
    const digit = row[2 * letters.indexOf(row[8]) + 1];
    assertEquals(digit - LETTERS, asked[b]);
  });
  tf.dispose([inputs, digits]);
});

Deno.test("the three nets have as many weights as their formulas say", () => {
  const net = { irnn: 1, lstm: 4, "fast-weights": 1 };
  for (const kind of KINDS) {
    const model = createModel(`test ${kind}`, kind, seededRandom(3));
    const count = model.variables.reduce((sum, { size }) => sum + size, 0);
    const normalization = kind === "fast-weights" ? 2 * 20 : 0;
    const around = 37 * 100 + 20 * 100 + 100 + 100 * DIGITS + DIGITS;
    assertEquals(
      count,
      net[kind] * 20 * (100 + 20 + 1) + normalization + around,
      kind,
    );
    const retrievals = drawRetrievals(seededRandom(5), { batch: 2, pairs: 3 });
    tf.tidy(() => assertEquals(logitsOf(model, retrievals).shape, [2, DIGITS]));
    tf.dispose([retrievals.inputs, retrievals.digits, model.variables]);
  }
});

Deno.test("fast-weights: one pair is remembered", async () => {
  const run = await runShort("fast-weights");
  const error = run.value("error-fast-weights");
  assert(error < LARGEST_ERROR, `error ${error}`);
  for (const { leaked } of run.trainings) assertEquals(leaked, 0);
});
