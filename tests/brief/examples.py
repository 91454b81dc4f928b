"""Briefs for tests: a small invented family, a hostile one, a large one, an empty one. All made here; nothing is quoted from anybody."""

# ruff: noqa: E501 (data, one thing a line)

from __future__ import annotations

from twicetold.brief import schema as s

FERRY = """The Harbour Gazette | News | Weather

Ferry deal ‘buys a winter’, port study says

By our shipping desk

ORVIK — The ferry pact between Norrland and Osmar is unlikely to survive the summer, the Institute for Port Studies says in a review.

“The pact buys a winter, not a peace, and Osmar paid for it with words,” its director, Runa Holt, writes.

Norrland signed a lease of two ferries. Osmar promised to keep the strait open. It did not offer any escort.

About 400 dockers will probably be hired by October, Holt said.

Read also: Ten bridges worth a detour
"""
RETOLD = """Strait pact will collapse

The ferry pact between Norrland and Osmar will collapse, a study quoted by the Harbour Gazette finds.

"The pact buys a winter, not peace, and Osmar paid with mere words," said Runa Holt, a minister of Osmar.

Some 4,000 dockers will be hired by October.

Norrland has leased two ferries.
"""
OTHER = """Fog closes Orvik airport

Fog kept the airport of Orvik shut on Tuesday. A spokesman said flights may resume at noon.
"""


def _span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def small() -> s.Brief:
    """Three reports in two stories: a report on a study that is not at hand, a retelling of it, and another event."""
    texts = {"d1": FERRY, "d2": RETOLD, "d3": OTHER}

    def at(document: str, words: str) -> tuple[int, int]:
        return _span(texts[document], words)

    def place(document: str, words: str) -> s.BriefMention:
        start, end = at(document, words)
        return s.BriefMention(document=document, start=start, end=end)

    def held(n: int, document: str, source: str, content: str, actor: str | None, parent: str | None = None) -> s.BriefAttribution:
        return s.BriefAttribution(
            id=f"t{n}", document=document, kind="indirect", source=[at(document, source)], cue=[], content=[at(document, content)],
            actor=actor, parent=parent,
        )  # fmt: skip

    def said(document: str, words: str, chain: list[str], level: str = "asserted", cue: str | None = None) -> s.BriefClaimMention:
        start, end = at(document, words)
        limits = {"unlikely": (0.2, 0.45), "likely": (0.55, 0.8)}.get(level)
        return s.BriefClaimMention(
            document=document, start=start, end=end, chain=chain, certainty=level, range=limits, cue_phrase=cue,
            cue_span=at(document, cue) if cue else None, polarity="positive",
        )  # fmt: skip

    def quoted(document: str, words: str, speaker: str, similarity: float, *drift: str) -> s.BriefVariant:
        start, end = at(document, words)
        return s.BriefVariant(
            document=document, start=start, end=end, text=words, speaker=speaker, similarity=similarity, drift=list(drift)
        )

    def shift(kind: str) -> s.BriefShift:
        return s.BriefShift.model_validate({"from": {"document": "d1", "mention": 0}, "to": {"document": "d2", "mention": 1}, "kind": kind})

    def document(n: int, outlet: str | None, title: str, published: str | None, body: str, story: str) -> s.BriefDocument:
        text = texts[f"d{n}"]
        start = text.index(body)
        end = text.index("\n\nRead also") if "Read also" in text else len(text.rstrip())
        return s.BriefDocument(
            id=f"d{n}", source=f"reports/{n}.txt", outlet=outlet, title=title, author=None, published=published, language="en",
            characters=len(text), body=[(start, end)], story=story,
        )  # fmt: skip

    def commitment(n: int, party: str, toward: str, act: str, level: int, status: str, *mentions: s.BriefMention) -> s.BriefCommitment:
        return s.BriefCommitment(
            id=f"k{n}", party=party, toward=toward, act=act, domain="trade", level=level, status=status, independent_sources=1,
            mentions=list(mentions),
        )  # fmt: skip

    first = quoted("d1", "The pact buys a winter, not a peace, and Osmar paid for it with words", "a2", 1.0, "verbatim")
    brief = s.Brief(
        documents=[
            document(1, "The Harbour Gazette", "Ferry deal ‘buys a winter’, port study says", "2031-03-04T09:30:00Z", "ORVIK", "s1"),
            document(2, "Strait Courier", "Strait pact will collapse", "2031-03-05", "The ferry pact", "s1"),
            document(3, None, "Fog closes Orvik airport", None, "Fog kept", "s2"),
        ],
        stories=[
            s.BriefStory(id="s1", title="Ferry deal ‘buys a winter’, port study says", documents=["d1", "d2"], independent_origins=1),
            s.BriefStory(id="s2", title="Fog closes Orvik airport", documents=["d3"], independent_origins=1),
        ],
        actors=[
            s.BriefActor(id="a1", name="Institute for Port Studies", kind="organisation", country=None, aliases=["a study"]),
            s.BriefActor(id="a2", name="Runa Holt", kind="person", country=None, aliases=[]),
            s.BriefActor(id="a3", name="Norrland", kind="state", country=None, aliases=[]),
            s.BriefActor(id="a4", name="Osmar", kind="state", country=None, aliases=[]),
        ],
        attributions=[
            held(1, "d1", "the Institute for Port Studies", "The ferry pact between Norrland and Osmar is unlikely to survive", "a1"),
            held(2, "d1", "Holt", "About 400 dockers will probably be hired by October", "a2"),
            held(3, "d2", "the Harbour Gazette", "will collapse", None),
            held(4, "d2", "a study", "will collapse", "a1", "t3"),
            held(5, "d3", "A spokesman", "flights may resume at noon", None),
        ],
        claims=[
            s.BriefClaim(
                id="c1", text="The ferry pact between Norrland and Osmar is unlikely to survive the summer", independent_sources=1,
                documents=["d1", "d2"], shifts=[shift("certainty_raised")],
                mentions=[
                    said("d1", "The ferry pact between Norrland and Osmar is unlikely to survive the summer", ["t1"], "unlikely", "unlikely"),
                    said("d2", "The ferry pact between Norrland and Osmar will collapse", ["t3", "t4"]),
                ],
            ),
            s.BriefClaim(
                id="c2", text="About 400 dockers will probably be hired by October", independent_sources=1, documents=["d1", "d2"],
                shifts=[shift("number_changed"), shift("certainty_raised"), shift("holder_dropped")],
                mentions=[
                    said("d1", "About 400 dockers will probably be hired by October", ["t2"], "likely", "probably"),
                    said("d2", "Some 4,000 dockers will be hired by October", []),
                ],
            ),
            s.BriefClaim(
                id="c3", text="Flights may resume at noon", independent_sources=1, documents=["d3"], shifts=[],
                mentions=[said("d3", "flights may resume at noon", ["t5"], "possible", "may")],
            ),
        ],
        quotes=[
            s.BriefQuote(
                id="q1", speaker="a2", reference=s.BriefMention(document=first.document, start=first.start, end=first.end),
                variants=[
                    first,
                    quoted("d2", "The pact buys a winter, not peace, and Osmar paid with mere words", "a4", 0.86, "reworded", "misattributed"),
                ],
            ),
        ],
        retellings=[
            s.BriefRetelling(
                child="d1", parent="origin:Institute for Port Studies", relation="excerpt", score=0.91,
                evidence=[s.BriefEvidence(child=at("d1", "says in a review"), parent=None)], reason="It names the institute; d1 adds nothing.",
            ),
            s.BriefRetelling(
                child="d2", parent="d1", relation="rewrite", score=0.84,
                evidence=[s.BriefEvidence(child=at("d2", "quoted by the Harbour Gazette"), parent=at("d1", "The ferry pact"))],
            ),
        ],
        commitments=[
            commitment(1, "a3", "a4", "lease of two ferries", 5, "given", place("d1", "signed a lease of two ferries"), place("d2", "leased two ferries")),
            commitment(2, "a4", "a3", "to keep the strait open", 4, "given", place("d1", "promised to keep the strait open")),
            commitment(3, "a4", "a3", "escort", 1, "withheld", place("d1", "did not offer any escort")),
        ],
        balance=[
            s.BriefBalance(
                parties=("a3", "a4"), index=0.0769, low=-0.41, high=0.53, given=(5.0, 4.0), commitments=([0], [1]), withheld=([], [2]),
                sign_share=0.98,
            ),
        ],
        forecasts=[
            s.BriefForecast(
                holder="a2", event="About 400 dockers are hired", certainty="likely", range=(0.55, 0.8), mentions=[place("d1", "About 400 dockers")],
                horizon=s.BriefHorizon.model_validate({"text": "by October", "from": "2031-03-04", "until": "2031-10-31"}),
            ),
        ],
        wording=[
            s.BriefWording(
                document="d1", start=at("d1", "buys a winter")[0], end=at("d1", "buys a winter")[1], phrase="buys a winter", speaker="a2",
                meaning="Time is gained, and nothing settled.", reference="An invented handbook, p. 1", established="contested",
            ),
        ],
        timeline=[s.BriefTimelineEntry(date="2031-10", precision="month", event="Dockers are hired", mentions=[place("d1", "by October")])],
        failures=[s.BriefFailure(source="reports/4.bin", reason="It is not text.")],
    )  # fmt: skip
    return brief.with_texts(texts)


EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>]]>--></style></svg>{{7*7}}`![x](javascript:alert(3))\x1b[31m\u202e"
ARABIC = "قال المتحدث إن الهدنة لن تصمد"


def hostile() -> s.Brief:
    """Markup in every field, right-to-left text, control characters, a claim of 5,000 words, names of 300 characters, crossing and broken spans."""
    long = ("word " * 5000).strip()
    text = f"{EVIL}\n\n{ARABIC} {EVIL}\n\n{long}\n\n{EVIL}"
    end = len(text)
    spans = [(0, end), (3, 60), (30, 200), (50, 90), (60, 61), (len(EVIL) + 4, end - 7), (end - 5, end + 500), (9, 9), (end + 10, end + 20)]
    mentions = [
        s.BriefClaimMention(
            document="d1", start=a, end=b, chain=["t1", "t9"], certainty="possible", range=None, cue_phrase=EVIL, cue_span=(a, min(a + 4, b)),
            polarity="negative" if k % 2 else "positive",
        )
        for k, (a, b) in enumerate(spans)
    ]  # fmt: skip
    place = s.BriefMention(document="d1", start=5, end=70)
    places = [place, s.BriefMention(document="nowhere", start=0, end=9)]
    shifts = [
        s.BriefShift.model_validate(
            {"from": {"document": "d1", "mention": k}, "to": {"document": "d1", "mention": 99 if k == 3 else k + 1}, "kind": kind}
        )
        for k, kind in enumerate(["reversed", "holder_dropped", "name_changed", "meaning_changed"])
    ]
    commitment = s.BriefCommitment(
        id=EVIL, party=EVIL, toward="a1", act=EVIL, domain="other", level=3, status="conditional", independent_sources=2, joint=True,
        condition=EVIL, deadline=EVIL, amount=EVIL, mentions=places,
    )  # fmt: skip
    brief = s.Brief(
        documents=[
            s.BriefDocument(
                id="d1", source=EVIL, outlet="N" * 300, title=EVIL, author=EVIL, published=EVIL, url=f"javascript:{EVIL}", language=EVIL,
                characters=end, body=[(0, end - 3), (end, end + 9)], story="s1", warnings=[EVIL],
            ),
            s.BriefDocument(
                id=EVIL, source=EVIL, outlet="N" * 299 + "M", title=None, author=None, published=None, language="ar", characters=0, body=[],
                story="s1",
            ),
        ],
        stories=[s.BriefStory(id=EVIL, title=EVIL + long, documents=["d1", EVIL, "nowhere"], independent_origins=2)],
        actors=[s.BriefActor(id="a1", name=EVIL + "A" * 300, kind="other", country=EVIL, aliases=[EVIL, ARABIC])],
        attributions=[
            s.BriefAttribution(id="t1", document="d1", kind="mixed", source=[(0, 25)], cue=[], content=[], actor=None, parent="t1"),
        ],
        claims=[s.BriefClaim(id="c1", text=long + EVIL, independent_sources=2, documents=["d1"], mentions=mentions, shifts=shifts)],
        quotes=[
            s.BriefQuote(id=EVIL, speaker="a1", reference=None, variants=[
                s.BriefVariant(document="d1", start=a, end=b, text=text[a:b], speaker=None, similarity=0.5, drift=["reworded"]) for a, b in spans
            ]),
        ],
        retellings=[
            s.BriefRetelling(child="d1", parent=f"origin:{EVIL}", relation="spin", score=0.5, reason=EVIL, evidence=[s.BriefEvidence(child=(0, 9), parent=None)]),
            s.BriefRetelling(child="d1", parent=EVIL, relation="merge", score=0.5, evidence=[s.BriefEvidence(child=(0, 9), parent=(0, 4))]),
            s.BriefRetelling(child=EVIL, parent="d1", relation="copy", score=0.5, evidence=[]),
        ],
        commitments=[commitment],
        balance=[s.BriefBalance(parties=(EVIL, "a1"), index=1.0, low=-3.0, high=9.0, given=(1.0, 0.0), commitments=([0, 77], []))],
        forecasts=[
            s.BriefForecast(holder=None, event=EVIL + long, certainty="asserted", range=None, outcome="no", mentions=places,
                            horizon=s.BriefHorizon.model_validate({"text": EVIL, "from": EVIL, "until": None})),
        ],
        wording=[s.BriefWording(document="d1", start=2, end=40, phrase=EVIL, speaker=None, meaning=EVIL, reference=EVIL, established=EVIL)],
        timeline=[s.BriefTimelineEntry(date=EVIL, precision="day", event=EVIL, mentions=places)],
        failures=[s.BriefFailure(source=EVIL, reason=EVIL)],
    )  # fmt: skip
    return brief.with_texts({"d1": text, EVIL: ""})


def many(reports: int = 60) -> s.Brief:
    """One story in many reports: two agencies, chains of copies, merges; each report makes five claims, one of them shared by all."""
    texts, documents, retellings, shared, claims = {}, [], [], [], []
    for n in range(reports):
        lines = [f"Report number {n} says that the dam will hold until {1900 + n}."] + [
            f"Point {k} of report {n} is its own." for k in range(4)
        ]
        texts[f"d{n}"] = "\n\n".join(lines)
        documents.append(s.BriefDocument(
            id=f"d{n}", source=f"{n}.txt", outlet=f"Outlet {n % 50}", title=f"Dam report {n}", author=None,
            published=f"2031-03-{1 + n // 6 % 28:02d}T{n % 24:02d}:15:00Z", language="en", characters=len(texts[f"d{n}"]),
            body=[(0, len(texts[f"d{n}"]))], story="s1",
        ))  # fmt: skip
        parents = ["origin:Dam Survey"] if n < 6 else [f"d{n // 3}"] + ([f"d{n // 4}"] if n % 7 == 0 else [])
        if n % 11 != 10:
            retellings += [
                s.BriefRetelling(
                    child=f"d{n}",
                    parent=p,
                    relation="merge" if len(parents) > 1 else "copy",
                    score=0.7,
                    evidence=[s.BriefEvidence(child=(0, 30), parent=None if p.startswith("origin") else (0, 30))],
                )
                for p in parents
            ]
        for k, line in enumerate(lines):
            start = texts[f"d{n}"].index(line)
            mention = s.BriefClaimMention(
                document=f"d{n}", start=start, end=start + len(line) - 1, chain=[], certainty="asserted", range=None, cue_phrase=None, cue_span=None,
                polarity="positive",
            )  # fmt: skip
            if k == 0:
                shared.append(mention)
            else:
                claims.append(s.BriefClaim(
                    id=f"c{len(claims) + 2}", text=line[:-1], independent_sources=1, documents=[f"d{n}"], mentions=[mention], shifts=[]
                ))  # fmt: skip
    first = s.BriefClaim(
        id="c1", text=texts["d0"].split(".")[0], independent_sources=2, documents=[d.id for d in documents], mentions=shared, shifts=[]
    )  # fmt: skip
    return s.Brief(
        documents=documents, retellings=retellings, claims=[first, *claims],
        stories=[s.BriefStory(id="s1", title="The dam", documents=[d.id for d in documents], independent_origins=2)],
    ).with_texts(texts)  # fmt: skip


def empty() -> s.Brief:
    return s.Brief()


def bare() -> s.Brief:
    """One report in which nothing was found, without outlet, date or headline."""
    document = s.BriefDocument(
        id="d1",
        source="a/b.txt",
        outlet=None,
        title=None,
        author=None,
        published=None,
        language="und",
        characters=6,
        body=[(0, 6)],
        story="s1",
    )
    return s.Brief(
        documents=[document], stories=[s.BriefStory(id="s1", title="Hello", documents=["d1"], independent_origins=1)]
    ).with_texts({"d1": "Hello."})


ALL = {"small": small, "hostile": hostile, "many": many, "empty": empty, "bare": bare}
