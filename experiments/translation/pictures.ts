/**
 * Which words translate which, and sentences as points of a plane.
 *
 * @module
 */
import type { Seq2seqWeights } from "../../lib/layers/mod.ts";
import {
  fromRule,
  type PrincipalComponents,
  principalComponents,
} from "../../mod.ts";
import type { Run } from "../experiment.ts";
import { curveChart } from "../report/curve_chart.ts";
import { heatMap } from "../report/heat_map.ts";
import { write } from "../seq2seq/fit.ts";
import type { Vocabularies } from "../seq2seq/vocabulary.ts";
import type { Corpus, Entry } from "./corpus.ts";

const MAPS = 3;

/** Keeps heat maps of some held-out sentences, the longest ones. */
export async function drawAlignments(
  run: Run,
  weights: Seq2seqWeights,
  held: readonly Entry[],
  vocabularies: Vocabularies,
): Promise<void> {
  const longest = held.toSorted((a, b) => b.source.length - a.source.length)
    .slice(0, MAPS);
  const { tokens, weights: looks } = write(
    weights,
    longest.map(({ source }) => vocabularies.source.idsOf(source)),
    20,
  );
  for (const [i, { source }] of longest.entries()) {
    const written = vocabularies.target.wordsOf(tokens[i]);
    await drawAlignment(run, i + 1, source, written, looks![i]);
  }
}

async function drawAlignment(
  run: Run,
  number: number,
  source: readonly string[],
  written: readonly string[],
  looks: readonly number[][],
): Promise<void> {
  const zh = run.language === "zh";
  const title = {
    en: `Which words translate which, ${number}`,
    zh: `哪些词译成哪些词，之 ${number}`,
  };
  const line = `${source.join(" ")} → ${written.join(" ")}`;
  run.say(line);
  await run.picture(
    `alignment-${number}`,
    title,
    heatMap({
      title: title[run.language],
      description: zh
        ? `解码器写每个词时对源句的权重：${line}`
        : `The decoder's weights on the source for each word that it writes: ${line}`,
      // Padding has no weight; only the sentence's own words are shown.
      values: looks.map((row) => row.slice(0, source.length)),
      rows: {
        label: zh ? "写出的词" : "word written",
        names: [...written, "■"].slice(0, looks.length),
      },
      columns: { label: zh ? "源句" : "source", names: source },
      unit: zh ? "权重" : "weight",
      range: [0, 1],
    }),
  );
}

const BEGINNINGS = 4;
const OF_EACH = 6;

/** Keeps sentences with the most frequent beginnings as points: their vectors' first two principal components. */
export async function drawSentences(
  run: Run,
  { train }: Corpus,
  vectorOf: (source: readonly string[]) => number[],
): Promise<void> {
  const groups = groupsOf(train.map(({ source }) => source));
  const vectors = groups.flatMap(({ sentences }) => sentences.map(vectorOf));
  const items = fromRule(
    vectors[0].length,
    vectors.length,
    (d, n) => vectors[n][d],
  );
  const components = principalComponents(items, 2);
  await drawComponents(run, groups, components);
}

/** Sentences of one beginning. */
interface Group {
  beginning: string;
  sentences: (readonly string[])[];
}

async function drawComponents(
  run: Run,
  groups: readonly Group[],
  { coordinates, explained }: PrincipalComponents,
): Promise<void> {
  const zh = run.language === "zh";
  const title = {
    en: "Sentences as vectors, their two principal components",
    zh: "句子向量的前两个主成分",
  };
  const axis = (k: number) => ({
    label: zh
      ? `第 ${k + 1} 主成分，方差的 ${Math.round(100 * explained[k])}%`
      : `component ${k + 1}, ${
        Math.round(100 * explained[k])
      }% of the variance`,
  });
  const points = coordinates.getRow(0).map((x, n) =>
    [x, coordinates.get(1, n)] as const
  );
  await run.picture(
    "sentences",
    title,
    curveChart({
      title: title[run.language],
      description: zh
        ? "开头相同的句子各用一种记号"
        : "Sentences of one beginning share a mark",
      x: axis(0),
      y: axis(1),
      curves: groups.map(({ beginning, sentences }) => ({
        name: `${beginning} …`,
        form: "points",
        labels: sentences.map((words) => words.join(" ")),
        points: points.splice(0, sentences.length),
      })),
    }),
  );
}

/** The most frequent first words of sentences, each with some sentences. */
function groupsOf(sentences: readonly (readonly string[])[]): Group[] {
  const groups = new Map<string, Map<string, readonly string[]>>();
  for (const sentence of sentences) {
    const group = groups.get(sentence[0]) ?? new Map();
    groups.set(sentence[0], group.set(sentence.join(" "), sentence));
  }
  return [...groups].sort((a, b) => b[1].size - a[1].size)
    .slice(0, BEGINNINGS).map(([beginning, group]) => ({
      beginning,
      sentences: [...group.values()].slice(0, OF_EACH),
    }));
}
