/** Operators that pick: by index, by order, by position. Embeddings are a Gather of a table. */
import { int, text } from '../../core/attributes.ts';
import { isWhole } from '../../core/size.ts';
import { construct } from '../construction.ts';
import { shapeAt, wholesAt, type Site, type Translation, type Translations } from './site.ts';

/** A learned table read by an index is an nn.Embedding; one known index is a column. */
const Gather: Translation = (site) => {
  const [table, index] = site.inputs;
  const rank = shapeAt(site, 0).length;
  const given = int(site.node, 'axis', 0);
  const axis = given < 0 ? given + rank : given;
  const [entries, width] = table!.shape!;
  if (axis === 0 && rank === 2 && !index!.constant && index!.values === undefined && table!.learned && site.holds(table) && typeof entries === 'number' && typeof width === 'number')
    return embedding(site, entries, width); // prettier-ignore
  const [only] = index!.values ?? [];
  const isColumn = index!.shape?.length === 0 && only !== undefined && isWhole(only);
  const colons = ':, '.repeat(axis);
  return `${site.arg(0)}[${colons}${isColumn ? String(only) : site.arg(1)}]`;
};

function embedding(site: Site, entries: number, width: number): string {
  const owned = site.ownedWeight(site.inputs[0]!, [entries, width]);
  if (owned !== undefined) return `F.embedding(${site.arg(1)}, ${owned})`;
  const module = construct('nn.Embedding', [['num_embeddings', entries], ['embedding_dim', width]]); // prettier-ignore
  return `${site.module(module, [site.inputs[0]])}(${site.arg(1)})`;
}

const GatherElements: Translation = (site) =>
  `torch.gather(${site.arg(0)}, ${int(site.node, 'axis', 0)}, ${site.arg(1)})`;

/** The last axis of the indices counts along the first axes of the data. */
const GatherND: Translation = (site) => {
  if (int(site.node, 'batch_dims', 0) !== 0) throw site.fail('it has batch_dims');
  return `${site.arg(0)}[tuple(${site.arg(1)}.movedim(-1, 0))]`;
};

const ScatterND: Translation = (site) => {
  if (text(site.node, 'reduction', 'none') !== 'none') throw site.fail('it adds up what it scatters');
  const indices = `tuple(${site.arg(1)}.movedim(-1, 0))`;
  return `${site.arg(0)}.index_put(${indices}, ${site.arg(2)})`;
};

const ScatterElements: Translation = (site) => {
  if (text(site.node, 'reduction', 'none') !== 'none') throw site.fail('it adds up what it scatters');
  return `${site.arg(0)}.scatter(${int(site.node, 'axis', 0)}, ${site.arg(1)}, ${site.arg(2)})`;
};

const TopK: Translation = (site) => {
  const count = site.inputs[1]?.values?.[0] ?? int(site.node, 'k');
  if (count === undefined) throw site.fail('how many it keeps is computed while it runs');
  const isLargest = int(site.node, 'largest', 1) === 1;
  const found = `torch.topk(${site.arg(0)}, ${site.size(count)}, dim=${int(site.node, 'axis', -1)}${isLargest ? '' : ', largest=False'})`;
  return site.wanted.length === 1
    ? `${found}[${site.outputs.findIndex(({ name }) => name === site.wanted[0])}]`
    : found;
};

const ArgMax: Translation = (site) => argument(site, 'argmax');
const ArgMin: Translation = (site) => argument(site, 'argmin');

function argument(site: Site, callee: string): string {
  return `torch.${callee}(${site.arg(0)}, dim=${int(site.node, 'axis', 0)}, keepdim=${int(site.node, 'keepdims', 1) === 1 ? 'True' : 'False'})`;
}

const NonZero: Translation = (site) => `torch.nonzero(${site.arg(0)}).T`;

const OneHot: Translation = (site) => {
  const [off, on] = site.inputs[2]?.values ?? [];
  if (off !== 0 || on !== 1 || int(site.node, 'axis', -1) !== -1)
    throw site.fail('it writes other numbers than 0 and 1 along the last axis');
  return `F.one_hot(${site.arg(0)}, ${wholesAt(site, 1)[0]}).to(${site.arg(2)}.dtype)`;
};

const CumSum: Translation = (site) => {
  if (int(site.node, 'exclusive', 0) || int(site.node, 'reverse', 0))
    throw site.fail('it runs backwards or leaves its own entry out');
  return `torch.cumsum(${site.arg(0)}, dim=${wholesAt(site, 1)[0]})`;
};

const Trilu: Translation = (site) => {
  const diagonal = site.inputs[1] ? wholesAt(site, 1)[0]! : 0;
  const callee = int(site.node, 'upper', 1) === 1 ? 'triu' : 'tril';
  return `torch.${callee}(${site.arg(0)}${diagonal === 0 ? '' : `, diagonal=${diagonal}`})`;
};

const Shape: Translation = (site) => {
  const [start, end] = [int(site.node, 'start'), int(site.node, 'end')];
  const cut = start === undefined && end === undefined ? '' : `[${start ?? ''}:${end ?? ''}]`;
  return `torch.tensor(${site.arg(0)}.shape${cut}, device=${site.arg(0)}.device)`;
};

const Size: Translation = (site) => `torch.tensor(${site.arg(0)}.numel(), device=${site.arg(0)}.device)`;

/** Bilinear and zeros outside are both libraries' first choice. */
const GridSample: Translation = (site) => {
  const mode = text(site.node, 'mode', 'bilinear')
    .replace('linear', 'bilinear')
    .replace('bibilinear', 'bilinear')
    .replace(/^cubic$/, 'bicubic');
  const padding = text(site.node, 'padding_mode', 'zeros');
  const isAligned = int(site.node, 'align_corners', 0) === 1;
  return `F.grid_sample(${site.arg(0)}, ${site.arg(1)}, mode='${modeOf(site, mode)}', padding_mode='${modeOf(site, padding)}', align_corners=${isAligned ? 'True' : 'False'})`;
};

function modeOf(site: Site, word: string): string {
  if (/^[a-z]+$/.test(word)) return word;
  throw site.fail(`its mode is ${JSON.stringify(word)}`);
}

export const selections: Translations = { Gather, GatherElements, GatherND, ScatterND, ScatterElements, TopK, ArgMax, ArgMin, NonZero, OneHot, CumSum, Trilu, Shape, Size, GridSample }; // prettier-ignore
