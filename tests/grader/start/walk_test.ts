/**
 * The walk of a new user from a clone to the first solved exercise, with
 * `deno task start` alone, in real terminals.
 *
 * @module
 */
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
// deno-lint-ignore no-import-prefix
import stringWidth from "npm:string-width@^9";
import { ROOT } from "../../../grader/paths.ts";
import { START_WORDS } from "../../../grader/start/words.ts";
import { WORDS } from "../../../grader/report/words.ts";
import type { Language } from "../../../grader/text.ts";
import { inClone } from "./project.ts";
import { catalog } from "./support.ts";
import { hasTmux, type Shown, Tmux } from "./tmux.ts";

const ignore = !await hasTmux();
const why = ignore ? " (tmux is not installed: ignored)" : "";

const [first, second] = catalog;
const [task] = first.tasks;
const START = `${Deno.execPath()} task start`;

/** Where the student's file of an exercise is. */
function fileOf(root: string, { folder, file } = first): string {
  return join(root, "exercises", folder, file);
}

/** Saves as most editors do: another file takes the name. */
async function save(file: string, text: string): Promise<void> {
  await Deno.writeTextFile(`${file}~`, text);
  await Deno.rename(`${file}~`, file);
}

/** The last of what stands above the progress bar: where the eye is. */
function verdictOf(lines: Shown): string {
  const rule = lines.findLastIndex((line) => line.startsWith("──"));
  const bar = lines.findLastIndex((line) => /\[[#>-]*\] \d/.test(line));
  return lines.slice(rule + 1, bar).join("\n");
}

/** Fails unless the screen is whole: its width kept, the keys in its last line. */
function assertWhole(lines: Shown, { width, height }: Tmux): void {
  const screen = lines.join("\n");
  for (const line of lines) assert(stringWidth(line) <= width, screen);
  assertEquals(lines.length, height, screen);
  assertMatch(lines[height - 1], /q (quit|退出)$/, screen);
}

/** Opens a terminal in a copy of the project, and closes it. */
async function inTerminal(
  size: [number, number],
  env: Record<string, string>,
  work: (tmux: Tmux, root: string) => Promise<void>,
): Promise<void> {
  await inClone(async (root) => {
    const tmux = await Tmux.open(root, size, env);
    try {
      await work(tmux, root);
    } finally {
      await tmux.close();
    }
  });
}

/** From the first screen to the first hint. */
async function beginAndAsk(tmux: Tmux, language: Language): Promise<void> {
  const words = START_WORDS[language];
  await tmux.type(START);
  await tmux.press("Enter");
  const begun = await tmux.untilText(words.typesFine);
  assertWhole(begun, tmux);
  assertStringIncludes(begun[0], `${first.id} ${first.title[language]}`);
  assertStringIncludes(begun[0], "0/6");
  assertStringIncludes(verdictOf(begun), task.id);
  assertStringIncludes(begun.join("\n"), `exercises/${first.folder}/README`);
  assertStringIncludes(begun.join("\n"), first.file);
  await tmux.press("?");
  await tmux.untilText(words.back);
  await tmux.press("Space");
  await tmux.press("h");
  const hinted = await tmux.untilText(words.hint(1, 3));
  assertWhole(hinted, tmux);
  const unbroken = hinted.join("").replaceAll(/\s+/g, "");
  const hints = task.hints[language].map((hint) => hint.replaceAll(/\s+/g, ""));
  assertStringIncludes(unbroken, hints[0]);
  assert(!unbroken.includes(hints[2]));
}

/** A wrong answer, a mistake of types, then one task done. */
async function tryAndFail(
  tmux: Tmux,
  root: string,
  language: Language,
): Promise<void> {
  const words = START_WORDS[language];
  const file = fileOf(root);
  const stub = await Deno.readTextFile(file);
  const answer = (code: string) =>
    stub.replace(/return todo\("8-1\.1"[^;]*;/, `return ${code};`);
  await save(file, answer("3 * hiddenSize * (inputSize + hiddenSize + 1)"));
  const wrong = await tmux.until(
    "the name of the mistake",
    (lines) => verdictOf(lines).includes(WORDS[language].looksLike),
  );
  assertWhole(wrong, tmux);
  assertStringIncludes(verdictOf(wrong), `✗ ${task.id}`);
  assertStringIncludes(verdictOf(wrong), WORDS[language].tried);

  const right = "4 * hiddenSize * (inputSize + hiddenSize + 1)";
  await save(file, answer(`${right} as unknown as string`));
  // One of six points, before the types are looked at and after.
  const typed = await tmux.untilText("TS2322");
  assertWhole(typed, tmux);
  assertStringIncludes(typed[0], "1/6");
  assertStringIncludes(verdictOf(typed), first.tasks[1].id);
  assertStringIncludes(typed.join("\n"), words.typeFindings(1));
}

/** Full marks, our solution, the list, and on to the next. */
async function solveAndGoOn(
  tmux: Tmux,
  root: string,
  language: Language,
): Promise<void> {
  const words = START_WORDS[language];
  await tmux.press("s");
  await tmux.until(
    "a refusal",
    (lines) => /h gives a hint|按 h 看提示/.test(lines.join("")),
  );
  const { folder, file } = first;
  const solution = join(ROOT, "solutions", folder, file);
  await save(fileOf(root), await Deno.readTextFile(solution));
  const solved = await tmux.untilText(words.fullMarks.slice(0, 10));
  assertWhole(solved, tmux);
  assertStringIncludes(solved[0], "6/6");
  assertStringIncludes(solved.join("\n"), "6/36");
  await tmux.press("s");
  const ours = await tmux.untilText("export function");
  assertStringIncludes(ours[0], words.solution);
  await tmux.press("q");
  await tmux.untilText(words.keys.s);
  await tmux.press("n");
  await tmux.until("the next", (lines) => lines[0].startsWith(second.id));
  await tmux.press("l");
  const list = await tmux.untilText(words.listKeys[1][1]);
  const row = list.find((line) => line.includes(first.title[language]))!;
  assertMatch(row, /✓ 8-1 .*1 (hint|次提示) +6\/6$/);
  await tmux.press("d");
  await tmux.until(
    "solved ones alone",
    (lines) => !lines.join("\n").includes(second.title[language]),
  );
  await tmux.press("q");
}

/** The other language, the end, and a terminal that is as it was. */
async function turnAndQuit(
  tmux: Tmux,
  root: string,
  language: Language,
): Promise<void> {
  const other = language === "en" ? "zh" : "en";
  await tmux.press("t");
  const turned = await tmux.untilText(second.title[other]);
  assertStringIncludes(turned.at(-1)!, START_WORDS[other].keys.q);
  await tmux.press("q");
  await assertRestored(tmux);
  const kept = await Deno.readTextFile(join(root, ".mneme-progress.toml"));
  assertStringIncludes(kept, `current = "${second.id}"`);
  assertStringIncludes(kept, `language = "${other}"`);
}

/** Fails unless the shell is back, on its own screen, with echo and line by line. */
async function assertRestored(tmux: Tmux): Promise<void> {
  await tmux.until("a prompt", (lines) => lines.at(-1) === "ready>");
  await tmux.type(
    "stty -a | tr ';' '\\n' | grep -wo -e '-\\?echo' -e '-\\?icanon' | tr '\\n' .",
  );
  await tmux.press("Enter");
  const lines = await tmux.untilText("echo.");
  assert(/(^|\.)icanon\.echo\./m.test(lines.join("\n")), lines.join("\n"));
}

for (const width of [60, 80, 200]) {
  for (const language of ["en", "zh"] as const) {
    Deno.test({
      name:
        `startCommand() leads a new user to the first solved exercise when a terminal has ${width} columns, in ${language}${why}`,
      ignore,
      fn: () =>
        inTerminal(
          [width, 30],
          { LANG: language === "zh" ? "zh_CN.UTF-8" : "C.UTF-8" },
          async (tmux, root) => {
            await beginAndAsk(tmux, language);
            await tryAndFail(tmux, root, language);
            await solveAndGoOn(tmux, root, language);
            await turnAndQuit(tmux, root, language);
          },
        ),
    });
  }
}

Deno.test({
  name:
    `startCommand() puts the stub back and keeps a backup when x is answered by yes${why}`,
  ignore,
  fn: () =>
    inTerminal([80, 24], {}, async (tmux, root) => {
      const stub = await Deno.readTextFile(fileOf(root));
      await save(fileOf(root), "export const mine = 1;\n");
      await tmux.type(START);
      await tmux.press("Enter");
      await tmux.untilText("exports no function");
      await tmux.press("x");
      await tmux.untilText("Put the stub back");
      await tmux.press("n");
      await tmux.untilText("stays as it is");
      await tmux.press("x");
      await tmux.press("y");
      await tmux.until("a stub", (lines) =>
        verdictOf(lines).includes(`Task ${task.id} is next`));
      assertEquals(await Deno.readTextFile(fileOf(root)), stub);
      const folder = join(root, "exercises", first.folder);
      const names = await Array.fromAsync(Deno.readDir(folder));
      const backups = names.filter(({ name }) =>
        name.endsWith(".bak")
      );
      assertEquals(backups.length, 1);
    }),
});

Deno.test({
  name: `startCommand() draws anew when the terminal changes its size${why}`,
  ignore,
  fn: () =>
    inTerminal([80, 24], {}, async (tmux) => {
      await tmux.type(START);
      await tmux.press("Enter");
      await tmux.untilText("types fine");
      await tmux.resize(61, 20);
      const lines = await tmux.until("a smaller screen", (lines) =>
        lines.length === 20 && /q quit$/.test(lines.at(-1)!));
      for (const line of lines) {
        assert(stringWidth(line) <= 61, line);
      }
      assertStringIncludes(verdictOf(lines), task.id);
    }),
});

for (
  const [how, keys] of Object.entries({
    "Ctrl-C": ["C-c"],
    "Ctrl-C in the list": ["l", "C-c"],
    "Ctrl-C before the first verdict": [],
  })
) {
  Deno.test({
    name: `startCommand() restores the terminal on ${how}${why}`,
    ignore,
    fn: () =>
      inTerminal([80, 24], {}, async (tmux) => {
        await tmux.type(START);
        await tmux.press("Enter");
        await tmux.untilText(keys.length > 0 ? "types fine" : "q quit");
        await tmux.press(...keys.length > 0 ? keys : ["C-c"]);
        await assertRestored(tmux);
      }),
  });
}

for (const signal of ["SIGTERM", "SIGHUP"] as const) {
  Deno.test({
    name: `startCommand() restores the terminal on ${signal}${why}`,
    ignore,
    fn: () =>
      inTerminal([80, 24], {}, async (tmux, root) => {
        const command = JSON.parse(
          await Deno.readTextFile(join(root, "deno.json")),
        ).tasks.start.command.replace("deno", Deno.execPath());
        const file = join(root, "pid");
        // Whoever kills needs its number: the shell becomes the command.
        await tmux.type(`(echo $BASHPID > ${file}; exec ${command}); clear`);
        await tmux.press("Enter");
        await tmux.untilText("types fine");
        Deno.kill(Number(await Deno.readTextFile(file)), signal);
        await assertRestored(tmux);
      }),
  });
}

Deno.test({
  name:
    `startCommand() restores the terminal and says why when the grader fails${why}`,
  ignore,
  fn: () =>
    inTerminal([80, 24], {}, async (tmux, root) => {
      await Deno.remove(join(root, "grader", "stubs"), { recursive: true });
      await tmux.type(`${START}; echo status=$?`);
      await tmux.press("Enter");
      await tmux.untilText("types fine");
      await tmux.press("x", "y");
      const lines = await tmux.untilText("status=3");
      assertStringIncludes(lines.join("\n"), "The grader failed: ");
      await assertRestored(tmux);
    }),
});

Deno.test({
  name: `startCommand() shows no color and no link when NO_COLOR is set${why}`,
  ignore,
  fn: () =>
    inTerminal([80, 24], { NO_COLOR: "1" }, async (tmux, root) => {
      await tmux.type(`script --quiet --command '${START}' typescript`);
      await tmux.press("Enter");
      await tmux.untilText("types fine");
      await tmux.press("q");
      await tmux.until("a prompt", (lines) => lines.at(-1) === "ready>");
      const bytes = await Deno.readTextFile(join(root, "typescript"));
      const [, screen] = bytes.split("\x1b[?1049h");
      assertStringIncludes(screen, "lstmParameterCount");
      // deno-lint-ignore no-control-regex -- colors are control sequences
      assert(!/\x1b\[[0-9;]*m|\x1b\]8/.test(screen.split("\x1b[?1049l")[0]));
    }),
});
