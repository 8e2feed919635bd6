/** Recurrent layers → nn.LSTM, nn.GRU, nn.RNN: sequence first, the two biases apart, as ONNX has them. */
import { int, text } from '../../core/attributes.ts';
import { construct } from '../construction.ts';
import { shapeAt, wholeShape, type Site, type Translation, type Translations } from './site.ts';

const LSTM = recurrent('nn.LSTM');
const GRU = recurrent('nn.GRU');
const RNN = recurrent('nn.RNN');

/** Inputs: X, W, R, B, sequence_lens, initial_h, initial_c (LSTM), P (peepholes). */
function recurrent(callee: string): Translation {
  return (site) => {
    expectPlain(site, callee);
    const [directions, , inputs] = wholeShape(site, 1);
    const hidden = int(site.node, 'hidden_size') ?? wholeShape(site, 2)[2]!;
    const sizes = [['input_size', inputs!], ['hidden_size', hidden]] as const; // prettier-ignore
    const isTwice = directions === 2;
    const module = construct(callee, sizes, {
      bias: site.inputs[3] ? undefined : false,
      bidirectional: isTwice ? true : undefined,
    });
    const name = site.module(module, site.inputs.slice(1, 4));
    const states = [site.inputs[5], callee === 'nn.LSTM' ? site.inputs[6] : undefined].flatMap((state, i) => (state ? [site.arg(5 + i)] : [])); // prettier-ignore
    const args = [name, site.arg(0), String(isTwice ? 2 : 1), ...states].join(', ');
    const all = `${site.helper('recurrent')}(${args})`;
    if (site.wanted.length === site.outputs.length && site.outputs.length > 1) return all;
    if (site.wanted.length > 1)
      return site.outputs.length > site.wanted.length ? `${all}[:${site.wanted.length}]` : all;
    return `${all}[${site.outputs.findIndex(({ name: own }) => own === site.wanted[0])}]`;
  };
}

/** What torch's modules do not have. */
function expectPlain(site: Site, callee: string): void {
  const direction = text(site.node, 'direction', 'forward');
  if (direction === 'reverse') throw site.fail('it runs backwards alone');
  if (site.node.attributes.has('activations')) throw site.fail('its activations are its own');
  if (site.node.attributes.has('clip')) throw site.fail('it clips its cells');
  if (int(site.node, 'layout', 0) !== 0) throw site.fail('its batch stands first');
  if (site.inputs[7]) throw site.fail('it has peepholes');
  if (site.inputs[4] && !site.inputs[4].constant) throw site.fail('its sequences differ in length');
  if (callee === 'nn.GRU' && int(site.node, 'linear_before_reset', 0) === 0) throw site.fail('its reset gate comes before the product (linear_before_reset 0), and PyTorch’s behind it'); // prettier-ignore
  if (!site.inputs.slice(1, 3).every((input) => site.holds(input)) || shapeAt(site, 0).length !== 3)
    throw site.fail('its weights are computed');
}

export const recurrences: Translations = { LSTM, GRU, RNN }; // prettier-ignore
