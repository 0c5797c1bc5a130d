import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  findCycle,
  findViolations,
  LIB_ARROWS,
} from "../../tools/check_layers.ts";

const STUB = "exercises/8_6_hopfield_energy/hopfield_energy.ts";
const EXAMPLES = "exercises/8_6_hopfield_energy/examples_test.ts";
const SOLUTION = "solutions/8_6_hopfield_energy/hopfield_energy.ts";

/** Path, source and a word of the complaint. */
const FORBIDDEN: [path: string, source: string, complaint: string][] = [
  ["lib/core/a.ts", 'import "../attention/mod.ts";', "not built on"],
  ["lib/attention/a.ts", 'import { x } from "../recurrent/mod.ts";', "built"],
  ["lib/new/a.ts", 'import { x } from "../core/mod.ts";', "LIB_ARROWS"],
  ["lib/core/shape.ts", 'import { Matrix } from "ml-matrix";', "matrix.ts"],
  [
    "lib/core/shape.ts",
    'import type { Matrix } from "npm:ml-matrix@^6.15";',
    "matrix.ts",
  ],
  [
    "lib/attention/a.ts",
    'import * as tf from "npm:@tensorflow/tfjs@^4";',
    "TensorFlow.js",
  ],
  ["lib/core/a.ts", 'import { assert } from "@std/assert";', "other package"],
  ["lib/core/a.ts", 'import fs from "node:fs";', "other package"],
  ["lib/core/a.ts", 'export { x } from "../../exercises/todo.ts";', "lib only"],
  ["lib/core/a.ts", 'import { todo } from "#todo";', "lib only"],
  ["lib/core/a.ts", 'import { x } from "@mneme/mneme";', "lib only"],
  ["lib/core/a.ts", 'const x = await import("../memory/mod.ts");', "built"],
  ["lib/core/a.ts", "const x = await import(name);", "must name"],
  ["lib/core/a.ts", "const x = await import(`./${name}.ts`);", "must name"],
  ["mod.ts", 'export * from "./lib/layers/mod.ts";', "slow to load"],
  ["mod.ts", 'export * from "./lib/core/matrix.ts";', "lib/*/mod.ts"],
  [STUB, 'import { x } from "@mneme/mneme";', "nothing of ours"],
  [STUB, 'import { x } from "../../lib/core/mod.ts";', "nothing of ours"],
  [STUB, 'import type { x } from "../../lib/core/mod.ts";', "nothing of ours"],
  [STUB, 'import { x } from "lodash";', "#todo, ml-matrix and types"],
  [STUB, 'import { assert } from "@std/assert";', "#todo, ml-matrix"],
  [STUB, 'import { x } from "./helper.ts";', "nothing of ours"],
  [EXAMPLES, 'import { x } from "../8_5/memory.ts";', "nothing of ours"],
  [SOLUTION, 'import { x } from "../../lib/core/mod.ts";', "nothing of ours"],
  [SOLUTION, 'import { x } from "@mneme/mneme/core";', "nothing of ours"],
  ["exercises/todo.ts", 'import "ml-matrix";', "imports nothing"],
  ["grader/main.ts", `import { x } from "../${SOLUTION}";`, "lib only"],
  ["grader/main.ts", 'import { todo } from "#todo";', "lib only"],
  ["grader/main.ts", 'import "npm:@tensorflow/tfjs";', "TensorFlow.js"],
  ["grader/stubs/8_1/count.ts", 'import "../../../lib/core/mod.ts";', "ours"],
  ["experiments/copy.ts", 'import "../lib/core/mod.ts";', "mod.ts and"],
  ["experiments/copy.ts", 'import "../grader/judge.ts";', "how it speaks"],
  ["playground/main.ts", 'import "../grader/main.ts";', "mod.ts and"],
  ["std/assert/mod.ts", 'import "../../lib/core/mod.ts";', "nothing of ours"],
  ["tools/a.ts", 'import "../tests/a.ts";', "leads into tests/"],
  ["tests/a_test.ts", 'import "../std/assert/mod.ts";', "leads into std/"],
];

const ALLOWED: [path: string, source: string][] = [
  ["lib/core/matrix.ts", 'import { Matrix } from "npm:ml-matrix@^6.15";'],
  ["lib/attention/a.ts", 'import { type M } from "../core/mod.ts";'],
  ["lib/attention/a.ts", 'import { x } from "./b.ts";'],
  ["lib/self_attention/a.ts", 'import { x } from "../attention/mod.ts";'],
  ["lib/layers/a.ts", 'import * as tf from "npm:@tensorflow/tfjs@^4";'],
  ["lib/layers/a.ts", 'import { x } from "../transformer/mod.ts";'],
  ["lib/core/a.ts", '/**\n * import { x } from "@std/assert";\n */'],
  ["lib/core/a.ts", '// import "../attention/mod.ts";'],
  ["lib/core/a.ts", 'const x = `\nimport "../attention/mod.ts";\n`;'],
  ["lib/core/a.ts", "const quote = /[\"'`]/; // import('x')"],
  ["lib/core/a.ts", 'export const x = Array.from("ab");'],
  ["lib/core/a.ts", "const here = import.meta.url;"],
  ["mod.ts", 'export * from "./lib/core/mod.ts";'],
  [STUB, 'import { todo } from "#todo";\nimport { Matrix } from "ml-matrix";'],
  [STUB, 'import type { Net } from "./net.ts";'],
  [EXAMPLES, 'import { energy } from "./hopfield_energy.ts";'],
  [EXAMPLES, 'import { assertEquals } from "@std/assert";'],
  [SOLUTION, 'import { Matrix } from "ml-matrix";'],
  ["grader/stubs/8_1/count.ts", 'import { todo } from "#todo";'],
  ["grader/main.ts", 'import { parseArgs } from "@std/cli/parse-args";'],
  ["grader/hidden/a.ts", 'import { x } from "@mneme/mneme/associative";'],
  ["grader/box/a.ts", "const student = await import(address);"],
  ["experiments/copy.ts", 'import { x } from "@mneme/mneme/layers";'],
  ["experiments/copy.ts", 'import { x } from "../grader/text.ts";'],
  ["std/cli/mod.ts", 'export { parseArgs } from "./parse_args.ts";'],
  ["tests/a_test.ts", 'import * as tf from "npm:@tensorflow/tfjs";'],
];

for (const [path, text, complaint] of FORBIDDEN) {
  Deno.test(`findViolations() refuses ${text} when it stands in ${path}`, () => {
    const violations = findViolations([{ path, text }]);
    assertEquals(violations.length, 1);
    assertStringIncludes(violations[0], complaint);
  });
}

for (const [path, text] of ALLOWED) {
  Deno.test(`findViolations() allows ${text} when it stands in ${path}`, () => {
    assertEquals(findViolations([{ path, text }]), []);
  });
}

Deno.test("findViolations() names file, line and specifier when an import is spread over lines", () => {
  const text = '\nimport {\n  a,\n  b,\n} from "../memory/mod.ts";\n';
  assertEquals(findViolations([{ path: "lib/core/a.ts", text }]), [
    "lib/core/a.ts:5: lib/core is not built on lib/memory: ../memory/mod.ts",
  ]);
});

Deno.test("findCycle() names the folders when they import each other", () => {
  assertEquals(findCycle({ a: ["b"], b: ["c"], c: ["b"] }), ["b", "c", "b"]);
  assertEquals(findCycle({ a: ["a"] }), ["a", "a"]);
});

Deno.test("findCycle() finds none when the arrows are lib's", () => {
  assertEquals(findCycle(LIB_ARROWS), null);
});
