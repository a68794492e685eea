"""A file of many requests: read alike in every form, and judged whole before anything starts."""

import json
from pathlib import Path

import pytest
import yaml

from runtime.batch import judging
from runtime.batch.judging import read_batch
from runtime.files.request import read_request
from runtime.refusals import WrongUse
from tests.support.batches import HEAD, NOW, ROW, Write, executions, faults, fields, read, written


def test_every_form_of_a_file_means_the_same_campaigns(write: Write) -> None:
    """JSON lines, a YAML list, YAML documents and CSV give the executions of single files."""
    requests = [fields("Spring"), fields("Summer")]
    alone = [read_request(write("one.json", json.dumps(one))).request for one in requests]
    csv = "\n".join(
        [HEAD, ROW.format("Spring", "", "", "300"), ROW.format("Summer", "", "", 300.0)]
    )

    for path in (
        write("many.jsonl", "\n\n".join(map(json.dumps, requests)) + "\n"),
        write("many.yaml", yaml.safe_dump(requests)),
        write("many.yml", yaml.safe_dump_all([*requests, None])),
        write("many.csv", csv),
    ):
        assert executions(read(path)) == [str(one.execution_id) for one in alone], path


def test_the_same_file_again_is_the_same_executions(write: Write) -> None:
    """A batch that was interrupted goes on where it was: nothing in it depends on when it is."""
    path = write("many.jsonl", written(fields("Spring"), fields("Summer")))

    assert executions(read(path)) == executions(read(path))


def test_every_fault_of_the_whole_file_is_told_with_line_and_field(write: Write) -> None:
    """A broken line in the middle hides neither what is before nor what is behind it."""
    path = write(
        "many.jsonl",
        written(fields("Spring", language="fr"), fields("Fine"))
        + '{"name": "cut off\n'
        + written(
            fields("Summer", budget={"total": 0.001}, sources=["none.xml", "none.exe"], oops=1)
        )
        + "[]\n"
        + '{"name": "a", "name": "b"}\n'
        + f'"{"x" * 300_000}"\n',
    )

    told = faults(path)

    assert [fault.partition(":")[0] for fault in told] == [f"line {n}" for n in (1, 3, 4, 5, 6, 7)]
    assert "language: " in told[0]
    assert told[1].startswith("line 3: column 10: ")
    for part in ("sources.0: ", "none.xml: does not exist", "sources.1: none.exe must end in"):
        assert part in told[2]
    assert "budget.total: 0.001 is finer than EUR" in told[2]
    assert "oops: is not a field" in told[2]
    assert told[3] == "line 5: must hold the fields of one request, such as 'name: …'"
    assert told[4] == "line 6: name: stands twice, and must stand once"
    assert told[5] == "line 7: is larger than 262,144 bytes"


def test_a_broken_item_of_yaml_costs_itself_and_broken_yaml_the_rest(write: Write) -> None:
    """Whoever mends a file is told all that can be told of it."""
    path = write(
        "many.yaml",
        "- {name: a, name: b}\n- just text\n- {name: Un café, core_message: Un café}\n"
        "- name: Un café\n  core_message: Un café #sinprisa\n---\n- [unclosed\n",
    )

    told = faults(path)

    assert [fault.partition(":")[0] for fault in told] == [f"line {n}" for n in (1, 2, 3, 5, 8)]
    assert told[0] == "line 1: column 13: the field 'name' stands twice"
    assert told[1].startswith("line 2: must hold the fields of one request")
    assert "product: is required" in told[2]
    assert told[3].startswith("line 5: core_message: «#sinprisa» is a comment")
    assert told[4].startswith("line 8: column 1: ")


def test_a_comment_in_an_item_is_noted_by_its_own_line(write: Write) -> None:
    """A note names one line, that of the comment, and the file once."""
    text = yaml.safe_dump([fields("Spring"), fields("Summer")])
    assert "name: Summer\n" in text
    path = write("many.yaml", text.replace("name: Summer\n", "name: Summer # of love\n"))

    (note,) = [note for entry in read(path).entries for note in entry.prepared.notes]

    line = path.read_text().splitlines().index("  name: Summer # of love") + 1
    assert note.startswith(f"{path}: line {line}: name: «# of love» is a comment")


def test_yaml_that_no_text_may_hold_is_one_fault(write: Write) -> None:
    """A character that YAML does not allow is told, and nothing breaks."""
    assert "special characters" in faults(write("many.yaml", "name: a\x00b"))[0]


def test_a_duplicate_in_the_file_is_started_once(write: Write) -> None:
    """The same request twice is told to be the same, wherever it stands."""
    path = write("many.jsonl", written(fields("Spring"), fields("Summer"), fields("Spring")))

    assert [entry.same_as for entry in read(path).entries] == [None, None, 1]


def test_requests_of_one_file_that_contradict_each_other_are_refused(write: Write) -> None:
    """One id or one campaign for two contents is a slip that nobody starts."""
    given = "6f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a001"
    path = write(
        "many.jsonl",
        written(
            fields("Spring", execution_id=given),
            fields("Summer", execution_id=given),
            fields("Spring", budget={"total": 7}),
        ),
    )

    taken, same = faults(path)

    assert taken == (
        "line 2: execution_id: stands in line 1 with another request; leave it out, so that it "
        "follows from the content"
    )
    assert same == (
        "line 3: name: line 1 is the same campaign with other content; give each campaign a name "
        "of its own, or a campaign_id"
    )


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("many.txt", "", r"must end in one of \.jsonl, \.ndjson, \.yaml, \.yml, \.csv"),
        ("many.jsonl", "\n\n", "holds no request"),
        ("many.yaml", "", "holds no request"),
    ],
)
def test_a_file_without_requests_is_refused(write: Write, name: str, text: str, told: str) -> None:
    """Nobody is told that an empty batch went well."""
    with pytest.raises(WrongUse, match=told):
        read(write(name, text))


def test_a_folder_that_is_none_is_told_once(write: Write, tmp_path: Path) -> None:
    """A slip in an option is no fault of every request."""
    path = write("many.jsonl", written(fields("Spring"), fields("Summer")))

    with pytest.raises(WrongUse, match=r"^--attach-from .*none: is not a folder$"):
        read_batch(path, attach_from=[tmp_path / "none"], now=NOW)


def test_a_batch_is_bounded(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests beyond what one batch may hold are told by their line."""
    monkeypatch.setattr(judging, "MAX_ENTRIES", 2)
    path = write("many.jsonl", written(*(fields(f"Number {number}") for number in range(4))))

    assert faults(path) == ["line 3: is more than 2 requests"]


def test_files_that_many_requests_name_are_kept_once_and_bounded(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One feed for a thousand requests takes the memory of one; too many feeds are refused."""
    for name in ("a.xml", "b.xml"):
        (tmp_path / name).write_text(f"<rss>{name}</rss>")
    both = written(fields("Spring", sources=["a.xml"]), fields("Summer", sources=["a.xml"]))
    one, other = read(write("many.jsonl", both)).entries

    assert one.prepared.attachments[0] is other.prepared.attachments[0]

    monkeypatch.setattr(judging, "MAX_FILES_BYTES", 20)
    path = write("many.jsonl", both + written(fields("Autumn", sources=["b.xml"])))
    assert [fault.partition(", the")[0] for fault in faults(path)] == ["line 3: from here on"]
