import { assertEquals } from "@std/assert";
import { type Status, STATUSES, total, worst } from "../../grader/result.ts";

Deno.test("worst() follows the order of the statuses when two meet", () => {
  const order: Status[] = [
    "passed",
    "todo",
    "failed",
    "timeout",
    "error",
    "missing",
    "ungraded",
  ];
  assertEquals([...STATUSES], order);
  order.forEach((worse, i) => {
    for (const better of order.slice(0, i + 1)) {
      assertEquals(worst([better, worse]), worse);
      assertEquals(worst([worse, better, better]), worse);
    }
  });
});

Deno.test("worst() is passed when there is nothing", () => {
  assertEquals(worst([]), "passed");
});

Deno.test("total() adds points when all are known", () => {
  assertEquals(total([]), 0);
  assertEquals(total([2, 0, 3.5]), 5.5);
});

Deno.test("total() is null when any points are", () => {
  assertEquals(total([null, 2]), null);
  assertEquals(total([2, null, 3]), null);
  assertEquals(total([2, null]), null);
});
