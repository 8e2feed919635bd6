/**
 * NumPy's .npy files, versions 1 to 3: a header that is a Python dictionary, then the elements.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { MalformedError, UnsupportedError } from '../core/errors.ts';
import { elementCount } from '../core/shape.ts';
import { dataOf, type HeldType, type Values } from './values.ts';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** NumPy itself refuses headers longer than 10,000 characters (max_header_size). */
const longestHeader = 10_000;

/** NumPy's own most (NPY_MAXDIMS since NumPy 2). */
const mostAxes = 64;

/** Bytes of elements that are read: what one ArrayBuffer holds everywhere. */
const mostBytes = 2 ** 31;

const codes: Readonly<Record<string, HeldType>> = {
  f2: 'float16', f4: 'float32', f8: 'float64',
  i1: 'int8', i2: 'int16', i4: 'int32', i8: 'int64',
  u1: 'uint8', u2: 'uint16', u4: 'uint32', u8: 'uint64', b1: 'bool',
}; // prettier-ignore

interface Header {
  readonly type: HeldType;
  readonly width: number;
  readonly isBigEndian: boolean;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
}

export function looksLikeNpy(head: Uint8Array): boolean {
  return magic.every((byte, i) => head[i] === byte);
}

/** Reads a file's bytes. Throws a MalformedError or an UnsupportedError whose message begins with the file's name. */
export function readNpy(bytes: Uint8Array<ArrayBuffer>, name: string): Values {
  if (!looksLikeNpy(bytes)) throw new MalformedError(`${name} is not an .npy file: it does not begin with \\x93NUMPY`);
  const { text, end } = headerText(bytes, name);
  const header = parseHeader(text, name);
  const { type, width, shape } = header;
  const expected = elementCount(shape) * width;
  if (expected > mostBytes) {
    throw new UnsupportedError(`${name}: ${type} [${shape.join(', ')}] takes ${expected} bytes; at most ${mostBytes} are read`); // prettier-ignore
  }
  if (bytes.length - end !== expected) {
    const declared = `${name}: ${type} [${shape.join(', ')}]`;
    throw new MalformedError(`${declared} takes ${expected} bytes; ${bytes.length - end} are there`);
  }
  const elements = bytes.slice(end);
  if (header.isBigEndian && width > 1) swapBytes(elements, width);
  return { type, shape, data: dataOf(type, header.isFortran ? rowMajor(elements, shape, width) : elements) };
}

/** Writes version 1.0, little-endian, row-major. Throws an UnsupportedError for strings and for types that NumPy lacks. */
export function writeNpy({ type, shape, data }: Values): Uint8Array {
  const code = Object.entries(codes).find(([, held]) => held === type)?.[0];
  if (code === undefined || !ArrayBuffer.isView(data))
    throw new UnsupportedError(`elements of type ${type} have no place in an .npy file`);
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const descr = code.endsWith('1') ? `|${code}` : `<${code}`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10; // the elements begin at a multiple of 64
  const bytes = new Uint8Array(10 + length + data.byteLength);
  bytes.set([...magic, 1, 0, length & 0xff, length >> 8]);
  bytes.set(new TextEncoder().encode(`${text.padEnd(length - 1)}\n`), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + length);
  return bytes;
}

function headerText(bytes: Uint8Array, name: string): { text: string; end: number } {
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw new UnsupportedError(`${name} is an .npy file of version ${version}; 1 to 3 are read`); // prettier-ignore
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw new MalformedError(`${name} ends within its header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > longestHeader) throw new MalformedError(`${name} declares a header of ${length} bytes; at most ${longestHeader} are read`); // prettier-ignore
  const end = start + length;
  if (bytes.length < end) throw new MalformedError(`${name} ends within its header of ${length} bytes`);
  return { text: new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(start, end)), end };
}

function parseHeader(text: string, name: string): Header {
  const field = (key: string, pattern: string): string => {
    const found = new RegExp(`['"]${key}['"]\\s*:\\s*(?:${pattern})`).exec(text)?.[1];
    if (found !== undefined) return found;
    throw new MalformedError(`${name}: its header says no ${key} that is understood: ${text.trim().slice(0, 120)}`);
  };
  const descr = field('descr', `['"]([^'"]{1,20})['"]|(?=\\[)(\\[)`);
  const [, order, code] = /^([<>|=]?)([a-zA-Z]\d*)$/.exec(descr) ?? [];
  const type = codes[code ?? ''];
  if (type === undefined) {
    const reason = descr.endsWith('O') ? 'pickled Python objects' : `elements of type ${descr}`;
    throw new UnsupportedError(`${name} holds ${reason}; numbers and booleans are read`);
  }
  return {
    type,
    width: Number(code!.slice(1)),
    isBigEndian: order === '>',
    isFortran: field('fortran_order', '(True|False)') === 'True',
    shape: parseShape(field('shape', String.raw`\(([\d\s,L]*)\)`), name),
  };
}

function parseShape(text: string, name: string): readonly number[] {
  const sizes = text.split(',').map((size) => size.trim().replace(/L$/, '')).filter((size) => size !== ''); // prettier-ignore
  if (sizes.length > mostAxes) throw new MalformedError(`${name} has ${sizes.length} axes; at most ${mostAxes} are read`); // prettier-ignore
  const shape = sizes.map(Number);
  if (shape.every(Number.isSafeInteger) && Number.isSafeInteger(elementCount(shape))) return shape;
  throw new MalformedError(`${name}: the shape (${text.slice(0, 80)}) has more than 2^53 elements or is none`);
}

function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

/** Column-major elements in row-major order; both orders walk the same indices, the last or the first the fastest. */
function rowMajor(from: Uint8Array, shape: readonly number[], width: number): Uint8Array<ArrayBuffer> {
  const to = new Uint8Array(from.length);
  const strides = shape.map((_, axis) => elementCount(shape.slice(0, axis)));
  const index = shape.map(() => 0);
  for (let at = 0, source = 0; at < to.length; at += width) {
    to.set(from.subarray(source * width, (source + 1) * width), at);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      source += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      source -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return to;
}
