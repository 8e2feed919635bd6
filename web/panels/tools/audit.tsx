/** Audit: what was printed about the open network, each number with its verdict and the reason; and what any number could be. */
import { useSignal } from '@preact/signals';
import { engine } from '../../engine/client.ts';
import type { ClaimView } from '../../engine/protocol.ts';
import { isEdited, original } from '../../state/app.ts';
import { useAsked } from './asked.ts';
import { Explanations } from './explanations.tsx';
import { said } from './figures.ts';
import { Failure, Frame, Working } from './frame.tsx';
import { LayerLink } from './layer-link.tsx';
import { Badge, verdicts, type Verdict } from './verdict.tsx';
import { Why } from './why.tsx';

export function Audit() {
  const id = original.value?.id;
  const { answer, failure, progress, cancel } = useAsked(() => (id === undefined ? undefined : engine.audit(id)), [id]);
  return (
    <Frame
      id="audit"
      title="Audit"
      about="What was printed about this network, held against what layerledger counts: each number with its verdict and the reason."
    >
      <Why />
      <h3>Printed numbers</h3>
      {isEdited.value && <p class="tool-hint">{ofOriginal()}</p>}
      <Failure sentence={failure.value} />
      <Working progress={progress.value} cancel={cancel} />
      {answer.value && <Claims claims={answer.value} />}
    </Frame>
  );
}

function Claims({ claims }: { readonly claims: readonly ClaimView[] }) {
  const shown = useSignal<Verdict | undefined>(undefined);
  if (claims.length === 0) return <p>No printed number about this network is known to layerledger.</p>;
  const listed = claims.filter(({ verdict }) => shown.value === undefined || verdict === shown.value);
  return (
    <>
      <Filter claims={claims} shown={shown.value} show={(verdict) => (shown.value = verdict)} />
      <p role="status" class="tool-said">
        {listed.length} of {claims.length} printed numbers.
      </p>
      <ul class="tool-claims">
        {listed.map((claim) => (
          <Claim key={claim.id} claim={claim} />
        ))}
      </ul>
    </>
  );
}

/** A printed number is about what was printed, whatever somebody tries with it. */
function ofOriginal(): string {
  return `The network was edited: what was printed is held against ${original.value?.ledger.network.name} as it was opened.`;
}

interface FilterProps {
  readonly claims: readonly ClaimView[];
  readonly shown: Verdict | undefined;
  show(verdict: Verdict | undefined): void;
}

function Filter({ claims, shown, show }: FilterProps) {
  const count = (verdict: Verdict): number => claims.filter((claim) => claim.verdict === verdict).length;
  return (
    <div class="tool-buttons" role="group" aria-label="show verdicts">
      <button type="button" aria-pressed={shown === undefined} onClick={() => show(undefined)}>
        all {claims.length}
      </button>
      {verdicts
        .filter((verdict) => count(verdict) > 0)
        .map((verdict) => (
          <button type="button" key={verdict} aria-pressed={shown === verdict} onClick={() => show(verdict)}>
            <Badge verdict={verdict} /> {count(verdict)}
          </button>
        ))}
    </div>
  );
}

function Claim({ claim }: { readonly claim: ClaimView }) {
  const { verdict, text, unit, computed, quoted, where, reason, layer, explanations, tried } = claim;
  return (
    <li class={`tool-claim tool-verdict-${verdict}`}>
      <h4>
        <Badge verdict={verdict} /> {text.includes(unit) ? text : `${text} ${unit}`}
      </h4>
      <dl>
        <dt>printed</dt>
        <dd>
          <q>{quoted}</q>
          {where !== '' && <cite> {where}</cite>}
        </dd>
        <dt>counted</dt>
        <dd>
          {computed === null ? '–' : said(computed)}
          {layer !== null && (
            <>
              {' '}
              in <LayerLink layer={layer} />
            </>
          )}
        </dd>
        <dt>reason</dt>
        <dd>{reason}</dd>
      </dl>
      {explanations.length > 0 && (
        <details>
          <summary>what gives the printed number: {explanations.length}</summary>
          <Explanations explanations={explanations} tried={tried} />
        </details>
      )}
    </li>
  );
}
