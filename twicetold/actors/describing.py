"""Steps 2 and 3 of `within`: descriptions and pronouns, in text order, each read with what stands before it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from twicetold.actors import bodies, people, voices
from twicetold.actors.knowledge import ministries, roles, word_list
from twicetold.actors.leads import named_later, pronouns_first
from twicetold.actors.names import fold
from twicetold.actors.naming import first_names
from twicetold.actors.phrases import Phrase, appositives, description, phrase, plural_noun
from twicetold.actors.pronouns import PERSONAL, best, pronoun, relative
from twicetold.actors.runs import body_nouns, set_like_headline
from twicetold.actors.scene import Found, Scene, joined, named_key
from twicetold.actors.terms import Term, singular, term_at, vocabulary
from twicetold.actors.variation import varied
from twicetold.types import MentionKind

_CLOSING = (",", ".", ";", ":", "—", "–", ")", "”", '"')  # behind an apposition


@dataclass(slots=True)
class Reading:
    """One pass over a document."""

    scene: Scene
    seen: set[int] = field(default_factory=set)
    authors: dict[str, str] = field(default_factory=dict)
    named: dict[int, list[Found]] = field(default_factory=dict)  # sentence -> people mentioned by name
    groups: list[tuple[int, str, str]] = field(
        default_factory=list
    )  # (head, singular description, country) of plural groups, for 'one of them'

    def run(self) -> None:
        for f in self.scene.found:
            if f.key is not None and f.kind in ("name", "title") and self.scene.whos[f.key].human:
                self.named.setdefault(self.scene.parsed.tokens[f.first].sentence, []).append(f)
        tokens = range(len(self.scene.parsed.tokens))
        for k in [k for k in tokens if not self.scene.in_headline(k)]:
            self.visit(k)
        for k in [k for k in tokens if self.scene.in_headline(k)]:
            self.visit(k)
        named_later(self.scene)
        pronouns_first(self.scene)
        self.together()

    def together(self) -> None:
        """'China and Russia said': sources of two or more, side by side."""
        scene, tokens = self.scene, self.scene.parsed.tokens
        for span in (s for r in scene.parsed.reported for s in r.source):
            head = scene.parsed.head_of(span)
            if head is None or head not in scene.at_head:
                continue
            heads = [head, *(c for c in scene.parsed.children[head] if tokens[c].deprel == "conj" and span.covers(tokens[c].span))]
            keys = list(dict.fromkeys(scene.at_head[h] for h in heads if h in scene.at_head))
            inside = scene.parsed.tokens_in(span)
            if len(keys) > 1 and len(keys) == len(heads) and not any(scene.whos[k].members for k in keys):
                key = joined(scene, keys)
                scene.found.append(Found(inside[0], inside[-1], head, "group", key))

    def visit(self, k: int) -> str | None:
        """The actor that token `k` is the head of, described or pronominal; read once."""
        scene, token = self.scene, self.scene.parsed.tokens[k]
        if k in self.seen or k in scene.taken:
            return scene.at_head.get(k)
        self.seen.add(k)
        if token.lemma.lower() == "one" and token.upos in ("NUM", "NOUN", "PRON"):
            return self.one_of_them(k)
        if token.lemma.lower() == "another" and token.upos in ("PRON", "DET", "NOUN"):
            return voices.another(scene, k)
        if token.upos == "PRON" or (token.upos == "DET" and token.deprel == "nmod:poss"):
            return self.pronoun(k)
        if token.upos in ("NOUN", "PROPN", "ADJ"):
            return voices.aged(scene, k) or self.noun(k)
        return None

    # ---------------------------------------------------------------------------------------------------- nouns

    def noun(self, k: int) -> str | None:
        scene = self.scene
        term = term_at(scene, k)
        if self.listing(k):
            return None
        if term is None:
            return self.by_own_word(k) or voices.compatriot(scene, k) or self.unlisted(k)
        if scene.parsed.tokens[k].deprel in ("compound", "amod") and not self.stands_alone(k):
            return None
        one = phrase(scene, k, term.text)
        if scene.in_headline(k) and not one.indefinite:
            one = replace(one, definite=True)
        owners = self.owners(one)
        key, kind = self.bound(one, term, owners)
        if key is None:
            key, kind = self.resolve(one, term, owners)
        if key is None and one.last == one.head and not one.modifiers:
            key = self.by_own_word(k)
            if key is not None:
                return key
        if key is None or (scene.whos[key].kind == "group" and not scene.whos[key].members and not self.matters(one)):
            if key is None:
                self.unresolved(one)
            spoke = voices.voice(scene, k, term) or voices.undertaker(scene, k, term)
            if spoke is None and voices.people_in_view(scene, k):
                self.groups.append((k, singular(scene.parsed.tokens[k].text, scene.parsed.tokens[k].lemma), ""))
            return spoke
        last = one.last if key.startswith("name:") and scene.whos[key].name == description(scene, one) else max(one.last, term.last)
        scene.note(one.first, last, k, kind, key, spoken=not term.has("document") and kind != "group")
        if scene.whos[key].kind == "group":
            self.groups.append((k, self.singular(one), scene.whos[key].country or ""))
        return key

    def unlisted(self, k: int) -> str | None:
        """A source whose noun no list has; several of them are a group, of which one may speak later."""
        if not voices.heads_source(self.scene, k):
            if voices.people_in_view(self.scene, k):
                self.groups.append((k, singular(self.scene.parsed.tokens[k].text, self.scene.parsed.tokens[k].lemma), ""))
            return voices.undertaker(self.scene, k)
        word = singular(self.scene.parsed.tokens[k].text, self.scene.parsed.tokens[k].lemma)
        one = phrase(self.scene, k, word)
        key, kind = self.bound(one, Term(word, frozenset({"official"}), k, k), self.owners(one))
        if key is not None:
            self.scene.note(one.first, one.last, k, kind, key)
            return key
        key = voices.voice(self.scene, k) or voices.undertaker(self.scene, k)
        if key is not None and self.scene.whos[key].plural:
            self.groups.append((k, voices.single(self.scene.whos[key]), self.scene.whos[key].country or ""))
        return key

    def by_own_word(self, k: int) -> str | None:
        """'the heart' for the Aldgate Heart for Financial Affairs: a plain definite noun that heads the name of one body met."""
        scene, token = self.scene, self.scene.parsed.tokens[k]
        if token.upos != "NOUN" or not token.text.islower() or k == 0 or scene.parsed.tokens[k - 1].text.lower() != "the":
            return None
        word = token.lemma.lower()
        key = scene.alone(key for key in scene.by_noun.get(word, ()) if scene.whos[key].seen)
        if key is None or scene.last_before(key, k) < 0:
            return None
        scene.note(k - 1, k, k, "definite", key)
        return key

    def listing(self, k: int) -> bool:
        """Lines of names and posts ('Mayor X (D-OR) - Senator Y'), which are set like headlines but are none."""
        scene = self.scene
        return not scene.in_headline(k) and set_like_headline(scene.parsed, scene.parsed.sentences[scene.parsed.tokens[k].sentence])

    def stands_alone(self, k: int) -> bool:
        """A description before a name hangs on it as a compound: 'Environment minister Prakash Javadekar'."""
        return self.scene.parsed.tokens[k].head in self.scene.at_head

    def unresolved(self, one: Phrase) -> None:
        if one.definite and not one.plural:
            self.scene.note(one.first, one.last, one.head, "definite", None)

    def owners(self, one: Phrase) -> list[str]:
        """Keys of what the phrase belongs to: possessors, complements, nationality and body before the noun."""
        keys = [self.visit(k) if k not in self.scene.at_head else self.scene.at_head[k] for k in (*one.owners, *one.modifiers)]
        scene = self.scene
        seats = [
            e.key
            for k in one.modifiers
            if (e := scene.base.named(scene.parsed.tokens[k].text)) and e.sense == "metonym" and e.key.startswith("state:")
        ]
        keys += [scene.known(s).key for s in seats]
        possessive = [c for c in scene.parsed.children[one.head] if scene.parsed.tokens[c].deprel == "nmod:poss" and c not in one.owners]
        keys += [self.visit(c) for c in possessive]
        inside = [scene.at_head[k] for k in range(one.first, one.last + 1) if k in scene.at_head and k != one.head]
        return list(dict.fromkeys(k for k in [*keys, *inside] if k))

    def bound(self, one: Phrase, term: Term, owners: list[str]) -> tuple[str | None, MentionKind]:
        """In apposition with a name, before or behind: the actor of that name, of whom the description is now known."""
        scene = self.scene
        self.apposed(one)
        for k in [*self.beside(one), *(a for a in appositives(scene, one.head) if not self.another(one, a))]:
            key = scene.at_head.get(k)
            if key is None or key not in scene.whos or one.plural:
                continue
            who = scene.whos[key]
            personal = term.has("office", "head", "official", "analyst")
            bodily = term.has("research", "body", "media", "organ")
            if (who.human and personal) or (who.kind == "organisation" and bodily and not who.human):
                self.learn(key, one, term, owners)
                return key, "definite"
        return None, "definite"

    def apposed(self, one: Phrase) -> None:
        """'Its lead author, the economist Jane Doe': what stands behind in apposition is read first, it may have the name."""
        scene = self.scene
        for k in appositives(scene, one.head):
            if k > one.head and scene.parsed.tokens[k].deprel == "appos" and scene.parsed.tokens[k].upos == "NOUN":
                self.visit(k)

    def another(self, one: Phrase, k: int) -> bool:
        """'the Vice President and President Hichilema': a word that 'and' joins to a description with an article is somebody else."""
        tokens = self.scene.parsed.tokens
        return one.definite and any(t.upos == "CCONJ" for t in tokens[one.head + 1 : k])

    def beside(self, one: Phrase) -> list[int]:
        """Heads of names right before or behind the phrase, with a comma or nothing between, and of 'who gave his name as X'."""
        return [f.head for f in self.names_near(one) if self.adjoins(one, f)]

    def adjoins(self, one: Phrase, f: Found) -> bool:
        tokens = self.scene.parsed.tokens
        if f.first == one.last + 1 or (f.kind == "title" and f.first == one.last + 2 and tokens[one.last + 1].text == "of"):
            return True  # 'Mayor of Stoke Jo Prendergast'
        if f.first == one.last + 2 and tokens[one.last + 1].text == ",":
            return self.closed(f.last)
        if f.first == one.last + 3 and [t.text for t in tokens[one.last + 1 : f.first]] == [",", "one"]:
            return True  # 'the manager, one Noor Abdi'
        if (f.last, tokens[one.first - 1].text) == (one.first - 2, ","):
            return self.closed(one.last)
        return one.last < f.first and tokens[f.first].sentence == tokens[one.head].sentence and self.gives_name(one, f.first)

    def names_near(self, one: Phrase) -> list[Found]:
        """Mentions by name of people in the sentence of a phrase or beside it."""
        sentence = self.scene.parsed.tokens[one.head].sentence
        return [f for s in (sentence - 1, sentence, sentence + 1) for f in self.named.get(s, ())]

    def closed(self, k: int) -> bool:
        """Whether an apposition ends behind token `k`."""
        tokens = self.scene.parsed.tokens
        after = tokens[k + 1] if k + 1 < len(tokens) else None
        return after is None or after.text in _CLOSING or after.upos in ("VERB", "AUX")

    def gives_name(self, one: Phrase, name: int) -> bool:
        """'a sergeant there, who gave his name only as Ruslan', 'a man called Omar'."""
        tokens = self.scene.parsed.tokens
        between = [t.text.lower() for t in tokens[one.last + 1 : name]]
        return len(between) <= 9 and (
            ("name" in between and "as" in between) or bool(set(between[-2:]) & {"named", "called"}) or between[-2:] == ["known", "as"]
        )

    def learn(self, key: str, one: Phrase, term: Term, owners: list[str]) -> None:
        """Role and body of somebody named; the office, where a state or organisation is given or can only be one."""
        scene = self.scene
        who = scene.whos[key]
        who.roles.update({term.text, term.text.split()[-1]})
        who.owners.update(owners)
        gendered = roles()["gendered"]
        word = term.text.split()[-1]
        who.gender = who.gender or ("m" if word in gendered["m"] else "f" if word in gendered["f"] else "")
        if term.has("office") and not people.gone(scene, one):
            for owner in owners:
                scene.declared.setdefault((owner, term.text), key)
        if term.text == "counterpart":
            posts = {r for o in owners if scene.whos[o].human for r in scene.whos[o].roles if r in vocabulary()}
            who.roles |= posts
            scene.declared.update({(o, r): key for o in owners if o.startswith("state:") for r in posts})
        if who.country is None and not scene.base.actor(key) and (term.has("office") or term.text == "counterpart"):
            who.country = next((o.removeprefix("state:") for o in owners if o.startswith("state:")), None)

    def resolve(self, one: Phrase, term: Term, owners: list[str]) -> tuple[str | None, MentionKind]:
        """The actor a description stands for, by the sorts of its noun in order of how much each says."""
        scene = self.scene
        if term.has("joint") and one.plural and (one.number or self.bare_definite(one)) and not owners:
            return bodies.joint(scene, one, term), "group"
        if term.has("office") and (found := people.office(scene, one, term, owners)):
            return found, "definite"
        if term.text == "campaign" and owners and scene.whos[owners[0]].human:
            who = scene.whos[owners[0]]
            return scene.meet(f"role:{who.key}:campaign", f"{who.name} campaign", "organisation", country=who.country).key, "definite"
        if term.text in word_list("country_nouns") and one.definite and not one.plural:
            return self.own_country(one, owners) or self.country(one, owners), "definite"
        if term.text == "ministry" and (found := bodies.ministry(scene, one, owners)):
            return found, "definite"
        if term.has("organ") and not one.plural and (found := bodies.organ(scene, one, term, owners)):
            return found, "definite"
        if term.has("head", "office") and (found := people.head_of_body(scene, one, term, owners)):
            return found, "definite"
        if term.has("analyst"):
            return people.analyst(scene, one, term, owners, bodies.institutes(scene)), "group" if one.plural else "definite"
        if term.has("research", "media", "body") and (found := bodies.organisation(scene, one, term, owners)):
            return found, "definite"
        if term.has("document"):
            return bodies.writing(scene, one, term, owners, self.authors), "definite"
        bare = not one.definite and not one.indefinite and not one.plural and not scene.parsed.tokens[k_of(one)].text[0].isupper()
        if term.has("official", "office", "head") and not self.too_vague(one, term) and not bare:
            return self.person_or_group(one, term, owners)
        if term.text == "team" and owners and (lone := scene.alone(bodies.institutes(scene))) and scene.whos[owners[0]].human:
            return lone, "definite"
        if term.has("group") and (one.modifiers or owners):
            return people.described(scene, one, term, owners), "group"
        return None, "definite"

    def own_country(self, one: Phrase, owners: list[str]) -> str | None:
        """'his country': the state of whoever it is said of."""
        scene = self.scene
        poss = any(scene.parsed.tokens[c].deprel == "nmod:poss" for c in scene.parsed.children[one.head])
        codes = {scene.whos[o].country for o in owners if o in scene.whos}
        code = codes.pop() if poss and len(codes) == 1 else None
        return scene.known(f"state:{code}").key if code and scene.base.actor(f"state:{code}") else None

    def country(self, one: Phrase, owners: list[str]) -> str | None:
        """'the country', 'the kingdom': the state spoken of, as a pronoun would be read."""
        scene = self.scene
        bare = (
            not owners
            and all(scene.parsed.tokens[k].text.lower() in ("island", "whole", "entire", "host") for k in one.modifiers)
            and one.last == one.head
        )
        return best(scene, one.head, [w for w in scene.whos.values() if w.kind == "state"]) if bare else None

    def bare_definite(self, one: Phrase) -> bool:
        opener = self.scene.parsed.tokens[one.first].text.lower()
        return opener in ("both", "the") and not one.modifiers and one.last == one.head

    def too_vague(self, one: Phrase, term: Term) -> bool:
        """'The leader', 'the head' of nothing: nobody is told by it."""
        return term.has("office") and not term.has("official") and not one.modifiers and not one.owners

    def person_or_group(self, one: Phrase, term: Term, owners: list[str]) -> tuple[str | None, MentionKind]:
        if one.plural:
            return people.described(self.scene, one, term, owners), "group"
        return people.official(self.scene, one, term, owners, varied), "definite"

    def matters(self, one: Phrase) -> bool:
        """A group is kept as an actor when it speaks or acts; else it is only people in the picture."""
        scene = self.scene
        token = scene.parsed.tokens[one.head]
        source = one.head in scene.sources
        if not source and one.last == one.head and not one.modifiers:
            self.groups.append((one.head, self.singular(one), ""))
            return False
        by = any(scene.parsed.tokens[c].text.lower() in ("by", "to", "with", "for") for c in scene.parsed.children[one.head])
        return source or token.deprel.startswith(("nsubj", "obl:agent", "nmod:poss", "root", "conj")) or by

    def singular(self, one: Phrase) -> str:
        token = self.scene.parsed.tokens[one.head]
        words = description(self.scene, one)
        return words.replace(token.text, singular(token.text, token.lemma), 1)

    def one_of_them(self, k: int) -> str | None:
        """'one of them said', 'One demanded': one of the group spoken of before."""
        scene, tokens = self.scene, self.scene.parsed.tokens
        following = tokens[k + 1].text.lower() if k + 1 < len(tokens) else ""
        stands = tokens[k].deprel.startswith(("nsubj", "root")) or (
            tokens[k].deprel not in ("nummod", "det", "compound", "amod") and following == "of"
        )
        named = self.named_behind(k)
        if named is not None:
            return named
        if following == "of" and (key := self.one_of(k)) is not None:
            return key
        near = [g for g in self.groups if g[0] < k and tokens[k].sentence - tokens[g[0]].sentence <= 3 and g[0] not in scene.spoken]
        acting = [g for g in near if tokens[g[0]].deprel.startswith("nsubj")]
        near = [g for g in near if g[0] in scene.sources] or acting or near
        if not stands or not near or tokens[k - 1].upos == "ADJ":
            return None
        _, name, country = near[-1]
        if set(name.lower().split()) & (body_nouns() | set(ministries())):
            return None  # 'the American one' of two governments is nobody
        key = scene.meet(f"{named_key(name)} #{fold(name)}", name, "person", country=country or None).key
        scene.note(k, min(k + 2, len(tokens) - 1) if following == "of" else k, k, "group", key)
        return key

    def one_of(self, k: int) -> str | None:
        """'One of his advisers', 'one of the bank's ten largest investors': one of these, and of whom they are."""
        scene, tokens = self.scene, self.scene.parsed.tokens
        inside = range(k + 2, min(k + 8, scene.parsed.sentences[tokens[k].sentence].last))
        stop = next((t for t in inside if tokens[t].upos in ("VERB", "AUX", "PUNCT", "ADP")), inside.stop)
        nouns = [t for t in inside if t < stop and tokens[t].upos == "NOUN" and plural_noun(tokens[t].text, tokens[t].lemma)]
        if not nouns or k not in scene.sources:
            return None
        owner = next((o for t in range(k + 2, nouns[-1]) if (o := scene.at_head.get(t) or self.visit(t))), None)
        word = singular(tokens[nouns[-1]].text, tokens[nouns[-1]].lemma)
        name = f"{word} of {scene.whos[owner].name}" if owner else scene.text(nouns[0], nouns[-1]).replace(tokens[nouns[-1]].text, word)
        who = scene.meet(named_key("one " + name), name, "person", country=scene.whos[owner].country if owner else None, roles={word})
        scene.note(k, nouns[-1], k, "group", who.key)
        return who.key

    def named_behind(self, k: int) -> str | None:
        """'said one, Trevor Haines of the bank', 'one of them, Lorna Fields': the name says who."""
        tokens = self.scene.parsed.tokens
        stop = next((c for c in range(k + 1, min(k + 6, len(tokens))) if tokens[c].text == ","), None)
        name = next((f for f in self.named.get(tokens[k].sentence, ()) if stop is not None and f.first == stop + 1), None)
        if name is None or name.key is None or k not in self.scene.sources:
            return None
        self.scene.note(k, name.last, k, "group", name.key, spoken=False)
        return name.key

    # ------------------------------------------------------------------------------------------------- pronouns

    def pronoun(self, k: int) -> str | None:
        scene = self.scene
        personal = scene.parsed.tokens[k].text.lower() in PERSONAL
        key = pronoun(scene, k) if personal else relative(scene, k)
        if personal or key is not None:
            scene.note(k, k, k, "pronoun", key)
        return key


def k_of(one: Phrase) -> int:
    return one.first


def describe(scene: Scene) -> None:
    Reading(scene).run()


__all__ = ["describe", "first_names"]
