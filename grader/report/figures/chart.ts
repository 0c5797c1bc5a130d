/**
 * Charts as SVG text: bars and curves, with a text alternative, and colors that
 * follow the page's light or dark scheme.
 *
 * @module
 */

/** A drawing and what it says to somebody who does not see it. */
export interface Chart {
  title: string;
  description: string;
  body: string;
}

/** Named values of one kind. */
export interface Series {
  name: string;
  values: number[];
}

const WIDTH = 640;
const HEIGHT = 260;
const FRAME = { left: 64, right: 16, top: 28, bottom: 40 };
const inner = {
  width: WIDTH - FRAME.left - FRAME.right,
  height: HEIGHT - FRAME.top - FRAME.bottom,
};

/** A chart as an SVG element of its own. */
export function svg({ title, description, body }: Chart): string {
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${
    escapeXml(`${title}. ${description}`)
  }"><title>${escapeXml(title)}</title><desc>${
    escapeXml(description)
  }</desc>${body}</svg>`;
}

/** Text as XML holds it. */
export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** Groups of bars, one group to an item, one bar in each to a series. */
export function bars(series: readonly Series[], items: string[]): string {
  const top = Math.max(...series.flatMap(({ values }) => values), 1e-9);
  const group = inner.width / items.length;
  const bar = 0.8 * group / series.length;
  const y = (value: number) => FRAME.top + inner.height * (1 - value / top);
  const shapes = series.flatMap(({ values }, s) =>
    values.map((value, i) =>
      `<rect class="s${s}" x="${
        at(FRAME.left + group * (i + 0.1) + bar * s)
      }" y="${at(y(value))}" width="${at(bar)}" height="${
        at(inner.height * value / top)
      }"/>`
    )
  );
  const names = items.map((item, i) =>
    label(FRAME.left + group * (i + 0.5), HEIGHT - 20, item)
  );
  return [axes([0, top / 2, top], y), ...shapes, ...names, legend(series)]
    .join("");
}

/** One row to a series, its values as pieces end to end: the same piece has the same color in each. */
export function stackedRows(series: readonly Series[]): string {
  const sums = series.map(({ values }) => values.reduce((a, b) => a + b, 0));
  const scale = inner.width / Math.max(...sums, 1e-9);
  const step = inner.height / series.length;
  return series.map(({ name, values }, row) => {
    const y = FRAME.top + step * row;
    let x = FRAME.left;
    const pieces = values.map((value, i) => {
      const piece = `<rect class="s${i % 4} piece" x="${at(x)}" y="${
        at(y)
      }" width="${at(value * scale)}" height="${at(0.6 * step)}"/>`;
      const text = value * scale > 30
        ? `<text class="middle on" x="${at(x + value * scale / 2)}" y="${
          at(y + 0.3 * step + 4)
        }">${short(value)}</text>`
        : "";
      x += value * scale;
      return piece + text;
    });
    return `<text class="end" x="${FRAME.left - 8}" y="${
      at(y + 0.3 * step + 4)
    }">${escapeXml(name)}</text>${pieces.join("")}`;
  }).join("");
}

/** Curves over common places x; both axes may be logarithmic. */
export function curves(
  x: readonly number[],
  series: readonly Series[],
  { logarithmic = false, marks = [] }: {
    logarithmic?: boolean;
    /** Points to ring, as [series, place]. */
    marks?: [number, number][];
  } = {},
): string {
  const scale = logarithmic ? Math.log10 : (value: number) => value;
  const all = series.flatMap(({ values }) => values).map(scale);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const [first, last] = [scale(x[0]), scale(x[x.length - 1])];
  const place = (value: number) =>
    FRAME.left + inner.width * (scale(value) - first) / (last - first || 1);
  const y = (value: number) =>
    FRAME.top + inner.height * (1 - (scale(value) - low) / (high - low || 1));
  const lines = series.map(({ values }, s) => {
    const points = values.map((value, i) =>
      `${at(place(x[i]))},${at(y(value))}`
    );
    return `<polyline class="s${s}" points="${points.join(" ")}"/>`;
  });
  const rings = marks.map(([s, i]) =>
    `<circle class="mark" cx="${at(place(x[i]))}" cy="${
      at(y(series[s].values[i]))
    }" r="7"/>`
  );
  const ticks = [low, (low + high) / 2, high]
    .map((value) => logarithmic ? 10 ** value : value);
  const names = [x[0], x[Math.floor((x.length - 1) / 2)], x[x.length - 1]]
    .map((value) => label(place(value), HEIGHT - 20, short(value)));
  return [axes(ticks, y), ...lines, ...rings, ...names, legend(series)].join(
    "",
  );
}

function axes(ticks: number[], y: (value: number) => number): string {
  const lines = [...new Set(ticks)].map((tick) =>
    `<line class="grid" x1="${FRAME.left}" x2="${WIDTH - FRAME.right}" y1="${
      at(y(tick))
    }" y2="${at(y(tick))}"/><text class="end" x="${FRAME.left - 8}" y="${
      at(y(tick) + 4)
    }">${short(tick)}</text>`
  );
  return lines.join("");
}

function legend(series: readonly Series[]): string {
  return series.map(({ name }, s) => {
    const x = FRAME.left + s * inner.width / series.length;
    return `<rect class="s${s} key" x="${
      at(x)
    }" y="8" width="10" height="10"/>` +
      `<text x="${at(x + 16)}" y="17">${escapeXml(name)}</text>`;
  }).join("");
}

function label(x: number, y: number, text: string): string {
  return `<text class="middle" x="${at(x)}" y="${y}">${escapeXml(text)}</text>`;
}

function at(value: number): string {
  return value.toFixed(1);
}

function short(value: number): string {
  return value !== 0 && (Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3)
    ? value.toExponential(0)
    : `${Number(value.toPrecision(4))}`;
}
