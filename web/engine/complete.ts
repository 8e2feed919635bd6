/** Words that may stand at a place of a network file: its keys, kinds of layers, blocks, fields of the kind, and values of choices. */
import { documentSchema } from '../../src/formats/network-file/schema.ts';
import type { Field } from '../../src/formats/network-file/field.ts';
import { commonFields, kindOf } from '../../src/formats/network-file/kinds.ts';
import { branchFields } from '../../src/formats/network-file/layers/structure.ts';
import { wordsOf } from './wordsAt.ts';
import type { Operation } from './context.ts';

interface Word {
  readonly word: string;
  readonly doc: string;
}

/** Works on text with mistakes too, which is what one completes. */
export const complete: Operation<'complete'> = (_, text, line, column) => {
  const place = wordsOf(text, line, column);
  if (place.key !== undefined) return valuesOf(place.key, place.keys, text);
  if (!place.isInLayers) return documentWords();
  if (place.keys.length === 0) return [...kindWords(), ...blockWords(text), ...fieldWords(commonFields)];
  return layerWords(place.keys, text);
};

function documentWords(): readonly Word[] {
  return Object.entries(documentSchema.shape).map(([word, rule]) => ({ word, doc: rule.description ?? '' }));
}

function kindWords(): readonly Word[] {
  return [...kindOf].map(([word, { doc }]) => ({ word, doc }));
}

function blockWords(text: string): readonly Word[] {
  return blocksOf(text).map(({ name }) => ({ word: name, doc: 'A block of this file.' }));
}

function fieldWords(fields: Readonly<Record<string, Field<unknown, unknown>>>): readonly Word[] {
  return Object.entries(fields).map(([word, { doc }]) => ({ word, doc }));
}

/** Of a layer that has said some of its keys: the fields of its kind, else kinds; never a key twice. */
function layerWords(keys: readonly string[], text: string): readonly Word[] {
  const kind = keys.map((key) => kindOf.get(key)).find((found) => found !== undefined);
  const block = blocksOf(text).find(({ name }) => keys.includes(name));
  const own = kind ? fieldWords(kind.fields) : block ? block.parameters.map((word) => ({ word, doc: `A parameter of ${block.name}.` })) : [...kindWords(), ...blockWords(text), ...fieldWords(branchFields)]; // prettier-ignore
  const isNew = ({ word }: Word): boolean => !keys.includes(word);
  return [...own, ...fieldWords(commonFields)].filter(isNew);
}

/** What may stand behind a key. */
function valuesOf(key: string, keys: readonly string[], text: string): readonly Word[] {
  if (key === 'then' || key === 'layers') return [...kindWords(), ...blockWords(text)];
  const fields = keys.map((each) => kindOf.get(each)?.fields[key]).find((found) => found !== undefined);
  const field = fields ?? commonFields[key];
  if (!field) return [];
  const { form, doc } = field;
  if (form.kind === 'choice') return form.values.map((word) => ({ word, doc }));
  const words = { flag: ['true', 'false'], padding: ['same', 'valid'], groups: ['depthwise', 'towers'] } as const;
  const known = form.kind === 'flag' || form.kind === 'padding' || form.kind === 'groups' ? words[form.kind] : [];
  return known.map((word) => ({ word, doc }));
}

/** Blocks with their parameters, found by their indentation, since the text may be broken. */
function blocksOf(text: string): readonly { readonly name: string; readonly parameters: readonly string[] }[] {
  const [, body = ''] = /^blocks:[^\n]*\n((?:[ \t]+[^\n]*(?:\n|$)|\s*\n)*)/m.exec(text) ?? [];
  const names = [...body.matchAll(/^ {1,4}([\p{L}_][\p{L}\p{N}_ -]*):\s*$/gmu)];
  return names.map((match, i) => {
    const part = body.slice(match.index, names[i + 1]?.index);
    const [, said = ''] = /parameters:\s*\{([^}]*)\}/.exec(part) ?? [];
    return {
      name: match[1]!,
      parameters: [...said.matchAll(/(?:^|,)\s*([\p{L}_][\p{L}\p{N}_]*)\s*:/gu)].map((each) => each[1]!),
    };
  });
}
