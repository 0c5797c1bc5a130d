import { assert, assertEquals, assertMatch } from "@std/assert";
import { Foreign } from "../../grader/box/decode.ts";
import { findProgram } from "../../grader/box/launcher.ts";
import { classroomReport } from "../../grader/report/classroom.ts";
import { csvReport, csvTable } from "../../grader/report/csv.ts";
import { gradescopeReport } from "../../grader/report/gradescope.ts";
import { htmlReport } from "../../grader/report/html.ts";
import { junitReport } from "../../grader/report/junit.ts";
import {
  type CheckResult,
  type Result,
  STATUSES,
  total,
} from "../../grader/result.ts";

const HOSTILE = '=1+1 </script><b> & "quoted"\u0007 ]]> ::error:: 中文, 公式';

function check(index: number): CheckResult {
  const status = STATUSES[index];
  const passed = status === "passed";
  return {
    id: `8-6.${index + 1}`,
    name: { en: `check ${index + 1}`, zh: `检查 ${index + 1}` },
    status,
    points: passed ? 2 : status === "ungraded" ? null : 0,
    maxPoints: 2,
    message: passed ? null : { en: HOSTILE, zh: HOSTILE },
    counterexample: status === "failed"
      ? {
        call: "settle",
        arguments: [[[0]], [-3], [1]],
        answer: { energies: [3, 4, NaN], states: new Foreign("Map") },
      }
      : null,
    diagnosis: status === "failed"
      ? { id: "ignores-bias", text: { en: HOSTILE, zh: "忘了偏置" } }
      : null,
  };
}

function resultWith(checks: CheckResult[]): Result {
  const points = total(checks.map((each) => each.points));
  const maxPoints = 2 * checks.length;
  return {
    schema: "mneme-result/1",
    seed: 7,
    isolation: "limits",
    notHeld: [{ en: "a hole in V8", zh: "V8 的漏洞" }],
    durationMs: 1234,
    points,
    maxPoints,
    exercises: [{
      id: "8-6",
      section: "8.6.1",
      title: { en: "The energy <never> rises", zh: "能量不会上升" },
      file: "8_6_hopfield_energy/hopfield_energy.ts",
      status: "ungraded",
      points,
      maxPoints,
      durationMs: 700,
      checks,
    }],
  };
}

const everyStatus = resultWith(STATUSES.map((_, index) => check(index)));
const allPassed = resultWith([check(0), check(0)]);

Deno.test("gradescopeReport() keeps to the field rules when every status occurs", () => {
  const report = JSON.parse(gradescopeReport(everyStatus, "zh"));
  assertEquals(report.execution_time, 1.234);
  assertEquals("score" in report, false); // it would override the sum
  assertEquals(report.tests.length, STATUSES.length);
  for (const test of report.tests) {
    assert(["passed", "failed"].includes(test.status));
    assert(Number.isFinite(test.score) && test.score <= test.max_score);
    assertEquals(typeof test.number, "string");
    assertEquals(test.visibility, "visible"); // a hidden test hides the total
    assertEquals(test.output_format, "text");
  }
  const scores = report.tests.map(({ score }: { score: number }) => score);
  assertEquals(scores, [2, 0, 0, 0, 0, 0, 0]);
  assertMatch(report.tests[2].output, /忘了偏置/);
});

Deno.test("classroomReport() is one base64 line of the runner's object when every status occurs", () => {
  const text = classroomReport(everyStatus, "en");
  assertMatch(text, /^[A-Za-z0-9+/]+=*\n$/);
  const report = JSON.parse(
    new TextDecoder().decode(Uint8Array.fromBase64(text.trim())),
  );
  assertEquals([report.version, report.status], [1, "error"]);
  assertEquals(report.max_score, 14);
  const sum = report.tests.reduce(
    (points: number, { score }: { score: number }) => points + score,
    0,
  );
  assertEquals(sum, 2); // what Classroom itself adds up
  assertEquals(
    report.tests.map(({ status }: { status: string }) => status),
    ["pass", "fail", "fail", "error", "error", "error", "error"],
  );
  const passed = classroomReport(allPassed, "en");
  const decoded = new TextDecoder().decode(
    Uint8Array.fromBase64(passed.trim()),
  );
  assertEquals(JSON.parse(decoded).status, "pass");
});

Deno.test("junitReport() counts what it holds when every status occurs", () => {
  const xml = junitReport(everyStatus, "en");
  const count = (pattern: RegExp) => xml.match(pattern)?.length ?? 0;
  assertEquals(count(/<testcase /g), 7);
  assertEquals(count(/<failure /g), 2);
  assertEquals(count(/<error /g), 4);
  assertEquals(count(/tests="7" failures="2" errors="4" skipped="0"/g), 2);
  assertEquals(xml.includes("\u0007") || xml.includes("<b>"), false);
});

const xmllint = findProgram("xmllint");

Deno.test({
  name: xmllint
    ? "junitReport() is read by xmllint when texts are hostile"
    : "junitReport() is read by xmllint: ignored, install libxml2-utils",
  ignore: xmllint === undefined,
  fn: async () => {
    const file = await Deno.makeTempFile({ suffix: ".xml" });
    try {
      for (const language of ["en", "zh"] as const) {
        await Deno.writeTextFile(file, junitReport(everyStatus, language));
        const { success, stdout, stderr } = await new Deno.Command(xmllint!, {
          args: ["--xpath", "string(//testcase[3]/failure/@type)", file],
        }).output();
        assert(success, new TextDecoder().decode(stderr));
        assertEquals(new TextDecoder().decode(stdout).trim(), "failed");
      }
    } finally {
      await Deno.remove(file);
    }
  },
});

Deno.test("csvTable() quotes as RFC 4180 has it when cells hold commas, quotes and lines", () => {
  assertEquals(
    csvTable([["a,b", 'c"d', "e\nf", "g", 2, null]]),
    '"a,b","c""d","e\nf",g,2,\r\n',
  );
});

Deno.test("csvTable() makes text of a cell when it begins like a formula", () => {
  for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"]) {
    const [cell] = csvTable([[text]]).split("\r\n");
    assert(cell.replace(/^"/, "").startsWith("'"), JSON.stringify(text));
  }
  assertEquals(csvTable([[-1]]), "-1\r\n"); // a number of ours is a number
});

Deno.test("csvReport() has a row for each check when every status occurs", () => {
  const rows = csvReport(everyStatus, "zh").trimEnd().split("\r\n");
  assertEquals(rows.length, 1 + STATUSES.length);
  assert(rows[7].startsWith("8-6,8-6.7,检查 7,ungraded,,2,,"));
});

Deno.test("htmlReport() loads nothing and runs nothing when it is opened", () => {
  for (const language of ["en", "zh"] as const) {
    const page = htmlReport(everyStatus, language);
    assertEquals(/<(script|link|img|iframe|object)\b/i.test(page), false);
    assertEquals(/(src|href)="(?!#)/i.test(page), false);
    assertEquals(/url\((?!data:)/i.test(page), false);
    assertEquals(page.includes("<b>"), false); // the hostile one; ours has a class
    assert(page.includes("default-src 'none'"));
  }
});

Deno.test("htmlReport() says in words what its figures show when they are drawn", () => {
  const page = htmlReport(everyStatus, "en");
  assertMatch(page, /<svg[^>]*role="img" aria-label="The energy of an example/);
  assertMatch(page, /class="katex"/);
  const shown = structuredClone(everyStatus);
  shown.exercises[0].checks[2].counterexample = {
    call: "settle",
    arguments: [[[0]], [-3], [1]],
    answer: { energies: [3, 4], states: [-1] },
  };
  // from state 1 the energy is 3, then -3: the step after the first is wrong
  assertMatch(
    htmlReport(shown, "en"),
    /The step that is wrong first is number 1/,
  );
  assertMatch(htmlReport(shown, "zh"), /第一个不对的是第 1 步/);
});
