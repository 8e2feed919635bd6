/** `layerledger/node`: networks from files and standard input. */
export { blobOfPath, openPath, type PathOptions } from './open.ts';
export { blobOfStream } from './stream.ts';
