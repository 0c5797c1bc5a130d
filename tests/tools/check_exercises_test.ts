import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import {
  agreesWith,
  check,
  type Misconception,
  type Reference,
} from "../../grader/check.ts";
import type { CheckResult, Result } from "../../grader/result.ts";
import { runGates } from "../../tools/check_exercises.ts";
import {
  findHintViolations,
  findMisconceptionViolations,
  findPointViolations,
} from "../../tools/check_exercises/descriptions.ts";
import {
  type Diagnosed,
  diagnoseMutant,
  diagnosisTable,
  findDiagnosisViolations,
} from "../../tools/check_exercises/diagnoses.ts";
import { findExampleViolations } from "../../tools/check_exercises/examples.ts";
import {
  type ExerciseFiles,
  findFileViolations,
} from "../../tools/check_exercises/files.ts";
import { FunctionRespondent } from "../../tools/check_exercises/function_respondent.ts";
import {
  findSolutionViolations,
  findStubViolations,
} from "../../tools/check_exercises/grading.ts";
import type { Material } from "../../tools/check_exercises/material.ts";

const both = (text: string) => ({ en: text, zh: text });

/** An exercise of one task, double(x) = 2x, in which all is as it should be. */
function material(): Material {
  const reference: Reference = { double: (x: number) => 2 * x };
  const hints = { en: ["a", "b", "c"], zh: ["a", "b", "c"] };
  return {
    exercise: {
      id: "0-0",
      order: 0,
      section: "0",
      points: 2,
      title: both("Double"),
      tasks: [{ id: "0-0.1", function: "double", hints }],
      folder: "0_0_double",
      file: "double.ts",
    },
    hidden: {
      reference,
      checks: [
        check<[number]>(
          "0-0.1",
          { points: 2, name: both("double"), property: both("2x") },
          fc.integer({ min: -50, max: 50 }).map((x): [number] => [x]),
          agreesWith(reference, "double", "exact"),
        ),
      ],
    },
    misconceptions: [
      mistake("square", (x) => x * x),
      mistake("same", (x) => x),
      mistake("triple", (x) => 3 * x),
      mistake("negative", (x) => -2 * x),
      mistake("absolute", (x) => Math.abs(2 * x)),
    ],
  };
}

function mistake(id: string, double: (x: number) => number): Misconception {
  return { id, text: both(id), variants: [{ double }] };
}

function files(): ExerciseFiles {
  const stub =
    '\nexport function double(x: number): number {\n  return todo("0-0.1", x);\n}\n';
  return {
    handedOut: [
      "README.md",
      "README.zh.md",
      "double.ts",
      "examples_test.ts",
      "exercise.toml",
    ],
    solved: ["double.ts"],
    stub,
    kept: stub,
    solution: "\nexport function double(x: number) {\n  return 2 * x;\n}\n",
  };
}

function result(change: Partial<CheckResult>): Result {
  const checks: CheckResult[] = [{
    id: "0-0.1",
    name: both("double"),
    status: "passed",
    points: 2,
    maxPoints: 2,
    message: null,
    counterexample: null,
    diagnosis: null,
    ...change,
  }];
  return {
    schema: "mneme-result/1",
    seed: 7,
    isolation: "limits",
    notHeld: [],
    durationMs: 1,
    points: 2,
    maxPoints: 2,
    exercises: [{
      id: "0-0",
      section: "0",
      title: both("Double"),
      file: "double.ts",
      status: "passed",
      points: 2,
      maxPoints: 2,
      durationMs: 1,
      checks,
    }],
  };
}

/** Fails unless there is one violation and it says so. */
function assertOne(violations: string[], complaint: string): void {
  assertEquals(violations.length, 1, violations.join("\n"));
  assertStringIncludes(violations[0], complaint);
}

Deno.test("every gate accepts an exercise when all agrees", async () => {
  const right = material();
  assertEquals(findPointViolations(right), []);
  assertEquals(findHintViolations(right.exercise), []);
  assertEquals(findMisconceptionViolations(right), []);
  assertEquals(findFileViolations(right.exercise, files()), []);
  const rows = await diagnosisTable(right, [3, 5]);
  assertEquals(rows.length, 10);
  assertEquals(findDiagnosisViolations("0-0", rows), []);
});

Deno.test("findPointViolations() complains when points or ids disagree", () => {
  const { exercise, hidden } = material();
  const [only] = hidden.checks;
  const withChecks = (...checks: typeof hidden.checks) => ({
    exercise,
    hidden: { ...hidden, checks },
  });
  assertOne(
    findPointViolations(withChecks({ ...only, points: 1 })),
    "gives 2 points, the checks 1",
  );
  assertOne(
    findPointViolations(withChecks(only, { ...only, id: "0-0.1", points: 0 }))
      .filter((line) => line.includes("two checks")),
    "0-0.1",
  );
  assertOne(
    findPointViolations(withChecks({ ...only, points: 2, id: "0-0.1x" }))
      .filter((line) => line.includes("no task")),
    "0-0.1x",
  );
  assertOne(
    findPointViolations(withChecks({ ...only, id: "0-0.2" }))
      .filter((line) => line.includes("has no check")),
    "0-0.1",
  );
  assertOne(
    findPointViolations(
      withChecks({ ...only, property: { en: "x", zh: " " } }),
    ),
    "lacks its name or property",
  );
  assertEquals(
    findPointViolations(withChecks({ ...only, id: "0-0.1.large" })),
    [],
  );
});

Deno.test("findPointViolations() complains when a check is worth nothing", () => {
  const { exercise, hidden } = material();
  const checks = hidden.checks.map((each) => ({ ...each, points: 0 }));
  assertOne(
    findPointViolations({
      exercise: { ...exercise, points: 0 },
      hidden: { ...hidden, checks },
    }),
    "worth nothing",
  );
});

Deno.test("findHintViolations() complains when a hint is missing or blank", () => {
  for (const zh of [["a", "b"], ["a", "b", " "], []]) {
    const { exercise } = material();
    exercise.tasks[0].hints.zh = zh;
    assertOne(findHintViolations(exercise), "three hints in zh");
  }
});

Deno.test("findMisconceptionViolations() complains when one is no mutant", () => {
  const broken = (change: Partial<Misconception>) => {
    const right = material();
    return findMisconceptionViolations({
      ...right,
      misconceptions: right.misconceptions.with(0, {
        ...right.misconceptions[0],
        ...change,
      }),
    });
  };
  assertOne(broken({ id: "same" }), "two misconceptions same");
  assertOne(broken({ text: { en: "", zh: "x" } }), "lacks its text");
  assertOne(broken({ variants: [] }), "has no variant");
  assertOne(broken({ variants: [{ duble: () => 0 }] }), "changes duble");
});

Deno.test("findMisconceptionViolations() complains when there are too few", () => {
  const right = material();
  const misconceptions = right.misconceptions.slice(1);
  assertOne(
    findMisconceptionViolations({ ...right, misconceptions }),
    "fewer than 5",
  );
});

Deno.test("findFileViolations() complains when a file or a todo is wrong", () => {
  const { exercise } = material();
  const right = files();
  const noTodo = right.stub.replace("0-0.1", "0-0.2");
  const hidden = right.stub.replace("export ", "");
  const broken: [Partial<ExerciseFiles>, string][] = [
    [{ handedOut: [...right.handedOut, "notes.txt"] }, "notes.txt does not"],
    [{ handedOut: right.handedOut.slice(1) }, "README.md is missing"],
    [{ solved: [] }, "solutions/0_0_double/double.ts is missing"],
    [{ solved: ["double.ts", "old.ts"] }, "old.ts does not belong"],
    [{ stub: noTodo, kept: noTodo }, 'no todo("0-0.1"'],
    [{ stub: hidden, kept: hidden }, "the stub does not export double"],
    [{ solution: "" }, "the solution does not export double"],
    [{ solution: right.solution + "todo(" }, "the solution has a todo()"],
    [{ stub: right.stub + "\n" }, "differs from its copy"],
  ];
  for (const [change, complaint] of broken) {
    assertOne(findFileViolations(exercise, { ...right, ...change }), complaint);
  }
});

Deno.test("findStubViolations() complains when a stub is not all todo", () => {
  assertEquals(findStubViolations(result({ status: "todo", points: 0 })), []);
  assertOne(findStubViolations(result({})), "2 as passed");
  assertOne(
    findStubViolations(result({ status: "error", points: 0 })),
    "0 as error",
  );
});

Deno.test("findSolutionViolations() complains when a solution loses points", () => {
  assertEquals(findSolutionViolations(result({})), []);
  assertOne(
    findSolutionViolations(
      result({ status: "failed", points: 0, message: both("is wrong") }),
    ),
    "under seed 7: 0 of 2 points, failed (is wrong)",
  );
  assertOne(
    findSolutionViolations(result({ status: "ungraded", points: null })),
    "ungraded",
  );
});

Deno.test("findDiagnosisViolations() complains when a mistake is no mistake", async () => {
  const right = material();
  right.misconceptions.push(mistake("correct", (x) => x + x));
  const rows = await diagnosisTable(right, [3]);
  assertOne(findDiagnosisViolations("0-0", rows), "correct[0], seed 3: loses");
});

Deno.test("findDiagnosisViolations() complains when two mistakes are one", async () => {
  const right = material();
  right.misconceptions.push(mistake("thrice", (x) => x + x + x));
  const violations = findDiagnosisViolations(
    "0-0",
    await diagnosisTable(right, [3]),
  );
  assertEquals(violations.length, 2);
  assertStringIncludes(violations[0], "thrice[0], seed 3: named triple");
  assertStringIncludes(violations[1], "not named in 0-0.1");
});

Deno.test("findDiagnosisViolations() complains when another is named beside it", () => {
  const row: Diagnosed = {
    misconception: "square",
    variant: 0,
    seed: 3,
    failed: [
      { check: "0-0.1", named: "square" },
      { check: "0-0.2", named: "same" },
      { check: "0-0.3", named: null },
    ],
  };
  assertOne(findDiagnosisViolations("0-0", [row]), "named same in 0-0.2");
});

Deno.test("diagnoseMutant() names nothing when the mutant throws", async () => {
  const failed = await diagnoseMutant(material(), {
    double: () => {
      throw new RangeError("no");
    },
  }, 3);
  assertEquals(failed, [{ check: "0-0.1", named: null }]);
});

const SOLVED = { code: 0, output: "ok | 3 passed | 0 failed (2ms)" };
const UNSOLVED = { code: 1, output: "FAILED | 0 passed | 3 failed (2ms)" };

Deno.test("findExampleViolations() complains when examples prove nothing", () => {
  const run = (solution: typeof SOLVED, stub: typeof SOLVED) =>
    findExampleViolations("0-0", { solution, stub });
  assertEquals(run(SOLVED, UNSOLVED), []);
  assertOne(run(UNSOLVED, UNSOLVED), "must pass with the solution");
  assertOne(
    run({ code: 0, output: "ok | 0 passed | 0 failed" }, UNSOLVED),
    "must pass with the solution",
  );
  assertOne(run(SOLVED, SOLVED), "fail with the stub: 3 passed");
  assertOne(
    run(SOLVED, { code: 1, output: "FAILED | 1 passed | 2 failed" }),
    "fail with the stub: 1 passed",
  );
  assertOne(
    run(SOLVED, { code: 1, output: "error: Module not found" }),
    "Module not found",
  );
});

Deno.test("runGates() counts what does not hold, and prints a line for each gate", async () => {
  const lines: string[] = [];
  const broken = await runGates(
    [
      { claim: "this holds", violations: () => [] },
      { claim: "this does not", violations: () => Promise.resolve(["why"]) },
    ],
    [],
    (line) => lines.push(line),
  );
  assertEquals(broken, 1);
  assertEquals(lines.length, 3);
  assert(lines[0].startsWith("ok: this holds"));
  assert(lines[1].startsWith("NOT: this does not"));
  assertEquals(lines[2].trim(), "why");
});

Deno.test("FunctionRespondent answers as a box does", async () => {
  const respondent = new FunctionRespondent({
    push: (list: number[]) => {
      list.push(1);
      return { list: new Float64Array(list), fn: () => 0 };
    },
    fail: () => {
      throw new RangeError("no");
    },
  });
  assertEquals(await respondent.ready(), null);
  assertEquals(respondent.exported("push"), "function");
  assertEquals(respondent.exported("toString"), undefined);

  const mine = [5];
  const outcome = await respondent.call("push", [mine]);
  assert(outcome.kind === "answer");
  const { list, fn } = outcome.value as Record<string, unknown>;
  assertEquals(list, [5, 1]);
  assertEquals((fn as { type: string }).type, "function");
  assertEquals(outcome.args, [[5, 1]]);
  assertEquals(mine, [5]);

  const thrown = await respondent.call("fail", []);
  assertEquals(thrown, {
    kind: "threw",
    name: "RangeError",
    message: "no",
    line: 0,
    column: 0,
  });
});
