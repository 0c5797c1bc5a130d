import type { Language } from "../text.ts";

/** What the command says while it grades a class. */
export interface ClassMessages {
  dropped: (lines: number) => string;
  goesOn: (kept: number, total: number) => string;
  stopping: string;
  stopped: (done: number, total: number) => string;
  diskFull: (output: string, reason: string) => string;
  written: (output: string) => string;
}

/** The messages in both languages. */
export const CLASS_MESSAGES: Record<Language, ClassMessages> = {
  en: {
    dropped: (lines) =>
      lines === 1
        ? "The journal has a line that is not whole, from a run that was cut off: it is dropped, and that submission graded again"
        : `The journal has ${lines} lines that are not whole: they are dropped, and those submissions graded again`,
    goesOn: (kept, total) =>
      `${kept} of ${total} are already graded: the grading goes on`,
    stopping:
      "What is under way is finished first; Ctrl-C once more stops at once",
    stopped: (done, total) =>
      `Stopped: ${done} of ${total} are graded and kept. The same command goes on`,
    diskFull: (output, reason) =>
      `Cannot write to ${output} (${reason}): make room and run the same command, which goes on from what is written`,
    written: (output) =>
      `Written to ${output}: summary.txt, gradebook.csv, and a report for each student in reports/`,
  },
  zh: {
    dropped: (lines) =>
      `评分日志有 ${lines} 行不完整（上次运行被中断）：已丢弃，对应的提交会重新评分`,
    goesOn: (kept, total) => `${total} 份中已有 ${kept} 份评完：继续评分`,
    stopping: "先完成正在评的提交；再按一次 Ctrl-C 立即停止",
    stopped: (done, total) =>
      `已停止：${total} 份中 ${done} 份已评完并保存。再运行同一命令会继续`,
    diskFull: (output, reason) =>
      `无法写入 ${output}（${reason}）：请腾出空间后再运行同一命令，会从已写入处继续`,
    written: (output) =>
      `已写入 ${output}：summary.txt、gradebook.csv，以及 reports/ 中每个学生的报告`,
  },
};
