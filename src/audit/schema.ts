/** The schema of claims files: one definition checks them and gives editors their JSON Schema. */
import * as z from 'zod';

const text = z.string().min(1);
const scalar = z.union([z.number(), z.bigint(), z.boolean(), z.string()]);
const number = z.union([z.number(), z.bigint(), text]);
const names = z.union([text, z.array(text).min(1)]);
const sizes = z.record(text, scalar);

const leaf = {
  network: text.optional().describe('A built-in network, or one of the file’s own.'),
  set: z.record(text, scalar).optional().describe('Parameters of the network.'),
  bind: z.record(text, z.number()).optional().describe('Numbers for its open sizes.'),
  layers: names.optional().describe('Layers or blocks by name; * stands for any characters. All of them unless given.'),
  except: names.optional().describe('Layers or blocks that are left out.'),
  sizes: sizes.optional().describe('Named numbers or expressions.'),
  terms: sizes.optional().describe('What the value is the sum of, by name.'),
  value: scalar.optional().describe('An expression: figures of the layers (weights + biases), sizes, parts. The sum of the terms unless given.'),
}; // prettier-ignore

/** A part may have parts. */
const part: z.ZodType = z.strictObject({
  ...leaf,
  get parts(): z.ZodType {
    return z.record(text, part).optional();
  },
});

const subject = {
  ...leaf,
  parts: z.record(text, part).optional().describe('Values by name, each with a network and layers of its own.'),
};

const claim = z.strictObject({
  id: text.describe('Unique in the file.'),
  source: text.optional().describe('A name under "sources".'),
  where: text.optional().describe('Section, table or figure.'),
  quoted: text.describe('The words of the source.'),
  unchecked: z.boolean().optional().describe('Quoted from memory.'),
  printed: number.describe('The number: 253,440, 4.11G, 2.7Ki, 60 million, 94.86%.'),
  step: number.optional().describe('One step of the last digit that counts: 1M. From the print unless given.'),
  unit: text.describe('What is counted: parameters, neurons, MACs.'),
  relation: z.enum(['equal', 'at most', 'at least']).optional().describe('equal unless given.'),
  convention: text.optional().describe('What is meant by the unit.'),
  table: text.optional().describe('The table in which it is a row.'),
  unknowns: z.array(text).optional().describe('Sizes that the source does not state.'),
  beside: sizes.optional().describe('Numbers that stand beside it in the source, by name.'),
  assumptions: z
    .array(z.strictObject({ says: text, evidence: text, ...subject }))
    .optional()
    .describe('Readings that the source does not state, each with the evidence for it.'),
  note: text.optional().describe('A remark.'),
  ...subject,
});

export const claimsSchema = z.strictObject({
  title: text.describe('What the file is about.'),
  network: text.optional().describe('The network that claims are about unless they name another.'),
  sources: z.record(text, text).optional().describe('Citations by a short name.'),
  networks: z.record(text, z.looseObject({})).optional().describe('Network files of the claims’ own, by name.'),
  sizes: sizes.optional().describe('Named numbers for all claims.'),
  claims: z.array(claim).min(1),
});

/** The JSON Schema (draft 2020-12) of claims files. */
export function claimsFileSchema(): object {
  const schema = z.toJSONSchema(claimsSchema, { unrepresentable: 'any', io: 'input' });
  return { ...schema, title: 'layerledger claims file' };
}
