/** How text is set: in colours and in the terminal's columns, where a terminal shows it. */
import { noPaint, type Paint } from '../report/paint.ts';
import type { Io } from './command.ts';

interface LookValues {
  readonly color: 'auto' | 'always' | 'never';
  readonly width: number | undefined;
  /** The file that the text goes to instead. */
  readonly output: string | undefined;
}

/**
 * What is not asked for is as the terminal and the environment have it, and plain in a file. `--color always` also holds where
 * the answer is piped.
 */
export function lookOf(
  { color, width, output }: LookValues,
  io: Io,
): { readonly width: number | undefined; readonly paint: Paint } {
  const isShown = output === undefined;
  const isColoured = color === 'always' || (color === 'auto' && isShown && io.colour);
  return { width: width ?? (isShown ? io.width : undefined), paint: isColoured ? colours() : noPaint };
}

function colours(): Paint {
  const { styleText } = process.getBuiltinModule('node:util');
  const styled =
    (style: Parameters<typeof styleText>[0]) =>
    (text: string): string =>
      styleText(style, text, { validateStream: false });
  return { heading: styled('cyan'), strong: styled('bold'), faint: styled('dim'), warning: styled('yellow') };
}
