/** The page's end of the line to the engine: a call is a promise that can be cancelled and that says how far it is. */
import { EngineFailure } from './failure.ts';
import type { Answer, Engine, EngineError, Method, Progress, Request, View } from './protocol.ts';

type ProgressListener = (progress: Progress, partial?: unknown) => void;

export interface Call<R> extends Promise<R> {
  /** Asks the engine to end: reading rejects with `cancelled`, the solver gives the best so far. */
  cancel(): void;
  /** `partial` is what is known so far, of the answer's own type. */
  onProgress(listener: ProgressListener): void;
}

export type Client = {
  readonly [M in Method]: (...args: Parameters<Engine[M]>) => Call<Awaited<ReturnType<Engine[M]>>>;
};

/** Who hears the engine. */
export interface Listener {
  onAnswer(answer: Answer): void;
  onCrash(reason: string): void;
}

/** An engine that runs somewhere. */
export interface Link {
  post(request: Request): void;
  end(): void;
}

export type Start = (listener: Listener) => Link;

/** All methods; the type says where one is missing. */
const methods: Readonly<Record<Method, true>> = {
  published: true, open: true, rebind: true, textOf: true, edit: true, complete: true, explain: true, knobs: true, turn: true,
  audit: true, why: true, reduce: true, pareto: true, reducedFile: true, diff: true, write: true, svg: true,
  unfold: true, close: true,
}; // prettier-ignore

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: EngineFailure) => void;
  readonly listeners: Set<ProgressListener>;
}

/** The engine is started with the first call, and anew with the first after a crash; no call is made twice. */
export function createClient(start: Start): Client {
  const waiting = new Map<number, Waiting>();
  let link: Link | undefined;
  let last = 0;

  /** A view that nothing on the page holds any more needs no network in the engine. */
  const gone = new FinalizationRegistry<number>((id) => link?.post({ call: ++last, method: 'close', args: [id] }));

  const onAnswer = (answer: Answer): void => {
    const asked = waiting.get(answer.call);
    if (!asked) return;
    if ('progress' in answer) return asked.listeners.forEach((listen) => listen(answer.progress, answer.partial));
    waiting.delete(answer.call);
    if ('error' in answer) asked.reject(new EngineFailure(answer.error));
    else {
      for (const view of viewsIn(answer.result)) gone.register(view, view.id);
      asked.resolve(answer.result);
    }
  };

  const onCrash = (reason: string): void => {
    link?.end();
    link = undefined;
    const error: EngineError = { kind: 'internal', message: `${crashed} (${reason})` };
    for (const { reject } of waiting.values()) reject(new EngineFailure(error));
    waiting.clear();
  };

  const post = (request: Request): void => (link ??= start({ onAnswer, onCrash })).post(request);

  const ask = (method: Method, args: readonly unknown[]): Call<unknown> => {
    const call = ++last;
    const listeners = new Set<ProgressListener>();
    const promise = new Promise<unknown>((resolve, reject) => {
      post({ call, method, args }); // rejects where an argument cannot be copied
      waiting.set(call, { resolve, reject, listeners });
    });
    return Object.assign(promise, {
      cancel: () => void (waiting.has(call) && post({ cancel: call })),
      onProgress: (listener: ProgressListener) => void listeners.add(listener),
    });
  };

  const entries = Object.keys(methods).map((name) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the keys' type
    const method = name as Method;
    return [method, (...args: readonly unknown[]) => ask(method, args)] as const;
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one for each method; the engine holds the types of the answers
  return Object.fromEntries(entries) as unknown as Client;
}

/** The views in an answer: it is one, or holds one as `view` (an edit) or `reduced` (a reduction). */
function viewsIn(result: unknown): readonly View[] {
  if (typeof result !== 'object' || result === null) return [];
  if ('ledger' in result && 'id' in result) return [result as View]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- no other answer has both
  return viewsIn('view' in result ? result.view : 'reduced' in result ? result.reduced : undefined);
}

const crashed =
  'The engine stopped unexpectedly, perhaps for want of memory; it starts again when something is opened.';

let start: Start = () => {
  throw new EngineFailure({ kind: 'internal', message: 'no engine was chosen: main.tsx says where it runs' });
};

/** Says where the page's engine runs; to be called before the first question. */
export function runEngine(where: Start): void {
  start = where;
}

/** The engine of this page. */
export const engine: Client = createClient((listener) => start(listener));
