/**
 * Hard attention by REINFORCE: is its gradient unbiased, how much does it vary
 * with and without a baseline, and how does it learn beside soft attention?
 *
 * @module
 */
import { constantVariable, tf } from "../../lib/layers/mod.ts";
import type { Bilingual, Experiment, Figure, Run } from "../experiment.ts";
import type { HistoryRow } from "../training/training.ts";
import {
  type Bandit,
  type BaselineKind,
  estimateGradient,
  type Estimates,
  exactGradient,
  largestDeviation,
} from "./estimator.ts";
import {
  accuracy,
  createModel,
  hardLoss,
  type Model,
  softLoss,
} from "./model.ts";
import { accuracyChart, gradientChart } from "./pictures.ts";
import {
  type Disguise,
  drawDisguise,
  drawSelection,
  ITEMS,
  SIZE,
} from "./task.ts";

/** How much is drawn and trained. */
const WHOLE = { draws: 40_000, steps: 400, every: 50 };
const SHORT = { draws: 20_000, steps: 200, every: 50 };

/**
 * Standard errors that the mean estimate may lie from the exact gradient. An
 * unbiased estimate goes beyond 5 once in 1.7 million times; here 64 entries of W
 * are compared with and without a baseline, in three seeds 384 times, which
 * makes a false alarm in one of 4,500 such series. A bias of 5 / √40,000, 2.5%
 * of an estimate's own spread, is found in half of all cases.
 */
const STANDARD_ERRORS = 5;

/** Situations of the bandit. */
const SITUATIONS = 8;
/** Rewards of the bandit: normal about this mean, which a baseline can take away. */
const MEAN_REWARD = 1;

const TRAINING = { batch: 32, rate: 0.01 };
/** Fresh examples for the accuracies: known to 1% (one standard error near 0.9). */
const TEST_EXAMPLES = 1000;

/** REINFORCE's gradient, its variance, and what it trains. */
export const experiment: Experiment = {
  name: "hard-attention",
  title: {
    en: "Hard attention by REINFORCE",
    zh: "用 REINFORCE 训练硬性注意力",
  },
  async run(run) {
    const size = run.short ? SHORT : WHOLE;
    return [
      ...await judgeGradient(run, size.draws),
      ...await trainAll(run, size),
    ];
  },
};

async function judgeGradient(run: Run, draws: number): Promise<Figure[]> {
  const bandit = drawBandit(run);
  const exact = exactGradient(bandit);
  const estimates = (kind: BaselineKind) =>
    estimateGradient(bandit, draws, run.random(`draws-${kind}`), kind);
  const none = estimates("none");
  const mean = estimates("mean");
  const peeking = estimates("peeking");
  tf.dispose([
    bandit.match,
    bandit.rewards,
    bandit.situations.keys,
    bandit.situations.queries,
  ]);
  await run.picture(
    "gradient",
    { en: "Mean estimate by exact gradient", zh: "估计的均值与精确梯度" },
    gradientChart(run.language, exact, { none, peeking }),
  );
  return [
    deviation("deviation-none", exact, none, {
      en: "no baseline",
      zh: "无基线",
    }),
    deviation("deviation-mean", exact, mean, {
      en: "mean reward as baseline",
      zh: "以平均奖励为基线",
    }),
    {
      ...deviation("deviation-peeking", exact, peeking, {
        en: "a forbidden baseline that knows the draw",
        zh: "知道抽样结果的（不允许的）基线",
      }),
      target: undefined,
    },
    {
      id: "variance-ratio",
      name: {
        en: "Variance of the estimate, mean reward as baseline over none",
        zh: "估计的方差之比：以平均奖励为基线 / 无基线",
      },
      value: mean.variance / none.variance,
    },
  ];
}

function deviation(
  id: string,
  exact: readonly number[],
  estimates: Estimates,
  kind: Bilingual,
): Figure {
  return {
    id,
    name: {
      en:
        `Largest distance from the exact gradient in standard errors, ${kind.en}`,
      zh: `与精确梯度的最大距离（以标准误差计），${kind.zh}`,
    },
    value: largestDeviation(exact, estimates),
    target: { kind: "must", atMost: STANDARD_ERRORS },
  };
}

function drawBandit(run: Run): Bandit {
  const random = run.random("bandit");
  const { keys, queries, values, labels } = drawSelection(
    random,
    drawDisguise(random),
    SITUATIONS,
  );
  tf.dispose([values, labels]);
  const normals = (rows: number, columns: number, mean: number) =>
    tf.tensor2d(
      Array.from(
        { length: rows },
        () => Array.from({ length: columns }, () => mean + random.normal()),
      ),
    );
  return {
    match: tf.tidy(() => tf.div(normals(SIZE, SIZE, 0), Math.sqrt(SIZE))),
    situations: { keys, queries },
    rewards: normals(SITUATIONS, ITEMS, MEAN_REWARD),
  };
}

/** The three ways of training that are compared. */
const WAYS = ["soft", "reinforce", "reinforce-baseline"] as const;

async function trainAll(
  run: Run,
  size: { steps: number; every: number },
): Promise<Figure[]> {
  const disguise = drawDisguise(run.random("disguise"));
  const test = drawSelection(run.random("test"), disguise, TEST_EXAMPLES);
  const histories: HistoryRow[][] = [];
  for (const way of WAYS) {
    // All three start with the same weights and see the same batches.
    const model = createModel(way, run.random("weights"));
    const history = await trainOne(run, way, model, disguise, (model) => ({
      accuracy: accuracy(model, test, way === "soft" ? "soft" : "hard"),
    }), size);
    histories.push(history);
  }
  tf.dispose([test.keys, test.values, test.queries, test.labels]);
  await run.picture(
    "accuracy",
    { en: "Accuracy while training", zh: "训练过程中的准确率" },
    accuracyChart(run.language, histories),
  );
  return WAYS.flatMap((way, i) => summarize(way, histories[i]));
}

async function trainOne(
  run: Run,
  way: typeof WAYS[number],
  model: Model,
  disguise: Disguise,
  measure: (model: Model) => Record<string, number>,
  { steps, every }: { steps: number; every: number },
): Promise<HistoryRow[]> {
  const baseline = way === "reinforce-baseline"
    ? constantVariable("baseline", [], 0)
    : null;
  const { history } = await run.train({
    name: way,
    variables: [model.match, model.classify],
    state: baseline ? [baseline] : [],
    steps,
    optimizer: { kind: "adam", rate: TRAINING.rate },
    batch: (random) => drawSelection(random, disguise, TRAINING.batch),
    loss: (task, random) =>
      way === "soft"
        ? softLoss(model, task)
        : hardLoss(model, task, random, baseline),
    evaluate: { every, measure: () => measure(model) },
  });
  return history;
}

/** The accuracy at the end, and its mean over the whole training, which says how fast it came. */
function summarize(
  way: typeof WAYS[number],
  history: readonly HistoryRow[],
): Figure[] {
  const values = history.map((row) => row.accuracy);
  const { en, zh } = NAMES[way];
  return [
    {
      id: `accuracy-${way}`,
      name: { en: `Accuracy, ${en}`, zh: `准确率，${zh}` },
      value: values[values.length - 1],
    },
    {
      id: `mean-accuracy-${way}`,
      name: {
        en: `Mean accuracy while training, ${en}`,
        zh: `训练过程中的平均准确率，${zh}`,
      },
      value: values.reduce((a, b) => a + b) / values.length,
    },
  ];
}

const NAMES: Record<typeof WAYS[number], Bilingual> = {
  soft: { en: "soft attention", zh: "软性注意力" },
  reinforce: { en: "REINFORCE", zh: "REINFORCE" },
  "reinforce-baseline": {
    en: "REINFORCE with a running baseline",
    zh: "带滑动平均基线的 REINFORCE",
  },
};
