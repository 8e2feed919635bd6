/** `layerledger/node`: networks from files and standard input, and the page's server. */
export { blobOfPath, openPath, type PathOptions } from './open.ts';
export { serve, type ServeOptions, type Serving } from './serve.ts';
export { blobOfStream } from './stream.ts';
