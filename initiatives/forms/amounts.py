"""A field for an amount of money, typed the Dutch way and kept in whole cents."""

from typing import Any

from django import forms

from initiatives.analysis.amounts import AmountError, as_typed, typed_cents


class AmountField(forms.CharField):
    """`1.500` or `1.500,50`; gives cents, and None where nothing was filled in."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=24, **options)

    def prepare_value(self, value: Any) -> Any:
        """Cents as somebody types them; what was typed stays as it is."""
        return as_typed(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """Cents, or a sentence that says what to do."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return typed_cents(typed)
        except AmountError as error:
            raise forms.ValidationError(str(error)) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other cents were typed than stood there."""
        return bool(super().has_changed(self.prepare_value(initial), data))
