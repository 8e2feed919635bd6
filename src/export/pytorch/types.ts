/** torch's names of the element types that it has. */
export const typeNames: Readonly<Record<string, string>> = Object.fromEntries(
  ['float16', 'float32', 'float64', 'bfloat16', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'bool', 'complex64', 'complex128']
    .map((type) => [type, `torch.${type}`]),
); // prettier-ignore
