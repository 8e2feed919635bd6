/** Who owns which tensor in a module: tensors used twice are declared once, or tied. */
import type { Operand } from '../../core/operator.ts';
import { elementsOf, formatShape } from '../../core/shape.ts';
import { sumOf, type Size } from '../../core/size.ts';
import { construct, constructionText, type Construction, type Literal } from '../construction.ts';
import { float, identifier, number, unused } from '../text.ts';
import type { Program, Use } from '../use.ts';
import type { Declared } from './code.ts';
import { typeNames } from './types.ts';

export interface Owners {
  /** A new attribute's name. */
  attribute(name: string): string;
  module(use: Use, construction: Construction, holds: readonly (Operand | undefined)[], remark?: string): string;
  stored(operand: Operand, use: Use): string;
  ownedWeight(operand: Operand, shape: readonly [number, number]): string | undefined;
}

interface Owner {
  readonly text: string;
  readonly shape: string;
  readonly callee: string;
}

/** Attributes that nn.Module has itself; a layer of such a name gets a number. */
const moduleAttributes =
  'forward training train eval to type half float double bfloat16 cpu cuda apply children modules parameters buffers state_dict add_module register_buffer register_parameter requires_grad_ zero_grad share_memory extra_repr get_submodule get_parameter get_buffer named_children named_modules named_parameters named_buffers compile ipu xpu mtia dump_patches call_super_init T_destination';

/** Elements that a parameter's text says rather than zeros. */
const mostSaid = 16;

export function startOwners(declared: Declared[], path: readonly string[], program: Program): Owners {
  const taken = new Set(moduleAttributes.split(' '));
  const modules = new Map<string, string>();
  const owners = new Map<string, Owner>();
  const counted = new Set<string>();
  return { attribute, module, stored, ownedWeight };

  function attribute(name: string): string {
    return unused(name, taken);
  }

  function module(
    use: Use,
    construction: Construction,
    holds: readonly (Operand | undefined)[],
    remark?: string,
  ): string {
    const tensors = holds.map((operand) => program.tensorOf(operand));
    const key = [constructionText(construction), ...tensors].join('\n');
    const isWeighted = tensors.some((tensor) => tensor !== undefined);
    const known = isWeighted ? modules.get(key) : undefined;
    if (known !== undefined) return known;
    const name = attribute(identifier(relativePath(use).join('_'), stemOf(construction)));
    const text = `self.${name}`;
    modules.set(key, text);
    const ties = holds.slice(0, 2).flatMap((operand, i) => own(operand, `${text}.${i === 0 ? 'weight' : 'bias'}`, construction.callee)); // prettier-ignore
    declared.push({
      kind: 'module',
      name,
      construction,
      remark,
      ties,
      layer: layerOf(use),
      parameters: learnedBy(construction, holds),
    });
    return text;
  }

  /** Elements of the tensors that nobody else brings; of a batch normalisation the scale and the shift alone are learned. */
  function learnedBy({ callee }: Construction, holds: readonly (Operand | undefined)[]): Size {
    const learned = callee.startsWith('nn.BatchNorm') ? holds.slice(0, 2) : holds;
    return sumOf(learned.map((operand) => {
      const tensor = program.tensorOf(operand);
      if (tensor === undefined || !operand?.learned || counted.has(tensor)) return 0;
      counted.add(tensor);
      return elementsOf(operand.shape ?? []);
    })); // prettier-ignore
  }

  /** Says that the tensor has an owner; where it has one already, the line that ties the two. */
  function own(operand: Operand | undefined, text: string, callee: string): readonly string[] {
    const tensor = program.tensorOf(operand);
    if (tensor === undefined) return [];
    const shape = formatShape(operand!.shape ?? []);
    const owner = owners.get(tensor);
    if (!owner) owners.set(tensor, { text, shape, callee });
    return owner?.shape === shape && owner.callee === callee ? [`${text} = ${owner.text}`] : [];
  }

  function stored(operand: Operand, use: Use): string {
    const shape = formatShape(operand.shape ?? []);
    const owner = owners.get(operand.name);
    if (owner?.shape === shape) return owner.text;
    const words = operand.name.split(/[./]/);
    const inside = path.every((word, i) => words[i] === word) ? words.slice(path.length) : words.slice(-2);
    const name = attribute(identifier(inside.join('_'), 'tensor'));
    owners.set(operand.name, { text: `self.${name}`, shape, callee: 'nn.Parameter' });
    const isLearned = operand.learned === true;
    const construction = isLearned ? construct('nn.Parameter', [['data', filled(operand)]]) : filled(operand);
    const parameters = isLearned ? elementsOf(operand.shape ?? []) : 0;
    declared.push({
      kind: isLearned ? 'module' : 'buffer',
      name,
      construction,
      ties: [],
      layer: layerOf(use),
      parameters,
    });
    return `self.${name}`;
  }

  function ownedWeight(operand: Operand, [units, inputs]: readonly [number, number]): string | undefined {
    const owner = owners.get(program.tensorOf(operand) ?? '');
    if (!owner || owner.callee === 'nn.Linear') return undefined;
    if (owner.shape === formatShape([units, inputs])) return owner.text;
    return owner.shape === formatShape([inputs, units]) ? `${owner.text}.T` : undefined;
  }

  /** The words of the path that the module's own path does not say; for its own operations the operator's name. */
  function relativePath({ node }: Use): readonly string[] {
    const words = (node.path ?? [node.name]).slice(path.length);
    return words.length > 0 ? words : [node.operator.toLowerCase()];
  }
}

function layerOf({ node }: Use): string {
  return node.path?.join('.') ?? node.name;
}

/** Zeros of the tensor's shape, or its elements where they are few. */
function filled({ shape = [], values, type, learned }: Operand): Construction {
  const dtype: Literal | undefined = learned ? undefined : { python: typeNames[type ?? 'float32'] ?? 'torch.float32' };
  const sizes: Literal = shape.map((size) => (typeof size === 'number' ? size : 0));
  const few =
    values && (values.length <= mostSaid || !learned) && values.every((value) => typeof value === 'number')
      ? values
      : undefined;
  if (!few) return construct('torch.zeros', [['size', sizes]], { dtype });
  const said = `[${few.map((value) => (type === 'bool' ? (value === 0 ? 'False' : 'True') : learned ? float(value) : number(value))).join(', ')}]`;
  const list = construct('torch.tensor', [['data', { python: said }]], { dtype });
  return shape.length === 1
    ? list
    : {
        ...construct('torch.reshape', [
          ['input', list],
          ['shape', sizes],
        ]),
      };
}

/** What a module is called whose name begins with a digit: `conv0`. */
function stemOf({ callee }: Construction): string {
  const word = callee.replace(/^.*\./, '').replace(/\d?d$/, '').toLowerCase();
  return word.endsWith('norm') ? 'norm' : word.endsWith('pool') ? 'pool' : word;
}
