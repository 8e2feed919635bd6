/** What was not counted, and what was assumed: gaps are part of the answer. */
import { pageWords } from '../../engine/pageWords.ts';
import { view } from '../../state/app.ts';
import { Frame } from './frame.tsx';
import { LayerLink } from './layer-link.tsx';

export function Notes() {
  const ledger = view.value?.ledger;
  return (
    <Frame
      id="notes"
      title="Notes"
      about="What was assumed where the source does not say, and what could not be counted."
    >
      {ledger && (
        <>
          <h3>Assumed</h3>
          {ledger.notes.length === 0 ? (
            <p>Nothing: the source says everything that the numbers need.</p>
          ) : (
            <ul class="tool-list">
              {ledger.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
          <h3>Not counted</h3>
          {ledger.uncounted.length === 0 ? (
            <p>Nothing: every layer is counted.</p>
          ) : (
            <Uncounted rows={ledger.uncounted} />
          )}
        </>
      )}
    </Frame>
  );
}

type Rows = NonNullable<typeof view.value>['ledger']['uncounted'];

/** As many rows as a person reads; what is beyond is said. */
const most = 500;

function Uncounted({ rows }: { readonly rows: Rows }) {
  return (
    <>
      <div class="tool-scroll" tabIndex={0} role="region" aria-label="what was not counted">
        <table>
          <thead>
            <tr>
              <th scope="col">layer</th>
              <th scope="col">operator</th>
              <th scope="col">reason</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map(({ name, operator, reason }) => (
              <tr key={name}>
                <th scope="row">
                  <LayerLink layer={name} />
                </th>
                <td>{operator}</td>
                <td>{pageWords(reason)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > most && <p>And {rows.length - most} more, in the JSON under “Take away”.</p>}
    </>
  );
}
