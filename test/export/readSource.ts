/**
 * An independent reader of exported PyTorch: sums the parameters of the constructor calls that stand in the text, classes and
 * their arguments followed. It shares nothing with the exporter or the ledger.
 */

interface PythonClass {
  readonly params: readonly string[];
  readonly init: readonly string[];
}

type Scope = ReadonlyMap<string, number>;

/** The parameters of the last class of the text. */
export function parametersOfSource(source: string): number {
  const classes = classesOf(source);
  const last = [...classes.keys()].at(-1)!;
  return countClass(last, new Map(), classes);
}

function classesOf(source: string): ReadonlyMap<string, PythonClass> {
  const found = new Map<string, PythonClass>();
  for (const [, name, body] of source.matchAll(/^class (\w+)\(nn\.Module\):\n((?: {4}.*\n|\n)+)/gm)) {
    const [, params, init] = /def __init__\(self(?:, )?(.*)\):\n([\s\S]*?)\n\n/.exec(body!)!;
    const joined = init!.replaceAll(/\n +(?=[^ ]*\S.*,$)|\n +(?=\))/gm, ' ');
    const lines = joined.split('\n').map((line) => line.trim());
    found.set(name!, { params: params!.split(', ').filter((word) => word !== ''), init: lines });
  }
  return found;
}

function countClass(name: string, scope: Scope, classes: ReadonlyMap<string, PythonClass>): number {
  const calls = classes.get(name)!.init.flatMap((line) => /^self\.\w+ = (.+)$/.exec(line)?.[1] ?? []);
  return calls.reduce((total, call) => total + countCall(call, scope, classes), 0);
}

function countCall(text: string, scope: Scope, classes: ReadonlyMap<string, PythonClass>): number {
  const comprehension = /^\*\[(.+) for _ in range\((\d+)\)\]$/.exec(text);
  if (comprehension) return Number(comprehension[2]) * countCall(comprehension[1]!, scope, classes);
  const [, callee, inside] = /^([\w.]+)\((.*)\)$/.exec(text)!;
  const args = splitTop(inside!);
  if (callee === 'nn.Sequential') return args.reduce((total, arg) => total + countCall(arg, scope, classes), 0);
  const own = classes.get(callee!);
  const named = new Map(args.flatMap((arg) => { const at = /^(\w+)=(.+)$/.exec(arg); return at ? [[at[1]!, at[2]!] as const] : []; })); // prettier-ignore
  if (own)
    return countClass(callee!, new Map([...named].map(([key, value]) => [key, evaluate(value, scope)])), classes);
  const count = counts[callee!];
  if (!count) throw new Error(`no rule for ${callee}`);
  const positional = args.filter((arg) => !/^\w+=/.test(arg)).map((arg) => evaluate(arg, scope));
  return count(positional, (key, otherwise) => {
    const value = named.get(key);
    return value === undefined ? otherwise : value === 'False' ? 0 : value === 'True' ? 1 : evaluate(value, scope);
  });
}

type Count = (args: readonly number[], named: (key: string, otherwise: number) => number) => number;

/** torch's documentation: the shapes of each module's parameters. */
const counts: Readonly<Record<string, Count>> = {
  'nn.Conv2d': ([inputs, outputs], named) =>
    (inputs! / named('groups', 1)) * outputs! * named('kernel_size', 0) ** 2 + named('bias', 1) * outputs!,
  'nn.Linear': ([inputs, outputs], named) => inputs! * outputs! + named('bias', 1) * outputs!,
  'nn.BatchNorm2d': ([channels]) => 2 * channels!,
  'nn.MaxPool2d': () => 0,
  'nn.Dropout': () => 0,
  'nn.LocalResponseNorm': () => 0,
};

/** `4 * width`, `channels // 4`: from left to right, which is right for products. */
function evaluate(text: string, scope: Scope): number {
  const words = text.split(' ');
  const value = (word: string): number => scope.get(word) ?? Number(word);
  return words.slice(1).reduce((total, word, i) => {
    if (i % 2 === 1) return total;
    const right = value(words[i + 2]!);
    return word === '*' ? total * right : Math.floor(total / right);
  }, value(words[0]!));
}

function splitTop(text: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const letter of text) {
    if ('([{'.includes(letter)) depth++;
    if (')]}'.includes(letter)) depth--;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
