/** How the authors trained the network, as Python: what weights begin with, and stochastic gradient descent. */
import type { Initial, Network, Training } from '../../core/network.ts';
import { comment, float, number, quoted } from '../text.ts';
import type { Code } from './code.ts';

/** Lines of the functions `initialise` and `optimiser`; none where the source does not say how the network was trained. */
export function trainingLines({ training, graph }: Network, code: Code): readonly string[] {
  if (!training) return [];
  const names = attributesOf(code);
  const endsInSoftmax = graph.nodes.some(({ operator, outputs }) => operator === 'Softmax' && outputs.some((name) => graph.outputs.some((output) => output.name === name))); // prettier-ignore
  return [
    ...settingLines(training),
    ...(endsInSoftmax
      ? comment('The network gives probabilities: the loss is F.nll_loss(torch.log(model(x)), target).')
      : []),
    ...(training.initial.length > 0 ? ['', '', ...initialLines(training.initial, names)] : []),
    ...(training.learningRate === undefined ? [] : ['', '', ...optimiserLines(training)]),
  ];
}

/** Whether the exported text has a function `initialise`. */
export function hasInitial({ training }: Network): boolean {
  return training !== undefined && training.initial.length > 0;
}

function settingLines({ source, batch, epochs, schedule, notes }: Training): readonly string[] {
  return [
    ...comment(
      `How its authors trained it${source === undefined ? '' : ` (${source})`}. What they do not state is not here.`,
    ),
    ...notes.flatMap((note) => comment(note)),
    ...(batch === undefined ? [] : [`BATCH_SIZE = ${batch}`]),
    ...(epochs === undefined ? [] : [`EPOCHS = ${number(epochs)}`]),
    ...(schedule === undefined ? [] : comment(`The learning rate: ${schedule}.`)),
  ];
}

function initialLines(rules: readonly Initial[], names: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const [general, own] = [rules.filter(({ layers }) => !layers), rules.filter(({ layers }) => layers)];
  const branches = own.flatMap((rule) => {
    const modules = rule.layers!.flatMap((layer) => names.get(layer) ?? []);
    return modules.length === 0
      ? []
      : [`        if name in {${modules.map(quoted).join(', ')}}:`, ...ruleLines(rule, '            ')];
  });
  return [
    'def initialise(model):',
    '    for name, module in model.named_modules():',
    '        if not isinstance(module, (nn.Conv1d, nn.Conv2d, nn.Conv3d, nn.Linear)):',
    '            continue',
    ...general.flatMap((rule) => ruleLines(rule, '        ')),
    ...branches,
  ];
}

function ruleLines({ weights, biases }: Initial, indent: string): readonly string[] {
  return [
    ...(weights === 'he' ? [`${indent}nn.init.kaiming_normal_(module.weight, nonlinearity='relu')`] : []),
    ...(typeof weights === 'object'
      ? [`${indent}nn.init.normal_(module.weight, mean=0.0, std=${float(weights.normal)})`]
      : []),
    ...(biases === undefined ? [] : [`${indent}if module.bias is not None:`, `${indent}    nn.init.constant_(module.bias, ${float(biases)})`]), // prettier-ignore
  ];
}

/** The schedule goes by the validation error, which torch's scheduler is told after each epoch. */
function optimiserLines({ learningRate = 0, momentum, weightDecay, schedule }: Training): readonly string[] {
  const settings = [
    `lr=${number(learningRate)}`,
    ...(momentum === undefined ? [] : [`momentum=${number(momentum)}`]),
    ...(weightDecay === undefined ? [] : [`weight_decay=${number(weightDecay)}`]),
  ];
  const divides = schedule !== undefined && /divided by 10/.test(schedule);
  return [
    'def optimiser(model):',
    `    optimizer = torch.optim.SGD(model.parameters(), ${settings.join(', ')})`,
    ...(divides
      ? [
          '    # Call scheduler.step(validation_error) after each epoch.',
          '    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.1)',
          '    return optimizer, scheduler',
        ]
      : ['    return optimizer']),
  ];
}

/** The modules of each layer by the names that `named_modules` gives them. */
function attributesOf(code: Code, before = ''): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  code.declared.forEach((entry, i) => {
    const name = `${before}${code.isChain ? i : entry.name}`;
    if (entry.kind === 'block')
      for (const [layer, modules] of attributesOf(entry.code, `${name}.`)) found.set(layer, modules);
    else found.set(entry.layer, [...(found.get(entry.layer) ?? []), name]);
  });
  return found;
}
