import { tf } from "../tf.ts";
import type { Rule, RuleSettings } from "./rule.ts";

/** The rules by name; {@linkcode createOptimizer} gives their formulas. */
export const RULES = { sgd, momentum, rmsprop, adam };

function sgd(): Rule {
  return {
    slots: [],
    next: ({ weights, gradient, rate }) => [
      tf.sub(weights, tf.mul(gradient, rate)),
    ],
    advance: (kernels, at, size, { rate }) => kernels.sgd(...at, size, rate),
  };
}

function momentum({ momentum = 0.9 }: RuleSettings): Rule {
  return {
    slots: ["velocity"],
    next({ weights, gradient, slots: [velocity], rate }) {
      const next = tf.add(tf.mul(velocity, momentum), gradient);
      return [tf.sub(weights, tf.mul(next, rate)), next];
    },
    advance: (kernels, at, size, { rate }) =>
      kernels.momentum(...at, size, rate, momentum),
  };
}

function rmsprop(
  { decay = 0.9, momentum = 0, epsilon = 1e-7, centered = false }: RuleSettings,
): Rule {
  return {
    slots: ["square", "velocity", ...(centered ? ["mean"] : [])],
    next({ weights, gradient, slots: [square, velocity, mean], rate }) {
      const squares = mix(square, tf.square(gradient), decay);
      const means = centered ? [mix(mean, gradient, decay)] : [];
      const spread = centered ? tf.sub(squares, tf.square(means[0])) : squares;
      const step = tf.div(gradient, tf.sqrt(tf.add(spread, epsilon)));
      const next = tf.add(tf.mul(velocity, momentum), tf.mul(step, rate));
      return [tf.sub(weights, next), squares, next, ...means];
    },
    advance(kernels, at, size, { rate }) {
      const all = centered ? at : [...at, 0];
      const mixing = [decay, 1 - decay];
      kernels.rmsprop(...all, size, rate, ...mixing, momentum, epsilon);
    },
  };
}

function adam({ betas = [0.9, 0.999], epsilon = 1e-8 }: RuleSettings): Rule {
  return {
    slots: ["mean", "square"],
    next({ weights, gradient, slots: [mean, square], rate, step }) {
      const means = mix(mean, gradient, betas[0]);
      const squares = mix(square, tf.square(gradient), betas[1]);
      const deviation = tf.sqrt(tf.div(squares, 1 - betas[1] ** step));
      const scaled = tf.mul(means, rate / (1 - betas[0] ** step));
      const change = tf.div(scaled, tf.add(deviation, epsilon));
      return [tf.sub(weights, change), means, squares];
    },
    advance(kernels, at, size, { rate, step }) {
      const scaled = rate / (1 - betas[0] ** step);
      const mixing = betas.flatMap((beta) => [beta, 1 - beta]);
      const correction = 1 - betas[1] ** step;
      kernels.adam(...at, size, scaled, ...mixing, correction, epsilon);
    },
  };
}

/** decay · old + (1 - decay) · fresh. */
function mix(old: tf.Tensor, fresh: tf.Tensor, decay: number): tf.Tensor {
  return tf.add(tf.mul(old, decay), tf.mul(fresh, 1 - decay));
}
