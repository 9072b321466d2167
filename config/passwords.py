"""What a password must be, in our words where Django has no Dutch ones."""

from django.contrib.auth import password_validation


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Django's, whose newer sentence was never translated."""

    def get_error_message(self) -> str:
        """What is wrong, and what is long enough."""
        return f"Dit wachtwoord is te kort. Kies een wachtwoord van minstens {self.min_length} tekens."
