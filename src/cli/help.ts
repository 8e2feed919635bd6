/** The help's text, written from a command's tables. */
import { fold, pad } from '../report/width.ts';
import type { CommandHelp } from './command.ts';
import type { Option } from './option.ts';

const width = 100;
const indent = 2;

export function commandHelp({ name, summary, details = [], operands, options, examples }: CommandHelp): string {
  const rows = [...Object.entries(options).map(optionRow), ['-h, --help', 'this help'] as const];
  return blocks([
    [`layerledger ${name}: ${summary}`],
    [`usage: layerledger ${[name, operands.usage, '[OPTIONS]'].filter((word) => word !== '').join(' ')}`],
    ...(operands.usage.includes('NETWORK') ? [networkHelp] : []),
    ['options:', ...columnsOf(rows)],
    ...details.map((paragraph) => fold(paragraph, width, '')),
    exitHelp,
    ['examples:', ...columnsOf(examples.map(({ command, says }) => [command, says]))],
  ]);
}

export function generalHelp(commands: readonly CommandHelp[], version: string): string {
  return blocks([
    [`layerledger ${version}: counts the units, weights and connections of every layer of a neural network.`],
    ['usage: layerledger COMMAND [OPERANDS] [OPTIONS]'],
    ['commands:', ...columnsOf(commands.map(({ name, summary }) => [name, summary]))],
    networkHelp,
    fold('Looking for MACs or FLOPs? Connections are MACs (multiply-accumulates); a FLOP count is usually twice as much. Parameters are weights, biases and other learned numbers, in the totals of "count".', width, ''), // prettier-ignore
    exitHelp,
    [
      'examples:',
      ...columnsOf([
        ['layerledger count alexnet', 'the ledger of a published network'],
        ['layerledger count model.onnx', 'of your model'],
        ['layerledger explain alexnet conv2', 'how each of its figures comes about'],
        ['layerledger count --help', 'the options of a command'],
      ]),
    ],
  ]);
}

const networkHelp = fold(
  'NETWORK is a published network’s name ("layerledger networks"), a file (ONNX, Caffe prototxt, network file), - for standard input, or an HTTP(S) address.',
  width,
  '',
);

const exitHelp = fold(
  'exit status: 0 answered in full; 1 answered with no (over a limit); 2 the command line is wrong; 3 answered with gaps; 4 the input cannot be read.',
  width,
  '             ',
);

function optionRow([name, { short, value, help, choices, repeatable }]: readonly [string, Option<unknown>]) {
  const letter = short === undefined ? '' : `-${short}, `;
  const taken = value === undefined ? '' : ` ${value}`;
  const more = [...(choices ? [choices.join(', ')] : []), ...(repeatable ? ['may be repeated'] : [])];
  return [`${letter}--${name}${taken}`, [help, ...more].join('; ')] as const;
}

function columnsOf(rows: readonly (readonly [string, string])[]): readonly string[] {
  const left = Math.min(Math.max(...rows.map(([name]) => name.length)), 60);
  const margin = ' '.repeat(indent + left + 2);
  return rows.flatMap(([name, says]) =>
    fold(`${' '.repeat(indent)}${pad(name, left, 'left')}  ${says}`, width, margin),
  );
}

function blocks(parts: readonly (readonly string[])[]): string {
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
