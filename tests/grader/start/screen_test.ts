import { assert, assertEquals, assertStringIncludes } from "@std/assert";
// How wide text is, by somebody else's count.
// deno-lint-ignore no-import-prefix
import stringWidth from "npm:string-width@^9";
import { WORDS } from "../../../grader/report/words.ts";
import { STATUSES } from "../../../grader/result.ts";
import { plainEvents, plainLines } from "../../../grader/start/plain.ts";
import { screen } from "../../../grader/start/screen.ts";
import type { State } from "../../../grader/start/state.ts";
import type { Language } from "../../../grader/text.ts";
import {
  after,
  catalog,
  firstState,
  judged,
  passed,
  resultOf,
  solvedProgress,
} from "./support.ts";

const LANGUAGES: Language[] = ["en", "zh"];
const SIZES = [60, 80, 200].flatMap((width) =>
  [16, 24, 50].map((height) => ({ width, height, color: false }))
);
const [one] = catalog;

const LONG = {
  en: "every answer must keep what the property says ".repeat(9).trim(),
  zh: "每个答案都应当满足这里所说的性质，".repeat(12),
};

/** States of every kind, by name. */
function states(language: Language): Record<string, State> {
  const start = firstState({ language, progress: solvedProgress("8-2") });
  const failed = after(
    start,
    judged(resultOf(one, ["passed", "failed"], {
      message: LONG,
      diagnosis: { id: "mistake", text: LONG },
    })),
    "h",
  ).state;
  const findings = Array.from({ length: 9 }, (_, i) => ({
    line: i + 1,
    column: 7,
    message: `Type 'string' is not assignable to type 'number'. ${LONG.en}`,
  }));
  const list = after(failed, "l").state;
  return {
    start,
    failed,
    typed: after(failed, { kind: "checked", id: one.id, findings }).state,
    asking: after(failed, "x").state,
    solved: after(start, judged(passed(one))).state,
    list,
    search: after(list, "/", ..."能").state,
    empty: after(list, "/", ..."zzz").state,
    help: after(start, "?").state,
    solution: after(start, {
      kind: "solution",
      path: `/a/${"long/".repeat(30)}path.ts`,
      lines: Array.from({ length: 90 }, () => `code // ${LONG.zh}`),
    }).state,
    polling: after(start, { kind: "polling", reason: LONG }).state,
    practice: { ...failed, practice: true },
  };
}

for (const language of LANGUAGES) {
  for (const [name, state] of Object.entries(states(language))) {
    Deno.test(`screen() stays within every size when it shows ${name} in ${language}`, () => {
      for (const size of SIZES) {
        const lines = screen(state, size);
        assert(lines.length <= size.height, `${lines.length} lines`);
        for (const line of lines) {
          const room = `${size.width}x${size.height}: ${line}`;
          assert(stringWidth(line) <= size.width, room);
        }
      }
    });
  }
}

Deno.test("screen() is the same without its colors when there are none", () => {
  for (const language of LANGUAGES) {
    for (const [name, state] of Object.entries(states(language))) {
      const size = { width: 80, height: 24 };
      const colored = screen(state, { ...size, color: true });
      const plain = screen(state, { ...size, color: false });
      assertEquals(colored.map(uncolored), plain, name);
      assert(plain.every((line) => !line.includes("\x1b")), name);
      assert(colored.some((line) => line.includes("\x1b[")), name);
    }
  }
});

function uncolored(line: string): string {
  // deno-lint-ignore no-control-regex -- colors and links are control sequences
  return line.replace(/\x1b\[\d+m|\x1b\]8;;[^\x1b]*\x1b\\/g, "");
}

Deno.test("screen() has the failing expectation on the progress bar and the keys at the bottom", () => {
  for (const language of LANGUAGES) {
    const { failed } = states(language);
    for (const width of [60, 80, 200]) {
      const size = { width, height: 40, color: false };
      const lines = screen(failed, size);
      const bar = lines.findIndex((line) => /\[[#>-]+\] \d+\/\d+/.test(line));
      assert(bar >= lines.length - 3, lines.join("\n"));
      assertStringIncludes(lines.at(-1)! + lines.at(-2), "q ");
      const title = lines.findLastIndex((line) =>
        line.startsWith(`✗ ${one.tasks[1].id}`)
      );
      const verdict = lines.slice(title, bar - 1).join("\n");
      const words = WORDS[language];
      for (const word of [words.tried, words.answered, words.looksLike]) {
        assertStringIncludes(verdict, word);
      }
    }
  }
});

Deno.test("screen() does not move the verdict when the type check's findings come", () => {
  for (const language of LANGUAGES) {
    const { failed, typed } = states(language);
    for (const size of SIZES) {
      const before = screen(failed, size);
      const now = screen(typed, size);
      const rule = (lines: string[]) =>
        lines.findIndex((line) => line.startsWith("──"));
      assertEquals(
        now.slice(rule(now) + 1),
        before.slice(rule(before) + 1),
        `${size.width}x${size.height}`,
      );
      assertEquals(now.length, before.length);
    }
  }
});

Deno.test("screen() leads to the files by links only when there are colors", () => {
  const state = firstState();
  const [, , path] = screen(state, { width: 80, height: 24, color: true });
  assertStringIncludes(path, "\x1b]8;;file:///");
  assertStringIncludes(path, `exercises/${one.folder}/${one.file}`);
  const [, , plain] = screen(state, { width: 80, height: 24, color: false });
  assertEquals(plain, `Edit exercises/${one.folder}/${one.file}`);
});

Deno.test("screen() shows the hint's level and text when one was asked for", () => {
  for (const language of LANGUAGES) {
    const result = resultOf(one, ["failed"]);
    const { state } = after(firstState({ language }), judged(result), "h", "h");
    const text = screen(state, { width: 80, height: 40, color: false })
      .join("").replaceAll(/\s+/g, "");
    const [task] = one.tasks;
    assertStringIncludes(text, task.hints[language][1].replaceAll(/\s+/g, ""));
    assert(!text.includes(task.hints[language][2].replaceAll(/\s+/g, "")));
  }
});

Deno.test("screen() marks every status by a sign of its own when there are no colors", () => {
  const signs = STATUSES.map((status) => {
    const { state } = after(firstState(), judged(resultOf(one, [status])));
    const lines = screen(state, { width: 80, height: 40, color: false });
    return lines.find((line) => line.slice(2).startsWith(one.tasks[0].id))![0];
  });
  assertEquals(new Set(signs).size, STATUSES.length);
});

Deno.test("screen() names no points when there are visible examples alone", () => {
  for (const language of LANGUAGES) {
    const { practice } = states(language);
    const text = screen(practice, { width: 80, height: 40, color: false })
      .join("\n");
    assert(!/ (points|分)( |$)/m.test(text), text);
  }
});

Deno.test("plainLines() says each thing once when states follow each other", () => {
  const layout = { width: 80, color: false };
  for (const language of LANGUAGES) {
    const { start, failed, typed, list, solved } = states(language);
    const said = (before: State, now: State) =>
      plainLines(before, now, layout).join("\n");
    assertEquals(said(failed, failed), "");
    assertStringIncludes(said(start, solved), "8/36");
    assertStringIncludes(said(failed, typed), "1:7 Type 'string'");
    assert(!said(failed, typed).includes(WORDS[language].tried));
    for (const { id } of catalog) {
      assertStringIncludes(said(failed, list), `${id} `);
    }
    for (const line of said(start, failed).split("\n")) {
      assert(stringWidth(line) <= 80, line);
    }
  }
});

Deno.test("plainEvents() takes an exercise's id, or a line's first letter as a key", () => {
  const state = firstState();
  assertEquals(plainEvents(" 8-3 ", state), [{ kind: "go", id: "8-3" }]);
  assertEquals(plainEvents("hint", state), [{ kind: "key", key: "h" }]);
  assertEquals(plainEvents("", state), []);
  const listing = after(state, "l").state;
  assertEquals(plainEvents("n", listing), [
    { kind: "key", key: "escape" },
    { kind: "key", key: "n" },
  ]);
});
