"""The first release: every table, the triggers that keep ink, the application role's rights."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INK = (
    "absence",
    "absence_step",
    "alarm",
    "alarm_mark",
    "dispatch_attempt",
    "dispatch_close",
    "dispatch_round",
    "dispatch_target",
    "duty_ca",
    "handover_acceptance",
    "handover_end",
    "handover_offer",
    "handover_reservation",
    "handover_tick",
    "handover_waiver",
    "import_batch",
    "key_revocation",
    "ledger_entry",
    "link",
    "log_follow_up",
    "log_follow_up_closed",
    "log_line",
    "log_strike",
    "login_try",
    "mode_order",
    "mode_order_step",
    "profile_approval",
    "profile_version",
    "report",
    "report_print",
    "report_revision",
    "roster_change",
    "roster_leg",
    "roster_slot",
    "roster_step",
    "roster_version",
    "signing_key",
    "store_info",
    "watch",
    "watch_member",
    "watch_member_left",
)
KEPT = (
    "absence",
    "absence_step",
    "account",
    "alarm",
    "alarm_mark",
    "calendar_day",
    "dispatch_attempt",
    "dispatch_close",
    "dispatch_round",
    "dispatch_target",
    "duty_ca",
    "handover_acceptance",
    "handover_end",
    "handover_offer",
    "handover_reservation",
    "handover_tick",
    "handover_waiver",
    "import_batch",
    "key_box",
    "key_revocation",
    "ledger_entry",
    "link",
    "log_follow_up",
    "log_follow_up_closed",
    "log_line",
    "log_strike",
    "login_try",
    "mode_order",
    "mode_order_step",
    "org_unit",
    "person",
    "person_role",
    "phone_number",
    "profile_approval",
    "profile_version",
    "report",
    "report_print",
    "report_revision",
    "roster_cell",
    "roster_change",
    "roster_leg",
    "roster_remark",
    "roster_slot",
    "roster_step",
    "roster_version",
    "signing_key",
    "store_info",
    "watch",
    "watch_member",
    "watch_member_left",
)
DERIVED = (
    "ledger_head",
    "open_alarm",
)


def upgrade() -> None:
    op.create_table(
        "alarm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("warn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("about_kind", sa.String(length=20), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
        sa.UniqueConstraint("key", name=op.f("uq_alarm_key")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.CheckConstraint("kind IN ('holiday', 'workday')", name=op.f("ck_calendar_day_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("day", name=op.f("uq_calendar_day_day")),
    )
    op.create_table(
        "duty_ca",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_ca")),
    )
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("totals", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("seat", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_ledger_entry")),
    )
    op.create_index("ix_ledger_entry_subject", "ledger_entry", ["subject", "seq"], unique=False)
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_ledger_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_kind", sa.String(length=20), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_kind", sa.String(length=20), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint(
            "from_kind", "from_id", "to_kind", "to_id", name=op.f("uq_link_from_kind_from_id_to_kind_to_id")
        ),
    )
    op.create_index("ix_link_to_kind_to_id", "link", ["to_kind", "to_id"], unique=False)
    op.create_table(
        "org_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("sort_no", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "kind IN ('city','district','functional_zone','town','department','enterprise','office')",
            name=op.f("ck_org_unit_kind"),
        ),
        sa.ForeignKeyConstraint(["district_id"], ["org_unit.id"], name=op.f("fk_org_unit_district_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["org_unit.id"], name=op.f("fk_org_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_org_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_org_unit_code")),
        sa.UniqueConstraint("kind", "name", "parent_id", name=op.f("uq_org_unit_kind_name_parent_id")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_no", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("sort_no", sa.Integer(), nullable=False),
        sa.Column("pinyin", sa.String(length=80), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("staff_no", name=op.f("uq_person_staff_no")),
    )
    op.create_table(
        "roster_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_remark")),
        sa.UniqueConstraint("business_date", name=op.f("uq_roster_remark_business_date")),
    )
    op.create_table(
        "store_info",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("store_uuid", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("bureau", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('real', 'sample')", name=op.f("ck_store_info_kind")),
        sa.CheckConstraint("id = 1", name=op.f("ck_store_info_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_info")),
    )
    op.create_table(
        "watch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("ordinal", sa.SmallInteger(), nullable=False),
        sa.Column("planned_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cutoff_seq", sa.BigInteger(), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.CheckConstraint("how IN ('first', 'handover', 'emergency')", name=op.f("ck_watch_how")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
        sa.UniqueConstraint("business_date", "ordinal", name=op.f("uq_watch_business_date_ordinal")),
        sa.UniqueConstraint("key", name=op.f("uq_watch_key")),
    )
    op.create_index("ix_watch_cutoff_seq", "watch", ["cutoff_seq"], unique=True)
    op.create_index("ix_watch_started_at", "watch", ["started_at"], unique=False)
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("arrangement", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        sa.Column("cover_name", sa.String(length=60), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.CheckConstraint("kind IN ('leave', 'out_of_town')", name=op.f("ck_absence_kind")),
        sa.CheckConstraint("until_at > from_at", name=op.f("ck_absence_span")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_absence_by_id")),
        sa.ForeignKeyConstraint(["cover_id"], ["person.id"], name=op.f("fk_absence_cover_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("key", name=op.f("uq_absence_key")),
    )
    op.create_index("ix_absence_person_id", "absence", ["person_id"], unique=False)
    op.create_index("ix_absence_until_at", "absence", ["until_at", "from_at"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("passphrase_hash", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("person_id", name=op.f("uq_account_person_id")),
    )
    op.create_table(
        "alarm_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alarm_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("how", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "what IN ('acknowledged', 'snoozed', 'done', 'cancelled')", name=op.f("ck_alarm_mark_what")
        ),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_alarm_mark_alarm_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_alarm_mark_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm_mark")),
    )
    op.create_index("ix_alarm_mark_alarm_id", "alarm_mark", ["alarm_id", "id"], unique=False)
    op.create_table(
        "dispatch_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("how", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.CheckConstraint("how IN ('held', 'skipped')", name=op.f("ck_dispatch_round_how")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_dispatch_round_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch_round")),
        sa.UniqueConstraint("business_date", "name", name=op.f("uq_dispatch_round_business_date_name")),
        sa.UniqueConstraint("key", name=op.f("uq_dispatch_round_key")),
        sa.UniqueConstraint("seq", name=op.f("uq_dispatch_round_seq")),
    )
    op.create_table(
        "handover_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("cutoff_seq", sa.BigInteger(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_handover_offer_by_id")),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("fk_handover_offer_watch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_offer")),
        sa.UniqueConstraint("cutoff_seq", name=op.f("uq_handover_offer_cutoff_seq")),
        sa.UniqueConstraint("key", name=op.f("uq_handover_offer_key")),
    )
    op.create_index("ix_handover_offer_watch_id", "handover_offer", ["watch_id"], unique=False)
    op.create_table(
        "log_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("party_text", sa.String(length=80), nullable=False),
        sa.Column("party_kind", sa.String(length=20), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=60), nullable=False),
        sa.Column("seat", sa.String(length=80), nullable=False),
        sa.Column("about_kind", sa.String(length=20), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "kind IN ('incoming','outgoing','paper','instruction','dispatch','incident','handover','system','note','correction')",
            name=op.f("ck_log_line_kind"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_log_line_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_line")),
        sa.UniqueConstraint("key", name=op.f("uq_log_line_key")),
        sa.UniqueConstraint("seq", name=op.f("uq_log_line_seq")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_log_line_year_number")),
    )
    op.create_index(
        "ix_log_line_author_id_recorded_at", "log_line", ["author_id", "recorded_at"], unique=False
    )
    op.create_table(
        "login_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_login_try_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_try")),
    )
    op.create_index("ix_login_try_person_id", "login_try", ["person_id", "id"], unique=False)
    op.create_table(
        "mode_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("authority", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.CheckConstraint("mode IN ('heightened', 'wartime')", name=op.f("ck_mode_order_mode")),
        sa.CheckConstraint("until_at IS NULL OR until_at > from_at", name=op.f("ck_mode_order_span")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_mode_order_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mode_order")),
        sa.UniqueConstraint("key", name=op.f("uq_mode_order_key")),
    )
    op.create_index("ix_mode_order_from_at", "mode_order", ["from_at"], unique=False)
    op.create_table(
        "open_alarm",
        sa.Column("alarm_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_open_alarm_alarm_id")),
        sa.PrimaryKeyConstraint("alarm_id", name=op.f("pk_open_alarm")),
    )
    op.create_index("ix_open_alarm_due_at", "open_alarm", ["due_at"], unique=False)
    op.create_table(
        "person_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role IN ('officer', 'leader', 'planner', 'admin', 'reader')", name=op.f("ck_person_role_role")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_role_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_role")),
    )
    op.create_index("ix_person_role_person_id", "person_role", ["person_id"], unique=False)
    op.create_table(
        "phone_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("org_unit_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(length=10), nullable=False),
        sa.Column("raw", sa.String(length=40), nullable=False),
        sa.Column("normalised", sa.String(length=40), nullable=False),
        sa.Column("contact", sa.String(length=60), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "label IN ('duty', 'mobile', 'office', 'fax')", name=op.f("ck_phone_number_label")
        ),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (org_unit_id IS NULL)", name=op.f("ck_phone_number_one_owner")
        ),
        sa.ForeignKeyConstraint(["org_unit_id"], ["org_unit.id"], name=op.f("fk_phone_number_org_unit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_phone_number_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_number")),
    )
    op.create_index("ix_phone_number_org_unit_id", "phone_number", ["org_unit_id"], unique=False)
    op.create_index("ix_phone_number_person_id", "phone_number", ["person_id"], unique=False)
    op.create_table(
        "profile_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "kind IN ('watch_hours', 'posts', 'rounds', 'questions', 'handover_items', 'modes')",
            name=op.f("ck_profile_version_kind"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_profile_version_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_version")),
    )
    op.create_index("ix_profile_version_kind", "profile_version", ["kind", "effective_on"], unique=False)
    op.create_table(
        "roster_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("ordinal", sa.SmallInteger(), nullable=False),
        sa.Column("post", sa.String(length=40), nullable=False),
        sa.Column("seat", sa.SmallInteger(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("seat > 0", name=op.f("ck_roster_cell_seat")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_cell_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_cell")),
        sa.UniqueConstraint(
            "business_date",
            "ordinal",
            "post",
            "seat",
            name=op.f("uq_roster_cell_business_date_ordinal_post_seat"),
        ),
    )
    op.create_table(
        "roster_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.CheckConstraint("kind IN ('swap', 'substitute', 'take_over')", name=op.f("ck_roster_change_kind")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_roster_change_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_change")),
        sa.UniqueConstraint("key", name=op.f("uq_roster_change_key")),
    )
    op.create_table(
        "roster_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("waiver", sa.String(length=200), nullable=False),
        sa.Column("accepted", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_roster_version_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_version")),
        sa.UniqueConstraint("key", name=op.f("uq_roster_version_key")),
        sa.UniqueConstraint("month", "number", name=op.f("uq_roster_version_month_number")),
    )
    op.create_table(
        "signing_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signing_key_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_signing_key_fingerprint")),
    )
    op.create_index("ix_signing_key_person_id", "signing_key", ["person_id"], unique=False)
    op.create_table(
        "watch_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "part IN ('head', 'crew', 'standby', 'leader', 'deputy')", name=op.f("ck_watch_member_part")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_watch_member_person_id")),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("fk_watch_member_watch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_member")),
    )
    op.create_index("ix_watch_member_watch_id", "watch_member", ["watch_id"], unique=False)
    op.create_table(
        "absence_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("absence_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_chief", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "what IN ('approved', 'rejected', 'withdrawn', 'returned')", name=op.f("ck_absence_step_what")
        ),
        sa.ForeignKeyConstraint(["absence_id"], ["absence.id"], name=op.f("fk_absence_step_absence_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_absence_step_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_step")),
    )
    op.create_index("ix_absence_step_absence_id", "absence_step", ["absence_id"], unique=False)
    op.create_table(
        "dispatch_close",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_dispatch_close_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["dispatch_round.id"], name=op.f("fk_dispatch_close_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch_close")),
        sa.UniqueConstraint("round_id", name=op.f("uq_dispatch_close_round_id")),
        sa.UniqueConstraint("seq", name=op.f("uq_dispatch_close_seq")),
    )
    op.create_table(
        "dispatch_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("org_unit_id", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("contact", sa.String(length=60), nullable=False),
        sa.Column("reach", sa.String(length=8), nullable=False),
        sa.Column("covers", sa.Integer(), nullable=False),
        sa.CheckConstraint("covers > 0", name=op.f("ck_dispatch_target_covers")),
        sa.ForeignKeyConstraint(
            ["org_unit_id"], ["org_unit.id"], name=op.f("fk_dispatch_target_org_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["dispatch_round.id"], name=op.f("fk_dispatch_target_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch_target")),
        sa.UniqueConstraint(
            "round_id",
            "org_unit_id",
            "group_name",
            name=op.f("uq_dispatch_target_round_id_org_unit_id_group_name"),
        ),
    )
    op.create_index("ix_dispatch_target_org_unit_id", "dispatch_target", ["org_unit_id", "id"], unique=False)
    op.create_table(
        "handover_acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("next_watch_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("paper_number", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("snapshot_sha256", sa.String(length=64), nullable=False),
        sa.Column("outgoing_id", sa.Integer(), nullable=True),
        sa.Column("incoming_id", sa.Integer(), nullable=False),
        sa.Column("outgoing_signature", sa.LargeBinary(), nullable=True),
        sa.Column("outgoing_certificate", sa.LargeBinary(), nullable=True),
        sa.Column("incoming_signature", sa.LargeBinary(), nullable=True),
        sa.Column("incoming_certificate", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("how IN ('normal', 'emergency')", name=op.f("ck_handover_acceptance_how")),
        sa.ForeignKeyConstraint(
            ["incoming_id"], ["person.id"], name=op.f("fk_handover_acceptance_incoming_id")
        ),
        sa.ForeignKeyConstraint(
            ["next_watch_id"], ["watch.id"], name=op.f("fk_handover_acceptance_next_watch_id")
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["handover_offer.id"], name=op.f("fk_handover_acceptance_offer_id")
        ),
        sa.ForeignKeyConstraint(
            ["outgoing_id"], ["person.id"], name=op.f("fk_handover_acceptance_outgoing_id")
        ),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("fk_handover_acceptance_watch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_acceptance")),
        sa.UniqueConstraint("next_watch_id", name=op.f("uq_handover_acceptance_next_watch_id")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_handover_acceptance_offer_id")),
        sa.UniqueConstraint("watch_id", name=op.f("uq_handover_acceptance_watch_id")),
        sa.UniqueConstraint("year", "paper_number", name=op.f("uq_handover_acceptance_year_paper_number")),
    )
    op.create_table(
        "handover_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.CheckConstraint("how IN ('returned', 'withdrawn')", name=op.f("ck_handover_end_how")),
        sa.ForeignKeyConstraint(["offer_id"], ["handover_offer.id"], name=op.f("fk_handover_end_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_end")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_handover_end_offer_id")),
    )
    op.create_table(
        "handover_reservation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["handover_offer.id"], name=op.f("fk_handover_reservation_offer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_reservation")),
    )
    op.create_table(
        "handover_tick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(length=60), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_handover_tick_by_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["handover_offer.id"], name=op.f("fk_handover_tick_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_tick")),
    )
    op.create_index("ix_handover_tick_offer_id", "handover_tick", ["offer_id"], unique=False)
    op.create_table(
        "handover_waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("blockers", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=False),
        sa.Column("leader_name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["leader_id"], ["person.id"], name=op.f("fk_handover_waiver_leader_id")),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["handover_offer.id"], name=op.f("fk_handover_waiver_offer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_waiver")),
    )
    op.create_table(
        "key_box",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["signing_key.id"], name=op.f("fk_key_box_key_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_box")),
        sa.UniqueConstraint("key_id", name=op.f("uq_key_box_key_id")),
    )
    op.create_table(
        "key_revocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["signing_key.id"], name=op.f("fk_key_revocation_key_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_revocation")),
        sa.UniqueConstraint("key_id", name=op.f("uq_key_revocation_key_id")),
    )
    op.create_table(
        "log_follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["log_line.id"], name=op.f("fk_log_follow_up_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_follow_up")),
        sa.UniqueConstraint("line_id", name=op.f("uq_log_follow_up_line_id")),
    )
    op.create_table(
        "log_strike",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_log_strike_by_id")),
        sa.ForeignKeyConstraint(["line_id"], ["log_line.id"], name=op.f("fk_log_strike_line_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["log_line.id"], name=op.f("fk_log_strike_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_strike")),
        sa.UniqueConstraint("line_id", name=op.f("uq_log_strike_line_id")),
        sa.UniqueConstraint("seq", name=op.f("uq_log_strike_seq")),
        sa.UniqueConstraint("successor_id", name=op.f("uq_log_strike_successor_id")),
    )
    op.create_table(
        "mode_order_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("authority", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "what IN ('confirmed', 'extended', 'ended', 'withdrawn')", name=op.f("ck_mode_order_step_what")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_mode_order_step_by_id")),
        sa.ForeignKeyConstraint(["order_id"], ["mode_order.id"], name=op.f("fk_mode_order_step_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mode_order_step")),
    )
    op.create_index("ix_mode_order_step_order_id", "mode_order_step", ["order_id"], unique=False)
    op.create_table(
        "profile_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_profile_approval_by_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["profile_version.id"], name=op.f("fk_profile_approval_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_approval")),
        sa.UniqueConstraint("version_id", name=op.f("uq_profile_approval_version_id")),
    )
    op.create_table(
        "roster_leg",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("ordinal", sa.SmallInteger(), nullable=False),
        sa.Column("post", sa.String(length=40), nullable=False),
        sa.Column("seat", sa.SmallInteger(), nullable=False),
        sa.Column("out_id", sa.Integer(), nullable=True),
        sa.Column("out_name", sa.String(length=60), nullable=False),
        sa.Column("in_id", sa.Integer(), nullable=False),
        sa.Column("in_name", sa.String(length=60), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=True),
        sa.Column("until_minute", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["roster_change.id"], name=op.f("fk_roster_leg_change_id")),
        sa.ForeignKeyConstraint(["in_id"], ["person.id"], name=op.f("fk_roster_leg_in_id")),
        sa.ForeignKeyConstraint(["out_id"], ["person.id"], name=op.f("fk_roster_leg_out_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_leg")),
    )
    op.create_index("ix_roster_leg_business_date", "roster_leg", ["business_date"], unique=False)
    op.create_index("ix_roster_leg_change_id", "roster_leg", ["change_id"], unique=False)
    op.create_table(
        "roster_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("ordinal", sa.SmallInteger(), nullable=False),
        sa.Column("post", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("seat", sa.SmallInteger(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "part IN ('head', 'crew', 'standby', 'leader', 'deputy')", name=op.f("ck_roster_slot_part")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_slot_person_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["roster_version.id"], name=op.f("fk_roster_slot_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_slot")),
        sa.UniqueConstraint(
            "business_date",
            "version_id",
            "ordinal",
            "post",
            "seat",
            name=op.f("uq_roster_slot_business_date_version_id_ordinal_post_seat"),
        ),
    )
    op.create_index("ix_roster_slot_version_id", "roster_slot", ["version_id"], unique=False)
    op.create_table(
        "roster_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.Column("for_name", sa.String(length=60), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("waiver", sa.String(length=200), nullable=False),
        sa.Column("objections", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "what IN ('submitted', 'agreed', 'refused', 'approved', 'rejected', 'withdrawn', 'taken')",
            name=op.f("ck_roster_step_what"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_roster_step_by_id")),
        sa.ForeignKeyConstraint(["change_id"], ["roster_change.id"], name=op.f("fk_roster_step_change_id")),
        sa.ForeignKeyConstraint(["for_id"], ["person.id"], name=op.f("fk_roster_step_for_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_step")),
    )
    op.create_index("ix_roster_step_change_id", "roster_step", ["change_id", "what"], unique=False)
    op.create_table(
        "watch_member_left",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["watch_member.id"], name=op.f("fk_watch_member_left_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_member_left")),
        sa.UniqueConstraint("member_id", name=op.f("uq_watch_member_left_member_id")),
    )
    op.create_table(
        "dispatch_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", sa.String(length=10), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("answerer", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "result IN ('nothing','something','no_answer','busy','off_post','late','exempt')",
            name=op.f("ck_dispatch_attempt_result"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_dispatch_attempt_by_id")),
        sa.ForeignKeyConstraint(
            ["target_id"], ["dispatch_target.id"], name=op.f("fk_dispatch_attempt_target_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch_attempt")),
        sa.UniqueConstraint("key", name=op.f("uq_dispatch_attempt_key")),
        sa.UniqueConstraint("seq", name=op.f("uq_dispatch_attempt_seq")),
    )
    op.create_index("ix_dispatch_attempt_target_id", "dispatch_attempt", ["target_id", "id"], unique=False)
    op.create_table(
        "log_follow_up_closed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=200), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_log_follow_up_closed_by_id")),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["log_follow_up.id"], name=op.f("fk_log_follow_up_closed_follow_up_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_follow_up_closed")),
        sa.UniqueConstraint("follow_up_id", name=op.f("uq_log_follow_up_closed_follow_up_id")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("acceptance_id", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["acceptance_id"], ["handover_acceptance.id"], name=op.f("fk_report_acceptance_id")
        ),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("fk_report_watch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("acceptance_id", name=op.f("uq_report_acceptance_id")),
        sa.UniqueConstraint("number", name=op.f("uq_report_number")),
        sa.UniqueConstraint("watch_id", name=op.f("uq_report_watch_id")),
    )
    op.create_table(
        "report_print",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.SmallInteger(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_report_print_by_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_print_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_print")),
        sa.UniqueConstraint("report_id", "count", name=op.f("uq_report_print_report_id_count")),
    )
    op.create_table(
        "report_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.SmallInteger(), nullable=False),
        sa.Column("field", sa.String(length=10), nullable=False),
        sa.Column("signer_id", sa.Integer(), nullable=True),
        sa.Column("signer_name", sa.String(length=60), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "field IN ('', 'outgoing', 'incoming', 'leader')", name=op.f("ck_report_revision_field")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_revision_report_id")),
        sa.ForeignKeyConstraint(["signer_id"], ["person.id"], name=op.f("fk_report_revision_signer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_revision")),
        sa.UniqueConstraint("report_id", "revision", name=op.f("uq_report_revision_report_id_revision")),
        sa.UniqueConstraint("sha256", name=op.f("uq_report_revision_sha256")),
    )
    _keep_ink()
    op.execute(
        sa.text(
            "INSERT INTO ledger_head (id, count, hash, recorded_at) VALUES (1, 0, :hash, :instant)"
        ).bindparams(
            sa.bindparam("hash", bytes(32), sa.LargeBinary()),
            sa.bindparam("instant", _epoch(), sa.DateTime(timezone=True)),
        )
    )


def _epoch() -> object:
    from datetime import UTC, datetime

    instant = datetime(2000, 1, 1, tzinfo=UTC)
    return instant.replace(tzinfo=None) if op.get_bind().dialect.name == "sqlite" else instant


def _keep_ink() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in INK:
            op.execute(_sqlite_trigger(table, "UPDATE"))
        for table in KEPT:
            op.execute(_sqlite_trigger(table, "DELETE"))
        return
    op.execute(
        """
        CREATE FUNCTION zbyj_keep_ink() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'ink: %', TG_TABLE_NAME;
        END $$
        """
    )
    for table in INK:
        op.execute(_postgres_trigger(table, "UPDATE", "ROW"))
    for table in KEPT:
        op.execute(_postgres_trigger(table, "DELETE", "ROW"))
        op.execute(_postgres_trigger(table, "TRUNCATE", "STATEMENT"))
    _grant()


def _sqlite_trigger(table: str, action: str) -> str:
    name = f"ink_{table}_{action.lower()}"
    return (
        f"CREATE TRIGGER {name} BEFORE {action} ON \"{table}\" BEGIN SELECT RAISE(ABORT, 'ink: {table}'); END"
    )


def _postgres_trigger(table: str, action: str, each: str) -> str:
    name = f"ink_{table}_{action.lower()}"
    return (
        f'CREATE TRIGGER {name} BEFORE {action} ON "{table}" FOR EACH {each} EXECUTE FUNCTION zbyj_keep_ink()'
    )


def _grant() -> None:
    op.execute(
        """
        DO $$ BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'zbyj_app') THEN
                CREATE ROLE zbyj_app NOLOGIN;
            END IF;
            EXECUTE format('GRANT USAGE ON SCHEMA %I TO zbyj_app', current_schema());
        END $$
        """
    )
    for table in (*KEPT, *DERIVED, "alembic_version"):
        op.execute(f'GRANT SELECT ON "{table}" TO zbyj_app')
    for table in (*KEPT, *DERIVED):
        op.execute(f'GRANT INSERT ON "{table}" TO zbyj_app')
    for table in (*DERIVED, *(t for t in KEPT if t not in INK)):
        op.execute(f'GRANT UPDATE ON "{table}" TO zbyj_app')
    for table in DERIVED:
        op.execute(f'GRANT DELETE ON "{table}" TO zbyj_app')
    op.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO zbyj_app")


def downgrade() -> None:
    raise RuntimeError("Restore the backup that was made before the upgrade.")
