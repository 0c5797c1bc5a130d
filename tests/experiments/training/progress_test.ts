import { assert, assertEquals, assertMatch } from "@std/assert";
import { CLEAR, type Screen } from "../../../grader/class/progress.ts";
import { textWidth } from "../../../grader/report/layout.ts";
import { historyCsv } from "../../../experiments/training/history.ts";
import { showTraining } from "../../../experiments/training/progress.ts";

/** A screen whose clock is set by hand. */
function screen(
  columns: number | undefined,
): Screen & { shown: string[]; time: number } {
  const made = {
    shown: [] as string[],
    time: 0,
    columns,
    print: (text: string) => void made.shown.push(text),
    now: () => made.time,
  };
  return made;
}

const TRAINING = { name: "copy", steps: 100, before: 20 };

Deno.test("showTraining() draws steps, loss, speed and the time left when it is on a terminal", () => {
  const terminal = screen(80);
  const progress = showTraining(TRAINING, "en", terminal);
  terminal.time = 10_000;
  progress.step(60, 0.25);
  assertEquals(terminal.shown.length, 1);
  const [line] = terminal.shown;
  assert(line.startsWith(`${CLEAR}[`), line);
  // Forty steps in ten seconds, so forty more in as many.
  assertMatch(
    line,
    /copy 60\/100 · loss 0\.25 · 4 steps\/s · about 10 s left$/,
  );
  progress.step(61, 0.25);
  assertEquals(terminal.shown.length, 1);
  progress.row({ step: 61, loss: 0.25 });
  progress.end();
  assertEquals(terminal.shown[1], CLEAR);
});

for (const columns of [20, 45, 60]) {
  for (const language of ["en", "zh"] as const) {
    Deno.test(`showTraining() keeps to one line when the terminal has ${columns} columns and the language is ${language}`, () => {
      const terminal = screen(columns);
      const progress = showTraining(TRAINING, language, terminal);
      terminal.time = 1000;
      progress.step(21, 1 / 3);
      const width = textWidth(terminal.shown[0].slice(CLEAR.length));
      assert(width < columns, terminal.shown[0]);
    });
  }
}

Deno.test("showTraining() prints plain lines now and then, and the last one, when it is in a pipe", () => {
  const pipe = screen(undefined);
  const progress = showTraining(TRAINING, "en", pipe);
  for (let step = 21; step <= 100; step++) {
    pipe.time += 100;
    progress.step(step, 1);
    progress.row({ step, loss: 1, exact: 0.5 });
  }
  progress.end();
  const lines = pipe.shown.join("").split("\n");
  // Eight seconds: one at once, one after three, one after six, one at the end.
  assertEquals(lines.length, 5);
  assertMatch(lines[3], /^copy 100\/100 · loss 1 · exact 0\.5 · 10 steps\/s/);
  assertEquals(pipe.shown.join("").includes("\x1b"), false);
});

Deno.test("historyCsv() has a column for each value, empty where a row has none", () => {
  assertEquals(
    historyCsv([
      { step: 1, loss: 0.5 },
      { step: 2, loss: NaN, "a,b": 3 },
    ]),
    'step,loss,"a,b"\n1,0.5,\n2,NaN,3\n',
  );
  assertEquals(historyCsv([]), "step,loss\n");
});
