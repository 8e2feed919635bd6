/** A network's document with one field changed, and what it counts then. */
import { MalformedError, RuleError, UnknownError, UnsupportedError, UsageError } from '../core/errors.ts';
import type { LayerFields, LayerText, NetworkDocument, Scalar } from '../formats/network-file/document.ts';
import { DocumentFault } from '../formats/network-file/fault.ts';
import { countDocument, type CountedNetwork, type Origin } from './counted.ts';

export interface Mutation {
  readonly words: string;
  readonly cost: number;
  readonly counted: CountedNetwork;
}

const known = new WeakMap<CountedNetwork, readonly Mutation[]>();

/** All of them, counted once for a network. None for a network without a document. */
export function mutationsOf(network: CountedNetwork): readonly Mutation[] {
  const found = known.get(network) ?? (network.origin ? countAll(network, network.origin) : []);
  known.set(network, found);
  return found;
}

/** Layers counted in all for one network, and changes that are tried at least: a recount costs some 50 µs a layer. */
const mostRows = 3000;
const leastChanges = 6;

function countAll({ name, rows }: CountedNetwork, origin: Origin): readonly Mutation[] {
  const all = [...changesOf(origin)].slice(0, Math.max(leastChanges, Math.floor(mostRows / rows.length)));
  return all.flatMap(({ words, cost, origin: changed }) => {
    const counted = countedOrNot(name, changed);
    return counted ? [{ words, cost, counted }] : [];
  });
}

/** `undefined` for a document that does not fit together any more. */
function countedOrNot(name: string, origin: Origin): CountedNetwork | undefined {
  try {
    const counted = countDocument(name, origin);
    return counted.ledger.inference.gaps.length > 0 ? undefined : counted;
  } catch (error) {
    if (
      [DocumentFault, RuleError, UnknownError, UsageError, MalformedError, UnsupportedError].some(
        (kind) => error instanceof kind,
      )
    )
      return undefined;
    throw error;
  }
}

interface ChangedOrigin {
  readonly words: string;
  readonly cost: number;
  readonly origin: Origin;
}

function* changesOf(origin: Origin): Iterable<ChangedOrigin> {
  yield* changedTowers(origin);
  yield* changedParameters(origin);
  yield* changedInput(origin);
  const { document } = origin;
  const widths = new Set<number>();
  collectWidths(document.layers, widths);
  for (const path of listsOf(document)) {
    for (const { at, fields } of fieldsIn(path.layers)) {
      const name = typeof fields['name'] === 'string' ? fields['name'] : kindOf(fields);
      for (const { field, value, words, cost } of changedFields(fields, widths)) {
        const layers = replaceAt(path.layers, at, { ...fields, [field]: value });
        yield { words: `${name}: ${words}`, cost, origin: { ...origin, document: path.put(layers) } };
      }
    }
  }
}

/** Without towers: every layer reads all that there is. */
function* changedTowers(origin: Origin): Iterable<ChangedOrigin> {
  if (origin.document.towers === undefined) return;
  const { towers: _, ...rest } = origin.document;
  const text = JSON.stringify(rest, (key, value: unknown) => (key === 'reads' || key === 'tower' ? undefined : value));
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the document that was written a line above
  const document = JSON.parse(text) as NetworkDocument;
  yield {
    words: 'the network without towers: every layer reads all feature maps',
    cost: 1.6,
    origin: { ...origin, document },
  };
}

function* changedParameters(origin: Origin): Iterable<ChangedOrigin> {
  const { document, parameters } = origin;
  for (const [name, otherwise] of Object.entries(document.parameters ?? {})) {
    const now = parameters[name] ?? otherwise;
    const others: readonly Scalar[] = isSwitch(now) ? [isOn(now) ? 'no' : 'yes'] : numbersAround(now, name);
    for (const value of others) {
      const words = isSwitch(now)
        ? `${isOn(now) ? 'without' : 'with'} ${name}`
        : `${name} ${String(now)} replaced by ${String(value)}`;
      yield {
        words,
        cost: isSwitch(now) ? 1.8 : 2.3,
        origin: { ...origin, parameters: { ...parameters, [name]: value } },
      };
    }
  }
}

function isSwitch(value: Scalar): boolean {
  return typeof value === 'boolean' || value === 'yes' || value === 'no' || value === 'true' || value === 'false';
}

function isOn(value: Scalar): boolean {
  return value === true || value === 'yes' || value === 'true';
}

/** Input sizes in use, class counts in use, and what lies beside a number. */
function numbersAround(value: Scalar, name: string): readonly number[] {
  const now = Number(value);
  if (!Number.isFinite(now)) return [];
  if (now >= 96 && /resolution|input|image|size/.test(name)) return inputSizes.filter((size) => size !== now);
  if (/class/.test(name)) return [10, 100, 1000, 1001, 1024, now + 1].filter((classes) => classes !== now);
  const beside = Number.isInteger(now) ? [now - 1, now + 1, 2 * now, now / 2] : [now / 2, 2 * now, 1];
  return beside.filter((number) => number > 0 && number !== now);
}

const inputSizes = [224, 227, 225, 226, 223, 228, 230, 231, 221, 256, 299, 192, 160, 128, 320, 384, 448];

function* changedInput(origin: Origin): Iterable<ChangedOrigin> {
  const { input } = origin.document;
  const [, channels, side, other] = typeof input === 'string' ? (/^(\d+) x (\d+) x (\d+)$/.exec(input) ?? []) : [];
  if (side === undefined || side !== other) return;
  for (const size of inputSizes.filter((size) => String(size) !== side)) {
    const document = { ...origin.document, input: `${channels} x ${size} x ${size}` };
    yield {
      words: `input ${side} replaced by ${size}`,
      cost: size === 224 || size === 227 ? 1.9 : 2.3,
      origin: { ...origin, document },
    };
  }
}

interface LayerList {
  readonly layers: readonly LayerText[];
  put(layers: readonly LayerText[]): NetworkDocument;
}

/** The document's own list of layers, and each block's. */
function* listsOf(document: NetworkDocument): Iterable<LayerList> {
  yield { layers: document.layers, put: (layers) => ({ ...document, layers }) };
  for (const [name, block] of Object.entries(document.blocks ?? {})) {
    const put = (layers: readonly LayerText[]): NetworkDocument => ({
      ...document,
      blocks: { ...document.blocks, [name]: { ...block, layers } },
    });
    yield { layers: block.layers, put };
  }
}

type Place = readonly (string | number)[];

/** Every mapping of fields within a list of layers, branches included, with its place. */
function* fieldsIn(value: unknown, at: Place = []): Iterable<{ at: Place; fields: LayerFields }> {
  if (Array.isArray(value)) {
    for (const [i, inner] of value.entries()) yield* fieldsIn(inner, [...at, i]);
  } else if (isFields(value)) {
    if (Object.keys(value).some((key) => key in alternatives || key === 'name')) yield { at, fields: value };
    for (const [key, inner] of Object.entries(value))
      if (typeof inner === 'object' && key !== 'then') yield* fieldsIn(inner, [...at, key]);
  }
}

function isFields(value: unknown): value is LayerFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function replaceAt(value: unknown, at: Place, fields: LayerFields): readonly LayerText[] {
  const put = (inner: unknown, [step, ...rest]: Place): unknown => {
    if (step === undefined) return fields;
    if (Array.isArray(inner)) return inner.map((each: unknown, i) => (i === step ? put(each, rest) : each));
    return isFields(inner) ? { ...inner, [step]: put(inner[String(step)], rest) } : inner;
  };
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the same list with the fields of one layer replaced
  return put(value, at) as readonly LayerText[];
}

interface ChangedField {
  readonly field: string;
  readonly value: Scalar;
  readonly words: string;
  readonly cost: number;
}

/** What each field may be instead. */
const alternatives: Readonly<Record<string, (now: number, widths: ReadonlySet<number>) => readonly Scalar[]>> = {
  kernel: (now) => [now - 2, now - 1, now + 1, now + 2],
  stride: (now) => [1, 2, now - 1, now + 1],
  padding: (now) => [0, now - 1, now + 1],
  groups: (now) => [1, 2, 2 * now],
  repeat: (now) => [now - 1, now + 1],
  conv: (now, widths) => [...widths, 2 * now, now / 2],
  'fully connected': (now, widths) => [...widths, 2 * now, now / 2],
  width: (now, widths) => [...widths, 2 * now, now / 2],
  'max pool': (now) => [now - 1, now + 1],
  'average pool': (now) => [now - 1, now + 1],
};

function* changedFields(fields: LayerFields, widths: ReadonlySet<number>): Iterable<ChangedField> {
  for (const [field, value] of Object.entries(fields)) {
    const make = typeof value === 'number' ? alternatives[field] : undefined;
    if (!make || typeof value !== 'number') continue;
    for (const other of new Set(make(value, widths))) {
      if (
        other === value ||
        (typeof other === 'number' && (!Number.isInteger(other) || other < (field === 'padding' ? 0 : 1)))
      )
        continue;
      yield { field, value: other, words: `${field} ${value} replaced by ${String(other)}`, cost: 2.4 };
    }
  }
  const isWindow = ['kernel', 'conv', 'max pool', 'average pool'].some((key) => key in fields);
  if (!isWindow) return;
  if (fields['rounding'] === undefined)
    yield { field: 'rounding', value: 'ceil', words: 'sizes rounded up', cost: 2.2 };
  if (fields['padding'] === 'same') yield { field: 'padding', value: 'valid', words: 'without padding', cost: 2.2 };
  if (fields['padding'] === undefined) {
    yield { field: 'padding', value: 1, words: 'padding of 1', cost: 2.3 };
    yield { field: 'padding', value: 'same', words: 'padding that keeps the size', cost: 2.2 };
  }
  if (fields['reads'] === 'own tower')
    yield { field: 'reads', value: 'all towers', words: 'reads all towers', cost: 2.1 };
  if (fields['reads'] === 'all towers')
    yield { field: 'reads', value: 'own tower', words: 'reads its own tower alone', cost: 2.1 };
}

/** Numbers of filters and units that stand in the document. */
function collectWidths(value: unknown, widths: Set<number>): void {
  for (const { fields } of fieldsIn(value)) {
    for (const key of ['conv', 'fully connected', 'width']) {
      const width = fields[key];
      if (typeof width === 'number') widths.add(width);
    }
  }
}

function kindOf(fields: LayerFields): string {
  return Object.keys(fields)[0] ?? 'a layer';
}
