"""What the customers of a simulated floor answer when they are asked how it was."""

from __future__ import annotations

from random import Random

from streams.events.feedback import SCALES, Feedback, FeedbackKind

ANSWER_SHARE = 0.22
COMMENT_SHARE = 0.3
ANSWERS_AFTER_S = (20, 1500)

_KINDS: dict[str, tuple[tuple[FeedbackKind, ...], tuple[int, ...]]] = {
    "voice": (("nps", "csat", "ces", "stars"), (55, 25, 10, 10)),
    "chat": (("smiley", "csat", "thumb", "nps"), (40, 25, 20, 15)),
    "email": (("csat", "stars", "thumb", "nps"), (50, 20, 20, 10)),
}
_GLAD = (
    "Quick and friendly, thank you.",
    "Solved on the spot.",
    "Very helpful – gave me exactly what I needed.",
    "Superb service, as always!",
)
_SO_SO = ("Fine in the end.", "Took a while, but it works now.", "Could have been told sooner.")
_CROSS = (
    "I have explained the same thing three times.",
    "Waited far too long.",
    "Nobody could tell me when it will work again.",
    "I will look for another supplier.",
)


def answer(random: Random, channel: str, liking: float) -> Feedback:
    """One answer of a customer who liked it so much (0 to 1), of a kind that is asked in the channel; without saying
    what it is about."""
    kinds, weights = _KINDS.get(channel, _KINDS["voice"])
    kind = random.choices(kinds, weights)[0]
    low, high = SCALES[kind]
    felt = min(1.0, max(0.0, random.gauss(liking, 0.17)))
    comment = None
    if random.random() < COMMENT_SHARE:
        comment = random.choice(_GLAD if felt >= 0.75 else _SO_SO if felt >= 0.5 else _CROSS)
    return Feedback(kind=kind, score=round(low + felt * (high - low)), comment=comment, channel=channel)


def liking(random: Random, waited_ms: int, resolved: bool, craft: float) -> float:
    """How much a customer liked it: less for every minute of waiting and for a matter unsettled. `craft` is the
    agent's: around 0, a tenth either way."""
    return 0.89 + craft - min(0.35, waited_ms / 60_000 * 0.06) - (0 if resolved else random.uniform(0.15, 0.5))
