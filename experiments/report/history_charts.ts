import type { Run } from "../experiment.ts";
import type { Trained } from "../workshop.ts";
import { type Curve, curveChart } from "./curve_chart.ts";

/** As many curves as one chart holds and still is read. */
const CURVES = 6;

/** As many charts as a report shows; the CSV files have the rest. */
const CHARTS = 8;

/**
 * The curves of trainings: the loss of all, then each measured value.
 *
 * @param trainings What was trained.
 * @param language The reader's.
 * @returns SVG texts.
 */
export function historyCharts(
  trainings: readonly Trained[],
  language: Run["language"],
): string[] {
  const measured = new Set(
    trainings.flatMap(({ history }) => history.flatMap(Object.keys)),
  );
  measured.delete("step");
  measured.delete("loss");
  const charts = ["loss", ...measured].flatMap((value) => {
    const curves = trainings.map((training) => curveOf(training, value))
      .filter(({ points }) => points.length > 0);
    const groups = Array.from(
      { length: Math.ceil(curves.length / CURVES) },
      (_, i) => curves.slice(CURVES * i, CURVES * (i + 1)),
    );
    return groups.map((group) => draw(value, group, language));
  });
  return charts.slice(0, CHARTS);
}

function curveOf({ name, history }: Trained, value: string): Curve {
  const points = history.filter((row) => Number.isFinite(row[value]))
    .map((row): [number, number] => [row.step, row[value]]);
  return { name, points };
}

function draw(
  value: string,
  curves: readonly Curve[],
  language: Run["language"],
): string {
  const { steps, loss, last } = WORDS[language];
  const name = value === "loss" ? loss : value;
  const isPositive = curves.every(({ points }) =>
    points.every(([, y]) => y > 0)
  );
  const ends = curves.map(({ name, points }) =>
    `${name} ${points[points.length - 1][1].toPrecision(3)}`
  );
  return curveChart({
    title: name,
    description: `${last}${ends.join(", ")}`,
    x: { label: steps },
    y: {
      label: name,
      ...value === "loss" && isPositive ? { scale: "logarithmic" } : {},
    },
    curves,
  });
}

const WORDS = {
  en: { steps: "steps", loss: "loss", last: "Last values: " },
  zh: { steps: "步数", loss: "损失", last: "最后的值：" },
};
