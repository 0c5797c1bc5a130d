/** A scale of colors that color-blind readers see as an order too. */
export type ColorScale = "sequential" | "diverging";

/** Stops of each scale, evenly spaced, as [red, green, blue]. */
const STOPS: Readonly<
  Record<ColorScale, readonly (readonly [number, number, number])[]>
> = {
  sequential: [[255, 255, 255], [158, 202, 225], [49, 130, 189], [8, 29, 88]],
  diverging: [[5, 48, 97], [146, 197, 222], [255, 255, 255], [253, 174, 97], [
    127,
    59,
    8,
  ]],
};

/** As many colors as the eye tells apart; few make a picture small. */
const LEVELS = 48;

/**
 * The color of a value between two ends; what lies beyond an end has its color.
 *
 * @param low The value of the first color.
 * @param high The value of the last.
 * @param scale Which colors. Default: `sequential`.
 */
export function colorsOf(
  low: number,
  high: number,
  scale: ColorScale = "sequential",
): (value: number) => string {
  const colors = Array.from(
    { length: LEVELS + 1 },
    (_, level) => between(STOPS[scale], level / LEVELS),
  );
  return (value) => {
    const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
    return colors[Math.round(share * LEVELS)];
  };
}

function between(
  stops: readonly (readonly [number, number, number])[],
  share: number,
): string {
  const place = share * (stops.length - 1);
  const first = Math.min(Math.floor(place), stops.length - 2);
  const channels = stops[first].map((start, c) =>
    Math.round(start + (stops[first + 1][c] - start) * (place - first))
  );
  return `#${
    channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")
  }`;
}
