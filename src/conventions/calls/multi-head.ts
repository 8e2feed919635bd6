/**
 * PyTorch's nn.MultiheadAttention, one module that its exporters write as forty nodes. It is known by its own names for the
 * projections of queries, keys and values, which it keeps in one matrix: `in_proj_weight` and `in_proj_bias`.
 */
import { divideExactly, type Size } from '../../core/size.ts';
import { baseOf, parametersOf, type Context } from './base.ts';
import type { Call } from './call.ts';
import type { Op } from './trace.ts';

/** The modules among the nodes: for each the nodes that it stands for and the call. */
export function multiHeadModules(context: Context): readonly { readonly ops: readonly Op[]; readonly call: Call }[] {
  const paths = new Set(context.ops.filter((op) => readsPackedProjection(op, context)).map(({ path }) => path));
  return [...paths].flatMap((path) => {
    const ops = context.ops.filter((op) => op.path === path);
    const call = callOf(ops, context);
    return call ? [{ ops, call }] : [];
  });
}

function readsPackedProjection({ node }: Op, { sources }: Context): boolean {
  return node.inputs.some((name) =>
    sources(name).some((source) => /\.in_proj_(weight|bias)$|^in_proj_/.test(source.name)),
  );
}

/** `undefined` where the module's heads cannot be made out. */
function callOf(ops: readonly Op[], context: Context): Call | undefined {
  const softmax = ops.find(({ node }) => node.operator === 'Softmax');
  const last = ops.findLast(({ facts }) => facts.units !== undefined);
  if (!softmax || !last) return undefined;
  const scores = context.shape(softmax.node.inputs[0]);
  const [queries, keys] = scores.slice(-2);
  const width = context.shape(last.node.outputs[0]).at(-1);
  if (queries === undefined || keys === undefined || width === undefined) return undefined;
  const base = baseOf(last, context);
  const tokens = divideExactly(base.y, width);
  const batch: Size = (tokens === undefined ? undefined : divideExactly(tokens, queries)) ?? 1;
  const rows = divideExactly(context.elements(softmax.node.inputs[0], softmax), keys);
  const heads = (rows === undefined ? undefined : divideExactly(rows, queries)) ?? 1;
  return {
    ...base,
    written: 'module',
    batch,
    parameters: ops.flatMap((op) => parametersOf(op, context)),
    kind: 'multi-head attention',
    queries,
    keys,
    width,
    heads: divideExactly(heads, batch) ?? heads,
    bias: ops.some(({ node }) =>
      node.inputs.some((name) => context.sources(name).some((source) => source.name.endsWith('in_proj_bias'))),
    ),
    needsWeights: !ops.some(({ node }) => node.operator === 'Sqrt'),
  };
}
