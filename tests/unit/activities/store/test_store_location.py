"""A location names one store, or is refused in one sentence that repeats no credential."""

import sys
from pathlib import Path

import pytest

from activities.store import LocalArtifactStores
from activities.store.location import read_location
from activities.store.objects import ObjectArtifactStores
from contracts import ContractInvalid
from contracts.base import utc_now
from runtime.wiring.stores import open_stores
from tests.support.builders import TENANT

SECRET = "wJalrXUtnFEMI"  # noqa: S105 - made up


@pytest.mark.parametrize("way", ["{}", "file://{}", "file:{}", "./store", "~/store", "C:\\store"])
def test_a_path_and_a_file_url_name_a_folder(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has no object store needs none."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))

    stores = open_stores(way.format(tmp_path / "store"))

    assert isinstance(stores, LocalArtifactStores)


async def test_a_file_url_is_decoded(tmp_path: Path) -> None:
    """A folder with a space in its name can be written as a URL."""
    await open_stores((tmp_path / "two words").as_uri()).of(TENANT).put(b"x", "text/plain")

    assert (tmp_path / "two words").is_dir()


def test_an_s3_url_names_a_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    """One setting moves the artefacts into an object store."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "id")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)

    assert isinstance(open_stores("s3://artefacts/phoenix"), ObjectArtifactStores)


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("", "is none"),
        (" ", "is none"),
        ("a\0b", "is none"),
        ("~nobody-of-this-name/x", "home of nobody"),
        ("file://host/folder", "by its full path"),
        ("file:folder", "by its full path"),
        ("file:///folder?x=1", "by its full path"),
        ("file:///a%00b", "is none"),
        (f"https://{SECRET}@host/bucket", "cannot be stored at https:"),
        ("gs://bucket", "cannot be stored at gs:"),
        (f"s3://id:{SECRET}@bucket/x", "holds no credentials"),
        ("s3:/artefacts", "is named by a URL such as s3://bucket/prefix"),
        ("s3://", "is named by a URL"),
        ("s3://Artefacts", "is named by a URL"),
        ("s3://ab", "is named by a URL"),
        ("s3://artefacts:9000/x", "is named by a URL"),
        ("s3://[artefacts", "is named by a URL"),
        ("s3://arte\nfacts", "is named by a URL"),
        ("s3://artefacts/x#y", "is named by a URL"),
        ("s3://artefacts/../x", "The prefix"),
        ("s3://artefacts/a//b", "The prefix"),
        ("s3://artefacts/a b", "The prefix"),
        (f"s3://artefacts?secret={SECRET}", "has the options endpoint and region"),
        ("s3://artefacts?region=a&region=b", "each at most once"),
        ("s3://artefacts?region=", "region of an object store"),
        ("s3://artefacts?region=eu west", "region of an object store"),
        ("s3://artefacts?endpoint", "endpoint of an object store"),
        ("s3://artefacts?endpoint=127.0.0.1:9000", "endpoint of an object store"),
        ("s3://artefacts?endpoint=ftp://host", "endpoint of an object store"),
        ("s3://artefacts?endpoint=http://host/path", "endpoint of an object store"),
        (f"s3://artefacts?endpoint=http://id:{SECRET}@host", "endpoint of an object store"),
    ],
)
def test_a_wrong_location_is_refused(location: str, told: str) -> None:
    """An operator reads what would be right, and a log does not learn a secret."""
    with pytest.raises(ContractInvalid) as refusal:
        open_stores(location)

    assert told in str(refusal.value)
    assert SECRET not in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_what_the_url_leaves_out_comes_from_the_usual_variables() -> None:
    """Whoever has set up Amazon's own tools has set up Phoenix."""
    variables = {"AWS_ENDPOINT_URL": "http://[::1]:9000/", "AWS_DEFAULT_REGION": "eu-south-1"}

    location = read_location("s3://artefacts/a/b/", variables)

    assert (location.endpoint, location.region) == ("http://[::1]:9000", "eu-south-1")
    assert str(location) == "s3://artefacts/a/b at http://[::1]:9000"


def test_what_the_url_says_counts_more_than_a_variable() -> None:
    """A campaign's artefacts do not go elsewhere because of a variable of another tool."""
    variables = {"AWS_ENDPOINT_URL_S3": "http://other:1", "AWS_REGION": "other"}

    location = read_location("s3://artefacts?endpoint=https://minio&region=eu-west-1", variables)

    assert (location.endpoint, location.region) == ("https://minio", "eu-west-1")
    assert (location.prefix, str(read_location("s3://abc", {}))) == ("", "s3://abc")
    assert str(read_location("s3://abc/x", {}).below("y").below("z")) == "s3://abc/x/y/z"
    assert str(read_location("s3://abc", {}).below("y")) == "s3://abc/y"


def test_half_a_pair_of_credentials_is_refused() -> None:
    """A forgotten variable is told before the first campaign, without the other one's value."""
    with pytest.raises(ContractInvalid) as refusal:
        ObjectArtifactStores("s3://artefacts", {"AWS_SECRET_ACCESS_KEY": SECRET}, utc_now)

    assert "with AWS_SECRET_ACCESS_KEY: AWS_ACCESS_KEY_ID and" in str(refusal.value)
    assert SECRET not in str(refusal.value)


def test_without_the_extra_an_operator_is_told_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """An object store needs one more package, and only who wants one needs it."""
    for module in ("bucket", "objects"):
        monkeypatch.delitem(sys.modules, f"activities.store.{module}", raising=False)
    monkeypatch.setitem(sys.modules, "obstore", None)

    with pytest.raises(ContractInvalid, match="need the extra s3"):
        open_stores("s3://artefacts")
