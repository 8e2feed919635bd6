/**
 * MMEngine's complexity analysis: a copy of fvcore's rules. https://github.com/open-mmlab/mmengine at 2543429,
 * mmengine/analysis/complexity_analysis.py 20–40.
 */
import type { Convention } from '../convention.ts';
import { fvcore } from './fvcore.ts';

export const mmengine: Convention = {
  ...fvcore,
  name: 'mmengine',
  title: 'MMEngine',
  source:
    'https://github.com/open-mmlab/mmengine at 2543429: mmengine/analysis/complexity_analysis.py 20–40, whose rules are fvcore’s',
};
