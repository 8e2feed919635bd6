"""Modules that hold parameters' shapes and work out their outputs' shapes."""
import math

from .. import Tensor, axis
from . import functional as F
from . import init


class Parameter(Tensor):
    def __init__(self, data):
        super().__init__(data.shape, data.dtype)


class Module:
    def __init__(self):
        object.__setattr__(self, '_own', {})
        object.__setattr__(self, '_buffers', {})

    def __setattr__(self, name, value):
        if isinstance(value, (Module, Parameter)):
            self._own[name] = value
        elif name in self._own:
            del self._own[name]
        object.__setattr__(self, name, value)

    def __call__(self, *args):
        return self.forward(*args)

    def register_buffer(self, name, value):
        if hasattr(self, name):
            raise KeyError(f"attribute '{name}' already exists")
        self._buffers[name] = value
        object.__setattr__(self, name, value)

    def named_modules(self, prefix=''):
        yield prefix, self
        for name, value in self._own.items():
            if isinstance(value, Module):
                yield from value.named_modules(f'{prefix}.{name}' if prefix else name)

    def modules(self):
        return (module for _, module in self.named_modules())

    def parameters(self):
        seen = set()
        for module in self.modules():
            for value in module._own.values():
                if isinstance(value, Parameter) and id(value) not in seen:
                    seen.add(id(value))
                    yield value

    def eval(self):
        return self

    def train(self, mode=True):
        return self


def several(value, count):
    return tuple(value) if isinstance(value, (tuple, list)) else (value,) * count


def weighted(module, weight, bias):
    module.weight = Parameter(Tensor(weight))
    module.bias = Parameter(Tensor(bias)) if bias is not None else None


class Sequential(Module):
    def __init__(self, *modules):
        super().__init__()
        for i, module in enumerate(modules):
            self._own[str(i)] = module

    def forward(self, x):
        for module in self._own.values():
            x = module(x)
        return x


class _Conv(Module):
    rank = 2

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True):
        super().__init__()
        if in_channels % groups or out_channels % groups:
            raise ValueError(f'{groups} groups do not divide {in_channels} and {out_channels} channels')
        n = self.rank
        self.options = several(stride, n), several(padding, n), several(dilation, n), groups
        weighted(self, (out_channels, in_channels // groups, *several(kernel_size, n)), (out_channels,) if bias else None)

    def forward(self, x):
        return F.convolve(self.rank, x, self.weight, self.bias, *self.options)


class Conv2d(_Conv):
    pass


class Conv1d(_Conv):
    rank = 1


class Conv3d(_Conv):
    rank = 3


class _ConvTranspose(Module):
    rank = 2

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1):
        super().__init__()
        n = self.rank
        self.options = {'stride': stride, 'padding': padding, 'output_padding': output_padding, 'groups': groups, 'dilation': dilation}
        weighted(self, (in_channels, out_channels // groups, *several(kernel_size, n)), (out_channels,) if bias else None)

    def forward(self, x):
        return getattr(F, f'conv_transpose{self.rank}d')(x, self.weight, self.bias, **self.options)


class ConvTranspose2d(_ConvTranspose):
    pass


class ConvTranspose1d(_ConvTranspose):
    rank = 1


class ConvTranspose3d(_ConvTranspose):
    rank = 3


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        weighted(self, (out_features, in_features), (out_features,) if bias else None)

    def forward(self, x):
        return F.linear(x, self.weight, self.bias)


class Embedding(Module):
    def __init__(self, num_embeddings, embedding_dim):
        super().__init__()
        self.weight = Parameter(Tensor((num_embeddings, embedding_dim)))

    def forward(self, x):
        return F.embedding(x, self.weight)


class _Pool(Module):
    rank = 2

    def __init__(self, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, count_include_pad=True, divisor_override=None):
        super().__init__()
        n = self.rank
        self.kernel = several(kernel_size, n)
        self.options = several(kernel_size if stride is None else stride, n), several(padding, n), several(dilation, n)
        self.ceil_mode = ceil_mode
        if any(2 * p > k for p, k in zip(self.options[1], self.kernel)):
            raise ValueError('padding is more than half of the kernel')

    def forward(self, x):
        if len(x.shape) != self.rank + 2:
            raise ValueError(f'{x.shape} has not {self.rank} spatial axes')
        sizes = [F.positions(size, *window, self.ceil_mode) for size, *window in zip(x.shape[2:], self.kernel, *self.options)]
        return x.like((*x.shape[:2], *sizes))


class MaxPool2d(_Pool):
    pass


class MaxPool1d(_Pool):
    rank = 1


class MaxPool3d(_Pool):
    rank = 3


class AvgPool2d(_Pool):
    def __init__(self, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None):
        super().__init__(kernel_size, stride, padding, 1, ceil_mode)


class AvgPool1d(AvgPool2d):
    rank = 1


class AvgPool3d(AvgPool2d):
    rank = 3


class LPPool2d(_Pool):
    def __init__(self, norm_type, kernel_size, stride=None, ceil_mode=False):
        super().__init__(kernel_size, stride, 0, 1, ceil_mode)


class _ChannelNorm(Module):
    """A scale and a shift for each channel, which is axis 1."""

    rank = 2

    def __init__(self, num_features, eps=1e-5, affine=True):
        super().__init__()
        self.channels = num_features
        if affine:
            weighted(self, (num_features,), (num_features,))

    def forward(self, x):
        if x.shape[1] != self.channels or len(x.shape) not in ((2, 3) if self.rank == 1 else (self.rank + 2,)):
            raise ValueError(f'{x.shape} for {self.channels} channels in {self.rank} dimensions')
        return x.like(x.shape)


class BatchNorm2d(_ChannelNorm):
    pass


class BatchNorm1d(_ChannelNorm):
    rank = 1


class BatchNorm3d(_ChannelNorm):
    rank = 3


class InstanceNorm2d(_ChannelNorm):
    def __init__(self, num_features, eps=1e-5, affine=False):
        super().__init__(num_features, eps, affine)


class InstanceNorm1d(InstanceNorm2d):
    rank = 1


class InstanceNorm3d(InstanceNorm2d):
    rank = 3


class GroupNorm(Module):
    def __init__(self, num_groups, num_channels, eps=1e-5):
        super().__init__()
        if num_channels % num_groups:
            raise ValueError(f'{num_groups} groups of {num_channels} channels')
        weighted(self, (num_channels,), (num_channels,))

    def forward(self, x):
        if x.shape[1] != self.weight.shape[0]:
            raise ValueError(f'{x.shape} for {self.weight.shape}')
        return x.like(x.shape)


class LayerNorm(Module):
    def __init__(self, normalized_shape, eps=1e-5, bias=True):
        super().__init__()
        shape = several(normalized_shape, 1)
        weighted(self, shape, shape if bias else None)

    def forward(self, x):
        if tuple(x.shape[-len(self.weight.shape):]) != tuple(self.weight.shape):
            raise ValueError(f'{x.shape} for {self.weight.shape}')
        return x.like(x.shape)


class RMSNorm(LayerNorm):
    def __init__(self, normalized_shape, eps=None):
        super().__init__(normalized_shape, bias=False)


class LocalResponseNorm(Module):
    def __init__(self, size, alpha=1e-4, beta=0.75, k=1.0):
        super().__init__()

    def forward(self, x):
        return x.like(x.shape)


class Dropout(Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError(p)

    def forward(self, x):
        return x


class PReLU(Module):
    def __init__(self, num_parameters=1):
        super().__init__()
        self.weight = Parameter(Tensor((num_parameters,)))

    def forward(self, x):
        if self.weight.shape[0] not in (1, x.shape[1]):
            raise ValueError(f'{x.shape} for {self.weight.shape}')
        return x.like(x.shape)


class _Recurrent(Module):
    gates = 1

    def __init__(self, input_size, hidden_size, bias=True, bidirectional=False):
        super().__init__()
        self.sizes = input_size, hidden_size, 2 if bidirectional else 1
        for d in range(self.sizes[2]):
            setattr(self, f'weight_ih_{d}', Parameter(Tensor((self.gates * hidden_size, input_size))))
            setattr(self, f'weight_hh_{d}', Parameter(Tensor((self.gates * hidden_size, hidden_size))))
            if bias:
                setattr(self, f'bias_ih_{d}', Parameter(Tensor((self.gates * hidden_size,))))
                setattr(self, f'bias_hh_{d}', Parameter(Tensor((self.gates * hidden_size,))))

    def forward(self, x, state=None):
        inputs, hidden, directions = self.sizes
        steps, batch, width = x.shape
        if width != inputs:
            raise ValueError(f'{x.shape} for {inputs} inputs')
        last = x.like((directions, batch, hidden))
        return x.like((steps, batch, directions * hidden)), (last, last) if self.gates == 4 else last


class LSTM(_Recurrent):
    gates = 4


class GRU(_Recurrent):
    gates = 3


class RNN(_Recurrent):
    pass
