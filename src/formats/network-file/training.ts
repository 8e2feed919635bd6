/** The `training` of a document → that of a Network; the layers that it names have to be there. */
import type { Training } from '../../core/network.ts';
import type { TrainingText } from './document.ts';
import { DocumentFault, describe } from './fault.ts';
import { suggestion } from './nearest.ts';
import { findNamed, type Scope } from './scope.ts';

/** Throws a DocumentFault for a rule about a layer that the network does not have. */
export function readTraining(text: TrainingText, scope: Scope): Training {
  const { 'weight decay': weightDecay, 'learning rate': learningRate, initial = [], notes = [], ...rest } = text;
  initial.forEach(({ layers = [] }, i) => {
    layers.forEach((name, j) => {
      if (findNamed(scope, name, undefined)) return;
      const hint = suggestion(name, scope.named.keys());
      throw new DocumentFault(`no layer is named ${describe(name)}${hint}`, ['training', 'initial', i, 'layers', j]);
    });
  });
  return {
    ...rest,
    ...(weightDecay !== undefined && { weightDecay }),
    ...(learningRate !== undefined && { learningRate }),
    initial,
    notes: [notes].flat(),
  };
}
