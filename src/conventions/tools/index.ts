/** The tools, by the names of the columns in which their totals are collected. */
import type { Convention } from '../convention.ts';
import { profilers } from './deepspeed.ts';
import { fvcore } from './fvcore.ts';
import { mmengine } from './mmengine.ts';
import { ptflops } from './ptflops.ts';
import { thop } from './thop.ts';
import { torchFlopCounter } from './torch-flop-counter.ts';
import { torchPruning } from './torch-pruning.ts';
import { torchinfo } from './torchinfo.ts';
import { ultralyticsThop } from './ultralytics-thop.ts';

export const tools: readonly Convention[] = [
  fvcore,
  thop,
  ...ptflops,
  torchinfo,
  torchFlopCounter,
  mmengine,
  ultralyticsThop,
  ...profilers,
  torchPruning,
];
