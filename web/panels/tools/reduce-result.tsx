/** What the solver found: totals and widths before and after, the proof, and the reduced network to look at and to take away. */
import { useSignal } from '@preact/signals';
import { engine } from '../../engine/client.ts';
import type { ReduceView } from '../../engine/protocol.ts';
import { original, reset, sentenceOf, view } from '../../state/app.ts';
import { Differences } from './difference.tsx';
import { said } from './figures.ts';
import { Failure, Said } from './frame.tsx';
import { save } from './save.ts';
import { show, type Solved } from './solving.ts';
import { Widths } from './widths.tsx';

export function ReduceResult({ solved }: { readonly solved: Solved }) {
  const { result } = solved;
  return (
    <div class="tool-result">
      <h3>{solved.of.ledger.network.name}, reduced</h3>
      <Said>{statusOf(result)}</Said>
      {result.objective.value !== null && <p>{proofOf(result)}</p>}
      {result.after ? (
        <Differences caption="Totals" rows={totals(result.before, result.after)} />
      ) : (
        result.least && (
          <Differences caption="The least that can be reached" rows={totals(result.before, result.least)} />
        )
      )}
      {result.reduced && <Actions solved={solved} />}
      {result.widths.length > 0 && <Widths widths={result.widths} />}
      {result.frozen.length > 0 && <Frozen frozen={result.frozen} />}
    </div>
  );
}

const statuses: Readonly<Record<ReduceView['status'], string>> = {
  optimal: 'Proved: no choice of widths that meets the budgets is cheaper.',
  'within gap': 'Found, and proved to be within the gap of the least.',
  stopped: 'Stopped before the proof: this is the best so far.',
  infeasible: 'Nothing fits: no choice of widths meets these budgets.',
};

function statusOf({ status }: ReduceView): string {
  return statuses[status];
}

function proofOf({ objective: { name, value, bound, gap, proof } }: ReduceView): string {
  const price = `The change costs ${value!.toFixed(4)} (${name})`;
  if (bound === null) return `${price}.`;
  const least = `no choice is cheaper than ${bound.toFixed(4)} (${proof})`;
  return `${price}; ${least}${gap === null ? '' : `, a gap of ${(gap * 100).toFixed(2)} %`}.`;
}

type Totals = ReduceView['before'];

function totals(before: Totals, after: Totals) {
  const titles = {
    weights: 'weights',
    connections: 'connections',
    units: 'units',
    memory: 'bytes of parameters',
  } as const;
  return (['weights', 'connections', 'units', 'memory'] as const).map((key) => ({
    title: titles[key],
    before: before[key],
    after: after[key],
  }));
}

function Actions({ solved }: { readonly solved: Solved }) {
  const failure = useSignal<string | undefined>(undefined);
  const reduced = solved.result.reduced!;
  const isShown = view.value === reduced;
  const download = async (): Promise<void> => {
    try {
      const { file, name } = await engine.reducedFile(reduced.id);
      save(file, name);
      failure.value = undefined;
    } catch (error) {
      failure.value = sentenceOf(error);
    }
  };
  return (
    <>
      <div class="tool-buttons">
        {isShown ? (
          <button type="button" onClick={() => void reset()}>
            Show {original.value?.ledger.network.name ?? 'the original'} again
          </button>
        ) : (
          <button type="button" onClick={() => show(solved)}>
            Show the reduced network
          </button>
        )}
        <button type="button" onClick={() => void download()}>
          Download it
        </button>
      </div>
      <Failure sentence={failure.value} />
      <p class="tool-hint">A reduced model has to be trained again.</p>
    </>
  );
}

function Frozen({ frozen }: Pick<ReduceView, 'frozen'>) {
  return (
    <details>
      <summary>Widths that cannot change: {frozen.length}</summary>
      <ul class="tool-list">
        {frozen.map(({ name, width, reason }) => (
          <li key={name}>
            <b>{name}</b>, {said(width)}: {reason}
          </li>
        ))}
      </ul>
    </details>
  );
}
