import { Box } from "../grader/box/box.ts";
import { openForm } from "../grader/box/isolation.ts";
import { FORMS } from "../grader/box/launcher.ts";
import type { Comparison } from "./compare.ts";
import { deno } from "./compare.ts";

const CODE =
  'import { Matrix } from "ml-matrix"; export const eye = () => Matrix.eye(2);';

/** Until a module that uses ml-matrix is loaded in a box, against `deno run` of an empty file. */
export async function boxStart(): Promise<Comparison[]> {
  const empty = await Deno.makeTempFile({ suffix: ".ts" });
  const comparisons: Comparison[] = [];
  for (const form of FORMS) {
    const launcher = await openForm(form);
    if (!("form" in launcher)) {
      console.log(`box start, ${form}: left out. ${launcher.en}`);
      continue;
    }
    const waiting: Box[] = [];
    comparisons.push({
      name: `box start with ml-matrix, ${form}`,
      aim: form === "bubblewrap" ? 2.5 : 3.5,
      ours: async () => {
        const box = await Box.start(launcher);
        const { kind } = await box.load(CODE, 5000);
        if (kind !== "answer") throw new Error(`the box said ${kind}`);
        waiting.push(box);
      },
      peer: async () => {
        await deno(["run", "--no-config", "--no-lock", empty]);
        // Closing is not starting; it is done where nobody looks at the clock twice.
        for (const box of waiting.splice(0)) box.close();
      },
    });
  }
  return comparisons;
}
