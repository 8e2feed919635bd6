/** The table of what the engine does. What the first view needs is here; the rest is loaded when it is asked for. */
import type { Operations } from './context.ts';
import { open } from './open.ts';
import { rebind } from './rebind.ts';
import { svg, unfold } from './figure.ts';
import { publishedNetworks } from '../../src/formats/published.ts';

export const operations: Operations = {
  published: () => publishedNetworks().map(({ name, title, source }) => ({ name, title, source })),
  open,
  rebind,
  svg,
  unfold,
  close: ({ networks }, id) => networks.remove(id),
  explain: async (...asked) => (await import('./explain.ts')).explain(...asked),
  textOf: async (...asked) => (await import('./textOf.ts')).textOf(...asked),
  edit: async (...asked) => (await import('./edit.ts')).edit(...asked),
  complete: async (...asked) => (await import('./complete.ts')).complete(...asked),
  knobs: async (...asked) => (await import('./knobs.ts')).knobs(...asked),
  turn: async (...asked) => (await import('./turn.ts')).turn(...asked),
  audit: async (...asked) => (await import('./audit.ts')).auditOf(...asked),
  why: async (...asked) => (await import('./audit.ts')).whyOf(...asked),
  reduce: async (...asked) => (await import('./reduce.ts')).reduceTo(...asked),
  pareto: async (...asked) => (await import('./pareto.ts')).paretoOf(...asked),
  reducedFile: async (...asked) => (await import('./reducedFile.ts')).reducedFile(...asked),
  diff: async (...asked) => (await import('./diff.ts')).diff(...asked),
  write: async (...asked) => (await import('./write.ts')).write(...asked),
};
