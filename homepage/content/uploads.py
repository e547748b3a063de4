"""The two addresses behind a Markdown field: preview, and upload of a picture.

Each answers editors only, and others with 403: a redirect would put a login page where the
preview belongs. What a request weighs is looked at before its body is read.
"""

from collections.abc import Callable
from functools import wraps

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from homepage.content import markdown
from homepage.content.forms import take_picture
from homepage.content.versions import ContentModel

#: Characters of a text that the preview takes.
PREVIEW_LIMIT = 200_000
#: What a multipart request may weigh beside its file.
_ENVELOPE = 64 * 1024

_View = Callable[[HttpRequest], HttpResponse]


def may_preview(user: User | AnonymousUser) -> bool:
    """Whether somebody may add or change anything at all."""
    return _is_staff(user) and any(
        user.has_perm(f"{model._meta.app_label}.{act}_{model._meta.model_name}")
        for model in apps.get_models()
        if issubclass(model, ContentModel)
        for act in ("add", "change")
    )


def may_upload(user: User | AnonymousUser) -> bool:
    return _is_staff(user) and user.has_perm("homepage.add_image")


def _is_staff(user: User | AnonymousUser) -> bool:
    return user.is_active and user.is_staff


_May = Callable[[User | AnonymousUser], bool]


def _for_editors(may: _May, heaviest: int) -> Callable[[_View], _View]:
    """Let pass who may, by POST, with a body of at most that many bytes; then check the token.

    The token is looked for in the body, so Django's own check would read that first.
    """

    def decorate(view: _View) -> _View:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            response: HttpResponse
            if not may(request.user):
                response = _refusal("You are signed out, or may not do this.", status=403)
            elif request.method != "POST":
                response = HttpResponseNotAllowed(["POST"])
            elif _weight(request) > heaviest:
                response = _refusal("This is too large.")
            else:
                response = protected(request)
            response["Cache-Control"] = "no-store"
            return response

        return guarded

    return decorate


def _weight(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _refusal(words: str, status: int = 400) -> HttpResponse:
    return JsonResponse({"error": words}, status=status)


@_for_editors(may_preview, heaviest=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
def preview(request: HttpRequest) -> HttpResponse:
    """The HTML that a page will show for the text in `content`."""
    text = request.POST.get("content")
    if text is None:
        return _refusal("There is no text to show.")
    if len(text) > PREVIEW_LIMIT:
        return _refusal(
            f"This text has {len(text):,} characters; the preview takes {PREVIEW_LIMIT:,}."
        )
    return HttpResponse(markdown.render(text), content_type="text/html; charset=utf-8")


@_for_editors(may_upload, heaviest=settings.MARKDOWNX_UPLOAD_MAX_SIZE + _ENVELOPE)
def upload(request: HttpRequest) -> HttpResponse:
    """Store the picture in `image` and answer with what stands for it in a text."""
    file = request.FILES.get("image")
    if file is None:
        return _refusal("Choose a picture.")
    taken = take_picture(file)
    if taken.image is None:
        return _refusal(taken.refusal.messages[0] if taken.refusal else "Refused.")
    description = " ".join(taken.image.description.split())
    for bracket in "\\[]":
        description = description.replace(bracket, f"\\{bracket}")
    return JsonResponse({"image_code": f"![{description}]({taken.image.reference})"})
