/**
 * Keeps the weights that did best, since the last ones have learned the
 * training documents by heart.
 *
 * @module
 */
import { tf } from "../../lib/layers/mod.ts";

/** The best weights so far. */
export interface Best {
  /** What a checkpoint has to hold besides the weights themselves. */
  state: tf.Variable[];
  /** Keeps the weights as they are if this loss is the least so far. */
  offer(loss: number): void;
  /** Puts the best weights back. */
  restore(): void;
}

/** Keeps the best values of these variables. */
export function keepBest(variables: readonly tf.Variable[]): Best {
  const copies = variables.map((variable) => {
    const name = `best/${variable.name}`;
    return tf.tidy(() => tf.variable(tf.clone(variable), false, name));
  });
  const least = tf.tidy(() =>
    tf.variable(tf.scalar(Infinity), false, `best/${variables[0].name}/loss`)
  );
  const copy = (from: readonly tf.Variable[], to: readonly tf.Variable[]) =>
    tf.tidy(() => from.forEach((each, i) => to[i].assign(each.clone())));
  return {
    state: [...copies, least],
    offer(loss) {
      if (loss >= least.dataSync()[0]) return;
      copy(variables, copies);
      tf.tidy(() => least.assign(tf.scalar(loss)));
    },
    restore() {
      copy(copies, variables);
    },
  };
}
