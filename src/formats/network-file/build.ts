/** A network file's document → Network. Needs neither the YAML nor the schema library, so that built-in networks are light. */
import { buildNetwork } from '../../core/build.ts';
import { UsageError } from '../../core/errors.ts';
import type { Network } from '../../core/network.ts';
import type { Shape } from '../../core/operator.ts';
import { symbol } from '../../core/size.ts';
import type { NetworkDocument, Scalar } from './document.ts';
import { DocumentFault, describe, type Path } from './fault.ts';
import { readCount } from './field.ts';
import { readQuantity, siteWith, type Frame } from './frame.ts';
import { addInputs } from './inputs.ts';
import { suggestion } from './nearest.ts';
import type { Quantity } from './quantity.ts';
import { findNamed, setNamed, startNames, type Scope } from './scope.ts';
import { readTensor } from './tensors.ts';
import { readTraining } from './training.ts';
import { walk } from './walk.ts';

export interface NetworkFileOptions {
  /** The network's name where the document gives none. */
  readonly name?: string;
  readonly format?: string;
  /** Values for the document's parameters instead of their defaults. */
  readonly parameters?: Readonly<Record<string, Scalar>> | undefined;
  /** Shapes that replace those of the inputs, the batch first, by name; the key `''` is the only input. */
  readonly inputs?: ReadonlyMap<string, Shape> | undefined;
  /** Where a path of the document stands in its file: `line 12, column 3`. */
  readonly placeOf?: (path: Path) => string | undefined;
}

/** A tower is a device, and what is counted is given for each. */
const mostTowers = 1024;

/** Throws a DocumentFault with the path at fault, and a UsageError for a parameter that the document does not have. */
export function buildNetworkFile(document: NetworkDocument, options: NetworkFileOptions = {}): Network {
  const { name = 'network', format = 'network file', placeOf = () => undefined } = options;
  const { network = name, source, blocks = {} } = document;
  const parameters = parametersOf(document, options.parameters ?? {});
  const towers = document.towers === undefined ? undefined : readCount(document.towers, siteWith({ parameters }, ['towers']), 1, mostTowers); // prettier-ignore
  const builder = buildNetwork(network, {
    source,
    format,
    towers: towers === 1 ? undefined : towers,
    ...(document.opset !== undefined && { opset: document.opset }),
  });
  for (const note of [document.notes ?? []].flat()) builder.note(note);
  const frame: Frame = { builder, blocks, parameters, towers, placeOf, built: 0 };
  const scope = startNames();
  addTensors(document, { ...frame, scope });
  const value = addInputs(document, { ...frame, scope }, options.inputs);
  const here = { value, scope, variables: new Map<string, Quantity>(), tower: undefined, within: [] };
  const last = walk(frame, { value: document.layers, path: ['layers'] }, here);
  for (const output of outputsOf(document, scope, last)) builder.output(output);
  const { training } = document;
  return training ? { ...builder.finish(), training: readTraining(training, scope) } : builder.finish();
}

/** The tensors that several layers read. */
function addTensors(
  { tensors = {} }: NetworkDocument,
  { builder, scope, parameters }: Frame & { readonly scope: Scope },
): void {
  for (const [name, text] of Object.entries(tensors)) {
    const path = ['tensors', name];
    if (name.includes('.'))
      throw new DocumentFault(`expected a name without dots, got ${describe(name)}`, path, { isKey: true });
    builder.tensor(name, readTensor(text, siteWith({ parameters }, path)));
    setNamed(scope, name, { value: name, id: name, tower: undefined });
  }
}

/** The document's parameters, each of which may use those before it; `open` is a size of that name. */
function parametersOf(
  document: NetworkDocument,
  given: Readonly<Record<string, Scalar>>,
): ReadonlyMap<string, Quantity> {
  const { parameters = {} } = document;
  const strange = Object.keys(given).find((name) => !Object.hasOwn(parameters, name));
  if (strange !== undefined) throw unknownParameter(strange, Object.keys(parameters));
  const values = new Map<string, Quantity>();
  for (const [name, otherwise] of Object.entries(parameters)) {
    const value = given[name] ?? otherwise;
    const site = siteWith({ parameters: values }, ['parameters', name]);
    values.set(name, value === 'open' ? symbol(name) : readQuantity(value, site));
  }
  return values;
}

function unknownParameter(name: string, known: readonly string[]): UsageError {
  const there = known.length === 0 ? 'the network has none' : `the network has ${known.join(', ')}`;
  return new UsageError(`no parameter is named "${name}"; ${there}${suggestion(name, known)}`);
}

function outputsOf({ outputs }: NetworkDocument, scope: Scope, last: string): readonly string[] {
  if (outputs === undefined) return [last];
  return [outputs].flat().map((name, i) => {
    const found = findNamed(scope, name, undefined);
    if (found) return found.value;
    const path = Array.isArray(outputs) ? ['outputs', i] : ['outputs'];
    throw new DocumentFault(`no layer is named ${describe(name)}${suggestion(name, scope.named.keys())}`, path);
  });
}
