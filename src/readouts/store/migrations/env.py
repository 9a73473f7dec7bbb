"""Run by Alembic: steps are taken in the transaction of the connection that `store.database` hands over."""

from alembic import context

from readouts.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transaction_per_migration=False
)
context.run_migrations()
