import type { Text } from "../text.ts";

/** What is said once, below the verdict. */
export const NOTICES = {
  wait: {
    en: "The first verdict is not there yet",
    zh: "还没有第一次的评判结果",
  },
  noHint: {
    en: "Full marks: there is nothing to hint at. n goes on.",
    zh: "已得满分，不需要提示。按 n 继续。",
  },
  loadFirst: {
    en: "No hint is used up: what stands above comes first",
    zh: "没有消耗提示：请先解决上面的问题",
  },
  notReset: {
    en: "Your file stays as it is",
    zh: "你的文件没有改动",
  },
  alreadyStub: {
    en: "The file is as it was handed out",
    zh: "文件与发放时相同",
  },
  reset: {
    en: "The file is as handed out; yours is beside it: ",
    zh: "文件已恢复为初始内容；你的文件另存为：",
  },
  solutionLocked: {
    en: "The solution opens after full marks; h gives a hint",
    zh: "得满分之后才能看参考答案；按 h 看提示",
  },
  noSolution: {
    en: "This copy holds no solutions: ask your teacher",
    zh: "这份副本不含参考答案：请询问老师",
  },
  allDone: {
    en: "All exercises are solved. Well done!",
    zh: "所有习题都已完成，做得好！",
  },
  last: {
    en: "All other exercises are solved: only this one is left",
    zh: "其他习题都已完成，只剩这一道",
  },
} satisfies Record<string, Text>;

/** Why files are looked at again and again. */
export const POLLING = {
  asked: { en: "looking every 0.3 s", zh: "每 0.3 秒查看一次文件" },
  /** A file system that sends no events of changes made elsewhere. */
  fileSystem: (name: string): Text => ({
    en: `looking every 0.3 s, as ${name} sends no events`,
    zh: `${name} 不通知改动，每 0.3 秒查看一次文件`,
  }),
  failed: (reason: string): Text => ({
    en: `looking every 0.3 s, as watching failed (${reason})`,
    zh: `监视失败（${reason}），每 0.3 秒查看一次文件`,
  }),
};
