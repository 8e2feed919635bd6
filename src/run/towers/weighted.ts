/** Layers with weights, laid over all towers: each tower computes its share of the filters or outputs, with their weights alone. */
import { UnsupportedError } from '../../core/errors.ts';
import { int } from '../../core/attributes.ts';
import type { Node } from '../../core/network.ts';
import type { Cutter } from './cutter.ts';
import { evenly, type Part } from './placement.ts';

type Rule = (node: Node, cutter: Cutter) => void;

const rules: Readonly<Record<string, Rule>> = { Conv: cutConv, Gemm: cutGemm, MatMul: cutMatMul };

/** Throws an UnsupportedError that names the node where there is no rule for it. */
export function cutWeighted(node: Node, cutter: Cutter): void {
  const rule = node.domain === '' && Object.hasOwn(rules, node.operator) ? rules[node.operator] : undefined;
  if (!rule) throw cannotCut(node, `layers of ${Object.keys(rules).join(', ')} can be laid over towers`);
  rule(node, cutter);
}

export function cannotCut({ name, operator }: Node, reason: string): UnsupportedError {
  return new UnsupportedError(`${name} (${operator}) cannot be cut over towers: ${reason}`);
}

/**
 * https://onnx.ai/onnx/operators/onnx__Conv.html: the first axis of W is the filters, its second the channels of a group. Where the
 * towers divide the groups, a tower has whole groups and reads their channels; where there is one group, it reads all channels.
 */
function cutConv(node: Node, cutter: Cutter): void {
  const [x, w, bias = ''] = node.inputs;
  const { towers } = cutter;
  const groups = int(node, 'group', 1);
  if (groups > 1 && groups % towers !== 0) throw cannotCut(node, `${towers} towers do not divide its ${groups} groups`);
  expectConstant(node, w!, cutter);
  const filters = evenly(1, cutter.shapeOf(w!)[0]!, towers);
  const channels = evenly(1, cutter.shapeOf(x!)[1]!, towers);
  const reader = { node, isCounted: true };
  for (const [tower, part] of filters.parts.entries()) {
    const read = groups === 1 ? cutter.whole(x!, tower, reader) : cutter.range(x!, 1, channels.parts[tower]!, tower, reader); // prettier-ignore
    const own = [w!, bias].map((name) => (name === '' ? '' : cutter.range(name, 0, part, tower, reader)));
    const attributes = new Map(node.attributes);
    if (groups > 1) attributes.set('group', { kind: 'int', value: groups / towers });
    cutter.run(tower, { ...node, inputs: [read, ...own], attributes });
  }
  cutter.place(node.outputs[0]!, filters);
}

/** https://onnx.ai/onnx/operators/onnx__Gemm.html: C stretches over A × B. */
function cutGemm(node: Node, cutter: Cutter): void {
  const [a, b, c = ''] = node.inputs;
  expectConstant(node, b!, cutter);
  const axis = int(node, 'transB', 0) === 0 ? 1 : 0;
  const outputs = evenly(1, cutter.shapeOf(b!)[axis]!, cutter.towers);
  const reader = { node, isCounted: true };
  for (const [tower, part] of outputs.parts.entries()) {
    const read = cutter.whole(a!, tower, reader);
    const weights = cutter.range(b!, axis, part, tower, reader);
    const added = c === '' ? [] : [alongLast(c, part, tower)];
    cutter.run(tower, { ...node, inputs: [read, weights, ...added] });
  }
  cutter.place(node.outputs[0]!, outputs);

  function alongLast(name: string, part: Part, tower: number): string {
    const shape = cutter.shapeOf(name);
    return (shape.at(-1) ?? 1) === 1 ? name : cutter.range(name, shape.length - 1, part, tower, reader);
  }
}

function cutMatMul(node: Node, cutter: Cutter): void {
  const [a, b] = node.inputs;
  expectConstant(node, b!, cutter);
  const shape = cutter.shapeOf(b!);
  if (shape.length < 2) throw cannotCut(node, 'its weights are a vector');
  const last = cutter.shapeOf(node.outputs[0]!).length - 1;
  const outputs = evenly(last, shape.at(-1)!, cutter.towers);
  const reader = { node, isCounted: true };
  for (const [tower, part] of outputs.parts.entries()) {
    const weights = cutter.range(b!, shape.length - 1, part, tower, reader);
    cutter.run(tower, { ...node, inputs: [cutter.whole(a!, tower, reader), weights] });
  }
  cutter.place(node.outputs[0]!, outputs);
}

function expectConstant(node: Node, weights: string, cutter: Cutter): void {
  if (!cutter.isConstant(weights)) throw cannotCut(node, `its weights "${weights}" are computed from the input`);
}
