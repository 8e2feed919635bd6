/** Opens a network file that is being edited; what is wrong with it is listed rather than thrown. */
import type { Context } from './context.ts';
import { problemOf, readText, remember } from './faults.ts';
import { keepLedger } from './ledgerOf.ts';
import { bindingsFor } from './leftOpen.ts';
import type { Bindings, Edited } from './protocol.ts';
import { show } from './view.ts';

export function edit(context: Context, text: string, name: string, bind: Bindings = []): Edited {
  const started = performance.now();
  const read = readText(text, name);
  if ('problem' in read) return { problems: [read.problem] };
  try {
    const { network } = remember(read);
    const view = show(context, { network, text, started, count: { bind: bindingsFor(network, bind) } });
    keepLedger(read.network, context.networks.get(view.id).ledger);
    return { view };
  } catch (error) {
    return { problems: [problemOf(error)] };
  }
}
