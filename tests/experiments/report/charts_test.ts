import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
} from "@std/assert";
import { layOut } from "../../../experiments/report/axis.ts";
import { colorsOf } from "../../../experiments/report/color_scale.ts";
import { curveChart } from "../../../experiments/report/curve_chart.ts";
import { heatMap } from "../../../experiments/report/heat_map.ts";
import { imageGrid } from "../../../experiments/report/image_grid.ts";
import { short } from "../../../experiments/report/svg.ts";

const CAPTION = { title: 'A < B & "C"', description: "It falls" };

Deno.test("layOut() ends at round numbers when the data do not", () => {
  const { ticks, place } = layOut({ label: "x" }, [0.3, 9.7, 4]);
  assertEquals(ticks, [0, 2, 4, 6, 8, 10]);
  assertEquals([place(0), place(5), place(10)], [0, 0.5, 1]);
});

Deno.test("layOut() places powers of ten evenly when the axis is logarithmic", () => {
  const axis = { label: "x", scale: "logarithmic" as const };
  const { ticks, place } = layOut(axis, [0.002, 7, -1, 0]);
  assertEquals(ticks, [0.001, 0.01, 0.1, 1, 10]);
  assertAlmostEquals(place(0.1), 0.5, 1e-12);
  assert(Number.isNaN(place(0)) && Number.isNaN(place(NaN)));
  assertEquals(layOut(axis, [3, 41]).ticks, [2, 5, 10, 20, 50]);
});

Deno.test("layOut() keeps the range that is asked for", () => {
  const { ticks, place } = layOut({ label: "x", range: [0.25, 1] }, [0, 3]);
  assertEquals(place(0.25), 0);
  assertEquals(place(1), 1);
  assert(ticks.every((tick) => tick >= 0.25 && tick <= 1), `${ticks}`);
});

for (const values of [[], [5], [0], [-3, -3], [NaN], [1e-9, 2e-9]]) {
  Deno.test(`layOut() has at least two ticks and a finite place when the data are [${values}]`, () => {
    for (const scale of ["linear", "logarithmic"] as const) {
      const { ticks, place } = layOut({ label: "x", scale }, values);
      assert(ticks.length >= 2 && ticks.length <= 12, `${ticks}`);
      assert(place(ticks[0]) === 0 && place(ticks[ticks.length - 1]) === 1);
    }
  });
}

Deno.test("curveChart() holds title, labels, key and text alternative, escaped", () => {
  const svg = curveChart({
    ...CAPTION,
    x: { label: "steps" },
    y: { label: "loss, nats" },
    curves: [
      { name: "one & two", points: [[0, 1], [1, NaN], [2, 3]] },
      { name: "points", form: "points", points: [[1, 2]], labels: ["here"] },
    ],
    levels: [{ name: "the paper's", value: 2.5 }],
  });
  assertMatch(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assertMatch(
    svg,
    /<title>A &lt; B &amp; &quot;C&quot;<\/title><desc>It falls/,
  );
  for (
    const text of [
      "steps",
      "loss, nats",
      "one &amp; two",
      "here",
      "the paper's",
    ]
  ) {
    assert(svg.includes(`>${text}</text>`), text);
  }
  // A value that is not finite breaks the curve in two.
  assertEquals(/d="(M[^L"]+M[^L"]+)"/.test(svg), true);
  assertEquals(svg.includes("NaN"), false);
});

Deno.test("curveChart() draws nothing that is not finite when a logarithmic axis meets zeros", () => {
  const svg = curveChart({
    ...CAPTION,
    x: { label: "x" },
    y: { label: "y", scale: "logarithmic" },
    curves: [{
      name: "c",
      form: "both",
      points: [[0, 0], [1, 0.1], [2, 1]],
      spread: [[0, 0], [0, 0.2], [0.5, 2]],
    }],
  });
  assertEquals(/NaN|Infinity/.test(svg), false);
});

Deno.test("heatMap() colors each cell and names rows and columns", () => {
  const svg = heatMap({
    ...CAPTION,
    values: [[0, 1, 0.5], [NaN, 0, 1]],
    rows: { label: "queries", names: ["a", "b"] },
    columns: { label: "keys", names: ["k", "l", "m"] },
    unit: "weight",
    range: [0, 1],
  });
  for (
    const text of ["queries", "keys", "a", "b", "k", "l", "m", "weight", "0.5"]
  ) {
    assert(svg.includes(`>${text}</text>`), text);
  }
  const cells = [...svg.matchAll(/shape-rendering[^>]*d="([^"]+)"/g)]
    .map(([, path]) => path.split("z").length - 1);
  assertEquals(cells.reduce((a, b) => a + b), 5);
  const white = /fill="#ffffff" shape-rendering[^>]*d="([^"]+)"/.exec(svg)![1];
  assertEquals(white.split("z").length - 1, 2);
});

Deno.test("heatMap() numbers the ends of its sides when they have no names", () => {
  const svg = heatMap({ ...CAPTION, values: [[1, 1], [1, 1], [1, 1]] });
  assertEquals(svg.split(">1</text>").length - 1 >= 2, true);
  assert(svg.includes(">3</text>") && svg.includes(">2</text>"));
  assertEquals(/NaN|Infinity/.test(svg), false);
});

Deno.test("imageGrid() draws every image of every row", () => {
  const image = [[0, 1], [1, 0]];
  const svg = imageGrid({
    ...CAPTION,
    rows: [{ name: "seen", images: [image, image] }, {
      name: "true",
      images: [image],
    }],
    columns: ["p", "q"],
  });
  assertEquals(svg.split('stroke="#ccc"').length - 1, 3);
  for (const text of ["seen", "true", "p", "q"]) {
    assert(svg.includes(`>${text}<`));
  }
});

Deno.test("colorsOf() darkens from end to end, and keeps to the ends beyond them", () => {
  const colorOf = colorsOf(0, 1);
  const brightness = (value: number) =>
    [1, 3, 5].reduce(
      (sum, i) => sum + parseInt(colorOf(value).slice(i, i + 2), 16),
      0,
    );
  const values = [-1, 0, 0.2, 0.4, 0.6, 0.8, 1, 2].map(brightness);
  assertEquals(values, values.toSorted((a, b) => b - a));
  assertEquals([colorOf(-1), colorOf(2)], [colorOf(0), colorOf(1)]);
  assertEquals(colorsOf(-1, 1, "diverging")(0), "#ffffff");
});

Deno.test("short() writes few digits", () => {
  const written: [number, string][] = [
    [0, "0"],
    [0.123456, "0.1235"],
    [12345.6, "12350"],
    [0.00012, "1.2e-4"],
    [-1234567, "-1.23e6"],
    [100, "100"],
  ];
  for (const [value, text] of written) assertEquals(short(value), text);
});
