"""The deal guard on the clocks and amounts of Asian languages."""

from __future__ import annotations

import pytest

from dragoman.translation.check import check


@pytest.mark.parametrize(
    ("source", "target", "languages", "status"),
    [
        ("Meeting at 3 pm.", "会议在下午3:00。", ("en", "zh"), "ok"),
        ("Meeting at 3:30 pm.", "会议在下午3点半。", ("en", "zh"), "ok"),
        ("Meeting at 9 am.", "会议在上午9点。", ("en", "zh"), "ok"),
        ("Meeting at 9 am.", "会议在下午9点。", ("en", "zh"), "changed"),
        ("下午3:00开会。", "The meeting is at 15:00.", ("zh", "en"), "ok"),
        ("会議は午後3時15分です。", "The meeting is at 3:15 pm.", ("ja", "en"), "ok"),
        ("회의는 오후 3시입니다.", "The meeting is at 3 pm.", ("ko", "en"), "ok"),
        ("The price is 2,500,000 rupees.", "कीमत 25 लाख रुपये है।", ("en", "hi"), "ok"),
        ("The price is 2,500,000 rupees.", "कीमत 26 लाख रुपये है।", ("en", "hi"), "changed"),
    ],
)
def test_finding(source: str, target: str, languages: tuple[str, str], status: str) -> None:
    assert [found.status for found in check(source, target, *languages)] == [status]


def test_a_length_of_time_is_no_clock_time() -> None:
    assert all(found.kind != "time" for found in check("It takes 3 hours.", "需要3小时。", "en", "zh"))
