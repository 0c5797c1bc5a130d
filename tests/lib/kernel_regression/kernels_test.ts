import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  boxcarKernel,
  epanechnikovKernel,
  gaussianKernel,
} from "@mneme/mneme/kernel_regression";
import { EXACT } from "../support.ts";

const kernels = { gaussianKernel, boxcarKernel, epanechnikovKernel };

/** Error of the midpoint rule below, largest where the boxcar jumps. */
const INTEGRAL = 1e-3;

Deno.test("the kernels are densities: they integrate to 1", () => {
  const step = 1e-3;
  for (const [name, { density }] of Object.entries(kernels)) {
    let area = 0;
    for (let u = -9 + step / 2; u < 9; u += step) area += step * density(u);
    assertAlmostEquals(area, 1, INTEGRAL, name);
  }
});

Deno.test("the kernels are even, and largest at distance 0", () => {
  for (const [name, { density }] of Object.entries(kernels)) {
    for (const u of [0.3, 1, 1.7]) {
      assertEquals(density(u), density(-u), name);
      assertEquals(density(u) <= density(0), true, name);
    }
  }
});

Deno.test("the kernels have their values by hand", () => {
  assertAlmostEquals(gaussianKernel.density(0), 0.3989422804014327, EXACT);
  assertEquals([0.5, 1, 1.5].map(boxcarKernel.density), [0.5, 0.5, 0]);
  assertEquals([0, 0.5, 1, 2].map(epanechnikovKernel.density), [
    0.75,
    0.5625,
    0,
    0,
  ]);
});

Deno.test("the kernels' logarithms agree with them, and last where they underflow", () => {
  for (const [name, { density, logDensity }] of Object.entries(kernels)) {
    for (const u of [0, 0.4, 0.9]) {
      assertAlmostEquals(logDensity(u), Math.log(density(u)), EXACT, name);
    }
  }
  assertEquals(gaussianKernel.density(1e4), 0);
  assertAlmostEquals(gaussianKernel.logDensity(1e4), -5e7 - 0.9189385332046727);
  assertEquals(boxcarKernel.logDensity(2), -Infinity);
});
