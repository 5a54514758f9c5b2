"""One validated configuration tree: defaults, limits and meaning on each field (docs/settings.md)."""

from __future__ import annotations

from app.settings.in_force import SettingsInForce
from app.settings.load import load_settings
from app.settings.mistake import Mistake, SettingsMistake
from app.settings.site import SiteDefaults, SiteSettings
from app.settings.tree import Settings
from app.settings.web import WebLimits, WebSection

__all__ = [
    "Mistake",
    "Settings",
    "SettingsInForce",
    "SettingsMistake",
    "SiteDefaults",
    "SiteSettings",
    "WebLimits",
    "WebSection",
    "load_settings",
]
