/**
 * The figures of a run: BLEU of both models, of a beam, and their sizes.
 *
 * @module
 */
import {
  beamTranslate,
  type Seq2seqWeights,
  variablesOf,
} from "../../lib/layers/mod.ts";
import type { Figure } from "../experiment.ts";
import { SYMBOLS, type Vocabularies } from "../seq2seq/vocabulary.ts";
import type { Entry } from "./corpus.ts";
import { longestOf, meanBleu, translateAll } from "./measure.ts";

/** α in log p / Lᵅ, as d2l takes it. */
const LENGTH_PENALTY = 0.75;

/** What is measured. */
export interface Trial {
  attention: Seq2seqWeights;
  fixed: Seq2seqWeights;
  vocabularies: Vocabularies;
  held: readonly Entry[];
  /** Sequences that the beam keeps. */
  beam: number;
}

/** The figures of both models on the held-out sources. */
export function figuresOf(trial: Trial): Figure[] {
  const { held, vocabularies, beam } = trial;
  const [attention, fixed] = [trial.attention, trial.fixed].map((model) =>
    meanBleu(held, translateAll(model, held, vocabularies))
  );
  return [
    bleuFigure("attention", "attention", "注意力", attention),
    bleuFigure("fixed", "a fixed vector", "固定向量", fixed),
    {
      id: "bleu-gain",
      name: {
        en: "gain of attention over the fixed vector, BLEU",
        zh: "注意力相对固定向量的提高，BLEU",
      },
      value: attention - fixed,
      target: { kind: "must", atLeast: LEAST_GAIN },
    },
    bleuFigure(
      "beam",
      `attention and a beam of ${beam}`,
      `注意力加宽度为 ${beam} 的束搜索`,
      meanBleu(held, beamAll(trial)),
    ),
    sizeFigure("attention", "attention", "注意力", trial.attention),
    sizeFigure("fixed", "a fixed vector", "固定向量", trial.fixed),
  ];
}

/** Above is above: a hundredth of a BLEU is the last digit that is shown. */
const LEAST_GAIN = 0.01;

function bleuFigure(
  id: string,
  en: string,
  zh: string,
  value: number,
): Figure {
  return {
    id: `bleu-${id}`,
    name: {
      en: `BLEU with ${en}, mean over held-out sentences (d2l's, n to 2)`,
      zh: `${zh}的 BLEU，留出句子上的均值（d2l 定义，n 至 2）`,
    },
    value,
  };
}

function sizeFigure(
  id: string,
  en: string,
  zh: string,
  weights: Seq2seqWeights,
): Figure {
  return {
    id: `parameters-${id}`,
    name: { en: `parameters with ${en}`, zh: `${zh}的参数个数` },
    value: variablesOf(weights).reduce((sum, { size }) => sum + size, 0),
  };
}

function beamAll(
  { attention, vocabularies, held, beam }: Trial,
): string[][] {
  const maximumLength = longestOf(held);
  return held.map(({ source }) => {
    const ids = vocabularies.source.idsOf(source);
    const [best] = beamTranslate(attention, ids, {
      ...SYMBOLS,
      width: beam,
      lengthPenalty: LENGTH_PENALTY,
      maximumLength,
    });
    return vocabularies.target.wordsOf(best.tokens);
  });
}
