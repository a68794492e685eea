"""Where artefacts lie, named by what they hold, and how what nobody needs is taken away.

`activities.store.objects` is not imported here: it needs the extra `s3`.
"""

from activities.store.durable import remove_folder, replace_file, sync_folder
from activities.store.local import LocalArtifactStore, LocalArtifactStores
from activities.store.mark import MarkedStores, StoreMark
from activities.store.memory import MemoryArtifactStores
from activities.store.naming import space_of
from activities.store.sweep import (
    SHORTEST_AGE,
    StoredArtifact,
    SweepableStore,
    SweepableStores,
    closure,
    references_in,
    remove,
    unreferenced,
)

__all__ = [
    "SHORTEST_AGE",
    "LocalArtifactStore",
    "LocalArtifactStores",
    "MarkedStores",
    "MemoryArtifactStores",
    "StoreMark",
    "StoredArtifact",
    "SweepableStore",
    "SweepableStores",
    "closure",
    "references_in",
    "remove",
    "remove_folder",
    "replace_file",
    "space_of",
    "sync_folder",
    "unreferenced",
]
