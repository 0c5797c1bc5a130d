import { assertEquals } from "@std/assert";
import { Machine } from "../../grader/machine.ts";

/** Work that says when it begins and ends when it is told to. */
function job(log: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    end: resolve,
    work: async () => {
      log.push(`${name} begins`);
      await promise;
      log.push(`${name} ends`);
      return name;
    },
  };
}

async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

Deno.test("alone() waits for those under way and keeps the others waiting", async () => {
  const log: string[] = [];
  const machine = new Machine();
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => job(log, name));
  const all = [
    machine.beside(a.work),
    machine.beside(b.work),
    machine.alone(c.work),
    machine.beside(d.work),
  ];
  await settle();
  a.end();
  await settle();
  b.end();
  await settle();
  assertEquals(log, ["a begins", "b begins", "a ends", "b ends", "c begins"]);
  c.end();
  await settle();
  d.end();
  assertEquals(await Promise.all(all), [
    { value: "a", crowded: true },
    { value: "b", crowded: true },
    "c",
    { value: "d", crowded: false },
  ]);
  assertEquals(log.slice(5), ["c ends", "d begins", "d ends"]);
});

Deno.test("alone() goes before others that wait, and one after the other", async () => {
  const log: string[] = [];
  const machine = new Machine();
  const [a, b, c] = ["a", "b", "c"].map((name) => job(log, name));
  const all = [machine.beside(a.work), machine.alone(b.work)];
  all.push(machine.alone(c.work));
  for (const { end } of [a, b, c]) {
    end();
    await settle();
  }
  await Promise.all(all);
  assertEquals(log, [
    "a begins",
    "a ends",
    "b begins",
    "b ends",
    "c begins",
    "c ends",
  ]);
});

Deno.test("beside() tells of another when it came later or had left before the end", async () => {
  const log: string[] = [];
  const machine = new Machine();
  const [a, b, c] = ["a", "b", "c"].map((name) => job(log, name));
  const first = machine.beside(a.work);
  await settle();
  const second = machine.beside(b.work);
  b.end();
  await second;
  a.end();
  assertEquals((await first).crowded, true);
  c.end();
  assertEquals((await machine.beside(c.work)).crowded, false);
});

Deno.test("beside() leaves the machine free when the work fails", async () => {
  const machine = new Machine();
  const fail = () => Promise.reject(new Error("no"));
  await machine.beside(fail).catch(() => {});
  await machine.alone(fail).catch(() => {});
  assertEquals(await machine.alone(() => Promise.resolve(7)), 7);
});
