/**
 * What a student reads about a failure, in both languages. It says what was
 * tried, what must hold and what came; never an expected value.
 *
 * @module
 */

import type { Mismatch } from "./compare.ts";
import type { Failure, Trouble } from "./failure.ts";
import { plain, type Text } from "./text.ts";

/** What students may import, as a message says it. */
export const ALLOWED_IMPORTS = '"#todo", "ml-matrix", import type';

/** The message for a failure; `property` is what the check says must hold. */
export function describeFailure(failure: Failure, property: Text): Text {
  switch (failure.kind) {
    case "mismatch":
      return describeMismatch(failure.mismatch, failure.call.fn, property);
    case "trouble":
      return describeTrouble(failure.trouble, `${failure.call.fn}()`);
    case "load":
      return describeLoading(failure.trouble, failure.code);
    case "export":
      return failure.got === undefined
        ? {
          en:
            `The file exports no function ${failure.fn}: write "export function ${failure.fn}(…)"`,
          zh:
            `文件没有导出函数 ${failure.fn}：请写成“export function ${failure.fn}(…)”`,
        }
        : {
          en: `${failure.fn} must be a function: it is ${
            KINDS.en[failure.got] ?? failure.got
          }`,
          zh: `${failure.fn} 必须是函数：现在是${
            KINDS.zh[failure.got] ?? failure.got
          }`,
        };
    case "slow":
      return {
        en: `All calls of this check together took over ${failure.limit} ms`,
        zh: `这项检查的全部调用合计超过 ${failure.limit} 毫秒`,
      };
    case "file":
      return failure.text;
    case "ungraded":
      return {
        en: `The grader could not judge this: ${failure.detail}`,
        zh: `评分器无法评判：${failure.detail}`,
      };
  }
}

function describeMismatch(
  mismatch: Mismatch,
  fn: string,
  property: Text,
): Text {
  const { en, zh } = detail(mismatch, fn);
  return mismatch.kind === "mutated" || mismatch.kind === "unsteady"
    ? { en, zh }
    : {
      en: `${en}. What must hold: ${property.en}`,
      zh: `${zh}。应当满足：${property.zh}`,
    };
}

function detail(mismatch: Mismatch, fn: string): Text {
  const place = "path" in mismatch
    ? answerPlace(mismatch.path)
    : answerPlace("");
  switch (mismatch.kind) {
    case "type":
      return {
        en: `${place.en} must be ${named("en", mismatch.expected)}: it is ${
          named("en", mismatch.got)
        }`,
        zh: `${place.zh}应为${named("zh", mismatch.expected)}，实际是${
          named("zh", mismatch.got)
        }`,
      };
    case "length":
      return {
        en:
          `${place.en} must have length ${mismatch.expected}: its length is ${mismatch.got}`,
        zh:
          `${place.zh}的长度应为 ${mismatch.expected}，实际是 ${mismatch.got}`,
      };
    case "fields":
      return describeFields(mismatch, place);
    case "nan":
      return { en: `${place.en} is NaN`, zh: `${place.zh}是 NaN` };
    case "value":
      return { en: `${place.en} is wrong`, zh: `${place.zh}不对` };
    case "property":
      return mismatch.text;
    case "mutated":
      return {
        en: `${fn}() changed its argument number ${
          mismatch.argument + 1
        }: work on a copy`,
        zh: `${fn}() 改动了第 ${mismatch.argument + 1} 个参数：请在副本上操作`,
      };
    case "unsteady":
      return {
        en:
          `${fn}() gave another answer to the same call: nothing may be kept between calls, and no chance used`,
        zh:
          `${fn}() 对同样的调用给出了不同的答案：调用之间不能保留状态，也不能用随机数`,
      };
  }
}

function describeFields(
  { missing, extra }: { missing: string[]; extra: string[] },
  place: Text,
): Text {
  const list = (names: string[]) => plain(names.join(", "), 80);
  const parts = {
    en: [
      missing.length ? `lacks ${list(missing)}` : "",
      extra.length ? `has ${list(extra)} too many` : "",
    ],
    zh: [
      missing.length ? `缺少 ${list(missing)}` : "",
      extra.length ? `多出 ${list(extra)}` : "",
    ],
  };
  return {
    en: `${place.en} ${parts.en.filter((part) => part).join(" and ")}`,
    zh: `${place.zh}${parts.zh.filter((part) => part).join("，")}`,
  };
}

function describeTrouble(trouble: Trouble, what: string): Text {
  switch (trouble.kind) {
    case "todo":
      return { en: "Not written yet", zh: "尚未完成" };
    case "threw": {
      const error = plain(`${trouble.name}: ${trouble.message}`);
      return {
        en: `${what} threw an exception${at(trouble, "en")}: ${error}`,
        zh: `${what} 抛出异常${at(trouble, "zh")}：${error}`,
      };
    }
    case "timeout":
      return trouble.cause === "limit"
        ? {
          en:
            `${what} took too long and was stopped: is there a loop without end?`,
          zh: `${what} 用时过长，已被终止：是否有不会结束的循环？`,
        }
        : {
          en: `${what} returned a promise that never settles`,
          zh: `${what} 返回的 promise 永远不会完成`,
        };
    case "refused":
      return trouble.reason === "depth"
        ? {
          en:
            `${what} answered with lists too deep in one another: does one contain itself?`,
          zh: `${what} 的答案嵌套过深：是否有列表包含了自身？`,
        }
        : { en: `${what} answered with too much`, zh: `${what} 的答案过大` };
    case "died":
      return describeDeath(trouble, what);
    case "protocol":
      return {
        en:
          `${what} disturbed the grader's pipe (${trouble.detail}): print with console.log, never to Deno.stdout`,
        zh:
          `${what} 干扰了评分器的管道（${trouble.detail}）：请用 console.log 输出，不要写 Deno.stdout`,
      };
  }
}

function describeDeath(
  { cause, detail }: Extract<Trouble, { kind: "died" }>,
  what: string,
): Text {
  switch (cause) {
    case "memory":
      return {
        en: `${what} used more than 1 GB of memory and was stopped`,
        zh: `${what} 占用内存超过 1 GB，已被终止`,
      };
    case "flood":
      return {
        en: `${what} wrote too much to standard error and was stopped`,
        zh: `${what} 向标准错误写入过多内容，已被终止`,
      };
    case "exit":
      return {
        en:
          `${what} ended the process (${detail}): it ran out of memory or called exit`,
        zh: `${what} 使进程结束（${detail}）：内存耗尽，或调用了 exit`,
      };
  }
}

function describeLoading(trouble: Trouble, code: string): Text {
  if (trouble.kind !== "threw") {
    const text = describeTrouble(trouble, "…");
    return {
      en: text.en.replace("…", "Loading the file"),
      zh: text.zh.replace("…", "载入文件时"),
    };
  }
  const { message } = trouble;
  const syntax = /^SyntaxError: ([^\n]*)/.exec(message);
  if (syntax) {
    const problem = plain(syntax[1]);
    return {
      en: `Syntax error${at(trouble, "en", true)}: ${problem}`,
      zh: `语法错误${at(trouble, "zh", true)}：${problem}`,
    };
  }
  if (IMPORT_REFUSED.test(message)) {
    const specifier = importedAt(code, trouble);
    return {
      en: `The import${specifier}${
        at(trouble, "en")
      } is not allowed: only ${ALLOWED_IMPORTS} are`,
      zh: `不允许${
        at(trouble, "zh")
      }的导入${specifier}：只能用 ${ALLOWED_IMPORTS}`,
    };
  }
  return describeTrouble(trouble, "…").en.startsWith("…")
    ? {
      en: `Loading the file failed${at(trouble, "en")}: ${
        plain(`${trouble.name}: ${message}`)
      }`,
      zh: `载入文件失败${at(trouble, "zh")}：${
        plain(`${trouble.name}: ${message}`)
      }`,
    }
    : describeTrouble(trouble, "");
}

const IMPORT_REFUSED =
  /not in import map|not-allowed\/|Requires (?:read|import|net) access|specifiers were requested|JSR package|Module not found|Unsupported scheme|Relative import path/;

/** The specifier that stands in the student's file where the error points. */
function importedAt(
  code: string,
  { line, column }: { line: number; column: number },
): string {
  const text = code.split(/\r\n|\n|\r/)[line - 1]?.slice(column - 1) ?? "";
  const specifier = /^["'`]([^"'`]*)/.exec(text)?.[1];
  return specifier === undefined ? "" : ` "${plain(specifier, 80)}"`;
}

function at(
  { line, column }: { line: number; column: number },
  language: keyof Text,
  withColumn = false,
): string {
  if (line === 0) return "";
  return language === "en"
    ? ` in line ${line}${withColumn ? `, column ${column}` : ""}`
    : `（第 ${line} 行${withColumn ? `第 ${column} 列` : ""}）`;
}

function answerPlace(path: string): Text {
  return path === ""
    ? { en: "The answer", zh: "答案" }
    : { en: `answer${path}`, zh: `answer${path} ` };
}

function named(language: keyof Text, kind: string): string {
  return KINDS[language][kind] ?? plain(kind, 40);
}

const KINDS: Record<keyof Text, Record<string, string>> = {
  en: {
    number: "a number",
    list: "a list",
    object: "an object",
    string: "a string",
    boolean: "a boolean",
    undefined: "undefined",
    null: "null",
    function: "a function",
    bigint: "a BigInt",
    symbol: "a symbol",
  },
  zh: {
    number: "数",
    list: "列表",
    object: "对象",
    string: "字符串",
    boolean: "布尔值",
    undefined: " undefined",
    null: " null",
    function: "函数",
    bigint: " BigInt",
    symbol: " symbol",
  },
};
