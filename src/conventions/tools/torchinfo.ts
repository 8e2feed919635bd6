/**
 * torchinfo: every leaf module's parameters, times what it calls their uses. https://github.com/TylerYep/torchinfo,
 * torchinfo/layer_info.py 264–286 and torchinfo/model_statistics.py 30–35 at 5c4164f (2026-08; newer than 1.8.0 on PyPI).
 */
import { add, divideExactly, multiply, sumOf, type Size } from '../../core/size.ts';
import type { Call, CallOf } from '../calls/call.ts';
import { everyParameter } from './parameters.ts';
import { attentionMacs, byKind, ofModules, normWord, part, toolConvention, words, wrong, type Part } from './rule.ts';

type Weighted = CallOf<'convolution' | 'linear' | 'transposed convolution'>;

const biases = ({ bias, y }: Weighted): Part => part(words.bias, bias ? y : 0);

/** A leaf's parameters once an image. */
const once =
  (what: string) =>
  (call: Call): readonly Part[] => [part(what, multiply(call.batch, parametersOf(call)))];

const norm = (call: Call): readonly Part[] => once(normWord(call))(call);

export const torchinfo = toolConvention({
  name: 'torchinfo@head',
  title: 'torchinfo',
  source:
    'https://github.com/TylerYep/torchinfo at 5c4164f (2026-08): torchinfo/layer_info.py 264–286, torchinfo/model_statistics.py 30–35',
  unit: 'MAC',
  count: ofModules(
    byKind({
      convolution: (call) => [part(words.base, call.macs), biases(call)],
      'transposed convolution': (call) => {
        const atOutput = multiply(divideExactly(call.macs, call.inputPositions) ?? 0, call.outputPositions);
        return [wrong('transposed', { what: words.base, value: atOutput, right: call.macs }), biases(call)];
      },
      linear: (call) => [part(words.base, call.macs), biases(call)],
      'multi-head attention': (call) => {
        const { projections, products } = attentionMacs(call);
        return [wrong('attention', { what: words.attention, value: 0, right: add(projections, products) })];
      },
      'batch normalisation': norm,
      'layer normalisation': norm,
      'group normalisation': norm,
      'instance normalisation': norm,
      activation: once(words.activations),
      embedding: (call) =>
        once(words.embeddings)(call).map(({ what, value }) => wrong('embeddings', { what, value, right: 0 })),
      recurrent: (call) => [part(words.recurrent, multiply(call.runs, parametersOf(call)))],
    }),
  ),
  faults: {
    transposed: {
      what: 'transposed convolution',
      says: 'counts transposed convolution at output size; right is its weights × input positions',
    },
    attention: {
      what: 'attention',
      says: 'nn.MultiheadAttention has no weights of its own that it looks at: it counts 0',
    },
    norms: { what: 'normalisations', says: 'counts scale and shift once an image, not once an element' },
    embeddings: {
      what: 'embeddings',
      says: 'counts the whole table for each image, where a look-up multiplies nothing',
    },
    functions: { what: 'functions', says: 'what is called as a function counts 0' },
  },
  parameters: everyParameter,
  notes: [
    'each layer is an nn.Module unless the file’s scopes show that a module calls it as a function',
    'torchinfo 1.8.0 of PyPI differs: it counts a fully connected layer once an image, and tied weights twice',
  ],
});

function parametersOf({ parameters }: Call): Size {
  return sumOf(parameters.map(({ elements }) => elements));
}
