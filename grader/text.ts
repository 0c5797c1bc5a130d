/** One thing said in both languages. */
export interface Text {
  en: string;
  zh: string;
}

/** The languages of the reports. */
export type Language = keyof Text;

/**
 * The language to speak: the one asked for, else MNEME_LANG, else a locale
 * that begins with zh, else English.
 */
export function chooseLanguage(
  asked: string | undefined,
  env: (name: string) => string | undefined,
): Language {
  const named = asked ?? env("MNEME_LANG");
  if (named === "en" || named === "zh") return named;
  const locale = env("LC_ALL") || env("LC_MESSAGES") || env("LANG") || "";
  return locale.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/**
 * Text that came from a student's program, made safe to print: no control
 * characters, so that it can neither move the cursor nor begin a line that
 * looks like the grader's.
 */
export function plain(text: string, maximum = 300): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .trim();
  return line.length > maximum ? `${line.slice(0, maximum - 1)}…` : line;
}
