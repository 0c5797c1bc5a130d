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
        "the network has half of the paper's hidden units, and learns hulls of five to ten points at once; the area is reached",
      zh: "隐藏单元只有论文的一半，并且同时学习五到十个点的凸包；面积已达到",
    },
  },
  run: (run) => run.task === "hull" ? runHulls(run) : runSorting(run),
};
