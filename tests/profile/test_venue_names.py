"""What a source calls a conference, and the name that remains of it without its volume."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profile.venue_names import VenueName, read_venue, venue_title

CVPR = "IEEE/CVF Conference on Computer Vision and Pattern Recognition"
ICML = "International Conference on Machine Learning"
ICASSP = "IEEE International Conference on Acoustics, Speech and Signal Processing"
EMNLP = "Conference on Empirical Methods in Natural Language Processing"
NIPS = "Advances in Neural Information Processing Systems"
NEURIPS = "Annual Conference on Neural Information Processing Systems"

SHAPES = {
    # DBLP
    f"{CVPR}, CVPR 2022, New Orleans, LA, USA, June 18-24, 2022": (CVPR, "CVPR"),
    f"Proceedings of the 37th {ICML}, ICML 2020, 13-18 July 2020, Virtual Event": (ICML, "ICML"),
    "8th International Conference on Learning Representations, ICLR 2020, Addis Ababa, "
    "Ethiopia, April 26-30, 2020": ("International Conference on Learning Representations", "ICLR"),
    f"{NIPS} 35: {NEURIPS} 2022, NeurIPS 2022, New Orleans, LA, USA, November 28 - December 9, "
    "2022": (NIPS, "NeurIPS"),
    "Interspeech 2020, 21st Annual Conference of the International Speech Communication "
    "Association, Virtual Event, Shanghai, China, 25-29 October 2020": (
        "Conference of the International Speech Communication Association",
        "Interspeech",
    ),
    "35th International Symposium on Computational Geometry, SoCG 2019, June 18-21, 2019, "
    "Portland, Oregon, USA": ("International Symposium on Computational Geometry", "SoCG"),
    "Robotics: Science and Systems XVI, Virtual Event / Corvalis, Oregon, USA, July 12-16, 2020": (
        "Robotics: Science and Systems",
        "",
    ),
    f"Proceedings of the 2020 {EMNLP}, EMNLP 2020, Online, November 16-20, 2020": (EMNLP, "EMNLP"),
    "Findings of the Association for Computational Linguistics: EMNLP 2020, Online Event, 16-20 "
    "November 2020": ("Findings of the Association for Computational Linguistics", ""),
    "Proceedings of the Thirty-Fourth AAAI Conference on Artificial Intelligence, AAAI 2020, The "
    "Thirty-Second Innovative Applications of Artificial Intelligence Conference, IAAI 2020, New "
    "York, NY, USA, February 7-12, 2020": (
        "AAAI Conference on Artificial Intelligence",
        "AAAI",
    ),
    f"{CVPR} Workshops, CVPR Workshops 2020, Seattle, WA, USA, June 14-19, 2020": (
        f"{CVPR} Workshops",
        "CVPR Workshops",
    ),
    # ACM
    "CHI '20: CHI Conference on Human Factors in Computing Systems, Honolulu, HI, USA, April "
    "25-30, 2020": ("CHI Conference on Human Factors in Computing Systems", "CHI"),
    "MM '20: The 28th ACM International Conference on Multimedia, Virtual Event / Seattle, WA, "
    "USA, October 12-16, 2020": ("ACM International Conference on Multimedia", "MM"),
    "Proceedings of the 25th ACM SIGKDD International Conference on Knowledge Discovery & Data "
    "Mining": (
        "ACM SIGKDD International Conference on Knowledge Discovery & Data Mining",
        "",
    ),
    "NIPS'17: Proceedings of the 31st International Conference on Neural Information Processing "
    "Systems": ("International Conference on Neural Information Processing Systems", "NIPS"),
    "29th USENIX Security Symposium (USENIX Security 20)": (
        "USENIX Security Symposium",
        "USENIX Security",
    ),
    # Google Scholar
    f"ICASSP 2020-2020 {ICASSP} (ICASSP)": (ICASSP, "ICASSP"),
    "Proc. 37th Int. Conf. on Machine Learning (ICML 2020)": (ICML, "ICML"),
    "International conference on machine learning": (
        "International conference on machine learning",
        "",
    ),
    "2017 IEEE international conference on robotics and automation (ICRA)": (
        "IEEE international conference on robotics and automation",
        "ICRA",
    ),
    "Computer Vision–ECCV 2014: 13th European Conference, Zurich, Switzerland, September 6-12, "
    "2014, Proceedings, Part V 13": ("European Conference on Computer Vision", "ECCV"),
    # IEEE
    f"2020 {CVPR} (CVPR)": (CVPR, "CVPR"),
    "Acoustics, Speech and Signal Processing (ICASSP), 2013 IEEE International Conference on": (
        ICASSP,
        "ICASSP",
    ),
    "Computer Vision and Pattern Recognition, 2009. CVPR 2009. IEEE Conference on": (
        "IEEE Conference on Computer Vision and Pattern Recognition",
        "CVPR",
    ),
    "2020 IEEE 61st Annual Symposium on Foundations of Computer Science (FOCS)": (
        "IEEE Symposium on Foundations of Computer Science",
        "FOCS",
    ),
    "ISCAS 2001. The 2001 IEEE International Symposium on Circuits and Systems (Cat. "
    "No.01CH37196)": ("IEEE International Symposium on Circuits and Systems", "ISCAS"),
    "2019 International Conference on Examples, Trials, and Proofs, Bonn, Germany, 2019, pp. 1-5": (
        "International Conference on Examples, Trials, and Proofs",
        "",
    ),
    # ADS
    "American Astronomical Society Meeting Abstracts #235": (
        "American Astronomical Society Meeting Abstracts",
        "",
    ),
    "43rd COSPAR Scientific Assembly. Held 28 January - 4 February": (
        "COSPAR Scientific Assembly",
        "",
    ),
    "Society of Photo-Optical Instrumentation Engineers (SPIE) Conference Series": (
        "Society of Photo-Optical Instrumentation Engineers Conference Series",
        "",
    ),
    # Springer
    "Computer Vision – ECCV 2020 – 16th European Conference, Glasgow, UK, August 23–28, 2020, "
    "Proceedings, Part IV": ("European Conference on Computer Vision", "ECCV"),
    "Advances in Cryptology - CRYPTO 2020 - 40th Annual International Cryptology Conference, "
    "CRYPTO 2020, Santa Barbara, CA, USA, August 17-21, 2020, Proceedings, Part II": (
        "International Cryptology Conference",
        "CRYPTO",
    ),
    "Automated Deduction - CADE 27 - 27th International Conference on Automated Deduction, Natal, "
    "Brazil, August 27-30, 2019, Proceedings": (
        "International Conference on Automated Deduction",
        "CADE",
    ),
    "ECCV 2020 – 16th European Conference, Glasgow, UK, August 23–28, 2020, Proceedings": (
        "ECCV",
        "",
    ),
    # What people write themselves
    "In: Proc. of the Thirty-Sixth Annual Conference on Examples (CoE 2022)": (
        "Conference on Examples",
        "CoE",
    ),
    "NeurIPS 2022 Workshop on Small Examples": ("NeurIPS Workshop on Small Examples", ""),
    "Conference on Examples, Vienna, Austria": ("Conference on Examples", ""),
    "ICLR 2020": ("ICLR", ""),
}


@pytest.mark.parametrize(("text", "expected"), SHAPES.items())
def test_of_what_a_source_writes_the_name_and_the_short_name_remain(
    text: str, expected: tuple[str, str]
) -> None:
    read = read_venue(text)

    assert (read.name, read.short_name) == expected


@pytest.mark.parametrize(("name", "short_name"), sorted(set(SHAPES.values())))
def test_a_name_that_is_read_again_stays_as_it_is(name: str, short_name: str) -> None:
    assert venue_title(name) == name


def test_where_nothing_would_remain_the_text_stays() -> None:
    assert venue_title("2022") == "2022"
    assert read_venue("") == VenueName("", "")


@given(st.text(alphabet="ABCab 0129,:;.()–-'&/#\n", max_size=80))
def test_no_text_makes_it_fail_or_leaves_it_without_a_name(text: str) -> None:
    read = read_venue(text)

    assert bool(read.name) == bool(text.strip())
    assert read.name == " ".join(read.name.split())
