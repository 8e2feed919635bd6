/**
 * ONNX Runtime, an optional peer: the one file that loads it. https://onnxruntime.ai/docs/api/js/
 * The law of this file: nothing of the runtime's own types leaves it, and its errors leave it as one sentence.
 */
import { UnsupportedError, messageOf } from '../core/errors.ts';
import type { ElementType } from '../core/network.ts';
import { isHeld, type Values } from './values.ts';

/** A model file's path, or its bytes. */
export type ModelSource = string | Uint8Array;

export interface SessionOptions {
  /** `false`: the graph runs as it stands, every node by itself. */
  readonly optimise?: boolean;
  /** The beginning of the path of a profile, which `endProfiling` writes. */
  readonly profile?: string;
  /** Where the tensors lie that bytes leave in other files. */
  readonly folder?: string | undefined;
  readonly threads?: number | undefined;
  /** `false`: its threads do not wait busily for the next run. Where several sessions take turns they would take the cores from it. */
  readonly spin?: boolean;
}

export interface SessionValue {
  readonly name: string;
  /** `undefined` for a sequence or a map, which cannot be fetched. */
  readonly type: ElementType | undefined;
}

export interface Session {
  readonly inputs: readonly SessionValue[];
  readonly outputs: readonly SessionValue[];
  /** All tensors that it gives, or those named. */
  run(feeds: ReadonlyMap<string, Values>, wanted?: readonly string[]): Promise<ReadonlyMap<string, Values>>;
  endProfiling(): void;
  release(): Promise<void>;
}

export interface Runtime {
  readonly version: string;
  open(model: ModelSource, options?: SessionOptions): Promise<Session>;
}

type Library = typeof import('onnxruntime-node');
type OpenedSession = Awaited<ReturnType<Library['InferenceSession']['create']>>;

/** Throws an UnsupportedError that says what to install where it is not there. */
export async function loadRuntime(load: () => Promise<Library> = () => import('onnxruntime-node')): Promise<Runtime> {
  const library = await load().catch((error: unknown) => {
    throw new UnsupportedError(absence(error), { cause: error });
  });
  return {
    version: library.env.versions.node ?? library.env.versions.common,
    open: (model, options = {}) => openSession(library, model, options),
  };
}

function absence(error: unknown): string {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  if (isMissing) return 'running a network needs ONNX Runtime: npm install onnxruntime-node';
  return `ONNX Runtime cannot be loaded: ${firstLine(error)}`;
}

/** Errors only: its warnings are about its own choices. */
const fatalOnly = 4;

async function openSession(library: Library, model: ModelSource, options: SessionOptions): Promise<Session> {
  const { optimise = true, profile, folder, threads, spin = true } = options;
  const settings = {
    logSeverityLevel: fatalOnly,
    graphOptimizationLevel: optimise ? 'all' : 'disabled',
    ...(threads !== undefined && { intraOpNumThreads: threads }),
    ...(profile !== undefined && { enableProfiling: true, profileFilePrefix: profile }),
    extra: {
      session: {
        intra_op: { allow_spinning: spin ? '1' : '0' },
        ...(folder !== undefined && { model_external_initializers_file_folder_path: folder }),
      },
    },
  } as const;
  const session = await inSentence(() =>
    typeof model === 'string'
      ? library.InferenceSession.create(model, settings)
      : library.InferenceSession.create(model, settings),
  );
  const described = (all: OpenedSession['inputMetadata']): readonly SessionValue[] =>
    all.map((value) => ({ name: value.name, type: value.isTensor ? value.type : undefined }));
  const outputs = described(session.outputMetadata);
  const tensors = outputs.filter(({ type }) => type !== undefined).map(({ name }) => name);
  return {
    inputs: described(session.inputMetadata),
    outputs,
    run: (feeds, wanted = tensors) => inSentence(() => runSession(library, session, feeds, wanted)),
    endProfiling: () => session.endProfiling(),
    release: () => session.release(),
  };
}

async function runSession(
  { Tensor }: Library,
  session: OpenedSession,
  feeds: ReadonlyMap<string, Values>,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, Values>> {
  const tensors = [...feeds].map(([name, { type, data, shape }]) => {
    if (!isHeld(type) || !ArrayBuffer.isView(data)) throw new UnsupportedError(`input "${name}" of type ${type} cannot be fed`); // prettier-ignore
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the types' arrays are those of values.ts
    return [name, new Tensor(type, data as never, shape)] as const;
  });
  const results = await session.run(Object.fromEntries(tensors), wanted);
  return new Map(wanted.map((name) => [name, valuesOfTensor(results[name]!)]));
}

function valuesOfTensor({ type, dims, data }: Result): Values {
  const isHalf = type === 'float16' && ArrayBuffer.isView(data) && !(data instanceof Uint16Array);
  const held = isHalf ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2) : data;
  return { type, shape: dims, data: held };
}

type Result = Awaited<ReturnType<OpenedSession['run']>>[string];

async function inSentence<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnsupportedError) throw error;
    throw new UnsupportedError(`ONNX Runtime: ${firstLine(error)}`, { cause: error });
  }
}

/** Without the place in the runtime's own source that some messages begin with. */
function firstLine(error: unknown): string {
  const line = messageOf(error).split('\n').find((each) => each.trim() !== '') ?? ''; // prettier-ignore
  return line.replace(/^.*\.(?:cc|h):\d+ \S+(?: \[[^\]]*\])? /, '').trim();
}
