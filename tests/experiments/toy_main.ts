/**
 * Runs the toy experiment in a process of its own, for tests that kill it.
 *
 * Run: deno run -A tests/experiments/toy_main.ts OUTPUT STEPS MILLISECONDS
 *
 * @module
 */
import { runExperiment } from "../../experiments/run.ts";
import { Trouble } from "../../experiments/trouble.ts";
import { toyExperiment } from "./toy.ts";

const [output, steps, checkpointEvery] = Deno.args;
try {
  await runExperiment(toyExperiment(Number(steps)), {
    seed: 7,
    short: false,
    task: "line",
    language: "en",
    data: null,
    backend: "auto",
    output,
    checkpointEvery: Number(checkpointEvery),
    screen: {
      print: (text) => Deno.stdout.writeSync(new TextEncoder().encode(text)),
      columns: undefined,
      now: () => performance.now(),
    },
  });
} catch (error) {
  if (!(error instanceof Trouble)) throw error;
  console.error(error.text.en);
  Deno.exit(3);
}
