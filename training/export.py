"""Write what the program needs.

    python export.py WORK WEIGHTS OUT --tokenizer DIR      -> OUT/{reader.onnx, relations.npz, labels.json, tokenizer.json}
    python export.py WORK WEIGHTS OUT --tokenizer DIR --full       the same in fp32, to see what rounding costs (evaluation/precision.py)

WEIGHTS is ema.pt or last.pt of train.py. Matrix products with constant weights become int8 per channel (dynamic), except in the heads;
every other table of some size is kept as fp16. labels.json records the file's SHA-256 and the training's settings.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from features import ENTITIES, TAGS, Batch, collate, example
from model import Reader, load_state
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

INPUTS = ("ids", "mask", "case", "psent", "first", "sid")
OUTPUTS = ("tag", "link", "upos", "arc", "rel", "ner", "vec", "raw", "end", "rel_dep", "rel_head", "piece")
SMALL = 4096  # numbers; smaller tables stay fp32
SHAPES = ("special", "no letters", "lower", "UPPER", "one capital", "Title", "miXed")


def trace(reader: Reader, batch: Batch, path: Path) -> None:
    axes: dict[str, dict[int, str]] = {k: {0: "rows", 1: "pieces"} for k in INPUTS[:4]}
    axes |= {"first": {0: "rows", 1: "words"}, "sid": {0: "sentences"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer's notes on the old exporter, which gives the leaner graph
        torch.onnx.export(
            reader, tuple(batch[k] for k in INPUTS), str(path), input_names=list(INPUTS), output_names=list(OUTPUTS), dynamic_axes=axes,
            opset_version=17, dynamo=False,
        )  # fmt: skip


def quantize(source: Path, target: Path, quantize_heads: bool = False) -> None:
    products = [n.name for n in onnx.load(source).graph.node if n.op_type in ("MatMul", "Gemm")]
    kept = [] if quantize_heads else [name for name in products if not name.startswith("/enc/")]
    quantize_dynamic(
        source, target, nodes_to_exclude=kept, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gemm"], per_channel=True,
        extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip


def halve(path: Path) -> None:
    """Large float tables as fp16. What is only looked up is cast after the look-up; the rest once, when the session loads."""
    model = onnx.load(path)
    graph = model.graph
    for table in [t for t in graph.initializer if t.data_type == TensorProto.FLOAT and np.prod(t.dims) > SMALL]:
        users = [n for n in graph.node if table.name in n.input]
        graph.initializer.remove(table)
        short = f"{table.name}_half"
        graph.initializer.append(numpy_helper.from_array(numpy_helper.to_array(table).astype(np.float16), short))
        if len(users) == 1 and users[0].op_type == "Gather":
            node, out = users[0], users[0].output[0]
            node.input[0], node.output[0] = short, f"{out}_half"
            graph.node.insert(list(graph.node).index(node) + 1, helper.make_node("Cast", [f"{out}_half"], [out], to=TensorProto.FLOAT))
        else:
            graph.node.insert(0, helper.make_node("Cast", [short], [table.name], to=TensorProto.FLOAT))
    del graph.value_info[:]
    onnx.save(model, path)


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def labels(data: dict[str, Any], reader: Reader, out: Path, weights: Path, story: dict[str, Any], version: str) -> dict[str, Any]:
    return {
        "version": version,
        "tags": list(TAGS),
        "upos": data["upos"],
        "rels": data["rels"],
        "ner": list(ENTITIES),
        "tag_transitions": [[round(float(x), 4) for x in row] for row in reader.step.detach()],
        "ner_transitions": [[0.0] * len(ENTITIES)] * len(ENTITIES),  # names have no learned ones; the decoder forbids what is no BIO
        "case_classes": list(SHAPES),
        "inputs": list(INPUTS),
        "outputs": list(OUTPUTS),
        "reader_sha256": checksum(out / "reader.onnx"),
        "relations_sha256": checksum(out / "relations.npz"),
        "made_by": f"training/train.py (seed {story.get('seed')}), training/export.py {weights.name}",
        "training": story,
    }


def difference(reader: Reader, path: Path, batch: Batch) -> dict[str, float]:
    """Largest difference of each output from the weights', on shapes that were not traced."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    said = session.run(list(OUTPUTS), {k: batch[k].numpy() for k in INPUTS})
    with torch.inference_mode():
        meant = [x.numpy() for x in reader(*(batch[k] for k in INPUTS))]
    return {k: round(float(np.abs(s - m)[np.abs(m) < 1e3].max()), 3) for k, s, m in zip(OUTPUTS, said, meant, strict=True) if k != "rel"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--version", default="1")
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    data = pickle.loads((options.work / "data.pkl").read_bytes())
    reader = Reader(len(data["upos"]), len(data["rels"]))
    load_state(reader, torch.load(options.weights)).eval()
    news = data["polnear_dev"]
    with tempfile.TemporaryDirectory() as folder:
        trace(reader, collate([example([(news[0], 0, 100)]), example([(news[1], 0, 80)])]), Path(folder) / "full.onnx")
        if options.full:
            shutil.copyfile(Path(folder) / "full.onnx", options.out / "reader.onnx")
        else:
            quantize(Path(folder) / "full.onnx", options.out / "reader.onnx")
            halve(options.out / "reader.onnx")
    inner = reader.inner + 1
    u = reader.rU.weight.detach().T.reshape(inner, reader.n_rel, inner).half().numpy()
    np.savez(options.out / "relations.npz", U=u)
    shutil.copyfile(options.tokenizer / "tokenizer.json", options.out / "tokenizer.json")
    told = options.weights.parent / "training.json"
    story = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
    found = labels(data, reader, options.out, options.weights, story, options.version)
    (options.out / "labels.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print("MB", round((options.out / "reader.onnx").stat().st_size / 1e6, 1), found["reader_sha256"])
    print(difference(reader, options.out / "reader.onnx", collate([example([(news[2], 5, 160)]), example([(news[3], 0, 90)])])))


if __name__ == "__main__":
    main()
