/** The cells of the peers' totals that no file can give, since they depend on how the Python was written. Shown in docs/conventions.md. */

interface Exception {
  readonly case: string;
  readonly convention: string;
  /** What the convention gives from the file. */
  readonly computed: string;
  readonly reason: string;
}

const ptflops = 'ptflops@0.7.5/pytorch';
const calflopsMacs = 'calflops@0.3.2/macs';
const calflops = 'calflops@0.3.2/flops';
const deepspeed = 'deepspeed@2026-08/flops';

const product =
  '`x @ y`, `torch.bmm(x, y)` and `torch.matmul(x, y)` are one node in a file; the tool sees only what it patched. Taken for torch.matmul';
const elementwise =
  '`torch.add(x, y)` and `x + y`, `torch.mul(x, y)` and `x * y` are one node in a file; the tool counts the functions alone. Taken for the operators';
const reference =
  'nn.TransformerEncoderLayer keeps a reference to F.relu from before the tool patched it, so that its 896 activations are not seen';

export const exceptions: readonly Exception[] = [
  { case: 'at_operator', convention: ptflops, computed: '3136', reason: product },
  { case: 'at_operator', convention: calflopsMacs, computed: '3136', reason: product },
  { case: 'at_operator', convention: calflops, computed: '6272', reason: product },
  { case: 'bmm', convention: calflopsMacs, computed: '3136', reason: product },
  { case: 'bmm', convention: calflops, computed: '6272', reason: product },
  ...['torch_add', 'torch_mul'].flatMap((name) =>
    [ptflops, calflops, deepspeed].map((convention) => ({
      case: name,
      convention,
      computed: '0',
      reason: elementwise,
    })),
  ),
  { case: 'enc_layer', convention: ptflops, computed: '241220', reason: reference },
  { case: 'enc_layer', convention: calflops, computed: '464128', reason: reference },
  { case: 'enc_layer', convention: deepspeed, computed: '476672', reason: reference },
];
