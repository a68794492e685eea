"""Tables are found and read, however a spreadsheet or an office wrote them."""

from collections.abc import Sequence

import pytest

from domain.reading.tables import Table, column_name, table_of


def has_both(names: Sequence[str]) -> bool:
    """Tell whether these are the columns that the tests look for."""
    return {"fecha", "texto"} <= set(names)


def found(text: str) -> Table:
    """Return the table in a text that has one."""
    table = table_of(text, has_both)
    assert table is not None
    return table


def values(text: str) -> list[tuple[str, ...] | None]:
    """Return the rows of a table under the usual names."""
    return [row.values for row in found(f"fecha,texto\n{text}").rows()]


@pytest.mark.parametrize(
    "head",
    [
        "fecha;texto",
        "FECHA ; Texto",
        '"fecha";"texto"',
        "sep=;\nfecha;texto",
        '"sep=;"\nfecha;texto',
        "\n\n  \nfecha;texto",
        "Informe de noviembre\n\nfecha;texto",
        "\ufefffecha;texto",
        "fecha\ttexto",
        "fecha|texto",
        "fecha,texto",
        '"id, interno";fecha;texto',
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_names_of_the_columns_are_found(head: str, end: str) -> None:
    """Titles, blank lines, Excel's own line and every usual separator are no hindrance."""
    table = found(f"{head}\nx".replace("\n", end))

    assert table.names[-2:] == ("fecha", "texto")
    assert len(list(table.rows())) == 1


def test_without_the_names_there_is_no_table() -> None:
    """A text that only looks like one is told apart, and a line without end is not searched."""
    assert table_of("a,b\n1,2", has_both) is None
    assert table_of("fecha,texto" + "," * 5000, has_both) is None


def test_a_row_says_where_it_begins() -> None:
    """Whoever has to mend a row finds it."""
    rows = list(found('fecha,texto\na,"b\nc"\n\nd,e').rows())

    assert [(row.line, row.values) for row in rows] == [(2, ("a", "b\nc")), (5, ("d", "e"))]


def test_a_quotation_mark_that_stays_open_costs_no_other_row() -> None:
    """The inch mark of one row does not swallow the file."""
    rest = "".join(f"2026-11-{day},texto\n" for day in range(10, 29))

    read = values(f'2026-11-09,"Pantalla\n{rest}')

    assert read[0] == ("2026-11-09", '"Pantalla')
    assert len(read) == 20


def test_a_row_that_cannot_be_read_costs_itself() -> None:
    """A value of any length is passed over."""
    assert values("a," + "x" * 200_000 + "\nb,c") == [None, ("b", "c")]


def test_names_are_compared_without_case_accents_and_marks() -> None:
    """A person does not see the difference either."""
    assert column_name("  Fecha_de Publicación: ") == "fecha de publicacion"
