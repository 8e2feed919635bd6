/** What a block's class is called: by the name that the literature has for its form, else by its place in the network. */
import { slotsOf } from '../construction.ts';
import { className } from '../text.ts';
import type { Code } from './code.ts';

/** Bottlenecks (He 2016, figure 5), inverted ones (Sandler 2018, figure 3), and ResNet's block of two. */
export function blockName(code: Code): string {
  const convolutions = code.declared.flatMap((entry) =>
    entry.kind === 'module' && entry.construction.callee === 'nn.Conv2d' ? [entry.construction] : [],
  );
  const kernels = convolutions.map(
    (construction) => slotsOf(construction).find(({ name }) => name === 'kernel_size')?.value,
  );
  const isAdded = code.lines.some((line) => / \+ /.test(line));
  const shape = kernels.slice(0, 3).join(' ');
  const groups = slotsOf(convolutions[1] ?? { callee: '', args: [] }).find(({ name }) => name === 'groups')?.value;
  const isDepthwise = groups !== undefined && groups === slotsOf(convolutions[1]!)[0]?.value;
  const isWhole = convolutions.length >= 3 && code.declared.every(({ kind }) => kind !== 'block');
  if (isWhole && /^1 \d+ 1$/.test(shape)) {
    const form = isDepthwise ? 'InvertedResidual' : isAdded ? 'Bottleneck' : 'Narrow';
    return convolutions.length === 4 && isAdded ? `Projected${form}` : form;
  }
  if (isAdded && kernels.length <= 3 && shape.startsWith('3 3'))
    return kernels.length === 3 ? 'ProjectedBasicBlock' : 'BasicBlock';
  return placeName(code.path);
}

/** `stage1` → `Stage`; a number takes the name of what it stands in: `encoder.3` → `EncoderBlock`. */
function placeName(path: readonly string[]): string {
  const own = stemOf(path.at(-1) ?? '');
  if (own !== '') return className(own, 'Block');
  const around =
    path
      .slice(0, -1)
      .map(stemOf)
      .findLast((word) => word !== '') ?? '';
  return `${className(around, 'Layer')}Block`.replace(/BlockBlock$/, 'Block').replace(/BlocksBlock$/, 'Block');
}

function stemOf(word: string): string {
  return word.replace(/[\d_]+$/, '');
}
