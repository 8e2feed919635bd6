/** Codes → classes: blocks of one skeleton are one class, and the numbers in which they differ are its parameters. */
import { skeletonOf, slotsOf, type Slot } from '../construction.ts';
import type { Code } from './code.ts';
import { helpers } from './helpers.ts';
import { planParameters, type Plan } from './parameters.ts';
import { blockName } from './naming.ts';
import { unused } from '../text.ts';

export interface Class {
  readonly name: string;
  /** One of its instances; all have the same skeleton. */
  readonly code: Code;
  /** Where the class's numbers come from: constants, parameters, or expressions in them. */
  readonly plan: Plan;
}

export interface Classes {
  /** In an order in which each stands behind those that it uses; the network's own is the last. */
  readonly all: readonly Class[];
  classOf(code: Code): Class;
}

interface Draft {
  readonly code: Code;
  readonly instances: (readonly Slot[])[];
}

/** `name` is the class of the whole network. */
export function classesOf(root: Code, name: string): Classes {
  const drafts = new Map<string, Draft>();
  const keys = new Map<Code, string>();
  register(root, (code, key) => {
    keys.set(code, key);
    const draft = drafts.get(key) ?? { code, instances: [] };
    drafts.set(key, draft);
    draft.instances.push(numbersOf(code));
  });
  const taken = new Set([name, ...Object.keys(helpers)]);
  const classes = new Map<string, Class>();
  for (const [key, { code, instances }] of drafts) {
    const own = code === root ? name : unused(blockName(code), taken, '');
    classes.set(key, { name: own, code, plan: planParameters(instances) });
  }
  return { all: [...classes.values()], classOf: (code) => classes.get(keys.get(code)!)! };
}

/** Inner blocks first; a chain is no class. Returns the block's skeleton. */
function register(code: Code, visit: (code: Code, key: string) => void): string {
  const parts = code.declared.map((entry) => {
    if (entry.kind === 'block') return `${entry.name} ${register(entry.code, visit)}`;
    return `${entry.kind} ${entry.name} ${skeletonOf(entry.construction)} ${entry.ties.join(' ')} ${entry.remark ?? ''}`;
  });
  const key = JSON.stringify([code.params, parts, code.lines]);
  if (!code.isChain) visit(code, key);
  return key;
}

/** All numbers of a block and of those within it, in order. */
export function numbersOf(code: Code): readonly Slot[] {
  return code.declared.flatMap((entry) =>
    entry.kind === 'block' ? numbersOf(entry.code) : slotsOf(entry.construction),
  );
}
