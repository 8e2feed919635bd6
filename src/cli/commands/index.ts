/** The table of commands: each is loaded when it is called, but for the one that most calls are for. */
import type { Command } from '../command.ts';
import { command as count } from './count.ts';

interface Entry {
  readonly name: string;
  load(): Promise<Command>;
}

export const commands: readonly Entry[] = [
  { name: 'count', load: async () => count },
  { name: 'shapes', load: async () => (await import('./shapes.ts')).command },
  { name: 'explain', load: async () => (await import('./explain.ts')).command },
  { name: 'diff', load: async () => (await import('./diff.ts')).command },
  { name: 'draw', load: async () => (await import('./draw.ts')).command },
  { name: 'compare', load: async () => (await import('./compare.ts')).command },
  { name: 'audit', load: async () => (await import('./audit.ts')).command },
  { name: 'why', load: async () => (await import('./why.ts')).command },
  { name: 'run', load: async () => (await import('./run.ts')).command },
  { name: 'advise', load: async () => (await import('./advise.ts')).command },
  { name: 'reduce', load: async () => (await import('./reduce.ts')).command },
  { name: 'export', load: async () => (await import('./export.ts')).command },
  { name: 'serve', load: async () => (await import('./serve.ts')).command },
  { name: 'networks', load: async () => (await import('./networks.ts')).command },
  { name: 'schema', load: async () => (await import('./schema.ts')).command },
  { name: 'completion', load: async () => (await import('./completion.ts')).command },
];
