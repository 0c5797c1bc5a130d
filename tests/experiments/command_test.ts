import {
  assertEquals,
  assertMatch,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { join } from "node:path";
import { textWidth } from "../../grader/report/layout.ts";
import { UsageError } from "../../grader/cli/usage.ts";
import {
  chooseTask,
  outputFolder,
  readCommand,
  requireName,
} from "../../experiments/command.ts";
import { helpText, listText } from "../../experiments/help.ts";
import { EXPERIMENTS } from "../../experiments/registry.ts";
import { ROOT } from "../../grader/paths.ts";
import { toyExperiment } from "./toy.ts";

const WRONG: [args: string[], says: RegExp][] = [
  [["hopfield", "--sed", "1"], /^There is no option --sed/],
  [
    ["hopfield", "--seed=-1"],
    /^--seed must be an integer from 0 to 4294967295: it is -1$/,
  ],
  [["hopfield", "--seed", "1.5"], /^--seed must be an integer/],
  [["hopfield", "--seed", "4294967296"], /^--seed must be an integer/],
  [["hopfield", "--seed", "1", "--seed", "2"], /contradict each other/],
  [["hopfield", "--seed"], /^--seed needs a value/],
  [
    ["hopfield", "--backend", "gpu"],
    /^--backend must be one of auto, wasm, cpu/,
  ],
  [["hopfield", "--data", "/there/is/none"], /^--data must be a folder/],
];

for (const [args, says] of WRONG) {
  Deno.test(`readCommand() says what is wrong when it reads ${args.join(" ")}`, async () => {
    const error = await assertRejects(() => readCommand(args), UsageError);
    assertMatch(error.text.en, says);
    assertEquals(error.text.zh.split("\n").length, 1);
  });
}

Deno.test("readCommand() takes seed 1 and the fast backend when nothing else is asked for", async () => {
  const { seed, backend, names } = await readCommand(["hopfield"]);
  assertEquals([seed, backend, names], [1, "auto", ["hopfield"]]);
});

Deno.test("requireName() names the nearest when there is no such experiment", () => {
  const error = assertThrows(() => requireName(["bottelneck"]), UsageError);
  assertMatch(
    error.text.en,
    /no experiment bottelneck: did you mean bottleneck/,
  );
  assertMatch(error.text.zh, /没有实验 bottelneck：是不是 bottleneck/);
  for (const asked of ["turning", "turing", "turing-machin"]) {
    const { text } = assertThrows(() => requireName([asked]), UsageError);
    assertMatch(text.en, /did you mean turing-machine/);
  }
  assertThrows(
    () => requireName(["luong", "pointer"]),
    UsageError,
    "at a time",
  );
});

Deno.test("chooseTask() takes the first when none is asked for, and refuses one that there is not", () => {
  const toy = toyExperiment(1);
  assertEquals(chooseTask(toy, undefined), "line");
  assertEquals(chooseTask(toy, "curve"), "curve");
  assertThrows(() => chooseTask(toy, "plane"), UsageError, "line, curve");
  const single = { ...toy, tasks: undefined };
  assertEquals(chooseTask(single, undefined), null);
  assertThrows(() => chooseTask(single, "line"), UsageError, "leave out");
});

Deno.test("outputFolder() keeps tasks, seeds and short runs apart", async () => {
  const folder = async (...args: string[]) => {
    const command = await readCommand(["toy", ...args]);
    return outputFolder(command, "toy", command.task ?? null);
  };
  const folders = await Promise.all([
    folder(),
    folder("--short"),
    folder("--seed", "2"),
    folder("--task", "line"),
  ]);
  assertEquals(new Set(folders).size, 4);
  assertMatch(folders[3], /experiments-output.toy.line.seed-1$/);
  assertMatch(await folder("--output", "/there"), /^\/there$/);
});

for (const language of ["en", "zh"] as const) {
  Deno.test(`listText() and helpText() fit 80 columns when the language is ${language}`, () => {
    const list = listText(language);
    for (const { name } of EXPERIMENTS) {
      assertMatch(list, new RegExp(`^${name} `, "m"));
    }
    for (const line of `${list}\n${helpText(language)}`.split("\n")) {
      assertEquals(textWidth(line) <= 80, true, line);
    }
  });
}

async function run(
  args: string[],
  cwd: string,
): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--no-check",
      `--config=${join(ROOT, "deno.json")}`,
      `--lock=${join(ROOT, "deno.dev.lock")}`,
      "-A",
      join(ROOT, "experiments/main.ts"),
      ...args,
    ],
    cwd: ROOT,
    env: { INIT_CWD: cwd, MNEME_LANG: "en" },
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

Deno.test("the list and the reading of the command line load no TensorFlow.js", async () => {
  const loads = async (...modules: string[]) => {
    const imports = modules.map((module) =>
      `await import("./experiments/${module}");`
    );
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        "eval",
        "--lock=deno.dev.lock",
        // TensorFlow.js leaves its engine there.
        `${imports.join("")}console.log("_tfengine" in globalThis)`,
      ],
      cwd: ROOT,
    }).output();
    return new TextDecoder().decode(stdout).trim();
  };
  assertEquals(await loads("main.ts", "help.ts", "command.ts"), "false");
  assertEquals(await loads("perform.ts"), "true");
});

Deno.test("deno task experiment lists, and ends with 2 when misused", async () => {
  const list = await run([], ".");
  assertEquals([list.code, list.err], [0, ""]);
  const wrong = await run(["hopfeld"], ".");
  assertEquals([wrong.code, wrong.out], [2, ""]);
  assertMatch(
    wrong.err,
    /^There is no experiment hopfeld: did you mean hopfield.*\n$/,
  );
  const chinese = await run(["hopfield", "--seed", "x", "--lang", "zh"], ".");
  assertEquals(chinese.code, 2);
  assertMatch(chinese.err, /^--seed 必须是 .*\n$/);
});

Deno.test("deno task experiment writes its pictures and its report where the user stands", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { code, out, err } = await run(["hopfield", "--short"], folder);
    assertEquals([code, err], [0, ""]);
    assertMatch(out, /tensors left over: 0/);
    assertMatch(out, /^A short version: the targets are for the whole run/m);
    assertEquals(out.includes("must"), false, out);
    const output = join(folder, "experiments-output/hopfield/seed-1-short");
    const names = [...Deno.readDirSync(output)].map(({ name }) => name).sort();
    const pictures = ["capacity", "modern", "one-step", "pictures"];
    assertEquals(
      names,
      [
        ...pictures.flatMap((name) => [`${name}.png`, `${name}.svg`]),
        "loads.csv",
        "record.json",
        "report.html",
      ].sort(),
    );
    const png = await Deno.readFile(join(output, "capacity.png"));
    assertEquals([...png.slice(1, 4)], [80, 78, 71]);
    const whole = await run(["hopfield", "--short", "--record"], folder);
    assertEquals(whole.code, 2);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
