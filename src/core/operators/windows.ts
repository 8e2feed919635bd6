/** Reads a window's attributes, one entry a spatial axis (kernel, strides, dilations, pads, auto_pad, ceil_mode), and slides such windows. */
import { int, ints, text } from '../attributes.ts';
import type { Derivation } from '../derivation.ts';
import { RuleError } from '../errors.ts';
import type { Application, Facts, Shape } from '../operator.ts';
import { formatShape } from '../shape.ts';
import { formatSize } from '../size.ts';
import { axisWords, positionsOf, samePadding, textbookPositions, unevenFit, type Window } from '../window.ts';

/** What windows come to: the positions along each axis, by this formula and the textbook's, and what does not fit. */
interface Slid {
  readonly positions: readonly Derivation[];
  readonly textbook: readonly (Derivation | undefined)[];
  readonly notes: readonly string[];
}

/** Layers repeat: equal windows are worked out once, and the latest few hundred are kept. */
const worked = new Map<string, Slid>();
const keptAtMost = 400;

export function slide(windows: readonly Window[]): Slid {
  const key = windows.map(keyOf).join(';');
  const found = worked.get(key);
  if (found) return found;
  const positions = windows.map(positionsOf);
  const textbook = windows.map((window, i) => textbookPositions(window, positions[i]!.value));
  const slid = { positions, textbook, notes: unevenNotes(windows, positions) };
  if (worked.size >= keptAtMost) worked.clear();
  worked.set(key, slid);
  return slid;
}

/** One note where a square window leaves the same unread along every axis, said of its last axis; else one an axis. */
function unevenNotes(windows: readonly Window[], positions: readonly Derivation[]): readonly string[] {
  const uneven = windows.map((window, i) => unevenFit(window, positions[i]!.value));
  const isSquare = windows.every(({ input, kernel, stride, before, after }) => {
    const last = windows.at(-1)!;
    return (
      input === last.input &&
      kernel === last.kernel &&
      stride === last.stride &&
      before + after === last.before + last.after
    );
  });
  const said = isSquare ? uneven.slice(-1) : uneven.map((fit, i) => fit && `${windows[i]!.axis.name} ${fit}`);
  return said.filter((fit) => fit !== undefined).map((fit) => `the window does not fit evenly: ${fit}`);
}

function keyOf({ axis, input, kernel, stride, dilation, before, after, rounding }: Window): string {
  return `${axis.name} ${formatSize(input)} ${formatSize(kernel)} ${stride} ${dilation} ${before} ${after} ${rounding}`;
}

export function factsOfSliding({ positions, textbook, notes }: Slid): Pick<Facts, 'window' | 'textbook' | 'notes'> {
  return { window: positions, textbook, notes };
}

/** The windows that slide along the spatial axes of `input`. Throws a RuleError for negative or zero sizes. */
export function windowsOf({ node }: Pick<Application, 'node'>, input: Shape, kernel: Shape): readonly Window[] {
  const rank = input.length;
  const ones = Array.from({ length: rank }, () => 1);
  const strides = positive(ints(node, 'strides') ?? ones, 'strides', rank);
  const dilations = positive(ints(node, 'dilations') ?? ones, 'dilations', rank);
  const pads = ints(node, 'pads') ?? [...ones, ...ones].map(() => 0);
  if (pads.length !== 2 * rank) throw new RuleError(`pads has ${pads.length} entries, where ${2 * rank} are expected`);
  if (kernel.length !== rank) throw new RuleError(`the kernel has ${kernel.length} axes, where the input has ${rank}`);
  if (kernel.some((size) => typeof size === 'number' && size < 1))
    throw new RuleError(`a kernel of ${formatShape(kernel)}; at least 1 is expected`);
  const automatic = text(node, 'auto_pad', 'NOTSET');
  const isSame = automatic === 'SAME_UPPER' || automatic === 'SAME_LOWER';
  const rounding = isSame ? 'same' : int(node, 'ceil_mode', 0) ? 'ceil' : 'floor';
  return axisWords(rank).map((axis, i) => {
    const [stride, dilation] = [strides[i]!, dilations[i]!];
    const [before, after] = isSame
      ? samePadding(input[i]!, Number(kernel[i]), stride, dilation, automatic === 'SAME_LOWER')
      : automatic === 'VALID' ? [0, 0] : [pads[i]!, pads[i + rank]!]; // prettier-ignore
    return { axis, input: input[i]!, kernel: kernel[i]!, stride, dilation, before, after, rounding };
  });
}

function positive(values: readonly number[], name: string, rank: number): readonly number[] {
  if (values.length !== rank) throw new RuleError(`${name} has ${values.length} entries, where ${rank} are expected`);
  const wrong = values.find((value) => value < 1);
  if (wrong !== undefined) throw new RuleError(`${name} holds ${wrong}; at least 1 is expected`);
  return values;
}
