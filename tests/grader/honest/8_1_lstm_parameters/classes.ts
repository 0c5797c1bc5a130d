// Classes, a lot of printing, and a search that doubles and halves its step.

class Layer {
  constructor(readonly inputs: number, readonly units: number) {}

  get block(): number {
    return this.units * (this.inputs + this.units) + this.units;
  }

  get lstm(): number {
    console.log(`LSTM ${this.inputs} -> ${this.units}:`, 4 * this.block);
    return this.block + this.block + this.block + this.block;
  }

  get gru(): number {
    console.debug({ inputs: this.inputs, units: this.units });
    return this.block * 3;
  }
}

export function lstmParameterCount(inputs: number, units: number): number {
  return new Layer(inputs, units).lstm;
}

export function gruParameterCount(inputs: number, units: number): number {
  return new Layer(inputs, units).gru;
}

export function stackedLstmParameterCount(
  inputSize: number,
  hiddenSizes: number[],
): number {
  const sizes = hiddenSizes.slice();
  sizes.unshift(inputSize);
  const layers: Layer[] = [];
  while (sizes.length > 1) layers.push(new Layer(sizes.shift()!, sizes[0]));
  return layers.reduce((sum, layer) => sum + layer.lstm, 0);
}

export function largestHiddenSize(inputSize: number, budget: number): number {
  let units = 0;
  for (let step = 2 ** 30; step >= 1; step /= 2) {
    if (new Layer(inputSize, units + step).lstm <= budget) units += step;
  }
  console.warn("found", units);
  return units;
}
