import { assert, assertEquals } from "@std/assert";
import { contentTask, placeTask } from "../../experiments/luong/tasks.ts";
import { seededRandom } from "../../mod.ts";
import { runShort } from "./support.ts";

Deno.test("contentTask() asks for the digits in the keys' order, placeTask() as they lie", () => {
  const random = seededRandom(3);
  for (let i = 0; i < 50; i++) {
    const content = contentTask(5).draw(random);
    const sorted = content.source.toSorted();
    assertEquals(sorted.map(([key]) => key), [..."abcde"]);
    assertEquals(content.target, sorted.map(([, digit]) => digit));
    const place = placeTask(5).draw(random);
    assertEquals(place.target, place.source.map(([, digit]) => digit));
    const { sourceWords } = contentTask(5);
    assert(content.source.every((card) => sourceWords.includes(card)));
  }
});

Deno.test("luong --short: scores that see the cards find them, location does not", async () => {
  const { value, record } = await runShort("luong");
  // Seed 1 gave at least 90 for each of the three and 1 for location; chance is 10⁻⁷.
  for (const score of ["dot", "general", "concat"]) {
    const exact = value(`exact-${score}`);
    assert(exact >= 70, `${exact}% with ${score}, seed 1`);
  }
  const location = value("exact-location");
  assert(location <= 20, `${location}% with location, seed 1`);
  assertEquals(record.leaked, 0);
});
