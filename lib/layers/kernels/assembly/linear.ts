// Kernels on rows of numbers in TensorFlow.js's memory; sizes count numbers.
// AssemblyScript: built by `deno task build:kernels`.

/** target += scale * source, size numbers. */
export function accumulate(
  target: usize,
  source: usize,
  scale: f32,
  size: i32,
): void {
  const scales = f32x4.splat(scale);
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    const at = (<usize> i) << 2;
    v128.store(
      target + at,
      f32x4.add(
        v128.load(target + at),
        f32x4.mul(scales, v128.load(source + at)),
      ),
    );
  }
  for (; i < size; i++) {
    const at = (<usize> i) << 2;
    store<f32>(
      target + at,
      load<f32>(target + at) + scale * load<f32>(source + at),
    );
  }
}
