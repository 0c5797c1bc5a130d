import type { Language } from "../text.ts";

/** What a command does and which options it knows. */
export function helpText(command: string, language: Language): string {
  const texts = HELP[command] ?? HELP.grade;
  return texts[language];
}

const HELP: Record<string, Record<Language, string>> = {
  start: {
    en: `deno task start [ID] [--lang en|zh] [--plain] [--poll]
the watch screen: save an exercise's file and see the verdict; ? shows keys
  ID                  begin with that exercise (default: where you were)
  --plain             plain lines, as in a pipe, where it ends with the input
  --poll              look at the files again and again, where no events come
Your place is kept in .mneme-progress.toml, which you may read and delete`,
    zh: `deno task start [ID] [--lang en|zh] [--plain] [--poll]
学习界面：保存习题文件即可看到评判；按 ? 查看按键
  ID                  从该习题开始（默认从上次的位置继续）
  --plain             逐行输出，与用于管道时相同；输入结束时退出
  --poll              定时查看文件，用于收不到文件改动通知的系统
学习进度保存在 .mneme-progress.toml 中，可以查看，也可以删除`,
  },
  grade: {
    en: `deno task grade [id …]      grade the exercises, or those named
  --submission DIR    what to grade (default: exercises)
  --name NAME         whose it is: with MNEME_SEED each name has inputs of its
                      own (default: the name of that folder)
  --format FORMAT     text, json, html, csv, junit, gradescope, classroom
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
  --name NAME         谁的提交：设置 MNEME_SEED 时，不同名字的输入各不相同
                      （默认是该文件夹的名字）
  --format FORMAT     text、json、html、csv、junit、gradescope、classroom
  --output FILE       把报告写到文件
  --lang en|zh        语言（否则看 MNEME_LANG，再看系统语言）
  --seed N            相同的种子给出相同的输入（默认随机）
  --jobs N            同时评几道（默认用满所有核）
  --timeout MS        每次调用的时限（默认 2000 毫秒）
  --isolation FORM    auto、bubblewrap、limits 或 permissions
  --strict            没有拿满分时退出码为 1
退出码：0 已评分；1 用了 --strict；2 用法有误；3 评分器出错`,
  },
  "grade:class": {
    en: `deno task grade:class SUBMISSIONS [id …] --output DIR
grade a class: every folder, .zip or .tar.gz in SUBMISSIONS is a student's
  --output DIR        gradebook.csv, summary.txt, reports/; the same command
                      goes on there after Ctrl-C, a kill or a power cut
  --regrade           grade anew, as after a change of the checks, and show
                      who changes and by which check (changes.csv)
  --lang en|zh        language (else MNEME_LANG, else the locale)
  --seed N            the same seed gives the same inputs (default: fresh)
  --jobs N            submissions at once (default: one more than cores)
  --timeout MS        limit for one call (default: 2000)
  --isolation FORM    auto, bubblewrap, limits or permissions
MNEME_SEED=SECRET gives each student inputs of their own; no report holds it.
Take a long random text, as from openssl rand -hex 16
Exit status: 0 graded, 2 wrong usage, 3 something could not be graded or
written, 130 stopped by Ctrl-C`,
    zh: `deno task grade:class 提交文件夹 [id …] --output 结果文件夹
给全班评分：提交文件夹中的每个文件夹、.zip 或 .tar.gz 是一个学生的提交
  --output 结果文件夹 gradebook.csv、summary.txt、reports/；被 Ctrl-C、kill
                      或断电中断后，再运行同一命令会从中断处继续
  --regrade           重新评分（例如检查有改动），并显示谁的成绩有变、
                      因哪项检查而变（changes.csv）
  --lang en|zh        语言（否则看 MNEME_LANG，再看系统语言）
  --seed N            相同的种子给出相同的输入（默认随机）
  --jobs N            同时评几份提交（默认比核数多一）
  --timeout MS        每次调用的时限（默认 2000 毫秒）
  --isolation FORM    auto、bubblewrap、limits 或 permissions
设置 MNEME_SEED=密钥，每个学生的输入各不相同，任何报告都不含密钥。
请用足够长的随机文本，例如 openssl rand -hex 16 的输出
退出码：0 已评分；2 用法有误；3 有内容无法评分或写入；130 被 Ctrl-C 停止`,
  },
  release: {
    en: `deno task release --output DIR   make the students' copy in DIR
It holds the exercises, their visible examples and hints, and nothing that
knows the answers; its deno task grade says "practice" and gives no points`,
    zh: `deno task release --output 文件夹   在文件夹中生成学生版
其中有习题、公开的例子和提示，没有任何含有答案的内容；
学生版的 deno task grade 只是“练习”，不计分`,
  },
  practice: {
    en: `deno task grade [id …]      practice: run the visible examples of the
                            exercises, or of those named; gives no points
  --lang en|zh        language (else MNEME_LANG, else the locale)
Exit status: 0 all was tried, 2 wrong usage`,
    zh:
      `deno task grade [id …]      练习：运行全部习题（或指定习题）的公开例子，
                            不计分
  --lang en|zh        语言（否则看 MNEME_LANG，再看系统语言）
退出码：0 已运行；2 用法有误`,
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
ID is an exercise (8-6): what went wrong, and the next hint for that task
or a task (8-6.4): its hint of that level; 3 is nearly the answer
What you took is kept in .mneme-progress.toml and shown to you alone`,
    zh: `deno task hint ID [--level 1|2|3] [--lang en|zh]
ID 是习题（8-6）：先说错在哪里，再给出该任务的下一条提示
或任务（8-6.4）：该任务那一级的提示；第 3 级几乎就是答案
看过的提示记在 .mneme-progress.toml 中，只有你自己看得到`,
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
