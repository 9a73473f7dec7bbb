"""What is kept beside each document of the database, so that questions need not read the texts again: its copies, its
statements with the issues that they speak of, the standing formulas of its issuer.

Here the stages that find such things meet the store. A document is filed in the transaction that adds it.
"""
