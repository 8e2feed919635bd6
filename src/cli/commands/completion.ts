/** `layerledger completion`: a script that makes a shell complete commands, options, their values and networks. */
import { UsageError } from '../../core/errors.ts';
import { publishedNetworks } from '../../formats/published.ts';
import { answerSchemas } from '../../report/schemas.ts';
import { defineCommand, type Answer, type Command } from '../command.ts';
import { completionScripts } from '../completion-scripts.ts';
import { printOptions } from '../shared-options.ts';
import { commands } from './index.ts';

const shells = Object.keys(completionScripts);

export const command: Command = defineCommand({
  name: 'completion',
  summary: 'a completion script for bash, zsh or fish',
  operands: { usage: shells.join('|'), least: 1, most: 1 },
  options: { output: printOptions.output },
  examples: [
    { command: 'source <(layerledger completion bash)', says: 'in ~/.bashrc' },
    { command: 'source <(layerledger completion zsh)', says: 'in ~/.zshrc, after compinit' },
    { command: 'layerledger completion fish | source', says: 'in ~/.config/fish/config.fish' },
  ],
  async answer([shell], values): Promise<Answer> {
    const script = completionScripts[shell!];
    if (!script) throw new UsageError(`there is no script for the shell "${shell}"; there are ${shells.join(', ')}`);
    const all = await Promise.all(commands.map(({ load }) => load()));
    const words = all.map(({ name, summary, options, operands }) => ({
      name,
      summary,
      options: Object.entries(options).map(([option, { help, value, choices }]) => ({ option, help, value, choices })),
      words: wordsFor(name, operands.usage),
      takesFiles: operands.usage.startsWith('NETWORK'),
    }));
    return { text: script(words), file: values.output };
  },
});

function wordsFor(name: string, usage: string): readonly string[] {
  if (usage.startsWith('NETWORK')) return publishedNetworks().map((network) => network.name);
  return name === 'schema' ? [...Object.keys(answerSchemas), 'network-file'] : name === 'completion' ? shells : [];
}
