/** The part of the exported text that builds the network, prints its parameter count and runs a random input. */
import { infer, openShape } from '../../core/infer.ts';
import type { Value } from '../../core/network.ts';
import { formatSize, isWhole, symbolsOf, substitute, type Size } from '../../core/size.ts';
import { identifier, unused } from '../text.ts';
import type { Program } from '../use.ts';
import { hasInitial } from './training.ts';
import { typeNames } from './types.ts';

/** What an open size is tried with; 1 is for the batch. */
const tried = [16, 32, 64, 224, 256, 512];

export function sampleLines(program: Program, className: string): readonly string[] {
  const { network, inference } = program;
  const sizes = sampleSizes(program);
  const taken = new Set(['model']);
  const only = network.graph.inputs.length === 1;
  const names = network.graph.inputs.map(({ name }) => (only ? 'x' : unused(identifier(name, 'input'), taken)));
  const inputs = network.graph.inputs.map((value, i) => {
    const shape = (inference.values.get(value.name)?.shape ?? openShape(value) ?? []).map((size) =>
      formatSize(substitute(size, sizes)),
    );
    return `    ${names[i]} = ${randomText(value, shape.join(', '))}`;
  });
  const count = network.graph.outputs.length;
  return [
    "if __name__ == '__main__':",
    `    model = ${className}().eval()`,
    ...(hasInitial(network) ? ['    initialise(model)'] : []),
    "    print(f'{sum(p.numel() for p in model.parameters()):,} parameters')",
    ...inputs,
    '    with torch.no_grad():',
    `        y = model(${names.join(', ')})`,
    count === 1 ? '    print(tuple(y.shape))' : '    print(*[tuple(output.shape) for output in y])',
  ];
}

/** Whole numbers are drawn from 0 and 1, which every table has. */
function randomText({ type }: Value, shape: string): string {
  const element = type.kind === 'tensor' ? (type.type ?? 'float32') : 'float32';
  if (element === 'bool') return `torch.ones(${shape}, dtype=torch.bool)`;
  const sized = shape === '' ? '()' : shape;
  if (/int/.test(element))
    return `torch.randint(0, 2, (${shape === '' ? '' : `${shape},`}), dtype=${typeNames[element] ?? 'torch.int64'})`;
  return element === 'float32'
    ? `torch.randn(${sized})`
    : `torch.randn(${sized}, dtype=${typeNames[element] ?? 'torch.float32'})`;
}

/** The batch is 1; other open sizes get the first number with which every window fits. */
function sampleSizes({ network, inference }: Program): ReadonlyMap<string, Size> {
  const shapes = network.graph.inputs.flatMap(({ name }) => inference.values.get(name)?.shape ?? []);
  const names = [...new Set(shapes.flatMap(symbolsOf))];
  const bound = (size: number): ReadonlyMap<string, Size> =>
    new Map(names.map((name) => [name, /^(batch|N$)/i.test(name) ? 1 : size]));
  if (shapes.every(isWhole)) return new Map();
  const inputs = new Map(network.graph.inputs.flatMap(({ name }) => { const shape = inference.values.get(name)?.shape; return shape ? [[name, shape] as const] : []; })); // prettier-ignore
  const fitting = tried.find((size) =>
    infer(network, { inputs, bindings: bound(size) }).gaps.every(({ kind }) => kind !== 'rule'),
  );
  return bound(fitting ?? tried[0]!);
}
