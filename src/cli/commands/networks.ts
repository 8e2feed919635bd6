/** `layerledger networks`: what is built in. */
import { publishedNetworks } from '../../formats/published.ts';
import { csvOf } from '../../report/csv.ts';
import { markdownTable } from '../../report/markdown.ts';
import { networksJson, networksTable } from '../../report/networks.ts';
import { sections, tableLines } from '../../report/text.ts';
import { defineCommand, type Answer } from '../command.ts';
import { choice } from '../option.ts';
import { lookOf } from '../paint.ts';
import { printOptions } from '../shared-options.ts';

export const command = defineCommand({
  name: 'networks',
  summary: 'the published networks that are built in',
  operands: { usage: '', least: 0, most: 0 },
  options: {
    format: choice(['text', 'markdown', 'csv', 'json'], 'text', 'how the answer is written'),
    ...printOptions,
  },
  examples: [{ command: 'layerledger networks', says: 'their names, parameters (for --set) and sources' }],
  async answer(_, values, io): Promise<Answer> {
    const networks = publishedNetworks();
    const { width, paint } = lookOf(values, io);
    const texts = {
      text: () => sections([tableLines(networksTable(networks), width, paint)]),
      markdown: () => `${markdownTable(networksTable(networks)).join('\n')}\n`,
      csv: () => csvOf([{ table: networksTable(networks) }]),
      json: () => `${JSON.stringify(networksJson(networks), undefined, 2)}\n`,
    };
    return { text: texts[values.format](), file: values.output };
  },
});
