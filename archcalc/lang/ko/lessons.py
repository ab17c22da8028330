"""Lessons: what stands around their texts, which bring their own Korean."""

from __future__ import annotations

LESSONS = {
    "Lesson": "수업",
    "What it asks": "묻는 것",
    "lesson": "수업",
    "archcalc lesson shows them all": "전체 목록은 archcalc lesson으로 볼 수 있습니다",
    "a row needs {needed} values, found {has}": (
        "행 하나에 값이 {needed:개} 있어야 하는데 {has:개} 있습니다"
    ),
    "{source} has no figure for {address}": "{source}에는 {address}의 값이 없습니다",
    "To go on:": "이어서 해 볼 것:",
    "{place}: {written}, said to be what {source} prints; it prints {printed}. {ruling}": (
        "{place}: {source}에 적힌 값이라는 {written}. 실제로 적힌 값: {printed}. {ruling}"
    ),
    "{place}: {written} for {address}; computed {value}. {ruling}": (
        "{place}: {address} 값으로 {written}. 계산값: {value}. {ruling}"
    ),
}
