/** `layerledger why`: what a number could be that is said of a network. */
import { why } from '../../audit/why.ts';
import { publishedDocument } from '../../formats/published.ts';
import { whyJson } from '../../report/audit-json.ts';
import { whyText } from '../../report/why.ts';
import { defineCommand, type Answer } from '../command.ts';
import { choice } from '../option.ts';
import { lookOf } from '../paint.ts';
import { printOptions, sourceOptions } from '../shared-options.ts';
import { openSource } from '../source.ts';

export const command = defineCommand({
  name: 'why',
  summary: 'what a printed number of a network could be',
  operands: { usage: 'NETWORK NUMBER', least: 2, most: Infinity },
  options: {
    format: choice(['text', 'json'], 'text', 'how the answer is written'),
    ...sourceOptions,
    ...printOptions,
  },
  details: [
    'Conventions of papers and tools come first, then figures of single layers, then single changes: a size, a layer, a factor.',
    'NUMBER is taken to the digits that it shows: 4.11G, 60 million, 253440, "253 440". A unit may stand behind it (1.4 GFLOPs, 232.5 MiB, 61M parameters); bytes are looked for among bytes. Products, powers and sums are worked out: 55*48*96, "55 × 48 × 96", 2^20.',
  ],
  examples: [
    { command: 'layerledger why resnet50 4.11G', says: 'whose count that is' },
    { command: 'layerledger why alexnet 253440', says: 'which slip gives it' },
  ],
  async answer([source, ...words], values, io): Promise<Answer> {
    const network = await openSource(source!, values, io);
    const document = values.input.length === 0 ? publishedDocument(source!) : undefined;
    const answer = why(network, words.join(' '), document && { document, parameters: Object.fromEntries(values.set) });
    const look = lookOf(values, io);
    const text =
      values.format === 'json'
        ? `${JSON.stringify(whyJson(answer), undefined, 2)}\n`
        : whyText(network.name, answer, look);
    return { text, status: answer.explanations.length === 0 ? 1 : 0, file: values.output };
  },
});
