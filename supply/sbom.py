"""Prints the bill of materials as CycloneDX JSON: the packages of the lock, the models and the lexicon, with hashes."""

import hashlib
import sys
from importlib import metadata
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from licences import licence
from locked import ROOT, Locked, locked
from packageurl import PackageURL

from readouts import __version__

SOURCE = ROOT / "src" / "readouts"


def bill() -> Bom:
    """All that a working copy is made of."""
    made = Bom()
    made.metadata.component = Component(
        name="readouts", version=__version__, type=ComponentType.APPLICATION, bom_ref="readouts",
        licenses=[LicenseExpression("Apache-2.0")], supplier=OrganizationalEntity(name="The Readouts project"),
    )  # fmt: skip
    parts = [*map(package, locked()), *map(model, sorted(SOURCE.glob("models/weights/*.[oj]*"))),
             *map(table, sorted(SOURCE.glob("lexicon/*.tsv")))]  # fmt: skip
    for part in parts:
        made.components.add(part)
    made.register_dependency(made.metadata.component, parts)
    return made


def package(one: Locked) -> Component:
    """A package of the lock, where the hashes of its files stand: it has many, and a component one of each kind."""
    address = PackageURL(type="pypi", name=one.name, version=one.version)
    try:
        said = [DisjunctiveLicense(name=licence(metadata.distribution(one.name)))]
    except metadata.PackageNotFoundError:
        said = []
    return Component(name=one.name, version=one.version, purl=address, bom_ref=str(address), licenses=said,
                     type=ComponentType.LIBRARY, description=one.marker)  # fmt: skip


def model(path: Path) -> Component:
    return _file(path, ComponentType.MACHINE_LEARNING_MODEL)


def table(path: Path) -> Component:
    return _file(path, ComponentType.DATA)


def _file(path: Path, kind: ComponentType) -> Component:
    name = path.relative_to(SOURCE).as_posix()
    sum_ = HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(path.read_bytes()).hexdigest())
    return Component(name=name, version=__version__, type=kind, bom_ref=f"file:{name}", hashes=[sum_])


def main() -> None:
    written = JsonV1Dot6(bill()).output_as_string(indent=1)
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(written):
        sys.exit(f"the bill is no CycloneDX: {wrong}")
    print(written)


if __name__ == "__main__":
    main()
