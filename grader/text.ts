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
 * looks like the grader's; and nothing that a build server takes for a command
 * to itself, as `::error::` and `##vso[` are.
 */
export function plain(text: string, maximum = 300): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, " ")
    .replace(/:(?=:)|#(?=#(?:vso)?\[)/g, "$& ")
    .trim();
  if (line.length <= maximum) return line;
  // A character outside the basic plane is two code units, and is not halved.
  const cut = line.slice(0, maximum - 1).replace(/[\ud800-\udbff]$/, "");
  return `${cut}…`;
}
