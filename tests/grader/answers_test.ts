import { assertEquals } from "@std/assert";
import { Answers } from "../../grader/answers.ts";
import type { Outcome } from "../../grader/box/box.ts";
import { readCatalog } from "../../grader/catalog.ts";
import { loadHidden } from "../../grader/grade.ts";
import { judge } from "../../grader/judge.ts";
import { FunctionRespondent } from "../../tools/check_exercises/function_respondent.ts";

const answer = (value: unknown): Outcome => ({
  kind: "answer",
  value,
  args: [],
});

Deno.test("recall() gives the answer to the very call when it was kept", () => {
  const answers = new Answers();
  const calls: [string, unknown[]][] = [
    ["f", [1]],
    ["g", [1]],
    ["f", [-1]],
    ["f", [0]],
    ["f", [-0]],
    ["f", [NaN]],
    ["f", [[1]]],
    ["f", [1, 1]],
    ["f", [{ a: 1 }]],
  ];
  for (const [i, [fn, args]] of calls.entries()) {
    assertEquals(answers.recall(fn, args), undefined);
    answers.keep(fn, args, answer(i));
  }
  for (const [i, [fn, args]] of calls.entries()) {
    assertEquals(answers.recall(fn, args), answer(i));
  }
});

Deno.test("keep() leaves out what is no answer, and calls with functions", () => {
  const answers = new Answers();
  answers.keep("f", [1], { kind: "todo" });
  answers.keep("g", [Math.sin], answer(1));
  assertEquals(answers.recall("f", [1]), undefined);
  assertEquals(answers.recall("g", [Math.sin]), undefined);
});

Deno.test("keep() keeps no more than fits when answers are large", () => {
  const answers = new Answers();
  for (const input of [1, 2]) {
    answers.keep("f", [input], answer(Array(1_500_000).fill(0)));
  }
  assertEquals(answers.recall("f", [1])?.kind, "answer");
  assertEquals(answers.recall("f", [2]), undefined);
});

Deno.test("judge() makes a stack's calls once when memory and read have the same inputs", async () => {
  const exercise = (await readCatalog()).find(({ id }) => id === "8-4")!;
  const { checks, reference } = await loadHidden(exercise);
  let calls = 0;
  const respondent = new FunctionRespondent({
    ...reference,
    stackStep: (...args) => {
      calls += 1;
      return reference.stackStep(...args);
    },
  });
  const answers = new Answers();
  const [memory, read] = ["8-4.1", "8-4.1.read"].map((id) =>
    checks.find((check) => check.id === id)!
  );
  assertEquals((await judge(memory, respondent, 7, { answers })).failure, null);
  const before = calls;
  const { failure, records } = await judge(read, respondent, 7, { answers });
  assertEquals(failure, null);
  assertEquals(records.length > 100, true);
  // Only those that see whether the answer stays.
  assertEquals(calls - before <= 4, true, `${calls - before} more calls`);
});
