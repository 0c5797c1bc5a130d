import { assertEquals, assertThrows } from "@std/assert";
import {
  columnVector,
  fromRows,
  fromRule,
  normalMatrix,
  pseudoInverse,
  seededRandom,
  ShapeError,
} from "@mneme/mneme/core";
import { assertMatrix, SEEDS } from "../support.ts";

Deno.test("fromRows() keeps rows as rows", () => {
  const a = fromRows([[2, 3, 5], [7, 11, 13]]);
  assertEquals([a.rows, a.columns], [2, 3]);
  assertEquals(a.get(1, 0), 7);
});

Deno.test("fromRows() copies what it is given", () => {
  const rows = [[2, 3], [5, 7]];
  const a = fromRows(rows);
  rows[0][0] = 99;
  a.set(1, 1, 98);
  assertEquals(a.get(0, 0), 2);
  assertEquals(rows[1][1], 7);
});

Deno.test("fromRows() throws when rows differ in length", () => {
  assertThrows(
    () => fromRows([[1, 2], [3]]),
    ShapeError,
    "Cannot make a matrix as every row must have one length, at least 1: row 0 has 2 entries, row 1 has 1",
  );
});

Deno.test("fromRows() throws when there is nothing", () => {
  assertThrows(() => fromRows([]), ShapeError, "there are 0 rows");
  assertThrows(() => fromRows([[]]), ShapeError, "the first has 0 entries");
});

Deno.test("fromRule() gives row and column to the rule", () => {
  const a = fromRule(2, 3, (i, j) => 10 * i + j);
  assertEquals(a.to2DArray(), [[0, 1, 2], [10, 11, 12]]);
});

Deno.test("fromRule() throws when a size is no integer of at least 1", () => {
  for (const [rows, columns] of [[0, 1], [1, -1], [1.5, 1], [1, NaN]]) {
    assertThrows(
      () => fromRule(rows, columns, () => 0),
      ShapeError,
      `${rows}x${columns}`,
    );
  }
});

Deno.test("columnVector() makes one column, even of one entry", () => {
  assertEquals(columnVector([3, 5]).to2DArray(), [[3], [5]]);
  assertEquals(columnVector([3]).to2DArray(), [[3]]);
});

Deno.test("columnVector() throws when there is no entry", () => {
  assertThrows(() => columnVector([]), ShapeError, "there are 0 rows");
});

Deno.test("pseudoInverse() has Penrose's four properties, for columns that depend on each other too", () => {
  for (const seed of SEEDS) {
    const random = seededRandom(seed);
    for (const [rows, rank, columns] of [[7, 3, 5], [3, 3, 7], [5, 5, 5]]) {
      const a = normalMatrix(rows, rank, random)
        .mmul(normalMatrix(rank, columns, random));
      const copy = a.clone();
      const inverse = pseudoInverse(a);
      const options = { tolerance: 1e-9, message: `seed ${seed}` };
      assertMatrix(a.mmul(inverse).mmul(a), a, options);
      assertMatrix(inverse.mmul(a).mmul(inverse), inverse, options);
      for (const product of [a.mmul(inverse), inverse.mmul(a)]) {
        assertMatrix(product, product.transpose(), options);
      }
      assertEquals(a, copy);
    }
  }
});
