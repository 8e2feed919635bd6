/** The text of a value whose elements are known. */
import type { Operand } from '../../core/operator.ts';
import { isWhole, type Size } from '../../core/size.ts';
import { number } from '../text.ts';

type SizeText = (size: Size) => string;

/** A number where there is one element, which broadcasts as a tensor of one; else a tensor. */
export function knownText(operand: Operand, size: SizeText): string {
  const { values = [] } = operand;
  return values.length === 1 ? entryText(values[0]!, operand, size) : tensorOfKnown(operand, size);
}

/** A tensor of the value's own shape. */
export function tensorOfKnown(operand: Operand, size: SizeText): string {
  const { values = [], shape = [] } = operand;
  const list = `torch.tensor([${values.map((value) => entryText(value, operand, size)).join(', ')}])`;
  if (shape.length === 1) return list;
  return shape.length === 0 ? `${list}[0]` : `${list}.reshape(${shape.map(size).join(', ')})`;
}

function entryText(value: Size, { type }: Operand, size: SizeText): string {
  if (type === 'bool') return value === 0 ? 'False' : 'True';
  return isWhole(value) ? number(value) : size(value);
}
