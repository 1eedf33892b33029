"""Follow-up: agendas that remember, minutes that hold, actions. The way back is a backup."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_follow_up"
down_revision = "0002_truth"


def upgrade() -> None:
    op.create_table(
        "attachment_body",
        sa.Column("stored", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("stored", name=op.f("pk_attachment_body")),
    )
    op.create_table(
        "agenda_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_agenda_template_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_agenda_template_series_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_template")),
        sa.UniqueConstraint(
            "network_id", "series_id", name=op.f("uq_agenda_template_network_id_series_id")
        ),
    )
    with op.batch_alter_table("agenda_template", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agenda_template_series_id"), ["series_id"], unique=False
        )

    op.create_table(
        "area",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_area_network_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_area_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
    )
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_network_id"), ["network_id"], unique=False)

    op.create_table(
        "area_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_area_part_area_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_area_part_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_part")),
        sa.UniqueConstraint(
            "area_id", "organisation_id", name=op.f("uq_area_part_area_id_organisation_id")
        ),
    )
    with op.batch_alter_table("area_part", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_area_part_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "commission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("bodies", sa.JSON(), nullable=False),
        sa.Column("report_back", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_commission_area_id")),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_commission_network_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commission")),
    )
    with op.batch_alter_table("commission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commission_network_id"), ["network_id"], unique=False)

    op.create_table(
        "search_entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_search_entry_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_search_entry_network_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
    )
    with op.batch_alter_table("search_entry", schema=None) as batch_op:
        batch_op.create_index("ix_search_entry_meeting_id", ["meeting_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_search_entry_network_id"), ["network_id"], unique=False
        )
        batch_op.create_index("ix_search_entry_ref", ["kind", "ref"], unique=True)

    op.create_table(
        "adjuster",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("adjusted_version", sa.Integer(), nullable=True),
        sa.Column("adjusted_at", sa.DateTime(), nullable=True),
        sa.Column("adjusted_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_adjuster_minutes_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_adjuster_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjuster")),
        sa.UniqueConstraint(
            "minutes_id", "person_id", name=op.f("uq_adjuster_minutes_id_person_id")
        ),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("stored", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_attachment_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attachment_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_attachment_network_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("stored", name=op.f("uq_attachment_stored")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "minutes_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_minutes_comment_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_comment_minutes_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_minutes_comment_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_comment")),
    )
    with op.batch_alter_table("minutes_comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_minutes_comment_minutes_id"), ["minutes_id"], unique=False
        )

    op.create_table(
        "minutes_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_version_minutes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_version")),
        sa.UniqueConstraint(
            "minutes_id", "number", name=op.f("uq_minutes_version_minutes_id_number")
        ),
    )
    op.create_table(
        "note_clash",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_note_clash_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_note_clash_minutes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_clash")),
    )
    with op.batch_alter_table("note_clash", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_clash_minutes_id"), ["minutes_id"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_proposal_item_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_proposal_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_proposal_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_proposal_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_proposal_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_person_id"), ["person_id"], unique=False)

    op.create_table(
        "round_slot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("nothing_to_report", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_round_slot_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_round_slot_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_round_slot_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_round_slot_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_slot")),
        sa.UniqueConstraint(
            "item_id", "organisation_id", name=op.f("uq_round_slot_item_id_organisation_id")
        ),
    )
    with op.batch_alter_table("round_slot", schema=None) as batch_op:
        batch_op.create_index("ix_round_slot_meeting_id", ["meeting_id"], unique=False)

    op.create_table(
        "action_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_report_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_action_report_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_report")),
    )
    with op.batch_alter_table("action_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_report_action_id"), ["action_id"], unique=False)

    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.add_column(sa.Column("horizon", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("area_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("commission_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("origin", sa.String(), nullable=False, server_default="meeting")
        )
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("left_at", sa.DateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("generation", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.create_index(batch_op.f("ix_action_area_id"), ["area_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_action_area_id"), "area", ["area_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_action_commission_id"), "commission", ["commission_id"], ["id"]
        )

    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("audience", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("area_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("source", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("origin_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("touched", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("outcome", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("outcome_reason", sa.String(), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("started_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_agenda_item_area_id"), ["area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_item_origin_id"), ["origin_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_item_outcome"), ["outcome"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_agenda_item_origin_id"), "agenda_item", ["origin_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_agenda_item_area_id"), "area", ["area_id"], ["id"]
        )

    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.add_column(sa.Column("arrived", sa.String(), nullable=False, server_default=""))

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("superseded_by_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_decision_superseded_by_id"),
            "decision",
            ["superseded_by_id"],
            ["id"],
            ondelete="SET NULL",
        )

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("agenda_without", sa.JSON(), nullable=False, server_default="[]")
        )

    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("case_number", sa.String(), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("round", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("comments_until", sa.DateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("silence_approves", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("circulated_at", sa.DateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("circulated_by", sa.String(), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("adjusted_at", sa.DateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("adjusted_by", sa.String(), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("approved_at", sa.DateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("approved_by", sa.String(), nullable=False, server_default="")
        )

    with op.batch_alter_table("minutes_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("saved_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("saved_by", sa.String(), nullable=False, server_default=""))

    with op.batch_alter_table("network", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("silence_approves", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("comment_days", sa.Integer(), nullable=False, server_default="14")
        )
        batch_op.add_column(
            sa.Column("proposal_days", sa.Integer(), nullable=False, server_default="10")
        )
        batch_op.add_column(
            sa.Column("brief_days", sa.Integer(), nullable=False, server_default="3")
        )
