/** A field for a whole number. What is none is not taken but said, and gone when the field is left. */
import { useSignal } from '@preact/signals';
import type { TargetedEvent } from 'preact';
import { useEffect } from 'preact/hooks';

interface WholeFieldProps {
  readonly id: string;
  readonly label: string;
  /** `undefined`: none, where the field may be empty. */
  readonly value: number | string | undefined;
  readonly least: number;
  readonly isInvalid: boolean;
  /** What an empty field stands for; absent: it may not be empty. */
  readonly empty?: string;
  take(value: number | undefined): void;
  /** Told what is wrong: `must be a whole number from 1`. */
  refuse(why: string): void;
}

export function WholeField({ id, label, value, least, isInvalid, empty, take, refuse }: WholeFieldProps) {
  const draft = useSignal<string | undefined>(undefined);
  useEffect(() => {
    if (String(value ?? '') !== draft.peek()) draft.value = undefined; // it was changed elsewhere
  }, [value]);
  const onInput = ({ currentTarget }: TargetedEvent<HTMLInputElement>): void => {
    const { value: said, validity } = currentTarget;
    draft.value = said;
    if (said !== '' && validity.valid) take(currentTarget.valueAsNumber);
    else if (empty !== undefined && said === '' && !validity.badInput) take(undefined);
    else refuse(`must be a whole number from ${least}`);
  };
  const onBlur = ({ currentTarget }: TargetedEvent<HTMLInputElement>): void => {
    draft.value = undefined;
    currentTarget.value = String(value ?? ''); // half a number is no value, so that drawing anew would leave it
  };
  return (
    <input
      id={id}
      type="number"
      inputMode="numeric"
      aria-label={label}
      aria-invalid={isInvalid}
      min={least}
      max={Number.MAX_SAFE_INTEGER}
      step={1}
      placeholder={empty}
      value={draft.value ?? value ?? ''}
      onInput={onInput}
      onBlur={onBlur}
    />
  );
}
