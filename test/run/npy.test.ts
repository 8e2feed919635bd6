/** .npy files: what is written reads back, what NumPy writes is read, and what is broken is refused in a sentence. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNpy, valuesOf, writeNpy } from '../../src/run/index.ts';

const types = ['float32', 'float64', 'float16', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'bool'] as const; // prettier-ignore

/** A file with any header over any bytes. */
function npy(header: string, elements: readonly number[], version = 1): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(`${header}\n`);
  const length = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY'), version, 0, ...length, ...text, ...elements]);
}

function header(descr: string, shape: string, fortran = 'False'): string {
  return `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': (${shape}), }`;
}

it('reads what it writes, for every type and shape', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
      fc.integer({ min: 0, max: 1 }),
      (type, shape, first) => {
        const count = shape.reduce((a, b) => a * b, 1);
        const values = valuesOf(
          type,
          shape,
          Array.from({ length: count }, (_, i) => (i + first) % 2),
        );
        expect(readNpy(Uint8Array.from(writeNpy(values)), 'x.npy')).toEqual(values);
      },
    ),
  );
});

it('begins the elements at a multiple of 64 bytes, as the format asks', () => {
  const values = valuesOf('float32', [3], [1, 2, 3]);
  expect((writeNpy(values).length - 12) % 64).toBe(0);
});

describe('what NumPy writes', () => {
  it.each([1, 2, 3])('version %i', (version) => {
    const bytes = npy(header('<i2', '2,'), [1, 0, 255, 255], version);
    expect(readNpy(bytes, 'x.npy')).toEqual({ type: 'int16', shape: [2], data: Int16Array.of(1, -1) });
  });

  it('big-endian', () => {
    const bytes = npy(header('>f4', '1,'), [0x3f, 0x80, 0, 0]);
    expect(readNpy(bytes, 'x.npy').data).toEqual(Float32Array.of(1));
  });

  it('column by column (Fortran order): np.arange(6).reshape(2, 3, order="F") has 0 2 4 in its first row', () => {
    const bytes = npy(header('|u1', '2, 3', 'True'), [0, 1, 2, 3, 4, 5]);
    expect(readNpy(bytes, 'x.npy').data).toEqual(Uint8Array.of(0, 2, 4, 1, 3, 5));
  });

  it('a scalar, and Python 2’s long integers', () => {
    expect(readNpy(npy(header('|b1', ''), [1]), 'x.npy')).toEqual({ type: 'bool', shape: [], data: Uint8Array.of(1) });
    expect(readNpy(npy(header('|u1', '2L,'), [1, 2]), 'x.npy').shape).toEqual([2]);
  });
});

it.each([
  ['not an npy file', Uint8Array.from([1, 2, 3]), 'x.npy is not an .npy file: it does not begin with \\x93NUMPY'],
  ['a version from the future', npy(header('<f4', ''), [], 4), 'x.npy is an .npy file of version 4; 1 to 3 are read'],
  ['cut off within its header', npy(header('<f4', ''), []).slice(0, 30), 'x.npy ends within its header of 56 bytes'],
  ['a header of four gigabytes', Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 255, 255, 255, 255]), 'x.npy declares a header of 4294967295 bytes; at most 10000 are read'],
  ['no dictionary', npy('hello', []), 'x.npy: its header says no descr that is understood: hello'],
  ['pickled objects', npy(header('|O', '1,'), [0]), 'x.npy holds pickled Python objects; numbers and booleans are read'],
  ['strings', npy(header('<U4', '1,'), [0]), 'x.npy holds elements of type <U4; numbers and booleans are read'],
  ['records', npy(`{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }`, [0]), 'x.npy: its header says no descr that is understood'],
  ['too few bytes', npy(header('<f4', '2,'), [0, 0, 0, 0]), 'x.npy: float32 [2] takes 8 bytes; 4 are there'],
  ['too many bytes', npy(header('<f4', '1,'), [0, 0, 0, 0, 0]), 'x.npy: float32 [1] takes 4 bytes; 5 are there'],
  ['a shape of terabytes', npy(header('<f4', '1000000, 1000000'), []), 'x.npy: float32 [1000000, 1000000] takes 4000000000000 bytes; at most 2147483648 are read'],
  ['a shape beyond numbers', npy(header('<f4', '9999999999, 9999999999'), []), 'has more than 2^53 elements'],
  ['a hundred axes', npy(header('<f4', '1, '.repeat(100)), []), 'x.npy has 100 axes; at most 64 are read'],
])('refuses %s', (_, bytes, sentence) => {
  expect(() => readNpy(bytes, 'x.npy')).toThrow(sentence);
}); // prettier-ignore

it('does not write what NumPy lacks', () => {
  expect(() => writeNpy({ type: 'bfloat16', shape: [], data: Uint16Array.of(0) })).toThrow('elements of type bfloat16 have no place in an .npy file'); // prettier-ignore
  expect(() => writeNpy({ type: 'string', shape: [1], data: ['a'] })).toThrow('elements of type string have no place');
});
