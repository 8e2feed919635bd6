"""Functions of torch.nn.functional, by shape alone."""
import math

from .. import Tensor, axis, matmul


def positions(size, kernel, stride, padding, dilation, ceil_mode=False):
    room = size + 2 * padding - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError(f'a window of {kernel} does not fit {size}')
    count = (-(-room // stride) if ceil_mode else room // stride) + 1
    if ceil_mode and (count - 1) * stride >= size + padding:
        count -= 1
    return count


def several(value, count):
    return tuple(value) if isinstance(value, (tuple, list)) else (value,) * count


def convolve(rank, x, weight, bias, stride, padding, dilation, groups):
    if len(x.shape) != rank + 2 or x.shape[1] != weight.shape[1] * groups:
        raise ValueError(f'{x.shape} for weights {weight.shape} in {groups} groups')
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError(f'bias {bias.shape} for {weight.shape}')
    sizes = [positions(*window) for window in zip(x.shape[2:], weight.shape[2:], stride, padding, dilation)]
    return x.like((x.shape[0], weight.shape[0], *sizes))


def _functional(rank):
    def conv(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        return convolve(rank, x, weight, bias, several(stride, rank), several(padding, rank), several(dilation, rank), groups)

    return conv


conv1d, conv2d, conv3d = _functional(1), _functional(2), _functional(3)


def transposed_size(size, kernel, stride, padding, output_padding, dilation):
    return (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + output_padding + 1


def _transposed(rank):
    def conv(x, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
        if x.shape[1] != weight.shape[0]:
            raise ValueError(f'{x.shape} for {weight.shape}')
        options = [several(option, rank) for option in (stride, padding, output_padding, dilation)]
        sizes = [transposed_size(*window) for window in zip(x.shape[2:], weight.shape[2:], *options)]
        return x.like((x.shape[0], weight.shape[1] * groups, *sizes))

    return conv


conv_transpose1d, conv_transpose2d, conv_transpose3d = _transposed(1), _transposed(2), _transposed(3)


def linear(x, weight, bias=None):
    if x.shape[-1] != weight.shape[1]:
        raise ValueError(f'{x.shape} for {weight.shape}')
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError(f'bias {bias.shape} for {weight.shape}')
    return x.like((*x.shape[:-1], weight.shape[0]))


def embedding(x, weight):
    return weight.like((*x.shape, weight.shape[1]))


def pad(x, cells, mode='constant', value=0):
    shape = list(x.shape)
    for i in range(0, len(cells), 2):
        shape[-1 - i // 2] += cells[i] + cells[i + 1]
    return x.like(shape)


def _adaptive(x, size):
    return x.like((*x.shape[:2], *several(size, len(x.shape) - 2)))


adaptive_avg_pool1d = adaptive_avg_pool2d = adaptive_avg_pool3d = _adaptive
adaptive_max_pool1d = adaptive_max_pool2d = adaptive_max_pool3d = _adaptive


def _same(x, *args, **options):
    return x.like(x.shape)


relu = relu6 = softplus = softsign = hardswish = hardsigmoid = mish = gelu = leaky_relu = elu = celu = selu = threshold = silu = _same
layer_norm = batch_norm = instance_norm = normalize = _same


def softmax(x, dim):
    axis(dim, len(x.shape))
    return x.like(x.shape)


log_softmax = softmax


def interpolate(x, size=None, scale_factor=None, mode='nearest', align_corners=None):
    if mode not in ('nearest', 'nearest-exact', 'linear', 'bilinear', 'trilinear', 'bicubic'):
        raise ValueError(mode)
    sizes = size or [math.floor(s * f) for s, f in zip(x.shape[2:], several(scale_factor, len(x.shape) - 2))]
    return x.like((*x.shape[:2], *sizes))


def pixel_shuffle(x, r):
    n, c, h, w = x.shape
    return x.like((n, c // r ** 2, h * r, w * r))


def one_hot(x, classes):
    return x.like((*x.shape, classes))


def grid_sample(x, grid, mode, padding_mode, align_corners):
    return x.like((*x.shape[:2], *grid.shape[1:-1]))
