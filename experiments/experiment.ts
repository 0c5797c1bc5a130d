/**
 * What an experiment is: a function from a seed to figures, and what it may
 * ask of whoever runs it.
 *
 * @module
 */
import type { Random } from "../mod.ts";
import type { TrainingOptions, TrainingResult } from "./training/training.ts";

/** A text in both languages. */
export interface Bilingual {
  en: string;
  zh: string;
}

/** A figure that an experiment measured. */
export interface Figure {
  /** Short and stable, for example `exact-attention-20`; the records are kept under it. */
  id: string;
  /** What was measured, and its unit. */
  name: Bilingual;
  value: number;
  /** The paper's figure with its source, where there is one. */
  paper?: string;
  /** What it has to reach, and whether an experiment fails that does not. */
  target?: { kind: "must" | "aim"; atLeast?: number; atMost?: number };
}

/** What an experiment may ask of whoever runs it. */
export interface Run {
  readonly seed: number;
  /** Whether the version of a few seconds is asked for, as in the tests. */
  readonly short: boolean;
  /** The chosen one of the experiment's tasks; null if it has none. */
  readonly task: string | null;
  readonly language: "en" | "zh";
  /** Where the public data lie: --data DIR, else ../shared/data where it exists, else null. */
  readonly data: string | null;
  /** Random numbers of a stream of its own: the same seed and name give the same numbers. */
  random(stream: string): Random;
  /** Trains with the seeded loop: progress, checkpoints, history; see training.ts. */
  train<Batch>(options: TrainingOptions<Batch>): Promise<TrainingResult>;
  /** A line for the reader. */
  say(line: string): void;
  /** Keeps a picture for the report and as NAME.svg and NAME.png: what report/curve_chart.ts and report/heat_map.ts draw. */
  picture(name: string, title: Bilingual, svg: string): Promise<void>;
  /** Keeps a text file (CSV, samples) beside the report. */
  file(name: string, text: string): Promise<void>;
}

/** An experiment, named in registry.ts; its page is README.md and README.zh.md in its folder. */
export interface Experiment {
  /** As in `deno task experiment NAME`, and its folder's name with _ for -. */
  readonly name: string;
  readonly title: Bilingual;
  /** The choices of --task, the first one the default. */
  readonly tasks?: readonly string[];
  /** The credit line of the public data that it reads, from data/sources.ts, shown in its report. */
  readonly credit?: string;
  /** Why a figure falls short of its target or the paper's, by the figure's id: shown beside it in docs/experiments.md. */
  readonly notes?: Readonly<Record<string, Bilingual>>;
  /** Trains and measures for one seed. */
  run(run: Run): Promise<Figure[]>;
}
