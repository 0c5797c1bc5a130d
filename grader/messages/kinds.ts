import { plain, type Text } from "../text.ts";

/** What a kind of value is called. */
export function kindName(language: keyof Text, kind: string): string {
  return Object.hasOwn(KINDS[language], kind)
    ? KINDS[language][kind]
    : plain(kind, 40);
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
