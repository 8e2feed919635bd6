/** The exercise's advice with its numbers: reduce.md §1 has them. */
import { describe, expect, test } from 'vitest';
import { adviseClasses, changeTogether, shareByKind } from '../../src/reduce/advise.ts';
import { published } from './subjects.ts';

const percent = (share: number): string => (100 * share).toFixed(2);

describe('AlexNet', async () => {
  const subject = await published('alexnet');
  const classes = adviseClasses(subject);

  test('fully connected layers hold the weights, convolutions the connections', () => {
    const [convolutions, connected] = shareByKind(subject);
    expect(connected).toMatchObject({ kind: 'fully connected layers', layers: 3 });
    expect(percent(connected!.amounts.weights / 60_954_656)).toBe('96.17');
    expect(percent(convolutions!.amounts.connections / 724_406_816)).toBe('91.91');
  });

  test.each([
    ['conv1', '0.006', '0.455', '-0.14', '-11.37', '-0.28', '-22.73'],
    ['conv2', '0.020', '0.516', '-0.49', '-12.89', '-0.98', '-25.78'],
    ['conv3', '0.025', '0.361', '-0.64', '-9.03', '-1.27', '-18.06'],
    ['conv4', '0.018', '0.258', '-0.45', '-6.45', '-0.91', '-12.90'],
    ['conv5', '0.627', '0.155', '-15.66', '-3.88', '-31.33', '-7.77'],
    ['fc1', '0.895', '0.075', '-22.36', '-1.88', '-44.73', '-3.76'],
    ['fc2', '0.342', '0.029', '-8.56', '-0.72', '-17.12', '-1.44'],
  ])('%s: elasticities and what a quarter and a half less would do', (name, ...expected) => {
    const { elasticity, changes } = classes.find((each) => each.name === name)!;
    const [quarter, half] = changes.map(({ change }) => [percent(change.weights), percent(change.connections)]);
    expect([elasticity.weights.toFixed(3), elasticity.connections.toFixed(3), ...quarter!, ...half!]).toEqual(expected);
  });

  test('all filters a quarter narrower: 38.78 % of connections, 17.15 % of weights, nearly all through conv5 → fc1', () => {
    const { change, most } = changeTogether(subject, 'conv', 0.75);
    expect([most.layer, percent(most.weights)]).toEqual(['fc1', '15.48']);
    expect([percent(change.weights), percent(change.connections)]).toEqual(['-17.15', '-38.78']);
    const { reaches } = classes.find(({ name }) => name === 'conv5')!;
    expect(reaches).toEqual([{ layer: 'fc1', weights: 18_874_368, connections: 18_874_368 }]);
  });

  test('both knobs: filters −25 % and fc1, fc2 at half', () => {
    const { change } = changeTogether(subject, 'fc', 0.5);
    expect([percent(change.weights), percent(change.connections)]).toEqual(['-54.97', '-4.63']);
  });
});
