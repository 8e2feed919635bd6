/** Sums, means and other reductions along axes. */
import { int } from '../../core/attributes.ts';
import { axesAt, dims, shapeAt, type Site, type Translation, type Translations } from './site.ts';

function reduction(write: (x: string, over: string) => string): Translation {
  return (site) => {
    const axes = reducedAxes(site);
    if (axes.length === 0) return site.arg(0);
    return write(site.arg(0), `dim=${dims(axes)}${int(site.node, 'keepdims', 1) === 1 ? ', keepdim=True' : ''}`);
  };
}

const alongAxes: Translations = {
  ReduceMean: reduction((x, over) => `${x}.mean(${over})`),
  ReduceSum: reduction((x, over) => `${x}.sum(${over})`),
  ReduceMax: reduction((x, over) => `torch.amax(${x}, ${over})`),
  ReduceMin: reduction((x, over) => `torch.amin(${x}, ${over})`),
  ReduceL1: reduction((x, over) => `torch.linalg.vector_norm(${x}, ord=1, ${over})`),
  ReduceL2: reduction((x, over) => `torch.linalg.vector_norm(${x}, ord=2, ${over})`),
  ReduceSumSquare: reduction((x, over) => `torch.square(${x}).sum(${over})`),
  ReduceLogSumExp: reduction((x, over) => `torch.logsumexp(${x}, ${over})`),
  ReduceLogSum: reduction((x, over) => `torch.log(${x}.sum(${over}))`),
};

/** torch multiplies along one axis at a time. */
const ReduceProd: Translation = (site) => {
  const keep = int(site.node, 'keepdims', 1) === 1 ? ', keepdim=True' : '';
  const axes = reducedAxes(site).toSorted((a, b) => b - a);
  return axes.reduce((x, axis) => `${x}.prod(dim=${axis}${keep})`, site.arg(0));
};

/** All axes where none is given, unless the node says that none means none. */
function reducedAxes(site: Site): readonly number[] {
  const rank = shapeAt(site, 0).length;
  const given = axesAt(site, 1, rank);
  if (given && given.length > 0) return given;
  return int(site.node, 'noop_with_empty_axes', 0) === 1 ? [] : Array.from({ length: rank }, (_, i) => i);
}

export const reductions: Translations = { ...alongAxes, ReduceProd }; // prettier-ignore
