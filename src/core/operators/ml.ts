/** Classical models, ai.onnx.ml: https://onnx.ai/onnx/operators/index.html#ai-onnx-ml */
import { hasAttribute, int, tensor } from '../attributes.ts';
import { RuleError, UnknownError } from '../errors.ts';
import type { ElementType } from '../network.ts';
import type { Application, Known, Operator, Shape } from '../operator.ts';
import { elementsOf, like, shaped } from '../shape.ts';
import { sumOf, type Size } from '../size.ts';
import { keepsShape, type Kept } from './keep.ts';

const domain = 'ai.onnx.ml';

const kept = (name: string, doc: string, type?: Kept['type']): Operator =>
  keepsShape(name, { domain, doc, free: 'elementwise: no multiply-accumulate', ...(type && { type }) });

const LabelEncoder = kept('LabelEncoder', 'Each element mapped to another value.', ({ node }) => {
  const held = tensor(node, 'values_tensor');
  if (held) return held.type;
  return hasAttribute(node, 'values_strings') ? 'string' : hasAttribute(node, 'values_floats') ? 'float32' : 'int64';
});

const CategoryMapper = kept('CategoryMapper', 'Texts as numbers, or numbers as texts.', ({ inputs }) =>
  inputs[0]?.type === 'string' ? 'int64' : 'string',
);

const OneHotEncoder = known(
  'OneHotEncoder',
  'For each category a vector that is on at its place.',
  'compares; adds nothing up',
  (use) => {
    const { shape } = shaped(use, 0, 'X');
    return [{ type: 'float32', shape: [...shape, entriesOf(use, ['cats_int64s', 'cats_strings'])] }];
  },
);

const ArrayFeatureExtractor = known(
  'ArrayFeatureExtractor',
  'Columns chosen by index.',
  'only moves elements',
  (use) => {
    const [x, indices] = [shaped(use, 0, 'X'), shaped(use, 1, 'Y')];
    const count = elementsOf(indices.shape);
    return [like(x, [...(x.shape.length === 1 ? [1] : x.shape.slice(0, -1)), count])];
  },
);

const FeatureVectorizer = known(
  'FeatureVectorizer',
  'Rows of several tables joined.',
  'only joins its operands',
  (use) => {
    const parts = use.inputs.map((_, i) => shaped(use, i, `operand ${i}`).shape);
    if (parts.length === 0) throw new RuleError('input 0 is missing');
    const rows = parts[0]!.length > 1 ? parts[0]![0]! : 1;
    return [{ type: 'float32', shape: [rows, sumOf(parts.map((shape) => shape.at(-1) ?? 1))] }];
  },
);

/** Scores for each row and target. */
const tree = (name: string, targets: (use: Application) => Size, type?: ElementType): Operator =>
  known(name, 'Decision trees.', 'compares; the leaves that it adds up are not connections', (use) => {
    const x = shaped(use, 0, 'X');
    return [{ type: type ?? x.type, shape: [rowsOf(x.shape), targets(use)] }];
  });

const classLabels = ['classlabels_int64s', 'classlabels_strings', 'classlabels_ints'];

const TreeEnsembleClassifier = known(
  'TreeEnsembleClassifier',
  'Decision trees that vote for a class.',
  'compares; adds nothing up',
  classified,
);

/** Their multipliers are attributes, which are no tensors of the network. */
const uncounted = (name: string, doc: string, infer: (use: Application) => readonly Known[]): Operator => ({
  name,
  domain,
  doc,
  infer,
  counts: 'nothing yet: its multipliers are attributes; it is listed as uncounted',
  count() {
    throw new UnknownError('its weights are attributes, which layerledger does not count');
  },
});

export const mlOperators: readonly Operator[] = [
  kept('Binarizer', '1 above a threshold, else 0.'),
  kept('Scaler', 'Moved and scaled by column.', () => 'float32'),
  kept('Imputer', 'Missing elements replaced.'),
  kept('Normalizer', 'Rows divided by their norm.', () => 'float32'),
  LabelEncoder,
  CategoryMapper,
  OneHotEncoder,
  ArrayFeatureExtractor,
  FeatureVectorizer,
  tree('TreeEnsemble', ({ node }) => int(node, 'n_targets', 1)),
  tree('TreeEnsembleRegressor', ({ node }) => int(node, 'n_targets', 1), 'float32'),
  TreeEnsembleClassifier,
  uncounted('LinearClassifier', 'Scores that are linear in the inputs.', classified),
  uncounted('SVMClassifier', 'Scores from support vectors.', classified),
  uncounted('LinearRegressor', 'Values that are linear in the inputs.', regressed),
  uncounted('SVMRegressor', 'Values from support vectors.', regressed),
];

function known(name: string, doc: string, free: string, infer: (use: Application) => readonly Known[]): Operator {
  return { name, domain, doc, infer, free };
}

/** The class of each row, and the scores of all classes. */
function classified(use: Application): readonly Known[] {
  const rows = rowsOf(shaped(use, 0, 'X').shape);
  const type = hasAttribute(use.node, 'classlabels_strings') ? 'string' : 'int64';
  return [
    { type, shape: [rows] },
    { type: 'float32', shape: [rows, entriesOf(use, classLabels)] },
  ];
}

function regressed(use: Application): readonly Known[] {
  return [{ type: 'float32', shape: [rowsOf(shaped(use, 0, 'X').shape), int(use.node, 'targets', 1)] }];
}

function rowsOf(shape: Shape): Size {
  return shape.length > 1 ? shape[0]! : 1;
}

/** How many entries the first of some attributes that is given has. */
function entriesOf({ node }: Application, names: readonly string[]): number {
  const lists = names.map((name) => node.attributes.get(name)).filter((attribute) => attribute !== undefined);
  const list = lists.find((attribute) => attribute.kind === 'ints' || attribute.kind === 'strings');
  if (list?.kind === 'ints' || list?.kind === 'strings') return list.value.length;
  throw new UnknownError(`none of ${names.join(', ')} is given`);
}
