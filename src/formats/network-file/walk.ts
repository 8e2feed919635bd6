/** Walks a document's layers and adds the nodes of each: names, repetitions, blocks and branches. */
import type { Builder } from '../../core/build.ts';
import { RuleError, UnknownError, messageOf } from '../../core/errors.ts';
import { formatShape } from '../../core/shape.ts';
import { sameSize, symbol, type Size } from '../../core/size.ts';
import type { BlockText } from './document.ts';
import { evaluate } from './expression.ts';
import { DocumentFault, describe, type Path } from './fault.ts';
import { readCount, type Placed, type Site } from './field.ts';
import type { Chain, Kind, Layer, Step } from './kind.ts';
import { commonFields } from './kinds.ts';
import { suggestion } from './nearest.ts';
import type { Quantity } from './quantity.ts';
import { firstFields, missingField, readSaying, type Said } from './saying.ts';
import {
  findNamed,
  generateName,
  isTaken,
  nearestNamed,
  setNamed,
  startNames,
  type Named,
  type Scope,
} from './scope.ts';

/** What is the same for a whole document. */
export interface Frame {
  readonly builder: Builder;
  readonly blocks: Readonly<Record<string, BlockText>>;
  /** The network's parameters, which every expression may use. */
  readonly parameters: ReadonlyMap<string, Quantity>;
  readonly towers: number;
  readonly placeOf: (path: Path) => string | undefined;
  /** Layers, repetitions and blocks built so far. */
  built: number;
}

/** Where a chain of layers has got to. */
export interface Here {
  readonly value: string;
  readonly scope: Scope;
  readonly variables: ReadonlyMap<string, Quantity>;
  /** The tower whose chain this is. */
  readonly tower: number | undefined;
  /** The blocks that it stands in, outermost first. */
  readonly within: readonly string[];
}

/** More than any network of people; what is built takes time and memory for each. */
const mostLayers = 100_000;
/** Blocks within blocks. */
const mostBlocks = 32;

/** Adds the nodes of a list of layers and returns what the last one gives. */
export function walk(frame: Frame, { value: list, path }: Placed<unknown>, here: Here): string {
  const layers: readonly unknown[] = Array.isArray(list)
    ? list
    : typeof list === 'string'
      ? [list]
      : notLayers(list, path);
  for (const name of givenNames(layers)) here.scope.given.add(name);
  return layers.reduce<string>(
    (value, raw, i) => walkLayer(frame, raw, Array.isArray(list) ? [...path, i] : path, { ...here, value }),
    here.value,
  );
}

/** Where an expression stands, and what it may name: `index` and the block's parameters, the network's, and `channels`. */
export function siteOf(
  frame: { readonly parameters: Frame['parameters']; readonly builder: Pick<Builder, 'shapeOf'> },
  path: Path,
  { variables, value }: Pick<Here, 'variables' | 'value'>,
): Site {
  const shape = () => frame.builder.shapeOf(value);
  const lookup = (name: string): Quantity | undefined =>
    variables.get(name) ??
    frame.parameters.get(name) ??
    (name === 'channels' ? shape()?.[1] : name === 'features' ? shape()?.at(-1) : undefined);
  const known = () => [...variables.keys(), ...frame.parameters.keys(), 'channels', 'features'];
  return {
    path,
    evaluate: (text, path) =>
      evaluate(text, {
        lookup,
        suggest: (name) => suggestion(name, known()),
        fault: (sentence, offset) => new DocumentFault(sentence, path, { offset }),
      }),
  };
}

function walkLayer(frame: Frame, raw: unknown, path: Path, around: Here): string {
  step(frame, path);
  const said = readSaying(raw, path, frame.blocks);
  const { fields } = said;
  const here = { ...around, value: readFrom(fields.get('from'), around), tower: around.tower };
  if (fields.has('if') && !readCondition(fields.get('if')!, siteOf(frame, path, here))) return around.value;
  const missing = said.kind && missingField(withFirst(said));
  if (missing) throw missing;
  const repeat = fields.get('repeat');
  if (!repeat) return walkOnce(frame, said, here, nameOf(said, here));
  const times = readCount(repeat.value, { ...siteOf(frame, repeat.path, here) }, 0, mostLayers);
  return walkRepeated(frame, said, here, times);
}

/** One after another, each with its number as `index` and as its name within the layer's. */
function walkRepeated(frame: Frame, said: Said, here: Here, times: number): string {
  const given = said.fields.get('name');
  const isScope = said.kind === undefined || said.kind.isGroup;
  const name =
    given || isScope
      ? (nameOf(said, here) ?? generateName(here.scope, said.kind?.stem ?? said.word, here.tower))
      : undefined;
  const scope = isScope ? startNames(here.scope, name) : here.scope;
  let value = here.value;
  for (let index = 1; index <= times; index++) {
    step(frame, said.path);
    const variables = new Map([...here.variables, ['index', index] as const]);
    const own = isScope ? String(index) : name === undefined ? undefined : `${name}_${index}`;
    value = walkOnce(frame, index === 1 ? withFirst(said) : said, { ...here, value, scope, variables }, own);
  }
  if (name !== undefined && times > 0)
    setNamed(here.scope, name, { value, id: [...here.scope.path, name].join('.'), tower: here.tower });
  return value;
}

function walkOnce(frame: Frame, said: Said, here: Here, name: string | undefined): string {
  const value = said.kind ? walkKind(frame, said, said.kind, here, name) : walkBlock(frame, said, here, name);
  const then = said.fields.get('then');
  return then ? walk(frame, then, { ...here, value }) : value;
}

function walkBlock(frame: Frame, { word, fields, path }: Said, here: Here, given: string | undefined): string {
  if (here.within.includes(word))
    throw new DocumentFault(`block ${word} uses itself: ${[...here.within, word].join(' → ')}`, path);
  if (here.within.length >= mostBlocks)
    throw new DocumentFault(`blocks stand more than ${mostBlocks} deep in each other`, path);
  const block = frame.blocks[word]!;
  const name = given ?? generateName(here.scope, word, here.tower);
  const variables = blockVariables(frame, word, block, fields, path, here);
  const scope = startNames(here.scope, name);
  const tower = readTower(frame, fields.get('tower'), here) ?? here.tower;
  setNamed(scope, 'input', { value: here.value, id: 'input', tower: undefined });
  const value = walk(
    frame,
    { value: block.layers, path: ['blocks', word, 'layers'] },
    { ...here, scope, variables, tower, within: [...here.within, word] },
  );
  setNamed(here.scope, name, { value, id: [...here.scope.path, name].join('.'), tower: here.tower });
  return value;
}

/** The block's parameters: as given, else their defaults, which may use those before them. */
function blockVariables(
  frame: Frame,
  word: string,
  block: BlockText,
  fields: Said['fields'],
  path: Path,
  here: Here,
): Map<string, Quantity> {
  const variables = new Map<string, Quantity>();
  for (const [key, otherwise] of Object.entries(block.parameters ?? {})) {
    const given = fields.get(key);
    if (!given && otherwise === null) throw new DocumentFault(`block ${word} needs "${key}"`, path);
    const at = given?.path ?? ['blocks', word, 'parameters', key];
    const site = siteOf(frame, at, given ? here : { ...here, variables });
    variables.set(key, readQuantity(given ? given.value : otherwise, site));
  }
  return variables;
}

/** A number, yes or no, or an expression for either. */
export function readQuantity(value: unknown, { path, evaluate }: Site): Quantity {
  if (typeof value === 'string') return evaluate(value, path);
  if (typeof value === 'boolean' || typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value)))
    return value;
  throw new DocumentFault(`expected a number, true or false, or an expression, got ${describe(value)}`, path);
}

function walkKind(frame: Frame, said: Said, kind: Kind, here: Here, given: string | undefined): string {
  const name = given ?? (kind.isGroup ? undefined : generateName(here.scope, kind.stem, here.tower));
  const ownTower = readTower(frame, said.fields.get('tower'), here);
  const scope = kind.isGroup && name !== undefined ? startNames(here.scope, name) : here.scope;
  const inner: Here = { ...here, scope, tower: kind.isGroup ? (ownTower ?? here.tower) : here.tower };
  const layer = startLayer(frame, said, kind, inner, {
    name: kind.isGroup ? undefined : name,
    tower: ownTower ?? here.tower,
  });
  const site = siteOf(frame, said.path, here);
  const values = Object.entries(kind.fields).map(([key, field]) => {
    const found = said.fields.get(key);
    return [key, field.read(found?.value, { ...site, path: found?.path ?? said.path })] as const;
  });
  const value = kind.build(layer, Object.fromEntries(values));
  if (name !== undefined)
    setNamed(here.scope, name, { value, id: idOf(here.scope, name, here.tower), tower: here.tower });
  return value;
}

/** The means by which a kind adds its nodes. */
function startLayer(
  frame: Frame,
  { fields, path, word }: Said,
  kind: Kind,
  here: Here,
  own: { name: string | undefined; tower: number | undefined },
): Layer {
  const { builder } = frame;
  const shared = fields.get('weights of');
  const owner = shared && readNamed(textOf(shared, 'a layer’s name'), here);
  const place = frame.placeOf(path);
  const shape = builder.shapeOf(here.value);
  let name = own.name;
  return {
    input: here.value, shape, towers: frame.towers, site: siteOf(frame, path, here),
    at, axis, learned, tensor, step, fault,
    shapeOf: builder.shapeOf,
    note: builder.note,
    read: (reference) => readNamed(reference, here).value,
    chain: (layers, how) => chain(frame, layers, here, how),
  }; // prettier-ignore

  function at(field: string): Path {
    return fields.get(field)?.path ?? path;
  }

  function axis(index: number): Size {
    return (
      shape?.at(index) ?? symbol(`${id('')}_${index < 0 ? 'features' : index === 1 ? 'channels' : `axis_${index}`}`)
    );
  }

  function id(stem: string): string {
    name ??= generateName(here.scope, stem || kind.stem, here.tower);
    return idOf(here.scope, name, here.tower);
  }

  function learned(role: string, shape: readonly Size[]): string {
    if (!owner) return tensor(role, { type: 'float32', shape });
    const there = `${owner.id}.${role}`;
    const held = builder.shapeOf(there);
    if (!held) throw fault(`shares the weights of ${owner.id}, which has no ${role}`, 'weights of');
    if (held.length === shape.length && held.every((size, i) => sameSize(size, shape[i]!))) return there;
    throw fault(
      `needs a ${role} of ${formatShape(shape)}, and that of ${owner.id} is ${formatShape(held)}`,
      'weights of',
    );
  }

  function tensor(role: string, held: Parameters<Builder['tensor']>[1]): string {
    return builder.tensor(`${id('')}.${role}`, held);
  }

  function step(
    operator: string,
    inputs: readonly string[],
    attributes = {},
    { role, domain, outputs, stem = '' }: Step = {},
  ): string {
    const whole = id(stem);
    const options = {
      name: role === undefined ? whole : `${whole}.${role}`,
      attributes,
      path: [...here.scope.path, name!],
      tower: own.tower,
      place,
      ...(domain && { domain }),
      ...(outputs !== undefined && { outputs }),
    };
    try {
      return builder.node(operator, inputs, options)[0]!;
    } catch (error) {
      if (error instanceof UnknownError) return builder.openNode(operator, inputs, options)[0]!;
      if (error instanceof RuleError)
        throw new DocumentFault(`${whole}: ${messageOf(error.cause ?? error)}`, path, { cause: error });
      throw error;
    }
  }

  function fault(sentence: string, field?: string): DocumentFault {
    return new DocumentFault(`${name ?? word}: ${sentence}`, field === undefined ? path : at(field));
  }
}

function chain(frame: Frame, layers: Placed<unknown>, here: Here, { from, name, tower }: Chain = {}): string {
  const scope = name === undefined ? here.scope : startNames(here.scope, name);
  return walk(frame, layers, { ...here, scope, value: from ?? here.value, tower: tower ?? here.tower });
}

/** What the names of a layer's nodes and tensors begin with. */
function idOf({ path }: Scope, name: string, tower: number | undefined): string {
  return [...path, name, ...(tower === undefined ? [] : [`tower${tower}`])].join('.');
}

function nameOf({ fields }: Said, { scope, tower }: Here): string | undefined {
  const given = fields.get('name');
  if (!given) return undefined;
  const { value: name } = textOf(given, 'a name');
  if (name === '' || name.includes('.'))
    throw new DocumentFault(`expected a name without dots, got ${describe(name)}`, given.path);
  if (isTaken(scope, name, tower)) throw new DocumentFault(`a second layer is named ${describe(name)}`, given.path);
  return name;
}

function readFrom(from: Placed<unknown> | undefined, here: Here): string {
  return from ? readNamed(textOf(from, 'a layer’s name'), here).value : here.value;
}

function readNamed({ value: name, path }: Placed<string>, { scope, tower }: Here): Named {
  const found = findNamed(scope, name, tower);
  if (found) return found;
  const near = nearestNamed(scope, name);
  const hint = near === undefined ? '; a layer reads layers that stand before it' : `; did you mean "${near}"?`;
  throw new DocumentFault(`no layer before this one is named ${describe(name)}${hint}`, path);
}

function readCondition({ value, path }: Placed<unknown>, site: Site): boolean {
  const found = readQuantity(value, { ...site, path });
  if (typeof found === 'boolean') return found;
  throw new DocumentFault(`expected a condition, got ${describe(value)}`, path);
}

function readTower({ towers }: Frame, tower: Placed<unknown> | undefined, here: Here): number | undefined {
  if (!tower) return undefined;
  if (here.tower !== undefined)
    throw new DocumentFault(`this layer stands in a chain of tower ${here.tower} already`, tower.path);
  if (towers > 1) return commonFields['tower']!.read(tower.value, { path: tower.path, evaluate: () => 0 }) as number; // its type is number
  throw new DocumentFault(
    'the network is not laid over towers; "towers: 2" at the top of the file says that it is',
    tower.path,
  );
}

function textOf({ value, path }: Placed<unknown>, what: string): Placed<string> {
  if (typeof value === 'string') return { value, path };
  throw new DocumentFault(`expected ${what}, got ${describe(value)}`, path);
}

/** The layer with the fields of its first repetition. */
function withFirst(said: Said): Said {
  return said.fields.has('first') ? { ...said, fields: new Map([...said.fields, ...firstFields(said.fields)]) } : said;
}

function step(frame: Frame, path: Path): void {
  frame.built++;
  if (frame.built > mostLayers)
    throw new DocumentFault(
      `the network has more than ${mostLayers} layers, blocks and repetitions; no more are built`,
      path,
    );
}

function notLayers(value: unknown, path: Path): never {
  throw new DocumentFault(`expected a list of layers, got ${describe(value)}`, path);
}

/** The names given in a list of layers, and in the lists within that add no name of their own. */
function givenNames(layers: readonly unknown[]): readonly string[] {
  return layers.flatMap((layer): readonly string[] => {
    if (typeof layer !== 'object' || layer === null || Array.isArray(layer)) return [];
    const fields: Readonly<Record<string, unknown>> = { ...layer };
    if (typeof fields['name'] === 'string') return [fields['name']];
    if (fields['repeat'] !== undefined) return [];
    const lists: readonly unknown[] = [
      fields['layers'],
      fields['each tower'],
      ...(Array.isArray(fields['branches']) ? fields['branches'] : []),
    ];
    return lists.flatMap((list) => (Array.isArray(list) ? givenNames(list) : []));
  });
}
