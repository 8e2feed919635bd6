/** Colours for a terminal. */
import { noPaint, type Paint } from '../report/paint.ts';

/** `always` also where the answer is piped; `auto` where the terminal and the environment want it. */
export function paintFor(choice: 'auto' | 'always' | 'never', isWanted: boolean): Paint {
  return choice === 'always' || (choice === 'auto' && isWanted) ? colours() : noPaint;
}

function colours(): Paint {
  const { styleText } = process.getBuiltinModule('node:util');
  const styled =
    (style: Parameters<typeof styleText>[0]) =>
    (text: string): string =>
      styleText(style, text, { validateStream: false });
  return { heading: styled('cyan'), strong: styled('bold'), faint: styled('dim'), warning: styled('yellow') };
}
