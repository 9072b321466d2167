"""What is asked of who writes in the stream."""

from typing import Any

from django import forms
from django.utils import timezone

from communities.actions.post_pictures import drawn
from communities.actions.stream import Words
from communities.forms.commitments import believable_day
from communities.forms.rich_text import RichTextField
from communities.forms.trap import Trapped
from communities.models import Audience, Comment, Community, Post
from lib.pictures import PictureError
from lib.rich_text import is_sound

KINDS = [
    (Post.Kind.NEWS, "Nieuws: er is iets gebeurd of het gaat gebeuren"),
    (Post.Kind.QUESTION, "Vraag: ik zoek iets of iemand"),
    (Post.Kind.RESOURCE, "Bron: een website of stuk waar anderen iets aan hebben"),
]
AUDIENCES = [
    (Audience.MEMBERS, "Alleen leden van deze community"),
    (Audience.PUBLIC, "Iedereen, ook zonder account"),
]
MOMENT = "%Y-%m-%dT%H:%M"
UNSOUND = "Hierin staat een teken dat wij niet kunnen bewaren. Haal het weg of typ het opnieuw."


class SoundForm(forms.Form):
    """A form that refuses characters that the database cannot hold."""

    def clean(self) -> dict[str, Any]:
        """Say it beside the field."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and not is_sound(value):
                self.add_error(name, UNSOUND)
        return self.cleaned_data


class PictureForm(SoundForm):
    """A picture with what is on it; nothing is asked when there is none."""

    picture = forms.FileField(
        label="Foto",
        required=False,
        help_text="PNG, JPEG of WebP, ten hoogste 10 MB. Plaats en tijd die in de foto zitten, halen wij eruit.",
        widget=forms.FileInput({"accept": ".png,.jpg,.jpeg,.webp"}),
    )
    alt = forms.CharField(
        label="Wat staat er op de foto",
        required=False,
        max_length=200,
        help_text="Voor wie de foto niet kan zien. Nodig zodra u een foto kiest.",
    )
    credit = forms.CharField(label="Maker van de foto", required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        """Draw the picture anew, and ask for the words that belong to it."""
        cleaned = super().clean()
        file = cleaned.get("picture")
        if not file:
            return cleaned
        if not cleaned.get("alt"):
            self.add_error("alt", "Schrijf in een zin wat er op de foto staat.")
        try:
            cleaned["drawn"] = drawn(file)
        except PictureError as error:
            self.add_error("picture", str(error))
        return cleaned


class PostForm(PictureForm):
    """News, a question or a resource."""

    kind = forms.ChoiceField(label="Wat is het", choices=KINDS, widget=forms.RadioSelect, initial=Post.Kind.NEWS)
    title = forms.CharField(label="Titel", max_length=140, error_messages={"required": "Geef het bericht een titel."})
    body = RichTextField(
        label="Tekst",
        required=False,
        help_text="Noem iemand met @ en de volledige naam, bijvoorbeeld @Annelies Borst: die krijgt dan een seintje.",
    )
    link = forms.URLField(
        label="Adres van de bron",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Alleen bij een bron.",
        error_messages={"invalid": "Dit is geen adres van een website. Het begint met https://."},
    )
    audience = forms.ChoiceField(
        label="Wie mag dit lezen?", choices=AUDIENCES, widget=forms.RadioSelect, initial=Audience.MEMBERS
    )
    publish_at = forms.DateTimeField(
        label="Op een later moment",
        required=False,
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H:%M"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT),
        help_text="Laat leeg om het bericht meteen te plaatsen. De tijd is die in Nederland.",
        error_messages={"invalid": "Dit is geen dag en tijd, of een tijd die die dag niet bestaat."},
        validators=[believable_day],
    )

    field_order = ["kind", "title", "body", "link", "picture", "alt", "credit", "audience", "publish_at"]

    def __init__(self, *args: Any, community: Community, is_out: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not community.is_public:
            del self.fields["audience"]
        if is_out:
            del self.fields["publish_at"]

    def clean_publish_at(self) -> Any:
        """A moment that is still to come, or none."""
        moment = self.cleaned_data["publish_at"]
        if moment is not None and moment <= timezone.now():
            raise forms.ValidationError("Dit moment is al voorbij. Kies een later moment, of laat het leeg.")
        return moment

    def clean(self) -> dict[str, Any]:
        """A resource leads somewhere; what is not one has no address."""
        cleaned = super().clean()
        if cleaned.get("kind") != Post.Kind.RESOURCE:
            cleaned["link"] = ""
        elif not cleaned.get("link") and "link" not in self.errors:
            self.add_error("link", "Vul het adres van de bron in.")
        elif not str(cleaned.get("link", "https:")).startswith(("http://", "https://")):
            self.add_error("link", "Een adres begint met https:// of http://.")
        return cleaned

    def words(self) -> Words:
        """What was written, as the action takes it."""
        given = self.cleaned_data
        audience = given.get("audience") or Audience.MEMBERS
        return Words(given["title"], given["body"], given["kind"], given["link"], audience)


def initial_of(post: Post) -> dict[str, Any]:
    """How the form begins when a post is changed."""
    return {name: getattr(post, name) for name in ("kind", "title", "body", "link", "audience")} | {
        "publish_at": post.publish_at if post.publish_at > timezone.now() else None
    }


class CommentForm(Trapped, SoundForm):
    """A comment, or an answer to one. What a program seems to have written is held for a coordinator to look at."""

    asks_moment = False

    text = forms.CharField(
        label="Uw reactie",
        max_length=Comment._meta.get_field("text").max_length,
        widget=forms.Textarea({"rows": 4}),
        help_text="Noem iemand met @ en de volledige naam: die krijgt dan een seintje.",
        error_messages={"required": "Schrijf eerst uw reactie."},
    )
