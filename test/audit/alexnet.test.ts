/** The audit with which the project began: AlexNet's caption, its abstract, and what others printed about it. */
import { expect, test } from 'vitest';
import { audit, publishedClaims, type AuditedClaim } from '../../src/audit/index.ts';
import { why } from '../../src/audit/why.ts';
import { openPublished, publishedDocument } from '../../src/formats/published.ts';

const { claims } = audit(undefined, publishedClaims('alexnet')[0]!.claims);

function claim(id: string): AuditedClaim {
  return claims.find((each) => each.id === id)!;
}

test('253,440 is wrong: 55·48·96 instead of 55·55·96', () => {
  const { verdict, computed, explanations, tried, reason } = claim('caption-conv1');
  expect([verdict, computed]).toEqual(['wrong', 290_400]);
  expect(reason).toBe('55 × 55 × 96 = 290,400; 253,440 is 12.7 % too little');
  expect(explanations[0]).toMatchObject({ text: '253,440 = 55·48·96: one 55 replaced by 48', value: 253_440 });
  expect(explanations[0]!.chance).toBeLessThan(0.001);
  expect(tried).toBeGreaterThan(100);
});

test('150,528 is conditional: 224 stands only where sizes are rounded up', () => {
  const { verdict, computed, explanations } = claim('caption-input');
  expect([verdict, computed]).toEqual(['conditional', 154_587]);
  expect(explanations[0]!.value).toBe(150_528);
  for (const words of [
    '54.25',
    '227·227·3 = 154,587',
    '1 + ceil((224 − 11) / 4) = 55',
    '3 past the edge',
    '224 stands',
  ])
    expect(explanations[0]!.text).toContain(words);
});

test('60 million is 60,965,224 to one digit', () => {
  expect(claim('parameters')).toMatchObject({ verdict: 'rounded', computed: 60_965_224, printed: 60e6, step: 10e6 });
});

test('650,000 is the convolutional units alone', () => {
  const { verdict, computed, explanations } = claim('neurons');
  expect([verdict, computed]).toEqual(['rounded', 650_080]);
  expect(explanations[0]).toMatchObject({ value: 659_272 });
  expect(explanations[0]!.text).toContain('truncated');
  expect(explanations[0]!.text).toContain('622,312');
});

test('what the caption prints sums to 622,312', () => {
  const caption = claims.filter(({ id, unit }) => id.startsWith('caption-') && unit === 'neurons');
  expect(caption.reduce((sum, { printed }) => sum + printed, 0)).toBe(622_312);
});

test('two layers hold more than 1 % of the parameters', () => {
  expect(claim('one-percent')).toMatchObject({
    verdict: 'wrong',
    reason: 'conv3 1.45 %, conv4 1.09 %, where at most 1 % is claimed',
  });
});

test('62,378,344 is the network without towers', () => {
  const { verdict, computed, explanations } = claim('without-towers');
  expect([verdict, computed]).toEqual(['wrong', 60_965_224]);
  expect(explanations[0]).toMatchObject({ value: 62_378_344 });
  expect(explanations[0]!.text).toContain('without towers');
});

test('the exercise is audited: its corrections and its table hold, a formula and a label do not', () => {
  const exercise = audit(undefined, publishedClaims('alexnet-exercise')[0]!.claims);
  const wrong = exercise.claims.filter(({ verdict }) => verdict === 'wrong').map(({ id }) => id);
  expect(wrong).toEqual(['exercise-formula-with-padding', 'exercise-formula-even-kernel', 'exercise-label-conv3']);
  expect(exercise.claims.filter(({ verdict }) => verdict !== 'wrong').every(({ verdict }) => verdict === 'exact')).toBe(
    true,
  );
});

test.each([
  ['resnet50', '4.11G', /^fvcore's convention: 4,089,184,256 .* = 4,111,512,576/],
  ['alexnet', '253440', /^253,440 = 55·48·96: one 55 replaced by 48 \(units of conv1\)/],
  ['alexnet', '62378344', /^62,378,344: the network without towers/],
  ['alexnet', '186,624', /^units of conv2: 27 × 27 × 256 = 186,624/],
  ['alexnet', '650,000', /^units, of the convolutions alone: 650,080/],
])('why %s %s', (name, number, first) => {
  const document = publishedDocument(name)!;
  expect(why(openPublished(name), number, { document, parameters: {} }).explanations[0]!.text).toMatch(first);
});
