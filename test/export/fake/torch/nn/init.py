"""Initialisers; each says on the tensor what it was given, so that a test can look."""


def _said(name):
    def initialise(tensor, *args, **options):
        tensor.initial = (name, args, tuple(sorted(options.items())))
        return tensor

    return initialise


normal_, constant_, zeros_, ones_, kaiming_normal_ = map(_said, ['normal', 'constant', 'zeros', 'ones', 'kaiming_normal'])
