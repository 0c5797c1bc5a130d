import { assert, assertEquals, assertThrows } from "@std/assert";
import { seededRandom, ShapeError } from "@mneme/mneme/core";
import {
  decodeTransformer,
  runTransformer,
  tf,
  tokenLabeler,
  tokenLabelLoss,
  transformer,
  transformerLoss,
  type TransformerOptions,
  variablesOf,
} from "@mneme/mneme/layers";
import { sinusoidalPositions } from "@mneme/mneme/transformer";
import { assertNoLeak, assertTensorClose } from "../support.ts";

type Choices = Partial<TransformerOptions>;

const [V, D, F, L] = [7, 6, 10, 5];

function options(choices: Choices = {}): TransformerOptions {
  return {
    name: "model",
    random: seededRandom(3),
    vocabulary: V,
    width: D,
    heads: 2,
    hidden: F,
    blocks: 2,
    length: L,
    ...choices,
  };
}

/** A model while it is used. */
function withModel<Model extends object>(
  make: (options: TransformerOptions) => Model,
  use: (model: Model) => void,
  choices?: Choices,
): void {
  const model = make(options(choices));
  try {
    tf.tidy(() => use(model));
  } finally {
    tf.dispose(model as unknown as tf.TensorContainer);
  }
}

const ids = (rows: number[][]) =>
  tf.tensor2d(rows, [rows.length, rows[0].length], "int32");

function batch() {
  return {
    source: ids([[1, 2, 3, 4, 5], [6, 5, 4, 0, 0]]),
    inputs: ids([[0, 5, 4], [0, 4, 5]]),
    labels: ids([[5, 4, 3], [4, 5, 6]]),
    keep: tf.tensor2d([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]]),
  };
}

Deno.test("tokenLabeler() and transformer() have as many parameters as the theory says", () => {
  const block = (4 * D * D + 4 * D) + (2 * D * F + F + D) + 4 * D;
  const crossed = (4 * D * D + 4 * D) + 2 * D;
  const ends = V * D + D * V + V;
  const count = (model: object) =>
    variablesOf(model).reduce((sum, { size }) => sum + size, 0);
  withModel(tokenLabeler, (model) => {
    assertEquals(count(model), ends + 2 * block);
  });
  withModel(transformer, (model) => {
    assertEquals(count(model), ends + V * D + 2 * (2 * block + crossed));
  });
  withModel(transformer, (model) => {
    assertEquals(
      count(model),
      ends + V * D + 2 * (2 * block + crossed) + 2 * L * D + 4 * D,
    );
  }, { positions: "learned", order: "pre" });
});

Deno.test("tokenLabelLoss() of a model without blocks is worked out by hand", () => {
  withModel(tokenLabeler, ({ tokens, output, ...model }) => {
    const table = tokens.table.arraySync();
    const [kernel, bias] = [output.kernel, output.bias].map((w) =>
      w.arraySync()
    );
    const positions = sinusoidalPositions(D, L);
    const said = [4, 1].map((id, n) => {
      const x = table[id].map((e, d) => Math.sqrt(D) * e + positions.get(d, n));
      const logits = (bias as number[]).map((b, v) =>
        x.reduce(
          (sum, value, d) => sum + value * (kernel as number[][])[d][v],
          b,
        )
      );
      const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
      return Math.log(total) - logits[[2, 6][n]];
    });
    const loss = tokenLabelLoss(
      { tokens, output, ...model },
      ids([[4, 1]]),
      ids([[2, 6]]),
    );
    assertTensorClose(loss, (said[0] + said[1]) / 2);
  }, { blocks: 0 });
});

Deno.test("runTransformer() does not see padding or what comes later", () => {
  withModel(transformer, (model) => {
    const given = batch();
    const { logits } = runTransformer(model, given);
    const other = runTransformer(model, {
      ...given,
      source: ids([[1, 2, 3, 4, 5], [6, 5, 4, 3, 2]]),
      inputs: ids([[0, 5, 1], [0, 4, 1]]),
    }).logits;
    const first = [[0, 0, 0], [2, 2, V]] as const;
    assertTensorClose(
      other.slice([...first[0]], [...first[1]]),
      logits.slice([...first[0]], [...first[1]]),
    );
    assert(other.sub(logits).abs().max().dataSync()[0] > 1e-3);
  });
});

Deno.test("runTransformer() without positions does not see the source's order", () => {
  const differ = (positions: "none" | "sinusoidal") => {
    let gap = NaN;
    withModel(transformer, (model) => {
      const { source: _, ...given } = { ...batch(), keep: undefined };
      const run = (rows: number[][]) =>
        runTransformer(model, { ...given, source: ids(rows) }).logits;
      const there = run([[1, 2, 3, 4, 5], [6, 5, 4, 0, 0]]);
      const back = run([[5, 4, 3, 2, 1], [0, 0, 4, 5, 6]]);
      gap = there.sub(back).abs().max().dataSync()[0];
    }, { positions });
    return gap;
  };
  assert(differ("none") < 1e-5, `${differ("none")}`);
  assert(differ("sinusoidal") > 1e-3);
});

Deno.test("transformerLoss() is the mean of -log p over the labels that count", () => {
  withModel(transformer, (model) => {
    const given = batch();
    const weights = tf.tensor2d([[1, 1, 0], [1, 0, 0]]);
    const { logits } = runTransformer(model, given);
    const all = tf.logSoftmax(logits).arraySync() as number[][][];
    const expected = -(all[0][0][5] + all[0][1][4] + all[1][0][4]) / 3;
    assertTensorClose(transformerLoss(model, { ...given, weights }), expected);
  });
});

Deno.test("transformerLoss() reaches every variable", () => {
  for (const order of ["pre", "post"] as const) {
    withModel(transformer, (model) => {
      const given = batch();
      const variables = variablesOf(model);
      const { grads } = tf.variableGrads(
        () => transformerLoss(model, given),
        variables,
      );
      for (const { name } of variables) {
        assert(grads[name].abs().max().dataSync()[0] > 1e-6, name);
      }
    }, { order, positions: "learned" });
  }
});

Deno.test("decodeTransformer() takes the most probable token, again and again", () => {
  withModel(transformer, (model) => {
    const { source, keep } = batch();
    const decoded = decodeTransformer(model, { source, keep }, {
      begin: 0,
      end: -1, // never said
      length: 4,
    });
    for (let b = 0; b < 2; b++) {
      assertEquals(decoded[b].length, 4);
      const { logits } = runTransformer(model, {
        source,
        keep,
        inputs: ids(decoded.map((tokens) => [0, ...tokens.slice(0, 3)])),
      });
      assertEquals(decoded, logits.argMax(2).arraySync() as number[][]);
    }
  });
});

Deno.test("decodeTransformer() ends a target at its end", () => {
  withModel(transformer, (model) => {
    const { source, keep } = batch();
    const all = decodeTransformer(model, { source, keep }, {
      begin: 0,
      end: -1,
      length: 4,
    });
    const end = all[0][1];
    assertEquals(
      decodeTransformer(model, { source, keep }, { begin: 0, end, length: 4 }),
      all.map((tokens) =>
        tokens.includes(end) ? tokens.slice(0, tokens.indexOf(end)) : tokens
      ),
    );
  });
});

Deno.test("the Transformer leaves nothing behind", () => {
  const model = transformer(options());
  const given = batch();
  assertNoLeak(() => transformerLoss(model, given).dispose());
  assertNoLeak(() =>
    decodeTransformer(model, given, { begin: 0, end: 1, length: 3 })
  );
  tf.dispose(model as unknown as tf.TensorContainer);
  assertNoLeak(() =>
    tf.dispose(transformer(options()) as unknown as tf.TensorContainer)
  );
});

Deno.test("the Transformer throws when shapes do not fit", () => {
  withModel(transformer, (model) => {
    assertThrows(
      () => runTransformer(model, { ...batch(), inputs: ids([[0]]) }),
      ShapeError,
      "Cannot run a Transformer as B must be one size: source [B,N] is [2,5], inputs [B,M] is [1,1], keep [B,N] is [2,5]",
    );
    assertThrows(
      () => tokenLabelLoss(model, ids([[1, 2]]), ids([[1]])),
      ShapeError,
      "N must be one size",
    );
    assertThrows(
      () =>
        tokenLabelLoss(
          model,
          ids([[1, 2, 3, 4, 5, 6]]),
          ids([[1, 2, 3, 4, 5, 6]]),
        ),
      RangeError,
      "6 items, 5 positions",
    );
  });
});
