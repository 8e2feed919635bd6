/** The table of searches. Adding one is adding its file and its line here. */
import type { Search } from '../hypothesis.ts';
import { convention } from './convention.ts';
import { digits } from './digits.ts';
import { factors } from './factors.ts';
import { figures } from './figures.ts';
import { layers } from './layers.ts';
import { network } from './network.ts';
import { rounding } from './rounding.ts';
import { rows } from './rows.ts';
import { separable } from './separable.ts';
import { sizes } from './sizes.ts';
import { unit } from './unit.ts';
import { unknown } from './unknown.ts';

export const searches: readonly Search[] = [
  rounding,
  unit,
  convention,
  figures,
  layers,
  sizes,
  factors,
  network,
  rows,
  unknown,
  separable,
  digits,
];
