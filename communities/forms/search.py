"""What is asked of somebody who searches."""

from django import forms

from communities.access.search import MAX_LETTERS

KINDS = {
    "communities": "Communities",
    "mensen": "Mensen",
    "organisaties": "Organisaties",
    "initiatieven": "Initiatieven",
    "berichten": "Berichten",
    "agenda": "Agenda",
    "documenten": "Documenten",
    "regios": "Regio’s",
}


class SearchForm(forms.Form):
    """A few words, and perhaps the one kind of things to look among."""

    q = forms.CharField(
        label="Waar zoekt u naar",
        max_length=MAX_LETTERS,
        required=False,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": "Dat is te lang om te zoeken. Typ een paar woorden."},
    )
    soort = forms.ChoiceField(choices=list(KINDS.items()), required=False)
