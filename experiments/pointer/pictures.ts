/**
 * What a pointer network points at, as pictures.
 *
 * @module
 */
import {
  pointerScores,
  type PointerWeights,
  tf,
} from "../../lib/layers/mod.ts";
import type { Run } from "../experiment.ts";
import { heatMap } from "../report/heat_map.ts";
import { at, COLORS, sheet, TITLE_HEIGHT } from "../report/svg.ts";
import { batchOf, type Example } from "./examples.ts";
import { convexHull, type Point } from "./hull.ts";

/** Keeps the distributions over the digits of one row, place by place. */
export async function drawPointing(
  run: Run,
  weights: PointerWeights,
  example: Example,
): Promise<void> {
  const values = tf.tidy(() =>
    tf.softmax(pointerScores(weights, batchOf([example])))
      .squeeze([0]).arraySync() as number[][]
  );
  const digits = example.inputs.map(([value]) =>
    String(Math.round(5 * value + 5))
  );
  const sorted = example.pointers.map((place) => digits[place]);
  const title = {
    en: "Where the network points, place by place",
    zh: "网络逐位指向何处",
  };
  const chinese = run.language === "zh";
  await run.picture(
    "pointing",
    title,
    heatMap({
      title: title[run.language],
      description: chinese
        ? `对输入 ${digits.join(" ")} 排序时，每一步在输入上的分布`
        : `The distributions over the inputs ${
          digits.join(" ")
        } while they are sorted`,
      values,
      rows: { label: chinese ? "输出" : "output", names: sorted },
      columns: { label: chinese ? "输入" : "input", names: digits },
      unit: chinese ? "概率" : "probability",
      range: [0, 1],
    }),
  );
}

const SIDE = 150;
const GAP = 20;
const ACROSS = 3;

/** Keeps some sets of points with their hulls, dashed, and the answers. */
export async function drawHulls(
  run: Run,
  sets: readonly (readonly Point[])[],
  answers: readonly (readonly number[])[],
): Promise<void> {
  const title = {
    en: "Hulls (dashed) and the network's answers",
    zh: "凸包（虚线）与网络的答案",
  };
  const description = run.language === "zh"
    ? `${sets.length} 组点，每组画出真正的凸包和网络指出的多边形`
    : `${sets.length} sets of points, each with its hull and the polygon that the network points at`;
  const panels = sets.map((points, i) => {
    const left = GAP + (i % ACROSS) * (SIDE + GAP);
    const top = TITLE_HEIGHT + GAP + Math.floor(i / ACROSS) * (SIDE + GAP);
    return panel(points, answers[i], left, top);
  });
  const rows = Math.ceil(sets.length / ACROSS);
  await run.picture(
    "hulls",
    title,
    sheet(
      GAP + ACROSS * (SIDE + GAP),
      TITLE_HEIGHT + GAP + rows * (SIDE + GAP),
      { title: title[run.language], description },
      panels.join(""),
    ),
  );
}

function panel(
  points: readonly Point[],
  answer: readonly number[],
  left: number,
  top: number,
): string {
  const place = ([x, y]: Point): [number, number] => [
    left + SIDE * x,
    top + SIDE * (1 - y),
  ];
  const polygon = (corners: readonly number[], style: string) => {
    const path = corners.map((corner) => place(points[corner]).map(at).join());
    return `<polygon points="${path.join(" ")}" ${style}/>`;
  };
  const dots = points.map((point) => {
    const [x, y] = place(point);
    return `<circle cx="${at(x)}" cy="${at(y)}" r="3.5" fill="${COLORS[6]}"/>`;
  });
  return [
    polygon(
      answer,
      `fill="${COLORS[4]}33" stroke="${COLORS[0]}" stroke-width="3"`,
    ),
    polygon(
      convexHull(points),
      `fill="none" stroke="${
        COLORS[1]
      }" stroke-width="1.5" stroke-dasharray="5 4"`,
    ),
    ...dots,
  ].join("");
}
