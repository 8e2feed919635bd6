/** Classes and functions that exported Keras brings along where Keras has none. */

export const helpers: Readonly<Record<string, string>> = {
  LocalResponseNormalization: `
class LocalResponseNormalization(layers.Layer):
    """x / (k + alpha * sum of squares over neighbouring maps) ** beta (Krizhevsky 2012, section 3.3)."""

    def __init__(self, size, alpha, beta, k, **options):
        super().__init__(**options)
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    def call(self, x):
        before = (self.size - 1) // 2
        padding = [(0, 0)] * len(x.shape)
        padding[1] = (before, self.size - 1 - before)
        squares = ops.pad(ops.square(x), padding)
        total = sum(squares[:, i:i + x.shape[1]] for i in range(self.size))
        return x / (self.k + self.alpha * total) ** self.beta
`,
  average_inside: `
def average_inside(pool, x, padding):
    """The mean of each window over the cells that are no padding."""
    return pool(ops.pad(x, padding)) / pool(ops.pad(ops.ones_like(x), padding))
`,
  Learned: `
class Learned(layers.Layer):
    """A learned tensor that is read as a value: positions, scales of layers."""

    def __init__(self, shape, **options):
        super().__init__(**options)
        self.value = self.add_weight(shape=shape, name='value')

    def call(self, x):
        return ops.convert_to_tensor(self.value)
`,
};
