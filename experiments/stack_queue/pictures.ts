/**
 * The pictures of stack, queue and deque: how accuracy holds beyond the lengths
 * trained, and when a controller pushes and pops.
 *
 * @module
 */
import type { Bilingual, Run } from "../experiment.ts";
import { curveChart } from "../report/curve_chart.ts";
import { heatMap } from "../report/heat_map.ts";
import { type Kind, KINDS } from "./model.ts";
import type { Task } from "./sequences.ts";

type Language = Run["language"];

/** The kinds as a reader calls them. */
export const KIND_NAMES: Record<Kind, Bilingual> = {
  stack: { en: "stack", zh: "栈" },
  queue: { en: "queue", zh: "队列" },
  deque: { en: "deque", zh: "双端队列" },
  lstm: { en: "LSTM", zh: "LSTM" },
};

/** The tasks as a reader calls them. */
export const TASK_NAMES: Record<Task, Bilingual> = {
  copy: { en: "copying", zh: "复制" },
  reverse: { en: "reversing", zh: "反转" },
};

/** Share of right symbols by length, a curve for each kind. */
export function lengthChart(
  language: Language,
  task: Task,
  accuracies: Record<Kind, readonly (readonly [number, number])[]>,
): string {
  const words = TEXTS[language];
  return curveChart({
    title: lengthTitle(task)[language],
    description: words.lengthSeen,
    x: { label: words.length },
    y: { label: words.fine, range: [0, 1] },
    curves: KINDS.filter((kind) => accuracies[kind]).map((kind) => ({
      name: KIND_NAMES[kind][language],
      form: "both",
      points: accuracies[kind],
    })),
  });
}

/** The title of {@linkcode lengthChart}. */
export function lengthTitle(task: Task): Bilingual {
  return {
    en: `Accuracy by length, ${TASK_NAMES[task].en}`,
    zh: `各长度的准确率，${TASK_NAMES[task].zh}`,
  };
}

/** The title of {@linkcode actionPicture}. */
export function actionTitle(kind: Kind, task: Task): Bilingual {
  return {
    en: `When the ${KIND_NAMES[kind].en} is pushed and popped, ${
      TASK_NAMES[task].en
    }`,
    zh: `${KIND_NAMES[kind].zh}何时压入、何时弹出，${TASK_NAMES[task].zh}`,
  };
}

/** Pushes and pops of one sequence, step by step. */
export function actionPicture(
  language: Language,
  title: Bilingual,
  { pushes, pops, length }: {
    pushes: readonly number[];
    pops: readonly number[];
    length: number;
  },
): string {
  const words = TEXTS[language];
  return heatMap({
    title: title[language],
    description: words.actionSeen,
    values: [pushes, pops],
    rows: { names: [words.push, words.pop] },
    columns: {
      label: words.steps,
      names: pushes.map((_, t) => t < length ? "x" : t === length ? "|" : "·"),
    },
    unit: words.degree,
    range: [0, 1],
  });
}

const TEXTS = {
  en: {
    lengthSeen:
      "Trained up to length 12. A list that suits the order stays near 1 beyond; the others and the LSTM fall.",
    length: "symbols",
    fine: "right symbols",
    actionSeen:
      "The controller pushes while symbols (x) come in and pops once the separator (|) has come.",
    push: "push",
    pop: "pop",
    steps: "x a symbol, | the separator, · waiting",
    degree: "degree",
  },
  zh: {
    lengthSeen:
      "训练长度不超过 12。与次序相符的结构在更长处仍接近 1，其他结构与 LSTM 则下降。",
    length: "符号个数",
    fine: "正确符号的比例",
    actionSeen: "符号（x）输入时控制器压入，分隔符（|）到来后弹出。",
    push: "压入",
    pop: "弹出",
    steps: "x 为符号，| 为分隔符，· 为等待",
    degree: "程度",
  },
};
