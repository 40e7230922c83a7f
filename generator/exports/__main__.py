"""`python -m generator.exports` brings the reference in docs/datasets.md up to date."""

from generator.exports.datasets.reference import main

main()
