/**
 * The process around the command: arguments in, text out, exit status.
 * The law of this file, and of all that a published network's count loads: `getBuiltinModule` and not `import` for Node's
 * modules. Importing one makes Node load everything that it offers lazily (node:fs and node:util: 15 ms on Node 24).
 */
import { linesOf, main } from './main.ts';
import { print } from './print.ts';

export async function run(): Promise<void> {
  const { env } = process;
  const isShown = isTerminal(1);
  const progress = isTerminal(2) ? await import('./progress.ts') : undefined;
  const forced = env['FORCE_COLOR'];
  const { status, stdout, stderr } = await main(process.argv.slice(2), {
    width: isShown && process.stdout.columns > 0 ? process.stdout.columns : undefined,
    colour:
      forced === undefined || forced === '' ? isShown && !env['NO_COLOR'] && env['TERM'] !== 'dumb' : forced !== '0',
    readStdin: async () => (await import('../node/stream.ts')).blobOfStdin(),
    onProgress: progress?.showProgress,
    onStep: progress?.showStep,
    onPart: ({ text, remarks = [] }) => {
      print(1, text);
      print(2, linesOf(remarks));
    },
    onStop: (heard) => {
      progress?.leaveInterrupts();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, heard);
    },
    onInterrupt: (heard) => {
      progress?.leaveInterrupts();
      process.once('SIGINT', heard);
      return () => process.off('SIGINT', heard);
    },
  });
  progress?.clearProgress();
  process.exitCode = status;
  print(1, stdout);
  print(2, stderr);
}

/** A terminal is a character device, and not /dev/null; asking that first spares others the loading of Node's stream for it. */
function isTerminal(descriptor: 1 | 2): boolean {
  const { fstatSync, statSync } = process.getBuiltinModule('node:fs');
  try {
    const device = fstatSync(descriptor);
    if (!device.isCharacterDevice()) return false;
    if (device.rdev === statSync('/dev/null', { throwIfNoEntry: false })?.rdev) return false;
    return (descriptor === 1 ? process.stdout : process.stderr).isTTY;
  } catch {
    return false; // closed
  }
}
