import type { Language } from "../text.ts";

/** What a command does and which options it knows. */
export function helpText(command: string, language: Language): string {
  const texts = HELP[command] ?? HELP.grade;
  return texts[language];
}

const HELP: Record<string, Record<Language, string>> = {
  grade: {
    en: `deno task grade [id …]      grade the exercises, or those named
  --submission DIR    what to grade (default: exercises)
  --format FORMAT     text, json, csv, junit, gradescope or classroom
  --output FILE       write the report there
  --lang en|zh        language (else MNEME_LANG, else the locale)
  --seed N            the same seed gives the same inputs (default: fresh)
  --jobs N            exercises at once (default: all cores)
  --timeout MS        limit for one call (default: 2000)
  --isolation FORM    auto, bubblewrap, limits or permissions
  --strict            exit status 1 unless all points were earned
Exit status: 0 graded, 1 with --strict, 2 wrong usage, 3 the grader failed`,
    zh: `deno task grade [id …]      评分：全部习题，或指定的习题
  --submission DIR    要评分的文件夹（默认 exercises）
  --format FORMAT     text、json、csv、junit、gradescope 或 classroom
  --output FILE       把报告写到文件
  --lang en|zh        语言（否则看 MNEME_LANG，再看系统语言）
  --seed N            相同的种子给出相同的输入（默认随机）
  --jobs N            同时评几道（默认用满所有核）
  --timeout MS        每次调用的时限（默认 2000 毫秒）
  --isolation FORM    auto、bubblewrap、limits 或 permissions
  --strict            没有拿满分时退出码为 1
退出码：0 已评分；1 用了 --strict；2 用法有误；3 评分器出错`,
  },
  try: {
    en: "deno task try ID            run the visible examples; gives no marks",
    zh: "deno task try ID            运行公开的例子，不计分",
  },
  list: {
    en: "deno task list [--lang en|zh]   list the exercises",
    zh: "deno task list [--lang en|zh]   列出习题",
  },
  hint: {
    en: `deno task hint ID [--level 1|2|3] [--lang en|zh]
ID is an exercise (8-6) or a task (8-6.4); level 3 is nearly the answer`,
    zh: `deno task hint ID [--level 1|2|3] [--lang en|zh]
ID 是习题（8-6）或任务（8-6.4）；第 3 级几乎就是答案`,
  },
  reset: {
    en:
      `deno task reset ID [--yes]   put the stub back; your file is kept beside it
--yes does not ask`,
    zh: `deno task reset ID [--yes]   恢复初始内容；你的文件会另存在旁边
--yes 表示不再询问`,
  },
  doctor: {
    en: "deno task doctor            look at this machine and name remedies",
    zh: "deno task doctor            检查这台机器并给出解决办法",
  },
};
