"""Where the mapping for E-Lapkin and Monev lies: the office's own, else the shipped one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinerja_xl.files.resources import shipped

if TYPE_CHECKING:
    from kinerja_xl.core.entry_mapping import EntryMapping
    from kinerja_xl.files.folder import OfficeFolder

MAPPING_NAME = "entri.yaml"


def load_entry_mapping(folder: OfficeFolder) -> EntryMapping:
    """Read the mapping that counts for an office.

    Raises:
        KinerjaError: If the file cannot be read or is no YAML.
        DefinitionError: If its content is wrong; names file and key of every fault.
    """
    from kinerja_xl.core.entry_mapping import EntryMapping
    from kinerja_xl.files.strict_models import load_model

    # Imported here: the other verbs that know ENTRI must not wait for pydantic.
    own = folder.templates / MAPPING_NAME
    path = own if own.exists() else shipped("workbook", "templat", MAPPING_NAME)
    return load_model(
        path,
        EntryMapping,
        what="pemetaan entri",
        remedy=f"Salin {MAPPING_NAME} bawaan, lalu ubah isinya.",
    )
