import type { Mismatch } from "../compare.ts";
import { plain, type Text } from "../text.ts";
import { kindName } from "./kinds.ts";

/** Says how an answer is wrong, and what must hold. */
export function describeMismatch(
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
        en: `${place.en} must be ${kindName("en", mismatch.expected)}: it is ${
          kindName("en", mismatch.got)
        }`,
        zh: `${place.zh}应为${kindName("zh", mismatch.expected)}，实际是${
          kindName("zh", mismatch.got)
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

function answerPlace(path: string): Text {
  return path === ""
    ? { en: "The answer", zh: "答案" }
    : { en: `answer${path}`, zh: `answer${path} ` };
}
