import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { EXERCISES, readCatalog } from "../../grader/catalog.ts";
import { nearestIds } from "../../grader/nearest.ts";

const catalog = await readCatalog();
const ids = catalog.map(({ id }) => id);

Deno.test("readCatalog() lists the exercises in their order when all are read", () => {
  const orders = catalog.map(({ order }) => order);
  assertEquals(orders, orders.toSorted((a, b) => a - b));
  assertEquals(new Set(orders).size, orders.length);
  const first = ["8-1", "8-2", "8-3", "8-6"];
  assertEquals(ids.filter((id) => first.includes(id)), first);
});

Deno.test("readCatalog() names each exercise once when all are read", () => {
  assertEquals(new Set(ids).size, ids.length);
});

for (const { id, folder, file, tasks } of catalog) {
  Deno.test(`readCatalog() leads to the stub when it describes ${id}`, async () => {
    const stub = await Deno.readTextFile(join(EXERCISES, folder, file));
    for (const task of tasks) {
      assert(task.id.startsWith(`${id}.`), task.id);
      assert(stub.includes(`export function ${task.function}(`), task.id);
    }
  });
}

const NAMES = ["8-1", "8-2", "8-3", "8-4", "8-5", "8-6", "8-12"];

/** What was typed and the id that it most likely meant. */
const MISTYPED: [asked: string, nearest: string][] = [
  ["8-7", "8-6"],
  ["8.3", "8-3"],
  ["83", "8-3"],
  ["8_6", "8-6"],
  ["8-6.2", "8-6"],
  ["8-0", "8-1"],
  ["9-4", "8-4"],
  ["-12", "8-12"],
];

for (const [asked, nearest] of MISTYPED) {
  Deno.test(`nearestIds() puts ${nearest} first when ${asked} was asked for`, () => {
    assertEquals(nearestIds(asked, NAMES)[0], nearest);
  });
}

Deno.test("nearestIds() names at most three when many are near", () => {
  assertEquals(nearestIds("8-7", NAMES), ["8-6", "8-5", "8-4"]);
});

Deno.test("nearestIds() names none when nothing is alike", () => {
  assertEquals(nearestIds("hopfield", NAMES), []);
  assertEquals(nearestIds("", NAMES), []);
});
