/** A ledger with its totals as a convention counts them. */
import { conventionOf, totalOf } from '../conventions/index.ts';
import { encounterSentence } from '../conventions/say-bridge.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Counted } from '../report/counted.ts';

/** What the convention takes for granted, and where it is off on this network, are notes. Throws a UsageError for a name that is none. */
export function convert(ledger: Ledger, name: string): Counted {
  const convention = conventionOf(name);
  const items = convention.cost(ledger);
  const parameters = convention.parameters?.(ledger);
  const notes = [...convention.notes, ...convention.encounters(ledger).map(encounterSentence)];
  return {
    ...ledger,
    converted: {
      convention: convention.name,
      unit: convention.unit,
      cost: totalOf(items),
      items,
      parameters: parameters && totalOf(parameters),
    },
    notes: [...ledger.notes, ...notes.map((note) => `${convention.name}: ${note}`)],
  };
}
