import { assertIntendedMarks } from "./intended.ts";

Deno.test("gradeClassCommand() gives exactly the intended marks when killed and started again", () =>
  assertIntendedMarks({
    students: 40,
    seed: 20_261,
    kills: 4,
    latest: 4000,
    compared: false,
  }));

Deno.test("gradeClassCommand() writes the same files when killed as when not", () =>
  assertIntendedMarks({
    students: 9,
    seed: 20_262,
    kills: 3,
    latest: 1500,
    compared: true,
  }));
