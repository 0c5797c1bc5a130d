import { assert, assertEquals } from "@std/assert";
import { chooseLanguage, plain } from "../../grader/text.ts";

/** What was asked, the environment, and the language that follows. */
const CHOICES: [
  asked: string | undefined,
  env: Record<string, string>,
  language: "en" | "zh",
][] = [
  ["en", { MNEME_LANG: "zh", LC_ALL: "zh_CN.UTF-8", LANG: "zh_CN" }, "en"],
  ["zh", { MNEME_LANG: "en", LC_ALL: "en_US.UTF-8", LANG: "C" }, "zh"],
  [undefined, { MNEME_LANG: "zh", LC_ALL: "en_US.UTF-8" }, "zh"],
  [undefined, { MNEME_LANG: "en", LANG: "zh_CN.UTF-8" }, "en"],
  [undefined, { MNEME_LANG: "", LANG: "zh_CN.UTF-8" }, "zh"],
  [undefined, { MNEME_LANG: "fr", LANG: "zh_CN.UTF-8" }, "zh"],
  [undefined, { LC_ALL: "zh_CN.UTF-8", LANG: "en_US.UTF-8" }, "zh"],
  [undefined, { LC_ALL: "C.UTF-8", LANG: "zh_CN.UTF-8" }, "en"],
  [undefined, { LC_ALL: "", LC_MESSAGES: "zh_TW.UTF-8", LANG: "C" }, "zh"],
  [undefined, { LC_MESSAGES: "de_DE", LANG: "zh_CN.UTF-8" }, "en"],
  [undefined, { LC_MESSAGES: "", LANG: "ZH_HK" }, "zh"],
  [undefined, { LANG: "de_DE.UTF-8" }, "en"],
  [undefined, {}, "en"],
];

for (const [asked, env, language] of CHOICES) {
  const words = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const told = [`--lang ${asked ?? "not given"}`, ...words].join(", ");
  Deno.test(`chooseLanguage() chooses ${language} when ${told}`, () => {
    assertEquals(chooseLanguage(asked, (name) => env[name]), language);
  });
}

Deno.test("plain() leaves text alone when it is harmless", () => {
  const text = "能量 E(s) = -½ sᵀWs; α, 👍 and é";
  assertEquals(plain(text), text);
});

Deno.test("plain() makes one line when there are line ends of any kind", () => {
  assertEquals(
    plain("a\nb\r\nc\rd\u2028e\u2029f\u0085g\vh\fi\tj"),
    "a b c d e f g h i j",
  );
});

Deno.test("plain() leaves no control character when all of them are given", () => {
  for (let code = 0; code < 0xa0; code++) {
    if (code >= 0x20 && code < 0x7f) continue;
    assertEquals(plain(`a${String.fromCharCode(code)}b`), "a b", `${code}`);
  }
});

Deno.test("plain() disarms escape sequences when a terminal would obey them", () => {
  assertEquals(
    plain("\x1b[2J\x1b[31mpassed\x1b]0;title\x07\x9b1A"),
    "[2J [31mpassed ]0;title 1A",
  );
});

Deno.test("plain() leaves no mark that turns the direction of writing when all are given", () => {
  const marks =
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";
  for (const mark of marks) {
    const code = mark.codePointAt(0)!.toString(16);
    assertEquals(plain(`a${mark}b`), "a b", code);
  }
});

Deno.test("plain() disarms the commands of build servers when a text holds them", () => {
  for (
    const text of ["::error::x", "a ::set-env name=x::y", "::::add-mask::"]
  ) {
    assertEquals(plain(text).includes("::"), false, text);
  }
  for (const text of ["##[error]x", "a ##vso[task.complete]y"]) {
    assertEquals(/##(vso)?\[/.test(plain(text)), false, text);
  }
});

Deno.test("plain() cuts with an ellipsis when text is longer than asked", () => {
  assertEquals(plain("x".repeat(300)), "x".repeat(300));
  assertEquals(plain("x".repeat(301)), `${"x".repeat(299)}…`);
  assertEquals(plain("abcdef", 4), "abc…");
});

Deno.test("plain() leaves no half of a character when it cuts", () => {
  for (let size = 2; size < 9; size++) {
    const cut = plain("👍".repeat(6), size);
    assert(cut.isWellFormed(), `cut to ${size}: ${JSON.stringify(cut)}`);
  }
});
