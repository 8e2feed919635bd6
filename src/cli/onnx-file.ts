/** An ONNX file and, where its weights do not lie in it, the one beside it that they go into. */
import { basename } from 'node:path';
import type { Network } from '../core/network.ts';
import { writeOnnx, type Source, type Weights } from '../formats/index.ts';
import { writeChunks } from '../node/write.ts';
import type { Io } from './command.ts';
import type { Original } from './original.ts';
import { dataBeside } from './output-file.ts';

interface OnnxFile {
  readonly network: Network;
  readonly weights: Weights | 'none';
  /** Of an ONNX file, what a Network does not hold is kept. */
  readonly original: Original | undefined;
  /** Whether the weights go beside it. */
  readonly isExternal: boolean;
  readonly output: string;
  readonly io: Io;
}

/** Writes it and says how far it is. Returns whether anything lies beside it; throws as `writeOnnx` and `writeChunks` do. */
export async function writeOnnxFile({
  network,
  weights,
  original,
  isExternal,
  output,
  io,
}: OnnxFile): Promise<{ readonly hasData: boolean }> {
  const { model, data } = await writeOnnx(network, {
    weights,
    from: network.format === 'ONNX' ? original?.blob : undefined,
    ...(isExternal && { external: { location: basename(dataBeside(output)) } }),
  });
  const written = (path: string, source: Source) => ({ path, chunks: told(source, path, io) });
  await writeChunks([...(data ? [written(dataBeside(output), data)] : []), written(output, model)]);
  return { hasData: data !== undefined };
}

/** Milliseconds between two changes of the line that says how far the writing is. */
const between = 200;

async function* told(source: Source, path: string, io: Io): AsyncGenerator<Uint8Array, void, void> {
  let [passed, last] = [0, performance.now()];
  for await (const chunk of source.chunks()) {
    yield chunk;
    passed += chunk.length;
    if (performance.now() - last < between) continue;
    last = performance.now();
    io.onStep?.(`writing ${path}, ${Math.floor((100 * passed) / source.length)} %`);
  }
}
