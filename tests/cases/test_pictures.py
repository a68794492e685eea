"""Pictures with odd metadata, and colours between two names: what blocks each, and what asks."""

import struct
import zlib
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Final

from contracts import QualityVerdict
from domain.audit.offline import Demands
from runtime.audit.files import audit_pieces, find_placement, pieces_of
from runtime.audit.replies import AuditedFile
from tests.support.case_tables import CASES, files_in, rows_of

_PICTURES: Final = CASES / "pictures"
_ROWS: Final = rows_of("pictures.tsv")
_ALWAYS: Final = {"CONTRAST_ESTIMATED", "NOT_EVALUATED"}
"""What is asked of every picture without a layout."""
_TODAY: Final = date(2026, 11, 28)


def _audited(paths: list[Path], *rules: str) -> list[AuditedFile]:
    place = find_placement("facebook", "feed")
    pieces = pieces_of(paths, None, lambda _: None)
    return audit_pieces(pieces, place, Demands(do_not_do=rules), _TODAY).files


def _codes(file: AuditedFile, result: QualityVerdict) -> str:
    found = {check.reason_code for check in file.checks if check.result is result}
    return " ".join(sorted(code for code in found - _ALWAYS if code))


def _found(file: AuditedFile) -> tuple[str, str]:
    return _codes(file, QualityVerdict.FAIL), _codes(file, QualityVerdict.WARN)


def test_a_picture_is_judged_by_what_is_seen_whatever_its_metadata() -> None:
    """Odd tags cost a picture at most a warning, and a colour is called what people call it."""
    by_rule: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _ROWS:
        by_rule[row["rule"]].append(row)

    for rule, rows in by_rule.items():
        files = _audited([_PICTURES / row["file"] for row in rows], *filter(None, [rule]))
        found = {(row["file"], rule): _found(file) for row, file in zip(rows, files, strict=True)}
        assert found == {(row["file"], rule): (row["blocks"], row["asks"]) for row in rows}


def test_a_megabyte_of_text_in_a_picture_is_no_fault(tmp_path: Path) -> None:
    """An editor's history within a picture, uncompressed, does not keep it from being judged."""
    plain = (_PICTURES / "trailing_junk.png").read_bytes()
    text = b"tEXtHistory\0" + b"x" * 1_300_000
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    after_header = 33
    full = tmp_path / "full.png"
    full.write_bytes(plain[:after_header] + chunk + plain[after_header:])

    (file,) = _audited([full])

    assert _found(file) == ("ASPECT_RATIO_MISMATCH", "")


def test_every_picture_has_its_right_value() -> None:
    """No picture lies here without a line that says what is right."""
    assert files_in("pictures") == {row["file"] for row in _ROWS}
