"""Every figure in one Danish sentence.

The terms: contact henvendelse, conversation samtale, ticket sag, threshold svarfrist, promise frist, window periode.
"""

from __future__ import annotations

from collections.abc import Mapping

from streams.kpi.keys import AnyKey

DA: Mapping[AnyKey, str] = {
    # Now
    "waiting": "Henvendelser, der venter i køen nu, uden de tvivlsomme.",
    "suspect": "Ventende henvendelser uden for livetallene, fordi 3 senere med samme kø og prioritet er besvaret "
    "siden, eller fordi de har ventet længere end kanalens grænse.",
    "talking": "Henvendelser, der er i samtale nu, også dem på hold.",
    "longest_wait": "Så længe har den længst ventende henvendelse stået i køen; ingen værdi, når ingen venter.",
    "next_breach": "Så længe går der, før den næste ventende henvendelse overskrider køens svarfrist; ingen værdi, "
    "når ingen venter inden for fristen.",
    "agents_available": "Agenter, der kan tage en henvendelse nu.",
    "agents_busy": "Agenter, som det ringer hos, som er i samtale eller efterbehandler, eller som er meldt optaget nu.",
    "agents_on_break": "Agenter, der holder pause nu.",
    "agents_online": "Agenter, der er logget på nu, uanset status; hver tæller én gang.",
    "tickets_open": "Sager, der hverken er løst eller lukket nu.",
    "tickets_unanswered": "Åbne sager, der endnu ikke har fået et offentligt svar fra en agent.",
    "tickets_at_risk": "Åbne sager, hvor 75 % af tiden til en frist er gået, uden at nogen frist er overskredet.",
    "tickets_breached": "Åbne sager, hvor en frist er overskredet, og svaret eller løsningen stadig mangler.",
    "next_due": "Så længe går der, før den næste frist på en åben sag udløber; ingen værdi, når ingen frist er forude.",
    "backlog_age": "De åbne sagers gennemsnitlige alder fra oprettelsen til nu.",
    "oldest_ticket": "Alderen på den åbne sag, der blev oprettet først; ingen værdi, når ingen er åben.",
    # The queue
    "offered": "Henvendelser, der er kommet ind i køen; kommer en henvendelse ind igen, tæller den igen.",
    "answered": "Henvendelser, der kom igennem til en agent.",
    "answered_in_time": "Henvendelser, der blev besvaret inden for køens svarfrist.",
    "abandoned": "Henvendelser, hvor kunden gav op i køen.",
    "abandoned_in_time": "Henvendelser, hvor kunden gav op inden for køens svarfrist, også de helt korte.",
    "callbacks": "Henvendelser, der forlod køen, fordi kunden bad om at blive ringet op.",
    "left_otherwise": "Henvendelser, der forlod køen ubesvaret på anden vis: ved tidsgrænse, overløb, tastevalg, "
    "udtagning eller lukning.",
    "timed_out": "Henvendelser, der forlod køen, fordi de nåede den længste tilladte ventetid.",
    "overflowed": "Henvendelser, der gik videre til en anden kø, fordi denne var for fyldt eller for langsom.",
    "redirected": "Henvendelser, hvor kunden forlod køen med et tastevalg.",
    "withdrawn": "Henvendelser, der blev taget ud af køen.",
    "closed": "Henvendelser, der forlod køen, fordi den blev tømt eller lukket.",
    "lost": "Henvendelser med ukendt udfald, fordi kilden genstartede; de indgår ikke i nogen andel.",
    "asa": "Gennemsnitlig ventetid for besvarede henvendelser fra indgang i køen, til de kom igennem; ringetiden er "
    "med, telefonmenuen ikke.",
    "avg_queue_time": "Samlet ventetid for alle, der har forladt køen, divideret med antal besvarede: det, hvert "
    "svar kostede i ventetid.",
    "avg_wait": "Gennemsnitlig ventetid for alle, der har forladt køen, besvaret eller ej: det, kunden oplevede.",
    "avg_abandon_time": "Gennemsnitlig ventetid for dem, der gav op i køen.",
    "max_wait": "Længste ventetid for en henvendelse, der blev besvaret eller forlod køen (højst 1,6 % afvigelse).",
    "wait_p50": "50 % af de besvarede henvendelser ventede så længe eller kortere (højst 1,6 % afvigelse).",
    "wait_p80": "80 % af de besvarede henvendelser ventede så længe eller kortere (højst 1,6 % afvigelse).",
    "wait_p90": "90 % af de besvarede henvendelser ventede så længe eller kortere (højst 1,6 % afvigelse).",
    "wait_p95": "95 % af de besvarede henvendelser ventede så længe eller kortere (højst 1,6 % afvigelse).",
    "wait_p99": "99 % af de besvarede henvendelser ventede så længe eller kortere (højst 1,6 % afvigelse).",
    "abandon_rate": "Opgivne henvendelser i forhold til tilbudte.",
    "loss_rate": "Alle, der forlod køen ubesvaret, undtagen tilbagekald, i forhold til tilbudte henvendelser.",
    "service_level": "Andel, der blev betjent til tiden, efter køens egen regel.",
    "recovery": "Så mange henvendelser i træk skal betjenes til tiden, før periodens serviceniveau igen når sit mål.",
    # Conversations
    "handled": "Samtaler, hvor arbejdet er gjort færdigt, også de viderestillede.",
    "aht": "Samlet tid i samtale, på hold og til efterbehandling divideret med antal behandlede samtaler.",
    "aht_end_to_end": "Gennemsnitlig tid fra indgang i køen, til agenten er ledig igen, inklusive ventetid og "
    "efterbehandling.",
    "avg_talk": "Gennemsnitlig samtaletid for de behandlede samtaler, uden tid på hold.",
    "avg_hold": "Gennemsnitlig tid på hold for de samtaler, der blev sat på hold.",
    "acw": "Gennemsnitlig tid til efterbehandling af de behandlede samtaler.",
    "ended_by_agent": "Samtaler, som agenten afsluttede.",
    "ended_by_customer": "Samtaler, som kunden afsluttede.",
    "transferred": "Samtaler, der endte med at blive viderestillet.",
    "transfer_rate": "Viderestillede samtaler i forhold til behandlede.",
    "offers": "Antal gange, en henvendelse ringede hos en agent.",
    "refused": "Antal gange, en henvendelse ringede hos en agent, der ikke tog den.",
    "refusal_rate": "Ringninger, som agenten ikke tog, i forhold til alle ringninger hos agenter.",
    "logged_rate": "Behandlede samtaler med både kategori og emne i forhold til alle behandlede.",
    "value_customer": "Samtaler, som kun kunden fik noget ud af.",
    "value_company": "Samtaler, som kun virksomheden fik noget ud af.",
    "value_both": "Samtaler, som både kunden og virksomheden fik noget ud af.",
    "value_none": "Samtaler, som ingen fik noget ud af.",
    "fcr": "Samtaler markeret som løst, hvor kunden ikke vendte tilbage om samme emne inden for 7 dage, i forhold "
    "til alle med markeret udfald; foreløbig, indtil de 7 dage er gået.",
    "ftr": "Andel af de adspurgte, der ikke tidligere havde henvendt sig om det samme.",
    # Agents' time
    "busy_time": "Tid, hvor det ringede hos agenten, eller agenten var i samtale, efterbehandlede eller var meldt "
    "optaget; samtidige henvendelser tæller én gang.",
    "busy_share": "Optaget tid i forhold til den tid, agenterne var logget på.",
    "occupancy": "Tid i samtale i forhold til tid i samtale plus tid som ledig; ringetid indgår ikke.",
    # Satisfaction
    "nps": "Andel ambassadører (9–10) minus andel kritikere (0–6), i point fra −100 til +100.",
    "nps_mean": "Gennemsnit af svarene på NPS-spørgsmålet.",
    "csat": "Andel af CSAT-svarene, der er et af de to bedste.",
    "csat_mean": "Gennemsnitligt CSAT-svar på en skala fra 1 til 5.",
    "ces": "Gennemsnitligt CES-svar på en skala fra 1 til 7.",
    "smiley_happy": "Glade smileys i forhold til alle afgivne smileys.",
    "smiley_sad": "Sure smileys i forhold til alle afgivne smileys.",
    "thumbs_up": "Andel af tommelsvarene, der var tommel op.",
    "stars": "Gennemsnitligt antal stjerner ud af fem.",
    "comments": "Tilbagemeldinger med tekst.",
    # Sales and customers
    "sales": "Alle salg: nysalg, mersalg og genkøb.",
    "sales_new": "Salg markeret som nysalg.",
    "upsells": "Salg markeret som mersalg.",
    "repurchases": "Salg markeret som genkøb.",
    "upsell_share": "Mersalg i forhold til alle salg.",
    "repurchase_share": "Genkøb i forhold til alle salg.",
    "sales_amount": "Samlet beløb for salg med oplyst beløb i kontaktcentrets valuta; andre valutaer er ikke med.",
    "order_value": "Gennemsnitligt beløb for salg med oplyst beløb i kontaktcentrets valuta.",
    "sales_per_agent_day": "Antal salg divideret med antal agentdage; en agentdag er et lokalt døgn, hvor en agent "
    "var logget på.",
    "retentions_tried": "Forsøg på at fastholde en kunde, der ville forlade virksomheden.",
    "retentions_saved": "Kunder, der ville forlade virksomheden, men blev.",
    "retention_rate": "Fastholdte kunder i forhold til fastholdelsesforsøg.",
    "customers_joined": "Kunder, der er kommet til.",
    "customers_left": "Kunder, der har forladt virksomheden.",
    "net_customers": "Nye kunder minus tabte kunder.",
    # Tickets
    "tickets_opened": "Sager, der blev oprettet.",
    "tickets_solved": "Sager, der sidst blev løst i perioden og stadig er løst.",
    "tickets_reopened": "Sager, der blev genåbnet, efter at de var løst; hver tæller én gang.",
    "tickets_reassigned": "Sager, der gik fra én agent eller kø til en anden; hver tæller én gang.",
    "one_touch_share": "Løste sager med højst ét offentligt svar fra en agent i forhold til alle løste.",
    "first_reply_time": "Gennemsnitlig tid i åbningstiden fra sagens oprettelse til agentens første offentlige svar, "
    "eller det andet, hvis en agent oprettede sagen.",
    "first_reply_p50": "50 % af de første svar kom inden for så lang tid i åbningstiden (højst 1,6 % afvigelse).",
    "first_reply_p90": "90 % af de første svar kom inden for så lang tid i åbningstiden (højst 1,6 % afvigelse).",
    "next_reply_time": "Gennemsnitlig tid i åbningstiden fra kundens ældste ubesvarede besked til agentens næste "
    "offentlige svar.",
    "resolution_time": "Gennemsnitlig tid i åbningstiden fra sagens oprettelse, til den sidst blev løst, uden den "
    "tid, sagen har afventet.",
    "resolution_p50": "50 % af de løste sager tog så lang kalendertid eller kortere fra oprettelse til sidste "
    "løsning (højst 1,6 % afvigelse).",
    "resolution_p90": "90 % af de løste sager tog så lang kalendertid eller kortere fra oprettelse til sidste "
    "løsning (højst 1,6 % afvigelse).",
    "full_resolution_time": "Gennemsnitlig kalendertid fra sagens oprettelse, til den sidst blev løst.",
    "first_reply_attainment": "Overholdte frister for første svar i forhold til overholdte og overskredne; frister, "
    "der stadig løber, tæller ikke med.",
    "next_reply_attainment": "Overholdte frister for næste svar i forhold til overholdte og overskredne; frister, "
    "der stadig løber, tæller ikke med.",
    "resolution_attainment": "Overholdte frister for løsning i forhold til overholdte og overskredne; frister, der "
    "stadig løber, tæller ikke med.",
    "sla_attainment": "Overholdte frister i forhold til overholdte og overskredne: første svar, næste svar og "
    "løsning under ét.",
    # Reported over a period
    "revenue": "Omsætning i perioden, som et andet system har indberettet den.",
    "service_cost": "Omkostninger til kundeservice i perioden, som et andet system har indberettet dem.",
    "cost_share": "Omkostninger til kundeservice i forhold til omsætningen i samme periode.",
    "sickness": "Sygetimer i forhold til planlagte timer.",
    "turnover": "Fratrådte medarbejdere i forhold til det gennemsnitlige antal medarbejdere over tolv måneder.",
    "churn": "Tabte kunder i forhold til det indberettede antal kunder.",
    "trustpilot_score": "Trustpilot-score, som den senest er indberettet.",
    # Tables
    "abandon_curve": "Antal opgivne og antal besvarede henvendelser i hvert interval af ventetiden.",
    "satisfaction_by_wait": "CSAT, andelen af de to bedste svar, fordelt efter, hvor længe kunden havde ventet.",
    "top_topics": "De ti hyppigste emner i samtalerne, hvert med sit antal.",
    "volume_by_value": "Samtaler fordelt efter, hvem der fik noget ud af dem: kunden, virksomheden, begge eller ingen.",
}
