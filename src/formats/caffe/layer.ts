/** The layers of a net: both written forms under one shape, and which of them a phase has (Net::FilterNet in net.cpp). */
import { UnsupportedError } from '../../core/errors.ts';
import type { Fields } from './fields.ts';
import { nameTaker } from './names.ts';
import type { Field } from './text.ts';
import { typeOfV1 } from './types.ts';

export type Phase = 'TRAIN' | 'TEST';

/** The name of a blob where a layer speaks of it. */
export interface Reference {
  readonly blob: string;
  readonly at: number;
}

export interface Layer {
  /** The file's name for it; where it has none, that of its first top. */
  readonly name: string;
  /** `Convolution`, also where the file says CONVOLUTION. */
  readonly type: string;
  readonly bottoms: readonly Reference[];
  readonly tops: readonly Reference[];
  /** Names by which the layer's weights are shared, in the order of the weights; `''` is not shared. */
  readonly shared: readonly string[];
  readonly fields: Fields;
  readonly at: number;
}

/** The layers of a net in the file's order. Throws for V0, for both forms in one file, and for a layer without a type. */
export function layersOf(net: Fields): readonly Layer[] {
  const [now, v1] = [net.sections('layer'), net.sections('layers')];
  if (now.length > 0 && v1.length > 0) {
    throw net.source.malformed(
      v1[0]!.at,
      'expected "layer" throughout, got "layers": a net is written in one of the two forms',
    );
  }
  return [...now, ...v1].map((fields) => {
    if (fields.has('layer')) throw new UnsupportedError(`${fields.source.locate(fields.at)}: ${oldest}`);
    return layerOf(fields);
  });
}

/** Caffe allows layers of one name; here each has its own, the file's where it is free. */
export function nameApart(layers: readonly Layer[], note: (sentence: string) => void): readonly Layer[] {
  const unused = nameTaker();
  return layers.map((layer) => {
    const name = unused(layer.name);
    if (name !== layer.name)
      note(`${layer.fields.source.place(layer.at)}: a second layer named "${layer.name}" is called "${name}" here`);
    return { ...layer, name };
  });
}

const oldest =
  'a layer within "layers" is Caffe\'s first form (V0), which its tool upgrade_net_proto_text turns into today\'s';

function layerOf(fields: Fields): Layer {
  const said = fields.one('type');
  const name = fields.text('name') ?? '';
  if (!said) throw fields.source.malformed(fields.at, `expected a type for layer "${name}", got none`);
  const tops = references(fields, 'top');
  const type = fields.textOf(said);
  return {
    name: name || (tops[0]?.blob ?? type),
    type: typeOfV1.get(type) ?? type,
    bottoms: references(fields, 'bottom'),
    tops,
    shared: fields.all('param').map((param) => sharedName(fields, param)),
    fields,
    at: fields.at,
  };
}

function references(fields: Fields, name: string): readonly Reference[] {
  return fields.all(name).map((field) => ({ blob: fields.textOf(field), at: field.at }));
}

/** `param { name: "w" }`, or `param: "w"` in the V1 form. */
function sharedName(fields: Fields, param: Field): string {
  if (param.value.kind !== 'message') return fields.textOf(param);
  const name = param.value.fields.find((field) => field.name === 'name');
  return name ? fields.textOf(name) : '';
}

/** Whether a layer is in the net in a phase: by its rules, at the level and stages that the net's own `state` names. */
export function isIn(layer: Layer, phase: Phase, state: Fields): boolean {
  const [include, exclude] = [layer.fields.sections('include'), layer.fields.sections('exclude')];
  if (include.length > 0 && exclude.length > 0) {
    throw layer.fields.source.malformed(
      layer.at,
      `${layer.name} has include and exclude rules; Caffe takes one or the other`,
    );
  }
  const meets = (rule: Fields): boolean => meetsRule(rule, phase, state);
  return include.length > 0 ? include.some(meets) : !exclude.some(meets);
}

/** Net::StateMeetsRule: every condition that the rule states holds. */
function meetsRule(rule: Fields, phase: Phase, state: Fields): boolean {
  const level = state.whole('level', -(2 ** 31)) ?? 0;
  const stages = new Set(state.texts('stage'));
  return (
    rule.choice('phase', ['TRAIN', 'TEST'], phase) === phase &&
    level >= (rule.whole('min_level', -(2 ** 31)) ?? level) &&
    level <= (rule.whole('max_level', -(2 ** 31)) ?? level) &&
    rule.texts('stage').every((stage) => stages.has(stage)) &&
    !rule.texts('not_stage').some((stage) => stages.has(stage))
  );
}
