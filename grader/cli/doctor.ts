import { join } from "node:path";
import { openForm } from "../box/isolation.ts";
import { type Form, FORMS } from "../box/launcher.ts";
import { missingMeter } from "../box/memory_watch.ts";
import { NOT_HELD } from "../box/not_held.ts";
import { ROOT } from "../paths.ts";
import { styled, terminalLayout, wrapped } from "../report/layout.ts";
import type { Language, Text } from "../text.ts";
import { readArguments } from "./usage.ts";

/** One thing looked at: how it is, and if it is not well, what to do. */
export interface Finding {
  /** `bad` keeps the toolkit from working, `weak` does not. */
  state: "good" | "weak" | "bad";
  text: Text;
  remedy?: Text;
}

/** Looks at the machine and prints what would go wrong, each with its remedy. */
export async function doctorCommand(
  args: string[],
  language: Language,
): Promise<number> {
  await readArguments(args, { options: ["lang"], flags: [] });
  const layout = terminalLayout();
  const signs = { good: "✓", weak: "○", bad: "✗" };
  const styles = { good: "green", weak: "yellow", bad: "red" } as const;
  let worst = 0;
  for (
    const examine of [denoVersion, isolation, memory, packages, cacheFolder]
  ) {
    const finding = await examine();
    if (!finding) continue;
    const { state, text, remedy } = finding;
    const sign = styled(signs[state], styles[state], layout);
    console.log(`${sign} ${wrapped(text[language], 2, layout).trimStart()}`);
    if (remedy) {
      console.log(wrapped(`→ ${remedy[language]}`, 2, layout));
    }
    if (state === "bad") worst = 1;
  }
  return worst;
}

async function denoVersion(): Promise<Finding> {
  const pinned = (await Deno.readTextFile(join(ROOT, ".tool-versions")))
    .match(/^deno (\S+)/m)?.[1];
  const running = Deno.version.deno;
  return running === pinned
    ? {
      state: "good",
      text: {
        en: `Deno ${running}, the version that is tested`,
        zh: `Deno ${running}，与测试所用版本一致`,
      },
    }
    : {
      state: "weak",
      text: {
        en: `Deno ${running}; tested is ${pinned}`,
        zh: `Deno ${running}；测试所用的是 ${pinned}`,
      },
      remedy: {
        en:
          `npm install -g deno@${pinned}, or write npx -y deno@${pinned} for deno`,
        zh:
          `npm install -g deno@${pinned}，或用 npx -y deno@${pinned} 代替 deno`,
      },
    };
}

async function isolation(): Promise<Finding> {
  const refusals: Partial<Record<Form, Text>> = {};
  for (const form of FORMS) {
    const opened = await openForm(form);
    if ("form" in opened) return describeForm(form, refusals);
    refusals[form] = opened;
  }
  return {
    state: "bad",
    text: {
      en: "No form of the box works here: nothing can be graded",
      zh: "沙箱的任何一种形式都不可用：无法评分",
    },
    remedy: {
      en: Object.values(refusals).map(({ en }) => en).join("; "),
      zh: Object.values(refusals).map(({ zh }) => zh).join("；"),
    },
  };
}

function describeForm(
  form: Form,
  refusals: Partial<Record<Form, Text>>,
): Finding {
  const held = {
    en: NOT_HELD[form].map(({ en }) => en).join("; "),
    zh: NOT_HELD[form].map(({ zh }) => zh).join("；"),
  };
  const text = {
    en:
      `Submissions run in the ${form} form of the box. It does not hold: ${held.en}`,
    zh: `提交的程序在 ${form} 形式的沙箱中运行。它不能防住：${held.zh}`,
  };
  if (form === "bubblewrap") return { state: "good", text };
  return {
    state: "weak",
    text,
    remedy: Deno.build.os === "linux"
      ? {
        en:
          `Enough for your own exercises. To grade others', install bubblewrap (apt-get install bubblewrap). ${refusals.bubblewrap?.en}`,
        zh:
          `做自己的习题足够了。要给别人评分，请安装 bubblewrap（apt-get install bubblewrap）。${refusals.bubblewrap?.zh}`,
      }
      : {
        en:
          "Enough for your own exercises. To grade others', use Linux with bubblewrap",
        zh: "做自己的习题足够了。要给别人评分，请用装有 bubblewrap 的 Linux",
      },
  };
}

async function memory(): Promise<Finding | undefined> {
  const missing = await missingMeter();
  return missing === undefined ? undefined : explainMeter(missing);
}

/** What it means that a program is missing, by which the memory of boxes is watched. */
export function explainMeter(program: string): Finding {
  return {
    state: "weak",
    text: {
      en:
        `${program} does not tell a process's memory: the permissions form of the box has no watch on it`,
      zh:
        `${program} 无法给出进程的内存用量：permissions 形式的沙箱不能监视内存`,
    },
    remedy: {
      en:
        `make ${program} available; or grade in the bubblewrap or limits form, where the kernel limits memory`,
      zh:
        `请让 ${program} 可用；或者用 bubblewrap 或 limits 形式评分，由内核限制内存`,
    },
  };
}

/** Downloads one small package into an empty folder, as a first run does. */
async function packages(): Promise<Finding> {
  const folder = await Deno.makeTempDir({ prefix: "mneme-doctor-" });
  try {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["cache", "--no-config", "--no-lock", "npm:is-any-array@3.0.0"],
      cwd: folder,
      env: { DENO_DIR: folder, NO_COLOR: "1" },
      signal: AbortSignal.timeout(30_000),
    }).output();
    return success ? PACKAGES_REACHED : explainPackages(
      new TextDecoder().decode(stderr),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const PACKAGES_REACHED: Finding = {
  state: "good",
  text: {
    en: "The npm registry answers; JSR is not needed",
    zh: "能访问 npm 仓库；不需要 JSR",
  },
};

/** What the download's own words mean. */
export function explainPackages(words: string): Finding {
  if (/UnknownIssuer|certificate/i.test(words)) {
    return {
      state: "weak",
      text: {
        en:
          "The npm registry's certificate is not trusted: this network opens encrypted traffic",
        zh: "不信任 npm 仓库的证书：本网络会拦截加密流量",
      },
      remedy: {
        en:
          "set DENO_TLS_CA_STORE=system for Deno, and NODE_EXTRA_CA_CERTS=FILE with the network's certificate for npx",
        zh:
          "为 Deno 设置 DENO_TLS_CA_STORE=system；为 npx 设置 NODE_EXTRA_CA_CERTS=文件（本网络的证书）",
      },
    };
  }
  return {
    state: "weak",
    text: {
      en:
        "The npm registry does not answer: what was downloaded before still works",
      zh: "无法访问 npm 仓库：已经下载的内容仍可使用",
    },
    remedy: {
      en:
        "for a mirror set NPM_CONFIG_REGISTRY, behind a proxy HTTPS_PROXY; offline write npx --prefer-offline -y deno@… for npx -y deno@…",
      zh:
        "用镜像请设置 NPM_CONFIG_REGISTRY，用代理请设置 HTTPS_PROXY；离线时用 npx --prefer-offline",
    },
  };
}

async function cacheFolder(): Promise<Finding> {
  const home = Deno.env.get("DENO_DIR") ?? Deno.env.get("HOME") ??
    Deno.env.get("USERPROFILE");
  const probe = home && join(home, `.mneme-${crypto.randomUUID()}`);
  try {
    if (!probe) throw new Error();
    await Deno.mkdir(home, { recursive: true });
    await Deno.writeTextFile(probe, "");
    await Deno.remove(probe);
    return {
      state: "good",
      text: {
        en: "What is downloaded and compiled can be kept",
        zh: "下载和编译的内容可以保存",
      },
    };
  } catch {
    return {
      state: "weak",
      text: {
        en: `${
          home ?? "The home folder"
        } cannot be written to: every run downloads anew`,
        zh: `无法写入 ${home ?? "用户目录"}：每次运行都要重新下载`,
      },
      remedy: {
        en: "set DENO_DIR and MNEME_CACHE to folders that you may write to",
        zh: "把 DENO_DIR 和 MNEME_CACHE 设为可写的文件夹",
      },
    };
  }
}
