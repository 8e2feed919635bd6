"""Layers by the shapes of their weights and outputs (keras.io, channels first)."""
import math

from torch import Tensor

built = []


def several(value, count):
    return tuple(value) if isinstance(value, (tuple, list)) else (value,) * count


def window(size, kernel, stride, padding, dilation=1):
    if padding == 'same':
        return -(-size // stride)
    room = size - (kernel - 1) * dilation - 1
    if room < 0:
        raise ValueError(f'a window of {kernel} does not fit {size}')
    return room // stride + 1


class Layer:
    def __init__(self, name=None, **options):
        allowed = {'kernel_initializer', 'kernel_regularizer', 'bias_initializer'}
        if set(options) - allowed:
            raise TypeError(f'{type(self).__name__} has no {set(options) - allowed}')
        self.name, self.trainable = name, []
        if name is not None and '/' in name:
            raise ValueError(name)
        built.append(self)

    def add_weight(self, shape, name=None):
        self.trainable.append(Tensor(shape))
        return self.trainable[-1]

    def __call__(self, x):
        return self.call(x)


class _Conv(Layer):
    rank = 2

    def __init__(self, filters, kernel_size, strides=1, padding='valid', dilation_rate=1, groups=1, use_bias=True, **options):
        super().__init__(**options)
        n = self.rank
        self.filters, self.groups, self.use_bias, self.padding = filters, groups, use_bias, padding
        self.windows = [several(kernel_size, n), several(strides, n), (padding,) * n, several(dilation_rate, n)]

    def sizes(self, x):
        if len(x.shape) != self.rank + 2:
            raise ValueError(f'{x.shape} has not {self.rank} spatial axes')
        return [window(size, *options) for size, *options in zip(x.shape[2:], *self.windows)]

    def call(self, x):
        channels = x.shape[1]
        if channels % self.groups or self.filters % self.groups:
            raise ValueError(f'{self.groups} groups do not divide {channels} and {self.filters}')
        self.add_weight((*self.windows[0], channels // self.groups, self.filters))
        if self.use_bias:
            self.add_weight((self.filters,))
        return x.like((x.shape[0], self.filters, *self.sizes(x)))


class Conv1D(_Conv):
    rank = 1


class Conv2D(_Conv):
    pass


class Conv3D(_Conv):
    rank = 3


class DepthwiseConv2D(_Conv):
    def __init__(self, kernel_size, strides=1, padding='valid', dilation_rate=1, depth_multiplier=1, use_bias=True, **options):
        if not isinstance(strides, int):
            raise ValueError('strides of a depthwise convolution are equal')
        super().__init__(0, kernel_size, strides, padding, dilation_rate, 1, use_bias, **options)
        self.multiplier = depth_multiplier

    def call(self, x):
        filters = x.shape[1] * self.multiplier
        self.add_weight((*self.windows[0], x.shape[1], self.multiplier))
        if self.use_bias:
            self.add_weight((filters,))
        return x.like((x.shape[0], filters, *self.sizes(x)))


class Conv2DTranspose(Layer):
    rank = 2

    def __init__(self, filters, kernel_size, strides=1, use_bias=True, **options):
        super().__init__(**options)
        self.filters, self.use_bias = filters, use_bias
        self.windows = several(kernel_size, self.rank), several(strides, self.rank)

    def call(self, x):
        self.add_weight((*self.windows[0], self.filters, x.shape[1]))
        if self.use_bias:
            self.add_weight((self.filters,))
        sizes = [size * s + max(k - s, 0) for size, k, s in zip(x.shape[2:], *self.windows)]
        return x.like((x.shape[0], self.filters, *sizes))


class _Pool(Layer):
    rank = 2

    def __init__(self, pool_size, strides=None, padding='valid', **options):
        super().__init__(**options)
        n = self.rank
        self.windows = [several(pool_size, n), several(strides or pool_size, n), (padding,) * n]

    def call(self, x):
        if len(x.shape) != self.rank + 2:
            raise ValueError(f'{x.shape} has not {self.rank} spatial axes')
        return x.like((*x.shape[:2], *[window(size, *options) for size, *options in zip(x.shape[2:], *self.windows)]))


class MaxPooling2D(_Pool):
    pass


class MaxPooling1D(_Pool):
    rank = 1


class MaxPooling3D(_Pool):
    rank = 3


AveragePooling1D, AveragePooling2D, AveragePooling3D = MaxPooling1D, MaxPooling2D, MaxPooling3D


class GlobalAveragePooling2D(Layer):
    def __init__(self, keepdims=False, **options):
        super().__init__(**options)
        self.keepdims = keepdims

    def call(self, x):
        return x.like((*x.shape[:2], *((1,) * (len(x.shape) - 2) if self.keepdims else ())))


GlobalMaxPooling2D = GlobalAveragePooling1D = GlobalMaxPooling1D = GlobalAveragePooling3D = GlobalMaxPooling3D = GlobalAveragePooling2D


class ZeroPadding2D(Layer):
    def __init__(self, padding, **options):
        super().__init__(**options)
        self.sides = [several(side, 2) for side in several(padding, 2)]

    def call(self, x):
        return x.like((*x.shape[:2], *[size + sum(side) for size, side in zip(x.shape[2:], self.sides)]))


class UpSampling2D(Layer):
    def __init__(self, size, interpolation='nearest', **options):
        super().__init__(**options)
        self.size = several(size, 2)

    def call(self, x):
        return x.like((*x.shape[:2], *[size * factor for size, factor in zip(x.shape[2:], self.size)]))


class Dense(Layer):
    def __init__(self, units, use_bias=True, **options):
        super().__init__(**options)
        self.units, self.use_bias = units, use_bias

    def call(self, x):
        self.add_weight((x.shape[-1], self.units))
        if self.use_bias:
            self.add_weight((self.units,))
        return x.like((*x.shape[:-1], self.units))


class Embedding(Layer):
    def __init__(self, input_dim, output_dim, **options):
        super().__init__(**options)
        self.width = output_dim
        self.add_weight((input_dim, output_dim))

    def call(self, x):
        return x.like((*x.shape, self.width))


class BatchNormalization(Layer):
    def __init__(self, axis=-1, epsilon=1e-3, **options):
        super().__init__(**options)
        self.axis = axis

    def call(self, x):
        for _ in range(2):
            self.add_weight((x.shape[self.axis],))
        return x.like(x.shape)


class LayerNormalization(Layer):
    def __init__(self, epsilon=1e-3, center=True, **options):
        super().__init__(**options)
        self.center = center

    def call(self, x):
        for _ in range(2 if self.center else 1):
            self.add_weight((x.shape[-1],))
        return x.like(x.shape)


class PReLU(Layer):
    def __init__(self, shared_axes=(), **options):
        super().__init__(**options)
        self.shared = shared_axes

    def call(self, x):
        self.add_weight(tuple(1 if i in self.shared else size for i, size in enumerate(x.shape))[1:])
        return x.like(x.shape)


class Dropout(Layer):
    def __init__(self, rate, **options):
        super().__init__(**options)
        if not 0 <= rate <= 1:
            raise ValueError(rate)

    def call(self, x):
        return x.like(x.shape)


class Flatten(Layer):
    def __init__(self, data_format, **options):
        super().__init__(**options)
        if data_format != 'channels_last':
            raise ValueError('channels would be moved last')

    def call(self, x):
        return x.like((x.shape[0], math.prod(x.shape[1:])))
