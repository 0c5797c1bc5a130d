import {
  MEMORY_OPERATIONS,
  type MemoryModel,
} from "../../../lib/memory/mod.ts";
import type { Caller } from "../../check.ts";
import { disagreement, type Mismatch } from "../../compare.ts";
import type { Text } from "../../text.ts";

/** The papers' answer: Sukhbaatar et al. 2015 and Graves et al. 2014. */
export const ANSWERS: Readonly<Record<string, MemoryModel>> = {
  ...MEMORY_OPERATIONS,
};

/** What a report calls the operation of a key. */
const OPERATIONS: Readonly<Record<string, Text>> = {
  readsByContent: { en: "reading by content", zh: "基于内容的读取" },
  readIsWeightedSum: { en: "the form of a read", zh: "读取的形式" },
  trainsEndToEnd: { en: "training", zh: "训练方式" },
  readsInSeveralHops: { en: "hops", zh: "多跳操作" },
  keysDifferFromValues: { en: "keys and values", zh: "键与值" },
  memoryIsFixedWhileReading: {
    en: "what happens to the memory between reads",
    zh: "两次读取之间的记忆",
  },
  writesToMemory: { en: "writing", zh: "写入" },
  erasesThenAdds: { en: "erasing and adding", zh: "删除与增加" },
  addressesByLocation: {
    en: "addressing by location",
    zh: "基于位置的寻址",
  },
  keepsStateAcrossTimeSteps: {
    en: "what is kept across time steps",
    zh: "跨时刻的保留",
  },
};

// More at once are a list to be worked off, not something to think about.
const MAXIMUM_NAMED = 3;

/** The judge of the comparison: it says how many are wrong and about what, and of none what would be right. */
export async function judgeComparison(
  caller: Caller,
): Promise<Mismatch | null> {
  const answer = await caller.call("comparison");
  const form = disagreement(kindsOnly(answer), kindsOnly(ANSWERS));
  // Within the answer only its form is told, not whether a value is right.
  if (form) return atTop(form) ? disagreement(answer, ANSWERS) : form;
  const said = answer as Record<string, string>;
  const keys = Object.keys(ANSWERS);
  const unknown = keys.find((key) => !isWho(said[key]));
  if (unknown !== undefined) {
    return say(
      `${unknown} must be "memory-network", "turing-machine" or "both"`,
      `${unknown} 只能是 "memory-network"、"turing-machine" 或 "both"`,
    );
  }
  const wrong = keys.filter((key) => said[key] !== ANSWERS[key]);
  return wrong.length === 0 ? null : describe(wrong, keys.length);
}

function atTop(mismatch: Mismatch): boolean {
  return "path" in mismatch && mismatch.path === "";
}

function describe(wrong: string[], all: number): Mismatch {
  const named = wrong.slice(0, MAXIMUM_NAMED).map((key) => OPERATIONS[key]);
  const more = wrong.length > named.length;
  const en = named.map((text) => text.en).join(", ");
  const zh = named.map((text) => text.zh).join("、");
  return say(
    `${wrong.length} of ${all} ${wrong.length === 1 ? "is" : "are"} wrong, ${
      more ? "among them" : "about"
    }: ${en}`,
    `${all} 项中有 ${wrong.length} 项不对，${
      more ? "其中包括" : "涉及"
    }：${zh}`,
  );
}

/** The answer with "" for every string, to compare its form. */
function kindsOnly(answer: unknown): unknown {
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) {
    return answer;
  }
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [
      key,
      typeof value === "string" ? "" : value,
    ]),
  );
}

function isWho(said: string): boolean {
  return said === "both" || said === "memory-network" ||
    said === "turing-machine";
}

function say(en: string, zh: string): Mismatch {
  return { kind: "property", text: { en, zh } };
}
