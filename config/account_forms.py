"""The forms of allauth in our words: B1, with «u», one label a field, and no label repeated inside the field."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as social

from communities.forms.trap import Trapped

PASSWORD_RULE = "Minstens 12 tekens. Een zin van een paar woorden is sterk en goed te onthouden."  # noqa: S105
CODE_RULE = "De zes cijfers uit uw app, of een van uw herstelcodes."
LABELS = {
    "login": "E-mailadres",
    "email": "E-mailadres",
    "password": "Wachtwoord",
    "oldpassword": "Uw huidige wachtwoord",
    "password1": "Nieuw wachtwoord",
    "password2": "Nog een keer het nieuwe wachtwoord",
    "code": "Code",
    "name": "Naam van de sleutel",
    "passwordless": "Ook inloggen zonder wachtwoord",
}
HELP = {
    "password1": PASSWORD_RULE,
    "name": "Bijvoorbeeld «telefoon» of «laptop werk». Zo weet u later welke sleutel het is.",
    "passwordless": "Uw apparaat vraagt dan om een vingerafdruk, gezicht of pincode.",
}


class Worded:
    """Puts our words on the fields of a form."""

    labels: ClassVar[dict[str, str]] = {}
    help_texts: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels, help_texts = LABELS | self.labels, HELP | self.help_texts
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = labels.get(name, field.label)
            field.help_text = help_texts.get(name, "")


class SafeCredential:
    """Takes for a wrong code what the library for passkeys cannot read: its errors are not meant for hostile input."""

    def clean_credential(self) -> Any:
        """The key that was used; a form error when the answer is no answer of a key."""
        with unreadable_is_wrong():
            return super().clean_credential()  # type: ignore[misc]


@contextmanager
def unreadable_is_wrong() -> Iterator[None]:
    """Say «incorrect code» for an answer with parts missing, of another type, or with text that cannot be."""
    try:
        yield
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class LoginForm(Worded, account.LoginForm):
    """E-mail address and password."""


class SignupForm(Trapped, Worded, account.SignupForm):
    """A new account. Nobody looks at it first, so that a program is asked to try again and a person can."""

    is_strict = True
    labels: ClassVar[dict[str, str]] = {"password1": "Kies een wachtwoord"}


class AddEmailForm(Worded, account.AddEmailForm):
    """One more address."""

    labels: ClassVar[dict[str, str]] = {"email": "Nieuw e-mailadres"}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    """Another password."""


class SetPasswordForm(Worded, account.SetPasswordForm):
    """A first password, for someone who logs in through their organisation."""


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    """Asking for a link by mail."""


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    """A new password after following the link."""


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    """The password once more, before something that matters."""


class ConfirmCodeForm(Worded, account.ConfirmEmailVerificationCodeForm):
    """The code that was mailed."""

    labels: ClassVar[dict[str, str]] = {"code": "Code uit de e-mail"}


class ChangeEmailForm(Worded, account.ChangeEmailForm):
    """Another address, when the first was mistyped."""

    labels: ClassVar[dict[str, str]] = {"email": "Ander e-mailadres"}


class AuthenticateForm(Worded, mfa.AuthenticateForm):
    """The second step of logging in."""

    help_texts: ClassVar[dict[str, str]] = {"code": CODE_RULE}


class ReauthenticateCodeForm(Worded, mfa.ReauthenticateForm):
    """A code before something that matters."""

    help_texts: ClassVar[dict[str, str]] = {"code": CODE_RULE}


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    """The first code of a new app."""

    labels: ClassVar[dict[str, str]] = {"code": "De zes cijfers die uw app nu toont"}


class AddWebAuthnForm(Worded, webauthn.AddWebAuthnForm):
    """A new key."""

    def clean(self) -> dict[str, Any]:
        """Check the answer of the key."""
        with unreadable_is_wrong():
            return super().clean()


class LoginWebAuthnForm(SafeCredential, webauthn.LoginWebAuthnForm):
    """Logging in with a passkey."""


class AuthenticateWebAuthnForm(SafeCredential, webauthn.AuthenticateWebAuthnForm):
    """A key as the second step."""


class ReauthenticateWebAuthnForm(SafeCredential, webauthn.ReauthenticateWebAuthnForm):
    """A key before something that matters."""


class EditWebAuthnForm(Worded, webauthn.EditWebAuthnForm):
    """The name of a key."""


class SocialSignupForm(Worded, social.SignupForm):
    """A first visit through an organisation."""


class DisconnectForm(Worded, social.DisconnectForm):
    """Letting go of an organisation's account."""

    labels: ClassVar[dict[str, str]] = {"account": "Welke koppeling wilt u verwijderen?"}
