/** Whether a file's first bytes can begin an ONNX model, and what they are instead. */

/** Bytes that are looked at. */
export const HEAD = 512;

/** Files that are given in the place of an ONNX file, by their first bytes in hexadecimal. */
const otherFiles: Readonly<Record<string, string>> = {
  '504b0304': 'a ZIP archive, as PyTorch and Keras write',
  '894844460d0a1a0a': 'an HDF5 file, as Keras writes',
  '47475546': 'a GGUF file',
  '1f8b': 'compressed with gzip',
  '28b52ffd': 'compressed with Zstandard',
  '8002': 'a Python pickle, as old PyTorch writes',
};

/** The wire type of each field of ModelProto (onnx.proto). */
const modelFields: Readonly<Record<number, number>> = {
  1: 0, 2: 2, 3: 2, 4: 2, 5: 0, 6: 2, 7: 2, 8: 2, 14: 2, 20: 2, 25: 2, 26: 2,
}; // prettier-ignore

/** The reason, as an error says it, why a file with these first bytes is not an ONNX file; `undefined` where it may be one. */
export function whyNotOnnx(head: Uint8Array): string | undefined {
  if (head.length === 0) return 'it is empty';
  const hex = Array.from(head.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const other = Object.keys(otherFiles).find((magic) => hex.startsWith(magic));
  if (other !== undefined) return `it is ${otherFiles[other]}`;
  if (isText(head)) return `it begins with the text ${JSON.stringify(new TextDecoder().decode(head.subarray(0, 32)))}`;
  const [tag, wire] = [head[0]! >> 3, head[0]! & 7];
  if (modelFields[tag] === wire || modelFields[((head[1] ?? 0) << 4) | (tag & 15)] === wire) return undefined;
  return `its first byte is 0x${hex.slice(0, 2)}, which begins no field of an ONNX model`;
}

/**
 * Whether the first bytes are those of an ONNX model as every exporter writes it: the IR version, a small number, and then
 * known fields. CoreML's files begin alike, but with a message where ONNX has the producer's name.
 */
export function looksLikeOnnx(head: Uint8Array): boolean {
  if (head.length < 4 || head[0] !== 0x08 || head[1] === 0 || head[1]! > 0x7f) return false;
  for (let at = 2; at < head.length;) {
    const tag = head[at]! >> 3;
    const wire = head[at]! & 7;
    if (tag === 7 && wire === 2) return true;
    if (head[at]! < 0x80 && modelFields[tag] !== wire) return false;
    if (head[at]! >= 0x80) return modelFields[(head[at + 1]! << 4) | (tag & 15)] === wire;
    const length = wire === 2 ? head[at + 1]! : 0;
    if (length > 0x7f) return true;
    if (tag === 2 && !isText(head.subarray(at + 2, at + 2 + length))) return false;
    at += 2 + length;
    if (wire === 0) while (head[at - 1]! > 0x7f) at++;
  }
  return true;
}

/** UTF-8 without control characters; the last character may be cut off. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
