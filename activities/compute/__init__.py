"""Where work that keeps a processor busy is done: in processes of its own, or in this one."""

from activities.compute.processes import ProcessCompute
from activities.compute.threads import ThreadCompute

__all__ = ["ProcessCompute", "ThreadCompute"]
