"""Every table of evaluation, one aggregate a file."""

from woms.evaluation.models.cycles import Cycle
from woms.evaluation.models.dossiers import Dossier, GeneralScore, Rating, ScoreSheet

__all__ = ["Cycle", "Dossier", "GeneralScore", "Rating", "ScoreSheet"]
