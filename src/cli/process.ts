/** The process around the command: arguments in, text out, exit status. */
import { main } from './main.ts';
import { print } from './print.ts';

export async function run(): Promise<void> {
  const { env } = process;
  const isShown = isTerminal(1);
  const progress = isTerminal(2) ? await import('./progress.ts') : undefined;
  const forced = env['FORCE_COLOR'];
  const { status, stdout, stderr } = await main(process.argv.slice(2), {
    width: isShown ? process.stdout.columns : undefined,
    colour:
      forced === undefined || forced === '' ? isShown && !env['NO_COLOR'] && env['TERM'] !== 'dumb' : forced !== '0',
    readStdin: async () => (await import('../node/stream.ts')).blobOfStdin(),
    onProgress: progress?.showProgress,
  });
  progress?.clearProgress();
  process.exitCode = status;
  print(1, stdout);
  print(2, stderr);
}

/** A terminal is a character device; asking that first spares a piped command the loading of Node's stream for it. */
function isTerminal(descriptor: 1 | 2): boolean {
  const { fstatSync } = process.getBuiltinModule('node:fs');
  try {
    return fstatSync(descriptor).isCharacterDevice() && (descriptor === 1 ? process.stdout : process.stderr).isTTY;
  } catch {
    return false; // closed
  }
}
