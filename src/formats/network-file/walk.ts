/** Walks a document's layers and adds the nodes of each: conditions, repetitions, blocks and chains. */
import type { BlockText } from './document.ts';
import { DocumentFault, describe, type Path } from './fault.ts';
import { readCount, readText, type Placed, type Site } from './field.ts';
import { readNamed, readQuantity, siteOf, type Frame, type Here } from './frame.ts';
import type { Chain, Fields, Kind, Values } from './kind.ts';
import { startLayer } from './layer.ts';
import type { Quantity } from './quantity.ts';
import { firstFields, missingField, readSaying, type Said } from './saying.ts';
import { generateName, givenNames, idOf, isTaken, setNamed, startNames } from './scope.ts';

/** More than any network of people; what is built takes time and memory for each. */
const mostLayers = 100_000;
/** Blocks within blocks. */
const mostBlocks = 32;

/** Adds the nodes of a list of layers (one word is a list of one) and returns what the last one gives. */
export function walk(frame: Frame, { value: list, path }: Placed<unknown>, here: Here): string {
  if (typeof list === 'string') return walkLayer(frame, list, path, here);
  if (!Array.isArray(list)) throw new DocumentFault(`expected a list of layers, got ${describe(list)}`, path);
  for (const name of givenNames(list)) here.scope.given.add(name);
  return list.reduce<string>((value, raw, i) => walkLayer(frame, raw, [...path, i], { ...here, value }), here.value);
}

function walkLayer(frame: Frame, raw: unknown, path: Path, around: Here): string {
  countOne(frame, path);
  const said = readSaying(raw, path, frame.blocks);
  const { fields } = said;
  const from = fields.get('from');
  const here = from ? { ...around, value: readNamed(from, around).value } : around;
  const condition = fields.get('if');
  if (condition && !readCondition(condition, siteOf(frame, condition.path, here))) return around.value;
  const missing = missingField(withFirst(said));
  if (missing) throw missing;
  const repeat = fields.get('repeat');
  if (!repeat) return walkOnce(frame, said, here, nameOf(said, here));
  return walkRepeated(frame, said, here, readCount(repeat.value, siteOf(frame, repeat.path, here), 0, mostLayers));
}

/** One after another, each with its number as `index` and in its name: `conv1_2`, or within a block's or group's, `stage1.2`. */
function walkRepeated(frame: Frame, said: Said, here: Here, times: number): string {
  const isScope = said.kind === undefined || said.kind.isGroup;
  const stem = said.kind?.stem ?? said.word;
  const name = nameOf(said, here) ?? (isScope ? generateName(here.scope, stem, here.tower) : undefined);
  const scope = isScope ? startNames(here.scope, name) : here.scope;
  let value = here.value;
  for (let index = 1; index <= times; index++) {
    countOne(frame, said.path);
    const variables = new Map([...here.variables, ['index', index] as const]);
    const own = isScope ? String(index) : name === undefined ? undefined : `${name}_${index}`;
    value = walkOnce(frame, index === 1 ? withFirst(said) : said, { ...here, value, scope, variables }, own);
  }
  if (name !== undefined && times > 0) remember(here, name, value);
  return value;
}

function walkOnce(frame: Frame, said: Said, here: Here, name: string | undefined): string {
  const value = said.kind ? walkKind(frame, said, said.kind, here, name) : walkBlock(frame, said, here, name);
  const then = said.fields.get('then');
  return then ? walk(frame, then, { ...here, value }) : value;
}

function walkKind(frame: Frame, said: Said, kind: Kind, around: Here, given: string | undefined): string {
  const { isGroup, stem } = kind;
  const name = given ?? (isGroup ? undefined : generateName(around.scope, stem, around.tower));
  const tower = readTower(frame, said.fields.get('tower'), around) ?? around.tower;
  const scope = isGroup && name !== undefined ? startNames(around.scope, name) : around.scope;
  const here: Here = isGroup ? { ...around, scope, tower } : around;
  const chain = (layers: Placed<unknown>, how?: Chain): string => walkChain(frame, layers, here, how);
  const layer = startLayer(frame, { said, here, name: isGroup ? undefined : name, tower, chain });
  const value = kind.build(layer, valuesOf(said, kind.fields, siteOf(frame, said.path, around)));
  if (name !== undefined) remember(around, name, value);
  return value;
}

function valuesOf(said: Said, fields: Fields, site: Site): Values<Fields> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]) => {
      const found = said.fields.get(key);
      if (found)
        return [
          key,
          inField(key === said.kind?.main ? said.word : key, () =>
            field.read(found.value, { ...site, path: found.path }),
          ),
        ];
      return [key, field.absent === 'required' ? undefined : field.absent.value]; // those are there, see missingField
    }),
  );
}

/** Names the field in what is wrong with it. */
function inField(field: string, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DocumentFault)) throw error;
    throw new DocumentFault(`${field}: ${error.message}`, error.path, error);
  }
}

function walkChain(frame: Frame, layers: Placed<unknown>, here: Here, { from, name, tower }: Chain = {}): string {
  const scope = name === undefined ? here.scope : startNames(here.scope, name);
  return walk(frame, layers, { ...here, scope, value: from ?? here.value, tower: tower ?? here.tower });
}

function walkBlock(frame: Frame, said: Said, here: Here, given: string | undefined): string {
  const { word, fields, path } = said;
  if (here.within.includes(word))
    throw new DocumentFault(`block ${word} uses itself: ${[...here.within, word].join(' → ')}`, path);
  if (here.within.length >= mostBlocks)
    throw new DocumentFault(`blocks stand more than ${mostBlocks} deep in each other`, path);
  const block = frame.blocks[word]!; // readSaying found it
  const name = given ?? generateName(here.scope, word, here.tower);
  const variables = blockVariables(frame, said, block, here);
  const scope = startNames(here.scope, name);
  const tower = readTower(frame, fields.get('tower'), here) ?? here.tower;
  setNamed(scope, 'input', { value: here.value, id: 'input', tower: undefined });
  const inner = { ...here, scope, variables, tower, within: [...here.within, word] };
  const value = walk(frame, { value: block.layers, path: ['blocks', word, 'layers'] }, inner);
  remember(here, name, value);
  return value;
}

/** What the block's expressions may name: its parameters, as given or by defaults that may use those before, and its `index`. */
function blockVariables(
  frame: Frame,
  { word, fields, path }: Said,
  block: BlockText,
  here: Here,
): Map<string, Quantity> {
  const index = fields.has('repeat') ? here.variables.get('index') : undefined;
  const variables = new Map<string, Quantity>(index === undefined ? [] : [['index', index]]);
  for (const [key, otherwise] of Object.entries(block.parameters ?? {})) {
    const given = fields.get(key);
    if (!given && otherwise === null) throw new DocumentFault(`block ${word} needs "${key}"`, path);
    const site = given
      ? siteOf(frame, given.path, here)
      : siteOf(frame, ['blocks', word, 'parameters', key], { ...here, variables });
    variables.set(key, readQuantity(given ? given.value : otherwise, site));
  }
  return variables;
}

function remember({ scope, tower }: Here, name: string, value: string): void {
  setNamed(scope, name, { value, id: idOf(scope, name, tower), tower });
}

function nameOf({ fields }: Said, { scope, tower }: Here): string | undefined {
  const given = fields.get('name');
  if (!given) return undefined;
  const { value: name } = readText(given, 'a name');
  if (name === '' || name.includes('.'))
    throw new DocumentFault(`expected a name without dots, got ${describe(name)}`, given.path);
  if (isTaken(scope, name, tower)) throw new DocumentFault(`a second layer is named ${describe(name)}`, given.path);
  return name;
}

function readCondition({ value }: Placed<unknown>, site: Site): boolean {
  const found = readQuantity(value, site);
  if (typeof found === 'boolean') return found;
  throw new DocumentFault(`expected a condition, got ${describe(value)}`, site.path);
}

function readTower(frame: Frame, tower: Placed<unknown> | undefined, here: Here): number | undefined {
  if (!tower) return undefined;
  if (here.tower !== undefined)
    throw new DocumentFault(`this layer stands in a chain of tower ${here.tower} already`, tower.path);
  if (frame.towers !== undefined) return readCount(tower.value, siteOf(frame, tower.path, here), 1, frame.towers);
  throw new DocumentFault(
    'the network is not laid over towers; "towers: 2" at the top of the file says that it is',
    tower.path,
  );
}

/** The layer with the fields of its first repetition. */
function withFirst(said: Said): Said {
  return said.fields.has('first') ? { ...said, fields: new Map([...said.fields, ...firstFields(said.fields)]) } : said;
}

function countOne(frame: Frame, path: Path): void {
  frame.built++;
  if (frame.built <= mostLayers) return;
  throw new DocumentFault(
    `the network has more than ${mostLayers} layers, blocks and repetitions; no more are built`,
    path,
  );
}
