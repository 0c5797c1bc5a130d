/**
 * Attention whose weights are the answer: sorting, and convex hulls.
 *
 * @module
 */
import { SOURCES } from "../data/sources.ts";
import type { Experiment } from "../experiment.ts";
import { runHulls } from "./hulls.ts";
import { runSorting } from "./sorting.ts";

/** The experiment, as `deno task experiment pointer` runs it. */
export const experiment: Experiment = {
  name: "pointer",
  title: {
    en: "Pointer network: sorting and convex hulls",
    zh: "指针网络：排序与凸包",
  },
  tasks: ["sort", "hull"],
  credit: SOURCES.sorting.credit,
  notes: {
    "exact-hull-5": {
      en:
        "the recorded run saw fewer pairs than the paper's million and has half as many hidden units; the area is reached",
      zh:
        "所记录的运行看到的样本少于论文的一百万对，隐藏单元只有一半；面积已达到",
    },
  },
  run: (run) => run.task === "hull" ? runHulls(run) : runSorting(run),
};
