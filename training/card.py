"""Put the measured figures into the model card.

    python card.py CARD FULL.json ONNX.json     # both by evaluate.py --json: the weights before and after export

Replaces what stands between the two `figures` comments of CARD.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
PLAIN = ("relation", "relation exact", *(f"{role} {what}" for what in ("words", "spans") for role in ("source", "cue", "content")))
KINDS = ("direct", "mixed", "indirect", "without source")
NAMES = ("person", "organisation", "place", "person, organisation, place")


def table(head: list[str], rows: list[list[Any]]) -> list[str]:
    return ["| " + " | ".join(map(str, row)) + " |" for row in [head, ["---"] * len(head), *rows]] + [""]


def figures(full: dict[str, Any], small: dict[str, Any]) -> list[str]:
    a, b = full["attribution"], small["attribution"]
    out = ["Attribution, PolNeAR dev (per cent; first annotator, CoreNLP's sentences, our tokens):", ""]
    out += table(
        ["", "precision", "recall", "F1", "F1 before int8", "gold"],
        [[k, b[k]["p"], b[k]["r"], b[k]["f1"], a[k]["f1"], b[k]["gold"]] for k in PLAIN],
    )
    by = {k.removeprefix("relation, "): v for k, v in b.items() if k.startswith("relation, ")}
    out += ["Relations found, by kind of content:", ""]
    out += table(["", "recall", "gold"], [[k, by[k]["r"], by[k]["gold"]] for k in KINDS if k in by])
    out += ["Relations, by publisher:", ""]
    out += table(
        ["", "precision", "recall", "F1", "gold"],
        [[k, v["p"], v["r"], v["f1"], v["gold"]] for k, v in sorted(by.items()) if k not in KINDS],
    )
    out += ["Names, exact spans (F1). CoreNLP's tags on PolNeAR dev are noisy, above all on organisations; GUM's are gold:", ""]
    silver, gold, before = small["entities, silver"], small["gum"]["entities"], full["gum"]["entities"]
    out += table(
        ["", "PolNeAR dev, silver", "GUM dev, gold", "GUM before int8"],
        [[k, silver[k]["f1"], gold[k]["f1"], before[k]["f1"]] for k in NAMES],
    )
    out += ["Syntax, gold words and sentences (per cent of words, trees always valid):", ""]
    keys = ("upos", "uas", "las", "las with subtypes")
    banks = [[name, *(small[k][x] for x in keys), full[k]["las"]] for k, name in (("ewt", "EWT dev"), ("gum", "GUM dev"))]
    out += table(["", "UPOS", "UAS", "LAS", "LAS with subtypes", "LAS before int8"], banks)
    v, w = small["vectors"], full["vectors"]
    out += ["Sentence vectors against the original MiniLM's (which reads each sentence alone), PolNeAR dev:", ""]
    rows = [[k, v[k], w[k]] for k in ("cosine", "spearman in article", "same nearest")]
    return out + table(["", "shipped", "before int8"], rows) + [f"`reader.onnx`: {small['MB']} MB, SHA-256 `{small['sha256']}`."]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("card", "full", "small"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    full, small = (json.loads(p.read_text(encoding="utf-8")) for p in (options.full, options.small))
    text = options.card.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    options.card.write_text("\n".join([before + BEGIN, "", *figures(full, small), "", END + after]), encoding="utf-8")


if __name__ == "__main__":
    main()
