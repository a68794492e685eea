"""Requests in the rows of a table, as a spreadsheet saves them."""

import pytest

from runtime.refusals import WrongUse
from tests.support.batches import HEAD, ROW, Write, faults, read


def test_cells_of_csv_are_what_their_fields_are(write: Write) -> None:
    """A spreadsheet's columns are fields: numbers as offices write them, text as it stands."""
    path = write(
        "many.csv",
        "sep=;\nname;product;purpose;audience;core_message;call_to_action;language;"
        "channels.0.channel;channels.0.placement;channels.0.share;budget.total;brand.name;"
        "landing_url;max_retries;tone_guard.voice;platform_constraints.x.post.text;"
        "platform_constraints.x.post.ratio;do_not_do.0;do_not_do.1;terms.substantiations.N.º 1;\n"
        "750;1200;p;a;true;c;es;x;post;0,5;1.234,50;b;https://e.org;2;formal;200;4:5;uno;dos;ref;\n",
    )

    (entry,) = read(path).entries
    request = entry.prepared.request

    assert (request.name, request.product, request.core_message) == ("750", "1200", "true")
    assert (request.budget.total, request.max_retries) == (1234.5, 2)
    assert request.channels[0].share == 0.5
    assert request.tone_guard == {"voice": "formal"}
    assert request.platform_constraints == {"x.post.text": 200, "x.post.ratio": "4:5"}
    assert request.do_not_do == ["uno", "dos"]
    assert request.terms.substantiations == {"N.º 1": "ref"}


def test_faults_of_csv_name_row_and_column(write: Write) -> None:
    """Cells that do not fit, gaps in lists and rows of another length are told, all of them."""
    gap = HEAD.replace("channels.0.channel,channels.0.placement,", "")
    gap = gap.replace("channels.1.channel", "channels.2.channel")
    rows = [
        ROW.format("Spring", "", "", "1.234"),
        ROW.format("Summer", "email", "", "much"),
        "too,short",
        f"Big{'x' * 140_000},a",
    ]

    told = faults(write("many.csv", "\n".join([HEAD, *rows])))
    bare = "A,W,m,N,S,B,en,email,,300,W,https://e.org/w"
    gapped = faults(write("gap.csv", f"{gap.replace('channels.1.', 'channels.2.')}\n{bare}"))

    assert told[0].startswith("line 2: budget.total: 1.234 may be 1234, or 1 and a fraction")
    assert told[1] == "line 3: budget.total: much is no number such as 1234 or 1234.50"
    assert told[2] == "line 4: must have 14 values, and has 2"
    assert told[3] == "line 5: cannot be read as a row of values"
    assert gapped == ["line 2: channels.2: is given, and channels.0 is not"]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("nome,producto", "the first line must name the columns"),
        ("name,product,budgets.total", r"'budgets\.total' is no field of a request"),
        ("name,product,channels.first.channel", r"'channels\.first\.channel' is no field"),
        ("name,product,product", "'product' stands twice"),
        ("name,product,budget,budget.total", r"'budget\.total' is a part of 'budget'"),
    ],
)
def test_columns_that_mean_no_field_are_told_once(write: Write, head: str, told: str) -> None:
    """A misspelled column is a fault of the first line, and not of every row."""
    with pytest.raises(WrongUse, match=told):
        read(write("many.csv", f"{head}\na,b,c\n"))


def test_a_cell_under_no_name_is_not_passed_over(write: Write) -> None:
    """What stands beside the table belongs to somebody; empty columns of a spreadsheet do not."""
    row = ROW.format("Spring", "", "", "300")

    assert len(read(write("many.csv", f"{HEAD},\n{row},\n")).entries) == 1
    assert faults(write("many.csv", f"{HEAD},\n{row},beside\n")) == [
        "line 2: column 15 has no name, and holds 'beside'"
    ]
