"""The doctor's findings on a sound installation, and what it says of a broken part."""

from readouts.doctor import _package, _tried, findings
from readouts.errors import ModelError


def test_a_sound_installation_has_no_remedies():
    found = findings()
    assert all(f.good and not f.remedy for f in found), found
    assert {"Python", "spaCy pipeline", "lexicon"} <= {f.what for f in found}


def test_a_missing_package_names_its_remedy():
    finding = _package("no-such-package-here", "nothing")
    assert not finding.good and finding.remedy == "pip install no-such-package-here"


def test_a_part_that_fails_is_a_finding_and_no_traceback():
    def broken():
        raise ModelError("the pipeline is not installed", "Install it")

    finding = _tried("spaCy pipeline", broken, "pip install it")
    assert not finding.good and "not installed" in finding.detail and finding.remedy == "pip install it"
