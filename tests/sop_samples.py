"""Small SOP definitions for tests, as plain data and as models."""

from __future__ import annotations

import json
from typing import Any

from kinerja_xl.core.sop import Sop

Data = dict[str, Any]


def definition(**changes: object) -> Data:
    """Return a correct definition of three steps and two actors, top-level keys replaced."""
    return {
        "identity": {
            "institution": "KPU Kabupaten Contoh",
            "title": "Pengumpulan Data Kinerja",
            "number": {"text": "1/ORT.06/9999/2026"},
            "date_made": "2026-01-05",
            "date_revised": {"not_stated": "Belum direvisi."},
            "date_effective": "2026-01-05",
            "approved_by": {"post": "Sekretaris"},
            "address": {"not_stated": "Tidak ada."},
            "subbagian": "Perencanaan",
            "legal_basis": ["Peraturan A"],
            "qualifications": [],
            "related_sops": [],
            "equipment": [],
            "warning": "",
            "recording": [],
        },
        "actors": [{"id": "kasubbag", "name": "Kasubbag"}, {"id": "staf", "name": "Staf"}],
        "steps": [step(1), step(2), step(3)],
        **changes,
    }


def step(number: int, duration: object = None, **changes: object) -> Data:
    """Return a correct step of 10 menit, or of the given duration; keys replaced."""
    return {
        "number": number,
        "activity": f"Kegiatan {number}",
        "actors": ["staf"],
        "actor_inferred": False,
        "inputs": ["Dokumen"],
        "duration": duration or {"amount": 10, "unit": "menit"},
        "output": f"Hasil {number}",
        **changes,
    }


def make_sop(**changes: object) -> Sop:
    """Return `definition(**changes)` as a checked model."""
    return Sop.model_validate_json(json.dumps(definition(**changes)))
