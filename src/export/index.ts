/** `layerledger/export`: Network → source code that builds it. */
export { exportKeras } from './keras/write.ts';
export { exportPytorch, type ExportOptions } from './pytorch/write.ts';
