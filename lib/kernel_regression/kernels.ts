/** A kernel K(u) of a distance u, as a density over the real line. */
export interface Kernel {
  /** K(u), at least 0; its integral over all u is 1. */
  density: (u: number) => number;
  /** log K(u), -∞ where K(u) = 0; finite where K(u) itself would underflow. */
  logDensity: (u: number) => number;
}

/**
 * Gaussian kernel: K(u) = exp(-u²/2) / √(2π).
 *
 * Its support is the whole line: every key counts, if little.
 * S3 NW 核回归: 高斯核 (row 59).
 */
export const gaussianKernel: Kernel = Object.freeze({
  density: (u: number) => Math.exp(-u * u / 2) / Math.sqrt(2 * Math.PI),
  logDensity: (u: number) => -u * u / 2 - Math.log(2 * Math.PI) / 2,
});

/**
 * Boxcar kernel: K(u) = 1/2 for |u| ≤ 1, else 0: the mean of the keys within one bandwidth.
 *
 * Not in the notes, which name the kernel a design choice; d2l compares it
 * with the Gaussian (rows 59, 62).
 */
export const boxcarKernel: Kernel = Object.freeze(
  kernelOf((u) => Math.abs(u) <= 1 ? 1 / 2 : 0),
);

/**
 * Epanechnikov kernel: K(u) = ¾(1 - u²) for |u| ≤ 1, else 0: the one of least mean squared error.
 *
 * Epanechnikov 1969. Not in the notes, which name the kernel a design choice;
 * d2l's kernel of this name is the triangle 1 - |u| (rows 59, 62).
 */
export const epanechnikovKernel: Kernel = Object.freeze(
  kernelOf((u) => Math.abs(u) <= 1 ? 0.75 * (1 - u * u) : 0),
);

function kernelOf(density: (u: number) => number): Kernel {
  return { density, logDensity: (u) => Math.log(density(u)) };
}
