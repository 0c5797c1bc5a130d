import { assert, assertEquals } from "@std/assert";
import { erf, erfc } from "@mneme/mneme/core";

/** Relative error: some units in the last place. */
const RELATIVE = 5e-15;

/** x, erf(x) and erfc(x) by mpmath at 40 digits; 1.4999 and 1.5 lie on either side of the crossover. */
const KNOWN: readonly (readonly [number, number, number])[] = [
  [1e-10, 1.1283791670955126e-10, 0.999999999887162],
  [0.1, 0.1124629160182849, 0.887537083981715],
  [0.5, 0.5204998778130465, 0.4795001221869535],
  [1, 0.8427007929497149, 0.15729920705028513],
  [1.4999, 0.9660932516622953, 0.03390674833770473],
  [1.5, 0.9661051464753108, 0.033894853524689274],
  [2, 0.9953222650189527, 0.004677734981047266],
  [3, 0.9999779095030014, 2.209049699858544e-05],
  [5, 0.9999999999984626, 1.537459794428035e-12],
  [10, 1, 2.088487583762545e-45],
  [26, 1, 5.663192408856143e-296],
];

function assertClose(actual: number, expected: number, name: string): void {
  const error = Math.abs(actual / expected - 1);
  assert(error <= RELATIVE, `${name} is ${actual}, expected ${expected}`);
}

Deno.test("erf() and erfc() equal mpmath's values, each to its own size", () => {
  for (const [x, error, complement] of KNOWN) {
    assertClose(erf(x), error, `erf(${x})`);
    assertClose(erfc(x), complement, `erfc(${x})`);
    assertClose(erf(-x), -error, `erf(${-x})`);
    assertClose(erfc(-x), 1 + error, `erfc(${-x})`);
  }
});

Deno.test("erf() has the derivative (2/√π) exp(-x²), by central differences", () => {
  const h = 1e-5;
  for (const x of [-2.3, -0.7, 0, 0.3, 1.1, 1.49999, 1.9]) {
    const slope = (erf(x + h) - erf(x - h)) / (2 * h);
    const expected = 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
    assert(Math.abs(slope - expected) < 1e-9, `at ${x}: ${slope}`);
  }
});

Deno.test("erf() and erfc() keep their limits at 0, ±1e4 and ±∞, and NaN is NaN", () => {
  assertEquals([erf(0), erfc(0)], [0, 1]);
  for (const x of [1e4, Infinity]) {
    assertEquals([erf(x), erfc(x)], [1, 0]);
    assertEquals([erf(-x), erfc(-x)], [-1, 2]);
  }
  assertEquals([erf(NaN), erfc(NaN)], [NaN, NaN]);
});
