/** The layers that differ between two open networks, as the engine matches them. */
import { engine } from '../../engine/client.ts';
import type { DiffView } from '../../engine/protocol.ts';
import { useAsked, type Asked } from './asked.ts';
import { Delta } from './difference.tsx';
import { signed } from './figures.ts';
import { Failure, Said } from './frame.tsx';
import { LayerLink } from './layer-link.tsx';

interface ChangesProps {
  readonly before: number;
  readonly after: number;
  /** Rows that are the same are left out. */
  readonly isChangedOnly?: boolean | undefined;
}

export function Changes({ before, after, isChangedOnly }: ChangesProps) {
  const { answer, failure } = useDiff(before, after);
  return <ChangesOf diff={answer.value} failure={failure.value} isChangedOnly={isChangedOnly} />;
}

/** How two open networks differ. */
export function useDiff(before: number | undefined, after: number | undefined): Asked<DiffView> {
  const isAsked = before !== undefined && after !== undefined;
  return useAsked(() => (isAsked ? engine.diff(before, after) : undefined), [before, after], { quiet: 120 });
}

interface ChangesOfProps {
  readonly diff: DiffView | undefined;
  readonly failure: string | undefined;
  readonly isChangedOnly?: boolean | undefined;
}

export function ChangesOf({ diff, failure, isChangedOnly = true }: ChangesOfProps) {
  const rows = diff?.rows.filter(({ kind }) => !isChangedOnly || kind !== 'same') ?? [];
  return (
    <>
      <Failure sentence={failure} />
      <Said>{diff && countsOf(diff)}</Said>
      {rows.length > 0 && <Rows rows={rows} />}
    </>
  );
}

function countsOf({ counts }: DiffView): string {
  return `${counts.changed} changed, ${counts.added} added, ${counts.removed} removed, ${counts.same} the same.`;
}

/** Rows beyond are said to be there, since a list of ten thousand is not read. */
const most = 400;

const marks = { same: '=', changed: '≠', added: '+', removed: '−' } as const;

function Rows({ rows }: Pick<DiffView, 'rows'>) {
  return (
    <div class="tool-scroll" tabIndex={0} role="region" aria-label="layer by layer">
      <table class="tool-changes">
        <thead>
          <tr>
            {['kind', 'layer', 'what changed', 'weights', 'connections'].map((title) => (
              <th scope="col" key={title}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((row, i) => (
            <Row key={i} row={row} />
          ))}
        </tbody>
      </table>
      {rows.length > most && <p>And {rows.length - most} more rows.</p>}
    </div>
  );
}

function Row({
  row: { kind, before, after, changes, weights, connections },
}: {
  readonly row: DiffView['rows'][number];
}) {
  return (
    <tr class={`tool-row-${kind}`}>
      <td>
        <span aria-hidden="true">{marks[kind]} </span>
        {kind}
      </td>
      <th scope="row">
        {before !== null && after !== null && before !== after && `${before} → `}
        <LayerLink layer={(after ?? before)!} />
      </th>
      <td>{changes.join('; ')}</td>
      <td data-title="weights">
        <Delta difference={signed(weights)} />
      </td>
      <td data-title="connections">
        <Delta difference={signed(connections)} />
      </td>
    </tr>
  );
}
