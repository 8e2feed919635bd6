/** Prints on a file descriptor, whatever is at its other end. */

/**
 * Writes at once, without Node's streams, whose loading takes a tenth of a short command's time. A pipe that is full (EAGAIN)
 * gets the rest through the stream; one that nobody reads any more (EPIPE, as of `| head`) ends the printing quietly. What else goes wrong is
 * a sentence and exit status 4.
 */
export function print(descriptor: 1 | 2, text: string): void {
  const { writeSync } = process.getBuiltinModule('node:fs');
  let rest: Uint8Array = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EPIPE' || code === 'EBADF') return;
    if (code !== 'EAGAIN') {
      process.exitCode = 4;
      const reason = code === 'ENOSPC' ? 'the disk is full' : String(code ?? error);
      if (descriptor === 1) print(2, `layerledger: the answer cannot be written: ${reason}\n`);
      return;
    }
    const stream = descriptor === 1 ? process.stdout : process.stderr;
    stream.on('error', () => {}); // EPIPE, for there is nobody to tell
    stream.write(rest);
  }
}
