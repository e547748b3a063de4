from django.urls import path, register_converter
from django.urls.converters import IntConverter
from django.views.decorators.http import require_safe

from news.feeds import NewsFeed
from news.views import news_list


class YearConverter(IntConverter):
    regex = "[1-9][0-9]{3}"


register_converter(YearConverter, "year")

app_name = "news"
urlpatterns = [
    path("", news_list, name="list"),
    path("atom.xml", require_safe(NewsFeed()), name="feed"),
    path("<year:year>/", news_list, name="year"),
]
