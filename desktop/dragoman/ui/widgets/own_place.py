"""Who and where the user is: for salutations, for the other clock, for the language they write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from dragoman.base.i18n import _
from dragoman.base.settings import Settings
from dragoman.ui.widgets.choices import country_box, fill_zones, language_box, usual_language

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase


class OwnPlaceForm(QWidget):
    """A form over the user's part of :class:`Settings`."""

    def __init__(self, settings: Settings, knowledge: KnowledgeBase) -> None:
        super().__init__()
        self._knowledge = knowledge
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.given_name = QLineEdit(settings.own_given_name)
        self.family_name = QLineEdit(settings.own_family_name)
        self.company = QLineEdit(settings.own_company)
        self.email = QLineEdit(settings.own_email)
        self.country = country_box(knowledge, _("Country"))
        self.city = QLineEdit(settings.home_city)
        self.zone = QComboBox()
        self.language = language_box(_("Language"))
        for name, widget in (
            (_("Given name"), self.given_name),
            (_("Family name"), self.family_name),
            (_("Company"), self.company),
            (_("Email"), self.email),
            (_("Country"), self.country),
            (_("City"), self.city),
            (_("Time zone"), self.zone),
            (_("Language you write"), self.language),
        ):
            widget.setAccessibleName(name)
            form.addRow(name, widget)
        if settings.home_country:
            self.country.choose(settings.home_country)
            fill_zones(self.zone, knowledge, settings.home_country)
            self.zone.setCurrentIndex(max(self.zone.findData(settings.home_zone), 0))
            self.language.choose(settings.home_language)
        self.country.currentIndexChanged.connect(self._country_chosen)

    def suggest(self, iso2: str) -> None:
        """Choose a country the user has not chosen yet."""
        if not self.country.choice():
            self.country.choose(iso2)
            self._country_chosen()

    def values(self) -> dict[str, str]:
        """Return what stands in the form, by the names of :class:`Settings`."""
        return {
            "own_given_name": self.given_name.text().strip(),
            "own_family_name": self.family_name.text().strip(),
            "own_company": self.company.text().strip(),
            "own_email": self.email.text().strip(),
            "home_country": self.country.choice(),
            "home_city": self.city.text().strip(),
            "home_zone": str(self.zone.currentData() or ""),
            "home_language": self.language.choice(),
        }

    def _country_chosen(self) -> None:
        iso2 = self.country.choice()
        if iso2:
            fill_zones(self.zone, self._knowledge, iso2)
            country = self._knowledge.country(iso2)
            self.language.choose(usual_language(tuple(f"{tag}-{iso2}" for tag in country.official_languages)))
