/** `layerledger/run`: networks executed in ONNX Runtime (an optional peer), whole, as towers, and against one another. */
export { differenceOf, runAgainst, type Against, type AgainstOptions, type Difference, type Side } from './against.ts';
export { checkShapes, type Mismatch, type ShapeCheck } from './check.ts';
export type { Bound, LayerCost } from './cost.ts';
export { decodeImage, looksLikeImage, type Image } from './image.ts';
export { feedsOf, type Feeds } from './inputs.ts';
export { modelOf, type Model, type ModelOptions, type Original } from './model.ts';
export { looksLikeNpy, readNpy, writeNpy } from './npy.ts';
export { pictureOf, type PictureInput, type Scaling } from './picture.ts';
export { measureRoofline, type Roofline } from './roofline.ts';
export { multiplierOf } from './multiply.ts';
export { expectClosed, runNetwork, type Run, type RunOptions, type Timing } from './run.ts';
export { loadRuntime, type Runtime, type Session, type SessionOptions } from './runtime.ts';
export { summarise, type Summary } from './summary.ts';
export { runTowers, type TowersOptions, type TowersResult } from './towers/run.ts';
export type { Exchange, TowerRun } from './towers/execute.ts';
export { valuesOf, type Data, type Values } from './values.ts';
export { channelMoments, type CalibrateOptions, type Measured, type Moments } from './calibrate.ts';
