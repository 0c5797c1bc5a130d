import type { Trouble } from "../failure.ts";
import { plain, type Text } from "../text.ts";

/** What students may import, as a message says it. */
export const ALLOWED_IMPORTS = '"#todo", "ml-matrix", import type';

/** Says what a call did instead of answering. */
export function describeTrouble(trouble: Trouble, what: string): Text {
  switch (trouble.kind) {
    case "todo":
      return { en: "Not written yet", zh: "尚未完成" };
    case "threw": {
      if (
        trouble.name === "TypeError" && IMPORT_REFUSED.test(trouble.message)
      ) {
        return {
          en: `${what} imports what is not allowed${
            at(trouble, "en")
          }: only ${ALLOWED_IMPORTS} are`,
          zh: `${what} 导入了不允许的内容${
            at(trouble, "zh")
          }：只能用 ${ALLOWED_IMPORTS}`,
        };
      }
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
          `${what} ended the process (${detail}): it ran out of memory, called exit, or awaits what never settles`,
        zh:
          `${what} 使进程结束（${detail}）：内存耗尽、调用了 exit，或在等待永远不会完成的 promise`,
      };
  }
}

/** Says why the file did not load. */
export function describeLoading(trouble: Trouble, code: string): Text {
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
  const error = plain(`${trouble.name}: ${message}`);
  return {
    en: `Loading the file failed${at(trouble, "en")}: ${error}`,
    zh: `载入文件失败${at(trouble, "zh")}：${error}`,
  };
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
