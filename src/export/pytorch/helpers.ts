/** Functions and classes that exported text brings along where PyTorch has none: what each is called, and its Python. */

export const helpers: Readonly<Record<string, string>> = {
  average_inside: `
def average_inside(pool, x, padding):
    """The mean of each window over the cells that are no padding."""
    return pool(F.pad(x, padding)) / pool(F.pad(torch.ones_like(x), padding))
`,
  depth_to_space: `
def depth_to_space(x, size):
    """Channels to cells, the cells of a block outermost among the channels (ONNX's order DCR)."""
    n, c, h, w = x.shape
    x = x.reshape(n, size, size, c // size ** 2, h, w).permute(0, 3, 4, 1, 5, 2)
    return x.reshape(n, c // size ** 2, h * size, w * size)
`,
  space_to_depth: `
def space_to_depth(x, size):
    """Cells to channels, the cells of a block outermost among the channels."""
    n, c, h, w = x.shape
    x = x.reshape(n, c, h // size, size, w // size, size).permute(0, 3, 5, 1, 2, 4)
    return x.reshape(n, c * size ** 2, h // size, w // size)
`,
  recurrent: `
def recurrent(module, x, directions, *state):
    """The states of every step (step, direction, batch, unit), then the last ones."""
    start = state[0] if len(state) == 1 else tuple(state)
    y, last = module(x, start) if state else module(x)
    y = y.reshape(y.shape[0], y.shape[1], directions, -1).transpose(1, 2)
    return (y, *last) if isinstance(last, tuple) else (y, last)
`,
  TableConv2d: `
class TableConv2d(nn.Module):
    """A convolution whose filters read the feature maps that a table lists (LeCun 1998, Table 1)."""

    def __init__(self, maps, fan_in, kernel_size, stride, padding=(0, 0, 0, 0), bias_shape=None):
        super().__init__()
        self.maps, self.stride, self.padding = maps, stride, padding
        self.filters = [f for f, count in enumerate(fan_in) for _ in range(count)]
        self.weight = nn.Parameter(torch.randn(len(maps), *kernel_size) * 0.1)
        self.bias = None if bias_shape is None else nn.Parameter(torch.zeros(bias_shape))

    def forward(self, x):
        filters = self.filters[-1] + 1
        weight = self.weight.new_zeros(filters, x.shape[1], *self.weight.shape[1:])
        weight = weight.index_put((torch.tensor(self.filters), torch.tensor(self.maps)), self.weight)
        y = F.conv2d(F.pad(x, self.padding), weight, None, self.stride)
        if self.bias is None:
            return y
        return y + (self.bias if self.bias.dim() > 1 else self.bias.reshape(-1, 1, 1))
`,
  LocalConv2d: `
class LocalConv2d(nn.Module):
    """As a convolution, but every position of the window has filters of its own."""

    def __init__(self, in_channels, out_channels, kernel_size, positions, stride, padding=(0, 0, 0, 0), bias_shape=None):
        super().__init__()
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *kernel_size, *positions) * 0.1)
        self.bias = None if bias_shape is None else nn.Parameter(torch.zeros(bias_shape))

    def forward(self, x):
        (h, w), (sy, sx) = self.kernel_size, self.stride
        windows = F.pad(x, self.padding).unfold(2, h, sy).unfold(3, w, sx)
        y = torch.einsum('ncyxhw,ochwyx->noyx', windows, self.weight)
        return y if self.bias is None else y + self.bias
`,
  Subsample2d: `
class Subsample2d(nn.Module):
    """Trainable subsampling: the sum of each window, times a coefficient of its map, plus a bias (LeCun 1998)."""

    def __init__(self, channels, kernel_size, stride, bias=True):
        super().__init__()
        self.pool = nn.AvgPool2d(kernel_size, stride=stride, divisor_override=1)
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels)) if bias else None

    def forward(self, x):
        y = self.pool(x) * self.weight.reshape(-1, 1, 1)
        return y if self.bias is None else y + self.bias.reshape(-1, 1, 1)
`,
  RadialBasis: `
class RadialBasis(nn.Module):
    """Units that measure how far their input is from a centre each: the sum of squares (LeCun 1998, section II.C)."""

    def __init__(self, in_features, units, learned=False):
        super().__init__()
        centres = torch.randn(units, in_features).sign()
        if learned:
            self.centres = nn.Parameter(centres)
        else:
            self.register_buffer('centres', centres)

    def forward(self, x):
        return torch.square(x.unsqueeze(1) - self.centres).sum(dim=-1)
`,
};
