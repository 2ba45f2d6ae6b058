"""Addresses of plans, the goal tree, targets handed down and the inbox."""

from __future__ import annotations

from django.urls import path

from woms.web import cascades, goal_tree, inbox, plan_editor, plan_rows, plans

PLANNING = [
    path("cay-muc-tieu", goal_tree.tree, name="goal-tree"),
    path("cay-muc-tieu/chua-gan", goal_tree.loose, name="goal-tree-loose"),
    path("cho-xu-ly", inbox.inbox, name="inbox"),
    path("ke-hoach", plans.listing, name="plans"),
    path("ke-hoach/moi", plans.new, name="plan-new"),
    path("ke-hoach/<int:plan_id>", plans.plan, name="plan"),
    path("ke-hoach/<int:plan_id>/soan", plan_editor.edit, name="plan-edit"),
    path("ke-hoach/<int:plan_id>/trong-so", plan_editor.weigh_areas, name="plan-area-weights"),
    path("ke-hoach/<int:plan_id>/nhiem-vu", plan_editor.add_objective, name="plan-add-objective"),
    path(
        "ke-hoach/<int:plan_id>/nhiem-vu/<int:objective_id>",
        plan_editor.save_objective,
        name="plan-save-objective",
    ),
    path(
        "ke-hoach/<int:plan_id>/nhiem-vu/<int:objective_id>/muc-tieu",
        plan_editor.add_key_result,
        name="plan-add-key-result",
    ),
    path(
        "ke-hoach/<int:plan_id>/muc-tieu/<int:key_result_id>",
        plan_editor.save_key_result,
        name="plan-save-key-result",
    ),
    path(
        "ke-hoach/<int:plan_id>/muc-tieu/<int:key_result_id>/giao-xuong",
        cascades.sheet,
        name="cascade-sheet",
    ),
    path("ke-hoach/giao/<int:cascade_id>", cascades.offer, name="cascade-offer"),
    path("ke-hoach/giao/<int:cascade_id>/<slug:action>", cascades.answer, name="cascade-answer"),
    path("ke-hoach/<int:plan_id>/dong/<slug:action>", plan_rows.change_rows, name="plan-change-rows"),
    path("ke-hoach/<int:plan_id>/<slug:slug>", plans.step, name="plan-step"),
]
