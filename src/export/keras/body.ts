/** A network → the statements that build it in Keras's functional API: one a node, in sections where the blocks begin. */
import { UnsupportedError } from '../../core/errors.ts';
import type { Operand } from '../../core/operator.ts';
import { elementsOf } from '../../core/shape.ts';
import { formatSize, isWhole, sumOf, type Size } from '../../core/size.ts';
import { readsOf } from '../block.ts';
import { construct, constructionText, type Literal } from '../construction.ts';
import { soleSymbol } from '../size.ts';
import { comment, identifier, number, quoted, unused } from '../text.ts';
import type { Program, Use } from '../use.ts';
import { startVariables } from '../variables.ts';
import type { Site } from './site.ts';
import { translations } from './table.ts';
import { ownArguments, trainedText } from './training.ts';

export interface Body {
  /** The last is the outputs' names. */
  readonly lines: readonly string[];
  readonly used: ReadonlySet<string>;
  readonly parameters: Size;
}

/** Throws an UnsupportedError for a use without a translation, and for weights that layers share. */
export function bodyOf(program: Program): Body {
  const { network, uses, kindOf, tensorOf } = program;
  const readings = new Map<string, number>();
  for (const value of [
    ...uses.flatMap((use) => readsOf(use, program)),
    ...network.graph.outputs.map(({ name }) => name),
  ])
    readings.set(value, (readings.get(value) ?? 0) + 1);
  const given = new Map(network.graph.inputs.map(({ name }, i) => [name, `input_${i + 1}`]));
  const variables = startVariables(readings, given, new Set());
  const used = new Set<string>();
  const taken = new Set<string>();
  const owners = new Map<string, string>();
  const lines: string[] = [];
  let counts: Size = 0;
  let section = '';
  for (const use of uses) {
    const around = (use.node.path ?? []).slice(0, -1).join('.');
    if (around !== section) lines.push(...(around === '' ? [''] : ['', ...comment(around)]));
    section = around;
    const text = translate(use);
    for (const value of readsOf(use, program)) variables.read(value);
    const all = use.wanted.length === 1 ? use.wanted : use.node.outputs;
    lines.push(
      `${all.map((value) => (use.wanted.includes(value) ? variables.name(value) : '_')).join(', ')} = ${text}`,
    );
  }
  const outputs = network.graph.outputs.map(({ name }) => {
    if (variables.has(name)) return variables.textOf(name);
    throw new UnsupportedError(`${network.name}: its output "${name}" depends on no input`);
  });
  return { lines: [...lines, outputs.join(', ')], used, parameters: counts };

  function translate(use: Use): string {
    const { operator, domain } = use.node;
    if (domain !== '' || !Object.hasOwn(translations, operator)) throw failure(use, `Keras has no translation of ${domain === '' ? '' : `${domain}.`}${operator}`); // prettier-ignore
    const isFirst = use.wanted.length === 1 && use.wanted[0] === use.node.outputs[0];
    if (!isFirst && operator !== 'Split')
      throw failure(use, `${operator} cannot be said in Keras: another output than its first is read`);
    return translations[operator]!(siteOf(use));
  }

  function siteOf(use: Use): Site {
    const value = (operand: Operand): string => {
      const kind = kindOf(operand);
      if (kind === 'computed' && variables.has(operand.name)) return variables.textOf(operand.name);
      if (kind === 'known') return knownText(use, operand);
      return learned(use, operand);
    };
    const layer: Site['layer'] = (callee, args, named, x) => `${constructionText(construct(callee, args.map((arg) => ['', arg] as const), named))}(${x})`;
    return {
      ...use,
      value,
      layer,
      arg: (index) => { const input = use.inputs[index]; return input ? value(input) : 'None'; },
      size: (size) => sizeText(use, size),
      weighted: (callee, args, named, x) => {
        const { shared, own } = trained(use, callee);
        return layer(callee, [...args, ...shared], { ...named, ...own, name: ownName(use, callee, args) }, x);
      },
      holds: (operand) => tensorOf(operand) !== undefined,
      helper: (name) => { used.add(name); return name; },
      fail: (reason) => failure(use, `${use.node.operator} cannot be said in Keras: ${reason}`),
    };
  } // prettier-ignore

  /** A layer with weights is named after the network's layer. Weights that two layers share would be two in Keras. */
  function ownName(use: Use, callee: string, args: readonly Literal[]): Literal {
    for (const [i, operand] of [...use.inputs, use.bias].entries()) {
      const tensor = tensorOf(operand);
      if (tensor === undefined || !operand!.learned) continue;
      const owner = owners.get(tensor);
      if (owner !== undefined)
        throw failure(use, `it shares its weights with ${owner}, which this export does not say in Keras`);
      owners.set(tensor, use.node.name);
      if (!callee.includes('BatchNormalization') || i < 3) counts = sumOf([counts, elementsOf(operand!.shape ?? [])]);
    }
    const path = use.node.path ?? [use.node.name];
    return { python: quoted(unused(identifier(path.join('_'), args.length > 0 ? 'layer' : 'norm'), taken)) };
  }

  /** Depthwise convolutions call their kernel otherwise, and get Keras's own initialisation. */
  function trained(
    use: Use,
    callee: string,
  ): { readonly shared: readonly Literal[]; readonly own: Readonly<Record<string, Literal | undefined>> } {
    const text = /Conv|Dense/.test(callee) && !callee.includes('Depthwise') ? trainedText(network) : undefined;
    if (text === undefined) return { shared: [], own: {} };
    return { shared: [{ python: text }], own: ownArguments(network, use.node.path?.join('.') ?? use.node.name) };
  }

  function learned(use: Use, operand: Operand): string {
    if (!operand.learned || !operand.shape?.every(isWhole)) throw failure(use, `it reads the stored tensor "${operand.name}", whose elements are not in source code`);
    if (tensorOf(operand) !== operand.name) throw failure(use, `it reads "${operand.name}", a rearranged tensor`);
    const first = network.graph.inputs[0]!.name;
    used.add('Learned');
    const shape: Literal = operand.shape.map(Number);
    const name = ownName({ ...use, inputs: [operand], node: { ...use.node, path: [...(use.node.path ?? []), 'value'] } }, 'Learned', [shape]);
    return `${constructionText(construct('Learned', [['', shape]], { name }))}(${given.get(first)})`;
  } // prettier-ignore

  /** An open size is read off an input. */
  function sizeText(use: Use, size: Size): string {
    if (isWhole(size)) return String(size);
    const name = soleSymbol(size);
    for (const [value, text] of given) {
      const axis =
        program.inference.values
          .get(value)
          ?.shape?.findIndex((own) => soleSymbol(own) === name && name !== undefined) ?? -1;
      if (axis >= 0) return `ops.shape(${text})[${axis}]`;
    }
    throw failure(use, `Keras cannot say the open size ${formatSize(size)}; give it with --bind or --input`);
  }

  function knownText(use: Use, { values = [], type, shape = [] }: Operand): string {
    const entry = (value: Size): string => (type === 'bool' ? (value === 0 ? 'False' : 'True') : isWhole(value) ? number(value) : sizeText(use, value));
    if (values.length === 1) return entry(values[0]!);
    if (shape.length !== 1) throw failure(use, 'it reads a small table, which this export does not say in Keras');
    return `ops.convert_to_tensor([${values.map(entry).join(', ')}])`;
  } // prettier-ignore
}

function failure({ node }: Use, sentence: string): UnsupportedError {
  return new UnsupportedError(`${node.layer ?? node.path?.join('.') ?? node.name} (${node.name}): ${sentence}`);
}
