/**
 * The large form of a test that runs small among the others: `deno task
 * test:class`.
 *
 * @module
 */

import { assertIntendedMarks } from "./intended.ts";

Deno.test("gradeClassCommand() gives exactly the intended marks to 200 students when killed and started again", () =>
  assertIntendedMarks({
    students: 200,
    seed: crypto.getRandomValues(new Uint16Array(1))[0],
    kills: 5,
    latest: 20_000,
    compared: true,
  }));
