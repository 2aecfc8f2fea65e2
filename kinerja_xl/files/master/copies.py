"""Where copies of a master go before each change."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from kinerja_xl.files.atomic import cannot_write
from kinerja_xl.files.folder import OfficeFolder

_NOT_FOR_A_FILE_NAME = re.compile(r"[^A-Za-z0-9-]+")


def free_copy_path(master: Path, moment: datetime, action: str) -> Path:
    """Return a path in `cadangan/` at which nothing lies yet, and make that folder.

    Args:
        master: The master to be copied.
        moment: When; it goes into the name.
        action: What the run does, one word; it goes into the name.

    Raises:
        KinerjaError: If the folder cannot be made.
    """
    folder = OfficeFolder(master.parent).backups
    word = _NOT_FOR_A_FILE_NAME.sub("-", action).strip("-") or "ubah"
    name = f"{master.stem}_{moment.strftime('%Y%m%d-%H%M%S-%f')}_{word}"
    copy = folder / f"{name}{master.suffix}"
    try:
        folder.mkdir(exist_ok=True)
        number = 2
        while copy.exists():
            copy = folder / f"{name}-{number}{master.suffix}"
            number += 1
    except OSError as error:
        raise cannot_write(folder, error) from error
    return copy
