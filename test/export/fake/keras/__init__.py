"""
A stand-in for Keras 3 that knows shapes and no numbers. Axes are channels first, as the exported text sets them; the open batch of
an Input counts as 1 while the model is built.
"""
import math

from torch import Tensor

from . import layers, ops
from .layers import Layer


class _Settings:
    """keras.config, and whatever else is only called."""

    def set_image_data_format(self, name):
        if name != 'channels_first':
            raise ValueError(name)


config = _Settings()


class _Named:
    def __getattr__(self, name):
        return lambda *args, **options: (name, args, tuple(options.items()))


initializers = regularizers = optimizers = callbacks = _Named()


class _Random:
    def normal(self, shape):
        return Tensor(shape)


random = _Random()


class activations:
    mish = staticmethod(lambda x: x.like(x.shape))


def Input(shape, dtype='float32'):
    tensor = Tensor((1,) + tuple(16 if size is None else size for size in shape))
    tensor.was_given = tuple(tensor.shape)
    return tensor


class Model:
    """Runs nothing: what it gives was worked out while it was built."""

    def __init__(self, inputs, outputs, name):
        names = [layer.name for layer in layers.built if layer.name is not None]
        if len(names) != len(set(names)):
            raise ValueError('two layers have one name')
        if '/' in name:
            raise ValueError(name)
        self.inputs, self.outputs = inputs, outputs
        self.trainable_variables = [v for layer in layers.built for v in layer.trainable]
        layers.built.clear()

    def __call__(self, inputs):
        for given, expected in zip(inputs, self.inputs):
            if tuple(given.shape) != expected.was_given:
                raise ValueError(f'{given.shape} for {expected.was_given}')
        return self.outputs if len(self.outputs) > 1 else self.outputs[0]
