import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { missingMeter } from "../../grader/box/memory_watch.ts";
import { explainMeter } from "../../grader/cli/doctor.ts";
import { ROOT } from "../../grader/paths.ts";

const hasNamespaces = await new Deno.Command("bwrap", {
  args: ["--dev-bind", "/", "/", "/bin/true"],
}).output().then(({ success }) => success, () => false);
const needed = hasNamespaces ? "" : " (needs bubblewrap)";

Deno.test("missingMeter() names nothing when a process's memory can be told", async () => {
  assertEquals(await missingMeter(), undefined);
});

Deno.test("explainMeter() says what is not watched and what to do when asked in either language", () => {
  const { state, text, remedy } = explainMeter("/bin/ps");
  assertEquals(state, "weak");
  for (const language of ["en", "zh"] as const) {
    assertMatch(text[language], /\/bin\/ps.*permissions/);
    assertMatch(remedy![language], /\/bin\/ps.*bubblewrap/);
  }
});

Deno.test({
  name: `doctorCommand() says so when there is no /bin/cat${needed}`,
  ignore: !hasNamespaces,
  fn: async () => {
    const permissions = ["read", "write", "run", "env", "sys", "net"]
      .map((name) => `--allow-${name}`);
    const { code, stdout } = await new Deno.Command("bwrap", {
      args: [
        ...["--dev-bind", "/", "/", "--ro-bind", "/dev/null", "/bin/cat"],
        ...[Deno.execPath(), "run", "--no-prompt", ...permissions],
        ...["grader/main.ts", "doctor", "--lang", "en"],
      ],
      cwd: ROOT,
    }).output();
    assertEquals(code, 0);
    assertStringIncludes(
      new TextDecoder().decode(stdout),
      "○ /bin/cat does not tell a process's memory",
    );
  },
});
