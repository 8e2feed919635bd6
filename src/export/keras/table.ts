/** The table of operators: how each is said in Keras. Adding one is adding it to its family's file. */
import { convolutions } from './convolution.ts';
import { functions } from './functions.ts';
import { ownLayers } from './layers.ts';
import type { Translations } from './site.ts';

/** Of ai.onnx; other domains have none. */
export const translations: Translations = { ...convolutions, ...ownLayers, ...functions };
