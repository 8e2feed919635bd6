class SGD:
    def __init__(self, params, lr, momentum=0, weight_decay=0):
        self.params = list(params)
        self.settings = {'lr': lr, 'momentum': momentum, 'weight_decay': weight_decay}


class _ReduceLROnPlateau:
    def __init__(self, optimizer, factor=0.1):
        self.optimizer, self.factor = optimizer, factor


class lr_scheduler:
    ReduceLROnPlateau = _ReduceLROnPlateau
