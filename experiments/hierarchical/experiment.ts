/**
 * Hierarchical attention over movie reviews: which words and which sentences
 * carried the verdict, and whether that beats the mean.
 *
 * @module
 */
import { tf, variablesOf } from "../../lib/layers/mod.ts";
import { loadReviews, type Review } from "../data/reviews.ts";
import { SOURCES } from "../data/sources.ts";
import type { Bilingual, Experiment, Figure, Run } from "../experiment.ts";
import { keepBest } from "./best.ts";
import {
  buildVocabulary,
  type Caps,
  type Document,
  drawBatch,
  SPECIAL,
  toBatch,
  toDocument,
} from "./documents.ts";
import { drawReviews } from "./generated.ts";
import {
  createReader,
  type Pooling,
  readDocuments,
  type Reader,
  verdictLoss,
} from "./model.ts";
import { drawTexts, shareOnVerdict } from "./weights.ts";

/** What is read and how it is trained. */
interface Setting {
  caps: Caps;
  size: number;
  rate: number;
  steps: number;
  every: number;
  /** Measurements without a lesser loss after which the training stops. */
  patience: number;
  dropout: number;
}

const REVIEWS: Setting = {
  caps: { vocabulary: 2000, sentences: 30, words: 25 },
  size: 32,
  rate: 0.002,
  steps: 1000,
  every: 25,
  patience: 8,
  dropout: 0.5,
};

const GENERATED: Setting = {
  caps: { vocabulary: 100, sentences: 5, words: 7 },
  size: 16,
  rate: 0.01,
  steps: 300,
  every: 50,
  patience: 12,
  dropout: 0,
};

const TRAINING = { batch: 16, clip: 1 };

/** Reviews of each kind of a set. */
interface Split {
  training: Review[];
  /** Decides when to stop. */
  validation: Review[];
  test: Review[];
}

/** Hierarchical attention against the mean. */
export const experiment: Experiment = {
  name: "hierarchical",
  title: {
    en: "Hierarchical attention over movie reviews",
    zh: "影评上的层次化注意力",
  },
  credit: SOURCES.reviews.credit,
  async run(run) {
    const isReal = run.data !== null && !run.short;
    if (!isReal) run.say(GENERATED_SET[run.language]);
    const split = isReal ? splitReviews(run) : splitGenerated(run);
    const setting = isReal ? REVIEWS : GENERATED;
    const numbers = buildVocabulary(split.training, setting.caps);
    const read = (reviews: Review[]) =>
      reviews.map((review) => toDocument(review, numbers, setting.caps));
    const documents = {
      training: read(split.training),
      validation: read(split.validation),
      test: read(split.test),
    };
    const vocabulary = numbers.size + Object.keys(SPECIAL).length;
    const figures: Figure[] = [];
    for (const pooling of ["attention", "mean"] as const) {
      const reader = createReader(
        pooling,
        { vocabulary, size: setting.size },
        run.random("weights"),
      );
      await trainReader(run, reader, documents, setting);
      figures.push(
        ...await judge(run, reader, documents.test, setting, isReal),
      );
    }
    return figures;
  },
};

async function trainReader(
  run: Run,
  reader: Reader,
  documents: { training: Document[]; validation: Document[] },
  { caps, rate, steps, every, patience, dropout }: Setting,
): Promise<void> {
  const variables = variablesOf(reader);
  const best = keepBest(variables);
  await run.train({
    name: reader.pooling,
    variables,
    state: best.state,
    steps,
    optimizer: { kind: "adam", rate },
    clip: { norm: TRAINING.clip },
    batch: (random) =>
      drawBatch(documents.training, TRAINING.batch, random, caps),
    loss: (batch, random) =>
      verdictLoss(
        readDocuments(
          reader,
          batch,
          dropout > 0 ? { rate: dropout, random } : undefined,
        ),
        batch,
      ),
    evaluate: {
      every,
      measure: () => {
        const measured = judgeDocuments(reader, documents.validation, caps);
        best.offer(measured.validationLoss);
        return measured;
      },
      stop: (history) => {
        const losses = history.map((row) => row.validationLoss);
        const best = losses.indexOf(Math.min(...losses));
        return losses.length - 1 - best >= patience;
      },
    },
  });
  best.restore();
}

/** Documents to a batch when nothing is trained. */
const READ_AT_ONCE = 50;

/** The mean loss and the share of right verdicts. */
function judgeDocuments(
  reader: Reader,
  documents: readonly Document[],
  caps: Caps,
): { validationLoss: number; accuracy: number } {
  const sums = { validationLoss: 0, accuracy: 0 };
  for (let first = 0; first < documents.length; first += READ_AT_ONCE) {
    const some = documents.slice(first, first + READ_AT_ONCE);
    tf.tidy(() => {
      const batch = toBatch(some, caps);
      const reading = readDocuments(reader, batch);
      const verdicts = tf.cast(tf.greater(reading.logits, 0), "float32");
      const right = tf.cast(tf.equal(verdicts, batch.labels), "float32");
      sums.validationLoss += verdictLoss(reading, batch).dataSync()[0] *
        some.length;
      sums.accuracy += tf.sum(right).dataSync()[0];
    });
  }
  return {
    validationLoss: sums.validationLoss / documents.length,
    accuracy: sums.accuracy / documents.length,
  };
}

async function judge(
  run: Run,
  reader: Reader,
  test: readonly Document[],
  { caps }: Setting,
  isReal: boolean,
): Promise<Figure[]> {
  const { pooling } = reader;
  const set = isReal ? "reviews" : "generated";
  const figures: Figure[] = [
    {
      id: `${set}-${pooling}`,
      name: {
        en: `Accuracy, ${NAMES[pooling].en}, ${SETS[set].en}`,
        zh: `准确率，${NAMES[pooling].zh}，${SETS[set].zh}`,
      },
      value: judgeDocuments(reader, test, caps).accuracy,
    },
    {
      id: `${set}-weights-${pooling}`,
      name: {
        en: `Weights to learn, ${NAMES[pooling].en}`,
        zh: `参数个数，${NAMES[pooling].zh}`,
      },
      value: variablesOf(reader).reduce((sum, { size }) => sum + size, 0),
    },
  ];
  if (pooling === "attention") {
    await drawTexts(run, reader, test, caps);
    if (!isReal) figures.push(shareOnVerdict(reader, test, caps));
  }
  return figures;
}

/** The seed's tenth is for the test, as the set's authors split it; a hundred of the rest for stopping. */
function splitReviews(run: Run): Split {
  const reviews = loadReviews(run.data);
  const folds = [...new Set(reviews.map(({ fold }) => fold))];
  const held = folds[run.seed % folds.length];
  const others = reviews.filter(({ fold }) => fold !== held);
  const order = run.random("split").permutation(others.length);
  const shuffled = order.map((i) => others[i]);
  return {
    training: shuffled.slice(100),
    validation: shuffled.slice(0, 100),
    test: reviews.filter(({ fold }) => fold === held),
  };
}

function splitGenerated(run: Run): Split {
  const random = run.random("reviews");
  return {
    training: drawReviews(random, 800),
    validation: drawReviews(random, 200),
    test: drawReviews(random, 400),
  };
}

const GENERATED_SET: Bilingual = {
  en: "Reads generated reviews: a key word in a key sentence decides.",
  zh: "读取生成的影评：关键句中的关键词决定褒贬。",
};

const NAMES: Record<Pooling, Bilingual> = {
  attention: { en: "attention at both levels", zh: "两层注意力" },
  mean: { en: "mean at both levels", zh: "两层平均" },
};

const SETS: Record<"reviews" | "generated", Bilingual> = {
  reviews: { en: "movie reviews", zh: "影评" },
  generated: { en: "generated reviews", zh: "生成的影评" },
};
