"""Every figure in one Swedish sentence.

The terms: contact kontakt, conversation samtal, ticket ärende, threshold svarsgräns, promise frist, window period.
"""

from __future__ import annotations

from collections.abc import Mapping

from streams.kpi.keys import AnyKey

SV: Mapping[AnyKey, str] = {
    # Now
    "waiting": "Kontakter som väntar i kön nu, de osäkra borträknade.",
    "suspect": "Väntande kontakter utanför livesiffrorna, för att 3 senare med samma kö och prioritet har besvarats "
    "sedan dess eller för att de har väntat längre än kanalens gräns.",
    "talking": "Kontakter som är i samtal nu, även de parkerade.",
    "longest_wait": "Så länge har den kontakt som väntat längst stått i kön; inget värde när ingen väntar.",
    "next_breach": "Tid tills nästa väntande kontakt passerar köns svarsgräns; inget värde när ingen väntar inom "
    "gränsen.",
    "agents_available": "Agenter som kan ta emot en kontakt nu.",
    "agents_busy": "Agenter som det ringer hos, som är i samtal, har efterarbete eller är rapporterade som upptagna "
    "nu.",
    "agents_on_break": "Agenter som har rast nu.",
    "agents_online": "Agenter som är inloggade nu, oavsett status; var och en räknas en gång.",
    "tickets_open": "Ärenden som varken är lösta eller stängda nu.",
    "tickets_unanswered": "Öppna ärenden som ännu inte har fått något offentligt svar från en agent.",
    "tickets_at_risk": "Öppna ärenden där 75 % av tiden till en frist har gått utan att någon frist har passerats.",
    "tickets_breached": "Öppna ärenden där en frist har passerats och svaret eller lösningen fortfarande saknas.",
    "next_due": "Tid tills nästa frist på ett öppet ärende löper ut; inget värde när ingen frist återstår.",
    "backlog_age": "De öppna ärendenas genomsnittliga ålder, från att de skapades till nu.",
    "oldest_ticket": "Åldern på det öppna ärende som skapades först; inget värde när inget är öppet.",
    # The queue
    "offered": "Kontakter som har kommit in i kön; en kontakt som kommer in igen räknas igen.",
    "answered": "Kontakter som kopplades till en agent.",
    "answered_in_time": "Kontakter som besvarades inom köns svarsgräns.",
    "abandoned": "Kontakter där kunden gav upp i kön.",
    "abandoned_in_time": "Kontakter där kunden gav upp inom köns svarsgräns, även de mycket korta.",
    "callbacks": "Kontakter som lämnade kön för att kunden bad om att bli uppringd.",
    "left_otherwise": "Kontakter som lämnade kön obesvarade på annat sätt: vid tidsgräns, överspill, knappval, "
    "borttagning eller stängning.",
    "timed_out": "Kontakter som lämnade kön för att de nådde den längsta tillåtna väntetiden.",
    "overflowed": "Kontakter som gick vidare till en annan kö för att den här var för full eller för långsam.",
    "redirected": "Kontakter där kunden lämnade kön med ett knappval.",
    "withdrawn": "Kontakter som togs bort ur kön.",
    "closed": "Kontakter som lämnade kön för att den tömdes eller stängdes.",
    "lost": "Kontakter med okänt utfall för att källan startade om; de ingår inte i någon andel.",
    "asa": "Genomsnittlig väntetid för besvarade kontakter från att de kom in i kön tills de kopplades; ringtiden "
    "ingår, men inte talsvaret.",
    "avg_queue_time": "Sammanlagd väntetid för alla som har lämnat kön delad med antalet besvarade: vad varje svar "
    "kostade i väntan.",
    "avg_wait": "Genomsnittlig väntetid för alla som har lämnat kön, besvarade eller ej: det som kunden upplevde.",
    "avg_abandon_time": "Genomsnittlig väntetid för dem som gav upp i kön.",
    "max_wait": "Längsta väntetid för en kontakt som besvarades eller lämnade kön (högst 1,6 % avvikelse).",
    "wait_p50": "50 % av de besvarade kontakterna väntade så här länge eller kortare (högst 1,6 % avvikelse).",
    "wait_p80": "80 % av de besvarade kontakterna väntade så här länge eller kortare (högst 1,6 % avvikelse).",
    "wait_p90": "90 % av de besvarade kontakterna väntade så här länge eller kortare (högst 1,6 % avvikelse).",
    "wait_p95": "95 % av de besvarade kontakterna väntade så här länge eller kortare (högst 1,6 % avvikelse).",
    "wait_p99": "99 % av de besvarade kontakterna väntade så här länge eller kortare (högst 1,6 % avvikelse).",
    "abandon_rate": "Tappade kontakter i förhållande till inkomna.",
    "loss_rate": "Alla som lämnade kön obesvarade, utom återuppringningar, i förhållande till inkomna kontakter.",
    "service_level": "Andel som fick hjälp i tid, enligt köns egen regel.",
    "recovery": "Så många kontakter i rad måste få hjälp i tid för att periodens servicenivå åter ska nå sitt mål.",
    # Conversations
    "handled": "Samtal där arbetet är klart, även de vidarekopplade.",
    "aht": "Summan av samtalstid, parkerad tid och efterarbete delad med antalet hanterade samtal.",
    "aht_end_to_end": "Genomsnittlig tid från att kontakten kom in i kön tills agenten är ledig igen, inklusive "
    "väntan och efterarbete.",
    "avg_talk": "Genomsnittlig samtalstid för de hanterade samtalen, utan parkerad tid.",
    "avg_hold": "Genomsnittlig parkerad tid för de samtal som parkerades.",
    "acw": "Genomsnittlig tid för efterarbete per hanterat samtal.",
    "ended_by_agent": "Samtal som agenten avslutade.",
    "ended_by_customer": "Samtal som kunden avslutade.",
    "transferred": "Samtal som slutade med att de kopplades vidare.",
    "transfer_rate": "Vidarekopplade samtal i förhållande till hanterade.",
    "offers": "Antal gånger som en kontakt ringde hos en agent.",
    "refused": "Antal gånger som en kontakt ringde hos en agent som inte svarade.",
    "refusal_rate": "Påringningar som agenten inte svarade på i förhållande till alla påringningar.",
    "logged_rate": "Hanterade samtal med både kategori och ämne i förhållande till alla hanterade.",
    "value_customer": "Samtal som bara kunden hade nytta av.",
    "value_company": "Samtal som bara företaget hade nytta av.",
    "value_both": "Samtal som både kunden och företaget hade nytta av.",
    "value_none": "Samtal som ingen hade nytta av.",
    "fcr": "Samtal markerade som lösta där kunden inte återkom om samma ämne inom 7 dagar, i förhållande till alla "
    "med markerat utfall; preliminärt tills de 7 dagarna har gått.",
    "ftr": "Andel av de tillfrågade som inte tidigare hade hört av sig om samma sak.",
    # Agents' time
    "busy_time": "Tid då det ringde hos agenten eller agenten var i samtal, hade efterarbete eller var rapporterad "
    "som upptagen; samtidiga kontakter räknas en gång.",
    "busy_share": "Upptagen tid i förhållande till inloggad tid.",
    "occupancy": "Tid i samtal i förhållande till tid i samtal plus tid som ledig; ringtid ingår inte.",
    # Satisfaction
    "nps": "Andel ambassadörer (9–10) minus andel kritiker (0–6), i poäng från −100 till +100.",
    "nps_mean": "Genomsnitt av svaren på NPS-frågan.",
    "csat": "Andel CSAT-svar som är ett av de två bästa.",
    "csat_mean": "Genomsnittligt CSAT-svar på en skala från 1 till 5.",
    "ces": "Genomsnittligt CES-svar på en skala från 1 till 7.",
    "smiley_happy": "Glada smileys i förhållande till alla lämnade smileys.",
    "smiley_sad": "Ledsna smileys i förhållande till alla lämnade smileys.",
    "thumbs_up": "Andel av tumsvaren som var tummen upp.",
    "stars": "Genomsnittligt antal stjärnor av fem.",
    "comments": "Omdömen med text.",
    # Sales and customers
    "sales": "Alla försäljningar: nyförsäljning, merförsäljning och återkommande köp.",
    "sales_new": "Försäljningar markerade som nyförsäljning.",
    "upsells": "Försäljningar markerade som merförsäljning.",
    "repurchases": "Försäljningar markerade som återkommande köp.",
    "upsell_share": "Merförsäljning i förhållande till alla försäljningar.",
    "repurchase_share": "Återkommande köp i förhållande till alla försäljningar.",
    "sales_amount": "Sammanlagt belopp för försäljningar med angivet belopp i kontaktcentrets valuta; andra valutor "
    "ingår inte.",
    "order_value": "Genomsnittligt belopp för försäljningar med angivet belopp i kontaktcentrets valuta.",
    "sales_per_agent_day": "Antal försäljningar delat med antal agentdagar; en agentdag är ett lokalt dygn då en "
    "agent var inloggad.",
    "retentions_tried": "Försök att behålla en kund som ville lämna företaget.",
    "retentions_saved": "Kunder som ville lämna företaget men stannade.",
    "retention_rate": "Räddade kunder i förhållande till räddningsförsök.",
    "customers_joined": "Kunder som har tillkommit.",
    "customers_left": "Kunder som har lämnat företaget.",
    "net_customers": "Nya kunder minus förlorade kunder.",
    # Tickets
    "tickets_opened": "Ärenden som skapades.",
    "tickets_solved": "Ärenden vars senaste lösning kom under perioden och som fortfarande är lösta.",
    "tickets_reopened": "Ärenden som öppnades igen efter att ha lösts; vart och ett räknas en gång.",
    "tickets_reassigned": "Ärenden som gick från en agent eller kö till en annan; vart och ett räknas en gång.",
    "one_touch_share": "Lösta ärenden med högst ett offentligt svar från en agent i förhållande till alla lösta.",
    "first_reply_time": "Genomsnittlig tid under öppettid från att ärendet skapades till agentens första offentliga "
    "svar, eller det andra om en agent skapade ärendet.",
    "first_reply_p50": "50 % av de första svaren kom inom så här lång tid under öppettid (högst 1,6 % avvikelse).",
    "first_reply_p90": "90 % av de första svaren kom inom så här lång tid under öppettid (högst 1,6 % avvikelse).",
    "next_reply_time": "Genomsnittlig tid under öppettid från kundens äldsta obesvarade meddelande till agentens "
    "nästa offentliga svar.",
    "resolution_time": "Genomsnittlig tid under öppettid från att ärendet skapades tills det senast löstes, utan den "
    "tid det var vilande.",
    "resolution_p50": "50 % av de lösta ärendena tog så här lång kalendertid eller kortare från att de skapades "
    "tills de senast löstes (högst 1,6 % avvikelse).",
    "resolution_p90": "90 % av de lösta ärendena tog så här lång kalendertid eller kortare från att de skapades "
    "tills de senast löstes (högst 1,6 % avvikelse).",
    "full_resolution_time": "Genomsnittlig kalendertid från att ärendet skapades tills det senast löstes.",
    "first_reply_attainment": "Hållna frister för första svar i förhållande till hållna och missade; frister som "
    "fortfarande löper räknas inte.",
    "next_reply_attainment": "Hållna frister för nästa svar i förhållande till hållna och missade; frister som "
    "fortfarande löper räknas inte.",
    "resolution_attainment": "Hållna frister för lösning i förhållande till hållna och missade; frister som "
    "fortfarande löper räknas inte.",
    "sla_attainment": "Hållna frister i förhållande till hållna och missade: första svar, nästa svar och lösning "
    "tillsammans.",
    # Reported over a period
    "revenue": "Omsättning under perioden, så som ett annat system har rapporterat den.",
    "service_cost": "Kostnad för kundservice under perioden, så som ett annat system har rapporterat den.",
    "cost_share": "Kostnad för kundservice i förhållande till omsättningen under samma period.",
    "sickness": "Sjuktimmar i förhållande till planerade timmar.",
    "turnover": "Medarbetare som har slutat i förhållande till medelantalet anställda under tolv månader.",
    "churn": "Förlorade kunder i förhållande till det rapporterade antalet kunder.",
    "trustpilot_score": "Trustpilot-betyg, så som det senast rapporterades.",
    # Tables
    "abandon_curve": "Antal tappade och antal besvarade kontakter i varje intervall av väntetiden.",
    "satisfaction_by_wait": "CSAT, andelen av de två bästa svaren, efter hur länge kunden hade väntat.",
    "top_topics": "De tio vanligaste ämnena i samtalen, vart och ett med sitt antal.",
    "volume_by_value": "Samtal efter vem som hade nytta av dem: kunden, företaget, båda eller ingen.",
}
