/**
 * Whether a node is a module of its own or a function that another module calls, as far as its file says. PyTorch's exporters
 * name nodes by the modules in which they stand: `/layer1/layer1.0/relu/Relu` is the module `layer1.0.relu`, while
 * `/Mixed_7c/branch_pool/Relu` beside `/Mixed_7c/branch_pool/conv/Conv` is a function that `branch_pool` calls.
 */
import type { Op, Trace } from './trace.ts';

/** Tells them apart. In a file without modules everything is a module. */
export function writtenIn({ ops, sources, inference }: Trace): (op: Op) => 'module' | 'function' {
  const working = ops.filter(({ node }) => !isBookkeeping(node.operator));
  if (inference.network.format !== 'ONNX' || !working.some(isScoped)) return () => 'module';
  const parametersOf = (op: Op): readonly string[] =>
    op.node.inputs.flatMap((name) => sources(name).map(({ name }) => name));
  const handing = working.filter((op) => parametersOf(op).some((name) => isOfInnerModule(name, op.path)));
  const blocks = new Set([...working.flatMap(({ path }) => prefixesOf(path)), ...handing.map(({ path }) => path)]);
  return (op) => {
    if (op.path === lastSegment(op.node.name))
      return parametersOf(op).some((name) => !name.includes('.')) ? 'module' : 'function';
    return blocks.has(op.path) ? 'function' : 'module';
  };
}

/** Nodes that exporters add anywhere. */
export function isBookkeeping(operator: string): boolean {
  return operator === 'Constant' || operator === 'Identity';
}

/** As the TorchScript exporter names nodes, `/conv1/Conv`, and as torch.export does, `node_relu_1` with the module in its metadata. */
function isScoped({ node, path }: Op): boolean {
  return node.name.startsWith('/') || (node.name.startsWith('node_') && path !== node.name);
}

function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** `a.b.c` → `a`, `a.b` */
function prefixesOf(path: string): readonly string[] {
  const parts = path.split('.');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('.'));
}

/** `attn.qkv.weight` is of the module `attn.qkv`: where `attn` reads it, it hands it to a function. */
function isOfInnerModule(parameter: string, path: string): boolean {
  return parameter.startsWith(`${path}.`) && parameter.slice(path.length + 1).includes('.');
}
