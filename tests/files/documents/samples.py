"""Templates and values for the tests of documents."""

from __future__ import annotations

import io
from collections.abc import Iterable

from docx import Document

from kinerja_xl.core.documents import DocumentKind
from kinerja_xl.files.documents.rendering import Filling
from kinerja_xl.files.documents.templates import Template, shipped_template

SECTION = "Teknis Penyelenggaraan Pemilu, Partisipasi dan Hubungan Masyarakat"


def template(*lines: str) -> Template:
    """Return a template of a few paragraphs."""
    return Template("templat/uji.docx", paper(lines), is_own=True)


def paper(lines: Iterable[str]) -> bytes:
    """Return a Word document of a few paragraphs."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def shipped(kind: DocumentKind) -> Template:
    """Return a shipped template."""
    path = shipped_template(kind)
    return Template(path.name, path.read_bytes(), is_own=False)


def filling(sections: int = 4, findings: int = 3) -> dict[str, Filling]:
    """Return values for every placeholder of the shipped templates."""
    listed: list[Filling] = [
        {"nama": f"{SECTION} {n}", "kode": f"BAGIAN{n}", "jumlah_indikator": n}
        for n in range(1, sections + 1)
    ]
    forms: list[Filling] = [
        {
            "subbagian": f"{SECTION} {n}", "kode": f"BAGIAN{n}", "versi": 1,
            "berkas": f"Form_BAGIAN{n}_2026-TW1.xlsx", "jumlah_indikator": n,
            "dibagikan": "1 April 2026 09.01", "penerima": "Nama\nNIP 19700101 199501 1 001",
        }
        for n in range(1, sections + 1)
    ]  # fmt: skip
    found: list[Filling] = [
        {"tempat": f"Form.xlsx [Isian!J{n}]", "uraian": f"Uraian {n} & <lain>", "perbaikan": "Isi."}
        for n in range(1, findings + 1)
    ]
    texts = dict.fromkeys(
        ("hari", "hari_batas", "sifat", "lampiran", "kota", "catatan", "jabatan_pemaraf",
         "nama_pemaraf", "nip_pemaraf", "jabatan_penanda_tangan", "sop_judul", "sop_nomor",
         "subbagian_nama", "satuan_kerja", "kantor", "tahun"), "Teks",
    )  # fmt: skip
    return {
        **texts, "nomor": "1/ORT.06-SE/1703/2026", "tanggal": "1 April 2026",
        "tempat_tanggal": "Kota, 1 April 2026", "kop": "Sekretariat\nKabupaten Uji",
        "alamat": "Jl. Uji No. 1", "periode": "Triwulan I 2026", "perihal": "Pengumpulan Data",
        "batas_waktu": "9 April 2026", "nama_penanda_tangan": "Nama Pejabat",
        "nip_penanda_tangan": "19700101 199501 1 001", "kepada": ["Kepala Satu", "Kepala Dua"],
        "tembusan": ["Ketua"], "dasar": ["Perjanjian Kinerja"], "subbagian": listed,
        "formulir": forms, "temuan": found, "jumlah_temuan": findings,
    }  # fmt: skip
