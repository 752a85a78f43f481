"""A book written as plain files comes back the same; a damaged or forged snapshot is refused by place."""

from __future__ import annotations

import json
import os
import stat
import unicodedata
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger_sample import START, chained, draft, make_decision, make_return, opening
from zhibiao.errors import ActRefused, BookBroken, InputRefused, ZhibiaoError
from zhibiao.ledger.entry import EntryKind
from zhibiao.store import rows, schema
from zhibiao.store.address import create_database, open_database
from zhibiao.store.book_folder import BookFolder, create_book_folder, open_book_folder
from zhibiao.store.book_store import BookStore
from zhibiao.store.database import Database
from zhibiao.store.schema import Migration, upgrade
from zhibiao.store.snapshot import durable, load
from zhibiao.store.snapshot import folder as snapshots
from zhibiao.store.snapshot.manifest import MANIFEST, Manifest, manifest_of
from zhibiao.store.snapshot.write import FolderSink, write_snapshot
from zhibiao.terms.authority import BookSettings
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.instant import instant_text
from zhibiao.terms.kept import StoredFile

# Text that a careless writer would change: decomposed letters, line ends of three kinds, a quote, four-byte characters.
ODD = unicodedata.normalize("NFD", "é") + '\u2028\r\n"\\\t鋼\U0002070e'
SETTINGS = BookSettings(city="small", language="zh", people=())


def fill(store: BookStore) -> None:
    """Something in every table that the store writes by itself."""
    for number in range(3):
        content = bytes([number]) * 40
        file = StoredFile(
            sha256=sha256_hex(content), name=f"{ODD}{number}", received_at="", uploader="wang", outcome="ACCEPT"
        )
        store.add_file(file, content)
    for enterprise in ("LH-S02", "LH-S01"):
        for month in ("2024-03", "2024-01..02"):
            store.add_return(make_return(enterprise, month, 120))
    decision = make_decision({"a": 300, "b": 200}, cap_t=1000, note=ODD)
    store.add_decision(decision)
    store.append([*opening(1000, a=300, b=200), draft("odd", EntryKind.CAP, "cap", "pool", 1, reason=ODD)], at=START)
    store.append([draft(f"cap:{number}", EntryKind.CAP, "cap", "pool", 1) for number in range(12)], at=START)


@pytest.fixture
def folder(tmp_path: Path) -> BookFolder:
    """A book with something in it."""
    made = create_book_folder(
        tmp_path / "book",
        settings=SETTINGS,
        city="id: small # 城\n".encode(),
        rulebooks={"甲.yaml": b"a: 1\n"},
        at=START,
    )
    store = made.store(at=START)
    fill(store)
    store.close()
    return made


def back_up(folder: BookFolder, target: Path) -> Manifest:
    return snapshots.back_up(folder, target, at=START, code_version="test", readme=b"what it is\n")


def export(folder: BookFolder, target: Path) -> Manifest:
    return snapshots.export_book(folder, target, at=START, code_version="test", readme=b"what it is\n")


def restore(path: Path, root: Path, **more: Any) -> Manifest:
    return snapshots.restore_book(path, root, at=START, **more)


def test_templates_of_papers_come_along(folder: BookFolder, tmp_path: Path) -> None:
    folder.templates.mkdir()
    (folder.templates / "brief.html").write_bytes(b"<p>{{ title }}</p>")
    assert "templates/brief.html" in back_up(folder, tmp_path / "b.zip").files
    restore(tmp_path / "b.zip", tmp_path / "again")
    assert b"<p>{{ title }}</p>" == (open_book_folder(tmp_path / "again").templates / "brief.html").read_bytes()


def test_a_book_comes_back_the_same(folder: BookFolder, tmp_path: Path) -> None:
    manifest = back_up(folder, tmp_path / "b.zip")
    assert manifest == restore(tmp_path / "b.zip", tmp_path / "again")
    again = open_book_folder(tmp_path / "again")
    for name in ("zhibiao.toml", "city.yaml", "rulebooks/甲.yaml"):
        assert (folder.root / name).read_bytes() == (again.root / name).read_bytes()
    first, second = folder.store(at=START), again.store(at=START)
    for asked in ("files", "returns", "decisions", "entries", "head"):
        assert getattr(first, asked)() == getattr(second, asked)()
    assert [first.file_content(file.sha256) for file in first.files()] == [
        second.file_content(file.sha256) for file in second.files()
    ]
    assert (manifest.head, manifest.entries) == (first.head(), len(first.entries()))
    # The restored book goes on where the first one stood.
    assert first.append([draft("on", EntryKind.CAP, "cap", "pool", 1)], at=START) == second.append(
        [draft("on", EntryKind.CAP, "cap", "pool", 1)], at=START
    )
    first.close()
    second.close()


def test_zip_and_folder_are_the_same_files_and_either_is_restored(folder: BookFolder, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "b.zip")
    export(folder, tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    plain = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert packed == plain
    restore(tmp_path / "out", tmp_path / "again")
    back_up(open_book_folder(tmp_path / "again"), tmp_path / "c.zip")
    assert (tmp_path / "b.zip").read_bytes() == (tmp_path / "c.zip").read_bytes()


def test_it_is_read_in_one_state_while_others_write(folder: BookFolder, tmp_path: Path) -> None:
    writer = folder.store(at=START)
    before = (writer.head(), len(writer.entries()))

    class Busy(FolderSink):
        """Somebody posts, files a return and hands in a file whenever a file of the snapshot is begun."""

        count = 0

        def open(self, name: str) -> Any:
            self.count += 1
            writer.append([draft(f"late:{self.count}", EntryKind.CAP, "cap", "pool", 1)], at=START)
            writer.add_return(make_return(f"late{self.count}", "2024-05", 1))
            return super().open(name)

    (tmp_path / "out").mkdir()
    database = open_database(folder.database)
    sink = Busy(tmp_path / "out")
    files = {name: (folder.root / name).read_bytes() for name in ("zhibiao.toml", "city.yaml")}
    manifest = write_snapshot(sink, database, files, recorded_at=instant_text(START), code_version="test")
    database.close()
    # What was posted while the two files of the folder were written is in it; what came after the first read is not.
    assert sink.count > 10
    assert before[1] + sink.count == len(writer.entries())
    assert before[1] + 2 == manifest.entries
    assert manifest.head == writer.entries()[manifest.entries - 1].hash
    assert manifest == restore(tmp_path / "out", tmp_path / "again")
    writer.close()


# Damage: what happens to a zip, and the code and place that tell of it.


def forge(path: Path, changes: dict[str, bytes | None], *, marked: bool = False) -> None:
    """Write a zip again with other members; `marked` makes the manifest agree with them, as a forger would."""
    with zipfile.ZipFile(path) as archive:
        members: dict[str, bytes] = {name: archive.read(name) for name in archive.namelist()}
    for name, content in changes.items():
        if content is None:
            del members[name]
        else:
            members[name] = content
    if marked:
        stated = json.loads(members[MANIFEST])
        for name in changes:
            content = members[name]
            stated["files"][name] |= {"bytes": len(content), "sha256": sha256_hex(content)}
            if "rows" in stated["files"][name]:
                stated["files"][name]["rows"] = content.count(b"\n")
        members[MANIFEST] = json.dumps(stated).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def member(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def cut_in_half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def flip_a_byte(path: Path) -> None:
    """In the packed bytes of the entries: the archive's own checksum or its packing breaks."""
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("tables/entries.jsonl").header_offset + 120
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)


def stated(path: Path, **changes: object) -> None:
    forge(path, {MANIFEST: json.dumps(json.loads(member(path, MANIFEST)) | changes).encode()})


def doubled(path: Path) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as archive:
        warnings.simplefilter("ignore", UserWarning)
        archive.writestr("city.yaml", b"id: another\n")


def other_length(path: Path) -> None:
    forge(path, {"city.yaml": b"id: another\n"})


def same_length(path: Path) -> None:
    forge(path, {"city.yaml": member(path, "city.yaml").replace(b"small", b"SMALL")})


def raw_file_changed(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.startswith("contents/"))
    forge(path, {name: b"x" * 40}, marked=True)


def bomb(path: Path) -> None:
    forge(path, {"tables/facts.jsonl": b"\n" * (65 << 20)}, marked=True)


DAMAGE: list[tuple[Callable[[Path], None], str, str]] = [
    (cut_in_half, "snapshot.not_a_snapshot", ""),
    (lambda path: path.write_bytes(b"no zip at all"), "snapshot.not_a_snapshot", ""),
    (lambda path: forge(path, {MANIFEST: None}), "snapshot.not_a_snapshot", ""),
    (lambda path: forge(path, {MANIFEST: b"{"}), "snapshot.manifest_unreadable", MANIFEST),
    (lambda path: forge(path, {MANIFEST: b"[" * 100_000}), "snapshot.manifest_unreadable", MANIFEST),
    (lambda path: stated(path, entries=-1), "snapshot.manifest_unreadable", MANIFEST),
    (lambda path: stated(path, head="f" * 63), "snapshot.manifest_unreadable", MANIFEST),
    (lambda path: stated(path, format="zhibiao-book/2", head=1), "snapshot.format_unknown", MANIFEST),
    (lambda path: stated(path, schema=999), "snapshot.schema_newer", MANIFEST),
    (lambda path: stated(path, entries=3), "snapshot.member_differs", MANIFEST),
    (lambda path: forge(path, {"city.yaml": None}), "snapshot.member_missing", "city.yaml"),
    (lambda path: forge(path, {"rulebooks/b.yaml": b""}), "snapshot.member_unlisted", "rulebooks/b.yaml"),
    (lambda path: forge(path, {"../evil.yaml": b""}), "snapshot.name_not_allowed", "../evil.yaml"),
    (lambda path: forge(path, {"rulebooks/..\\evil": b""}), "snapshot.name_not_allowed", "rulebooks/..\\evil"),
    (lambda path: forge(path, {"/etc/cron": b""}), "snapshot.name_not_allowed", "/etc/cron"),
    (doubled, "snapshot.member_twice", "city.yaml"),
    (other_length, "snapshot.member_differs", "city.yaml"),
    (same_length, "snapshot.member_differs", "city.yaml"),
    (raw_file_changed, "snapshot.member_differs", "contents/"),
    (flip_a_byte, "snapshot.member_unreadable", "tables/entries.jsonl"),
    (bomb, "snapshot.member_too_large", "tables/facts.jsonl"),
]


@pytest.mark.parametrize(("damage", "code", "name"), DAMAGE)
def test_damage_is_named_with_its_place(
    folder: BookFolder, tmp_path: Path, damage: Callable[[Path], Any], code: str, name: str
) -> None:
    path = tmp_path / "b.zip"
    back_up(folder, path)
    damage(path)
    with pytest.raises(InputRefused) as refused:
        restore(path, tmp_path / "again")
    told = [(refused.value.code, refused.value.place), *((one.code, one.place) for one in refused.value.findings)]
    assert ("b.zip", code) in [(place.file, told_code) for told_code, place in told if place]
    assert [] != [1 for told_code, place in told if told_code == code and place and place.sheet.startswith(name)]
    assert ["b.zip", "book"] == sorted(item.name for item in tmp_path.iterdir())


def entries_of(path: Path) -> list[bytes]:
    return member(path, "tables/entries.jsonl").splitlines(keepends=True)


def edited(lines: list[bytes]) -> list[bytes]:
    """The tonnes of the last entry but five, its hash with it: only the next one knows."""
    row = json.loads(lines[-6])
    row["body"] = row["body"].replace('["cap",-1],["pool",1]', '["cap",-2],["pool",2]')
    row["hash"] = sha256_hex(row["body"].encode())
    assert row != json.loads(lines[-6])
    return [*lines[:-6], json.dumps(row).encode() + b"\n", *lines[-5:]]


def body_alone(lines: list[bytes]) -> list[bytes]:
    row = json.loads(lines[-6])
    row["body"] = row["body"].replace('["cap",-1],["pool",1]', '["cap",-2],["pool",2]')
    return [*lines[:-6], json.dumps(row).encode() + b"\n", *lines[-5:]]


# What is done to the lines, the code, and the line it is found at, counted from the end, -1 for the last one written.
FORGERIES: list[tuple[str, Callable[[list[bytes]], list[bytes]], str, int | None]] = [
    ("swapped", lambda lines: [*lines[:-3], lines[-2], lines[-3], lines[-1]], "chain.sequence_broken", -3),
    ("inserted", lambda lines: [*lines[:-2], lines[-3], *lines[-2:]], "chain.sequence_broken", -2),
    ("edited", edited, "chain.link_broken", -5),
    ("body", body_alone, "chain.entry_edited", -6),
    ("cut", lambda lines: lines[:-1], "chain.head_differs", -2),
    ("no row", lambda lines: [*lines[:3], b"[]\n", *lines[4:]], "chain.entry_unreadable", None),
]


@pytest.mark.parametrize(
    ("change", "code", "line"), [case[1:] for case in FORGERIES], ids=[case[0] for case in FORGERIES]
)
def test_a_chain_that_does_not_hold_is_found_though_the_manifest_agrees(
    folder: BookFolder, tmp_path: Path, change: Callable[[list[bytes]], list[bytes]], code: str, line: int | None
) -> None:
    path = tmp_path / "b.zip"
    back_up(folder, path)
    written = entries_of(path)
    lines = change(written)
    forge(path, {"tables/entries.jsonl": b"".join(lines)}, marked=True)
    stated(path, entries=len(lines))
    with pytest.raises(BookBroken) as broken:
        restore(path, tmp_path / "again")
    assert code == broken.value.code
    assert broken.value.place is not None
    place = len(written) + 1 + line if line is not None else 0
    assert ("tables/entries.jsonl", place) == (broken.value.place.sheet, broken.value.place.line)
    assert not (tmp_path / "again").exists()


def test_a_chain_written_anew_agrees_with_itself_but_not_with_a_head_kept_elsewhere(
    folder: BookFolder, tmp_path: Path
) -> None:
    kept = back_up(folder, tmp_path / "b.zip").head
    rebuilt = create_book_folder(tmp_path / "other", settings=SETTINGS, city=b"id: small\n", rulebooks={}, at=START)
    store = rebuilt.store(at=START)
    store.append(opening(1000, a=301), at=START)
    store.close()
    back_up(rebuilt, tmp_path / "c.zip")
    with pytest.raises(BookBroken, match=r"chain\.head_differs"):
        restore(tmp_path / "c.zip", tmp_path / "again", head=kept)
    assert kept == restore(tmp_path / "b.zip", tmp_path / "again", head=kept).head


def test_rows_that_no_book_wrote_are_refused_by_the_guards(folder: BookFolder, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    back_up(folder, path)
    facts = member(path, "tables/facts.jsonl").splitlines(keepends=True)
    orphan = facts[0].replace(b'"return_number":1,', b'"return_number":99,')
    assert orphan != facts[0]
    forge(path, {"tables/facts.jsonl": b"".join([*facts[1:], orphan])}, marked=True)
    with pytest.raises(InputRefused) as refused:
        restore(path, tmp_path / "again")
    assert refused.value.place is not None
    assert ("snapshot.row_refused", "tables/facts.jsonl", len(facts)) == (
        refused.value.code,
        refused.value.place.sheet,
        refused.value.place.line,
    )
    back_up(folder, tmp_path / "c.zip")
    forge(tmp_path / "c.zip", {"tables/facts.jsonl": b"".join([*facts, facts[-1]])}, marked=True)
    with pytest.raises(InputRefused, match=r"snapshot\.row_refused"):
        restore(tmp_path / "c.zip", tmp_path / "again")
    assert ["b.zip", "book", "c.zip"] == sorted(item.name for item in tmp_path.iterdir())


def test_entries_that_break_a_rule_are_refused_though_their_chain_holds(folder: BookFolder, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    back_up(folder, path)
    entries = chained([*opening(1000, a=300), draft("more", EntryKind.GRANT, "pool", "available:a", 5000)])
    columns = rows.ENTRY_COLUMNS.split(", ")
    lines = [
        json.dumps(dict(zip(columns, rows.row_of_entry(entry), strict=True)), ensure_ascii=False, sort_keys=True)
        for entry in entries
    ]
    content = "".join(f"{line}\n" for line in lines).encode()
    forge(path, {"tables/entries.jsonl": content}, marked=True)
    stated(path, entries=len(entries), head=entries[-1].hash)
    with pytest.raises((BookBroken, ActRefused)):
        restore(path, tmp_path / "again")
    assert not (tmp_path / "again").exists()


# Places: what stands stays, what is not whole is not there.


def test_a_raw_file_that_is_not_its_hash_is_never_backed_up(folder: BookFolder, tmp_path: Path) -> None:
    database = open_database(folder.database)
    with database.transaction():
        database.write("DROP TRIGGER contents_no_update")
        database.write("UPDATE contents SET bytes = ? WHERE sha256 = (SELECT min(sha256) FROM contents)", b"other")
    database.close()
    for target in (tmp_path / "b.zip", tmp_path / "out"):
        with pytest.raises(BookBroken) as raised:
            back_up(folder, target) if target.suffix else export(folder, target)
        assert "store.content_edited" == raised.value.code
        assert not [path.name for path in tmp_path.iterdir() if target.name in path.name]


def test_what_stands_there_is_never_replaced(folder: BookFolder, tmp_path: Path) -> None:
    target = tmp_path / "b.zip"
    target.write_bytes(b"last year's")
    with pytest.raises(ActRefused, match=r"snapshot\.target_exists"):
        back_up(folder, target)
    assert b"last year's" == target.read_bytes()
    back_up(folder, tmp_path / "c.zip")
    with pytest.raises(ActRefused, match=r"snapshot\.target_exists"):
        restore(tmp_path / "c.zip", folder.root)
    (tmp_path / "empty").mkdir()
    restore(tmp_path / "c.zip", tmp_path / "empty")
    assert ["b.zip", "book", "c.zip", "empty"] == sorted(item.name for item in tmp_path.iterdir())


@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_a_failing_disk_leaves_nothing_behind(
    folder: BookFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    if call == "write":
        monkeypatch.setattr(zipfile.ZipFile, "_write_end_record", fail)
    elif call == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(ZhibiaoError) as refused:
        back_up(folder, tmp_path / "b.zip")
    assert ("snapshot.cannot_write", "No space left on device") == (refused.value.code, refused.value.facts["reason"])
    assert ["book"] == [item.name for item in tmp_path.iterdir()]


def test_a_name_is_given_only_to_what_is_on_the_disk(
    folder: BookFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file, then the folders that name them, then the name, then the folder that holds the name."""
    calls: list[tuple[str, str]] = []
    fsync, rename = os.fsync, Path.rename

    def synced(handle: int) -> None:
        calls.append(("sync", Path(f"/proc/self/fd/{handle}").readlink().name))
        fsync(handle)

    def renamed(self: Path, target: Path) -> Path:
        calls.append(("rename", target.name))
        return rename(self, target)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("needs /proc to tell which file was synced")
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    back_up(folder, tmp_path / "b.zip")
    (draft_synced, name), *rest = calls
    assert ("sync", True) == (draft_synced, name.startswith(".b.zip-"))
    assert [("rename", "b.zip"), ("sync", tmp_path.name)] == rest
    calls.clear()
    restore(tmp_path / "b.zip", tmp_path / "again")
    wanted = {"zhibiao.toml", "city.yaml", "book.sqlite", "甲.yaml", "rulebooks", "out"}
    before = [name for act, name in calls[: calls.index(("rename", "again"))] if act == "sync"]
    assert wanted <= set(before)
    assert before.index("甲.yaml") < before.index("rulebooks") < len(before) - 1
    assert before[-1].startswith(".again-")
    assert [("rename", "again"), ("sync", tmp_path.name)] == calls[-2:]


def test_new_folders_above_are_synced_into_theirs(
    folder: BookFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(durable, "_sync", synced.append)
    back_up(folder, tmp_path / "one" / "two" / "b.zip")
    assert [tmp_path, tmp_path / "one"] == synced[:2]
    assert tmp_path / "one" / "two" == synced[-1]


def test_a_name_that_may_not_last_is_taken_back(
    folder: BookFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder that holds the name cannot be synced: what was written bears no name either."""
    fsync = os.fsync

    def fail_for_folders(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(5, "Input/output error")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", fail_for_folders)
    with pytest.raises(ZhibiaoError, match=r"snapshot\.cannot_write"):
        back_up(folder, tmp_path / "b.zip")
    assert ["book"] == [item.name for item in tmp_path.iterdir()]


def test_only_its_owner_may_read_a_backup(folder: BookFolder, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "b.zip")
    snapshots.export_book(folder, tmp_path / "out", at=START, code_version="test", readme=b"")
    assert [0o600, 0o700] == [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("b.zip", "out")]


@pytest.mark.parametrize("make", [lambda path: path.symlink_to("/etc/hostname"), os.mkfifo])
def test_only_plain_files_of_a_folder_are_opened(
    folder: BookFolder, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    snapshots.export_book(folder, tmp_path / "out", at=START, code_version="test", readme=b"")
    (tmp_path / "out" / "city.yaml").unlink()
    make(tmp_path / "out" / "city.yaml")
    with pytest.raises(InputRefused) as refused:
        restore(tmp_path / "out", tmp_path / "again")
    assert {"snapshot.name_not_allowed", "snapshot.member_missing"} == {one.code for one in refused.value.findings}


# Schemas: earlier ones are restored, a later table travels along.

LATER = Migration(
    number=900,
    name="0900_later",
    sql="CREATE TABLE later (number INTEGER NOT NULL PRIMARY KEY, decision TEXT NOT NULL REFERENCES decisions (id),"
    " scan BLOB, note TEXT) STRICT;"
    "CREATE TABLE later_parts (later INTEGER NOT NULL REFERENCES later (number), place TEXT NOT NULL, tonnes INTEGER,"
    " PRIMARY KEY (later, place)) STRICT;"
    # A part of a decision that also needs a return, which comes behind decisions by name.
    "CREATE TABLE rests_on (decision TEXT NOT NULL REFERENCES decisions (id), return_number INTEGER NOT NULL"
    " REFERENCES returns (number), PRIMARY KEY (decision, return_number)) STRICT;"
    "CREATE TRIGGER later_with_its_own BEFORE INSERT ON later_parts"
    " WHEN NEW.later <> (SELECT max(number) FROM later) BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END;",
)


def know(monkeypatch: pytest.MonkeyPatch, *steps: Migration, through: int = 10_000) -> None:
    known = (*(step for step in schema.migrations("sqlite") if step.number <= through), *steps)
    for room in (schema, load):
        monkeypatch.setattr(room, "migrations", lambda _kind: known)


def test_a_table_of_a_later_step_travels_along(
    folder: BookFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(folder, tmp_path / "earlier.zip")
    with monkeypatch.context() as later:
        know(later, LATER)
        folder.store(at=START).close()
        database = open_database(folder.database)
        with database.transaction():
            (decision,) = database.all("SELECT id FROM decisions")
            for number in (1, 2, 3):
                database.write("INSERT INTO later VALUES (?, ?, ?, ?)", number, decision[0], b"\x00scan", None)
                database.write("INSERT INTO rests_on VALUES (?, ?)", decision[0], number)
                for place in ("乙", "a", "B"):
                    database.write("INSERT INTO later_parts VALUES (?, ?, ?)", number, place, number)
        database.close()
        manifest = back_up(folder, tmp_path / "later.zip")
        assert {"later": 3, "later_parts": 9, "rests_on": 3} == {
            name: manifest.tables[name].rows for name in ("later", "later_parts", "rests_on")
        }
        assert manifest == restore(tmp_path / "later.zip", tmp_path / "again")
        # And what was written before that step is brought up to it.
        assert 900 > restore(tmp_path / "earlier.zip", tmp_path / "upgraded").schema
        upgraded = open_database(tmp_path / "upgraded" / "book.sqlite")
        assert [] == upgraded.all("SELECT * FROM later")
        upgraded.close()
    with pytest.raises(InputRefused, match=r"snapshot\.schema_newer"):
        restore(tmp_path / "later.zip", tmp_path / "third")


def test_columns_of_another_program_are_refused(folder: BookFolder, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    back_up(folder, path)
    files = json.loads(member(path, MANIFEST))["files"]
    files["tables/files.jsonl"]["columns"].append("colour")
    stated(path, files=files)
    with pytest.raises(InputRefused) as refused:
        restore(path, tmp_path / "again")
    assert [("snapshot.columns_differ", "tables/files.jsonl")] == [
        (one.code, one.place.sheet) for one in refused.value.findings
    ]


LANDED = [step.number for step in schema.migrations("sqlite")]


@pytest.mark.parametrize("number", LANDED)
def test_every_landed_schema_is_restored_and_brought_up_to_date(tmp_path: Path, number: int) -> None:
    made = create_book_folder(tmp_path / "book", settings=SETTINGS, city=b"id: small\n", rulebooks={}, at=START)
    assert isinstance(made.database, Path)
    made.database.unlink()
    entries = chained(opening(1000, a=300))

    def build(database: Database) -> None:
        upgrade(database, recorded_at=instant_text(START), through=number)
        blanks = ", ".join("?" * len(rows.ENTRY_COLUMNS.split(", ")))
        statement = f"INSERT INTO entries ({rows.ENTRY_COLUMNS}) VALUES ({blanks})"
        database.write_many(statement, [rows.row_of_entry(entry) for entry in entries])

    create_database(made.database, build=build).close()
    manifest = back_up(made, tmp_path / "b.zip")  # the book itself stays as it is
    assert (number, len(entries)) == (manifest.schema, manifest.entries)
    restore(tmp_path / "b.zip", tmp_path / "again")
    again = open_book_folder(tmp_path / "again").store(at=START)
    assert entries == again.entries()
    again.close()
    second = back_up(open_book_folder(tmp_path / "again"), tmp_path / "c.zip")
    assert (manifest.head, LANDED[-1]) == (second.head, second.schema)


def test_the_manifest_reads_back(folder: BookFolder, tmp_path: Path) -> None:
    manifest = back_up(folder, tmp_path / "b.zip")
    content = member(tmp_path / "b.zip", MANIFEST)
    assert manifest == manifest_of(content)
    assert content == manifest.content()
    assert instant_text(START) == manifest.recorded_at
