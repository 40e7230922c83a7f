"""`python -m generator.views` brings the reference in docs/themes.md up to date."""

from generator.views.reference import main

main()
