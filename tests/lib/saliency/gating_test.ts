import { assert, assertEquals, assertThrows } from "@std/assert";
import { fromRows, fromRule, ShapeError } from "@mneme/mneme/core";
import { gatedInputs } from "@mneme/mneme/saliency";
import { assertMatrix, matrices, SEEDS } from "../support.ts";

// row 3: gating σ(g) ⊙ x with σ(0) = 1/2 and σ(log 3) = 3/4 (§8.2: max pooling and gating as saliency)
Deno.test("gatedInputs() lets each input through by its own share, by hand", () => {
  const gated = gatedInputs(
    fromRows([[8, 8], [4, -4]]),
    fromRows([[0, Math.log(3)], [-Math.log(3), 0]]),
  );
  assertMatrix(gated, [[4, 6], [1, -2]]);
});

Deno.test("gatedInputs() never enlarges an input, and survives gates of ±1e4", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const inputs = draw(3, 5);
    const gated = gatedInputs(inputs, draw(3, 5, 1e4)).to1DArray();
    inputs.to1DArray().forEach((x, i) =>
      assert(Math.abs(gated[i]) <= Math.abs(x), `seed ${seed}`)
    );
  }
});

Deno.test("gatedInputs() throws when gates and inputs differ in N, or one is not finite", () => {
  assertThrows(
    () => gatedInputs(fromRule(3, 5, () => 0), fromRule(3, 2, () => 0)),
    ShapeError,
    "Cannot gate inputs as N must be one size: inputs (DxN) is 3x5, gates (DxN) is 3x2",
  );
  assertThrows(
    () => gatedInputs(fromRows([[1]]), fromRows([[Infinity]])),
    RangeError,
    "Cannot gate inputs as every entry of gates must be finite: entry (0, 0) is Infinity",
  );
});

Deno.test("gatedInputs() does not mutate inputs or gates", () => {
  const [inputs, gates] = [fromRows([[2]]), fromRows([[0]])];
  gatedInputs(inputs, gates);
  assertEquals([inputs.get(0, 0), gates.get(0, 0)], [2, 0]);
});
