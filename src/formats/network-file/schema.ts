/** The schema of network files, made from the table of kinds: documents are checked by it, and editors get it as JSON Schema. */
import * as z from 'zod';
import { inputTypes } from './inputs.ts';
import type { Form } from './field.ts';
import { commonFields, kindOf, kinds } from './kinds.ts';
import type { Fields, Kind } from './kind.ts';
import { branchFields } from './layers/structure.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

const scalar = z.union([z.number(), z.string(), z.boolean()]);
const quantity = z.union([z.number(), z.string()]).describe('A number, or an expression that gives one.');
const text = z.string();
const shape = z.union([
  quantity,
  z.array(quantity),
  z.strictObject({ channels: quantity.optional(), depth: quantity.optional(), height: quantity.optional(), width: quantity.optional() }),
]).describe('Sizes without the batch: "3 x 227 x 227", [3, 227, 227] or by name. A word is a parameter or an open size.'); // prettier-ignore

/** Stands for a layer: what a layer may be is checked by its kind, and told to editors in `layerRule`. */
const layer = z.any().meta({ id: 'layer' });
const layers = z.union([z.array(layer), text]);
const branch = z.union([z.array(layer), z.lazy(() => objectOf(branchFields, Object.keys(branchFields)))]);

/** Its elements are checked by what reads them, which knows its shape. */
const tensor = z.object({ shape: z.any().describe('Its sizes; [] for a single number.') }).loose();

/** How each form of field is written, and the words for it. */
export const forms: Readonly<Record<Exclude<Form['kind'], 'choice'>, { readonly schema: z.ZodType; readonly words: string }>> = {
  number: { schema: quantity, words: 'a number or an expression' },
  size: { schema: quantity, words: 'a whole number or an expression' },
  flag: { schema: z.union([z.boolean(), text]), words: 'true, false or an expression' },
  expression: { schema: scalar, words: 'a number, true or false, or an expression' },
  sizes: { schema: z.union([quantity, z.array(quantity)]), words: 'a number, or a list with one for each axis' },
  padding: { schema: z.union([quantity, z.array(z.union([quantity, z.array(quantity).length(2)]))]), words: 'valid, same, a number, [height, width] or [[before, after], …]' },
  text: { schema: text, words: 'a name' },
  names: { schema: z.union([text, z.array(text)]), words: 'a layer’s name or a list of names' },
  groups: { schema: quantity, words: 'a number, depthwise or towers' },
  layers: { schema: layers, words: 'a list of layers' },
  branches: { schema: z.array(branch).min(1), words: 'a list of branches' },
  fields: { schema: z.record(text, z.any()), words: 'a mapping of fields' },
  attributes: { schema: z.record(text, z.union([scalar, z.array(z.number()), z.array(text), z.strictObject({ float: z.number().describe('A number that is no whole one to ONNX.') }), z.strictObject({ floats: z.array(z.number()).describe('As float, a list.') }), tensor])), words: 'a mapping from names to numbers, words or lists of them' },
  tensors: { schema: z.record(text, tensor), words: 'a mapping from names to tensors' },
  row: { schema: z.union([text, z.array(text).min(1)]), words: 'a name or a list of names' },
  outputs: { schema: z.union([z.number(), z.array(text)]), words: 'a number or a list of names' },
  wholes: { schema: z.array(quantity), words: 'a list of whole numbers' },
  table: { schema: z.array(z.array(quantity).min(1)), words: 'a list for each filter of the feature maps that it reads' },
  shapes: { schema: z.record(text, shape), words: 'a mapping from names to shapes' },
  constants: { schema: z.record(text, z.union([z.number(), z.array(z.number())])), words: 'a mapping from names to whole numbers or lists of them' },
}; // prettier-ignore

const inputSchema = z.union([
  shape,
  z.strictObject({
    shape,
    type: z.enum(inputTypes).optional().describe('Element type: float32 unless given.'),
    batch: z.boolean().optional().describe('no: the shape is whole, without a batch in front.'),
  }),
]);

const positive = z.number().positive();

/** What is not stated is left out. */
export const trainingSchema = z.strictObject({
  source: text.optional().describe('Where it is stated, as "section 5".'),
  batch: z.int().positive().optional().describe('Examples in a batch of stochastic gradient descent.'),
  momentum: z.number().optional().describe('Momentum.'),
  'weight decay': z.number().optional().describe('Weight decay.'),
  'learning rate': positive.optional().describe('The learning rate that it begins with.'),
  schedule: text.optional().describe('How the learning rate changes, in words.'),
  epochs: positive.optional().describe('Passes over the training set.'),
  initial: z.array(z.strictObject({
    layers: z.array(text).optional().describe('Names of the layers that are meant; all unless given.'),
    weights: z.union([z.strictObject({ normal: positive.describe('The standard deviation.') }), z.literal('he')]).optional().describe('{normal: 0.01}: normal numbers of that standard deviation; he: of √(2 / inputs of a unit).'),
    biases: z.number().optional().describe('What biases begin with.'),
  })).optional().describe('What weights and biases begin with; a later rule goes before an earlier one.'),
  notes: z.union([text, z.array(text)]).optional().describe('What else the publication states.'),
}); // prettier-ignore

/** The document around the layers. */
export const documentSchema = z.strictObject({
  network: text.optional().describe('The network’s name.'),
  aliases: z.array(text).optional().describe('Other names under which a built-in network is found.'),
  variants: z.record(text, z.strictObject({
    network: text.optional().describe('Its name, as its authors write it.'),
    aliases: z.array(text).optional().describe('Other names under which it is found.'),
    parameters: z.record(text, scalar).describe('Its values for the file’s parameters.'),
  })).optional().describe('Further built-in networks of the same file, by name.'),
  source: text.optional().describe('Where the architecture comes from: a citation.'),
  notes: z.union([text, z.array(text)]).optional().describe('What a reader of the counts should know.'),
  training: trainingSchema.optional().describe('How its authors trained it, where the publication says so.'),
  towers: z.number().optional().describe('Over how many towers (devices) the network is laid; on 1 every layer reads all of what is before it.'),
  batch: quantity.optional().describe('Images in a batch; an open size unless given.'),
  parameters: z.record(text, scalar).optional().describe('Numbers that whoever uses the file may change, with their defaults; "open" leaves one open as a size.'),
  opset: z.int().positive().optional().describe('Version of ONNX’s operators that the layers follow: 23 unless given.'),
  tensors: z.record(text, tensor).optional().describe('Tensors by name that several layers read.'),
  input: inputSchema.optional().describe('The network’s only input.'),
  inputs: z.record(text, inputSchema).optional().describe('The network’s inputs by name; the first layer reads the first.'),
  blocks: z.record(text, z.strictObject({
    note: text.optional().describe('A remark, which is passed over.'),
    parameters: z.record(text, z.union([scalar, z.null()])).optional().describe('Parameters by name with their defaults; an empty one has to be given.'),
    layers: layers.describe('The block’s layers, in order.'),
  })).optional().describe('Lists of layers to use by name, as often as needed.'),
  layers: z.array(layer).min(1).describe('The layers in order; each reads the one before.'),
  outputs: z.union([text, z.array(text)]).optional().describe('Names of the layers whose values are the network’s outputs; the last layer unless given.'),
}); // prettier-ignore

/** The JSON Schema (draft 2020-12) of network files, for editors. */
export function networkFileSchema(): JsonSchema {
  const parts = z.toJSONSchema(
    z.object({
      document: documentSchema,
      ...Object.fromEntries(keysOfKinds().map(([key, kind]) => [key, saying(key, kind)])),
    }),
  );
  const { document, ...sayings } = parts.properties ?? {};
  const prefixed = Object.entries(sayings).map(([key, rule]) => [`layer ${key}`, rule] as const);
  return {
    $schema: parts.$schema,
    title: 'layerledger network file',
    ...(typeof document === 'object' && document),
    $defs: { ...parts.$defs, layer: layerRule(), 'layer of a block': blockRule(), ...Object.fromEntries(prefixed) },
  };
}

/** A layer: a word alone, a kind with its fields, or the use of a block. */
function layerRule(): JsonSchema {
  const words = kinds
    .filter(({ fields }) => !Object.values(fields).some(({ absent }) => absent === 'required'))
    .flatMap(({ key, also }) => [key, ...also]);
  const refs = keysOfKinds().map(([key]) => ({ $ref: `#/$defs/layer%20${encodeURIComponent(key)}` }));
  return {
    anyOf: [
      { enum: words },
      { type: 'string', description: 'A block’s name.' },
      ...refs,
      { $ref: '#/$defs/layer%20of%20a%20block' },
    ],
  };
}

/** The use of a block: its name with its parameters in a mapping, and what any layer may say. */
function blockRule(): JsonSchema {
  const { properties = {} } = z.toJSONSchema(objectOf(commonFields, Object.keys(commonFields)));
  return {
    type: 'object',
    description: 'A block’s name with its parameters.',
    properties,
    additionalProperties: { type: ['object', 'null', 'boolean'] },
    not: { anyOf: keysOfKinds().map(([key]) => ({ required: [key] })) },
  };
}

function keysOfKinds(): readonly (readonly [string, Kind])[] {
  return [...kindOf];
}

/** The two ways to write a kind: `{conv: 96, kernel: 11}` and `{conv: {filters: 96, kernel: 11}}`. */
function saying(key: string, kind: Kind): z.ZodType {
  const { main, fields, doc } = kind;
  const common = shapeOf(commonFields, Object.keys(commonFields));
  const others = Object.keys(fields).filter((name) => name !== main);
  const mainRule = main === undefined ? z.union([z.null(), z.literal(true)]) : schemaOf(fields[main]!.form);
  const word =
    main !== undefined && fields[main]!.absent !== 'required'
      ? z.union([mainRule, z.null(), z.literal(true)])
      : mainRule;
  const flat = z.strictObject({
    [key]: word.describe(main === undefined ? doc : `${doc} ${fields[main]!.doc}`),
    ...shapeOf(fields, others),
    ...common,
  });
  const nested = z.strictObject({ [key]: objectOf(fields, Object.keys(fields)).describe(doc), ...common });
  return Object.keys(fields).length === 0 ? flat : z.union([flat, nested]);
}

function objectOf(fields: Fields, names: readonly string[]): z.ZodType {
  return z.strictObject(shapeOf(fields, names));
}

function shapeOf(fields: Fields, names: readonly string[]): Record<string, z.ZodType> {
  return Object.fromEntries(names.map((name) => {
    const { form, doc, absent } = fields[name]!;
    const rule = schemaOf(form).describe(doc);
    return [name, absent === 'required' ? rule : rule.optional()];
  })); // prettier-ignore
}

function schemaOf(form: Form): z.ZodType {
  return form.kind === 'choice' ? z.enum(form.values) : forms[form.kind].schema;
}
