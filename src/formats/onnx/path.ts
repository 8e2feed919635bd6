/**
 * The path of a node: the modules in which it stands, outermost first, and last its layer.
 *
 * 1. PyTorch's exporter of torch.export ("dynamo") writes metadata `['', 'features', 'features.0', 'conv2d']`: the modules by
 *    their full dotted names, from the network itself to the one that called the operation, and last the operation.
 *    The path is the last module's name, split on dots: features, 0. Where the exporter folds a batch normalisation into a
 *    convolution it gives the convolution the metadata of the normalisation; the path is then that of the tensor that the
 *    node reads, `conv1.weight`.
 * 2. PyTorch's TorchScript exporter names the node `/layer1/layer1.0/conv1/Conv`: the modules, and last the operator. A
 *    module in a container repeats the container's name (`layer1.0`), which is taken off: layer1, 0, conv1. Both exporters so
 *    give the name that the module has in PyTorch. A module that is called again gets `_1`, `_2` … behind its name; where
 *    the node reads a tensor of that module, `conv1.weight` for `/conv1_1/Conv`, the name is the tensor's.
 * 3. TensorFlow's and other names with slashes, `model/conv1/Conv2D`, give their segments but the last.
 * 4. A node without modules stands for itself: its path is its name. Where that name says nothing (none, a number, the
 *    operator and a number, as old exporters write) and the node reads a tensor `features.0.weight`, the path is
 *    features, 0.
 */
import type { Tensor } from '../../core/network.ts';
import type { WrittenNode } from './node.ts';

/** The key of the metadata of rule 1. */
export const SCOPES = 'pkg.torch.onnx.name_scopes';

export function pathOf(node: WrittenNode, name: string, tensors: ReadonlyMap<string, Tensor>): readonly string[] {
  const path = pathOfScopes(node, tensors) ?? pathOfName(node, tensors);
  if (path && path.length > 0) return path;
  return (saysNothing(node) ? ownerOfWeight(node, tensors) : undefined) ?? [name.slice(name.lastIndexOf('/') + 1)];
}

/** The module whose `weight` the node reads. */
function ownerOfWeight({ inputs }: WrittenNode, tensors: ReadonlyMap<string, Tensor>): readonly string[] | undefined {
  const weight = inputs.find((input) => input.endsWith('.weight') && tensors.has(input));
  return weight?.split('.').slice(0, -1);
}

/** The last entry but one of a Python list; module names hold no quotes and no commas. */
function pathOfScopes(node: WrittenNode, tensors: ReadonlyMap<string, Tensor>): readonly string[] | undefined {
  const { scopes, operator } = node;
  const end = scopes.lastIndexOf(', ');
  if (end < 0) return undefined;
  if (operator !== 'BatchNormalization' && scopes.includes('batch_norm', end)) {
    const owner = ownerOfWeight(node, tensors);
    if (owner) return owner;
  }
  const begin = scopes.lastIndexOf(', ', end - 1);
  const module = scopes.slice(begin < 0 ? 2 : begin + 3, end - 1);
  return module === '' ? [] : module.split('.');
}

function pathOfName(
  { name, inputs }: WrittenNode,
  tensors: ReadonlyMap<string, Tensor>,
): readonly string[] | undefined {
  if (!name.includes('/')) return undefined;
  const segments = name.split('/').filter((segment) => segment !== '');
  segments.pop();
  if (!name.startsWith('/')) return segments;
  const path = segments.flatMap((segment, i) => {
    const container = `${segments[i - 1]}.`;
    return (segment.startsWith(container) ? segment.slice(container.length) : segment).split('.');
  });
  if (!path.some((part) => repeated.test(part))) return path;
  const owners = inputs.filter((input) => tensors.has(input)).map((input) => input.split('.').slice(0, -1));
  return owners.find((owner) => isCallOf(path, owner)) ?? path;
}

const repeated = /_\d+$/;

/** Whether a path is that of a module, but for numbers of repeated calls. */
function isCallOf(path: readonly string[], module: readonly string[]): boolean {
  return (
    path.length === module.length &&
    path.every((part, i) => part === module[i] || part.replace(repeated, '') === module[i])
  );
}

function saysNothing({ name, operator }: WrittenNode): boolean {
  const rest = name.startsWith(operator) ? name.slice(operator.length) : name;
  return /^_?\d*$/.test(rest);
}
