import { assert, assertEquals } from "@std/assert";
import {
  copyTask,
  datesTask,
  numbersTask,
  numberWords,
  reverseTask,
} from "../../experiments/bottleneck/tasks.ts";
import { seededRandom } from "../../mod.ts";
import { runShort } from "./support.ts";

Deno.test("copyTask() copies and reverseTask() reverses, at the length asked for", () => {
  const random = seededRandom(3);
  for (const length of copyTask(7).lengths) {
    const copied = copyTask(7).draw(random, length);
    assertEquals(copied.source.length, length);
    assertEquals(copied.target, copied.source);
    const reversed = reverseTask(7).draw(random, length);
    assertEquals(reversed.target.toReversed(), reversed.source);
  }
  assertEquals(copyTask(3).lengths, [1, 2, 3]);
});

Deno.test("numberWords() says numbers, by hand", () => {
  const said = (number: string) => numberWords([...number]).join(" ");
  assertEquals(said("7"), "seven");
  assertEquals(said("13"), "thirteen");
  assertEquals(said("20"), "twenty");
  assertEquals(said("409"), "four hundred nine");
  assertEquals(said("1000"), "one thousand");
  assertEquals(said("85000213"), "eighty five million two hundred thirteen");
});

Deno.test("numbersTask() draws numbers of the length asked for, of its words", () => {
  const task = numbersTask(20);
  const random = seededRandom(5);
  for (const length of task.lengths) {
    const { source, target } = task.draw(random, length);
    assertEquals(source.length, length);
    assert(source[0] !== "0");
    assert(source.every((digit) => task.sourceWords.includes(digit)));
    assert(target.every((word) => task.targetWords.includes(word)));
  }
});

Deno.test("datesTask() draws dates of the length asked for, in one form", () => {
  const task = datesTask();
  const random = seededRandom(7);
  for (const length of task.lengths) {
    for (let i = 0; i < 20; i++) {
      const { source, target } = task.draw(random, length);
      assertEquals(source.length, length);
      const [day, , year] = source.join("").split(" ");
      assert(/^\d{4}-(0\d|1[0-2])-[0-2]\d$/.test(target.join("")));
      assertEquals(target.slice(0, 4).join(""), year);
      assertEquals(Number(target.slice(8).join("")), Number(day));
      assert(source.every((sign) => task.sourceWords.includes(sign)));
    }
  }
});

Deno.test("bottleneck --short: attention copies six letters, a fixed vector does not", async () => {
  const { value, record, pictures } = await runShort("bottleneck");
  // Seed 1 gave 100 with attention and 7 without; chance is 12⁻⁶.
  const [attention, fixed] = [value("exact-attention"), value("exact-fixed")];
  assert(attention >= 80, `${attention}% with attention, seed 1`);
  assert(fixed <= 40, `${fixed}% with a fixed vector, seed 1`);
  assert(value("parameters-fixed") >= value("parameters-attention"));
  assertEquals(value("alignment-weights"), 6 * 7);
  assertEquals(record.leaked, 0);
  assertEquals(pictures.map(({ name }) => name), [
    "alignment",
    "exact-by-length",
    "cost",
  ]);
});
