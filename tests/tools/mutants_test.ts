import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { chooseLauncher } from "../../grader/box/isolation.ts";
import {
  agreesWith,
  type Check,
  check,
  type HiddenChecks,
} from "../../grader/check.ts";
import { isAlternating } from "../../tools/mutants/alternating.ts";
import { EDGES } from "../../tools/mutants/edges.ts";
import { fateOf } from "../../tools/mutants/fate.ts";
import { makeMutants, type Mutant } from "../../tools/mutants/make.ts";
import { OPERATORS } from "../../tools/mutants/operators.ts";
import { Prover } from "../../tools/mutants/proof.ts";
import {
  type EquivalenceRecord,
  parseRecords,
} from "../../tools/mutants/records.ts";
import {
  type Judged,
  judgeMutants,
  LEAST_MUTANTS,
  type Subject,
  verdictOf,
} from "../../tools/mutants/verdict.ts";
import { readMaterials } from "../../tools/check_exercises/material.ts";
import { summarize } from "../../tools/mutants.ts";

const launcher = await chooseLauncher("auto");

/** f(n) = |n| + 1. */
const SOLUTION = `
export function f(n: number): number {
  return (n < 0 ? -n : n) + 1;
}
`;

const reference = { f: (n: number): number => Math.abs(n) + 1 };

function checking(inputs: fc.Arbitrary<number>, examples: number[] = []) {
  const both = { en: "f", zh: "f" };
  return check<[number]>(
    "0-0.1",
    {
      points: 1,
      name: both,
      property: both,
      runs: 20,
      examples: examples.map((n): [number] => [n]),
    },
    inputs.map((n): [number] => [n]),
    agreesWith(reference, "f"),
  );
}

const anywhere = fc.integer({ min: -50, max: 50 });

/** An exercise with one check; its edges are all whole numbers near 0. */
function subject(
  only: Check,
  records: EquivalenceRecord[] = [],
  code = SOLUTION,
): Subject {
  const hidden: HiddenChecks = { reference, checks: [only] };
  const edges = {
    f: {
      inputs: fc.tuple(fc.integer({ min: -2, max: 2 })),
      agreement: "close" as const,
    },
  };
  return { id: "0-0", path: "double.ts", code, hidden, edges, records };
}

const LINE = "  return (n < 0 ? -n : n) + 1;";

/** At 0 it makes no difference which branch is taken. */
const AT_ZERO: EquivalenceRecord = {
  exercise: "0-0",
  function: "f",
  before: LINE,
  after: "return (n <= 0 ? -n : n)   + 1;",
  reason: "-0 is 0",
};

/** All violations but that so short a program has few mutants. */
function others(violations: string[]): string[] {
  return violations.filter((each) => !each.includes("fewer than"));
}

Deno.test("makeMutants() makes mutants that differ in the line that they name", async () => {
  const { mutants } = await makeMutants(SOLUTION);
  assertEquals(new Set(mutants.map(({ code }) => code)).size, mutants.length);
  for (const { code, line, before, after, fn } of mutants) {
    assertEquals([fn, line, before], ["f", 3, LINE]);
    assertEquals(code, SOLUTION.replace(LINE, after));
    assert(after !== before);
  }
  const texts = mutants.map(({ after }) => after.trim());
  for (
    const text of [
      "return (n <= 0 ? -n : n) + 1;",
      "return (n < 0 ? n : n) + 1;",
      "return (n < 0 ? -n : n) - 1;",
      "return (n < 0 ? -n : n);",
      "return 1;",
      "return (n < 0 ? -n : n) + 2;",
      "return (-n) + 1;",
    ]
  ) assert(texts.includes(text), `${text} in ${texts.join("\n")}`);
});

Deno.test("makeMutants() uses every operator when a program gives it occasion", async () => {
  const { mutants, dependents } = await makeMutants(`
export function g(a: number[], b: number[], n: number): string {
  const word = n > 0 && h(a, b) > 0 ? "more" : "less";
  let sum = -n;
  for (const x of a.toReversed()) sum += x;
  for (let i = 0; i < n; i++) {
    if (a[i] === b[i]) continue;
    sum = Math.max(sum, [a[i] / 2, b[i] - 1][0]);
  }
  return Math.floor(sum) > 3 ? word : "none";
}

function h(a: number[], b: number[]): number {
  return a[0] * b[0];
}
`);
  const used = new Set(mutants.map(({ operator }) => operator));
  assertEquals([...used].sort(), Object.keys(OPERATORS).sort());
  assertEquals([...dependents.get("h")!].sort(), ["g", "h"]);
  assertEquals([...dependents.get("g")!], ["g"]);
});

Deno.test("judgeMutants() lets nothing live when the checks are good", async () => {
  const verdict = await judgeMutants(
    subject(checking(anywhere, [0, 0.5, -1]), [AT_ZERO]),
    launcher,
    2,
  );
  assertEquals(others(verdict.violations), []);
  assertEquals(verdict.survived, 0);
  assertEquals(verdict.killed + 1, verdict.made);
  assertEquals(verdict.equivalents.length, 1);
  assertStringIncludes(verdict.equivalents[0], "double.ts:3:13 (comparison)");
  assertStringIncludes(verdict.equivalents[0], AT_ZERO.reason);
  assertStringIncludes(summarize(verdict), "1 equivalent, 0 survived: 100%");
});

Deno.test("judgeMutants() complains when a mutant lives that is not recorded", async () => {
  const { violations, survived, equivalents } = await judgeMutants(
    subject(checking(anywhere, [0, 0.5, -1])),
    launcher,
    2,
  );
  assertEquals([survived, equivalents.length], [1, 0]);
  const [complaint, ...more] = others(violations);
  assertEquals(more, []);
  assertEquals(complaint.split("\n").slice(0, 3), [
    "double.ts:3:13 (comparison)",
    `  - ${LINE}`,
    "  +   return (n <= 0 ? -n : n) + 1;",
  ]);
  assertStringIncludes(complaint, "survives under seeds");
});

Deno.test("judgeMutants() complains when a record is false", async () => {
  // The check never draws what is below 0, and the edges do.
  const alwaysPositive = { ...AT_ZERO, after: "return (n) + 1;" };
  const { violations, equivalents } = await judgeMutants(
    subject(checking(fc.nat(50)), [AT_ZERO, alwaysPositive]),
    launcher,
    2,
  );
  assertEquals(equivalents.length, 1);
  const [complaint, ...more] = violations
    .filter((each) => each.includes("is recorded"));
  assertEquals(more, []);
  assertStringIncludes(complaint, "  +   return (n) + 1;");
  assertStringIncludes(complaint, "and is not: f(-");
});

Deno.test("judgeMutants() complains when a record is of a killed mutant or of none", async () => {
  const killed = { ...AT_ZERO, after: "return (n < 0 ? -n : n) + 2;" };
  const nowhere = { ...AT_ZERO, after: "return (n > 7 ? -n : n) + 2;" };
  const { violations } = await judgeMutants(
    subject(checking(anywhere, [0, 0.5, -1]), [AT_ZERO, killed, nowhere]),
    launcher,
    2,
  );
  const [first, second, ...more] = others(violations);
  assertEquals(more, []);
  assertStringIncludes(first, "as equivalent, and check 0-0.1 kills it");
  assertStringIncludes(second, "records a mutant that there is not");
});

/** A mutant with a fate, for the counts. */
function judged(
  kind: "killed" | "timeout" | "survived",
  isRecorded = false,
): Judged {
  const mutant: Mutant = {
    operator: "sign",
    fn: "f",
    line: 1,
    column: 1,
    before: "-1",
    after: "1",
    code: "1",
  };
  return {
    mutant,
    fate: kind === "survived" ? { kind, seeds: [3] } : { kind, check: "0-0.1" },
    record: isRecorded ? AT_ZERO : undefined,
    difference: null,
  };
}

Deno.test("verdictOf() complains when there are too few mutants or too many equivalents", () => {
  const about = { id: "0-0", path: "double.ts", records: [AT_ZERO] };
  const killed = (count: number) =>
    Array.from({ length: count }, () => judged("killed"));
  const recorded = (count: number) =>
    Array.from({ length: count }, () => judged("survived", true));
  const violationsOf = (...all: Judged[]) => verdictOf(about, all).violations;

  assertEquals(violationsOf(...killed(27), ...recorded(3)), []);
  assertEquals(violationsOf(...killed(26), ...recorded(3)), [
    `0-0: has 29 mutants, fewer than ${LEAST_MUTANTS}`,
    "0-0: 3 of 29 mutants are equivalent, more than 10%",
  ]);
  assertEquals(violationsOf(...killed(27), ...recorded(4)), [
    "0-0: 4 of 31 mutants are equivalent, more than 10%",
  ]);
});

Deno.test("summarize() does not say 100% when one of many lives", () => {
  const verdict = verdictOf({ id: "0-0", path: "double.ts", records: [] }, [
    ...Array.from({ length: 9998 }, () => judged("killed")),
    judged("timeout"),
    judged("survived"),
  ]);
  assertEquals(
    summarize(verdict),
    "0-0: 10000 made, 9998 killed, 1 timed out, 0 equivalent, 1 survived: 99.9%",
  );
});

/** A mutant of that code, for the box. */
function mutantOf(code: string): Mutant {
  return { ...judged("killed").mutant, code };
}

Deno.test("fateOf() tells killed, hung and lucky mutants apart", async () => {
  const checks = [checking(anywhere)];
  const fate = (code: string) => fateOf(mutantOf(code), checks, launcher);
  assertEquals(await fate("export const f = () => 0;"), {
    kind: "killed",
    check: "0-0.1",
  });
  assertEquals(await fate("export const f = () => { for (;;); };"), {
    kind: "timeout",
    check: "0-0.1",
  });
  assertEquals(await fate(SOLUTION), {
    kind: "survived",
    seeds: [3, 101, 20_011],
  });
  // Wrong for few inputs: some seeds draw one of them, and some do not.
  const lucky = mutantOf(SOLUTION.replace("+ 1", "+ (n > 47 ? 2 : 1)"));
  const seeds = Array.from({ length: 20 }, (_, i) => i);
  const fated = await fateOf(lucky, checks, launcher, seeds);
  assert(fated.kind === "survived");
  assert(fated.seeds.length < seeds.length, `seeds ${fated.seeds.join(", ")}`);
});

Deno.test("fateOf() throws when a mutant is no program", async () => {
  await assertRejects(
    () =>
      fateOf(mutantOf("export const f = ;"), [checking(anywhere)], launcher),
    Error,
    "Cannot judge the mutant at 1:1 as it must load in a box",
  );
});

Deno.test("Prover finds the difference when a mutant is not the solution", async () => {
  const { hidden, edges } = subject(checking(anywhere));
  const prover = new Prover({ code: SOLUTION, hidden, edges }, launcher);
  const difference = (code: string) => prover.difference(code, ["f"]);
  assertEquals(await difference(SOLUTION), null);
  const cases: [code: string, difference: string][] = [
    // An edge.
    [SOLUTION.replace("+ 1", "+ (n === -2 ? 0 : 1)"), "f(-2) is 2"],
    // An input of the check alone.
    [SOLUTION.replace("+ 1", "+ (n === 41 ? 0 : 1)"), "f(41) is 41"],
    [SOLUTION.replace("+ 1", "+ 1 + 1e-7"), "f("],
    [SOLUTION.replace("+ 1", "+ (n === 7 ? NaN : 1)"), "f(7)"],
    ["export function f() { throw new Error(); }", "no answer, but threw"],
    ["export function f( {", "does not load"],
  ];
  for (const [code, complaint] of cases) {
    assertStringIncludes(await difference(code) ?? "no difference", complaint);
  }
  assertEquals(await difference(SOLUTION.replace("+ 1", "+ 1 + 1e-11")), null);
});

Deno.test("parseRecords() throws when a record is incomplete or there twice", () => {
  const record = Object.entries(AT_ZERO)
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}`).join("\n");
  const written = `[[equivalent]]\n${record}\n`;
  assertEquals(parseRecords(written), [AT_ZERO]);
  assertThrows(
    () => parseRecords(written + written),
    Error,
    "a mutant must have one record",
  );
  assertThrows(
    () => parseRecords(written.replace("-0 is 0", " ")),
    Error,
    "equivalent.0.reason is not as expected",
  );
  assertThrows(
    () => parseRecords(written.replace("before", "was")),
    Error,
    "is not as expected",
  );
});

Deno.test("EDGES has inputs for every function of every exercise", async () => {
  for (const { exercise: { id }, hidden } of await readMaterials([])) {
    assertEquals(
      Object.keys(EDGES[id] ?? {}).sort(),
      Object.keys(hidden.reference).sort(),
      id,
    );
  }
});

Deno.test("EDGES are legal: the reference answers them", async () => {
  for (const { exercise: { id }, hidden } of await readMaterials([])) {
    for (const [fn, { inputs }] of Object.entries(EDGES[id])) {
      for (const args of fc.sample(inputs, { seed: 7, numRuns: 200 })) {
        hidden.reference[fn](...args);
      }
    }
  }
});

Deno.test("isAlternating() accepts a legal cycle and nothing else", () => {
  const cycle = {
    weights: [[0, 1], [1, 0]],
    biases: [0, 0],
    states: [1, -1],
  };
  assert(isAlternating(cycle));
  assert(!isAlternating({ ...cycle, states: [1, 1] }));
  assert(!isAlternating({ ...cycle, states: [2, -2] }));
  assert(!isAlternating({ ...cycle, biases: [5, 0] }));
  assert(!isAlternating({ ...cycle, biases: [0] }));
  assert(!isAlternating({ ...cycle, weights: [[0, 1], [2, 0]] }));
  assert(!isAlternating({ ...cycle, weights: [[1, 1], [1, 0]] }));
});

Deno.test("mutants exits 2 with one line when there is no such exercise", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", "tools/mutants.ts", "8-9"],
    cwd: new URL("../../", import.meta.url),
  }).output();
  const decoder = new TextDecoder();
  assertEquals([code, decoder.decode(stdout)], [2, ""]);
  assertStringIncludes(
    decoder.decode(stderr),
    "Cannot check 8-9 as an id must be one of 8-1, ",
  );
  assertEquals(decoder.decode(stderr).trim().split("\n").length, 1);
});
