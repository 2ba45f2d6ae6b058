"""A document of three tasks, read for the city by its organisation board."""

from __future__ import annotations

import pytest

from tests.import_steps import stage


@pytest.fixture
def board(province):
    return province.organization_board


@pytest.fixture
def staged(province, board):
    return stage(board, province.city)
