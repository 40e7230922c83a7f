"""`.cache/`: what the stages wrote, and the receipts that say so. All of it may be deleted at any time."""

from generator.store.left import leave_receipt
from generator.store.shared import load_shared, share
from generator.store.state import AnyReceipt, Receipt, Store
from generator.store.volumes import (
    DamagedVolume,
    Output,
    Part,
    Section,
    Table,
    Volume,
    VolumeWriter,
    file_size,
    read_file,
    read_rows,
    read_table,
    write_all,
    write_file,
)

__all__ = [
    "AnyReceipt",
    "DamagedVolume",
    "Output",
    "Part",
    "Receipt",
    "Section",
    "Store",
    "Table",
    "Volume",
    "VolumeWriter",
    "file_size",
    "leave_receipt",
    "load_shared",
    "read_file",
    "read_rows",
    "read_table",
    "share",
    "write_all",
    "write_file",
]
