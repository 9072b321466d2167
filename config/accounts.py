"""Accounts: our words for what allauth says, and mails that also come as HTML."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string

# One text, whether the address or the password is wrong: who guesses learns nothing.
NO_MATCH = "Dit e-mailadres en dit wachtwoord horen niet bij elkaar."
KEY_NAMES = ["Eerste sleutel", "Reservesleutel"]
WAYS = {
    "reauthenticate": "Met uw wachtwoord",
    "mfa_reauthenticate": "Met een code",
    "mfa_reauthenticate:webauthn": "Met uw sleutel",
}


class AccountAdapter(DefaultAccountAdapter):
    """How accounts speak."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Dit account is niet meer actief.",
        "cannot_remove_primary_email": "Dit is het e-mailadres waarmee u inlogt. Kies eerst een ander adres daarvoor.",
        "duplicate_email": "Dit e-mailadres hoort al bij uw account.",
        "email_password_mismatch": NO_MATCH,
        "invalid_login": NO_MATCH,
        "enter_current_password": "Dit is niet uw huidige wachtwoord.",
        "incorrect_code": "Deze code klopt niet. Kijk of het de nieuwste code is.",
        "incorrect_password": "Dit wachtwoord klopt niet.",
        "invalid_or_expired_key": "Deze link werkt niet meer. Vraag een nieuwe aan.",
        "invalid_password_reset": "Deze link werkt niet meer. Vraag een nieuwe aan.",
        "max_email_addresses": "U kunt niet meer dan %d e-mailadressen toevoegen.",
        "too_many_login_attempts": "Te veel pogingen. Wacht vijf minuten en probeer het dan opnieuw.",
        "unverified_primary_email": "Bevestig eerst het e-mailadres waarmee u inlogt.",
        "same_as_current": "Dit is hetzelfde als wat er al stond.",
        "rate_limited": "Dat ging erg snel achter elkaar. Wacht even en probeer het dan opnieuw.",
    }

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways in which this person can show who is there."""
        return [way | {"description": WAYS[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The mail as text, and the same words as HTML."""
        mail = super().render_mail(template_prefix, email, context, headers)
        if isinstance(mail, EmailMultiAlternatives):
            page = render_to_string("emails/letter.html", {"subject": mail.subject, "text": mail.body})
            mail.attach_alternative(page, "text/html")
        return mail


class MFAAdapter(DefaultMFAAdapter):
    """How the second step speaks."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": "Uw account is beveiligd met een tweede stap. Daarom kunt u geen e-mailadres toevoegen.",
        "cannot_delete_authenticator": "U kunt de tweede stap niet uitzetten.",
        "cannot_generate_recovery_codes": "Zet eerst een app of sleutel aan. Daarna kunt u herstelcodes maken.",
        "incorrect_code": "Deze code klopt niet. Kijk of het de nieuwste code is.",
        "unverified_email": "Bevestig eerst uw e-mailadres.",
    }

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """A first name for a key, which its owner may change."""
        n_keys = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return KEY_NAMES[n_keys] if n_keys < len(KEY_NAMES) else f"Sleutel {n_keys + 1}"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """How logging in through an organisation speaks."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": "Er is al een account met dit e-mailadres. Log daarmee in en koppel daarna %s.",
        "invalid_token": "Uw organisatie gaf een antwoord dat niet klopt. Probeer het opnieuw.",
        "no_password": "Stel eerst een wachtwoord in. Anders kunt u daarna niet meer inloggen.",
        "no_verified_email": "Bevestig eerst uw e-mailadres. Anders kunt u daarna niet meer inloggen.",
        "disconnect_last": "Dit is de enige manier waarop u nu inlogt. Stel eerst een wachtwoord in.",
        "connected_other": "Deze koppeling hoort al bij een ander account.",
    }
