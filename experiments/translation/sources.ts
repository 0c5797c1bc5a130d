/**
 * Where the sentences come from: public files, or number words made here.
 *
 * @module
 */
import { numbersTask } from "../bottleneck/tasks.ts";
import { loadSentencePairs } from "../data/tatoeba.ts";
import type { Run } from "../experiment.ts";
import {
  charactersOf,
  type Corpus,
  type CorpusOptions,
  makeCorpus,
  wordsOf,
} from "./corpus.ts";

/** The sentences of a run's task, or what stands in for them without data. */
export function corpusOf(run: Run, options: CorpusOptions): Corpus {
  const random = run.random("split");
  // A few seconds are too few for real sentences.
  if (run.data === null || run.short) {
    if (!run.short) run.say(NO_DATA[run.language]);
    return generatedCorpus(run, options);
  }
  return run.task === "cmn"
    ? makeCorpus(
      loadSentencePairs(run.data, "chinese"),
      charactersOf,
      options,
      random,
    )
    : makeCorpus(
      loadSentencePairs(run.data, "french"),
      wordsOf,
      options,
      random,
    );
}

const NO_DATA = {
  en:
    "Without public data (--data DIR) digits are translated to number words instead.",
  zh: "没有公开数据（--data DIR），改为把数字译成英文数词。",
};

/** Digits and number words, where there are no sentences. */
function generatedCorpus(run: Run, { held, train }: CorpusOptions): Corpus {
  const random = run.random("numbers");
  const task = numbersTask(run.short ? 6 : 12);
  const pairs = Array.from({ length: held + train }, () => {
    const length = task.lengths[random.integer(task.lengths.length)];
    const { source, target } = task.draw(random, length);
    return {
      english: source.join(" "),
      other: target.join(" "),
      credit: null,
    };
  });
  return makeCorpus(pairs, wordsOf, {
    sourceLength: [1, 12],
    targetLength: 99,
    frequency: 1,
    held,
    train,
  }, random);
}
