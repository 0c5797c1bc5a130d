/**
 * Axes: where a value lies, and which values are written beside.
 *
 * @module
 */

/** What an axis shows. */
export interface Axis {
  /** What is measured, with its unit. */
  label: string;
  /** Default: `linear`. On a logarithmic axis values that are not positive are left out. */
  scale?: "linear" | "logarithmic";
  /** The ends; what lies beyond one is drawn at it. Default: those of the data, rounded outwards to ticks. */
  range?: readonly [number, number];
}

/** An axis laid out for its data. */
export interface Scale {
  /** Where a value lies: 0 at the low end, 1 at the high end; NaN if it lies nowhere. */
  place(value: number): number;
  ticks: readonly number[];
}

/** Lays an axis out for the values that it has to show. */
export function layOut(axis: Axis, values: readonly number[]): Scale {
  const logarithmic = axis.scale === "logarithmic";
  const shown = values.filter((value) =>
    Number.isFinite(value) && (!logarithmic || value > 0)
  );
  const [low, high] = axis.range ?? widened(
    shown.reduce((a, b) => Math.min(a, b), Infinity),
    shown.reduce((a, b) => Math.max(a, b), -Infinity),
    logarithmic,
  );
  const ticks = logarithmic ? logarithmicTicks(low, high) : ticksOf(low, high);
  const map = logarithmic
    ? (value: number) => value > 0 ? Math.log10(value) : NaN
    : (value: number) => value;
  const fits = (tick: number) =>
    axis.range === undefined || (tick >= low && tick <= high);
  const inside = ticks.filter(fits);
  const [first, last] = axis.range
    ? [map(low), map(high)]
    : [map(inside[0]), map(inside[inside.length - 1])];
  return {
    place: (value) => {
      const share = (map(value) - first) / (last - first);
      // An infinite value lies nowhere, rather than at an end.
      return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : NaN;
    },
    ticks: inside,
  };
}

/** Something to show even where there is no value or but one. */
function widened(
  low: number,
  high: number,
  logarithmic: boolean,
): [number, number] {
  if (low > high) return logarithmic ? [1, 10] : [0, 1];
  if (low < high) return [low, high];
  if (logarithmic) return [low / 2, low * 2];
  const margin = Math.abs(low) / 2 || 1;
  return [low - margin, low + margin];
}

/** Multiples of 1, 2 or 5 times a power of ten, the first at most `low` and the last at least `high`. */
function ticksOf(low: number, high: number): number[] {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power)
    .find((candidate) => candidate >= rough * 0.999)!;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from(
    { length: last - first + 1 },
    (_, i) => Number(((first + i) * step).toPrecision(12)),
  );
}

/** Powers of ten; where they are few, twice and five times them as well; where many, every so many. */
function logarithmicTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.ceil(Math.log10(high) - 1e-9);
  const factors = last - first <= 2 ? [1, 2, 5] : [1];
  const stride = Math.ceil((last - first) / 8) || 1;
  const ticks: number[] = [];
  for (let power = first; power < last + stride; power += stride) {
    ticks.push(...factors.map((factor) => factor * 10 ** power));
  }
  const begin = Math.max(0, ticks.findLastIndex((tick) => tick <= low * 1.001));
  const end = ticks.findIndex((tick) => tick >= high * 0.999);
  return ticks.slice(begin, end + 1).map((tick) =>
    Number(tick.toPrecision(12))
  );
}
