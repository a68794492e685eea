"""What hurts, accuses or divides is told in both languages, and ordinary trade is not."""

import pytest

from domain.concerns import concerns_in


@pytest.mark.parametrize(
    ("text", "concern"),
    [
        ("Detenido en Lugo por facturas falsas", "crime"),
        ("Facturas falsas en el puerto", "crime"),
        ("Stolen bikes found in lock-up", "crime"),
        ("El juez archiva el caso", "court"),
        ("Company sued over recalled heaters", "court"),
        ("Mueren dos ciclistas", "death"),
        ("Cyclist killed near the station", "death"),
        ("La sequía vacía los embalses", "disaster"),
        ("Floods close three schools", "disaster"),
        ("Un brote de listeria", "illness"),
        ("Outbreak traced to salads", "illness"),
        ("Huelga de transportistas", "politics"),
        ("Mayor announces ban", "politics"),
        ("La guerra encarece el grano", "war"),
        ("Shooting at the market", "war"),
        ("Despidos en la fábrica", "hardship"),
        ("Layoffs at the plant", "hardship"),
        ("Gafas defectuosas en el mercadillo", "danger"),
        ("Moho en tres neveras", "danger"),
        ("Unsafe toys found in shops", "danger"),
        ("Power outage hits solar panels", "danger"),
        ("Sube el impuesto de la cerveza", "money"),
        ("Coffee tariffs rise", "money"),
    ],
)
def test_subjects_that_no_brand_takes_up_are_told(text: str, concern: str) -> None:
    """A headline about harm is known by its words, in whatever form."""
    assert concern in concerns_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Vuelve el café de especialidad al barrio",
        "La cesta de verdura con fruta de otoño llega a casa",
        "Los abrigos largos, en rebajas desde el jueves",
        "Empty miles fall where carriers share return loads",
        "A red bike for the whole family",
        "Feria de la cerveza artesana en la plaza",
        "Con pan, mejor: cuatro recetas para la cena",
        "How to choose running shoes for winter",
    ],
)
def test_ordinary_news_of_trade_is_of_no_concern(text: str) -> None:
    """A word that only looks like one of the other language costs no signal."""
    assert concerns_in(text) == []


def test_a_face_is_nothing_dear() -> None:
    """A word that is another one in its place is no concern."""
    assert concerns_in("Trabajo de cara al público") == []
    assert concerns_in("Muy cara, la verdad") == ["money"]
