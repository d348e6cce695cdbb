import msgspec
import pytest

from brasa.channels.http import HttpSettings
from brasa.channels.secret import Secret, redact
from brasa.channels.settings import read_settings


def test_a_secret_shows_itself_only_when_asked() -> None:
    secret = Secret("hush-hush")

    assert secret.reveal() == "hush-hush"
    assert "hush" not in f"{secret} {secret!r} {[secret]}"


def test_settings_can_be_printed_and_not_leak() -> None:
    settings = read_settings(
        {
            "url": "https://gateway.example",
            "headers": {"Authorization": "Bearer hush-hush"},
            "callback": {"secret": "whisper-whisper"},
        },
        HttpSettings,
    )

    assert settings.headers["Authorization"].reveal() == "Bearer hush-hush"
    assert "hush" not in repr(settings)
    assert "whisper" not in repr(settings)


def test_a_secret_cannot_be_encoded_by_accident() -> None:
    with pytest.raises(TypeError):
        msgspec.json.encode({"token": Secret("hush-hush")})


def test_redaction_hides_a_secret_and_its_telling_words() -> None:
    secrets = [Secret("Bearer hush-hush")]

    assert redact("got 'Bearer hush-hush'", secrets) == "got '***'"
    assert redact("token hush-hush is wrong", secrets) == "token *** is wrong"
    assert redact("nothing of it", secrets) == "nothing of it"
