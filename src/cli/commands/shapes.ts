/** `layerledger shapes`: the shape of every value. */
import { defineCommand, type Answer } from '../command.ts';
import { countSource } from '../counting.ts';
import { choice } from '../option.ts';
import { lookOf } from '../paint.ts';
import { printOptions, sourceOptions } from '../shared-options.ts';
import { csvOf } from '../../report/csv.ts';
import { markdownTable } from '../../report/markdown.ts';
import { shapesJson, shapesOf, shapesTable, shapesText } from '../../report/shapes.ts';

export const command = defineCommand({
  name: 'shapes',
  summary: 'the shape of every value between input and output',
  operands: { usage: 'NETWORK', least: 1, most: 1 },
  options: {
    format: choice(['text', 'markdown', 'csv', 'json'], 'text', 'how the answer is written'),
    ...sourceOptions,
    ...printOptions,
  },
  examples: [
    { command: 'layerledger shapes model.onnx', says: 'for one image, as the file declares it' },
    { command: 'layerledger shapes model.onnx --input 1x3xHxW', says: 'with height and width left open' },
    { command: 'layerledger shapes model.onnx --open batch --format json', says: 'for programs' },
  ],
  async answer([source], values, io): Promise<Answer> {
    const { inference } = await countSource(source!, { ...values, towers: undefined, place: [] }, io);
    const shapes = shapesOf(inference);
    const look = lookOf(values, io);
    const texts = {
      text: () => shapesText(shapes, look),
      markdown: () => `${markdownTable(shapesTable(shapes)).join('\n')}\n`,
      csv: () => csvOf([{ table: shapesTable(shapes) }]),
      json: () => `${JSON.stringify(shapesJson(shapes), undefined, 2)}\n`,
    };
    const gaps = shapes.unknown.length;
    return {
      text: texts[values.format](),
      status: gaps > 0 ? 3 : 0,
      remarks: gaps > 0 ? [`${source}: the shape of ${gaps} value${gaps === 1 ? '' : 's'} is not known`] : [],
      file: values.output,
    };
  },
});
