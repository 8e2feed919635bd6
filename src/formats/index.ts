/** `layerledger/formats`: bytes, addresses and published names → Network. */
export { withBatch } from './batch.ts';
export type { Format, ReadContext } from './format.ts';
export { openAddress, type Remote } from './http.ts';
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
