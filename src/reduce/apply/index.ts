/** Taking channels out of a network's weights; `shrink.ts` takes them out of the network. */
export { compensate } from './compensate.ts';
export { cutWeights } from './cutWeights.ts';
export { readersOf } from './readers.ts';
