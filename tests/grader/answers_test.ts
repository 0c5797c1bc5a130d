import { assertEquals } from "@std/assert";
import { Answers } from "../../grader/answers.ts";
import type { Outcome } from "../../grader/box/box.ts";
import { readCatalog } from "../../grader/catalog.ts";
import { loadHidden } from "../../grader/grade.ts";
import { judge } from "../../grader/judge.ts";
import { FunctionRespondent } from "../../tools/check_exercises/function_respondent.ts";

/** A call that counts how often it is made. */
function counted(outcome: (made: number) => Outcome) {
  let made = 0;
  return {
    call: () => Promise.resolve(outcome(++made)),
    made: () => made,
  };
}

const answer = (value: unknown): Outcome => ({
  kind: "answer",
  value,
  args: [],
});

Deno.test("Answers asks once when a call is made again", async () => {
  const answers = new Answers();
  const { call, made } = counted(answer);
  assertEquals(await answers.ask("f", [[1, 2]], call), answer(1));
  assertEquals(await answers.ask("f", [[1, 2]], call), answer(1));
  assertEquals(made(), 1);
});

Deno.test("Answers asks anew when function or arguments differ", async () => {
  const answers = new Answers();
  const { call, made } = counted(answer);
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
  for (const [fn, args] of calls) await answers.ask(fn, args, call);
  assertEquals(made(), calls.length);
});

Deno.test("Answers asks anew when there was no answer, or a function is among the arguments", async () => {
  const answers = new Answers();
  const silent = counted(() => ({ kind: "todo" }));
  const called = counted(answer);
  for (let i = 0; i < 2; i++) {
    await answers.ask("f", [1], silent.call);
    await answers.ask("g", [() => 1], called.call);
  }
  assertEquals([silent.made(), called.made()], [2, 2]);
});

Deno.test("Answers keeps no more than fits when answers are large", async () => {
  const answers = new Answers();
  const { call, made } = counted(() => answer(Array(1_500_000).fill(0)));
  for (const input of [1, 2, 1, 2]) await answers.ask("f", [input], call);
  assertEquals(made(), 3);
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
