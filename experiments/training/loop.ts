/**
 * The one loop that trains: seeded, resumable, and leaving no tensor behind.
 *
 * @module
 */
import {
  clipGradients,
  createOptimizer,
  type Optimizer,
  tf,
} from "../../lib/layers/mod.ts";
import { Trouble } from "../trouble.ts";
import type {
  Checkpoint,
  CheckpointStore,
  Position,
  Values,
} from "./checkpoint.ts";
import type { Progress } from "./progress.ts";
import { randomStream } from "./stream.ts";
import type {
  HistoryRow,
  TrainingOptions,
  TrainingResult,
} from "./training.ts";

/** Where a training takes place. */
export interface Setting {
  seed: number;
  /** What tells the run from others, kept in the checkpoint. */
  identity: Record<string, unknown>;
  /** Where checkpoints are kept; null for nowhere. */
  store: CheckpointStore | null;
  /** Milliseconds between two checkpoints, at least. */
  checkpointEvery: number;
  /** What follows the training, which has run so many steps in so many seconds before. */
  follow(steps: number, seconds: number): Progress;
  /** Milliseconds from some moment on. */
  now(): number;
}

/** Rows of a history without evaluation, about. */
const ROWS = 100;

/**
 * Trains variables: w ← w - η · direction(∇L), step by step, from where a checkpoint says.
 *
 * @param options What to train, and how.
 * @param setting The seed, the checkpoints, the clock.
 * @returns The history; the variables hold the last values.
 * @throws {Trouble} If the loss is not finite, or a checkpoint cannot be used or written.
 */
export function train<Batch>(
  options: TrainingOptions<Batch>,
  setting: Setting,
): TrainingResult {
  const { variables, state = [], optimizer: rule, steps } = options;
  if (!(Number.isInteger(steps) && steps > 0)) {
    throw new RangeError(
      `Cannot train ${options.name} as its steps must be a positive integer: ${steps}`,
    );
  }
  const before = tf.memory().numTensors;
  const optimizer = createOptimizer(rule, variables);
  const kept: Kept = { variables: [...variables, ...state], optimizer };
  const identity = identityOf(options, setting);
  const saved = setting.store?.read(identity) ?? null;
  if (saved) restore(saved, kept);
  const position = saved?.position ?? beginning();
  const progress = setting.follow(position.step, position.seconds);
  try {
    advance(options, setting, { position, optimizer, progress }, () => {
      setting.store?.write({ identity, position, tensors: valuesOf(kept) });
    });
  } finally {
    progress.end();
    optimizer.dispose();
  }
  const { history, step, seconds, stoppedEarly } = position;
  const leaked = tf.memory().numTensors - before;
  return { history, steps: step, seconds, stoppedEarly, leaked };
}

interface Training {
  position: Position;
  optimizer: Optimizer;
  progress: Progress;
}

function advance<Batch>(
  options: TrainingOptions<Batch>,
  { seed, now, checkpointEvery }: Setting,
  { position, optimizer, progress }: Training,
  save: () => void,
): void {
  const { name, steps, evaluate } = options;
  const every = evaluate?.every ?? Math.max(1, Math.ceil(steps / ROWS));
  let saved = now();
  while (!position.done) {
    const started = now();
    const loss = runStep(options, seed, position.step, optimizer);
    position.seconds += (now() - started) / 1000;
    position.step++;
    position.lossSum += loss;
    position.lossCount++;
    progress.step(position.step, loss);
    if (position.step % every === 0 || position.step === steps) {
      const random = randomStream(seed, name, "measure");
      const row = addRow(
        position,
        () => tf.tidy(() => evaluate?.measure(position.step, random) ?? {}),
      );
      progress.row(row);
      position.stoppedEarly = position.step < steps &&
        (evaluate?.stop?.(position.history, position.seconds) ?? false);
    }
    position.done = position.stoppedEarly || position.step >= steps;
    if (position.done || now() - saved >= checkpointEvery) {
      save();
      saved = now();
    }
  }
}

function runStep<Batch>(
  { name, variables, schedule, clip, ...options }: TrainingOptions<Batch>,
  seed: number,
  step: number,
  optimizer: Optimizer,
): number {
  // tidy keeps the tensors of what it returns, at any depth.
  const batch = tf.tidy(() =>
    options.batch(
      randomStream(seed, name, step, "batch"),
      step,
    ) as tf.TensorContainer
  ) as Batch;
  const random = randomStream(seed, name, step, "loss");
  const { value, grads } = tf.variableGrads(
    () => options.loss(batch, random, step),
    [...variables],
  );
  tf.dispose(batch as tf.TensorContainer);
  const [loss] = value.dataSync();
  value.dispose();
  if (!Number.isFinite(loss)) {
    tf.dispose(grads);
    throw diverged(name, loss, step);
  }
  const gradients = clip ? clipGradients(grads, clip) : grads;
  optimizer.apply(gradients, schedule?.(step) ?? 1);
  tf.dispose([grads, gradients]);
  return loss;
}

function addRow(
  position: Position,
  measure: () => Record<string, number>,
): HistoryRow {
  const loss = position.lossSum / position.lossCount;
  const row = { step: position.step, loss, ...measure() };
  position.history.push(row);
  [position.lossSum, position.lossCount] = [0, 0];
  return row;
}

function beginning(): Position {
  return {
    step: 0,
    history: [],
    lossSum: 0,
    lossCount: 0,
    seconds: 0,
    done: false,
    stoppedEarly: false,
  };
}

/** What has to be the same for a training to go on from a checkpoint. */
function identityOf<Batch>(
  { name, steps, optimizer, clip, variables, state = [] }: TrainingOptions<
    Batch
  >,
  setting: Setting,
): Record<string, unknown> {
  return {
    ...setting.identity,
    seed: setting.seed,
    training: name,
    steps,
    optimizer,
    clip: clip ?? null,
    variables: [...variables, ...state].map(({ name, shape }) => [name, shape]),
  };
}

/** All tensors that a checkpoint holds. */
interface Kept {
  variables: readonly tf.Variable[];
  optimizer: Optimizer;
}

function valuesOf({ variables, optimizer }: Kept): Values[] {
  const state = optimizer.state();
  const named: [string, tf.Tensor][] = [
    ...variables.map((variable): [string, tf.Tensor] => [
      `variable/${variable.name}`,
      variable,
    ]),
    ...Object.entries(state).map(([name, tensor]): [string, tf.Tensor] => [
      `optimizer/${name}`,
      tensor,
    ]),
  ];
  const values = named.map(([name, tensor]) => ({
    name,
    dtype: tensor.dtype as Values["dtype"],
    shape: tensor.shape,
    data: tensor.dataSync() as Values["data"],
  }));
  tf.dispose(state);
  return values;
}

function restore(
  { tensors }: Checkpoint,
  { variables, optimizer }: Kept,
): void {
  tf.tidy(() => {
    const named = new Map(
      tensors.map(({ name, data, shape, dtype }) => [
        name,
        tf.tensor(data, shape, dtype),
      ]),
    );
    for (const variable of variables) {
      variable.assign(named.get(`variable/${variable.name}`)!);
    }
    const state = [...named].filter(([name]) => name.startsWith("optimizer/"))
      .map(([name, tensor]) => [name.slice("optimizer/".length), tensor]);
    optimizer.restore(Object.fromEntries(state));
  });
}

function diverged(name: string, loss: number, step: number): Trouble {
  return new Trouble({
    en:
      `Cannot go on with ${name} as its loss must be finite: it is ${loss} at step ${step}`,
    zh: `无法继续 ${name}，它的损失必须有限：第 ${step} 步时是 ${loss}`,
  });
}
