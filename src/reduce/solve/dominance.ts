/**
 * Which labels of one state are worth keeping: those that no other one matches or beats in price and in every amount.
 * Labels come by ascending price, so only the amounts are left to compare.
 */

export interface Front {
  /** Whether nothing taken so far uses as little of everything; if so, it is taken. */
  takes(totals: Float64Array, offset: number): boolean;
}

export function frontOf(resources: number): Front {
  if (resources === 0) return line(0);
  return resources === 1 ? line(1) : resources === 2 ? staircase() : list(resources);
}

/** At most one amount: the least so far decides. */
function line(resources: 0 | 1): Front {
  let least = Infinity;
  return {
    takes(totals, offset) {
      const amount = resources === 0 ? 0 : totals[offset]!;
      if (amount >= least) return false;
      least = amount;
      return true;
    },
  };
}

/** Two amounts: the corners of a staircase, the first ascending and the second descending. */
function staircase(): Front {
  let [first, second, size] = [new Float64Array(64), new Float64Array(64), 0];
  return {
    takes(totals, offset) {
      const [a, b] = [totals[offset]!, totals[offset + 1]!];
      let [low, high] = [0, size];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (first[middle]! <= a) low = middle + 1;
        else high = middle;
      }
      if (low > 0 && second[low - 1]! <= b) return false;
      const from = low > 0 && first[low - 1] === a ? low - 1 : low;
      let to = low;
      while (to < size && second[to]! >= b) to++;
      if (size + 1 > first.length) [first, second] = [grown(first), grown(second)];
      first.copyWithin(from + 1, to, size);
      second.copyWithin(from + 1, to, size);
      [first[from], second[from]] = [a, b];
      size += 1 - (to - from);
      return true;
    },
  };
}

function grown(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const more = new Float64Array(2 * array.length);
  more.set(array);
  return more;
}

/** Labels compared with one that comes; more would find little more, and each that is missed is only kept. */
const mostCompared = 128;

/** Three and more amounts: the latest ones taken, compared one by one; what dominates moves to the end. */
function list(resources: number): Front {
  let [taken, size] = [new Float64Array(64 * resources), 0];
  return {
    takes(totals, offset) {
      const last = size - resources;
      for (let i = last; i >= Math.max(0, size - mostCompared * resources); i -= resources) {
        let r = 0;
        while (r < resources && taken[i + r]! <= totals[offset + r]!) r++;
        if (r < resources) continue;
        for (r = 0; r < resources; r++) [taken[i + r], taken[last + r]] = [taken[last + r]!, taken[i + r]!];
        return false;
      }
      if (size + resources > taken.length) taken = grown(taken);
      for (let r = 0; r < resources; r++) taken[size++] = totals[offset + r]!;
      return true;
    },
  };
}
