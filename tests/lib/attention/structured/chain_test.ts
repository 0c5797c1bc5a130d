import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  chainAttention,
  chainMarginals,
  chainMarginalsGradient,
  type ChainPotentials,
} from "@mneme/mneme/attention";
import {
  columnVector,
  fromRows,
  fromRule,
  type Matrix,
  ShapeError,
} from "@mneme/mneme/core";
import { assertGradient, inner } from "../../gradients.ts";
import { assertMatrix, EXACT, matrices, SEEDS } from "../../support.ts";

/** Marginals, pairs and Z as sums over all 2ᴺ configurations. */
function enumerate(theta: number[], psi: Matrix[]): {
  marginals: number[];
  pairs: number[][][];
  total: number;
} {
  const N = theta.length;
  const marginals = theta.map(() => 0);
  const pairs = psi.map(() => [[0, 0], [0, 0]]);
  let total = 0;
  for (let code = 0; code < 2 ** N; code++) {
    const z = theta.map((_, n) => (code >> n) & 1);
    const energy = z.reduce(
      (sum, each, n) =>
        sum + each * theta[n] + (n < N - 1 ? psi[n].get(each, z[n + 1]) : 0),
      0,
    );
    const weight = Math.exp(energy);
    total += weight;
    z.forEach((each, n) => marginals[n] += each * weight);
    psi.forEach((_, n) => pairs[n][z[n]][z[n + 1]] += weight);
  }
  return {
    marginals: marginals.map((each) => each / total),
    pairs: pairs.map((pair) => pair.map((row) => row.map((x) => x / total))),
    total,
  };
}

// row 11: θ = (1, 0, -1), ψ(1, 1) = 1: Z = 21.864273, μ = (.845964, .767376, .446250) (computed independently; Kim et al. 2017's model)
Deno.test("chainMarginals() gives the golden chain", () => {
  const { marginals, logPartition } = chainMarginals({
    scores: columnVector([1, 0, -1]),
    couplings: fromRows([[0, 0], [0, 1]]),
  });
  assertAlmostEquals(Math.exp(logPartition), 21.864273, 5e-7);
  assertMatrix(marginals, [[0.845964], [0.767376], [0.446250]], {
    tolerance: 5e-7,
  });
});

// row 11: without couplings the marginals are sigmoids, not softmax: θ = (1, 0, -1) sum to 1.5 (Kim et al. 2017, §3.1)
Deno.test("chainMarginals() without couplings are sigmoids and need not sum to 1", () => {
  const { marginals } = chainMarginals({ scores: columnVector([1, 0, -1]) });
  assertMatrix(marginals, [
    [1 / (1 + Math.exp(-1))],
    [0.5],
    [1 / (1 + Math.exp(1))],
  ]);
  assertAlmostEquals(marginals.sum(), 1.5, EXACT);
});

Deno.test("chainMarginals() equals the sum over all configurations", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const scores = draw(7, 1);
    const couplings = Array.from({ length: 6 }, () => draw(2, 2));
    const found = chainMarginals({ scores, couplings });
    const expected = enumerate(scores.getColumn(0), couplings);
    const message = `seed ${seed}`;
    assertMatrix(found.marginals, expected.marginals.map((x) => [x]), {
      message,
    });
    found.pairs.forEach((pair, n) =>
      assertMatrix(pair, expected.pairs[n], { message })
    );
    assertAlmostEquals(
      found.logPartition,
      Math.log(expected.total),
      EXACT,
      message,
    );
  }
});

Deno.test("chainMarginals() survives potentials of ±1e4", () => {
  const { marginals, pairs } = chainMarginals({
    scores: columnVector([1e4, -2e4, 1e4, 0, 0]),
    couplings: fromRows([[0, 0], [0, 1e4]]),
  });
  assertMatrix(marginals, [[1], [0.5], [1], [1], [1]]);
  pairs.forEach((pair) => assertAlmostEquals(pair.sum(), 1, EXACT));
});

Deno.test("chainMarginals() of one variable is a sigmoid, and one coupling serves all edges", () => {
  assertMatrix(
    chainMarginals({ scores: columnVector([Math.log(3)]) }).marginals,
    [[0.75]],
  );
  const shared = fromRows([[0.1, 0.2], [0.3, 0.4]]);
  const scores = columnVector([1, 2, 3]);
  assertEquals(
    chainMarginals({ scores, couplings: shared }),
    chainMarginals({ scores, couplings: [shared, shared] }),
  );
});

Deno.test("chainAttention() is Σ p(zₙ = 1) xₙ", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [inputs, scores] = [draw(3, 5), draw(5, 1)];
    const couplings = draw(2, 2);
    const { output } = chainAttention(inputs, { scores, couplings });
    const { marginals } = enumerate(
      scores.getColumn(0),
      Array<Matrix>(4).fill(couplings),
    );
    const expected = inputs.to2DArray().map((row) => [
      row.reduce((sum, x, n) => sum + x * marginals[n], 0),
    ]);
    assertMatrix(output, expected, { message: `seed ${seed}` });
  }
});

Deno.test("chainMarginalsGradient() equals central differences in scores and couplings", () => {
  for (const seed of SEEDS) {
    const draw = matrices(seed);
    const [scores, upstream] = [draw(5, 1), draw(5, 1)];
    const couplings = Array.from({ length: 4 }, () => draw(2, 2));
    const found = chainMarginalsGradient({ scores, couplings }, upstream);
    const loss = (moved: Partial<ChainPotentials>) =>
      inner(
        chainMarginals({ scores, couplings, ...moved }).marginals,
        upstream,
      );
    const message = `seed ${seed}`;
    assertGradient(found.scores, scores, (at) => loss({ scores: at }), message);
    couplings.forEach((each, n) =>
      assertGradient(
        found.couplings[n],
        each,
        (at) => loss({ couplings: couplings.with(n, at) }),
        message,
      )
    );
  }
});

Deno.test("chainMarginalsGradient() of a shared coupling is the sum over the edges", () => {
  const draw = matrices(79);
  const [scores, upstream, shared] = [draw(5, 1), draw(5, 1), draw(2, 2)];
  const { couplings } = chainMarginalsGradient(
    { scores, couplings: shared },
    upstream,
  );
  const total = couplings.reduce(
    (sum, each) => sum.add(each),
    fromRule(2, 2, () => 0),
  );
  assertGradient(
    total,
    shared,
    (at) =>
      inner(chainMarginals({ scores, couplings: at }).marginals, upstream),
  );
});

Deno.test("the chain throws when shapes or numbers are wrong", () => {
  const scores = columnVector([1, 2, 3]);
  assertThrows(
    () => chainMarginals({ scores: fromRule(3, 2, () => 0) }),
    ShapeError,
    "Cannot take a chain's marginals as a size written as 1 must be 1: scores (Nx1) is 3x2",
  );
  assertThrows(
    () => chainMarginals({ scores, couplings: [fromRule(2, 2, () => 0)] }),
    ShapeError,
    "Cannot take a chain's marginals as the couplings must be one for each of the N - 1 edges: N is 3, couplings are 1",
  );
  assertThrows(
    () => chainMarginals({ scores, couplings: fromRule(3, 2, () => 0) }),
    ShapeError,
    "Cannot take a chain's marginals as a size written as 2 must be 2: coupling (2x2) is 3x2",
  );
  assertThrows(
    () => chainMarginals({ scores: columnVector([1, Infinity]) }),
    RangeError,
    "every entry of scores must be finite: entry (1, 0) is Infinity",
  );
  assertThrows(
    () => chainAttention(fromRule(2, 5, () => 0), { scores }),
    ShapeError,
    "Cannot attend by a chain as N must be one size: inputs (DxN) is 2x5, scores (Nx1) is 3x1",
  );
  assertThrows(
    () => chainMarginalsGradient({ scores }, columnVector([1, 2])),
    ShapeError,
    "Cannot differentiate a chain's marginals as N must be one size: scores (Nx1) is 3x1, upstream (Nx1) is 2x1",
  );
});

Deno.test("the chain does not mutate its potentials", () => {
  const potentials = {
    scores: columnVector([1, 2]),
    couplings: fromRows([[1, 2], [3, 4]]),
  };
  const before = JSON.stringify(potentials);
  chainAttention(fromRows([[1, 2]]), potentials);
  chainMarginalsGradient(potentials, columnVector([1, 2]));
  assertEquals(JSON.stringify(potentials), before);
});
