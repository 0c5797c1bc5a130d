/**
 * Attention before it had the name (S3 注意力池化): Nadaraya-Watson kernel
 * regression, plain and with a learned bandwidth, and its kernels. The
 * attention that it is a case of lives in `attention`.
 *
 * @module
 */
export {
  boxcarKernel,
  epanechnikovKernel,
  gaussianKernel,
  type Kernel,
} from "./kernels.ts";
export {
  type KernelRegressionOptions,
  kernelScores,
  nadarayaWatson,
  parametricNadarayaWatson,
  parametricNadarayaWatsonGradient,
} from "./nadaraya_watson.ts";
