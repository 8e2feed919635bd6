/** The cells of the peers' totals that no file can give, since they depend on how the Python was written. Shown in docs/conventions.md. */

interface Exception {
  readonly case: string;
  readonly convention: string;
  /** What the convention gives from the file. */
  readonly computed: string;
  readonly reason: string;
}

const pytorch = 'ptflops@0.7.5/pytorch';

export const exceptions: readonly Exception[] = [
  {
    case: 'at_operator',
    convention: pytorch,
    computed: '3136',
    reason:
      '`x @ y` and `torch.matmul(x, y)` are one node in a file; ptflops patches the function and does not see the operator. Taken for the function',
  },
  {
    case: 'torch_add',
    convention: pytorch,
    computed: '0',
    reason:
      '`torch.add(x, x)` and `x + x` are one node in a file; ptflops counts the function alone. Taken for the operator',
  },
  {
    case: 'torch_mul',
    convention: pytorch,
    computed: '0',
    reason:
      '`torch.mul(x, x)` and `x * x` are one node in a file; ptflops counts the function alone. Taken for the operator',
  },
  {
    case: 'enc_layer',
    convention: pytorch,
    computed: '241220',
    reason:
      'nn.TransformerEncoderLayer keeps a reference to F.relu from before ptflops patched it, so that its 896 activations are not seen',
  },
];
