"""Which claims speak of the same matter: assignment, features, sentence vectors. People and states are invented."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_compare_align import built
from told import MAROVIA, SKELLAND, TARN, VOSS

from readouts.compare.matching import FEATURES, assigned, chances, features
from readouts.compare.wording import tellings
from readouts.errors import ModelError
from readouts.link.accounts import accounts, sides
from readouts.models import embedding

GAINS = st.integers(1, 5).flatmap(
    lambda n: st.integers(1, 5).flatmap(
        lambda m: st.lists(st.lists(st.integers(-5, 9), min_size=m, max_size=m), min_size=n, max_size=n)
    )
)


@given(GAINS)
@settings(max_examples=150, deadline=None)
def test_the_assignment_is_the_best_there_is(gains):
    gain = np.array(gains, dtype=float)
    found = assigned(gain)
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
    assert all(gain[pair] > 0 for pair in found)
    wide = gain if gain.shape[0] <= gain.shape[1] else gain.T
    best = max(
        sum(max(wide[i, j], 0) for i, j in enumerate(order)) for order in permutations(range(wide.shape[1]), len(wide))
    )
    assert sum(gain[pair] for pair in found) == pytest.approx(best)


def told(left, right):
    readings = [built(left, "l", MAROVIA.id), built(right, "r", SKELLAND.id)]
    one, other, _ = sides(accounts(readings, {"l": MAROVIA.id, "r": SKELLAND.id}), readings)
    return tellings(one, readings), tellings(other, readings)


LEFT = [
    ("Voss [urged the release of the two reporters].", "urge", ["prisoners"], VOSS.id),
    ("Voss [discussed the fight against global warming].", "discuss", ["climate"], VOSS.id),
]
RIGHT = [
    ("Tarn [spoke of the climate].", "discuss", ["climate"], TARN.id),
    ("Voss [called for freeing the journalists].", "urge", ["prisoners"], VOSS.id),
]


@pytest.mark.parametrize("encoder", [embedding.load(), None], ids=["vectors", "words"])
def test_what_belongs_together_is_likelier(encoder):
    left, right = told(LEFT, RIGHT)
    found = chances(left, right, encoder)
    assert found.shape == (2, 2) and ((found > 0) & (found < 1)).all()
    assert found[0, 1] > 2 * found[0, 0] and found[1, 0] > 2 * found[1, 1]


def test_features_say_what_is_shared():
    left, right = told(LEFT, RIGHT)
    shared = dict(zip(FEATURES, features(left, right, None)[0, 1], strict=True))
    assert (
        shared["meaning"] == 0 and shared["issues"] > 0.5 and shared["issues apart"] == 0 and shared["same doer"] == 1
    )
    apart = dict(zip(FEATURES, features(left, right, None)[0, 0], strict=True))
    assert apart["issues apart"] == 1 and apart["other doer"] == 1 and apart["words"] == 0


def test_nothing_to_match():
    left, _ = told(LEFT, RIGHT)
    assert chances(left, (), None).shape == (2, 0) and assigned(np.zeros((2, 0))) == []


def test_vectors_are_near_in_meaning_and_do_not_depend_on_their_order():
    encoder = embedding.load()
    texts = ["urged the release of the reporters", "called for freeing the journalists", "agreed on a new railway", ""]
    found = embedding.vectors(encoder, texts)
    assert found.shape == (4, embedding.WIDTH)
    assert np.linalg.norm(found, axis=1) == pytest.approx([1] * 4, abs=1e-3)
    assert found[0] @ found[1] > 0.5 > 0.3 > found[0] @ found[2]
    turned = embedding.vectors(encoder, texts[::-1])[::-1]
    assert (found * turned).sum(1) == pytest.approx([1] * 4, abs=0.02)


def test_other_weights_are_refused(tmp_path):
    (tmp_path / "embedding.onnx").write_bytes(b"no model")
    with pytest.raises(ModelError, match=r"tokenizer\.json is missing|embedding\.onnx is"):
        embedding.load(tmp_path)
