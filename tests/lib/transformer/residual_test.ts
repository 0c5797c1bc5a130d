import { assertEquals, assertThrows } from "@std/assert";
import { fromRows, type Matrix, ShapeError } from "@mneme/mneme/core";
import { residual } from "@mneme/mneme/transformer";
import { assertGradient, inner } from "../gradients.ts";
import { matrices } from "../support.ts";

const plus = (c: number) => (x: Matrix) => x.clone().add(c);
const times = (c: number) => (x: Matrix) => x.clone().mul(c);

// row 74: f(x) = x + 1, LN(x) = 10x at x = 2: post 10(2 + 3) = 50, pre 2 + (20 + 1) = 23, by hand
Deno.test("residual() normalizes the sum behind it or what goes in before it", () => {
  const x = fromRows([[2]]);
  assertEquals(residual(x, plus(1), times(10)).get(0, 0), 50);
  const before = residual(x, plus(1), times(10), { order: "pre" });
  assertEquals(before.get(0, 0), 23);
});

// row 74: d(x + f(x))/dx = 1 + f'(x): through a sublayer of slope 0 the derivative still is 1
Deno.test("residual() before a normalization passes derivatives on when the sublayer has none", () => {
  const inputs = matrices(3)(3, 5);
  const flat = (x: Matrix) => x.clone().mul(0);
  const upstream = matrices(5)(3, 5);
  const loss = (x: Matrix) =>
    inner(residual(x, flat, times(10), { order: "pre" }), upstream);
  assertGradient(upstream, inputs, loss);
});

Deno.test("residual() throws when the sublayer changes the shape or the order is unknown", () => {
  const inputs = matrices(3)(3, 5);
  assertThrows(
    () => residual(inputs, (x) => x.transpose(), times(1)),
    ShapeError,
    "Cannot go round a sublayer as D must be one size: inputs (DxN) is 3x5, given (DxN) is 3x5, change (DxN) is 5x3",
  );
  const options = { order: "middle" } as unknown as { order: "pre" };
  assertThrows(
    () => residual(inputs, plus(1), times(1), options),
    RangeError,
    'Cannot go round a sublayer as order must be "pre" or "post": middle',
  );
});

Deno.test("residual() does not mutate its inputs", () => {
  const inputs = matrices(7)(3, 5);
  const before = inputs.to2DArray();
  residual(inputs, (x) => x, (x) => x);
  residual(inputs, (x) => x, (x) => x, { order: "pre" });
  assertEquals(inputs.to2DArray(), before);
});
