from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.reconciliation import Verdict, reconcile
from kinerja_xl.core.sop import NotStated, Sop, export_schema
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.definitions import (
    MAXIMUM_BYTES,
    MAXIMUM_SHOWN,
    DefinitionError,
    find_sop,
    load_sop,
)
from kinerja_xl.files.resources import shipped
from tests.sop_samples import definition, step

SHIPPED = ("kpu_bengkulu_utara", "kpu_sorong")


def write(folder: Path, content: str | bytes) -> Path:
    """Write a definition file; JSON is YAML, so plain data can be dumped into it."""
    path = folder / "sop.yaml"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def problems_of(folder: Path, content: str) -> list[str]:
    path = write(folder, content)
    with pytest.raises(DefinitionError) as raised:
        load_sop(path)
    assert str(raised.value).startswith(f"{path}: ")
    return [str(problem) for problem in raised.value.problems]


def shipped_text(name: str = "kpu_sorong") -> str:
    return find_sop(name).read_text(encoding="utf-8")


# ------------------------------------------------------------------ the two shipped definitions


def test_load_sop__bengkulu_utara__reconciles_to_90_minutes_on_steps_1_and_14() -> None:
    found = reconcile(load_sop(find_sop("kpu_bengkulu_utara")))

    assert found.step_count == 14
    assert (found.known_days, found.known_minutes) == (3, 345)
    assert (found.stated_days, found.stated_minutes) == (3, 435)
    assert (found.remaining_days, found.remaining_minutes) == (0, 90)
    assert found.unstated_steps == (1, 14)
    assert found.verdict is Verdict.UNACCOUNTED


def test_load_sop__sorong__has_1530_minutes_and_no_total() -> None:
    found = reconcile(load_sop(find_sop("kpu_sorong")))

    assert found.step_count == 6
    assert (found.known_days, found.known_minutes) == (0, 1530)
    assert found.unstated_steps == ()
    assert found.verdict is Verdict.NO_TOTAL


@pytest.mark.parametrize(
    ("name", "durations"),
    [
        pytest.param(
            "kpu_bengkulu_utara",
            "- 15menit 20menit 30menit 20menit 15menit 15menit 15menit 20menit 15menit 2hari 1hari "
            "3jam -",
            id="bengkulu-utara",
        ),
        pytest.param("kpu_sorong", " ".join(["30menit"] * 3 + ["480menit"] * 3), id="sorong"),
    ],
)
def test_load_sop__shipped__keeps_durations_as_authored(name: str, durations: str) -> None:
    steps = load_sop(find_sop(name)).steps

    written = [
        "-" if isinstance(s.duration, NotStated) else f"{s.duration.amount}{s.duration.unit.value}"
        for s in steps
    ]

    assert written == durations.split()


@pytest.mark.parametrize(
    ("name", "actors"),
    [
        pytest.param(
            "kpu_bengkulu_utara",
            "sekretaris sekretaris kasubbag_perencanaan pengelola_data pengelola_data "
            "kasubbag_perencanaan sekretaris kasubbag_perencanaan kasubbag_perencanaan "
            "pengelola_data subbagian kasubbag_perencanaan pengelola_data pengelola_data",
            id="bengkulu-utara",
        ),
        pytest.param(
            "kpu_sorong",
            "kasubbag_perencanaan penyusun kasubbag_lain sekretaris penyusun "
            "kasubbag_perencanaan+penyusun",
            id="sorong",
        ),
    ],
)
def test_load_sop__shipped__every_actor_is_inferred_with_its_basis(name: str, actors: str) -> None:
    steps = load_sop(find_sop(name)).steps

    assert ["+".join(item.actors) for item in steps] == actors.split()
    assert all(item.actor_inferred and item.actor_basis for item in steps)


def test_load_sop__shipped__flow_goes_back_where_the_verbs_suggest_it() -> None:
    bengkulu, sorong = (load_sop(find_sop(name)) for name in SHIPPED)

    ways_back = [(item.from_step, item.to_step, item.inferred) for item in bengkulu.returns]

    assert ways_back == [(6, 4, True), (6, 5, True), (7, 6, True), (12, 11, True)]
    assert sorong.returns == ()
    for sop in (bengkulu, sorong):
        assert all(sop.next_steps_of(s) == (s.number + 1,) for s in sop.steps[:-1])


def test_load_sop__bengkulu_utara__identity_block_is_complete() -> None:
    identity = load_sop(find_sop("kpu_bengkulu_utara")).identity

    assert identity.number.text == "/ORT.06/1703/3/2023"
    assert "kosong" in identity.number.note
    dates = (identity.date_made, identity.date_revised, identity.date_effective)
    assert all(isinstance(item, NotStated) for item in dates)
    assert identity.approved_by.post == "Sekretaris KPU Kabupaten Bengkulu Utara"
    assert (identity.approved_by.name, identity.approved_by.nip) == ("", "")
    assert identity.address == "Jl. Prof. M. Yamin No. 12"
    decrees = ("29 Tahun 2014", "53 Tahun 2014", "7 Tahun 2017", "14 Tahun 2020", "/KPU/I/2018")
    for decree, text in zip(decrees, identity.legal_basis, strict=True):
        assert decree in text
    assert len(identity.qualifications) == 5
    assert identity.related_sops == ("SOP Penyusunan Laporan Kinerja",)
    assert identity.equipment[2:] == ("SAKIP", "RKA, Renstra, Lakip dan Data Kinerja")
    assert identity.warning.startswith("Jika SOP tidak dilakukan maka penyusunan LAKIP")
    assert identity.recording[1] == "Data Base Sub Perencanaan Data dan Informasi"


def test_load_sop__sorong__identity_block_and_ratification_are_complete() -> None:
    sop = load_sop(find_sop("kpu_sorong"))
    identity, ratification = sop.identity, sop.ratification

    assert identity.number.text == "5.16/ORT.06/9601/2023"
    assert identity.year == 2023
    assert str(identity.date_made) == str(identity.date_effective) == "2023-01-05"
    assert isinstance(identity.date_revised, NotStated)
    assert identity.approved_by.nip == "19810705 200902 1 006"
    assert identity.address == "Jl. Baru Aimas – Klamono Km. 22"
    assert identity.subbagian == "Perencanaan, Data dan Informasi"
    decrees = ("29 Tahun 2014", "53 Tahun 2014", "5 Tahun 2019", "197/PR.01.3-Kpt/KPU/IV/2020")
    for decree, text in zip(decrees, identity.legal_basis, strict=True):
        assert decree.casefold() in text.casefold()
    sizes = (identity.qualifications, identity.related_sops, identity.equipment)
    assert [len(items) for items in sizes] == [3, 3, 2]
    assert identity.warning.endswith("kinerja sesuai target yang ditetapkan.")
    assert identity.recording == ("Disimpan sebagai data elektronik dan manual",)
    assert ratification is not None
    assert [clause.number for clause in ratification.clauses] == [1, 2, 3, 4, 5, 6, 7]
    assert (ratification.place, str(ratification.signed_on)) == ("Aimas", "2023-01-05")


def test_load_sop__shipped__outputs_lead_to_the_annual_report_and_the_recap() -> None:
    bengkulu, sorong = (load_sop(find_sop(name)) for name in SHIPPED)

    assert bengkulu.steps[0].inputs == ("Perjanjian Kinerja", "Rencana Aksi")
    assert bengkulu.steps[10].inputs[1] == "catatan dan pembagian tugas"
    assert "E-Lapkin dan Monev" in bengkulu.steps[12].output
    assert bengkulu.steps[13].inputs == ("2 (dua) Laporan Semester",)
    assert bengkulu.steps[13].output == "Laporan Kinerja"
    assert [item.output for item in sorong.steps] == [
        *["dokumen format data"] * 3,
        "dokumen LHP, LHE, TL HP",
        "rekap dokumen LHP, LHE, TL HP",
        "rekap hasil capaian pengumpulan data kinerja",
    ]
    assert {item.inputs for item in sorong.steps} == {("Dokumen",)}


def test_load_sop__shipped__doubtful_readings_stay_beside_the_text() -> None:
    bengkulu, sorong = (load_sop(find_sop(name)) for name in SHIPPED)

    broken_off, eighth = sorong.steps[3], bengkulu.steps[7]

    assert broken_off.activity.endswith("kepada c [terputus dalam sumber]")
    assert broken_off.received[0].text.endswith("menyampaikanny kepada c")
    assert ("actors", "kabag") in [(item.field, item.text) for item in eighth.received]
    assert "diperlakukan sebagai Kasubbag" in eighth.remarks
    for number in (2, 3, 5, 9, 12, 13, 14):
        assert bengkulu.steps[number - 1].received


def test_load_sop__shipped__names_a_person_only_where_the_document_is_signed() -> None:
    for name in SHIPPED:
        sop = load_sop(find_sop(name))
        person = sop.identity.approved_by.name.split(",")[0]
        words = person.casefold().split()

        text = shipped_text(name).casefold()

        assert all(text.count(word) == 1 for word in words)


def test_load_sop__example_of_the_readme__loads_and_leaves_60_minutes(tmp_path: Path) -> None:
    readme = shipped("sop", "README.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", readme, re.DOTALL)
    assert example is not None

    found = reconcile(load_sop(write(tmp_path, example[1])))

    assert (found.remaining_days, found.remaining_minutes) == (0, 60)
    assert found.unstated_steps == (3,)


def test_export_schema__committed_file__is_current() -> None:
    committed = shipped("sop", "schema.json").read_bytes().decode("utf-8")

    assert committed == export_schema()
    assert committed.endswith("}\n")


# ------------------------------------------------------------------------------- find_sop


@pytest.mark.parametrize(
    "name",
    ["kpu_sorong", "KPU_Sorong", "kpu-sorong", " kpu sorong", "kpu_sorong.yaml", "Kpu_Sorong.YML"],
)
def test_find_sop__shipped_name_in_any_spelling__is_found(name: str) -> None:
    assert find_sop(name) == shipped("sop", "kpu_sorong.yaml")


def test_find_sop__existing_file__comes_before_a_shipped_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("kpu_sorong").write_text("x", encoding="utf-8")

    assert find_sop("kpu_sorong") == Path("kpu_sorong")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("kpu_sorng", id="misspelt"),
        pytest.param("", id="empty"),
        pytest.param("elsewhere/kpu_sorong", id="a-path-is-no-name"),
        pytest.param("a" * 5000, id="longer-than-a-file-name"),
        pytest.param("kpu\0sorong", id="no-file-name-at-all"),
    ],
)
def test_find_sop__neither_file_nor_name__lists_the_shipped(name: str) -> None:
    with pytest.raises(KinerjaError) as raised:
        find_sop(name)

    assert raised.value.remedy.endswith("kpu_bengkulu_utara, kpu_sorong.")


def test_find_sop__misspelt__suggests_the_name() -> None:
    with pytest.raises(KinerjaError, match='Mungkin maksudnya "kpu_sorong"'):
        find_sop("kpu_sorng")


# ------------------------------------------------------------------- what is wrong in a file


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            "unit: menit", "unit: minit",
            'steps[0].duration.unit (baris 110): "minit" tidak dikenal; gunakan: menit, jam, hari; '
            'mungkin maksudnya "menit"', id="unit",
        ),
        pytest.param(
            "amount: 30", "amount: 0",
            'steps[0].duration.amount (baris 110): paling kecil 1 (tertulis: "0")', id="amount",
        ),
        pytest.param(
            "amount: 30", "amount: 1.5",
            'steps[0].duration.amount (baris 110): harus bilangan bulat (tertulis: "1.5")',
            id="fraction",
        ),
        pytest.param(
            "actor_inferred: true", "actor_inferred: yes",
            'steps[0].actor_inferred (baris 107): harus true atau false (tertulis: "yes")',
            id="yes-is-no-boolean",
        ),
        pytest.param(
            "  title:", "  tittle:",
            'identity.tittle (baris 6): kunci tidak dikenal; mungkin maksudnya "title"',
            id="unknown-key",
        ),
        pytest.param(
            "{amount: 30, unit: menit}", "{amout: 30, unit: menit}",
            'steps[0].duration.amout (baris 110): kunci tidak dikenal; mungkin maksudnya "amount"',
            id="unknown-key-in-one-of-two-forms",
        ),
        pytest.param(
            "returns: []", "returns: [{zzz: 1}]",
            "returns[0].zzz (baris 179): kunci tidak dikenal; yang dikenal: basis, condition, "
            "from_step, inferred, to_step", id="unknown-key-like-no-other",
        ),
        pytest.param(
            'place: "Aimas"', "place:", "ratification.place (baris 82): masih kosong", id="empty",
        ),
        pytest.param(
            'place: "Aimas"', 'place: ""', "ratification.place (baris 82): masih kosong",
            id="empty-text",
        ),
        pytest.param(
            'title: "Mekanisme', 'title: "Lain"\n  title: "Mekanisme',
            "identity.title (baris 6): ditulis dua kali, pada baris 6 dan 7", id="key-twice",
        ),
        pytest.param(
            '"2023-01-05"', '"5 Januari 2023"',
            'identity.date_made (baris 10): bukan tanggal; tulis seperti "2023-01-05", '
            'atau not_stated (tertulis: "5 Januari 2023")', id="date",
        ),
        pytest.param(
            "{amount: 30, unit: menit}", "30 menit",
            'steps[0].duration (baris 110): harus berisi kunci dan nilai (tertulis: "30 menit")',
            id="duration-as-text",
        ),
        pytest.param(
            'inputs: ["Dokumen"]', 'inputs: "Dokumen"',
            "steps[0].inputs (baris 109): harus daftar; awali tiap butir dengan tanda hubung "
            '(tertulis: "Dokumen")', id="text-for-a-list",
        ),
        pytest.param(
            "actors: [penyusun]", "actors: [penyusn]",
            'steps[1].actors[0] (baris 120): pelaksana "penyusn" tidak ada dalam actors: '
            "kasubbag_perencanaan, penyusun, kasubbag_lain, sekretaris", id="actor-unknown",
        ),
        pytest.param(
            "returns: []", 'sections: [{code: "Kul", name: "x"}]',
            'sections[0].code (baris 179): "Kul" tidak sah; gunakan 2-15 huruf besar, angka atau '
            "_, diawali huruf besar", id="section-code",
        ),
        pytest.param(
            "returns: []", 'sections: [{code: "CAPAIAN", name: "x"}]',
            'sections[0].code (baris 179): "CAPAIAN" adalah nama lembar buku induk; '
            "pilih kode lain", id="section-code-is-a-sheet",
        ),
        pytest.param(
            'place: "Aimas"', "place: !kota Aimas",
            "ratification.place (baris 82): tag !kota tidak didukung dalam berkas definisi",
            id="tag",
        ),
        pytest.param(
            'place: "Aimas"', r'place: "Ai\u0007mas"',
            "ratification.place (baris 82): memuat karakter kendali", id="control-character",
        ),
        pytest.param(
            'place: "Aimas"', r'place: "Ai\ud800mas"',
            "ratification.place (baris 82): memuat karakter kendali", id="lone-surrogate",
        ),
    ],
)  # fmt: skip
def test_load_sop__wrong_value__names_key_line_and_remedy(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    content = shipped_text().replace(old, new, 1)

    assert said in problems_of(tmp_path, content)


def test_load_sop__missing_key__names_the_block_it_belongs_to(tmp_path: Path) -> None:
    content = shipped_text().replace('    output: "dokumen format data"\n', "", 1)

    assert problems_of(tmp_path, content) == ["steps[0].output (baris 103): wajib ada"]


def test_load_sop__many_mistakes__all_kept_and_the_first_shown(tmp_path: Path) -> None:
    steps = [step(number, activity=number) for number in range(1, 31)]
    path = write(tmp_path, json.dumps(definition(steps=steps), indent=1))

    with pytest.raises(DefinitionError) as raised:
        load_sop(path)

    lines = str(raised.value).splitlines()
    assert len(raised.value.problems) == 30
    assert lines[0] == f"{path}: 30 kesalahan dalam definisi SOP; perbaiki, lalu ulangi:"
    assert len(lines) == 1 + MAXIMUM_SHOWN + 1
    assert lines[-1] == "  ... dan 10 lagi"


def test_load_sop__mistakes_of_several_kinds__come_in_the_order_of_lines(tmp_path: Path) -> None:
    content = (
        shipped_text()
        .replace("unit: menit", "unit: minit", 1)
        .replace("year: 2023", "year: 2023\n  year: 2024", 1)
        .replace("returns: []", "return: []", 1)
    )

    keys = [problem.partition(" ")[0] for problem in problems_of(tmp_path, content)]

    assert keys == ["identity.year", "steps[0].duration.unit", "return"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "Isi berkas ini kosong", id="empty"),
        pytest.param(b"# nothing\n", "Isi berkas ini kosong", id="comment-only"),
        pytest.param(b"- a\n- b\n", "bukan susunan kunci dan nilai", id="a-list"),
        pytest.param(b"just text", "bukan susunan kunci dan nilai", id="a-text"),
        pytest.param(b"a: 1\nb: c: d\n", "baris 2, kolom 5: .* titik dua", id="colon-in-a-text"),
        pytest.param(b"a:\n\tb: 1\n", "baris 2, kolom 1: .* tab dengan spasi", id="tab"),
        pytest.param(b'a: "x\nb: 1\n', "tanda kutip yang tidak ditutup", id="open-quote"),
        pytest.param(b"a: 1\n---\nb: 2\n", "hapus baris ---", id="two-documents"),
        pytest.param(b"a: 1\n  b: 2\n", "baris 2, kolom 4", id="indentation"),
        pytest.param(b"a: &x [1]\nb: *x\n", r"baris 2, kolom 4: alias", id="alias"),
        pytest.param(b"a: " + b"[" * 50_000, "susunan sedalam ini", id="nested-deeply"),
        pytest.param(b"a: 1\nb: \x07\n", "baris 2 memuat karakter kendali", id="control-character"),
        pytest.param(b"a: 1\nb: \xff\n", "Baris 2 bukan teks UTF-8", id="latin-1"),
        pytest.param("a: 1\n".encode("utf-16"), "bukan teks UTF-8", id="utf-16"),
        pytest.param(b"#" * (MAXIMUM_BYTES + 1), "lebih besar dari 256 KB", id="too-large"),
    ],
)
def test_load_sop__no_definition_at_all__says_where_and_why(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = write(tmp_path, content)

    with pytest.raises(KinerjaError, match=said) as raised:
        load_sop(path)

    assert raised.value.where == str(path)
    assert raised.value.remedy


def test_load_sop__alias_bomb__is_refused_before_it_grows(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]

    with pytest.raises(KinerjaError, match="baris 2, kolom 10: alias"):
        load_sop(write(tmp_path, "\n".join(lines)))


def test_load_sop__byte_order_mark_and_windows_lines__make_no_difference(tmp_path: Path) -> None:
    content = shipped_text().replace("\n", "\r\n").encode("utf-8-sig")

    assert load_sop(write(tmp_path, content)) == load_sop(find_sop("kpu_sorong"))


def test_load_sop__unquoted_words_of_older_yaml__stay_text(tmp_path: Path) -> None:
    content = shipped_text().replace('place: "Aimas"', "place: NO", 1)

    sop = load_sop(write(tmp_path, content))

    assert sop.ratification is not None
    assert sop.ratification.place == "NO"


@pytest.mark.parametrize(
    ("name", "said"), [("missing.yaml", "Berkas tidak ada"), (".", "Ini folder")]
)
def test_load_sop__no_file__says_so(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(KinerjaError, match=said):
        load_sop(tmp_path / name)


_UNREADABLE = Path("/proc/self/mem")  # opens as a file and fails to be read, even for root


@pytest.mark.skipif(not _UNREADABLE.exists(), reason="no file here that opens and cannot be read")
def test_load_sop__file_that_cannot_be_read__says_so() -> None:
    with pytest.raises(KinerjaError, match="tidak dapat dibaca"):
        load_sop(_UNREADABLE)


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_load_sop__any_content__is_a_definition_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, content: str | bytes
) -> None:
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    path = write(tmp_path_factory.getbasetemp(), raw)

    with pytest.raises(KinerjaError):
        load_sop(path)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(Sop.model_fields)), _JSON)
def test_load_sop__any_value_for_a_key__is_accepted_or_named(
    tmp_path_factory: pytest.TempPathFactory, key: str, value: object
) -> None:
    content = json.dumps(definition(**{key: value}), ensure_ascii=True)
    path = write(tmp_path_factory.getbasetemp(), content)

    try:
        sop = load_sop(path)
    except DefinitionError as error:
        assert all(problem.key.startswith(key) for problem in error.problems)  # noqa: PT017 - it need not fail
    else:
        assert isinstance(sop, Sop)
