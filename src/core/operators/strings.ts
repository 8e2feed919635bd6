/** Text. */
import { ints } from '../attributes.ts';
import { RuleError } from '../errors.ts';
import type { Operator } from '../operator.ts';
import { broadcastOperands, shaped } from '../shape.ts';
import { keepsShape } from './keep.ts';

const free = 'text has no units';

/** What is left depends on the stop words. */
export const StringNormalizer: Operator = {
  name: 'StringNormalizer',
  domain: '',
  doc: 'Text without stop words, in one case.',
  infer(use) {
    const { shape } = shaped(use, 0, 'X');
    const keepsAll = !use.node.attributes.has('stopwords');
    return [{ type: 'string', shape: keepsAll ? shape : [...shape.slice(0, -1), use.fresh('words')] }];
  },
  free,
};

export const StringConcat: Operator = {
  name: 'StringConcat',
  domain: '',
  doc: 'Two texts joined.',
  infer(use) {
    const [a, b] = [shaped(use, 0, 'X'), shaped(use, 1, 'Y')];
    return [{ type: 'string', shape: broadcastOperands(use, [a, b]) }];
  },
  free,
};

/** As many columns as the longest text has parts. */
export const StringSplit: Operator = {
  name: 'StringSplit',
  domain: '',
  doc: 'Texts taken apart at a delimiter, and how many parts each has.',
  infer(use) {
    const { shape } = shaped(use, 0, 'X');
    return [
      { type: 'string', shape: [...shape, use.fresh('parts')] },
      { type: 'int64', shape },
    ];
  },
  free,
};

export const RegexFullMatch: Operator = keepsShape('RegexFullMatch', {
  doc: 'Whether each text matches a pattern.',
  free,
  type: () => 'bool',
});

/** One column an n-gram. */
export const TfIdfVectorizer: Operator = {
  name: 'TfIdfVectorizer',
  domain: '',
  doc: 'How often each n-gram of a vocabulary appears.',
  infer(use) {
    const { shape } = shaped(use, 0, 'X');
    const indices = ints(use.node, 'ngram_indexes');
    if (!indices) throw new RuleError('attribute "ngram_indexes" is missing');
    return [{ type: 'float32', shape: [...shape.slice(0, -1), indices.reduce((a, b) => Math.max(a, b), -1) + 1] }];
  },
  free: 'counts n-grams; no units',
};
