"""The part of an ONNX graph that some of its outputs need: onnxruntime computes every node, whoever asks for it.

Reads and writes protocol buffers (https://protobuf.dev/programming-guides/encoding/) as far as that needs: a message is a list of fields,
each with its number and its bytes. Numbers of fields are those of onnx.proto3. No attribute of the model's nodes holds a graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
from numpy.typing import NDArray

GRAPH = 7  # of a model
NODE, INITIALIZER, INPUT, OUTPUT = 1, 5, 11, 12  # of a graph
READS, WRITES, NAME = 1, 2, 3  # of a node
OPERATORS, DOMAIN = 8, b"com.microsoft"  # of a model; where onnxruntime's own operators are
ATTENTION = "/Reshape_3"  # ends the name of the node that makes one vector of all heads again
TENSOR_DIMENSION, TENSOR_TYPE, TENSOR_NAME, TENSOR_RAW, VALUE_NAME, VALUE_TYPE = 1, 2, 8, 9, 1, 2
DTYPES = {1: "<f4", 10: "<f2"}
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
Field = tuple[int, memoryview, memoryview]  # number, payload, all bytes of the field


def pruned(model: bytes, outputs: Collection[str]) -> bytes:
    """`model` without what none of `outputs` needs; these may be inner values too. Raises KeyError when one is missing."""
    return b"".join(_message(GRAPH, _graph(body, outputs)) if n == GRAPH else bytes(whole) for n, body, whole in fields(memoryview(model)))


def fused(model: bytes, heads: int) -> bytes:
    """`model` with one node for each layer's attention, for input without padding.

    The node is onnxruntime's MultiHeadAttention, which never holds a whole table of words by words. It takes what the layer's projections
    q, k and v give and makes what its projection o takes.
    """
    parts = list(fields(memoryview(model)))
    body = next(part for number, part, _ in parts if number == GRAPH)
    out = list[bytes]()
    for number, part, whole in fields(body):
        layer = _text(part, NAME).removesuffix(ATTENTION) if number == NODE and _text(part, NAME).endswith(ATTENTION) else None
        out.append(bytes(whole) if layer is None else _message(NODE, _attention(part, layer, heads)))
    domain = _message(1, DOMAIN) + b"\x10\x01"  # version 1
    rest = [bytes(whole) for number, _, whole in parts if number != GRAPH]
    return b"".join([*rest, _message(OPERATORS, domain), _message(GRAPH, b"".join(out))])


def _attention(node: memoryview, layer: str, heads: int) -> bytes:
    """In place of the node that joins the heads of a layer again, and under its name for the result."""
    given = b"".join(_message(READS, f"{layer}/{side}/Add_output_0".encode()) for side in "qkv")
    count = _message(1, b"num_heads") + b"\x18" + _encoded(heads) + b"\xa0\x01\x02"  # an integer: attribute type 2
    made = _message(WRITES, _text(node, WRITES).encode())
    return given + made + _message(NAME, layer.encode()) + _message(4, b"MultiHeadAttention") + _message(5, count) + _message(7, DOMAIN)


def _text(message: memoryview, number: int) -> str:
    return next(iter(_names(message, number)), "")


def _graph(body: memoryview, outputs: Collection[str]) -> bytes:
    parts = list(fields(body))
    makers: dict[str, memoryview] = {}
    for number, node, _ in parts:
        if number == NODE:
            makers.update(dict.fromkeys(_names(node, WRITES), node))
    if missing := [o for o in outputs if o not in makers]:
        raise KeyError(f"the model has no output {', '.join(missing)}")
    needed = _needed(makers, outputs)
    kept = [bytes(whole) for number, part, whole in parts if _stays(number, part, needed, outputs)]
    declared = {_names(part, VALUE_NAME)[0] for number, part, _ in parts if number == OUTPUT}
    return b"".join([*kept, *(_message(OUTPUT, _floats(o)) for o in outputs if o not in declared)])


def _floats(name: str) -> bytes:
    """The declaration of a value as float numbers of any shape: type, tensor, element 1."""
    return _message(VALUE_NAME, name.encode()) + _message(VALUE_TYPE, _message(1, b"\x08\x01"))


def linear(model: bytes, output: str) -> tuple[str, NDArray[np.float32], NDArray[np.float32]]:
    """Of an output that is x @ weights + bias: the name of x, the weights, the bias."""
    body = next(part for number, part, _ in fields(memoryview(model)) if number == GRAPH)
    makers: dict[str, list[str]] = {}
    tensors: dict[str, memoryview] = {}
    for number, part, _ in fields(body):
        if number == NODE:
            makers.update(dict.fromkeys(_names(part, WRITES), _names(part, READS)))
        elif number == INITIALIZER:
            tensors[_names(part, TENSOR_NAME)[0]] = part
    bias, product = sorted(makers[output], key=tensors.__contains__, reverse=True)
    inner, weights = makers[product]
    return inner, _array(tensors[next(w for w in (weights, *makers.get(weights, ())) if w in tensors)]), _array(tensors[bias])


def _array(tensor: memoryview) -> NDArray[np.float32]:
    known = [(number, body) for number, body, _ in fields(tensor)]
    shape = [_varint(body, 0)[0] for number, body in known if number == TENSOR_DIMENSION]
    kind = next(_varint(body, 0)[0] for number, body in known if number == TENSOR_TYPE)
    raw = next(body for number, body in known if number == TENSOR_RAW)
    return np.frombuffer(raw, DTYPES[kind]).reshape(shape).astype(np.float32)


def _needed(makers: dict[str, memoryview], outputs: Collection[str]) -> set[str]:
    """Names of all values that `outputs` come from."""
    needed: set[str] = set()
    todo = list(outputs)
    while todo:
        name = todo.pop()
        if name not in needed:
            needed.add(name)
            todo += _names(makers[name], READS) if name in makers else []
    return needed


def _stays(number: int, part: memoryview, needed: set[str], outputs: Collection[str]) -> bool:
    if number == NODE:
        return not needed.isdisjoint(_names(part, WRITES))
    if number == OUTPUT:
        return _names(part, VALUE_NAME)[0] in outputs
    if number in (INITIALIZER, INPUT):
        return _names(part, TENSOR_NAME if number == INITIALIZER else VALUE_NAME)[0] in needed
    return True


def _names(message: memoryview, number: int) -> list[str]:
    return [str(body, "utf-8") for n, body, _ in fields(message) if n == number]


def fields(message: memoryview) -> Iterator[Field]:
    """The fields of a message in order."""
    at = 0
    while at < len(message):
        start = at
        key, at = _varint(message, at)
        kind, begin = key & 7, at
        if kind == _BYTES:
            size, begin = _varint(message, at)
            at = begin + size
        elif kind == _VARINT:
            _, at = _varint(message, at)
        else:
            at += {_FIXED64: 8, _FIXED32: 4}[kind]
        yield key >> 3, message[begin:at], message[start:at]


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def _message(number: int, body: bytes) -> bytes:
    return _encoded(number << 3 | _BYTES) + _encoded(len(body)) + body


def _encoded(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
