"""Themes: the chain that a theme stands in, its options, its static files, its templates. Templates run elsewhere."""

from generator.themes.assets import Asset
from generator.themes.chain import builtin_themes, string_folders
from generator.themes.compiling import Compiler, Page, Unsupported
from generator.themes.loading import Theme, load_theme
from generator.themes.making import Listed, create_theme, list_themes
from generator.themes.policy import under_policy
from generator.themes.sandbox import environment, folder_of
from generator.themes.templates import Template, resolve

__all__ = [
    "Asset",
    "Compiler",
    "Listed",
    "Page",
    "Template",
    "Theme",
    "Unsupported",
    "builtin_themes",
    "create_theme",
    "environment",
    "folder_of",
    "list_themes",
    "load_theme",
    "resolve",
    "string_folders",
    "under_policy",
]
