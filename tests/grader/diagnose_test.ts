import { assertEquals } from "@std/assert";
import type { Misconception, Reference } from "../../grader/check.ts";
import { type CallRecord, diagnose } from "../../grader/diagnose.ts";

const reference: Reference = {
  scale: (x: number) => 2 * x,
  mean: (list: number[]) => sum(list) / list.length,
};

function sum(list: number[]): number {
  return list.reduce((a, b) => a + b, 0);
}

function mistake(
  id: string,
  variants: Reference[],
  recognizes?: Misconception["recognizes"],
): Misconception {
  return { id, text: { en: id, zh: id }, variants, recognizes };
}

/** Records of a function's answers to inputs, one argument each. */
function records(
  fn: string,
  inputs: unknown[],
  answer: (input: never) => unknown,
): CallRecord[] {
  return inputs.map((input) => ({
    fn,
    args: [input],
    answer: answer(input as never),
  }));
}

const squares = mistake("squares", [{ scale: (x: number) => x * x }]);
const forgets = mistake("forgets", [{ scale: (x: number) => x }]);
const onlySums = mistake("only-sums", [{ mean: sum }]);

Deno.test("diagnose() names the mistake when every answer is what it gives", () => {
  const mistakes = [squares, forgets, onlySums];
  assertEquals(
    diagnose(records("scale", [0, 3, 5], (x) => x), reference, mistakes),
    forgets,
  );
  assertEquals(
    diagnose(records("mean", [[1], [2, 3]], sum), reference, mistakes),
    onlySums,
  );
});

Deno.test("diagnose() names none when the answers are right", () => {
  const right = records("scale", [1, 2, 3], (x) => 2 * x);
  assertEquals(diagnose(right, reference, [squares, forgets]), null);
});

Deno.test("diagnose() names none when there are no answers", () => {
  assertEquals(diagnose([], reference, [squares, forgets]), null);
});

Deno.test("diagnose() names none when the mistake and the truth agree on all inputs", () => {
  // 0² = 2·0 and 2² = 2·2
  const answers = records("scale", [0, 2], (x) => x * x);
  assertEquals(diagnose(answers, reference, [squares]), null);
});

Deno.test("diagnose() names none when one answer contradicts the mistake", () => {
  const answers = records("scale", [3, 5, 7], (x) => x === 7 ? 0 : x * x);
  assertEquals(diagnose(answers, reference, [squares]), null);
});

Deno.test("diagnose() names none when a function that the mistake leaves alone is wrong", () => {
  const answers = [
    ...records("scale", [3, 5], (x) => x * x),
    ...records("mean", [[2, 3]], () => 0),
  ];
  assertEquals(diagnose(answers, reference, [squares]), null);
});

Deno.test("diagnose() names the mistake when the functions that it leaves alone are right", () => {
  const answers = [
    ...records("scale", [3, 5], (x) => x * x),
    ...records("mean", [[2, 4]], () => 3),
  ];
  assertEquals(diagnose(answers, reference, [squares]), squares);
});

Deno.test("diagnose() names the mistake when any of its variants gives the answers", () => {
  const either = mistake("either", [
    { scale: () => 0 },
    { scale: (x: number) => x * x },
  ]);
  const answers = records("scale", [3, 5], (x) => x * x);
  assertEquals(diagnose(answers, reference, [forgets, either]), either);
});

Deno.test("diagnose() names none when each variant gives only some of the answers", () => {
  const either = mistake("either", [
    { scale: (x: number) => x },
    { scale: (x: number) => x * x },
  ]);
  const answers = records("scale", [3, 5], (x) => x === 3 ? 3 : 25);
  assertEquals(diagnose(answers, reference, [either]), null);
});

Deno.test("diagnose() takes the mistake with more evidence when two give the answers", () => {
  // Both give all answers, but where x is negative only one of them errs.
  const recognizing = mistake("recognizing", [], (_fn, answer) => answer === 9);
  const answers = records("scale", [3, 5, 7], (x) => x * x);
  assertEquals(diagnose(answers, reference, [recognizing, squares]), squares);
  assertEquals(diagnose(answers, reference, [squares, recognizing]), squares);
});

Deno.test("diagnose() takes the first mistake when two have as much evidence", () => {
  const again = mistake("again", squares.variants);
  const answers = records("scale", [3, 5], (x) => x * x);
  assertEquals(diagnose(answers, reference, [again, squares])?.id, "again");
  assertEquals(diagnose(answers, reference, [squares, again])?.id, "squares");
});

Deno.test("diagnose() passes a mistake over when it throws on an input", () => {
  const throws = mistake("throws", [{
    scale: (x: number) => {
      if (x > 4) throw new RangeError("too large");
      return x * x;
    },
  }]);
  const answers = records("scale", [3, 5], (x) => x * x);
  assertEquals(diagnose(answers, reference, [throws]), null);
  assertEquals(diagnose(answers, reference, [throws, squares]), squares);
});

Deno.test("diagnose() does not mutate the records when a mistake mutates its argument", () => {
  const empties = mistake("empties", [{
    mean: (list: number[]) => sum(list.splice(0)),
  }]);
  const answers = records("mean", [[1, 2], [3, 4]], sum);
  const before = structuredClone(answers);
  assertEquals(diagnose(answers, reference, [empties]), empties);
  assertEquals(answers, before);
});

Deno.test("diagnose() names the mistake when an argument is a function", () => {
  const both: Reference = {
    apply: (f: (x: number) => number, x: number) => f(f(x)),
  };
  const once = mistake("once", [{
    apply: (f: (x: number) => number, x: number) => f(x),
  }]);
  const answers = [{
    fn: "apply",
    args: [(x: number) => x + 1, 3],
    answer: 4,
  }];
  assertEquals(diagnose(answers, both, [once]), once);
});

Deno.test("diagnose() allows rounding when answers are close to the mistake's", () => {
  const answers = records("scale", [3, 5], (x) => x * x + 1e-12);
  assertEquals(diagnose(answers, reference, [squares]), squares);
});

Deno.test("diagnose() names the mistake when it recognizes an answer", () => {
  const zeros = mistake(
    "zeros",
    [],
    (fn, answer) => fn === "scale" && answer === 0,
  );
  assertEquals(
    diagnose(records("scale", [3], () => 0), reference, [zeros]),
    zeros,
  );
  assertEquals(
    diagnose(records("mean", [[3]], () => 0), reference, [zeros]),
    null,
  );
});
