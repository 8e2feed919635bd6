/** One knob: a slider and a field for a number, a list for a choice, a field for anything else. */
import { useSignal } from '@preact/signals';
import type { TargetedEvent } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Knob } from '../../engine/protocol.ts';
import { text } from '../../state/app.ts';
import { endGesture, isRefused, leave, refused, refuseUnasked, turn, turnedTo } from './turning.ts';
import { WholeField } from './whole-field.tsx';

interface KnobProps {
  /** The network file in which it has this value. */
  readonly of: string;
  readonly layer: string | null;
  readonly knob: Knob;
}

export function KnobRow({ of, layer, knob }: KnobProps) {
  const id = useId();
  const shown = useSignal(knob.value);
  const most = useReach(knob);
  useEffect(() => {
    if (of === text.value) shown.value = turnedTo(layer, knob.field) ?? knob.value; // else it was turned since
  }, [knob, layer]);
  const own = { layer, field: knob.field };
  const set = (value: number | string): void => {
    shown.value = value;
    turn({ ...own, value });
  };
  const props = {
    id,
    knob: { ...knob, ...(most !== undefined && { most }) },
    value: shown.value,
    isInvalid: isRefused(own),
    set,
    refuse: (why: string) =>
      refuseUnasked({ ...own, sentence: `${knob.label.split(',')[0]} ${why}; ${shown.value} stays.` }),
  };
  const row = useRef<HTMLDivElement>(null);
  const putBack = (): void => {
    if (!isRefused(own)) return;
    leave(own);
    shown.value = turnedTo(layer, knob.field) ?? knob.value;
  };
  useEffect(() => {
    if (!row.current?.contains(document.activeElement)) putBack(); // the answer came when the row was left already
  }, [refused.value]);
  const onFocusOut = (): void => {
    endGesture();
    putBack();
  };
  return (
    <div ref={row} class="tool-knob" onPointerUp={endGesture} onFocusOut={onFocusOut}>
      <label for={id}>{knob.label}</label>
      <div class="tool-knob-controls">
        {knob.choices && <Choice {...props} />}
        {typeof shown.value === 'number' && knob.most !== undefined ? (
          <Slider {...props} id={knob.choices ? `${id}-cells` : id} />
        ) : (
          !knob.choices && <Words {...props} />
        )}
      </div>
    </div>
  );
}

/** How far a slider reaches while it is shown: never less far than before, so that nothing moves under the pointer. */
function useReach({ most }: Knob): number | undefined {
  const reach = useRef(most);
  if (most !== undefined) reach.current = Math.max(most, reach.current ?? 0);
  return most === undefined ? undefined : reach.current;
}

interface ControlProps {
  readonly id: string;
  readonly knob: Knob;
  readonly value: number | string;
  readonly isInvalid: boolean;
  set(value: number | string): void;
  /** Told what is wrong with what a field says. */
  refuse(why: string): void;
}

/** The slider reaches as far as it says; the field takes any number from the least on. */
function Slider({ id, knob: { label, least = 0, most, step = 1 }, value, set, ...field }: ControlProps) {
  return (
    <>
      <input
        type="range"
        aria-label={`${label}, slider`}
        min={least}
        max={Math.max(most!, Number(value))}
        step={step}
        value={value}
        onInput={({ currentTarget }) => set(currentTarget.valueAsNumber)}
      />
      <WholeField
        id={id}
        label={label}
        value={value}
        least={Math.min(least, 1)}
        take={(next) => set(next!)}
        {...field}
      />
    </>
  );
}

/** What a number of one's own is called in a list of words. */
const ownNumber = 'a number';

/** Where numbers are possible beside the words, they are one of the choices. */
function Choice({ id, knob: { choices = [], least, most }, value, isInvalid, set }: ControlProps) {
  const takesNumbers = most !== undefined;
  const current = takesNumbers && typeof value === 'number' ? ownNumber : String(value);
  const all = [...new Set([...choices, ...(takesNumbers ? [ownNumber] : []), current])];
  const onInput = ({ currentTarget }: TargetedEvent<HTMLSelectElement>): void =>
    set(currentTarget.value === ownNumber ? Math.max(least ?? 0, 1) : currentTarget.value);
  return (
    <select id={id} aria-invalid={isInvalid} value={current} onInput={onInput}>
      {all.map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  );
}

/** Words are taken when they are finished: half a word is no size. */
function Words({ id, value, isInvalid, set }: ControlProps) {
  const onChange = ({ currentTarget }: TargetedEvent<HTMLInputElement>): void => set(currentTarget.value);
  return (
    <input
      id={id}
      type="text"
      value={value}
      aria-invalid={isInvalid}
      spellcheck={false}
      autocomplete="off"
      onChange={onChange}
    />
  );
}
