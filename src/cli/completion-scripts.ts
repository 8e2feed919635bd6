/** Completion scripts for shells, written from the tables of commands and options. */

interface CompletedOption {
  readonly option: string;
  readonly help: string;
  readonly value: string | undefined;
  readonly choices: readonly string[] | undefined;
}

interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** What may stand as an operand, besides files. */
  readonly words: readonly string[];
  readonly takesFiles: boolean;
}

type Script = (commands: readonly CompletedCommand[]) => string;

const names = (commands: readonly CompletedCommand[]): string => commands.map(({ name }) => name).join(' ');
const flags = ({ options }: CompletedCommand): string =>
  [...options.map(({ option }) => `--${option}`), '--help'].join(' ');
const withChoices = ({ options }: CompletedCommand): readonly CompletedOption[] =>
  options.filter(({ choices }) => choices);

/** Bash has no descriptions; `compgen` filters by what is typed. */
const bash: Script = (commands) => `# layerledger's completion for bash: source <(layerledger completion bash)
_layerledger() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names(commands)} --help --version" -- "$word"))
    return
  fi
  case "$command $before" in
${commands.flatMap((command) => withChoices(command).map(({ option, choices }) => `    "${command.name} --${option}") COMPREPLY=($(compgen -W "${choices!.join(' ')}" -- "$word")); return ;;`)).join('\n')}
  esac
  case "$command" in
${commands.map((command) => `    ${command.name}) if [[ $word == -* ]]; then COMPREPLY=($(compgen -W "${flags(command)}" -- "$word")); else COMPREPLY=($(compgen ${command.takesFiles ? '-f ' : ''}-W "${command.words.join(' ')}" -- "$word")); fi ;;`).join('\n')}
  esac
}
complete -o filenames -F _layerledger layerledger
`; // prettier-ignore

/** One `_arguments` a command. */
const zsh: Script = (commands) => `#compdef layerledger
# layerledger's completion for zsh: source <(layerledger completion zsh)
_layerledger() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case "\${words[2]}" in
${commands.map((command) => `    ${command.name}) _arguments ${zshArguments(command)} ;;`).join('\n')}
  esac
}
compdef _layerledger layerledger
`; // prettier-ignore

function zshArguments({ options, words, takesFiles }: CompletedCommand): string {
  const described = options.map(({ option, help, value, choices }) => {
    const taken = value === undefined ? '' : `:${value}:${choices ? `(${choices.join(' ')})` : '_files'}`;
    return quoted(`*--${option}[${help.replace(/[[\]:]/g, ' ')}]${taken}`);
  });
  const operands = `*: :${takesFiles ? `{compadd -- ${words.join(' ')}; _files}` : `(${words.join(' ')})`}`;
  return [...described, quoted(operands)].join(' ');
}

const fish: Script = (commands) => `# layerledger's completion for fish: layerledger completion fish | source
complete -c layerledger -n __fish_use_subcommand -f
${commands.flatMap((command) => [
  `complete -c layerledger -n __fish_use_subcommand -f -a ${command.name} -d ${quoted(command.summary)}`,
  ...command.options.map((option) => fishOption(command.name, option)),
  ...(command.words.length > 0 ? [`complete -c layerledger -n '__fish_seen_subcommand_from ${command.name}' -a ${quoted(command.words.join(' '))}`] : []),
]).join('\n')}
`; // prettier-ignore

function fishOption(command: string, { option, help, value, choices }: CompletedOption): string {
  const taken = value === undefined ? '' : choices ? ` -x -a ${quoted(choices.join(' '))}` : ' -r';
  return `complete -c layerledger -n '__fish_seen_subcommand_from ${command}' -l ${option}${taken} -d ${quoted(help)}`;
}

/** In single quotes for a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

export const completionScripts: Readonly<Record<string, Script>> = { bash, zsh, fish };
