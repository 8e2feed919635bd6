/** Operators that only keep the shape of their first operand, perhaps with another type. */
import type { ElementType } from '../network.ts';
import type { Application, Operator } from '../operator.ts';
import { shaped } from '../shape.ts';

export interface Kept {
  readonly domain?: string;
  readonly doc: string;
  readonly free: string;
  /** The type of the result, where it is not the operand's. */
  readonly type?: (use: Application) => ElementType | undefined;
}

/** An operator whose one output has the shape of input 0. */
export function keepsShape(name: string, { domain = '', doc, free, type }: Kept): Operator {
  return {
    name,
    domain,
    doc,
    infer(use) {
      const x = shaped(use, 0, 'input');
      return [{ type: type ? type(use) : x.type, shape: x.shape }];
    },
    free,
  };
}
