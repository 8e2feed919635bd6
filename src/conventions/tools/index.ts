/** The tools, by the names of the columns in which their totals are collected. */
import type { Convention } from '../convention.ts';
import { fvcore } from './fvcore.ts';
import { ptflops } from './ptflops.ts';
import { thop } from './thop.ts';
import { torchFlopCounter } from './torch-flop-counter.ts';
import { torchinfo } from './torchinfo.ts';

export const tools: readonly Convention[] = [fvcore, thop, ...ptflops, torchinfo, torchFlopCounter];
