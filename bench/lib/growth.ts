/** A cost that should grow like a power of a size. */
export interface Growth {
  name: string;
  /** Five sizes, ascending. */
  sizes: readonly number[];
  /** The exponent that theory says. */
  theory: number;
  /** Prepares the work at a size; what comes back is timed. */
  prepare: (size: number) => () => void;
}

/** Each size is timed this often, after as many runs that nobody times. */
const RUNS = 9;

/** Times the work at each size and prints the exponent fitted to the medians. */
export function printGrowth({ name, sizes, theory, prepare }: Growth): void {
  const times = sizes.map((size) => medianTime(prepare(size)));
  const exponent = fitExponent(sizes, times);
  const points = sizes.map((size, i) => `${size}: ${times[i].toFixed(2)} ms`);
  console.log(
    `${name}: exponent ${exponent.toFixed(2)} (theory: ${theory}); ${
      points.join(", ")
    }`,
  );
}

/** The slope of log time over log size, by least squares. */
export function fitExponent(
  sizes: readonly number[],
  times: readonly number[],
): number {
  const [x, y] = [sizes, times].map((values) => values.map(Math.log));
  const [meanX, meanY] = [x, y].map((values) =>
    values.reduce((a, b) => a + b) / values.length
  );
  const covariance = x.reduce(
    (sum, xi, i) => sum + (xi - meanX) * (y[i] - meanY),
    0,
  );
  return covariance / x.reduce((sum, xi) => sum + (xi - meanX) ** 2, 0);
}

function medianTime(work: () => void): number {
  for (let run = 0; run < RUNS; run++) work();
  const times = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)];
}
