/** What is written wrongly, and what cannot be done: a sentence each. */
import { describe, expect, it } from 'vitest';
import { buildNetwork } from '../../../src/core/build.ts';
import { UnsupportedError, UsageError } from '../../../src/core/errors.ts';
import {
  applyVariant,
  formatVariant,
  parseVariant,
  variantKinds,
  variantNames,
} from '../../../src/reduce/variants/index.ts';
import { varied } from './subjects.ts';

describe('on the command line', () => {
  it.each([
    ['global-pooling', { kind: 'global-pooling' }],
    ['low-rank=fc1', { kind: 'low-rank', layer: 'fc1' }],
    ['low-rank=encoder:fc:64', { kind: 'low-rank', layer: 'encoder:fc', rank: 64 }],
    ['groups=conv3:2', { kind: 'groups', layer: 'conv3', groups: 2 }],
    ['separable=conv3', { kind: 'separable', layer: 'conv3' }],
    ['separable=a=b:1', { kind: 'separable', layer: 'a=b:1' }],
    ['stride=conv1:8', { kind: 'stride', layer: 'conv1', stride: 8 }],
    ['input=192', { kind: 'input', inputs: new Map([['', [192]]]) }],
    ['input=data:1x3x192x160', { kind: 'input', inputs: new Map([['data', [1, 3, 192, 160]]]) }],
  ])('%s', (text, variant) => {
    expect(parseVariant(text)).toEqual(variant);
    expect(formatVariant(parseVariant(text))).toBe(text);
  });

  it.each([
    ['', 'no variant is called ""; there are input=[NAME:]SIZE, stride=LAYER:STRIDE, global-pooling,'],
    ['toString', 'no variant is called "toString"'],
    ['global-pooling=fc1', 'global-pooling takes nothing after it, not "fc1"'],
    ['low-rank', 'low-rank needs the name of a layer: low-rank=conv3'],
    ['low-rank=fc1:1.5', '"low-rank=fc1:1.5": a whole number from 1 is expected after a colon'],
    ['groups=conv3', '"groups=conv3": a whole number from 2 is expected after a colon'],
    ['groups=conv3:1', 'a whole number from 2'],
    ['stride=conv1:0', 'a whole number from 2'],
    ['input=big', '"input=big": a size such as 192 or 1x3x192x192 is expected'],
    ['input=3x0', 'a size such as 192'],
  ])('"%s" is refused', (text, sentence) => {
    expect(() => parseVariant(text)).toThrow(UsageError);
    expect(() => parseVariant(text)).toThrow(sentence);
  });

  it('every kind says what it is', () => {
    for (const name of variantNames) {
      expect(variantKinds[name].doc).toMatch(/^[A-Z].*\.$/);
      expect(variantKinds[name].usage).toContain(name);
    }
  });
});

it.each([
  ['alexnet', 'low-rank=fc9', UsageError, 'no layer is called "fc9"; those with weights are conv1, conv2, conv3, conv4, conv5, fc1, fc2, output'],
  ['alexnet', 'low-rank=norm1', UnsupportedError, 'norm1 (LRN) is no convolution and no fully connected layer'],
  ['alexnet', 'low-rank=fc1:5000', UsageError, 'fc1: its weights of 4096 x 9216 have no rank 5000; from 1 to 4096 is expected'],
  ['alexnet', 'low-rank=conv2', UnsupportedError, 'conv2 is a convolution in 2 groups; two factors are made of ungrouped ones'],
  ['alexnet', 'groups=conv3:3', UsageError, 'conv3: 3 groups do not divide 256 channels'],
  ['alexnet', 'groups=conv2:3', UsageError, 'conv2: 3 groups do not divide 256 filters'],
  ['alexnet', 'groups=conv2:2', UsageError, 'conv2 has 2 groups; a larger multiple of them is expected, not 2'],
  ['alexnet', 'groups=fc1:2', UnsupportedError, 'fc1 (Gemm) is no convolution'],
  ['alexnet', 'separable=conv2', UnsupportedError, 'conv2 is a convolution in 2 groups; an ungrouped one is expected'],
  ['resnet50', 'separable=stage1.1.conv1', UnsupportedError, 'stage1.1.conv1 has a kernel of 1: there is no space to separate'],
  ['alexnet', 'stride=conv1:4', UsageError, 'conv1 has a stride of 4 x 4; a larger one is expected, not 4'],
  ['alexnet', 'input=227', UsageError, 'the input has the size 1 × 3 × 227 × 227 already'],
  ['alexnet', 'input=data:160', UsageError, 'the network has no input "data"; it has input'],
  ['alexnet', 'input=3x4', UsageError, 'input is of 1 × 3 × 227 × 227; a size of 2 axes does not fit it'],
  ['resnet50', 'global-pooling', UnsupportedError, 'there is a global pooling already: pool2 (GlobalAveragePool)'],
  ['lenet-5', 'global-pooling', UnsupportedError, 'F6.flatten flattens maps of 1 × 1: there is nothing to pool'],
  ['lenet-5', 'groups=C3:2', UnsupportedError, 'C3 (TableConv) is no convolution and no fully connected layer'],
  ['lenet-5', 'input=28', UnsupportedError, 'C5 (Conv) does not fit any more: the window does not fit: height -1 = 4 − 5 leaves no room to slide'],
  ['tv_resnet18.ts.onnx', 'global-pooling', UnsupportedError, 'there is a global pooling already: /avgpool/GlobalAveragePool (GlobalAveragePool)'],
  ['tv_shufflenet_v2_x1_0.ts.op13.onnx', 'global-pooling', UnsupportedError, 'there is a global pooling already: /ReduceMean (ReduceMean)'],
  ['timm_vit_tiny_patch16_224.ts.onnx', 'input=192', UnsupportedError, '/Add (Add) does not fit any more: /Concat_output_0 and pos_embed along axis 1: 145 is not 197'],
])('%s %s', async (name, text, blame, sentence) => {
  await expect(varied(name, text)).rejects.toThrow(blame);
  await expect(varied(name, text)).rejects.toThrow(sentence);
}); // prettier-ignore

/** Maps flattened for a layer; `how` changes what lies between, or the weights. */
function flattened(how: 'transposed' | 'computed' | 'shared'): ReturnType<ReturnType<typeof buildNetwork>['finish']> {
  const builder = buildNetwork(how);
  const image = builder.input('image', [1, 3, 4, 4]);
  const weight = builder.tensor('weight', { type: 'float32', shape: [48, 48] });
  const [maps] = how === 'transposed' ? builder.node('Transpose', [image], { name: 'turn', attributes: { perm: [0, 2, 3, 1] } }) : [image]; // prettier-ignore
  const [flat] = builder.node('Flatten', [maps!], { name: 'flat' });
  const [own] = how === 'computed' ? builder.node('Neg', [weight], { name: 'neg' }) : [weight];
  const [first] = builder.node('MatMul', [flat!, own!], { name: 'one' });
  const last = how === 'shared' ? builder.node('MatMul', [first!, weight], { name: 'other' })[0]! : first!;
  builder.output(last);
  return builder.finish();
} // prettier-ignore

it.each([
  ['transposed', 'global-pooling', 'flat (Flatten) flattens what turn transposed: the maps do not stand before their positions'],
  ['computed', 'low-rank=one', 'one (MatMul): its weights "neg_out" are computed, not stored as they are'],
  ['computed', 'global-pooling', 'one (MatMul): its weights "neg_out" are computed, not stored as they are'],
  ['shared', 'low-rank=one', 'one (MatMul): its weights "weight" are shared with other'],
  ['shared', 'input=2', 'one (MatMul): its weights "weight" are shared with other'],
] as const)('weights that are %s, %s', (how, text, sentence) => {
  expect(() => applyVariant(flattened(how), parseVariant(text))).toThrow(new UnsupportedError(sentence));
}); // prettier-ignore
