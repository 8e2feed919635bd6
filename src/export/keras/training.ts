/** How the authors trained the network, in Keras's words: initialisers and decay are said at each layer, the rest as an optimiser. */
import type { Initial, Network, Training } from '../../core/network.ts';
import type { Literal } from '../construction.ts';
import { comment, float, number } from '../text.ts';

/** What all layers with weights are given: `**TRAINED`. */
export function trainedText({ training }: Network): string | undefined {
  const entries = training ? sharedEntries(training) : [];
  return entries.length === 0 ? undefined : '**TRAINED';
}

/** What a layer is given beside that. */
export function ownArguments({ training }: Network, layer: string): Readonly<Record<string, Literal | undefined>> {
  const rules = training?.initial ?? [];
  const { weights, biases } = merged(rules.filter(({ layers }) => !layers || layers.includes(layer)));
  const isOwnKernel = rules.some(({ layers, weights: own }) => own !== undefined && layers?.includes(layer));
  return {
    kernel_initializer: isOwnKernel && weights !== undefined ? { python: kernelText(weights) } : undefined,
    bias_initializer: biases === undefined || biases === 0 ? undefined : { python: biases === 1 ? "'ones'" : `keras.initializers.Constant(${float(biases)})` }, // prettier-ignore
  };
}

/** The constant that the layers name. */
export function constantLines({ training }: Network): readonly string[] {
  const entries = training ? sharedEntries(training) : [];
  if (entries.length === 0) return [];
  const halved = training?.weightDecay === undefined ? [] : comment('Keras adds the squares times the number to the loss, whose gradient is twice that: it is half of the weight decay.'); // prettier-ignore
  return [...halved, 'TRAINED = {', ...entries.map((entry) => `    ${entry},`), '}'];
}

function sharedEntries({ initial, weightDecay }: Training): readonly string[] {
  const { weights } = merged(initial.filter(({ layers }) => !layers));
  return [
    ...(weights === undefined ? [] : [`'kernel_initializer': ${kernelText(weights)}`]),
    ...(weightDecay === undefined ? [] : [`'kernel_regularizer': keras.regularizers.L2(${number(weightDecay / 2)})`]),
  ];
}

function kernelText(weights: NonNullable<Initial['weights']>): string {
  return weights === 'he' ? "'he_normal'" : `keras.initializers.RandomNormal(stddev=${float(weights.normal)})`;
}

/** A later rule goes before an earlier one. */
function merged(rules: readonly Initial[]): Initial {
  return rules.reduce<Initial>((all, rule) => ({ ...all, ...rule }), {});
}

export function settingLines({ training }: Network): readonly string[] {
  if (!training) return [];
  const { source, batch, epochs, schedule, notes, learningRate, momentum } = training;
  const settings = [
    `learning_rate=${number(learningRate ?? 0.01)}`,
    ...(momentum === undefined ? [] : [`momentum=${number(momentum)}`]),
  ];
  return [
    ...comment(
      `How its authors trained it${source === undefined ? '' : ` (${source})`}. What they do not state is not here.`,
    ),
    ...notes.flatMap((note) => comment(note)),
    ...(batch === undefined ? [] : [`BATCH_SIZE = ${batch}`]),
    ...(epochs === undefined ? [] : [`EPOCHS = ${number(epochs)}`]),
    ...(schedule === undefined
      ? []
      : comment(`The learning rate: ${schedule}; keras.callbacks.ReduceLROnPlateau(factor=0.1) does so.`)),
    ...(learningRate === undefined
      ? []
      : ['', '', 'def optimiser():', `    return keras.optimizers.SGD(${settings.join(', ')})`]),
  ];
}
