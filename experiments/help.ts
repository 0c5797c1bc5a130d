/**
 * What `deno task experiment` says of itself.
 *
 * @module
 */
import { padded, wrapped } from "../grader/report/layout.ts";
import type { Language } from "../grader/text.ts";
import { EXPERIMENTS } from "./registry.ts";

const WIDTH = 80;

/** The experiments, each with what it shows. */
export function listText(language: Language): string {
  const column = 2 + Math.max(...EXPERIMENTS.map(({ name }) => name.length));
  const lines = EXPERIMENTS.map(({ name, shows }) =>
    padded(name, column) +
    wrapped(shows[language], column, { width: WIDTH, color: false }).trimStart()
  );
  return [...lines, "", LIST_END[language], ""].join("\n");
}

const LIST_END = {
  en: "deno task experiment NAME runs one of them; --help shows the options",
  zh: "deno task experiment NAME 运行其中一个；--help 显示选项",
};

/** The options. */
export function helpText(language: Language): string {
  return HELP[language];
}

const HELP: Record<Language, string> = {
  en: `deno task experiment          list the experiments
deno task experiment NAME     train what a paper reports, at a small size
  --short             a version of a few seconds, without the targets
  --seed N            the same seed gives the same result (default: 1)
  --task TASK         one of the experiment's tasks (default: its first)
  --data DIR          public data (default: ../shared/data, where there is any)
  --output DIR        default: experiments-output/NAME/TASK/seed-N
  --fresh             forget how far an interrupted run is, and begin anew
  --backend B         auto, wasm or cpu (default: auto)
  --lang en|zh        language (else MNEME_LANG, else the locale)
  --record            keep the run's figures in experiments/records
deno task experiment --table  make docs/experiments.md of the kept figures
A run that was interrupted goes on when it is started again.
Exit status: 0 all that must be reached was, 1 it was not, 2 wrong usage,
3 trouble with data, a checkpoint or the disk
`,
  zh: `deno task experiment          列出实验
deno task experiment NAME     以小规模训练，重现论文的结果
  --short             几秒钟的版本，不设目标
  --seed N            相同的种子给出相同的结果（默认 1）
  --task TASK         实验的任务之一（默认第一个）
  --data DIR          公开数据（默认 ../shared/data，如果存在）
  --output DIR        默认 experiments-output/NAME/TASK/seed-N
  --fresh             不从中断处继续，重新开始
  --backend B         auto、wasm 或 cpu（默认 auto）
  --lang en|zh        语言（否则取 MNEME_LANG，再取系统区域设置）
  --record            把这次的结果保存到 experiments/records
deno task experiment --table  由保存的结果生成 docs/experiments.md
中断的运行再次启动时会继续。
退出状态：0 必须达到的都已达到，1 没有达到，2 用法有误，
3 数据、检查点或磁盘有问题
`,
};
