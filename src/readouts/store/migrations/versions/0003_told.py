"""Of documents: the issuer named for them, and where their day and publisher are known from."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("issuer", "published_basis", "publisher_basis"):
        op.add_column("document", sa.Column(name, sa.Text(), nullable=True))


def downgrade() -> None:
    for name in ("issuer", "published_basis", "publisher_basis"):
        op.drop_column("document", name)
