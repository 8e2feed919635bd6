/**
 * The oracle for products: walks every output, every index that it adds up and every state of a recurrence, and counts what it
 * meets. It shares no formula with the code: nothing is multiplied.
 */

/** All positions in a tensor of this shape, one after another. */
export function* positionsIn(shape: readonly number[]): Generator<readonly number[]> {
  const [size, ...inner] = shape;
  if (size === undefined) yield [];
  else for (let at = 0; at < size; at++) for (const rest of positionsIn(inner)) yield [at, ...rest];
}

export interface WalkedProduct {
  units: number;
  connections: number;
  /** Distinct elements of either side that were met. */
  readonly met: readonly [Set<string>, Set<string>];
}

/** NumPy's matmul: a vector is a row on the left and a column on the right; an axis of size 1 stretches. */
export function walkProduct(a: readonly number[], b: readonly number[]): WalkedProduct {
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const walked: WalkedProduct = { units: 0, connections: 0, met: [new Set(), new Set()] };
  for (const leading of positionsIn(stretched(left.slice(0, -2), right.slice(0, -2)))) {
    for (let row = 0; row < left.at(-2)!; row++) {
      for (let column = 0; column < right.at(-1)!; column++) {
        walked.units++;
        for (let inner = 0; inner < left.at(-1)!; inner++) {
          walked.connections++;
          walked.met[0].add([...own(leading, left), row, inner].join(' '));
          walked.met[1].add([...own(leading, right), inner, column].join(' '));
        }
      }
    }
  }
  return walked;
}

/** Both leading shapes, aligned at their last axes, axis by axis the one that is not 1. */
function stretched(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = a.length > b.length ? a.length : b.length;
  const pad = (shape: readonly number[]): number[] => [...Array.from({ length: rank - shape.length }, () => 1), ...shape];
  return pad(a).map((size, i) => (size === 1 ? pad(b)[i]! : size));
} // prettier-ignore

function own(leading: readonly number[], shape: readonly number[]): readonly number[] {
  const axes = shape.slice(0, -2);
  return leading.slice(leading.length - axes.length).map((at, i) => (axes[i] === 1 ? 0 : at));
}

/** An Einstein sum of two operands, by their letters: every combination of letters is one multiply-accumulate. */
export function walkEinsum(
  terms: readonly [string, string],
  result: string,
  sizes: ReadonlyMap<string, number>,
): WalkedProduct {
  const letters = [...new Set(terms.join(''))];
  const walked: WalkedProduct = { units: 0, connections: 0, met: [new Set(), new Set()] };
  const units = new Set<string>();
  for (const position of positionsIn(letters.map((letter) => sizes.get(letter)!))) {
    const at = (term: string): string => Array.from(term, (letter) => position[letters.indexOf(letter)]).join(' ');
    walked.connections++;
    terms.forEach((term, side) => walked.met[side]!.add(at(term)));
    units.add(at(result));
  }
  return { ...walked, units: units.size };
}

export interface Recurrence {
  readonly steps: number;
  readonly batch: number;
  readonly features: number;
  readonly hidden: number;
  readonly directions: number;
  readonly gates: number;
}

export interface WalkedRecurrence {
  units: number;
  connections: number;
  biases: number;
  readonly inputWeights: Set<string>;
  readonly stateWeights: Set<string>;
}

/** Every gate of every state reads every input and every state of the step before it, and adds a bias for each of the two. */
export function walkRecurrence({ steps, batch, features, hidden, directions, gates }: Recurrence): WalkedRecurrence {
  const walked: WalkedRecurrence = {
    units: 0,
    connections: 0,
    biases: 0,
    inputWeights: new Set(),
    stateWeights: new Set(),
  };
  for (const [, direction, , state] of positionsIn([steps, directions, batch, hidden])) {
    walked.units++;
    for (let gate = 0; gate < gates; gate++) {
      for (let input = 0; input < features; input++) {
        walked.connections++;
        walked.inputWeights.add([direction, gate, state, input].join(' '));
      }
      for (let before = 0; before < hidden; before++) {
        walked.connections++;
        walked.stateWeights.add([direction, gate, state, before].join(' '));
      }
      walked.biases += 2;
    }
  }
  return walked;
}

export interface Heads {
  readonly batch: number;
  readonly heads: number;
  readonly queries: number;
  readonly past: number;
  readonly keys: number;
  readonly size: number;
  readonly valueSize: number;
}

/** Every query meets every cached and every new key, and mixes the value behind it. */
export function walkAttention({ batch, heads, queries, past, keys, size, valueSize }: Heads): number {
  let connections = 0;
  for (const _ of positionsIn([batch, heads, queries])) {
    for (const length of [past, keys]) {
      for (let key = 0; key < length; key++) {
        for (let i = 0; i < size; i++) connections++;
        for (let i = 0; i < valueSize; i++) connections++;
      }
    }
  }
  return connections;
}

/** Bytes of a packed matrix: row by row, block by block, bit by bit, a block's last byte filled up. */
export function walkPacked(
  rows: number,
  inner: number,
  block: number,
  bits: number,
): readonly [number, number, number] {
  const shape: [number, number, number] = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    shape[0]++;
    shape[1] = 0;
    for (let from = 0; from < inner; from += block) {
      shape[1]++;
      shape[2] = 0;
      for (let bit = 0, used = 0; used < block; used++) {
        for (let i = 0; i < bits; i++, bit++) if (bit % 8 === 0) shape[2]++;
      }
    }
  }
  return shape;
}
