import { type Digits, loadMnist } from "../data/mnist.ts";
import { SOURCES } from "../data/sources.ts";
import type { Experiment, Figure, Run } from "../experiment.ts";
import {
  largestDeviation,
  largestDistance,
  type LoadPoint,
  measureOneStep,
  measureSettled,
} from "./capacity.ts";
import {
  capacityChart,
  modernChart,
  oneStepChart,
  pictureGrid,
} from "./charts.ts";
import { recallClassically, recallModern } from "./modern.ts";
import { blotPictures, digitPictures, recallPictures } from "./pictures.ts";

/** How much is measured. */
interface Size {
  /** Neurons of the networks, the largest last: that one is judged. */
  neurons: number[];
  /** Networks to each load. */
  networks: number;
  oneStepLoads: number[];
  /** Loads at which the mean field has a state near the pattern, and is compared. */
  belowCritical: number[];
  /** Loads beyond, where recall breaks down. */
  beyond: number[];
  /** Numbers of patterns for the classical and the modern network. */
  counts: { classical: number[]; modern: number[] };
}

const WHOLE: Size = {
  neurons: [100, 500],
  networks: 20,
  oneStepLoads: [0.1, 0.138, 0.2, 0.3, 0.5, 0.8],
  belowCritical: [0.04, 0.06, 0.08, 0.1, 0.12],
  beyond: [0.14, 0.16, 0.2],
  counts: {
    classical: [2, 4, 8, 16, 32, 64],
    modern: [2, 8, 32, 128, 512, 1000, 4096, 10000],
  },
};

const SHORT: Size = {
  neurons: [100, 200],
  networks: 5,
  oneStepLoads: [0.1, 0.2, 0.5],
  belowCritical: [0.04, 0.08],
  beyond: [0.2],
  counts: { classical: [4, 16], modern: [8, 128, 1000] },
};

/** Chance takes one of 18 comparisons (six loads, three seeds) beyond four standard errors of 20 networks once in 70. */
const STANDARD_ERRORS = 4;

/** The mean field is exact for M → ∞. At M = 500 a pattern slips away now and then, which at a load of 0.12 costs 0.004 on average, with a standard error of 0.0016. */
const FINITE_SIZE = 0.01;

const MODERN = { neurons: 64, noise: 0.1, cues: 200 };
const PICTURE_NOISE = 0.2;
const SIDE = 28;

/** Classical and modern Hopfield networks: capacity against theory, pictures recalled from noise. */
export const experiment: Experiment = {
  name: "hopfield",
  title: {
    en: "Hopfield networks and their capacity",
    zh: "Hopfield 网络及其容量",
  },
  credit: SOURCES.mnist.credit,
  async run(run) {
    const size = run.short ? SHORT : WHOLE;
    return [
      ...await measureLoads(run, size),
      ...await compareModern(run, size),
      ...await recallDigits(run),
    ];
  },
};

async function measureLoads(run: Run, size: Size): Promise<Figure[]> {
  const { networks } = size;
  const neurons = size.neurons[size.neurons.length - 1];
  const oneStep = size.oneStepLoads.map((load) => {
    const random = run.random(`one step ${load}`);
    return measureOneStep({ neurons, load, networks }, random);
  });
  const loads = [...size.belowCritical, ...size.beyond];
  const settled = size.neurons.map((neurons) => ({
    neurons,
    points: loads.map((load) => {
      const random = run.random(`settled ${neurons} ${load}`);
      return measureSettled({ neurons, load, networks }, random);
    }),
  }));
  await run.picture(
    "one-step",
    ...oneStepChart(neurons, oneStep, run.language),
  );
  await run.picture("capacity", ...capacityChart(settled, run.language));
  await run.file("loads.csv", csvOf(oneStep, settled));
  const { points } = settled[settled.length - 1];
  return loadFigures(neurons, oneStep, points, size);
}

function loadFigures(
  neurons: number,
  oneStep: readonly LoadPoint[],
  settled: readonly LoadPoint[],
  { belowCritical }: Size,
): Figure[] {
  const below = settled.slice(0, belowCritical.length);
  const last = settled[settled.length - 1];
  return [{
    id: "one-step-deviation",
    name: {
      en:
        `One-step error against ½ erfc(√(M/2P)), largest of the loads, in standard errors (M = ${neurons})`,
      zh:
        `一步更新的错误率与 ½ erfc(√(M/2P)) 之差，各负载中最大者，以标准误为单位（M = ${neurons}）`,
    },
    value: largestDeviation(oneStep),
    target: { kind: "must", atMost: STANDARD_ERRORS },
  }, {
    id: "settled-distance",
    name: {
      en:
        `Overlap after settling against the mean field, largest distance of loads below the critical one (M = ${neurons})`,
      zh:
        `收敛后的重叠与平均场理论之差，低于临界负载者中最大的（M = ${neurons}）`,
    },
    value: largestDistance(below),
    target: { kind: "must", atMost: FINITE_SIZE },
  }, {
    id: "error-beyond",
    name: {
      en:
        `Share of wrong entries after settling at load ${last.load}, beyond the critical one`,
      zh: `负载 ${last.load}（超过临界值）时收敛后错误单元的比例`,
    },
    value: (1 - last.mean) / 2,
    paper:
      "recall breaks down at 0.138 (Amit, Gutfreund and Sompolinsky 1985), near 0.15 (Hopfield 1982)",
  }];
}

async function compareModern(run: Run, { counts }: Size): Promise<Figure[]> {
  const measure = (
    numbers: readonly number[],
    way: typeof recallModern,
    name: string,
  ) =>
    numbers.map((patterns): [number, number] => [
      patterns,
      way({ ...MODERN, patterns }, run.random(`${name} ${patterns}`)),
    ]);
  const classical = measure(counts.classical, recallClassically, "classical");
  const modern = measure(counts.modern, recallModern, "modern");
  await run.picture("modern", ...modernChart(classical, modern, run.language));
  const at = (points: [number, number][], patterns: number) =>
    points.find(([count]) => count === patterns)![1];
  return [{
    id: "classical-recalled-16",
    name: {
      en:
        "Classical network of 64 neurons with 16 patterns: share recalled exactly from cues with 10% flipped",
      zh: "64 个神经元的经典网络存 16 个模式：提示翻转 10% 时准确回忆的比例",
    },
    value: at(classical, 16),
  }, {
    id: "modern-recalled-1000",
    name: {
      en:
        "Modern network of 64 neurons with 1,000 patterns: share recalled exactly in one update",
      zh: "64 个神经元的现代网络存 1000 个模式：一次更新准确回忆的比例",
    },
    value: at(modern, 1000),
    paper: "exponentially many patterns, one update (Ramsauer et al. 2021)",
    target: { kind: "aim", atLeast: 0.99 },
  }];
}

async function recallDigits(run: Run): Promise<Figure[]> {
  const digits = readDigits(run);
  const pictures = digits
    ? digitPictures(digits)
    : blotPictures(SIDE, run.random("blots"));
  const result = recallPictures(pictures, PICTURE_NOISE, run.random("cues"));
  await run.picture("pictures", ...pictureGrid(pictures, result, run.language));
  return result.recalled.map(({ id, exact }) => ({
    id: `pictures-${id}`,
    name: {
      en: `Pictures of ten recalled exactly from 20% noise, ${WAYS[id].en}`,
      zh: `十幅图中从 20% 噪声准确回忆的幅数，${WAYS[id].zh}`,
    },
    value: exact,
  }));
}

const WAYS = {
  hebb: { en: "Hebb's rule", zh: "Hebb 规则" },
  projection: { en: "projection rule", zh: "投影规则" },
  modern: { en: "modern network", zh: "现代网络" },
};

function readDigits(run: Run): Digits | null {
  // A short run looks the same on every machine.
  return run.short || run.data === null ? null : loadMnist(run.data);
}

function csvOf(
  oneStep: readonly LoadPoint[],
  settled: readonly { neurons: number; points: readonly LoadPoint[] }[],
): string {
  const row = (kind: string, { load, mean, error, theory }: LoadPoint) =>
    [kind, load, mean, error, theory].join(",");
  return [
    "measured,load,mean,standard error,theory",
    ...oneStep.map((point) => row("one-step error", point)),
    ...settled.flatMap(({ neurons, points }) =>
      points.map((point) => row(`settled overlap M=${neurons}`, point))
    ),
  ].join("\n") + "\n";
}
