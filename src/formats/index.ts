/** `layerledger/formats`: bytes, addresses and published names → Network. */
export { withBatch } from './batch.ts';
export type { Format, ReadContext } from './format.ts';
export { openAddress, type Remote } from './http.ts';
export { networkFileOf } from './network-file/write.ts';
export { readOnnx } from './onnx/read.ts';
export { writeOnnx, type Source, type WriteOptions, type WrittenOnnx } from './onnx/write.ts';
export { openBlob } from './open.ts';
export {
  isPublished,
  nearestName,
  openPublished,
  publishedNetworks,
  type PublishedNetwork,
  type PublishedOptions,
} from './published.ts';
export type { HttpOptions } from './request.ts';
export { formats } from './table.ts';
export { bytesOfElements } from './weights/encode.ts';
export { bytesOf, numbersOf, type Numbers } from './weights/numbers.ts';
export { randomWeights, type RandomOptions } from './weights/random.ts';
export { sliceAxes, type Keep } from './weights/slice.ts';
export { externalFiles, hasExternalData, storedWeights, type OpenExternal } from './weights/stored.ts';
export { countBytes, readWeights, type Weights } from './weights/weights.ts';
