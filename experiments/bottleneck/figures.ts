/**
 * The figures of a run: what is left at the lengths, and what it took.
 *
 * @module
 */
import { alignmentCost } from "../../mod.ts";
import type { Figure, Run } from "../experiment.ts";
import type { Outcome } from "./experiment.ts";

/** The figures of all readers, the one with attention first. */
export function figuresOf(
  { task }: Run,
  outcomes: readonly Outcome[],
  longest: number,
): Figure[] {
  const [attention, ...fixed] = outcomes;
  // Number words and dates say less than their length, so nothing is promised there.
  const letters = task === "copy" || task === "reverse";
  return [
    {
      id: "exact-attention",
      name: {
        en: "exact with attention at the worst of all lengths, %",
        zh: "有注意力时各长度中最差的完全正确率，%",
      },
      value: Math.min(...attention.exact.values()),
      ...letters && { target: { kind: "must", atLeast: 98 } },
    },
    ...fixed.map((outcome) => fixedFigure(outcome, letters)),
    ...outcomes.slice(0, 2).map(sizeFigure),
    {
      id: "alignment-weights",
      name: {
        en: `weights N·M that attention makes for ${longest} letters`,
        zh: `${longest} 个字母的注意力权重个数 N·M`,
      },
      value: alignmentCost(longest, longest + 1),
    },
  ];
}

function fixedFigure(
  { reader: { id, name }, exact }: Outcome,
  letters: boolean,
): Figure {
  return {
    id: `exact-${id}`,
    name: {
      en: `exact with a ${name.en} at the greatest length, %`,
      zh: `${name.zh}在最大长度处的完全正确率，%`,
    },
    value: [...exact.values()].at(-1)!,
    ...letters && id === "fixed" && {
      target: { kind: "must", atMost: 50 },
    },
  };
}

function sizeFigure({ reader: { id, name }, parameters }: Outcome): Figure {
  return {
    id: `parameters-${id}`,
    name: {
      en: `parameters with ${id === "fixed" ? "a " : ""}${name.en}`,
      zh: `${name.zh}的参数个数`,
    },
    value: parameters,
  };
}
