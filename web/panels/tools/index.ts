/** The table of tools: a button each, and a panel that is loaded when it is first opened. */
import type { ComponentType } from 'preact';

export interface Tool {
  readonly id: string;
  readonly title: string;
  /** Loads the panel's code. */
  readonly load: () => Promise<ComponentType>;
}

export const tools: readonly Tool[] = [
  { id: 'what-if', title: 'What if', load: async () => (await import('./what-if.tsx')).WhatIf },
  { id: 'text', title: 'Network file', load: async () => (await import('./editor.tsx')).Editor },
  { id: 'audit', title: 'Audit', load: async () => (await import('./audit.tsx')).Audit },
  { id: 'reduce', title: 'Reduce', load: async () => (await import('./reduce.tsx')).Reduce },
  { id: 'compare', title: 'Compare', load: async () => (await import('./compare.tsx')).Compare },
  { id: 'take-away', title: 'Take away', load: async () => (await import('./take-away.tsx')).TakeAway },
  { id: 'notes', title: 'Notes', load: async () => (await import('./notes.tsx')).Notes },
];
