import { join } from "node:path";
import { type Exercise, EXERCISES } from "../catalog.ts";
import { temporaryImportMap } from "../cli/try.ts";
import { ROOT } from "../paths.ts";
import {
  type CheckResult,
  type ExerciseResult,
  type Status,
  worst,
} from "../result.ts";
import { plain, type Text } from "../text.ts";
import type { Judging, JudgingSource, RunOptions } from "./judging.ts";

// Whoever has written a loop without end wants to know.
const PATIENCE = 30_000;

/** What the students' copy has to judge by: no points, no diagnosis. */
export const VISIBLE: JudgingSource = {
  practice: true,
  open: openVisible,
  mistake: () => Promise.resolve(undefined),
};

function openVisible(): Promise<Judging> {
  return Promise.resolve({
    judge: async (exercise, _submission, options) =>
      resultOf(exercise, await runExamples(exercise, options)),
  });
}

/** Runs the visible examples as `deno task try` does, without permissions. */
async function runExamples(
  { folder }: Exercise,
  { signal }: RunOptions,
): Promise<CheckResult[]> {
  const imports = await temporaryImportMap();
  const patience = AbortSignal.timeout(PATIENCE);
  try {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        "test",
        "--reporter=tap",
        ...["--no-check", "--no-lock", "--no-config"],
        `--import-map=${imports}`,
        join(EXERCISES, folder, "examples_test.ts"),
      ],
      cwd: ROOT,
      env: { RUST_BACKTRACE: "0", NO_COLOR: "1" },
      stdin: "null",
      stderr: "null",
      signal: AbortSignal.any([signal, patience]),
    }).output();
    if (patience.aborted) return [unrun("timeout", SLOW)];
    const examples = examplesOf(new TextDecoder().decode(stdout));
    return examples.length > 0 ? examples : [unrun("error", UNLOADED)];
  } finally {
    await Deno.remove(imports);
  }
}

const SLOW: Text = {
  en: "It took too long and was stopped: is there a loop without end?",
  zh: "用时过长，已被终止：是否有不会结束的循环？",
};

const UNLOADED: Text = {
  en: "The file does not load: the type check or deno task try says where",
  zh: "文件无法加载：类型检查或 deno task try 会指出位置",
};

// not ok 1 - 8-1.1 lstmParameterCount() counts four blocks
//   ---
//   {"message":"AssertionError: …","severity":"fail",…}
const EXAMPLE =
  /^(?<not>not )?ok \d+ - (?<name>.*)$(?:\n {2}---\n {2}(?<details>\{.*\})$)?/gm;

/** The examples in what `deno test --reporter=tap` prints, each as a check. */
export function examplesOf(tap: string): CheckResult[] {
  return [...tap.matchAll(EXAMPLE)].map(({ groups }) => {
    const { not, name, details } = groups!;
    const message = details ? messageOf(JSON.parse(details).message) : "";
    const [id, ...words] = plain(name).split(" ");
    const status: Status = not === undefined
      ? "passed"
      : message.startsWith("TodoError")
      ? "todo"
      : "failed";
    return {
      ...unrun(status, { en: message, zh: message }),
      id,
      name: { en: words.join(" "), zh: words.join(" ") },
    };
  });
}

/** What an error says, without the source that Deno adds. */
function messageOf(text: string): string {
  const lines = text.split("\n");
  const values = lines.filter((line) => /^[-+] {3}/.test(line))
    .map((line) =>
      line.replace(/^- +/, "got: ").replace(/^\+ +/, "expected: ")
    );
  return plain([lines[0], ...values].join(" "));
}

function unrun(status: Status, message: Text): CheckResult {
  return {
    id: "",
    name: { en: "", zh: "" },
    status,
    points: 0,
    maxPoints: 0,
    message: status === "passed" ? null : message,
    counterexample: null,
    diagnosis: null,
  };
}

function resultOf(
  { id, section, title, folder, file }: Exercise,
  checks: CheckResult[],
): ExerciseResult {
  return {
    id,
    section,
    title,
    file: `${folder}/${file}`,
    status: worst(checks.map(({ status }) => status)),
    points: 0,
    maxPoints: 0,
    durationMs: 0,
    checks,
  };
}
