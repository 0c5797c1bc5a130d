/**
 * What a student reads about a failure, in both languages. It says what was
 * tried, what must hold and what came; never an expected value.
 *
 * @module
 */

import type { Failure } from "../failure.ts";
import type { Text } from "../text.ts";
import { kindName } from "./kinds.ts";
import { describeMismatch } from "./mismatch.ts";
import { describeLoading, describeTrouble } from "./trouble.ts";

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
            kindName("en", failure.got)
          }`,
          zh: `${failure.fn} 必须是函数：现在是${kindName("zh", failure.got)}`,
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
