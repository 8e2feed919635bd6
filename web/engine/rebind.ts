/** Counts an open network with other numbers for its open sizes, without reading it again. */
import type { Context } from './context.ts';
import { bindingsFor } from './leftOpen.ts';
import type { Bindings, View } from './protocol.ts';
import { show } from './view.ts';

/** Throws a UsageError for a size below 1. */
export function rebind(context: Context, id: number, bind: Bindings): View {
  const { ledger: _, ...opened } = context.networks.get(id);
  const { network, count } = opened;
  const started = performance.now();
  return show(context, { ...opened, count: { ...count, bind: bindingsFor(network, bind, count.inputs) }, started });
}
