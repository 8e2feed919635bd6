/** Executed shapes against inferred ones. */
import type { Inference } from '../core/infer.ts';
import type { ElementType } from '../core/network.ts';
import { formatShape, elementsOf } from '../core/shape.ts';
import { isWhole, type Size } from '../core/size.ts';
import { valueBytes } from '../core/ledger.ts';
import { withOutputs } from './extend.ts';
import type { ModelSource, Runtime } from './runtime.ts';
import { fits, isHeld, type Values } from './values.ts';

export interface ShapeCheck {
  /** Values whose type and shape are what was inferred. */
  readonly agreeing: number;
  readonly mismatches: readonly Mismatch[];
  readonly notCompared: readonly { readonly name: string; readonly reason: string }[];
}

export interface Mismatch {
  readonly name: string;
  readonly node: string;
  readonly inferred: string;
  readonly executed: string;
}

/** The values between inputs and outputs that a run can be asked for, and why not the others. */
export interface Fetchable {
  readonly names: readonly string[];
  readonly notCompared: ShapeCheck['notCompared'];
  /** Of all of them together, as inferred. */
  readonly bytes: number;
}

export function fetchable(inference: Inference): Fetchable {
  const { network, values } = inference;
  const outputs = network.graph.nodes.flatMap((node) => node.outputs).filter((name) => name !== '');
  const names: string[] = [];
  const notCompared: { name: string; reason: string }[] = [];
  let bytes = 0;
  for (const name of new Set(outputs)) {
    const { constant = false, sequence, optional, type } = values.get(name) ?? {};
    const reason = sequence || optional ? 'it is no tensor' : type && !isHeld(type) ? `elements of type ${type} cannot be fetched` : undefined; // prettier-ignore
    if (constant) continue; // computed from the network's own tensors alone
    if (reason !== undefined) notCompared.push({ name, reason });
    else {
      names.push(name);
      const size = valueBytes(name, inference);
      bytes += isWhole(size) ? Number(size) : 0;
    }
  }
  return { names, notCompared, bytes };
}

export interface CheckOptions {
  readonly runtime: Runtime;
  readonly inference: Inference;
  readonly feeds: ReadonlyMap<string, Values>;
  /** The model's bytes, and where the tensors lie that they leave in other files. */
  readonly model: Uint8Array;
  readonly folder?: string | undefined;
}

/** Runs the model with every value as an output, node by node, and compares what comes out with what was inferred. */
export async function checkShapes({ runtime, inference, feeds, model, folder }: CheckOptions): Promise<ShapeCheck> {
  const { names, notCompared } = fetchable(inference);
  const given = new Set(inference.network.graph.outputs.map(({ name }) => name));
  const source: ModelSource = withOutputs(model, names.filter((name) => !given.has(name))); // prettier-ignore
  const session = await runtime.open(source, { optimise: false, folder });
  try {
    const tensors = new Set(session.outputs.filter(({ type }) => type !== undefined).map(({ name }) => name));
    const wanted = names.filter((name) => tensors.has(name));
    const executed = await session.run(feeds, wanted);
    return compareShapes(inference, executed, notCompared);
  } finally {
    await session.release();
  }
}

/** A pure comparison of what came out with what was inferred. */
export function compareShapes(
  inference: Inference,
  executed: ReadonlyMap<string, Pick<Values, 'type' | 'shape'>>,
  before: ShapeCheck['notCompared'] = [],
): ShapeCheck {
  const givers = new Map(inference.steps.flatMap(({ node }) => node.outputs.map((name) => [name, node.name])));
  const mismatches: Mismatch[] = [];
  const notCompared = [...before];
  let agreeing = 0;
  for (const [name, { type, shape }] of executed) {
    const inferred = inference.values.get(name);
    const reason = whyOpen(inferred?.shape);
    const isSameType = inferred?.type === undefined || inferred.type === type;
    const isSame = isSameType && fits(shape, inferred?.shape);
    if (!isSame) {
      mismatches.push({ name, node: givers.get(name) ?? name, inferred: said(inferred?.type, inferred?.shape), executed: said(type, shape) }); // prettier-ignore
    } else if (reason !== undefined) notCompared.push({ name, reason: `${reason}; executed: ${said(type, shape)}` });
    else agreeing++;
  }
  return { agreeing, mismatches, notCompared };
}

function whyOpen(shape: readonly Size[] | undefined): string | undefined {
  if (!shape) return 'its shape was not inferred';
  return isWhole(elementsOf(shape)) && shape.every(isWhole) ? undefined : `inferred ${formatShape(shape)}, which depends on data`; // prettier-ignore
}

function said(type: ElementType | undefined, shape: readonly Size[] | undefined): string {
  return `${type ?? 'any type'} ${shape ? formatShape(shape) : 'of any shape'}`;
}
