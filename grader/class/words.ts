import { WORDS } from "../report/words.ts";
import type { Status } from "../result.ts";
import type { Language } from "../text.ts";

/** The fixed words about a class. */
export interface ClassWords {
  submissions: (count: number) => string;
  isolation: string;
  look: string;
  changes: string;
  distribution: string;
  exercises: string;
  checks: string;
  mistakes: string;
  ungraded: string;
  twins: (names: string[]) => string;
  ignored: (names: string[]) => string;
  noChange: string;
  checkChanged: (id: string, students: number) => string;
  handedInAnew: string;
  status: (status: Status | undefined) => string;
  separator: string;
  middle: (
    mean: string,
    median: string,
    range: [number, number],
    maximum: number,
  ) => string;
  full: (students: number) => string;
}

/** The words in both languages. */
export const CLASS_WORDS: Record<Language, ClassWords> = {
  en: {
    submissions: (count) =>
      count === 1 ? "1 submission" : `${count} submissions`,
    isolation: "isolation",
    look: "To look at",
    changes: "Changes",
    distribution: "Points",
    exercises: "Exercises (mean)",
    checks: "Checks that failed most often (of those who tried)",
    mistakes: "Mistakes that were common (students)",
    ungraded: "could not be judged; the same command tries again",
    twins: (names) =>
      `handed in under one name, each graded by itself: ${names.join(", ")}`,
    ignored: (names) =>
      `no folder and no archive, left out: ${names.join(", ")}`,
    noChange: "nobody's marks change",
    checkChanged: (id, students) =>
      `${id}: ${students === 1 ? "1 student" : `${students} students`}`,
    handedInAnew: "[handed in anew]",
    status: (status) =>
      status === undefined ? "not there" : WORDS.en.status[status],
    separator: "; ",
    middle: (mean, median, [least, most], maximum) =>
      `mean ${mean}, median ${median}, from ${least} to ${most} of ${maximum}`,
    full: (students) => `full marks: ${students}`,
  },
  zh: {
    submissions: (count) => `${count} 份提交`,
    isolation: "隔离方式",
    look: "需要查看",
    changes: "变动",
    distribution: "分数分布",
    exercises: "各题（平均分）",
    checks: "最常未通过的检查（占做过的人）",
    mistakes: "常见错误（人数）",
    ungraded: "无法评判；再运行同一命令会重试",
    twins: (names) => `同名的提交，分别评分：${names.join("、")}`,
    ignored: (names) => `既不是文件夹也不是压缩包，已略过：${names.join("、")}`,
    noChange: "没有人的成绩变动",
    checkChanged: (id, students) => `${id}：${students} 人`,
    handedInAnew: "［重新提交过］",
    status: (status) => status === undefined ? "没有" : WORDS.zh.status[status],
    separator: "；",
    middle: (mean, median, [least, most], maximum) =>
      `平均 ${mean}，中位数 ${median}，最低 ${least}，最高 ${most}，满分 ${maximum}`,
    full: (students) => `满分 ${students} 人`,
  },
};
