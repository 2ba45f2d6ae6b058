from collections import Counter

from woms.core.vietnamese import fold, person_sort_key
from woms.sample import names
from woms.sample.names import is_reserved, name_digest, person_name

MANY = [person_name(2026, index) for index in range(5_000)]


def test_the_same_seed_and_index_always_name_the_same_person():
    again = [person_name(2026, index) for index in reversed(range(5_000))]
    assert list(reversed(again)) == MANY


def test_another_seed_names_other_people():
    other = [person_name(7, index) for index in range(5_000)]
    assert sum(mine == theirs for mine, theirs in zip(MANY, other, strict=True)) < 50


def test_a_name_is_family_then_middle_then_given():
    name = person_name(2026, 1)
    assert name.full == f"{name.family} {name.middle} {name.given}"
    assert name.family in {"Nguyễn", "Trần", "Lê", "Phạm"} | {other.family for other in MANY}


def test_families_are_as_frequent_as_in_hanoi():
    families = Counter(name.family for name in MANY)
    assert 0.25 < families["Nguyễn"] / len(MANY) < 0.38
    assert [family for family, _ in families.most_common(3)] == ["Nguyễn", "Trần", "Lê"]


def test_middle_and_given_name_belong_to_one_gender():
    assert not [
        name.full for name in MANY if "Thị" in name.middle.split() and name.given in {"Hùng", "Dũng", "Cường"}
    ]
    assert not [
        name.full for name in MANY if name.middle == "Văn" and name.given in {"Hương", "Hằng", "Nhung"}
    ]


def test_no_name_repeats_a_word_in_middle_and_given():
    assert not [name.full for name in MANY if name.given in name.middle.split()]


def test_the_sort_key_is_the_one_of_the_core():
    assert all(name.sort_key == person_sort_key(name.family, name.middle, name.given) for name in MANY[:500])


def test_a_reserved_name_is_never_given(monkeypatch):
    taken = person_name(2026, 1).full
    monkeypatch.setattr(names, "_reserved_digests", lambda: frozenset([name_digest(taken)]))
    assert person_name(2026, 1).full != taken


def test_a_reserved_name_is_recognised_without_its_diacritics(monkeypatch):
    monkeypatch.setattr(names, "_reserved_digests", lambda: frozenset([name_digest("Lý Thử Nghiệm")]))
    assert is_reserved(fold("Lý Thử Nghiệm"))
    assert not is_reserved("Lý Thử Nghiêng")


def test_the_list_of_reserved_names_is_there_and_names_nobody():
    digests = names._reserved_digests()
    assert len(digests) > 100
    assert all(len(digest) == 16 and int(digest, 16) >= 0 for digest in digests)


def test_there_are_women_and_men():
    assert sum("Thị" in name.middle for name in MANY) > len(MANY) / 8
    assert sum(name.middle == "Văn" for name in MANY) > len(MANY) / 20
