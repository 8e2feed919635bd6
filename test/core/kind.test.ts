import { expect, test } from 'vitest';
import { kindOf } from '../../src/core/kind.ts';

test.each([
  ['QLinearConv', 'convolution'],
  ['FusedMatMul', 'fully connected'],
  ['GroupQueryAttention', 'attention'],
  ['Gather', 'embedding'],
  ['LSTM', 'recurrent'],
  ['BatchNormalization', 'BatchNormalization'],
])('%s is %s', (operator, kind) => expect(kindOf(operator)).toBe(kind));
