"""kinerja-xl: collects the performance data of a KPU district office through Excel."""

__version__ = "0.1.0"
