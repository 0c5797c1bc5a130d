import type { Language } from "../text.ts";

/** The fixed words of the watch screen. */
export interface StartWords {
  read: string;
  edit: string;
  running: string;
  runningExamples: string;
  typesChecking: string;
  typesFine: string;
  typeFindings: (count: number) => string;
  more: (count: number) => string;
  passed: (count: number) => string;
  hint: (level: number, last: number) => string;
  progress: string;
  points: string;
  solved: (solved: number, exercises: number) => string;
  fullMarks: string;
  examplesPass: string;
  examples: (passed: number, all: number) => string;
  toDo: (task: string, fn: string) => string;
  askReset: (file: string) => string;
  /** Keys and what they do, in the order of the bar. */
  keys: Record<"n" | "h" | "l" | "r" | "x" | "s" | "t" | "?" | "q", string>;
  yes: string;
  no: string;
  list: string;
  hintsTaken: (count: number) => string;
  search: string;
  nothingFound: string;
  filter: Record<"all" | "done" | "todo", string>;
  listKeys: [key: string, what: string][];
  pageKeys: [key: string, what: string][];
  helpTitle: string;
  help: string[];
  back: string;
  solution: string;
  bye: string;
  plainKeys: string;
}

/** The words in both languages. */
export const START_WORDS: Record<Language, StartWords> = {
  en: {
    read: "Read",
    edit: "Edit",
    running: "running the hidden checks",
    runningExamples: "running the visible examples",
    typesChecking: "checking types",
    typesFine: "types fine",
    typeFindings: (count) =>
      count === 1 ? "1 type finding" : `${count} type findings`,
    more: (count) => `… ${count} more`,
    passed: (count) =>
      count === 1 ? "1 check passed" : `${count} checks passed`,
    hint: (level, last) => `Hint ${level} of ${last}`,
    progress: "Progress",
    points: "points",
    solved: (solved, exercises) => `${solved}/${exercises} solved`,
    fullMarks: "Full marks! n goes on; s shows our solution.",
    examplesPass:
      "All examples pass. Your teacher's checks use other inputs: try edges of your own. n goes on.",
    examples: (passed, all) => `${passed}/${all} examples`,
    toDo: (task, fn) =>
      `Task ${task} is next: put your own code in the place of todo() in ${fn}, then save.`,
    askReset: (file) =>
      `Put the stub back into ${file}? Your file is kept as a backup.`,
    keys: {
      n: "next",
      h: "hint",
      l: "list",
      r: "run",
      x: "reset",
      s: "solution",
      t: "中文",
      "?": "help",
      q: "quit",
    },
    yes: "yes",
    no: "no",
    list: "Exercises",
    hintsTaken: (count) => count === 1 ? "1 hint" : `${count} hints`,
    search: "Search: ",
    nothingFound:
      "No exercise is left: Esc ends the search, d and p the filter",
    filter: { all: "all", done: "done", todo: "to do" },
    listKeys: [
      ["↑↓", "move"],
      ["Enter", "go on there"],
      ["/", "search"],
      ["d", "done"],
      ["p", "to do"],
      ["q", "back"],
    ],
    pageKeys: [["↑↓ Space", "move"], ["q", "back"]],
    helpTitle: "Help",
    help: [
      "Keep this screen open beside your editor. Read the exercise, edit its file and save: the hidden checks run at once. A verdict comes without types; what the type check finds follows and changes no marks.",
      "n  the next exercise that is not solved",
      "h  the next hint for the task at the bottom, of three: a nudge, the idea, nearly the answer. Hints cost nothing and no report shows them.",
      "l  the list: search with /, filter with d and p, go on anywhere with Enter",
      "r  run the checks again, with other inputs",
      "x  put the stub back, after a question; your file is kept beside it",
      "s  our solution, once you have had full marks",
      "t  中文",
      "q  quit; the next start goes on here",
      "Your place is kept in .mneme-progress.toml, which you may read and delete.",
    ],
    back: "Any key goes back",
    solution: "Our solution",
    bye: "deno task start goes on here.",
    plainKeys:
      "Type a letter and Enter: n next, h hint, l list, r run, x reset, s solution, t 中文, ? help, q quit; or an exercise such as",
  },
  zh: {
    read: "阅读",
    edit: "编辑",
    running: "正在运行隐藏的检查",
    runningExamples: "正在运行公开的例子",
    typesChecking: "正在检查类型",
    typesFine: "类型无误",
    typeFindings: (count) => `${count} 处类型问题`,
    more: (count) => `… 还有 ${count} 条`,
    passed: (count) => `${count} 项检查已通过`,
    hint: (level, last) => `提示 ${level}/${last}`,
    progress: "进度",
    points: "分",
    solved: (solved, exercises) => `已完成 ${solved}/${exercises}`,
    fullMarks: "满分！按 n 继续，按 s 看参考答案。",
    examplesPass:
      "公开的例子都通过了。老师的检查使用其他输入：请自己试一试边界情况。按 n 继续。",
    examples: (passed, all) => `${passed}/${all} 个例子`,
    toDo: (task, fn) =>
      `下一个任务是 ${task}：把 ${fn} 中的 todo() 换成你的代码，然后保存。`,
    askReset: (file) => `把 ${file} 恢复为初始内容？你的文件会另存为备份。`,
    keys: {
      n: "下一题",
      h: "提示",
      l: "列表",
      r: "运行",
      x: "重置",
      s: "参考答案",
      t: "English",
      "?": "帮助",
      q: "退出",
    },
    yes: "是",
    no: "否",
    list: "习题",
    hintsTaken: (count) => `${count} 次提示`,
    search: "搜索：",
    nothingFound: "没有符合的习题：按 Esc 结束搜索，按 d 或 p 取消筛选",
    filter: { all: "全部", done: "已完成", todo: "待完成" },
    listKeys: [
      ["↑↓", "移动"],
      ["Enter", "做这一题"],
      ["/", "搜索"],
      ["d", "已完成"],
      ["p", "待完成"],
      ["q", "返回"],
    ],
    pageKeys: [["↑↓ 空格", "移动"], ["q", "返回"]],
    helpTitle: "帮助",
    help: [
      "把这个界面开在编辑器旁边。先读习题，再编辑文件并保存：隐藏的检查会立即运行。评判时不检查类型；类型检查的结果随后出现，不影响得分。",
      "n  下一道未完成的习题",
      "h  针对底部所示任务的下一条提示，共三级：点拨、思路、接近答案。看提示不扣分，也不进入任何报告。",
      "l  习题列表：按 / 搜索，按 d 和 p 筛选，按 Enter 从任意一题继续",
      "r  换一批输入，重新运行检查",
      "x  询问之后恢复初始内容；你的文件会另存在旁边",
      "s  参考答案，得过满分之后才能看",
      "t  English",
      "q  退出；下次启动时从这里继续",
      "学习进度保存在 .mneme-progress.toml 中，可以打开查看，也可以删除。",
    ],
    back: "按任意键返回",
    solution: "参考答案",
    bye: "运行 deno task start 可从这里继续。",
    plainKeys:
      "输入字母并回车：n 下一题，h 提示，l 列表，r 运行，x 重置，s 参考答案，t English，? 帮助，q 退出；也可以输入习题编号，例如",
  },
};
