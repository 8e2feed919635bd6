"""
A stand-in for PyTorch that knows shapes and no numbers, so that exported source can be run where PyTorch is not installed.
The rules are written from torch's documentation and share nothing with layerledger's own inference.
"""
import builtins
import math

from . import dtypes
from .dtypes import *  # noqa: F403  (torch.float32, torch.int64, ...)


class Size(tuple):
    def numel(self):
        return math.prod(self)


def broadcast(*shapes):
    rank = builtins.max(len(s) for s in shapes)
    padded = [(1,) * (rank - len(s)) + tuple(s) for s in shapes]
    out = []
    for sizes in zip(*padded):
        wide = {s for s in sizes if s != 1}
        if len(wide) > 1:
            raise ValueError(f'shapes {shapes} do not broadcast')
        out.append(wide.pop() if wide else 1)
    return tuple(out)


def fill_unknown(shape, count):
    shape = list(shape)
    if shape.count(-1) > 1:
        raise ValueError('only one size can be left open')
    if -1 in shape:
        known = math.prod(s for s in shape if s != -1)
        if known == 0 or count % known:
            raise ValueError(f'{count} values do not fit {shape}')
        shape[shape.index(-1)] = count // known
    if math.prod(shape) != count:
        raise ValueError(f'{count} values do not fit {shape}')
    return tuple(shape)


def flat(args):
    return tuple(args[0]) if len(args) == 1 and isinstance(args[0], (tuple, list, Tensor)) else tuple(args)


def reduced(shape, dim, keepdim):
    dims = range(len(shape)) if dim is None else ((dim,) if isinstance(dim, int) else dim)
    gone = {axis(d, len(shape)) for d in dims}
    return tuple(1 if i in gone else s for i, s in enumerate(shape) if keepdim or i not in gone)


def axis(dim, rank):
    if not -rank <= dim < builtins.max(rank, 1):
        raise IndexError(f'dimension {dim} of {rank}')
    return dim % rank if rank else 0


class Tensor:
    def __init__(self, shape, dtype=None, data=None):
        self.shape = Size(int(s) for s in shape)
        if any(s < 0 for s in self.shape):
            raise ValueError(f'negative size in {tuple(shape)}')
        self.dtype = dtype or dtypes.float32
        self.data = data
        self.device = 'cpu'

    def like(self, shape, dtype=None):
        return Tensor(shape, dtype or self.dtype)

    def __len__(self):
        return self.shape[0]

    def __iter__(self):
        if self.data is not None and len(self.shape) == 1:
            return iter(self.data)
        return iter(self[i] for i in range(self.shape[0]))

    def __int__(self):
        return int(self.data[0]) if self.data else 1

    __index__ = __int__

    def numel(self):
        return self.shape.numel()

    def dim(self):
        return len(self.shape)

    @property
    def T(self):
        return self.like(self.shape[::-1])

    def __getitem__(self, key):
        keys = key if isinstance(key, tuple) else (key,)
        out, at, index, where = [], 0, [], None
        consumed = sum(1 for k in keys if k is not None and k is not Ellipsis)
        for k in keys:
            if k is Ellipsis:
                skip = len(self.shape) - consumed
                out += self.shape[at:at + skip]
                at += skip
            elif k is None:
                out.append(1)
            elif isinstance(k, slice):
                out.append(len(range(*slice_of(k).indices(self.shape[at]))))
                at += 1
            elif isinstance(k, int):
                axis(0, len(self.shape) - at)
                if not -self.shape[at] <= k < self.shape[at]:
                    raise IndexError(f'{k} of {self.shape[at]}')
                at += 1
            else:
                where = len(out) if where is None else where
                index.append(tuple(k.shape))
                at += 1
        out += self.shape[at:]
        if index:
            out[where:where] = broadcast(*index)
        return self.like(out)

    def __setitem__(self, key, value):
        pass

    def reshape(self, *shape):
        return self.like(fill_unknown([int(s) for s in flat(shape)], self.numel()))

    view = reshape

    def new_zeros(self, *shape):
        return self.like(flat(shape))

    def permute(self, *order):
        order = flat(order)
        if sorted(order) != list(range(len(self.shape))):
            raise ValueError(f'{order} is no order of {len(self.shape)} axes')
        return self.like(self.shape[i] for i in order)

    def transpose(self, a, b):
        shape = list(self.shape)
        a, b = axis(a, len(shape)), axis(b, len(shape))
        shape[a], shape[b] = shape[b], shape[a]
        return self.like(shape)

    def movedim(self, a, b):
        shape = list(self.shape)
        size = shape.pop(axis(a, len(shape)))
        shape.insert(b, size)
        return self.like(shape)

    def flatten(self, start=0, end=-1):
        rank = len(self.shape)
        start, end = axis(start, rank), axis(end, rank)
        return self.like(self.shape[:start] + (math.prod(self.shape[start:end + 1]),) + self.shape[end + 1:])

    def squeeze(self, dim=None):
        dims = range(len(self.shape)) if dim is None else ((dim,) if isinstance(dim, int) else dim)
        gone = {axis(d, len(self.shape)) for d in dims}
        return self.like(s for i, s in enumerate(self.shape) if i not in gone or s != 1)

    def unsqueeze(self, dim):
        shape = list(self.shape)
        shape.insert(dim if dim >= 0 else len(shape) + 1 + dim, 1)
        return self.like(shape)

    def repeat(self, *times):
        times = flat(times)
        shape = (1,) * (len(times) - len(self.shape)) + tuple(self.shape)
        return self.like(s * t for s, t in zip(shape, times))

    def unfold(self, dim, size, step):
        shape = list(self.shape)
        shape[dim] = (shape[dim] - size) // step + 1
        return self.like(shape + [size])

    def to(self, target):
        return self.like(self.shape, target if isinstance(target, dtypes.DType) else None)

    def mean(self, dim=None, keepdim=False):
        return self.like(reduced(self.shape, dim, keepdim))

    sum = mean

    def prod(self, dim, keepdim=False):
        return self.like(reduced(self.shape, dim, keepdim))

    def index_put(self, indices, values):
        broadcast(*[i.shape for i in indices])
        return self.like(self.shape)

    def scatter(self, dim, index, src):
        return self.like(self.shape)

    def sign(self):
        return self

    def __neg__(self):
        return self

    def __invert__(self):
        return self

    def __matmul__(self, other):
        return matmul(self, other)


def slice_of(k):
    return slice(*[None if v is None else int(v) for v in (k.start, k.stop, k.step)])


def _binary(self, other, dtype=None):
    shape = broadcast(self.shape, other.shape if isinstance(other, Tensor) else ())
    return self.like(shape, dtype)


for _name in 'add radd sub rsub mul rmul truediv rtruediv pow rpow floordiv mod and rand or ror xor rxor'.split():
    setattr(Tensor, f'__{_name}__', lambda a, b: _binary(a, b))
for _name in 'eq ne lt le gt ge'.split():
    setattr(Tensor, f'__{_name}__', lambda a, b: _binary(a, b, dtypes.bool))
Tensor.__hash__ = object.__hash__


def matmul(a, b):
    x, y = tuple(a.shape), tuple(b.shape)
    if len(x) == 1:
        return a.like(matmul(a.like((1,) + x), b).shape[:-2] + (y[-1],))
    if len(y) == 1:
        return a.like(matmul(a, b.like(y + (1,))).shape[:-1])
    if x[-1] != y[-2]:
        raise ValueError(f'{x} @ {y}')
    return a.like(broadcast(x[:-2], y[:-2]) + (x[-2], y[-1]))


def made(*shape, dtype=None, device=None, size=None):
    return Tensor(flat(shape) if size is None else size, dtype)


zeros = ones = randn = rand = empty = made


def full(shape, value, dtype=None):
    return Tensor(shape, dtype)


def eye(n, m=None):
    return Tensor((n, m or n))


def randint(low, high, shape, dtype=None):
    return Tensor(shape, dtype or dtypes.int64)


def ones_like(x):
    return x.like(x.shape)


zeros_like = ones_like


def tensor(data, dtype=None, device=None):
    if isinstance(data, (list, tuple)):
        rows = list(data)
        inner = tensor(rows[0]).shape if rows and isinstance(rows[0], (list, tuple)) else ()
        whole = all(isinstance(v, int) for v in rows)
        return Tensor((len(rows),) + tuple(inner), dtype or (dtypes.int64 if whole else None), rows if not inner else None)
    return Tensor((), dtype, [data])


def arange(start, end=None, step=1):
    if end is None:
        start, end = 0, start
    return Tensor((builtins.max(math.ceil((end - start) / step), 0),), dtypes.int64)


def flatten(x, start=0, end=-1):
    return x.flatten(start, end)


def reshape(x, shape):
    return x.reshape(*shape)


def cat(tensors, dim=0):
    first = tensors[0]
    d = axis(dim, len(first.shape))
    for t in tensors:
        if len(t.shape) != len(first.shape) or any(a != b for i, (a, b) in enumerate(zip(t.shape, first.shape)) if i != d):
            raise ValueError(f'cannot join {[tuple(t.shape) for t in tensors]} along {dim}')
    return first.like(first.shape[:d] + (builtins.sum(t.shape[d] for t in tensors),) + first.shape[d + 1:])


def split(x, sizes, dim=0):
    d = axis(dim, len(x.shape))
    if builtins.sum(sizes) != x.shape[d]:
        raise ValueError(f'{sizes} do not add up to {x.shape[d]}')
    return tuple(x.like(x.shape[:d] + (s,) + x.shape[d + 1:]) for s in sizes)


def broadcast_to(x, shape):
    shape = tuple(int(s) for s in shape)
    if broadcast(x.shape, shape) != shape:
        raise ValueError(f'{x.shape} does not stretch to {shape}')
    return x.like(shape)


def where(condition, x=None, y=None):
    operands = [v for v in (condition, x, y) if isinstance(v, Tensor)]
    typed = [v for v in (x, y) if isinstance(v, Tensor)] or operands
    return typed[0].like(broadcast(*[v.shape for v in operands]))


def _pair(a, b, **options):
    a, b = (a, b) if isinstance(a, Tensor) else (b, a)
    return _binary(a, b)


maximum = minimum = remainder = fmod = div = _pair


def _same(x, *args, **options):
    return x.like(x.shape)


sigmoid = tanh = erf = exp = log = sqrt = abs = neg = reciprocal = floor = ceil = round = sign = sin = cos = tan = _same
asin = acos = atan = sinh = cosh = asinh = acosh = atanh = square = clamp = cumsum = tril = triu = flip = _same


def logical_not(x):
    return x.like(x.shape, dtypes.bool)


isnan = logical_not


def amax(x, dim=None, keepdim=False):
    return x.like(reduced(x.shape, dim, keepdim))


amin = logsumexp = amax


def argmax(x, dim=None, keepdim=False):
    return x.like(reduced(x.shape, dim, keepdim), dtypes.int64)


argmin = argmax


def topk(x, k, dim=-1, largest=True):
    d = axis(dim, len(x.shape))
    shape = x.shape[:d] + (k,) + x.shape[d + 1:]
    return x.like(shape), x.like(shape, dtypes.int64)


def nonzero(x):
    return Tensor((x.numel(), len(x.shape)), dtypes.int64)


def gather(x, dim, index):
    return x.like(index.shape)


def einsum(equation, *operands):
    inputs, arrow, output = equation.partition('->')
    sizes, extra = {}, ()
    for letters, operand in zip(inputs.split(','), operands):
        shape = tuple(operand.shape)
        if '...' in letters:
            before, after = letters.split('...')
            middle = len(shape) - len(before) - len(after)
            extra = broadcast(extra, shape[len(before):len(before) + middle])
            shape, letters = shape[:len(before)] + shape[len(before) + middle:], before + after
        if len(letters) != len(shape):
            raise ValueError(f'{letters} for {operand.shape}')
        for letter, size in zip(letters, shape):
            if sizes.setdefault(letter, size) != size:
                raise ValueError(f'{letter} is {sizes[letter]} and {size} in {equation}')
    if not arrow:
        output = ''.join(sorted(letter for letter in sizes if inputs.count(letter) == 1))
    before, dots, after = output.partition('...')
    sized = [[sizes[letter] for letter in part] for part in (before, after)]
    return operands[0].like([*sized[0], *(extra if dots else ()), *sized[1]])


class no_grad:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False


class _Linalg:
    @staticmethod
    def det(x):
        return x.like(x.shape[:-2])

    @staticmethod
    def vector_norm(x, ord=2, dim=None, keepdim=False):
        return x.like(reduced(x.shape, dim, keepdim))


linalg = _Linalg()

from . import nn, optim  # noqa: E402
