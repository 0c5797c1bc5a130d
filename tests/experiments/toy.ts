/**
 * A small experiment that tests run: a line through points, with noise in the
 * batches and in the loss.
 *
 * @module
 */
import type { Experiment } from "../../experiments/experiment.ts";
import { constantVariable, tf } from "../../lib/layers/mod.ts";

/** Trains y = 3x + 2, twice, one after another. */
export function toyExperiment(steps: number): Experiment {
  return {
    name: "toy",
    title: { en: "A line", zh: "一条直线" },
    tasks: ["line", "curve"],
    async run(run) {
      const initial = run.random("weights").uniform();
      const slope = constantVariable("slope", [], initial);
      const offset = constantVariable("offset", [], 0);
      const calls = constantVariable("calls", [], 0);
      const train = (name: string) =>
        run.train({
          name,
          variables: [slope, offset],
          state: [calls],
          steps,
          optimizer: { kind: "adam", rate: 0.02 },
          clip: { norm: 10 },
          batch(random) {
            const x = Array.from({ length: 16 }, () => random.normal());
            return {
              x: tf.tensor1d(x),
              y: tf.tensor1d(x.map((x) => 3 * x + 2)),
            };
          },
          loss({ x, y }, random) {
            calls.assign(tf.add(calls, 1));
            const noise = 1 + 0.1 * random.normal();
            const error = tf.sub(tf.add(tf.mul(x, slope), offset), y);
            return tf.mul(tf.mean(tf.square(error)), noise);
          },
          evaluate: {
            every: 50,
            measure: () => ({ slope: slope.dataSync()[0] }),
          },
        });
      await train("first");
      const { history } = await train("second");
      await run.file("slope.txt", `${slope.dataSync()[0]}\n`);
      return [{
        id: "slope",
        name: { en: "slope", zh: "斜率" },
        value: history[history.length - 1].slope,
        target: { kind: "must", atLeast: 2.9, atMost: 3.1 },
      }, {
        id: "calls",
        name: { en: "steps counted by the loss", zh: "损失函数数出的步数" },
        value: calls.dataSync()[0],
      }];
    },
  };
}
