import { criticalLoad, meanFieldRecall, oneStepBitError } from "../../mod.ts";
import type { Bilingual, Run } from "../experiment.ts";
import { type Curve, curveChart } from "../report/curve_chart.ts";
import { imageGrid } from "../report/image_grid.ts";
import type { LoadPoint } from "./capacity.ts";
import { imageOf, type Pictures, type recallPictures } from "./pictures.ts";

type Language = Run["language"];

/** A picture's title in both languages, and the picture in the run's. */
type Titled = [title: Bilingual, svg: string];

/** The share of wrong entries after one step, by load. */
export function oneStepChart(
  neurons: number,
  points: readonly LoadPoint[],
  language: Language,
): Titled {
  const title = {
    en: `Wrong entries after one step (M = ${neurons})`,
    zh: `一步更新后的错误率（M = ${neurons}）`,
  };
  const [first, last] = [points[0], points[points.length - 1]].map(({ load }) =>
    Math.round(load * neurons)
  );
  const counts = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const svg = curveChart({
    title: title[language],
    description: TEXT[language].oneStep,
    x: { label: TEXT[language].load },
    y: { label: TEXT[language].share, scale: "logarithmic" },
    curves: [{
      name: TEXT[language].theory,
      points: counts.map((count) => [
        count / neurons,
        oneStepBitError(neurons - 1, count - 1),
      ]),
    }, measured(points, TEXT[language].measured)],
  });
  return [title, svg];
}

/** The overlap after settling, by load, beside the mean field's. */
export function capacityChart(
  sizes: readonly { neurons: number; points: readonly LoadPoint[] }[],
  language: Language,
): Titled {
  const title = {
    en: "Overlap with the pattern after settling",
    zh: "收敛后与模式的重叠",
  };
  const { points } = sizes[0];
  const critical = criticalLoad();
  const below = grid(points[0].load, critical.load);
  const svg = curveChart({
    title: title[language],
    description: TEXT[language].capacity,
    x: { label: TEXT[language].load },
    y: { label: TEXT[language].overlap, range: [0, 1] },
    curves: [
      {
        name: TEXT[language].meanField,
        points: [
          ...below.slice(0, -1).map((load): [number, number] => [
            load,
            meanFieldRecall(load).overlap,
          ]),
          [critical.load, critical.overlap],
          [critical.load, 0],
          [points[points.length - 1].load, 0],
        ],
      },
      ...sizes.map(({ neurons, points }) => measured(points, `M = ${neurons}`)),
    ],
  });
  return [title, svg];
}

/** The share recalled exactly, by number of patterns. */
export function modernChart(
  classical: [number, number][],
  modern: [number, number][],
  language: Language,
): Titled {
  const title = {
    en: "Recalled exactly from 10% noise (64 neurons)",
    zh: "从 10% 噪声准确回忆的比例（64 个神经元）",
  };
  const svg = curveChart({
    title: title[language],
    description: TEXT[language].modern,
    x: { label: TEXT[language].patterns, scale: "logarithmic" },
    y: { label: TEXT[language].recalled, range: [0, 1] },
    curves: [
      { name: TEXT[language].classical, points: classical, form: "both" },
      { name: TEXT[language].modernName, points: modern, form: "both" },
    ],
  });
  return [title, svg];
}

/** Pictures, cues, and what came back. */
export function pictureGrid(
  { patterns, side }: Pictures,
  { cues, recalled }: ReturnType<typeof recallPictures>,
  language: Language,
): Titled {
  const title = {
    en: "Ten pictures, cues with 20% noise, and what came back",
    zh: "十幅图、带 20% 噪声的提示，以及回忆的结果",
  };
  const text = TEXT[language];
  const stored = Array.from(
    { length: patterns.columns },
    (_, n) => patterns.getColumnVector(n),
  );
  const rows = [
    { name: text.stored, images: stored },
    { name: text.cue, images: cues },
    ...recalled.map(({ id, states }) => ({
      name: text.ways[id],
      images: states,
    })),
  ];
  const svg = imageGrid({
    title: title[language],
    description: recalled.map(({ id, exact }) =>
      `${text.ways[id]}: ${exact}/10`
    )
      .join(", "),
    rows: rows.map(({ name, images }) => ({
      name,
      images: images.map((image) => imageOf(image, side)),
    })),
  });
  return [title, svg];
}

function measured(points: readonly LoadPoint[], name: string): Curve {
  return {
    name,
    form: "points",
    points: points.map(({ load, mean }) => [load, mean]),
    spread: points.map((
      { mean, error },
    ) => [mean - 2 * error, mean + 2 * error]),
  };
}

function grid(low: number, high: number): number[] {
  return Array.from({ length: 101 }, (_, i) => low + (high - low) * i / 100);
}

const TEXT = {
  en: {
    load: "load α = P/M, patterns to a neuron",
    share: "share of wrong entries",
    overlap: "overlap, 1 is perfect",
    theory: "½ erfc(√(M/2P))",
    meanField: "mean field, M → ∞",
    measured: "measured, ± 2 standard errors",
    oneStep: "The measured shares lie on the curve of theory",
    capacity:
      "Overlap stays near 1 up to a load of 0.138 and falls beyond, less steeply in small networks",
    patterns: "patterns stored",
    recalled: "share recalled exactly",
    classical: "classical, Hebb's rule",
    modernName: "modern, one update",
    modern:
      "The classical network fails after a few patterns, the modern one holds thousands",
    stored: "stored",
    cue: "cue",
    ways: { hebb: "Hebb", projection: "projection", modern: "modern" },
  },
  zh: {
    load: "负载 α = P/M，每个神经元的模式数",
    share: "错误单元的比例",
    overlap: "重叠，1 为完全一致",
    theory: "½ erfc(√(M/2P))",
    meanField: "平均场，M → ∞",
    measured: "测量值 ± 2 个标准误",
    oneStep: "测得的比例落在理论曲线上",
    capacity: "负载不超过 0.138 时重叠接近 1，超过后下降，小网络下降较缓",
    patterns: "存储的模式数",
    recalled: "准确回忆的比例",
    classical: "经典，Hebb 规则",
    modernName: "现代，一次更新",
    modern: "经典网络存几个模式后就失败，现代网络能存数千个",
    stored: "存储",
    cue: "提示",
    ways: { hebb: "Hebb", projection: "投影", modern: "现代" },
  },
};
