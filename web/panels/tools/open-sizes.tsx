/** What the network's inputs leave open: a field for each size, followed as it is typed, and one for each shape that the file does not say. */
import { useSignal } from '@preact/signals';
import type { TargetedEvent } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import type { LeftOpen } from '../../engine/protocol.ts';
import { bindings, bindSize, openSource, options, sentenceOf, source, view } from '../../state/app.ts';
import { said } from './figures.ts';
import { Failure } from './frame.tsx';
import { WholeField } from './whole-field.tsx';

export function OpenSizes() {
  const { sizes, inputs } = view.value?.open ?? { sizes: [], inputs: [] };
  const given = options.value.inputs ?? [];
  const shaped = [...new Set([...inputs, ...given.map(([name]) => name)])];
  const failure = useSignal<string | undefined>(undefined);
  useEffect(() => void (failure.value = undefined), [view.value]);
  const refuse = (sentence: string): void => void (failure.value = sentence);
  if (sizes.length === 0 && shaped.length === 0) return null;
  return (
    <div class="tool-knobs" role="group" aria-label="sizes that the network leaves open">
      {shaped.map((name) => (
        <ShapeRow key={name} name={name} />
      ))}
      {sizes.map((size) => (
        <SizeRow key={size.name} {...size} refuse={refuse} />
      ))}
      <Failure sentence={failure.value} />
    </div>
  );
}

interface SizeRowProps extends Readonly<LeftOpen['sizes'][number]> {
  refuse(sentence: string): void;
}

function SizeRow({ name, otherwise, refuse }: SizeRowProps) {
  const id = useId();
  const refused = useSignal(false);
  const say = (sentence: string): void => {
    refused.value = true;
    refuse(sentence);
  };
  const take = (next: number | undefined): void => {
    refused.value = false;
    bindSize(name, next).catch((error: unknown) => say(sentenceOf(error)));
  };
  const empty = otherwise === null ? 'left open' : said(otherwise);
  return (
    <div class="tool-knob" onFocusOut={() => (refused.value = false)}>
      <label for={id}>{name}</label>
      <div class="tool-knob-controls">
        <WholeField
          id={id}
          label={name}
          value={bindings.value.find(([bound]) => bound === name)?.[1]}
          least={1}
          isInvalid={refused.value}
          empty={empty}
          take={take}
          refuse={(why) => say(`${name} ${why}; empty it is ${empty}.`)}
        />
      </div>
    </div>
  );
}

/** The shape changes what is read of a file, so that the source is opened again. */
function ShapeRow({ name }: { readonly name: string }) {
  const id = useId();
  const given = (options.value.inputs ?? []).find(([input]) => input === name)?.[1];
  const words = given?.join(' x ') ?? '';
  const onChange = async ({ currentTarget: field }: TargetedEvent<HTMLInputElement>): Promise<void> => {
    const others = (options.value.inputs ?? []).filter(([input]) => input !== name);
    const shape = field.value.split(/\s*[x×,]\s*|\s+/).filter((size) => size !== '');
    const { inputs: _, ...rest } = options.value;
    const inputs = shape.length === 0 ? others : [...others, [name, shape] as const];
    const isOpened = await openSource(source.value, inputs.length === 0 ? rest : { ...rest, inputs });
    if (!isOpened) field.value = words;
  };
  return (
    <div class="tool-knob">
      <label for={id}>shape of {name === '' ? 'the input' : name}</label>
      <div class="tool-knob-controls">
        <input
          id={id}
          type="text"
          spellcheck={false}
          autocomplete="off"
          placeholder="1 x 3 x 224 x 224"
          value={words}
          onChange={(event) => void onChange(event)}
        />
      </div>
    </div>
  );
}
