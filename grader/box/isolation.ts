/**
 * Which form of the box this machine allows, found out by trying: a box that
 * tries to read a planted file must be refused.
 *
 * @module
 */

import { BUBBLEWRAP, bubblewrapLauncher } from "./bubblewrap.ts";
import { openBoxCache } from "./cache.ts";
import { IsolationError } from "./isolation_error.ts";
import { findProgram, type Form, FORMS, type Launcher } from "./launcher.ts";
import { LIMIT_PROGRAMS, limitsLauncher } from "./limits.ts";
import { permissionsLauncher } from "./permissions.ts";
import type { Text } from "../text.ts";

/**
 * The strongest launcher that works here, or the one asked for.
 *
 * @param wanted A form by name, or "auto".
 * @throws {IsolationError} If the form asked for does not work here; a weaker one never takes its place.
 */
export async function chooseLauncher(
  wanted: Form | "auto",
): Promise<Launcher> {
  const tried: Text[] = [];
  for (const form of wanted === "auto" ? FORMS : [wanted]) {
    const opened = await openForm(form);
    if ("form" in opened) return opened;
    tried.push(opened);
  }
  throw new IsolationError({
    en: tried.map(({ en }) => en).join("; "),
    zh: tried.map(({ zh }) => zh).join("；"),
  });
}

/** A launcher of that form which was seen to hold, or what is missing. */
export async function openForm(form: Form): Promise<Launcher | Text> {
  const missing = missingPrograms(form);
  if (missing.length > 0) {
    const needed = missing.join(", ");
    const packages = packagesFor(missing);
    return {
      en:
        `Cannot use the ${form} form of the box as it needs ${needed}: install ${packages} or use --isolation auto`,
      zh:
        `无法使用 ${form} 形式的沙箱，因为缺少 ${needed}：请安装 ${packages}，或用 --isolation auto`,
    };
  }
  const launcher = await launcherOf(form);
  if (await holds(launcher)) return launcher;
  const obstacle = OBSTACLES[form];
  return {
    en:
      `Cannot use the ${form} form of the box as this machine does not allow it (${obstacle.en}): use --isolation auto`,
    zh:
      `无法使用 ${form} 形式的沙箱，因为这台机器不允许（${obstacle.zh}）：请用 --isolation auto`,
  };
}

/** The launcher of a form that was seen to hold on this machine. */
export async function launcherOf(form: Form): Promise<Launcher> {
  return await LAUNCHERS[form]();
}

const LAUNCHERS: Record<Form, () => Launcher | Promise<Launcher>> = {
  bubblewrap: async () => bubblewrapLauncher(await openBoxCache()),
  limits: limitsLauncher,
  permissions: permissionsLauncher,
};

const OBSTACLES: Record<Form, Text> = {
  bubblewrap: {
    en: "user namespaces are often forbidden in containers",
    zh: "容器中常常禁止用户命名空间",
  },
  limits: {
    en: "setpriv, env or prlimit refused",
    zh: "setpriv、env 或 prlimit 被拒绝",
  },
  permissions: {
    en: "a box without permissions could read a file",
    zh: "没有权限的沙箱仍能读取文件",
  },
};

function missingPrograms(form: Form): string[] {
  if (form === "permissions") return [];
  if (Deno.build.os !== "linux") return ["Linux"];
  const needed = form === "limits"
    ? LIMIT_PROGRAMS
    : [...LIMIT_PROGRAMS, BUBBLEWRAP];
  return needed.filter((name) => findProgram(name) === undefined);
}

function packagesFor(programs: string[]): string {
  const packages = programs.map((name) => PACKAGES[name]);
  return [...new Set(packages)].join(" and ");
}

const PACKAGES: Record<string, string> = {
  Linux: "a Linux",
  bash: "bash",
  env: "coreutils",
  setpriv: "util-linux",
  prlimit: "util-linux",
  [BUBBLEWRAP]: "bubblewrap",
};

/** True if a box of that form starts and cannot read a file planted outside. */
async function holds(launcher: Launcher): Promise<boolean> {
  const planted = await Deno.makeTempFile({ prefix: "mneme-planted-" });
  // In namespaces even a process that may read everything must find nothing.
  const flags = launcher.form === "bubblewrap" ? ["--allow-read"] : [];
  const { program, args, env, cwd, dispose } = launcher.command({
    file: "probe.js",
    args: [planted],
    flags,
  });
  try {
    const { stdout } = await new Deno.Command(program, {
      args,
      env,
      cwd,
      clearEnv: true,
      stdin: "null",
      stderr: "null",
    }).output();
    return new TextDecoder().decode(stdout).trim() === "refused";
  } catch {
    return false;
  } finally {
    dispose();
    await Deno.remove(planted);
  }
}
