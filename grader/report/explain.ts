import type { CheckResult } from "../result.ts";
import { type Language, plain, type Text } from "../text.ts";
import { callText, valueText } from "./values.ts";
import { WORDS } from "./words.ts";

/** What a report says of one check, as plain lines without layout; empty if it passed. */
export function explain(
  { status, message, counterexample, diagnosis }: CheckResult,
  language: Language,
): string {
  const words = WORDS[language];
  const lines = status === "passed" ? [] : [words.status[status]];
  if (message && status !== "todo") lines.push(message[language]);
  if (counterexample) {
    lines.push(`${words.tried}${callText(counterexample)}`);
    if ("answer" in counterexample) {
      const answer = plain(valueText(counterexample.answer), 300);
      lines.push(`${words.answered}${answer}`);
    }
  }
  if (diagnosis) lines.push(`${words.looksLike}${diagnosis.text[language]}`);
  return lines.join("\n");
}

/** What all checks of an exercise say alike, as where its file is missing, and which is then said once. */
export function commonMessage(checks: readonly CheckResult[]): Text | null {
  const [first] = checks;
  const alike = checks.length > 1 && first.status !== "todo" &&
    checks.every(({ message, counterexample }) =>
      counterexample === null && message?.en === first.message?.en
    );
  return alike ? first.message : null;
}
