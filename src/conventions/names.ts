/** The names of the conventions without the conventions, for a command line that loads them only where they are asked for. */
export const conventionNames = [
  'textbook',
  'fvcore',
  'thop@0.1.1',
  'ptflops@0.7.5/pytorch-no-functional',
  'ptflops@0.7.5/pytorch',
  'ptflops@0.7.5/aten',
  'torchinfo@head',
  'torch-flop-counter@2.13',
  'mmengine',
  'ultralytics-thop@2',
  'calflops@0.3.2/macs',
  'calflops@0.3.2/flops',
  'deepspeed@2026-08/macs',
  'deepspeed@2026-08/flops',
  'torch-pruning@1.6.1',
] as const;
