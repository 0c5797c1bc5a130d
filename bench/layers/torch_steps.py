"""Training steps in PyTorch, one thread: the peer of bench/layers/steps.ts.

Reads lines {"work", "size", "steps"} and answers each with the milliseconds
of every step. The models are the ones that steps.ts builds.
"""

import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
torch.manual_seed(1)
SLOTS, WIDTH = 128, 20  # of the Turing machine's memory


class Seq2seq(nn.Module):
    """LSTM encoder, and an LSTM decoder with additive attention (Bahdanau)."""

    def __init__(self, vocabulary=200, width=128):
        super().__init__()
        self.source = nn.Embedding(vocabulary, width)
        self.target = nn.Embedding(vocabulary, width)
        self.encoder = nn.LSTM(width, width, batch_first=True)
        self.cell = nn.LSTMCell(2 * width, width)
        self.query = nn.Linear(width, width, bias=False)
        self.key = nn.Linear(width, width, bias=False)
        self.score = nn.Linear(width, 1, bias=False)
        self.output = nn.Linear(width, vocabulary)

    def forward(self, source, target):
        states, (hidden, cell) = self.encoder(self.source(source))
        hidden, cell = hidden[0], cell[0]
        keys, inputs = self.key(states), self.target(target)
        outputs = []
        for step in range(target.shape[1]):
            scores = self.score(torch.tanh(keys + self.query(hidden)[:, None]))
            context = (torch.softmax(scores, 1) * states).sum(1)
            entry = torch.cat([inputs[:, step], context], 1)
            hidden, cell = self.cell(entry, (hidden, cell))
            outputs.append(hidden)
        return self.output(torch.stack(outputs, 1))


class Block(nn.Module):
    """A post-norm encoder block of 4 heads."""

    def __init__(self, width=64, heads=4, inner=256):
        super().__init__()
        self.heads = heads
        self.project = nn.Linear(width, 3 * width)
        self.join = nn.Linear(width, width)
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.inner, self.outer = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x):
        batch, length, width = x.shape
        split = lambda part: part.reshape(
            batch, length, self.heads, width // self.heads).transpose(1, 2)
        query, key, value = map(split, self.project(x).chunk(3, -1))
        scores = query @ key.transpose(-1, -2) / math.sqrt(width // self.heads)
        read = (torch.softmax(scores, -1) @ value).transpose(1, 2)
        x = self.first(x + self.join(read.reshape(batch, length, width)))
        return self.second(x + self.outer(torch.relu(self.inner(x))))


class Transformer(nn.Module):
    def __init__(self, vocabulary=200, width=64):
        super().__init__()
        self.embed = nn.Embedding(vocabulary, width)
        self.blocks = nn.Sequential(Block(width), Block(width))
        self.output = nn.Linear(width, vocabulary)

    def forward(self, ids):
        return self.output(self.blocks(self.embed(ids)))


class TuringMachine(nn.Module):
    """Feed-forward controller of 100 units, one head that reads, one that writes."""

    def __init__(self, bits=8, controller=100):
        super().__init__()
        self.bits = bits
        self.hidden = nn.Linear(bits + 2 + WIDTH, controller)
        self.output = nn.Linear(controller + WIDTH, bits)
        self.reader = nn.Linear(controller, WIDTH + 6)
        self.writer = nn.Linear(controller, 3 * WIDTH + 6)
        self.start = nn.Parameter(torch.randn(WIDTH) * 0.1)

    def address(self, said, memory, before):
        key = torch.tanh(said[:, :WIDTH])
        strength = F.softplus(said[:, WIDTH:WIDTH + 1])
        gate = torch.sigmoid(said[:, WIDTH + 1:WIDTH + 2])
        shift = torch.softmax(said[:, WIDTH + 2:WIDTH + 5], 1)
        sharpening = 1 + F.softplus(said[:, WIDTH + 5:WIDTH + 6])
        norms = memory.norm(dim=2) * key.norm(dim=1)[:, None] + 1e-8
        cosine = (memory @ key[:, :, None])[:, :, 0] / norms
        content = torch.softmax(strength * cosine, 1)
        gated = gate * content + (1 - gate) * before
        moved = (shift[:, 0:1] * gated.roll(-1, 1) + shift[:, 1:2] * gated
                 + shift[:, 2:3] * gated.roll(1, 1))
        return torch.softmax(sharpening * torch.log(moved + 1e-8), 1)

    def forward(self, inputs):
        batch = inputs.shape[0]
        memory = self.start.expand(batch, SLOTS, WIDTH) * 1.0
        weights = torch.zeros(batch, SLOTS)
        weights[:, 0] = 1
        reading = writing = weights
        read = torch.zeros(batch, WIDTH)
        outputs = []
        for step in range(inputs.shape[1]):
            hidden = torch.tanh(self.hidden(torch.cat([inputs[:, step], read], 1)))
            says = self.writer(hidden)
            reading = self.address(self.reader(hidden), memory, reading)
            writing = self.address(says, memory, writing)
            read = (reading[:, None] @ memory)[:, 0]
            erase = torch.sigmoid(says[:, -2 * WIDTH:-WIDTH])
            add = torch.tanh(says[:, -WIDTH:])
            memory = memory * (1 - writing[:, :, None] * erase[:, None])
            memory = memory + writing[:, :, None] * add[:, None]
            outputs.append(self.output(torch.cat([hidden, read], 1)))
        return torch.stack(outputs, 1)


def trainer(model, loss, clip):
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)

    def step():
        optimizer.zero_grad()
        loss().backward()
        clip(model.parameters())
        optimizer.step()

    return step


def by_norm(parameters):
    nn.utils.clip_grad_norm_(parameters, 5)


def by_value(parameters):
    nn.utils.clip_grad_value_(parameters, 10)


def classify(logits, labels):
    return F.cross_entropy(logits.flatten(0, 1), labels.flatten())


def seq2seq(length):
    model = Seq2seq()
    source, target = torch.randint(0, 200, (2, 64, length))
    return trainer(model, lambda: classify(model(source, target), target), by_norm)


def transformer(length):
    model = Transformer()
    ids = torch.randint(0, 200, (32, length))
    return trainer(model, lambda: classify(model(ids), ids), by_norm)


def turing(batch):
    def prepare(length):
        model = TuringMachine()
        bits = torch.randint(0, 2, (batch, length, 8)).float()
        inputs = torch.zeros(batch, 2 * length + 1, 10)
        inputs[:, :length, :8] = bits
        inputs[:, length, 8] = 1
        return trainer(
            model,
            lambda: F.binary_cross_entropy_with_logits(
                model(inputs)[:, length + 1:], bits), by_value)

    return prepare


def attention(items):
    query, key, value = (torch.randn(items, 64, requires_grad=True)
                         for _ in range(3))

    def step():
        weights = torch.softmax(query @ key.T / 8, 1)
        torch.autograd.grad((weights @ value).sum(), (query, key, value))

    return step


WORKS = {
    "seq2seq": seq2seq,
    "transformer": transformer,
    "turing-1": turing(1),
    "turing-16": turing(16),
    "attention": attention,
}
prepared = {}
for line in sys.stdin:
    question = json.loads(line)
    if question["work"] == "openblas":
        torch.ones(64, 64) @ torch.ones(64, 64)
        print(json.dumps([int("openblas" in open("/proc/self/maps").read())]),
              flush=True)
        continue
    name = (question["work"], question["size"])
    if name not in prepared:
        prepared[name] = WORKS[name[0]](name[1])
    times = []
    for _ in range(question["steps"]):
        started = time.perf_counter()
        prepared[name]()
        times.append(1000 * (time.perf_counter() - started))
    print(json.dumps(times), flush=True)
