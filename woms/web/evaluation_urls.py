"""Addresses of the pages of evaluation."""

from __future__ import annotations

from django.urls import path

from woms.web import (
    closings,
    cycle_console,
    cycles,
    dossier_steps,
    evaluation,
    facts,
    funds,
    ranking,
    reports,
    simulations,
)

EVALUATION = [
    path("danh-gia", evaluation.index, name="evaluation"),
    path("danh-gia/dong-ky", closings.index, name="closings"),
    path("danh-gia/dong-ky/<int:run_id>", closings.run, name="closing"),
    path("danh-gia/dong-ky/<int:run_id>/dung", closings.cancel, name="closing-cancel"),
    path("danh-gia/mo-ky", cycles.open_cycle, name="open-cycle"),
    path("danh-gia/ky/<int:cycle_id>", cycle_console.console, name="cycle-console"),
    path("danh-gia/ky/<int:cycle_id>/<slug:name>", cycle_console.act, name="cycle-act"),
    path("danh-gia/mo-phong", simulations.index, name="simulation"),
    path("danh-gia/quy", funds.index, name="funds"),
    path("danh-gia/quy/<int:fund_id>", funds.fund, name="fund"),
    path("danh-gia/quy/<int:fund_id>/bang.xlsx", funds.workbook, name="fund-workbook"),
    path("danh-gia/quy/<int:fund_id>/quyet-dinh", funds.decide, name="fund-decide"),
    path("danh-gia/su-kien", facts.index, name="facts"),
    path("danh-gia/su-kien/ghi", facts.record, name="fact-record"),
    path("danh-gia/su-kien/<int:fact_id>", facts.fact, name="fact"),
    path("danh-gia/su-kien/<int:fact_id>/rut", facts.withdraw, name="fact-withdraw"),
    path("danh-gia/su-kien/<int:fact_id>/tep", facts.recorded_file, name="fact-file"),
    path("danh-gia/xep-loai", ranking.index, name="ranking"),
    path("danh-gia/<int:dossier_id>", evaluation.dossier, name="dossier"),
    path("danh-gia/<int:dossier_id>/phieu.<slug:form>", reports.evaluation_form, name="evaluation-form"),
    path("danh-gia/<int:dossier_id>/su-kien/<int:fact_id>", facts.dossier_file, name="dossier-fact-file"),
    path("danh-gia/<int:dossier_id>/<slug:name>", dossier_steps.step, name="dossier-step"),
]
