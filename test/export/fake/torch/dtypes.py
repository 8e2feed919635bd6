class DType:
    def __init__(self, name):
        self.name = name


__all__ = 'float16 float32 float64 bfloat16 int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool complex64 complex128'.split()
for _name in __all__:
    globals()[_name] = DType(_name)
