/** Layers: which strands make up one row of the ledger, and what the row is called. */
import type { Inference } from './infer.ts';
import type { Node } from './network.ts';
import type { Facts } from './operator.ts';
import { isSliding, type Strand } from './strand.ts';

/** A strand with what its operator stated. */
export interface CountedStrand extends Strand {
  readonly facts: Facts;
}

export interface NamedLayer {
  readonly name: string;
  /** Blocks, outermost first, and the layer's own name. */
  readonly path: readonly string[];
  /** In the order of the network; `main` is the one with weights, else the first. */
  readonly strands: readonly CountedStrand[];
  readonly main: CountedStrand;
  /** The Add whose constant operand is the layer's bias, where the file writes it as a node of its own. */
  readonly bias?: CountedStrand;
}

/**
 * Strands whose nodes have the same path are one layer, unless several of them have weights: then each of those is a layer,
 * named by its node too. An Add of a constant vector to a weighted product is that layer's bias (contract.md).
 */
export function layersOf(strands: readonly CountedStrand[], inference: Inference): readonly NamedLayer[] {
  const biases = biasesOf(strands, inference);
  const owned = new Set(biases.values());
  const groups = new Map<string, CountedStrand[]>();
  for (const strand of strands) {
    if (owned.has(strand)) continue;
    const key = pathOf(strand).join('\n');
    const group = groups.get(key);
    if (group) group.push(strand);
    else groups.set(key, [strand]);
  }
  const taken = new Set<string>();
  const layers = [...groups.values()].flatMap((group) => layersOfGroup(group, biases, taken));
  const position = new Map(strands.map((strand, i) => [strand, i]));
  return layers.toSorted((a, b) => position.get(a.main)! - position.get(b.main)!);
}

function layersOfGroup(
  group: readonly CountedStrand[],
  biases: ReadonlyMap<CountedStrand, CountedStrand>,
  taken: Set<string>,
): readonly NamedLayer[] {
  const weighted = group.filter(isWeightedStrand);
  const parts = weighted.length > 1 ? group.map((strand) => [strand]) : [group];
  return parts.map((strands) => {
    const main = strands.find(isWeightedStrand) ?? strands.find(({ facts }) => facts.parameters) ?? strands[0]!;
    const path = weighted.length > 1 ? [...pathOf(main), lastWord(main.nodes[0]!)] : pathOf(main);
    const bias = biases.get(main);
    const name = unused(
      main.nodes.length === 1 && weighted.length <= 1 ? (main.nodes[0]!.layer ?? path.join('.')) : path.join('.'),
      taken,
    );
    return { name, path, strands: bias ? [...strands, bias] : strands, main, ...(bias && { bias }) };
  });
}

function isWeightedStrand({ facts }: CountedStrand): boolean {
  return facts.units !== undefined;
}

/** For each weighted strand without a bias: the Add that alone reads its output and adds a constant vector to its filters. */
function biasesOf(strands: readonly CountedStrand[], inference: Inference): ReadonlyMap<CountedStrand, CountedStrand> {
  const givers = new Map<string, CountedStrand>();
  const readers = new Map<string, number>();
  for (const strand of strands) {
    for (const { outputs, inputs } of strand.nodes) {
      for (const name of outputs) givers.set(name, strand);
      for (const name of inputs) readers.set(name, (readers.get(name) ?? 0) + 1);
    }
  }
  const biases = new Map<CountedStrand, CountedStrand>();
  for (const strand of strands) {
    const giver = biasedBy(strand);
    if (giver && !biases.has(giver)) biases.set(giver, strand);
  }
  return biases;

  function biasedBy(strand: CountedStrand): CountedStrand | undefined {
    const [node] = strand.nodes;
    if (node!.operator !== 'Add' || node!.domain !== '') return undefined;
    const [vector] = node!.inputs.filter((name) => inference.values.get(name)?.constant);
    const [added] = node!.inputs.filter((name) => name !== vector);
    const giver = added === undefined ? undefined : givers.get(added);
    if (vector === undefined || !giver || !isWeightedStrand(giver) || giver.facts.biasConnections) return undefined;
    if (giver.nodes.length !== strand.nodes.length || readers.get(added!) !== 1) return undefined;
    return isAlongFilters(vector, giver.nodes[0]!) ? giver : undefined;
  }

  function isAlongFilters(vector: string, giver: Node): boolean {
    const { shape } = inference.values.get(vector)!;
    const output = inference.values.get(giver.outputs[0]!)?.shape;
    if (!shape || !output || shape.length > output.length) return false;
    const axis = isSliding(giver) ? 1 : output.length - 1;
    const aligned = [...Array.from({ length: output.length - shape.length }, () => 1), ...shape];
    return aligned.every((size, i) => (i === axis ? size === output[i] : size === 1));
  }
}

function pathOf({ nodes }: Strand): readonly string[] {
  const paths = nodes.map(({ name, path }) => (path && path.length > 0 ? path : [name]));
  return paths.length === 1 ? paths[0]! : commonPath(paths);
}

/** What the paths of siblings on several towers have in common: `conv2_1` and `conv2_2` are `conv2`. */
function commonPath(paths: readonly (readonly string[])[]): readonly string[] {
  const length = Math.min(...paths.map((path) => path.length));
  const common = Array.from({ length }, (_, i) => commonWord(paths.map((path) => path[i]!))).filter(
    (word) => word !== '',
  );
  return common.length > 0 ? common : [paths.map((path) => path.join('.')).join(' + ')];
}

/** `conv2_1`, `conv2_2` → `conv2`; `tower1`, `tower2` → nothing, since it only names the tower. */
function commonWord(words: readonly string[]): string {
  const [first] = words;
  if (words.every((word) => word === first)) return first!;
  let end = 0;
  while (words.every((word) => end < word.length && word[end] === first![end])) end++;
  const stem = first!.slice(0, end).replace(/[\s._/-]*(tower|gpu|group|branch|part)?[\s._/-]*$/i, '');
  return stem;
}

function lastWord({ name }: Node): string {
  return name.split('/').at(-1)!;
}

function unused(name: string, taken: Set<string>): string {
  let free = name;
  for (let i = 2; taken.has(free); i++) free = `${name}_${i}`;
  taken.add(free);
  return free;
}
