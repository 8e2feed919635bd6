/** `layerledger schema`: the JSON Schemas of what is printed and of what is read. */
import { UsageError } from '../../core/errors.ts';
import { claimsFileSchema } from '../../audit/schema.ts';
import { networkFileSchema } from '../../formats/network-file/schema.ts';
import { answerSchemas } from '../../report/schemas.ts';
import { defineCommand, type Answer } from '../command.ts';
import { nearest } from '../../formats/network-file/nearest.ts';
import { printOptions } from '../shared-options.ts';

/** The files that people write. */
const fileSchemas: Readonly<Record<string, () => object>> = {
  'network-file': networkFileSchema,
  claims: claimsFileSchema,
};

export const command = defineCommand({
  name: 'schema',
  summary: 'the JSON Schema of an answer, or of network and claims files',
  operands: { usage: '[NAME]', least: 0, most: 1 },
  options: { output: printOptions.output },
  details: [
    `NAME is ${[...Object.keys(answerSchemas), ...Object.keys(fileSchemas)].join(', ')}; without it the names are listed.`,
  ],
  examples: [
    { command: 'layerledger schema count', says: 'what "count --format json" prints' },
    { command: 'layerledger schema network-file -o network.schema.json', says: 'for an editor' },
  ],
  async answer([name], values): Promise<Answer> {
    const names = [...Object.keys(answerSchemas), ...Object.keys(fileSchemas)];
    if (name === undefined) return { text: `${names.join('\n')}\n`, file: values.output };
    const schema = Object.hasOwn(fileSchemas, name) ? fileSchemas[name]!() : answerSchemas[name];
    if (schema === undefined) throw new UsageError(unknownSchema(name, names));
    return { text: `${JSON.stringify(schema, undefined, 2)}\n`, file: values.output };
  },
});

function unknownSchema(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return `there is no schema "${name}"; ${near === undefined ? `there are ${names.join(', ')}` : `did you mean ${near}?`}`;
}
