import { assertEquals } from "@std/assert";
import { fromRows, itemsToColumns, itemsToRows } from "@mneme/mneme/core";

Deno.test("itemsToColumns() makes a row's item a column", () => {
  assertEquals(
    itemsToColumns(fromRows([[2, 3, 5], [7, 11, 13]])).to2DArray(),
    [[2, 7], [3, 11], [5, 13]],
  );
});

Deno.test("itemsToRows() undoes itemsToColumns() and mutates nothing", () => {
  const rows = fromRows([[2, 3, 5], [7, 11, 13]]);
  const back = itemsToRows(itemsToColumns(rows));
  back.set(0, 0, 99);
  assertEquals(rows.to2DArray(), [[2, 3, 5], [7, 11, 13]]);
});
