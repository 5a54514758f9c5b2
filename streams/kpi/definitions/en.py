"""Every figure in one English sentence; the other languages say the same.

“Over” divides; “within 1.6 %” is how fine the histograms are; a promise is a ticket’s time limit.
"""

from __future__ import annotations

from collections.abc import Mapping

from streams.kpi.keys import AnyKey

EN: Mapping[AnyKey, str] = {
    # Now
    "waiting": "Contacts in the queue now, suspects left out.",
    "suspect": "Waiting contacts left out of the live figures: 3 later ones of the same queue and priority were "
    "answered since, or they wait longer than their channel’s limit.",
    "talking": "Contacts in conversation now, holds included.",
    "longest_wait": "How long the contact that has waited longest has been in the queue; no value while nobody waits.",
    "next_breach": "Time until the next waiting contact passes its queue’s threshold; no value when none is still "
    "within it.",
    "agents_available": "Agents who could take a contact now.",
    "agents_busy": "Agents ringing, on a contact, in after-call work or reported busy now.",
    "agents_on_break": "Agents on a break now.",
    "agents_online": "Agents in any state but offline now; each counts once.",
    "tickets_open": "Tickets that are neither solved nor closed now.",
    "tickets_unanswered": "Open tickets that no agent has ever replied to publicly.",
    "tickets_at_risk": "Open tickets that have used 75 % of the time of a promise and have none past due.",
    "tickets_breached": "Open tickets with a promise past due while the reply or the solution is still missing.",
    "next_due": "Time until the next promise of an open ticket falls due; no value when none is to come.",
    "backlog_age": "Mean age of the open tickets, from their opening until now.",
    "oldest_ticket": "Age of the open ticket that was opened first; no value when none is open.",
    # The queue
    "offered": "Entries of contacts into the queue; a contact that enters again counts again.",
    "answered": "Contacts that were connected to an agent.",
    "answered_in_time": "Contacts answered within the queue’s threshold.",
    "abandoned": "Contacts that gave up while waiting.",
    "abandoned_in_time": "Contacts that gave up within the queue’s threshold, short ones included.",
    "callbacks": "Contacts that left the queue by asking to be called back.",
    "left_otherwise": "Contacts that left unanswered in another way: timed out, overflowed, by key press, withdrawn "
    "or by closure of the queue.",
    "timed_out": "Contacts that left because the queue’s time limit was reached.",
    "overflowed": "Contacts that left for another queue because this one was too full or too slow.",
    "redirected": "Contacts that left the queue by pressing a key.",
    "withdrawn": "Contacts that were taken out of the queue.",
    "closed": "Contacts that left because the queue was emptied or shut.",
    "lost": "Contacts whose outcome is unknown because the source restarted; they are in no rate.",
    "asa": "Average speed of answer: mean wait of the answered from entry of the queue to connection, ringing "
    "included, the voice menu not.",
    "avg_queue_time": "Total waiting time of all that left the queue over the answered ones: what each answer cost "
    "in waiting.",
    "avg_wait": "Mean wait of all that left the queue, answered or not: what a customer experienced.",
    "avg_abandon_time": "Mean wait of those who gave up.",
    "max_wait": "Longest wait of a contact that was answered or left the queue (within 1.6 %).",
    "wait_p50": "50 % of the answered contacts waited this long or less (within 1.6 %).",
    "wait_p80": "80 % of the answered contacts waited this long or less (within 1.6 %).",
    "wait_p90": "90 % of the answered contacts waited this long or less (within 1.6 %).",
    "wait_p95": "95 % of the answered contacts waited this long or less (within 1.6 %).",
    "wait_p99": "99 % of the answered contacts waited this long or less (within 1.6 %).",
    "abandon_rate": "Contacts that gave up over contacts offered.",
    "loss_rate": "Every unanswered exit but callbacks over contacts offered.",
    "service_level": "Share served in time, by the queue’s own rule.",
    "recovery": "How many contacts in a row must be served in time to bring the window’s service level back to its "
    "goal.",
    # Conversations
    "handled": "Conversations whose work is done, transferred ones included.",
    "aht": "Average handling time: talk, hold and after-call work over handled.",
    "aht_end_to_end": "Mean time from entry of the queue until the agent is free again, waiting and after-call work "
    "included.",
    "avg_talk": "Mean talk time of the handled, holds left out.",
    "avg_hold": "Mean hold time of the conversations that were put on hold.",
    "acw": "Mean after-call work of the handled.",
    "ended_by_agent": "Conversations that the agent ended.",
    "ended_by_customer": "Conversations that the customer ended.",
    "transferred": "Conversations that ended in a transfer.",
    "transfer_rate": "Transferred conversations over handled ones.",
    "offers": "Times that a contact rang at an agent.",
    "refused": "Times that a contact rang at an agent who did not take it.",
    "refusal_rate": "Offers that the agent did not take over all offers.",
    "logged_rate": "Handled conversations with both category and topic over all handled.",
    "value_customer": "Conversations from which only the customer gained.",
    "value_company": "Conversations from which only the company gained.",
    "value_both": "Conversations from which both customer and company gained.",
    "value_none": "Conversations from which nobody gained.",
    "fcr": "Conversations flagged resolved with no further conversation of the same customer and topic within 7 "
    "days, over all with a flagged outcome; provisional until the 7 days have passed.",
    "ftr": "Share of those asked whose matter was not one they had come with before.",
    # Agents' time
    "busy_time": "Time that agents were ringing, on a contact, in after-call work or reported busy; contacts at the "
    "same time count once.",
    "busy_share": "Busy time over logged-in time.",
    "occupancy": "Time on contacts over time on contacts and idle; ringing is in neither.",
    # Satisfaction
    "nps": "Share of promoters (9–10) minus share of detractors (0–6), in points from −100 to +100.",
    "nps_mean": "Mean answer to the NPS question.",
    "csat": "Share of CSAT answers that are one of the two best.",
    "csat_mean": "Mean CSAT answer on a scale of 1 to 5.",
    "ces": "Mean CES answer on a scale of 1 to 7.",
    "smiley_happy": "Happy smileys over all smileys given.",
    "smiley_sad": "Sad smileys over all smileys given.",
    "thumbs_up": "Thumbs up over all thumbs given.",
    "stars": "Mean number of stars out of five.",
    "comments": "Feedback that came with text.",
    # Sales and customers
    "sales": "All sales: new sales, upsells and repurchases.",
    "sales_new": "Sales marked as new.",
    "upsells": "Sales marked as upsell.",
    "repurchases": "Sales marked as repurchase.",
    "upsell_share": "Upsells over all sales.",
    "repurchase_share": "Repurchases over all sales.",
    "sales_amount": "Total amount of the sales that told one, in the site’s currency; other currencies are left out.",
    "order_value": "Mean amount of the sales that told one, in the site’s currency.",
    "sales_per_agent_day": "Sales over agent-days, an agent-day being a local day on which an agent was logged in.",
    "retentions_tried": "Attempts to keep a customer who wanted to leave.",
    "retentions_saved": "Customers who wanted to leave and were kept.",
    "retention_rate": "Customers retained over attempts to retain one.",
    "customers_joined": "Customers who joined.",
    "customers_left": "Customers who left.",
    "net_customers": "Customers who joined minus customers who left.",
    # Tickets
    "tickets_opened": "Tickets that were opened.",
    "tickets_solved": "Tickets last solved in the window and solved still.",
    "tickets_reopened": "Tickets that were reopened after being solved; each counts once.",
    "tickets_reassigned": "Tickets passed from one agent or queue to another; each counts once.",
    "one_touch_share": "Solved tickets with at most one public agent reply over all solved.",
    "first_reply_time": "Mean business time from a ticket’s opening to the first public agent message; if an agent "
    "opened it, to the second.",
    "first_reply_p50": "50 % of the first replies took this much business time or less (within 1.6 %).",
    "first_reply_p90": "90 % of the first replies took this much business time or less (within 1.6 %).",
    "next_reply_time": "Mean business time from the oldest unanswered customer message to the next public agent "
    "message.",
    "resolution_time": "Mean business time from a ticket’s opening until it was last solved, time pending left out.",
    "resolution_p50": "50 % of the solved tickets took this much calendar time or less from opening until last "
    "solved (within 1.6 %).",
    "resolution_p90": "90 % of the solved tickets took this much calendar time or less from opening until last "
    "solved (within 1.6 %).",
    "full_resolution_time": "Mean calendar time from a ticket’s opening until it was last solved.",
    "first_reply_attainment": "First-reply promises kept over those kept or missed; those still running count nowhere.",
    "next_reply_attainment": "Next-reply promises kept over those kept or missed; those still running count nowhere.",
    "resolution_attainment": "Resolution promises kept over those kept or missed; those still running count nowhere.",
    "sla_attainment": "Promises kept over promises kept or missed: first reply, next reply and resolution together.",
    # Reported over a period
    "revenue": "Revenue over the period, as another system reported it.",
    "service_cost": "Cost of customer service over the period, as another system reported it.",
    "cost_share": "Cost of customer service over revenue in the same period.",
    "sickness": "Sick hours over planned hours.",
    "turnover": "Employees who left over the mean headcount of twelve months.",
    "churn": "Customers who left over the number of customers reported.",
    "trustpilot_score": "Trustpilot score, as last reported.",
    # Tables
    "abandon_curve": "How many contacts gave up and how many were answered in each band of waiting time.",
    "satisfaction_by_wait": "CSAT, the share of the two best answers, by how long the customer had waited.",
    "top_topics": "The ten most frequent topics of conversations, each with its count.",
    "volume_by_value": "Conversations by who gained from them: customer, company, both or nobody.",
}
