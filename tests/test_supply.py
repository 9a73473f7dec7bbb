"""What the project is made of: the lock, the licences, the bill of materials, the models."""

import hashlib
import json
import shutil
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "supply"), str(ROOT / "training" / "alignment")]
from locked import LOCK, locked, plain  # noqa: E402

from readouts.errors import ModelError  # noqa: E402
from readouts.models import alignment, attribution, embedding, shipped  # noqa: E402


def asked_for():
    """Every requirement of pyproject.toml, extras and what builds it included."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = table["project"]
    lines = [*project["dependencies"], *table["build-system"]["requires"]]
    lines += [line for extra in project["optional-dependencies"].values() for line in extra]
    return [Requirement(line) for line in lines]


def test_the_lock_has_all_that_is_asked_for():
    """Run `make lock` when it has not."""
    held = {one.name: one for one in locked()}
    missing = [str(r) for r in asked_for() if plain(r.name) not in held]
    wrong = [f"{r}: {held[plain(r.name)].version}" for r in asked_for()
             if plain(r.name) in held and not r.specifier.contains(Version(held[plain(r.name)].version))]  # fmt: skip
    assert not missing and not wrong


def test_the_lock_names_no_registry_and_has_hashes_for_all():
    text = LOCK.read_text("utf-8")
    assert "://" not in text and "--index" not in text and "--find-links" not in text
    found = locked()
    assert len(found) > 100 and all(one.hashes for one in found)
    assert all(h.startswith("sha256:") and len(h) == 71 for one in found for h in one.hashes)
    # Compiled packages have a file for each Python and platform.
    compiled = {one.name: len(one.hashes) for one in found if one.name in ("numpy", "lxml", "spacy", "sqlalchemy")}
    assert len(compiled) == 4 and all(count >= 12 for count in compiled.values()), compiled


def test_what_runs_here_is_what_is_locked():
    """For the packages that a reading needs, where this Python has them from the lock."""
    from importlib import metadata

    if not (ROOT / ".venv" / "ready").exists():
        pytest.skip("the environment was not made by make setup")
    held = {one.name: one.version for one in locked()}
    assert {n: metadata.version(n) for n in ("spacy", "lxml", "httpx")} == {
        n: held[n] for n in ("spacy", "lxml", "httpx")
    }


def test_a_lock_that_is_no_lock_is_refused(tmp_path):
    path = tmp_path / "requirements.lock"
    path.write_text("numpy>=1.0\n")
    with pytest.raises(ValueError, match="is no package"):
        locked(path)


def test_the_page_of_licences_is_that_of_the_lock():
    """Run `make licences` when it is not."""
    page = (ROOT / "docs" / "licences.md").read_text("utf-8")
    rows = {
        line.split("|")[1].strip(): line.split("|")[2].strip() for line in page.splitlines() if line.count("|") == 5
    }
    assert {one.name: one.version for one in locked()}.items() <= rows.items()
    assert "not stated" not in page
    for source in ("factbook", "country-codes", "wikidata"):
        assert source in page


def test_the_bill_of_materials():
    pytest.importorskip("cyclonedx")
    pytest.importorskip("jsonschema")
    from cyclonedx.output.json import JsonV1Dot6
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator
    from sbom import bill

    written = JsonV1Dot6(bill()).output_as_string()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None
    parts = {part["name"]: part for part in json.loads(written)["components"]}
    assert {one.name for one in locked()} <= set(parts)
    weights = parts["models/weights/attribution.onnx"]
    assert weights["type"] == "machine-learning-model"
    assert weights["hashes"] == [{"alg": "SHA-256", "content": attribution.SHA256["attribution.onnx"]}]


@pytest.mark.parametrize("model", [attribution, embedding], ids=["attribution", "embedding"])
@pytest.mark.parametrize("place", [0, 1], ids=["weights", "tokenizer"])
def test_a_changed_model_is_refused(model, place, tmp_path, monkeypatch):
    """One bit of one file, and it is not loaded."""
    for name in model.SHA256:
        shutil.copy(shipped.WEIGHTS / name, tmp_path / name)
    changed = tmp_path / list(model.SHA256)[place]
    raw = bytearray(changed.read_bytes())
    raw[len(raw) // 2] ^= 1
    changed.write_bytes(raw)
    monkeypatch.setattr(model, "WEIGHTS", tmp_path)
    with pytest.raises(ModelError, match="is not the file"):
        model.load(tmp_path)


def test_changed_weights_of_the_alignment_are_refused(tmp_path, monkeypatch):
    """A file of ours in another place is taken as it is; in the place of the shipped one only with its hash."""
    weights = json.loads((shipped.WEIGHTS / "alignment.json").read_text())
    weights["with encoder"]["bias"] += 1
    (changed := tmp_path / "alignment.json").write_text(json.dumps(weights))
    assert alignment.load(tmp_path)["with encoder"].bias == alignment.load()["with encoder"].bias + 1
    monkeypatch.setattr(alignment, "WEIGHTS", tmp_path)
    with pytest.raises(ModelError, match=r"alignment\.json is not the file that this version was made with\. Install"):
        alignment.load(tmp_path)
    changed.unlink()
    with pytest.raises(ModelError, match="is missing"):
        alignment.load(tmp_path)


@pytest.mark.parametrize("written", ["", "[]", "5", '{"with encoder": {"bias": 1}}', '{"with encoder": null}'])
def test_a_file_without_weights_is_told(written, tmp_path):
    (tmp_path / "alignment.json").write_text(written)
    with pytest.raises(ModelError, match="holds no weights"):
        alignment.load(tmp_path)


def test_the_hash_of_new_weights_is_put_where_it_is_checked(tmp_path):
    """What training/alignment/fit.py does when it has written the package's weights."""
    from fit import renew_hash

    shutil.copy(alignment.__file__, source := tmp_path / "alignment.py")
    (tmp_path / "alignment.json").write_text("{}")
    renew_hash(source, tmp_path)
    new = hashlib.sha256(b"{}").hexdigest()
    assert new in source.read_text() and alignment.SHA256["alignment.json"] not in source.read_text()
