/** Products → nn.Linear where one side is a weight that the network holds, else @. */
import { float, int } from '../../core/attributes.ts';
import type { Operand } from '../../core/operator.ts';
import { construct } from '../construction.ts';
import { number } from '../text.ts';
import { shapeAt, wholeShape, type Site, type Translation, type Translations } from './site.ts';

const MatMul: Translation = (site) => {
  const weight = site.inputs[1]!;
  if (weight.shape?.length !== 2 || !site.holds(weight) || (site.inputs[0]!.shape?.length ?? 0) < 2) {
    const product = `${site.arg(0)} @ ${site.arg(1)}`;
    return site.bias ? `${product} + ${site.value(site.bias)}` : product;
  }
  const [inputs, units] = wholeShape(site, 1);
  return linear(site, { weight, bias: site.bias, inputs: inputs!, units: units! });
};

const Gemm: Translation = (site) => {
  const [weight, bias] = site.inputs.slice(1);
  const [turned, isTurnedInput] = [int(site.node, 'transB', 0) === 1, int(site.node, 'transA', 0) === 1];
  const [alpha, beta] = [float(site.node, 'alpha') ?? 1, float(site.node, 'beta') ?? 1];
  const sizes = shapeAt(site, 1);
  const units = sizes[turned ? 0 : 1]!;
  const isVector = !bias || (site.holds(bias) && bias.shape?.at(-1) === units && bias.shape.slice(0, -1).every((size) => size === 1)); // prettier-ignore
  const isPlain = site.holds(weight) && isVector && !isTurnedInput && alpha === 1 && (beta === 1 || !bias);
  if (!isPlain) return product(site, { turned, isTurnedInput, alpha, beta });
  const whole = wholeShape(site, 1);
  return linear(site, { weight: weight!, bias, inputs: whole[turned ? 1 : 0]!, units: whole[turned ? 0 : 1]! });
};

const Einsum: Translation = (site) => {
  const equation = site.node.attributes.get('equation');
  const text = equation?.kind === 'string' ? equation.value : '';
  if (!/^[A-Za-z.,\-> ]+$/.test(text)) throw site.fail(`its equation is ${JSON.stringify(text)}`);
  return `torch.einsum('${text.replaceAll(' ', '')}', ${site.inputs.map((_, i) => site.arg(i)).join(', ')})`;
};

interface Linear {
  readonly weight: Operand;
  readonly bias: Operand | undefined;
  readonly inputs: number;
  readonly units: number;
}

/** A weight that another module owns (tied embeddings, Press and Wolf 2017) is read there. */
function linear(site: Site, { weight, bias, inputs, units }: Linear): string {
  const owned = site.ownedWeight(weight, [units, inputs]);
  if (owned !== undefined) return `F.linear(${[site.arg(0), owned, ...(bias ? [site.value(bias)] : [])].join(', ')})`;
  const module = construct('nn.Linear', [['in_features', inputs], ['out_features', units]], { bias: bias ? undefined : false }); // prettier-ignore
  return `${site.module(module, [weight, bias])}(${site.arg(0)})`;
}

interface Product {
  readonly turned: boolean;
  readonly isTurnedInput: boolean;
  readonly alpha: number;
  readonly beta: number;
}

function product(site: Site, { turned, isTurnedInput, alpha, beta }: Product): string {
  const [a, b] = [`${site.arg(0)}${isTurnedInput ? '.T' : ''}`, `${site.arg(1)}${turned ? '.T' : ''}`];
  const scaled = alpha === 1 ? `${a} @ ${b}` : `${number(alpha)} * (${a} @ ${b})`;
  if (!site.inputs[2]) return scaled;
  return `${scaled} + ${beta === 1 ? '' : `${number(beta)} * `}${site.arg(2)}`;
}

export const products: Translations = { MatMul, Gemm, Einsum }; // prettier-ignore
