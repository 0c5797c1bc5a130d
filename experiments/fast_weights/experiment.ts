/**
 * Fast weights: associative retrieval by weights that change within a sequence,
 * beside an LSTM and a net of rectified units of equal size.
 *
 * @module
 */
import { tf } from "../../lib/layers/mod.ts";
import type { Bilingual, Experiment, Figure, Run } from "../experiment.ts";
import type { HistoryRow } from "../training/training.ts";
import { createModel, errorOf, type Kind, KINDS, lossOf } from "./model.ts";
import { errorChart, ERRORS, KIND_NAMES } from "./pictures.ts";
import { drawRetrievals } from "./retrieval.ts";

/** How long is trained, and with how many pairs. */
interface Plan {
  pairs: number;
  steps: number;
  kinds: readonly Kind[];
}

const WHOLE: Plan = { pairs: 3, steps: 3000, kinds: KINDS };
const SHORT: Plan = { pairs: 1, steps: 200, kinds: ["fast-weights"] };

const TRAINING = { batch: 128, rate: 3e-3, clip: 5, every: 100 };
/** The rate is a fifth in the last third of a training. */
const SETTLING = { from: 2 / 3, factor: 0.2 };
const TEST = 2000;

/** Errors with 20 hidden units, in percent. */
const PAPER: Record<Kind, string> = {
  irnn: "62.11",
  lstm: "60.81",
  "fast-weights": "1.81",
};

/** Retrieval by three nets of equal size. */
export const experiment: Experiment = {
  name: "fast-weights",
  title: {
    en: "Fast weights: retrieval by association",
    zh: "快速权重：联想检索",
  },
  async run(run) {
    const plan = run.short ? SHORT : WHOLE;
    const histories: [Kind, HistoryRow[]][] = [];
    for (const kind of plan.kinds) {
      histories.push([kind, await fit(run, kind, plan)]);
    }
    await run.picture("errors", ERRORS, errorChart(run.language, histories));
    return histories.map(([kind, history]) =>
      figureOf(kind, history[history.length - 1], plan.pairs)
    );
  },
};

async function fit(
  run: Run,
  kind: Kind,
  { pairs, steps }: Plan,
): Promise<HistoryRow[]> {
  const model = createModel(kind, kind, run.random(`weights-${kind}`));
  const { history } = await run.train({
    name: kind,
    variables: model.variables,
    steps,
    optimizer: { kind: "adam", rate: TRAINING.rate },
    schedule: (step) => step < SETTLING.from * steps ? 1 : SETTLING.factor,
    clip: { norm: TRAINING.clip },
    batch: (random) => drawRetrievals(random, { batch: TRAINING.batch, pairs }),
    loss: (retrievals) => lossOf(model, retrievals),
    evaluate: {
      every: TRAINING.every,
      measure: () => {
        const random = run.random("test");
        const test = drawRetrievals(random, { batch: TEST, pairs });
        return { error: errorOf(model, test) };
      },
    },
  });
  tf.dispose([...model.variables, ...fixedParts(model.net)]);
  return history;
}

/** What is no variable, and so nobody else's to dispose of. */
function fixedParts(net: object): tf.Tensor[] {
  return Object.values(net).filter((part) =>
    part instanceof tf.Tensor && !(part instanceof tf.Variable)
  );
}

function figureOf(kind: Kind, { error }: HistoryRow, pairs: number): Figure {
  const name: Bilingual = KIND_NAMES[kind];
  return {
    id: `error-${kind}`,
    name: {
      en: `Error with ${pairs} pairs, ${name.en}, %`,
      zh: `${pairs} 对时的错误率，${name.zh}，%`,
    },
    value: error,
    paper: `${PAPER[kind]} with 20 units (Ba 2016, table 1)`,
  };
}
