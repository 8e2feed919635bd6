/** What differs between two layers that were matched, item by item. */
import { attributeText } from './attributes.ts';
import { formatSize, isWhole, sameSize, type Size } from '../core/size.ts';
import { withSeparators } from '../core/derivation.ts';
import type { Shape } from '../core/operator.ts';
import type { Traits } from './traits.ts';

/** What can differ; `attribute` is any other of the operator's, named before its values. */
export type Aspect =
  | 'name'
  | 'operator'
  | 'kernel'
  | 'stride'
  | 'dilation'
  | 'padding'
  | 'groups'
  | 'input channels'
  | 'channels'
  | 'output'
  | 'reads'
  | 'attribute'
  | 'biases'
  | 'weights'
  | 'tower';

export interface Change {
  readonly what: Aspect;
  /** In words, as `5 × 5`; an attribute with its name, `alpha 0.01`. */
  readonly from: string;
  readonly to: string;
}

/** `kernel 5 × 5 → 3 × 3`; an attribute says its name itself, `alpha 0.01 → alpha 0.2`. */
export function sayChange({ what, from, to }: Change): string {
  return what === 'attribute' ? `${from} → ${to}` : `${what} ${from} → ${to}`;
}

/** Everything that differs, except what each reads, which depends on the other matches (wiring.ts). */
export function changesOf(before: Traits, after: Traits): readonly Change[] {
  const explained = [
    ...differ('operator', before.operator, after.operator),
    ...differ('kernel', sizes(before.kernel), sizes(after.kernel)),
    ...differ('stride', steps(before.stride), steps(after.stride)),
    ...differ('dilation', steps(before.dilation), steps(after.dilation)),
    ...differ('padding', before.padding, after.padding),
    ...differ('groups', size(before.groups), size(after.groups)),
    ...differ('input channels', size(before.inputChannels), size(after.inputChannels)),
    ...differ('channels', size(before.channels), size(after.channels)),
    ...outputChange(before.map, after.map),
    ...differ('tower', towerText(before), towerText(after)),
    ...attributeChanges(before, after),
  ];
  return [
    ...differ('name', before.layer.path.join('.'), after.layer.path.join('.')),
    ...explained,
    ...biasChange(before, after),
    ...weightChange(before, after, explained.length === 0),
  ];
}

/** One side may not say it at all, as an operator without a kernel: then there is nothing to compare. */
function differ(what: Aspect, from: string | undefined, to: string | undefined): readonly Change[] {
  return from === undefined || to === undefined || from === to ? [] : [{ what, from, to }];
}

/** Without the batch, unless that is what differs. */
function outputChange(before: Shape | undefined, after: Shape | undefined): readonly Change[] {
  if (!before || !after) return [];
  const [a, b] = [before[0], after[0]];
  const isSameBatch = a !== undefined && b !== undefined && sameSize(a, b) && before.length > 1 && after.length > 1;
  const from = isSameBatch ? 1 : 0;
  return differ('output', sizes(before.slice(from)) ?? 'scalar', sizes(after.slice(from)) ?? 'scalar');
}

/** Only where one of the two has none: else the channels tell it. */
function biasChange({ layer: a }: Traits, { layer: b }: Traits): readonly Change[] {
  return (a.biases === 0) === (b.biases === 0) ? [] : differ('biases', figure(a.biases), figure(b.biases));
}

/** Weights of the same sizes that are another number: shared with another layer on one side, or stored in other bits. */
function weightChange({ layer: a }: Traits, { layer: b }: Traits, isUnexplained: boolean): readonly Change[] {
  if (!sameSize(a.weights, b.weights)) return isUnexplained ? differ('weights', figure(a.weights), figure(b.weights)) : []; // prettier-ignore
  return differ('weights', `${figure(a.weightBytes)} bytes`, `${figure(b.weightBytes)} bytes`);
}

/**
 * Attributes that both state and that differ. One that only one of them states is passed over: exporters differ in whether
 * they write defaults.
 */
function attributeChanges({ node: a }: Traits, { node: b }: Traits): readonly Change[] {
  if (!a || !b || a.operator !== b.operator || a.domain !== b.domain) return [];
  return [...a.attributes].flatMap(([name, attribute]) => {
    const other = b.attributes.get(name);
    if (other === undefined || toldElsewhere.has(name)) return [];
    const [from, to] = [attributeText(attribute), attributeText(other)];
    return differ('attribute', from && `${name} ${from}`, to && `${name} ${to}`);
  });
}

/** Told as a kernel, stride and so on; or about how a matrix or a map is stored and not about what it does. */
const toldElsewhere: ReadonlySet<string> = new Set([
  'kernel_shape',
  'strides',
  'dilations',
  'pads',
  'auto_pad',
  'group',
  'transA',
  'transB',
  'allowzero',
  'shape',
]);

function towerText({ layer }: Traits): string {
  return layer.tower === undefined ? 'all' : String(layer.tower);
}

function size(value: Size | undefined): string | undefined {
  return value === undefined ? undefined : figure(value);
}

function sizes(shape: Shape | undefined): string | undefined {
  return shape && shape.length > 0 ? shape.map(figure).join(' × ') : undefined;
}

/** One number where it is the same along every axis. */
function steps(shape: Shape | undefined): string | undefined {
  const isEven = shape !== undefined && shape.length > 0 && shape.every((step) => step === shape[0]);
  return isEven ? figure(shape[0]!) : sizes(shape);
}

function figure(value: Size): string {
  return isWhole(value) ? withSeparators(value) : formatSize(value);
}
