"""The names of the goals that Tavle comes with, in other languages. A site's own goals keep the name it gave them."""

from __future__ import annotations

from collections.abc import Mapping

from streams.kpi.keys import Language

GOAL_NAMES: Mapping[Language, Mapping[str, str]] = {
    "en": {},
    "da": {
        "Customers recommend us": "Kunderne anbefaler os",
        "Queue under 1 minute": "Kø under 1 minut",
        "Mail answered within 8 hours": "Mail besvaret inden for 8 timer",
        "The team's service rating": "Teamets servicebedømmelse",
        "Handling time under 6 minutes": "Behandlingstid under 6 minutter",
        "My rating": "Min bedømmelse",
        "Service cost at most 2 % of revenue": "Serviceomkostninger højst 2 % af omsætningen",
        "Top-10 topics report: contacts logged": "Top 10-emner: registrerede henvendelser",
        "Sickness at most 2 %": "Sygefravær højst 2 %",
        "Contacts logged with category and type": "Henvendelser registreret med kategori og type",
        "After-call work under 1 minute": "Efterbehandling under 1 minut",
        "100 more customers a month": "100 flere kunder om måneden",
        "100 sales a month": "100 salg om måneden",
        "100 customers kept a month": "100 fastholdte kunder om måneden",
        "A sale a day": "Et salg om dagen",
        "Half of those who want to leave stay": "Halvdelen af dem, der vil væk, bliver",
        "Calls answered in 20 seconds": "Opkald besvaret på 20 sekunder",
        "Mail answered within 4 hours": "Mail besvaret inden for 4 timer",
    },
    "sv": {
        "Customers recommend us": "Kunderna rekommenderar oss",
        "Queue under 1 minute": "Kö under 1 minut",
        "Mail answered within 8 hours": "Mejl besvarade inom 8 timmar",
        "The team's service rating": "Teamets servicebetyg",
        "Handling time under 6 minutes": "Hanteringstid under 6 minuter",
        "My rating": "Mitt betyg",
        "Service cost at most 2 % of revenue": "Servicekostnad högst 2 % av omsättningen",
        "Top-10 topics report: contacts logged": "Topp 10-ämnen: registrerade kontakter",
        "Sickness at most 2 %": "Sjukfrånvaro högst 2 %",
        "Contacts logged with category and type": "Kontakter registrerade med kategori och typ",
        "After-call work under 1 minute": "Efterarbete under 1 minut",
        "100 more customers a month": "100 fler kunder i månaden",
        "100 sales a month": "100 försäljningar i månaden",
        "100 customers kept a month": "100 räddade kunder i månaden",
        "A sale a day": "En försäljning om dagen",
        "Half of those who want to leave stay": "Hälften av dem som vill lämna stannar",
        "Calls answered in 20 seconds": "Samtal besvarade på 20 sekunder",
        "Mail answered within 4 hours": "Mejl besvarade inom 4 timmar",
    },
    "nl": {
        "Customers recommend us": "Klanten bevelen ons aan",
        "Queue under 1 minute": "Wachtrij onder 1 minuut",
        "Mail answered within 8 hours": "Mail beantwoord binnen 8 uur",
        "The team's service rating": "Servicecijfer van het team",
        "Handling time under 6 minutes": "Afhandeltijd onder 6 minuten",
        "My rating": "Mijn cijfer",
        "Service cost at most 2 % of revenue": "Servicekosten hooguit 2% van de omzet",
        "Top-10 topics report: contacts logged": "Top 10 onderwerpen: geregistreerde contacten",
        "Sickness at most 2 %": "Ziekteverzuim hooguit 2%",
        "Contacts logged with category and type": "Contacten geregistreerd met categorie en type",
        "After-call work under 1 minute": "Nawerk onder 1 minuut",
        "100 more customers a month": "100 klanten erbij per maand",
        "100 sales a month": "100 verkopen per maand",
        "100 customers kept a month": "100 behouden klanten per maand",
        "A sale a day": "Een verkoop per dag",
        "Half of those who want to leave stay": "De helft van wie weg wil, blijft",
        "Calls answered in 20 seconds": "Oproepen beantwoord in 20 seconden",
        "Mail answered within 4 hours": "Mail beantwoord binnen 4 uur",
    },
}
"""`GOAL_NAMES[language][English name]`."""
