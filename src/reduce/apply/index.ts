/** Taking channels out of a network, and out of its weights. */
export { compensate, type Compensated } from './compensate.ts';
export { cutWeights } from './cutWeights.ts';
export { readersOf, type Reader } from './readers.ts';
export { shrink, type Shrunk } from './shrink.ts';
