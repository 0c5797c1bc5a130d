// ml-matrix: diag(α) - ααᵀ, and answers that are matrices or come from them.
import { Matrix } from "ml-matrix";

export function dotProductVariance(dimension: number, sigma: number): number {
  const products = Matrix.ones(dimension, 1).mul(sigma * sigma);
  return products.transpose().mmul(products).get(0, 0);
}

export function scaledScores(query: number[], keys: number[][]): number[] {
  const scores = new Matrix(keys).mmul(Matrix.columnVector(query));
  return scores.div(Math.sqrt(query.length)).to1DArray();
}

export function softmaxJacobian(scores: number[]): Matrix {
  const weights = Matrix.columnVector(scores);
  weights.sub(weights.max()).exp();
  weights.div(weights.sum());
  const products = weights.mmul(weights.transpose());
  return Matrix.diag(weights.to1DArray()).sub(products);
}

export function gradientNorm(scores: number[]): number {
  return softmaxJacobian(scores).norm("frobenius");
}
