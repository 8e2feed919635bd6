"""Functions of keras.ops by shape alone."""
import torch
from torch import fill_unknown, reduced

_same = lambda x, *args, **options: x.like(x.shape)  # noqa: E731
relu = relu6 = sigmoid = tanh = softplus = softsign = hard_silu = hard_sigmoid = selu = elu = leaky_relu = gelu = clip = _same
erf = exp = log = sqrt = square = abs = negative = reciprocal = floor = ceil = sin = cos = logical_not = cast = ones_like = _same
convert_to_tensor = lambda x: torch.tensor(x) if isinstance(x, list) else x  # noqa: E731


def softmax(x, axis=-1):
    torch.axis(axis, len(x.shape))
    return x.like(x.shape)


log_softmax = softmax


def concatenate(tensors, axis=-1):
    return torch.cat(tensors, dim=axis)


def transpose(x, order):
    return x.permute(*order)


def reshape(x, shape):
    return x.like(fill_unknown(list(shape), x.numel()))


def squeeze(x, axis):
    dims = (axis,) if isinstance(axis, int) else axis
    if any(x.shape[d] != 1 for d in dims):
        raise ValueError(f'{x.shape} is not 1 along {dims}')
    return x.squeeze(tuple(dims))


def expand_dims(x, axis):
    return x.unsqueeze(axis)


def broadcast_to(x, shape):
    return torch.broadcast_to(x, shape)


def split(x, indices, axis=0):
    cuts = [0, *indices, x.shape[axis]]
    return torch.split(x, [b - a for a, b in zip(cuts, cuts[1:])], dim=axis)


def pad(x, pairs, constant_values=0):
    if len(pairs) != len(x.shape):
        raise ValueError(f'{pairs} for {x.shape}')
    return x.like(size + before + after for size, (before, after) in zip(x.shape, pairs))


def matmul(a, b):
    return torch.matmul(a, b)


def mean(x, axis=None, keepdims=False):
    return x.like(reduced(x.shape, axis, keepdims))


sum = max = min = prod = mean


def take(x, indices, axis):
    return x.like((*x.shape[:axis], *indices.shape, *x.shape[axis + 1:]))


def where(condition, x, y):
    return torch.where(condition, x, y)


def arange(start, stop, step=1):
    return torch.arange(start, stop, step)


def shape(x):
    return tuple(x.shape)


def zeros(shape, dtype='float32'):
    return torch.Tensor(shape)

