"""Every table of evaluation, one aggregate a file."""

from woms.evaluation.models.appeals import Appeal, CollectiveOpinion
from woms.evaluation.models.closings import ClosingGap, ClosingRun, ClosingUnit
from woms.evaluation.models.cycles import Cycle
from woms.evaluation.models.dossiers import Dossier, GeneralScore, Rating, ScoreSheet
from woms.evaluation.models.facts import EvaluationFact
from woms.evaluation.models.funds import AddedIncomeFund, AddedIncomeShare, FundDecision
from woms.evaluation.models.locks import CycleLock, CycleReopening, LockedResult

__all__ = [
    "AddedIncomeFund",
    "AddedIncomeShare",
    "Appeal",
    "ClosingGap",
    "ClosingRun",
    "ClosingUnit",
    "CollectiveOpinion",
    "Cycle",
    "CycleLock",
    "CycleReopening",
    "Dossier",
    "EvaluationFact",
    "FundDecision",
    "GeneralScore",
    "LockedResult",
    "Rating",
    "ScoreSheet",
]
