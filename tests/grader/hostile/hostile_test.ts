import { assert, assertEquals } from "@std/assert";
import {
  type Form,
  FORMS,
  type Launcher,
} from "../../../grader/box/launcher.ts";
import type { Attack } from "./attack.ts";
import { assertJudgedHonestly, judgeFile, tryForm } from "./harness.ts";
import { attacks as descriptors } from "./submissions/descriptors.ts";
import { attacks as floods } from "./submissions/floods.ts";
import { attacks as globals } from "./submissions/globals.ts";
import { attacks as harmless } from "./submissions/harmless.ts";
import { attacks as imports } from "./submissions/imports.ts";
import { attacks as judge } from "./submissions/judge.ts";
import { attacks as loading } from "./submissions/loading.ts";
import { attacks as loops } from "./submissions/loops.ts";
import { heap, outside } from "./submissions/memory.ts";
import { attacks as processes } from "./submissions/processes.ts";
import { attacks as storage } from "./submissions/storage.ts";
import { attacks as surroundings } from "./submissions/surroundings.ts";
import { attacks as theft } from "./submissions/theft.ts";
import { attacks as values } from "./submissions/values.ts";
import { attacks as verdicts } from "./submissions/verdicts.ts";
import { attacks as workers } from "./submissions/workers.ts";

const GROUPS: Record<string, Attack[]> = {
  verdicts,
  theft,
  imports,
  surroundings,
  globals,
  values,
  loops,
  memory: [...heap, ...outside],
  floods,
  workers,
  descriptors,
  storage,
  processes,
  loading,
  judge,
  harmless,
};

/** How many submissions are judged at once; honest calls must not wait for long. */
const AT_ONCE = 3;

for (const form of FORMS) {
  const launcher = await tryForm(form);
  for (const [group, attacks] of Object.entries(GROUPS)) {
    const held = attacks.filter(({ forms }) => forms?.includes(form) ?? true);
    if (held.length > 0) testGroup(form, launcher, group, held);
  }
  testFiles(form, launcher);
}

/** A test that is ignored, with the reason in its name, where the machine has not that form. */
function testIn(
  form: Form,
  launcher: Launcher | string,
  what: string,
  body: (launcher: Launcher, t: Deno.TestContext) => Promise<void>,
): void {
  const reason = typeof launcher === "string" ? ` (${launcher})` : "";
  Deno.test({
    name: `grade() judges ${what} honestly when in ${form}${reason}`,
    ignore: typeof launcher === "string",
    // Steps that run at once cannot be told apart by what they leave open.
    sanitizeOps: false,
    sanitizeResources: false,
    sanitizeExit: false,
    fn: (t) => body(launcher as Launcher, t),
  });
}

function testGroup(
  form: Form,
  launcher: Launcher | string,
  group: string,
  attacks: Attack[],
): void {
  const what = `${attacks.length} submissions (${group})`;
  testIn(form, launcher, what, async (opened, t) => {
    const waiting = [...attacks];
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const attack = next;
        await t.step({
          name: `${attack.id}: ${attack.what}`,
          fn: () => assertJudgedHonestly(opened, attack),
          sanitizeOps: false,
          sanitizeResources: false,
          sanitizeExit: false,
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  });
}

/** Submissions that are an attack as files, before a line of them runs. */
function testFiles(form: Form, launcher: Launcher | string): void {
  const solution = new URL(
    "../../../solutions/8_6_hopfield_energy/hopfield_energy.ts",
    import.meta.url,
  );
  const refused = async (
    opened: Launcher,
    write: (path: string) => Promise<void>,
  ) => {
    const { points, exercises: [{ status }] } = await judgeFile(opened, write);
    assertEquals([points, status], [0, "error"]);
  };
  testIn(
    form,
    launcher,
    "a link to the solution",
    (opened) => refused(opened, (path) => Deno.symlink(solution, path)),
  );
  testIn(
    form,
    launcher,
    "a folder that is a link to the solution's",
    (opened) =>
      refused(opened, async (path) => {
        const folder = path.slice(0, path.lastIndexOf("/"));
        await Deno.remove(folder);
        await Deno.symlink(new URL(".", solution), folder);
      }),
  );
  testIn(
    form,
    launcher,
    "a pipe that nobody writes to",
    (opened) =>
      refused(opened, async (path) => {
        const { success } = await new Deno.Command("mkfifo", { args: [path] })
          .output();
        assert(success);
      }),
  );
  testIn(
    form,
    launcher,
    "a link to a device without end",
    (opened) => refused(opened, (path) => Deno.symlink("/dev/zero", path)),
  );
  testIn(
    form,
    launcher,
    "bytes that are no UTF-8",
    (opened) =>
      refused(
        opened,
        (path) => Deno.writeFile(path, new Uint8Array([0xff, 0xfe, 0xc0])),
      ),
  );
}
