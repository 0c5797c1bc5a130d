// A class for each kind of layer; promises; bisection for the crossing.

abstract class Layer {
  constructor(readonly n: number, readonly d: number) {}
  abstract readonly operations: number;
  readonly sequentialSteps: number = 1;
  readonly maximumPathLength: number = 1;

  async cost() {
    await Promise.resolve();
    const { operations, sequentialSteps, maximumPathLength } = this;
    return { operations, sequentialSteps, maximumPathLength };
  }
}

class Attention extends Layer {
  readonly operations = this.n * this.n * this.d;
}

class Recurrence extends Layer {
  readonly operations = this.n * this.d * this.d;
  override readonly sequentialSteps = this.n;
  override readonly maximumPathLength = this.n;
}

class Convolution extends Layer {
  readonly operations: number;
  override readonly maximumPathLength: number;

  constructor(n: number, d: number, readonly k: number) {
    super(n, d);
    this.operations = k * (n * (d * d));
    this.maximumPathLength = this.layers(n);
  }

  private layers(positions: number): number {
    return positions <= this.k
      ? 1
      : 1 + this.layers(Math.ceil(positions / this.k));
  }
}

class Window extends Layer {
  readonly operations: number;
  override readonly maximumPathLength: number;

  constructor(n: number, d: number, reach: number) {
    super(n, d);
    this.operations = reach * (n * d);
    const rest = (n - 1) % reach;
    const whole = (n - 1 - rest) / reach;
    this.maximumPathLength = (whole + (rest > 0 ? 1 : 0)) || 1;
  }
}

export function selfAttentionCost(n: number, d: number) {
  return new Attention(n, d).cost();
}

export function recurrentCost(n: number, d: number) {
  return new Recurrence(n, d).cost();
}

export function convolutionalCost(n: number, d: number, k: number) {
  return new Convolution(n, d, k).cost();
}

export function restrictedSelfAttentionCost(n: number, d: number, w: number) {
  return new Window(n, d, w).cost();
}

export function crossoverLength(width: number): number {
  let [less, more] = [0, 2 ** 20];
  while (more - less > 1) {
    const n = (less + more) >> 1;
    const isMore = new Attention(n, width).operations >
      new Recurrence(n, width).operations;
    if (isMore) more = n;
    else less = n;
  }
  return more;
}
