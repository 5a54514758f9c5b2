"""Every figure in one Dutch sentence.

The terms: contact contact, conversation gesprek, ticket ticket, threshold normtijd, promise deadline, window periode.
"""

from __future__ import annotations

from collections.abc import Mapping

from streams.kpi.keys import AnyKey

NL: Mapping[AnyKey, str] = {
    # Now
    "waiting": "Contacten die nu in de wachtrij staan, zonder de twijfelgevallen.",
    "suspect": "Wachtende contacten buiten de livecijfers, omdat sindsdien 3 latere met dezelfde wachtrij en "
    "prioriteit zijn beantwoord of omdat ze langer wachten dan de limiet van hun kanaal.",
    "talking": "Contacten die nu in gesprek zijn, ook als ze in de wacht staan.",
    "longest_wait": "Hoelang het langst wachtende contact al in de wachtrij staat; geen waarde als er niemand wacht.",
    "next_breach": "Tijd tot het volgende wachtende contact de normtijd van de wachtrij overschrijdt; geen waarde "
    "als er niemand binnen de normtijd wacht.",
    "agents_available": "Agents die nu een contact kunnen aannemen.",
    "agents_busy": "Agents die nu worden opgeroepen, in gesprek zijn, nawerk doen of als bezet zijn gemeld.",
    "agents_on_break": "Agents die nu pauze hebben.",
    "agents_online": "Agents die nu zijn ingelogd, ongeacht hun status; iedereen telt één keer.",
    "tickets_open": "Tickets die nu niet zijn opgelost en niet zijn gesloten.",
    "tickets_unanswered": "Open tickets die nog nooit een openbare reactie van een agent hebben gekregen.",
    "tickets_at_risk": "Open tickets waarbij 75% van de tijd tot een deadline voorbij is, zonder dat er al een is "
    "verstreken.",
    "tickets_breached": "Open tickets waarvan een deadline is verstreken terwijl de reactie of de oplossing nog "
    "ontbreekt.",
    "next_due": "Tijd tot de volgende deadline van een open ticket; geen waarde als er geen deadline meer komt.",
    "backlog_age": "Gemiddelde leeftijd van de open tickets, gerekend vanaf het aanmaken.",
    "oldest_ticket": "Leeftijd van het open ticket dat als eerste is aangemaakt; geen waarde als er geen openstaat.",
    # The queue
    "offered": "Contacten die in de wachtrij zijn binnengekomen; wie opnieuw binnenkomt, telt opnieuw mee.",
    "answered": "Contacten die met een agent zijn verbonden.",
    "answered_in_time": "Contacten die binnen de normtijd van de wachtrij zijn beantwoord.",
    "abandoned": "Contacten waarbij de klant tijdens het wachten afhaakte.",
    "abandoned_in_time": "Contacten waarbij de klant binnen de normtijd van de wachtrij afhaakte, ook de heel korte.",
    "callbacks": "Contacten die de wachtrij verlieten omdat de klant wilde worden teruggebeld.",
    "left_otherwise": "Contacten die de wachtrij anders onbeantwoord verlieten: door tijdslimiet, overloop, "
    "toetskeuze, weghalen of sluiting.",
    "timed_out": "Contacten die de wachtrij verlieten omdat de maximale wachttijd was bereikt.",
    "overflowed": "Contacten die naar een andere wachtrij gingen omdat deze te vol of te traag was.",
    "redirected": "Contacten waarbij de klant de wachtrij met een toetskeuze verliet.",
    "withdrawn": "Contacten die uit de wachtrij zijn gehaald.",
    "closed": "Contacten die de wachtrij verlieten omdat die werd geleegd of gesloten.",
    "lost": "Contacten met onbekende afloop doordat de bron opnieuw is gestart; ze tellen in geen enkel percentage "
    "mee.",
    "asa": "Gemiddelde wachttijd van de beantwoorde contacten, van binnenkomst in de wachtrij tot verbinding; het "
    "overgaan telt mee, het keuzemenu niet.",
    "avg_queue_time": "Totale wachttijd van iedereen die de wachtrij verliet, gedeeld door het aantal beantwoorde "
    "contacten: wat elk antwoord aan wachttijd kostte.",
    "avg_wait": "Gemiddelde wachttijd van iedereen die de wachtrij verliet, beantwoord of niet: wat de klant heeft "
    "ervaren.",
    "avg_abandon_time": "Gemiddelde wachttijd van wie afhaakte.",
    "max_wait": "Langste wachttijd van een contact dat is beantwoord of de wachtrij heeft verlaten (hooguit 1,6% "
    "afwijking).",
    "wait_p50": "50% van de beantwoorde contacten wachtte zo lang of korter (hooguit 1,6% afwijking).",
    "wait_p80": "80% van de beantwoorde contacten wachtte zo lang of korter (hooguit 1,6% afwijking).",
    "wait_p90": "90% van de beantwoorde contacten wachtte zo lang of korter (hooguit 1,6% afwijking).",
    "wait_p95": "95% van de beantwoorde contacten wachtte zo lang of korter (hooguit 1,6% afwijking).",
    "wait_p99": "99% van de beantwoorde contacten wachtte zo lang of korter (hooguit 1,6% afwijking).",
    "abandon_rate": "Afgehaakte contacten ten opzichte van aangeboden contacten.",
    "loss_rate": "Iedereen die de wachtrij onbeantwoord verliet, behalve terugbelverzoeken, ten opzichte van "
    "aangeboden contacten.",
    "service_level": "Aandeel dat op tijd is geholpen, volgens de eigen regel van de wachtrij.",
    "recovery": "Hoeveel contacten achter elkaar op tijd moeten worden geholpen om het servicelevel van de periode "
    "weer op het doel te brengen.",
    # Conversations
    "handled": "Gesprekken waarvan het werk klaar is, ook als ze zijn doorverbonden.",
    "aht": "Gesprekstijd, tijd in de wacht en nawerk samen, gedeeld door het aantal afgehandelde gesprekken.",
    "aht_end_to_end": "Gemiddelde tijd van binnenkomst in de wachtrij tot de agent weer vrij is, inclusief wachten "
    "en nawerk.",
    "avg_talk": "Gemiddelde gesprekstijd van de afgehandelde gesprekken, zonder de tijd in de wacht.",
    "avg_hold": "Gemiddelde tijd in de wacht van de gesprekken die in de wacht zijn gezet.",
    "acw": "Gemiddelde nawerktijd van de afgehandelde gesprekken.",
    "ended_by_agent": "Gesprekken die de agent heeft beëindigd.",
    "ended_by_customer": "Gesprekken die de klant heeft beëindigd.",
    "transferred": "Gesprekken die zijn doorverbonden.",
    "transfer_rate": "Doorverbonden gesprekken ten opzichte van afgehandelde gesprekken.",
    "offers": "Aantal keren dat een agent voor een contact werd opgeroepen.",
    "refused": "Aantal keren dat een agent voor een contact werd opgeroepen en niet opnam.",
    "refusal_rate": "Oproepen die de agent niet opnam, ten opzichte van alle oproepen bij agents.",
    "logged_rate": "Afgehandelde gesprekken met zowel categorie als onderwerp, ten opzichte van alle afgehandelde "
    "gesprekken.",
    "value_customer": "Gesprekken waar alleen de klant iets aan had.",
    "value_company": "Gesprekken waar alleen het bedrijf iets aan had.",
    "value_both": "Gesprekken waar zowel de klant als het bedrijf iets aan had.",
    "value_none": "Gesprekken waar niemand iets aan had.",
    "fcr": "Als opgelost gemarkeerde gesprekken zonder nieuw gesprek van die klant over dat onderwerp binnen 7 "
    "dagen, ten opzichte van alle met gemarkeerde uitkomst; voorlopig tot de 7 dagen om zijn.",
    "ftr": "Aandeel van de ondervraagden dat niet al eerder over dezelfde kwestie contact had opgenomen.",
    # Agents' time
    "busy_time": "Tijd waarin agents werden opgeroepen, in gesprek waren, nawerk deden of als bezet waren gemeld; "
    "gelijktijdige contacten tellen één keer.",
    "busy_share": "Bezette tijd ten opzichte van ingelogde tijd.",
    "occupancy": "Tijd in gesprek ten opzichte van tijd in gesprek plus tijd beschikbaar; het overgaan telt niet mee.",
    # Satisfaction
    "nps": "Aandeel promotors (9–10) min aandeel criticasters (0–6), in punten van −100 tot +100.",
    "nps_mean": "Gemiddelde van de antwoorden op de NPS-vraag.",
    "csat": "Aandeel CSAT-antwoorden dat een van de twee beste is.",
    "csat_mean": "Gemiddeld CSAT-antwoord op een schaal van 1 tot en met 5.",
    "ces": "Gemiddeld CES-antwoord op een schaal van 1 tot en met 7.",
    "smiley_happy": "Blije smileys ten opzichte van alle gegeven smileys.",
    "smiley_sad": "Verdrietige smileys ten opzichte van alle gegeven smileys.",
    "thumbs_up": "Duimen omhoog ten opzichte van alle gegeven duimen.",
    "stars": "Gemiddeld aantal van maximaal vijf sterren.",
    "comments": "Feedback met tekst.",
    # Sales and customers
    "sales": "Alle verkopen: nieuwe verkopen, meerverkoop en herhaalaankopen.",
    "sales_new": "Verkopen die als nieuw zijn gemarkeerd.",
    "upsells": "Verkopen die als meerverkoop zijn gemarkeerd.",
    "repurchases": "Verkopen die als herhaalaankoop zijn gemarkeerd.",
    "upsell_share": "Meerverkoop ten opzichte van alle verkopen.",
    "repurchase_share": "Herhaalaankopen ten opzichte van alle verkopen.",
    "sales_amount": "Totaalbedrag van de verkopen met een opgegeven bedrag in de valuta van het contactcenter; "
    "andere valuta’s tellen niet mee.",
    "order_value": "Gemiddeld bedrag van de verkopen met een opgegeven bedrag in de valuta van het contactcenter.",
    "sales_per_agent_day": "Aantal verkopen gedeeld door aantal agentdagen; een agentdag is een lokale dag waarop "
    "een agent was ingelogd.",
    "retentions_tried": "Pogingen om een klant te behouden die wilde vertrekken.",
    "retentions_saved": "Klanten die wilden vertrekken maar zijn gebleven.",
    "retention_rate": "Behouden klanten ten opzichte van behoudpogingen.",
    "customers_joined": "Klanten die erbij zijn gekomen.",
    "customers_left": "Klanten die zijn vertrokken.",
    "net_customers": "Nieuwe klanten min vertrokken klanten.",
    # Tickets
    "tickets_opened": "Tickets die zijn aangemaakt.",
    "tickets_solved": "Tickets die in de periode voor het laatst zijn opgelost en dat nog steeds zijn.",
    "tickets_reopened": "Tickets die na een oplossing zijn heropend; elk ticket telt één keer.",
    "tickets_reassigned": "Tickets die van de ene agent of wachtrij naar de andere gingen; elk ticket telt één keer.",
    "one_touch_share": "Opgeloste tickets met hooguit één openbare reactie van een agent, ten opzichte van alle "
    "opgeloste tickets.",
    "first_reply_time": "Gemiddelde tijd binnen openingstijden van het aanmaken tot de eerste openbare reactie van "
    "een agent, of de tweede als een agent het ticket aanmaakte.",
    "first_reply_p50": "50% van de eerste reacties kwam binnen deze tijd, gerekend in openingstijden (hooguit 1,6% "
    "afwijking).",
    "first_reply_p90": "90% van de eerste reacties kwam binnen deze tijd, gerekend in openingstijden (hooguit 1,6% "
    "afwijking).",
    "next_reply_time": "Gemiddelde tijd binnen openingstijden van het oudste onbeantwoorde klantbericht tot de "
    "volgende openbare reactie van een agent.",
    "resolution_time": "Gemiddelde tijd binnen openingstijden van het aanmaken tot de laatste oplossing, zonder de "
    "tijd dat het ticket in afwachting was.",
    "resolution_p50": "50% van de opgeloste tickets duurde in kalendertijd zo lang of korter, van aanmaken tot "
    "laatste oplossing (hooguit 1,6% afwijking).",
    "resolution_p90": "90% van de opgeloste tickets duurde in kalendertijd zo lang of korter, van aanmaken tot "
    "laatste oplossing (hooguit 1,6% afwijking).",
    "full_resolution_time": "Gemiddelde kalendertijd van het aanmaken van een ticket tot de laatste oplossing.",
    "first_reply_attainment": "Gehaalde deadlines voor de eerste reactie ten opzichte van gehaalde en gemiste samen; "
    "wat nog loopt, telt niet mee.",
    "next_reply_attainment": "Gehaalde deadlines voor de vervolgreactie ten opzichte van gehaalde en gemiste samen; "
    "wat nog loopt, telt niet mee.",
    "resolution_attainment": "Gehaalde deadlines voor de oplossing ten opzichte van gehaalde en gemiste samen; wat "
    "nog loopt, telt niet mee.",
    "sla_attainment": "Gehaalde deadlines ten opzichte van gehaalde en gemiste samen: eerste reactie, vervolgreactie "
    "en oplossing bij elkaar.",
    # Reported over a period
    "revenue": "Omzet over de periode, zoals een ander systeem die heeft gemeld.",
    "service_cost": "Kosten van de klantenservice over de periode, zoals een ander systeem die heeft gemeld.",
    "cost_share": "Kosten van de klantenservice ten opzichte van de omzet in dezelfde periode.",
    "sickness": "Ziekte-uren ten opzichte van geplande uren.",
    "turnover": "Vertrokken medewerkers ten opzichte van het gemiddelde aantal medewerkers over twaalf maanden.",
    "churn": "Vertrokken klanten ten opzichte van het gemelde aantal klanten.",
    "trustpilot_score": "Trustpilot-score, zoals die het laatst is gemeld.",
    # Tables
    "abandon_curve": "Aantal afgehaakte en aantal beantwoorde contacten in elk interval van de wachttijd.",
    "satisfaction_by_wait": "CSAT, het aandeel van de twee beste antwoorden, naar de tijd die de klant had gewacht.",
    "top_topics": "De tien meest voorkomende gespreksonderwerpen, met hun aantallen.",
    "volume_by_value": "Gesprekken, verdeeld naar wie er iets aan had: de klant, het bedrijf, beide of niemand.",
}
