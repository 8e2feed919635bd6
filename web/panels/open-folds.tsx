/** The blocks that were unfolded, each with a button that folds it again. */
import type { Fold } from '../../src/draw/index.ts';
import { expanded, toggleFold } from './folds.ts';

export function OpenFolds({ folds }: { readonly folds: readonly Fold[] }) {
  const unfolded = folds.filter((fold) => fold.open && expanded.value.includes(fold.key));
  if (unfolded.length === 0) return null;
  return (
    <div class="open-folds" role="group" aria-label="Unfolded blocks">
      {unfolded.map(({ key, path }) => (
        <button type="button" key={key} title={`Fold ${path.join('/')} again`} onClick={() => toggleFold(key)}>
          {path.at(-1) ?? key} <span aria-hidden="true">✕</span>
        </button>
      ))}
    </div>
  );
}
