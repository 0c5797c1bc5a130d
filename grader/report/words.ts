import type { Result, Status } from "../result.ts";
import type { Language } from "../text.ts";

/** The fixed words of the reports. */
export interface Words {
  status: Record<Status, string>;
  exercises: (count: number) => string;
  seed: string;
  /** Of a seed that nobody may know. */
  secretSeed: (fingerprint: string) => string;
  isolation: string;
  notHeld: string;
  points: string;
  tried: string;
  answered: string;
  looksLike: string;
  sameAs: (check: string) => string;
  hint: string;
  allDone: string;
  next: string;
  separator: string;
}

/** The words in both languages. */
export const WORDS: Record<Language, Words> = {
  en: {
    status: {
      passed: "passed",
      todo: "to do",
      failed: "failed",
      timeout: "too slow",
      error: "error",
      missing: "missing",
      ungraded: "ungraded",
    },
    exercises: (count) => count === 1 ? "1 exercise" : `${count} exercises`,
    seed: "seed",
    secretSeed: (fingerprint) => `seed secret (${fingerprint})`,
    isolation: "isolation",
    notHeld: "Not held: ",
    points: "points",
    tried: "Tried: ",
    answered: "Answer: ",
    looksLike: "Looks like: ",
    sameAs: (check) => `the same mistake as in ${check}`,
    hint: "Stuck? ",
    allDone: "All exercises are solved. Well done!",
    next: "Next: ",
    separator: "; ",
  },
  zh: {
    status: {
      passed: "通过",
      todo: "待完成",
      failed: "未通过",
      timeout: "超时",
      error: "出错",
      missing: "缺失",
      ungraded: "未评分",
    },
    exercises: (count) => `${count} 道习题`,
    seed: "种子",
    secretSeed: (fingerprint) => `种子保密（${fingerprint}）`,
    isolation: "隔离方式",
    notHeld: "不能防住：",
    points: "分",
    tried: "输入：",
    answered: "答案：",
    looksLike: "看起来：",
    sameAs: (check) => `与 ${check} 同样的错误`,
    hint: "卡住了？",
    allDone: "所有习题都已完成，做得好！",
    next: "下一步：",
    separator: "；",
  },
};

/** One sign for each status, so that color is never the only difference. */
export const SIGNS: Record<Status, string> = {
  passed: "✓",
  todo: "○",
  failed: "✗",
  timeout: "⧗",
  error: "!",
  missing: "?",
  ungraded: "-",
};

/** What a report says of the seed. */
export function seedText(
  { seed, seedFingerprint }: Pick<Result, "seed" | "seedFingerprint">,
  language: Language,
): string {
  const words = WORDS[language];
  return seed === null
    ? words.secretSeed(`${seedFingerprint}`)
    : `${words.seed} ${seed}`;
}
