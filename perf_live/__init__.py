"""LiveSession under the name of the module that the kernel's scripts import."""

from _perf import LiveSession

__all__ = ["LiveSession"]
