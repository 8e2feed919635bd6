/** `layerledger compare`: why two conventions give a network two totals, item by item. */
import { UsageError } from '../../core/errors.ts';
import { bridgeOf, type Bridge } from '../../conventions/bridge.ts';
import type { Convention, Encounter } from '../../conventions/convention.ts';
import { conventionOf, conventions } from '../../conventions/index.ts';
import {
  bridgeJson,
  bridgeMarkdown,
  bridgeSentence,
  bridgeText,
  encountersText,
} from '../../conventions/say-bridge.ts';
import { jsonSize } from '../../report/figure.ts';
import { printableSentence } from '../../core/printable.ts';
import { schemaVersion, version } from '../../report/version.ts';
import { defineCommand, type Answer } from '../command.ts';
import { countSource } from '../counting.ts';
import { choice, single } from '../option.ts';
import { printOptions, sourceOptions, towerOptions } from '../shared-options.ts';
import { gapRemarks } from '../status.ts';

export const command = defineCommand({
  name: 'compare',
  summary: 'why two tools count a network differently, item by item',
  operands: { usage: 'NETWORK', least: 1, most: 1 },
  options: {
    format: choice(['text', 'markdown', 'json'], 'text', 'how the answer is written'),
    conventions: single(
      'LIST',
      'conventions with commas, the first compared with each of the others; without it the textbook with all',
      conventionList,
    ),
    ...sourceOptions,
    ...towerOptions,
    ...printOptions,
  },
  details: [
    `Conventions: ${conventions.map(({ name }) => name).join(', ')}. docs/conventions.md says what each counts.`,
  ],
  examples: [
    {
      command: 'layerledger compare resnet50.onnx --conventions textbook,fvcore',
      says: 'from connections to fvcore’s total',
    },
    {
      command: 'layerledger compare model.onnx --conventions thop@0.1.1,torchinfo@head',
      says: 'why two tools disagree',
    },
  ],
  async answer([source], values, io): Promise<Answer> {
    const ledger = await countSource(source!, values, io);
    const gaps = gapRemarks(ledger, values.input.length > 0);
    const [from, ...others] = values.conventions ?? conventions;
    const bridges = others.map((to) => bridgeOf(ledger, from!, to));
    const met = [from!, ...others].map((convention) => ({ convention, encounters: convention.encounters(ledger) }));
    const { name } = ledger.network;
    const text = {
      text: () => textOf(name, bridges, met),
      markdown: () => markdownOf(name, bridges, met),
      json: () => jsonOf(name, ledger.network.source, bridges, met),
    }[values.format]();
    return { text, status: gaps.length > 0 ? 3 : 0, remarks: gaps, file: values.output };
  },
});

/** Throws a UsageError for a name that is none, and for fewer than two. */
function conventionList(text: string): readonly Convention[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.length < 2) throw new UsageError(`takes two conventions or more, with commas, not "${text}"`);
  return names.map(known);
}

function known(name: string): Convention {
  try {
    return conventionOf(name);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`has no "${name}": ${error.message}`, { cause: error }) : error;
  }
}

interface Met {
  readonly convention: Convention;
  readonly encounters: readonly Encounter[];
}

function textOf(name: string, bridges: readonly Bridge[], met: readonly Met[]): string {
  const sums = bridges.map((bridge) => `${bridgeSentence(bridge)}\n\n${bridgeText(bridge)}`);
  const faults = met
    .filter(({ encounters }) => encounters.length > 0)
    .map(({ convention, encounters }) => `${convention.name} is off here:\n${encountersText(encounters)}`);
  return [`${printableSentence(name)}\n`, ...sums, ...faults].join('\n');
}

function markdownOf(name: string, bridges: readonly Bridge[], met: readonly Met[]): string {
  const sums = bridges.map((bridge) => `${bridgeSentence(bridge)}\n\n${bridgeMarkdown(bridge)}`);
  const faults = met
    .filter(({ encounters }) => encounters.length > 0)
    .map(({ convention, encounters }) => `**${convention.name}** is off here:\n\n${encountersText(encounters)}`);
  return [`## ${printableSentence(name).replaceAll(/[\\`*_{}[\]<>#|]/g, String.raw`\$&`)}\n`, ...sums, ...faults].join(
    '\n',
  );
}

function jsonOf(name: string, source: string | undefined, bridges: readonly Bridge[], met: readonly Met[]): string {
  const answer = {
    schemaVersion,
    layerledger: version,
    network: { name, source: source ?? null },
    bridges: bridges.map(bridgeJson),
    deviations: met.flatMap(({ convention, encounters }) =>
      encounters.map(({ what, says, counted, right }) => ({
        convention: convention.name,
        what,
        says,
        counted: jsonSize(counted),
        right: jsonSize(right),
      })),
    ),
    notes: met.flatMap(({ convention }) => convention.notes.map((note) => `${convention.name}: ${note}`)),
  };
  return `${JSON.stringify(answer, undefined, 2)}\n`;
}
