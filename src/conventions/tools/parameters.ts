/** What tools print as parameters. */
import type { Ledger } from '../../core/ledger.ts';
import { callsOf } from '../calls/index.ts';
import type { Call, Parameter } from '../calls/call.ts';
import { tensorsIn } from '../calls/parameters.ts';
import type { Role } from '../../core/operator.ts';
import { itemsOf, type Item } from '../convention.ts';

/** How items call what a tensor is for. */
const roleWords: Readonly<Record<Role, string>> = {
  weight: 'weights',
  embedding: 'embedding tables',
  bias: 'biases',
  norm: 'scales and shifts of normalisations',
  other: 'other parameters',
  buffer: 'running statistics',
};

/** Every learned tensor, once: `sum(p.numel() for p in model.parameters())`. */
export function everyParameter(ledger: Ledger): readonly Item[] {
  return (['weight', 'embedding', 'bias', 'norm', 'other'] as const).flatMap((role) => tensorsOfRole(ledger, role));
}

export function tensorsOfRole(ledger: Ledger, role: Role): readonly Item[] {
  const tensors = tensorsIn(ledger).filter((tensor) => tensor.role === role);
  return itemsOf(tensors.map(({ layer, elements }) => ({ what: roleWords[role], layer, value: elements })));
}

/** The learned tensors of those calls alone that a tool has a rule for. */
export function parametersOfCalls(counts: (call: Call) => boolean): (ledger: Ledger) => readonly Item[] {
  return (ledger) => {
    const seen = new Set<string>();
    const isNew = ({ name }: Parameter): boolean => !seen.has(name) && Boolean(seen.add(name));
    const calls = callsOf(ledger).filter(counts);
    return itemsOf(
      calls.flatMap(({ kind, layer, parameters }) =>
        parameters.filter(isNew).map(({ elements }) => ({ what: kind, layer, value: elements })),
      ),
    );
  };
}
