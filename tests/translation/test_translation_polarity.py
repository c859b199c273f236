from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.translation.check import check
from dragoman.translation.model import CheckStatus
from dragoman.translation.polarity import doubts


@pytest.mark.parametrize(
    ("source", "target", "pair", "kind", "lost", "added"),
    [
        ("We cannot accept the price.", "Aceitamos o preço.", ("en", "pt"), "negation", "cannot", ""),
        ("We accept the price.", "Não aceitamos o preço.", ("en", "pt-BR"), "negation", "", "Não"),
        ("You can't leave a review.", "Você pode deixar uma avaliação.", ("en", "pt"), "negation", "can't", ""),
        ("We do not take inferior goods.", "Aceitamos bens inferiores.", ("en", "pt"), "negation", "not", ""),
        ("Não aceitamos.", "We accept.", ("pt", "en"), "negation", "Não", ""),
        ("The buyer must pay.", "O comprador paga.", ("en", "pt"), "modality", "must", ""),
        ("The buyer pays.", "O comprador deve pagar.", ("en", "pt"), "modality", "", "deve"),
        ("The buyer must pay.", "O comprador pode pagar.", ("en", "pt"), "modality", "must", ""),
        ("We may cancel.", "Cancelamos.", ("en", "pt"), "modality", "may", ""),
        ("We do not ship.", "Wir liefern.", ("en", "de"), "negation", "not", ""),
        ("We do not ship.", "Nous livrons.", ("en", "fr"), "negation", "not", ""),
        ("We do not ship.", "Enviamos.", ("en", "es"), "negation", "not", ""),
        ("We do not ship.", "我们发货。", ("en", "zh-Hans"), "negation", "not", ""),
    ],
)
def test_what_got_lost_is_doubted(
    source: str, target: str, pair: tuple[str, str], kind: str, lost: str, added: str
) -> None:
    found = {(one.kind, one.source, one.target) for one in doubts(source, target, *pair)}
    assert (kind, lost, added) in found


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("We cannot accept the price.", "Não podemos aceitar o preço.", ("en", "pt")),
        ("It is not possible.", "É impossível.", ("en", "pt")),
        ("We are unable to ship.", "Não podemos enviar.", ("en", "pt")),
        ("Not only the price but the quality.", "Não só o preço, mas a qualidade.", ("en", "pt")),
        ("Order No. 5 was shipped.", "O pedido n.º 5 foi enviado.", ("en", "pt")),
        ("No later than Friday.", "Até sexta-feira.", ("en", "pt")),
        ("Without delay.", "Sem demora.", ("en", "pt")),
        ("The seller shall deliver.", "O vendedor entregará.", ("en", "pt")),
        ("The buyer has to pay.", "O comprador tem de pagar.", ("en", "pt")),
        ("We may be late.", "Talvez cheguemos tarde.", ("en", "pt")),
        ("In May 2026 we ship.", "Em maio de 2026 enviamos.", ("en", "pt")),
        ("We do not ship.", "Wir liefern nicht.", ("en", "de")),
        ("We do not ship.", "Nous ne livrons pas.", ("en", "fr")),
        ("We do not ship.", "我们不发货。", ("en", "zh")),
        ("We do not ship.", "出荷します。", ("en", "ja")),
    ],
)
def test_other_words_for_the_same_are_not_doubted(source: str, target: str, pair: tuple[str, str]) -> None:
    assert doubts(source, target, *pair) == ()


def test_a_doubt_is_no_alarm_and_stands_after_the_figures() -> None:
    figure, doubt = check("We do not need 5 boxes.", "Precisamos de 5 caixas.", "en", "pt")
    assert (figure.kind, figure.status) == ("number", CheckStatus.OK)
    assert (doubt.kind, doubt.status) == ("negation", CheckStatus.DOUBT)
    assert not doubt.status.is_alarm


@pytest.mark.parametrize("pair", [("en", "pt"), ("pt", "en")])
def test_human_translations_are_seldom_doubted(shared: Path, pair: tuple[str, str]) -> None:
    source, target = (
        (shared / "eval" / f"flores-dev.{code}").read_text(encoding="utf-8").splitlines() for code in pair
    )
    doubted = sum(bool(doubts(one, other, *pair)) for one, other in zip(source, target, strict=True))
    assert doubted / len(source) < 0.05
