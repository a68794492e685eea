"""A typing error is repeated as it stands, and what may be a secret is not."""

import pytest

from contracts.repeating import repeated


@pytest.mark.parametrize(
    "word",
    [
        "chanels",
        "secret_evn",
        "secretEnv",
        "maxOpenCampaigns",
        "max_open_campaings",
        "brief_sha256",
        "INSTAGRAM_WEBHOOK_SECRET",
        "T_KEY_2",
        "ipv6",
        "señal",
        "instagram.feed",
        "channels.instagramm",
        "auditor.pemm",
        "~nobody/keys",
        "2026-11",
        "72x",
        "127.0.0.1:7233",
        "db.example.com:5432",
        "",
    ],
)
def test_what_reads_as_a_name_is_repeated(word: str) -> None:
    """Whoever mistyped it sees at once which letter it was."""
    assert repeated(word) == word


@pytest.mark.parametrize(
    "word",
    [
        "hunter2",
        "hunter2-and-more",
        "ab2d-e3gh-45jk-lm6n",
        "Sommer2026!",
        "correct horse!",
        "sk-proj-4f9aBcD0eF",
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3",
        "123456789:AAEhBOweik6ad9r",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N",
        "kLmNoPqRsT",
        "abcdefghijklmnopqrstuvwxyz",
        "0123456789abcdef",
        "12345678",
        "5f4dcc3b5aa765d61d8327deb882cf995f4dcc3b5aa765d61d8327deb882cf99",
        "https://ana:geheim@host.example/list",
        "ana:geheim",
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA",
        "a-b-c-d-e-f-g-h-i-j",
        "many words " * 8,
        "6f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a001",
    ],
)
def test_what_may_be_a_secret_is_not_repeated(word: str) -> None:
    """Whoever put it there recognises it by how it begins and how long it is, and nobody else."""
    assert repeated(word) == f"{word[0]}… ({len(word)} characters)"


@pytest.mark.parametrize(
    "word", ["6f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a001", "6f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a00"]
)
def test_an_id_is_repeated_where_one_belongs(word: str) -> None:
    """Badly copied, too; anywhere else a UUID may be a secret."""
    assert repeated(word, may_be_id=True) == word
    assert repeated("hunter2-and-more", may_be_id=True) == "h… (16 characters)"
