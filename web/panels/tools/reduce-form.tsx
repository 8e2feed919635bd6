/** The budgets, and what is minimised. */
import type { TargetedEvent } from 'preact';
import type { ReduceRequest } from '../../engine/protocol.ts';
import {
  faultOf,
  findFront,
  isAskable,
  limit,
  request,
  solve,
  solving,
  subject,
  typeBudget,
  typedBudgets,
} from './solving.ts';

type Objective = ReduceRequest['objective'];

const objectives: readonly { readonly name: Objective; readonly means: string }[] = [
  { name: 'log', means: 'the product of kept shares; no layer is shredded' },
  { name: 'square', means: 'many small cuts rather than a deep one' },
  { name: 'linear', means: 'shreds a layer rather than touch several' },
  { name: 'uniform', means: 'the same shape, thinner' },
  { name: 'units', means: 'keeps as many units as possible' },
  { name: 'fewest', means: 'as few layers as possible, deeply' },
];

const steps = [1, 2, 4, 8, 16, 32, 64];

export function ReduceForm() {
  const { objective, step, exact } = request.value;
  return (
    <form
      class="tool-reduce-form"
      noValidate // the sentence under a budget says more than the browser's
      onSubmit={(event) => {
        event.preventDefault();
        void solve();
      }}
    >
      <Budget field="weights" />
      <Budget field="connections" />
      <div class="tool-field">
        <label for="reduce-objective">Least change means</label>
        <select
          id="reduce-objective"
          value={objective}
          onInput={({ currentTarget }) => set({ objective: objectives[currentTarget.selectedIndex]!.name })}
        >
          {objectives.map(({ name, means }) => (
            <option key={name} value={name}>
              {name}: {means}
            </option>
          ))}
        </select>
      </div>
      <div class="tool-field">
        <label for="reduce-step">Widths in steps of</label>
        <select
          id="reduce-step"
          value={step}
          onInput={({ currentTarget }) => set({ step: Number(currentTarget.value) })}
        >
          {steps.map((size) => (
            <option key={size} value={size}>
              {size}
            </option>
          ))}
        </select>
      </div>
      <label class="tool-check">
        <input type="checkbox" checked={exact} onInput={({ currentTarget }) => set({ exact: currentTarget.checked })} />
        go on until it is proved to be the least
      </label>
      <div class="tool-buttons">
        <button
          type="submit"
          class="button-main"
          disabled={!subject.value || !isAskable.value || solving.value !== undefined}
        >
          Reduce {subject.value?.ledger.network.name}
        </button>
        <button
          type="button"
          disabled={!subject.value || solving.value !== undefined || objective === 'uniform'}
          onClick={() => void findFront()}
        >
          Map all budgets
        </button>
      </div>
      {objective === 'uniform' && (
        <p class="tool-hint">The map needs an objective that is a sum; uniform is a maximum.</p>
      )}
    </form>
  );
}

/** A share of the original, or none at all. */
function Budget({ field }: { readonly field: 'weights' | 'connections' }) {
  const share = request.value[field];
  const onInput = ({ currentTarget }: TargetedEvent<HTMLInputElement>): void => typeBudget(field, currentTarget.value);
  const percent = share === undefined ? 100 : Number((share * 100).toPrecision(12));
  const shown = typedBudgets.value[field] ?? String(percent);
  const fault = faultOf(shown);
  return (
    <fieldset class="tool-knob tool-budget">
      <legend>{field === 'weights' ? 'Weights' : 'Connections'}: at most</legend>
      <input
        type="range"
        aria-label={`budget of ${field}, slider`}
        min={5}
        max={100}
        step={1}
        value={percent}
        disabled={share === undefined}
        onInput={onInput}
      />
      <span class="tool-inline">
        <input
          type="number"
          aria-label={`budget of ${field} in percent of the original`}
          min={0}
          max={100}
          step="any"
          value={shown}
          aria-invalid={fault !== undefined}
          aria-describedby={`budget-${field}-fault`}
          disabled={share === undefined}
          onInput={onInput}
        />
        %
      </span>
      <small id={`budget-${field}-fault`} class="tool-fault" role="alert">
        {fault}
      </small>
      <label class="tool-check">
        <input
          type="checkbox"
          checked={share !== undefined}
          onInput={({ currentTarget }) => limit(field, currentTarget.checked)}
        />
        limited
      </label>
    </fieldset>
  );
}

function set(changed: Partial<ReduceRequest>): void {
  request.value = { ...request.value, ...changed };
}
