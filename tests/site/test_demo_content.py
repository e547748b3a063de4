"""The demo is complete: one row for each fact, with the address and the text a visitor reads."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from homepage.operations.content_files import DEMO, load_content
from news.models import NewsItem
from publications.models import Publication
from tests.pages import Pages, normalized

FRONT, NEWS, CV, WORKS, POSITIONS = "/", "/news/", "/cv/", "/publications/", "/positions/"


# With this mark they run before the tests that empty the database.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[Pages]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_content(DEMO)
        yield Pages()
        transaction.set_rollback(True)


IDENTITY = [
    (FRONT, "Ruoyu Sun"),
    (FRONT, "Associate Professor (tenured), School of Data Science"),
    (FRONT, "Chinese University of Hong Kong, Shenzhen"),
    (FRONT, "sunruoyu@cuhk.edu.cn"),
    (CV, "sunruoyu@cuhk.edu.cn"),
    (POSITIONS, "sunruoyu@cuhk.edu.cn"),
    ("/positions/postdoc/", "sunruoyu@cuhk.edu.cn"),
]
ABOUT = [
    (FRONT, "Welcome!"),
    (FRONT, "associate professor at the Chinese University of Hong Kong, Shenzhen"),
    (FRONT, "Optimization and deep learning are my main subjects"),
    (FRONT, "large foundation models"),
    (FRONT, "tenure-track assistant professor at UIUC"),
    (FRONT, "full-time visiting scientist at FAIR"),
    (FRONT, "Facebook AI Research, today Meta AI Fundamental AI Research"),
    (FRONT, "postdoc at Stanford"),
    (FRONT, "PhD at the University of Minnesota"),
    (FRONT, "BS in mathematics at Peking University"),
    (FRONT, "the theory and the algorithms of large foundation models"),
    (FRONT, "generative AI"),
    (FRONT, "learning-assisted optimization"),
    (FRONT, "the compression of neural networks"),
    (FRONT, "the landscape of neural networks, and Adam"),
    (FRONT, "Non-convex optimization interests me most of all"),
    (FRONT, "one of the first geometrical analyses of non-convex matrix completion"),
    (FRONT, "in a paper at FOCS"),
    (FRONT, "I wrote a survey, “Optimization for deep learning: an overview”"),
    (FRONT, "We proved that Adam converges without being modified"),
    (FRONT, "Deep learning probably knows no algorithm that is used more"),
    (FRONT, "algorithms for large-scale optimization, above all Adam, ADMM and coordinate descent"),
    (FRONT, "communication networks"),
]
CALL = [
    (FRONT, "as part of CUHK-Shenzhen, SRIBD and SICIAM"),
    (FRONT, "research scientists, research engineers, postdocs, PhD students"),
    (FRONT, "visiting scholars, visiting students and undergraduate interns"),
    (FRONT, "large language models (LLM), AI, deep learning, optimization"),
    (POSITIONS, "large language models (LLM), AI, deep learning, optimization"),
    (POSITIONS, "Research scientist CUHK-Shenzhen · SRIBD · SICIAM"),
    (POSITIONS, "Research engineer CUHK-Shenzhen · SRIBD · SICIAM"),
    (POSITIONS, "Postdoc CUHK-Shenzhen · SRIBD · SICIAM"),
    (POSITIONS, "PhD student CUHK-Shenzhen · SRIBD · SICIAM"),
    (POSITIONS, "Visiting scholar CUHK-Shenzhen · SRIBD · SICIAM"),
    (POSITIONS, "Visiting student CUHK-Shenzhen · SRIBD · SICIAM"),
    (POSITIONS, "Undergraduate intern CUHK-Shenzhen · SRIBD · SICIAM"),
    (POSITIONS, "Write an e-mail"),
    (POSITIONS, "CV, if possible"),
    ("/positions/postdoc/", "CV, if possible"),
    ("/positions/postdoc/", "Large language models"),
    ("/positions/research-scientist/", "Research scientist"),
    ("/positions/research-engineer/", "Research engineer"),
    ("/positions/postdoc/", "Chinese University of Hong Kong, Shenzhen (CUHK-Shenzhen)"),
    ("/positions/postdoc/", "Shenzhen Institute of Big Data (SRIBD)"),
    (
        "/positions/postdoc/",
        "Shenzhen International Center for Industrial and Applied Mathematics (SICIAM)",
    ),
    ("/positions/phd-student/", "PhD student"),
    ("/positions/visiting-scholar/", "Visiting scholar"),
    ("/positions/visiting-student/", "Visiting student"),
    ("/positions/undergraduate-intern/", "Undergraduate intern"),
]
_TIMELINE = [
    "Appointments",
    "Associate Professor (tenured)",
    "School of Data Science",
    "Chinese University of Hong Kong, Shenzhen",
    "Senior Research Scientist",
    "Shenzhen Institute of Big Data",
    "Vice Chair",
    "Shenzhen International Center for Industrial and Applied Mathematics",
    "Adjunct Associate Professor",
    "University of Illinois at Urbana-Champaign",
    "Past professional experience",
    "2017–2022 Assistant Professor",
    "Department of Industrial and Enterprise Systems Engineering",
    "Coordinated Science Lab (affiliated)",
    "Department of Electrical and Computer Engineering (affiliated)",
    "Jun–Dec 2016 Visiting Researcher (full-time)",
    "Facebook Artificial Intelligence Research",
    "2015–2016 Postdoctoral Scholar",
    "Department of Management Science and Engineering",
    "Stanford University",
    "host: Yinyu Ye",
    "Education",
    "2009–2015 Ph.D., Electrical Engineering",
    "University of Minnesota",
    "2005–2009 B.Sc., Mathematics",
    "Peking University, Beijing, China",
]
_INTERESTS = [
    "Large language models",
    "Theory, fine-tuning, compression, optimization algorithms",
    "applications to particular domains",
    "Optimization for deep learning",
    "The landscape of neural networks, GANs, Adam, adversarial robustness",
    "Non-convex optimization for machine learning",
    "Neural networks, matrix factorization",
    "Large-scale optimization",
    "ADMM, coordinate descent, adaptive gradient methods",
    "Other research interests",
    "Information theory, and in wireless communications",
    "alignment of interference and the association of base stations",
]
_MACHINE_LEARNING = [
    "ICLR",
    "NeurIPS",
    "ICML",
    "COLT",
    "FOCS",
    "AISTATS",
    "JMLR",
    "Neural Computation",
]
_OPTIMIZATION = [
    "Mathematical Programming",
    "SIAM Journal on Optimization",
    "SIAM Journal on Computing",
    "Pacific Journal of Optimization",
]
_SIGNAL_PROCESSING = [
    "IEEE Transactions on Information Theory",
    "IEEE Transactions on Signal Processing",
    "SPAWC",
    "ICASSP",
]
_SERVICE = [
    *["Area chair", "ICLR", "NeurIPS", "AISTATS", "ICML"],
    *["Reviewer", "Machine learning and computer science", *_MACHINE_LEARNING],
    *["Optimization", *_OPTIMIZATION],
    *["Signal processing and information theory", *_SIGNAL_PROCESSING],
]
SELECTED = [
    (FRONT, "Selected works"),
    (FRONT, "The Global Landscape of Neural Networks: An Overview"),
    (FRONT, "Towards a Better Global Loss Landscape of GANs"),
    (FRONT, "NeurIPS 2020 Oral, 1.1 % of 9,454 submissions"),
]
#: Every item, newest first, with what it is known by.
NEWS_ITEMS = [
    ("May 2023", "learning to optimize and on foresight pruning have appeared at ICLR 2023"),
    ("Oct 2022", "papers on Adam, GANs, implicit bias and adversarial generalization"),
    ("Feb 2022", "written with Haoxiang Wang, Yite Wang and Bo Li"),
    ("Jan 2022", "with Dawei Li and Tian Ding, has been accepted by SIAM Journal on Optimization"),
    ("Nov 2021", "“Understanding Limitation of Two Symmetrized Orders by Worst-case Complexity”"),
    ("Oct 2021", "has been accepted by Mathematics of Operations Research"),
    (
        "Mar 2021",
        (
            "“Revisiting Landscape Analysis for Neural Networks: "
            "Eliminating Decreasing Paths to Infinity”, with Shiyu Liang and R. Srikant"
        ),
    ),
    ("Feb 2021", "by Naichen Shi, Dawei Li, Mingyi Hong and Ruoyu Sun"),
    ("Sep 2020", "an oral paper at NeurIPS 2020 (1.1 % of 9,454 submissions)"),
    ("Sep 2020", "arXiv:2010.15768, joint work with Jiawei Zhang, Peijun Xiao and Zhi-Quan Luo"),
    ("Jun 2020", "has appeared in IEEE Signal Processing Magazine (SPM)"),
    ("Dec 2019", "“Optimization for deep learning: theory and algorithms” is on arXiv"),
    ("Oct 2019", "is available at Optimization Online"),
    ("Oct 2019", "“Understanding Two Symmetrized Orders by Worst-case Complexity” is available"),
    ("Sep 2019", "Mathematical Programming (MP) has accepted"),
    ("Aug 2019", "ICCOPT, the conference of continuous optimization"),
    ("Mar 2019", "is accepted by CVPR 2019 as an Oral"),
    ("Jan 2019", "Adam-type methods, joint work with Xiangyi Chen, Sijia Liu and Mingyi Hong"),
    ("Dec 2018", "Mathematics of Operations Research (MOR) has accepted"),
    ("Nov 2018", "Stanford ISL Colloquium on Nov 8 and at Google Brain on Nov 9"),
    ("Nov 2018", "INFORMS annual meeting had a session on non-convex optimization"),
    ("Oct 2018", "a single added neuron can remove every bad local minimum"),
]
NEWS_DETAILS = [
    (NEWS, "three of them as spotlights (about 5 % of more than 10,000 submissions)"),
    (NEWS, "Congratulations to everyone!"),
    (NEWS, "the original Adam converges once its hyper-parameters are chosen properly"),
    (NEWS, "a small special case of Adam close to RMSProp"),
    (NEWS, "our earlier paper on RMSProp"),
    (NEWS, "is accepted to ICLR 2021 as a Spotlight"),
    (NEWS, "joint work with Peijun Xiao and Zhisheng Xiao"),
    (NEWS, "with Tian Ding and Dawei Li"),
    (NEWS, "with Tiantian Fang and Alex Schwing"),
    (NEWS, "“On the Global Landscape of Neural Networks: An Overview”"),
    (NEWS, "with R. Srikant, Shiyu Liang, Dawei Li and Tian Ding"),
    (NEWS, "arXiv:1912.08957"),
    (NEWS, "I am glad of any comment"),
    (NEWS, "cyclic coordinate descent: O(n2) gap with randomized versions"),
    (NEWS, "held every three years"),
    (NEWS, "ICCOPT 2019 I organized the session “Non-convex optimization for neural networks”"),
    (NEWS, "non-convex optimization for machine learning"),
    (NEWS, "22 items since Oct 2018"),
    ("/news/2018/", "Google Brain on Nov 9"),
    ("/news/2019/", "ICCOPT 2019"),
    ("/news/2020/", "1.1 % of 9,454 submissions"),
    ("/news/2021/", "Spotlight"),
    ("/news/2022/", "CVPR 2022"),
    ("/news/2023/", "ICLR 2023"),
]
#: Slug, title, authors, where it stands.
WORKS_LISTED = [
    (
        "adam-can-converge",
        "Adam Can Converge Without Any Modification On Update Rules",
        "Yushun Zhang, Congliang Chen, Naichen Shi, Ruoyu Sun, Zhi-Quan Luo",
        "NeurIPS 2022",
    ),
    (
        "global-convergence-of-maml",
        (
            "Global Convergence of MAML and Theory-Inspired Neural Architecture Search "
            "for Few-Shot Learning"
        ),
        "Haoxiang Wang, Yite Wang, Ruoyu Sun, Bo Li",
        "CVPR 2022",
    ),
    (
        "benefit-of-width",
        "On the Benefit of Width for Neural Networks: Disappearance of Basins",
        "Dawei Li, Tian Ding, Ruoyu Sun",
        "SIAM Journal on Optimization",
    ),
    (
        "two-symmetrized-orders",
        "Understanding Limitation of Two Symmetrized Orders by Worst-case Complexity",
        "Peijun Xiao, Zhisheng Xiao, Ruoyu Sun",
        "SIAM Journal on Optimization",
    ),
    (
        "spurious-local-minima",
        "Spurious Local Minima Exist for Almost All Over-parameterized Neural Networks",
        "Tian Ding, Dawei Li, Ruoyu Sun",
        "Mathematics of Operations Research",
    ),
    (
        "revisiting-landscape-analysis",
        (
            "Revisiting Landscape Analysis in Deep Neural Networks: "
            "Eliminating Decreasing Paths to Infinity"
        ),
        "Shiyu Liang, Ruoyu Sun, R. Srikant",
        "SIAM Journal on Optimization",
    ),
    (
        "rmsprop-converges",
        "RMSprop converges with proper hyper-parameter",
        "Naichen Shi, Dawei Li, Mingyi Hong, Ruoyu Sun",
        "ICLR 2021",
    ),
    (
        "global-loss-landscape-of-gans",
        "Towards a Better Global Loss Landscape of GANs",
        "Ruoyu Sun, Tiantian Fang, Alex Schwing",
        "NeurIPS 2020",
    ),
    (
        "smoothed-gradient-descent-ascent",
        (
            "A Single-Loop Smoothed Gradient Descent-Ascent Algorithm for Nonconvex-Concave "
            "Min-Max Problems"
        ),
        "Jiawei Zhang, Peijun Xiao, Ruoyu Sun, Zhi-Quan Luo",
        "NeurIPS 2020",
    ),
    (
        "global-landscape-overview",
        "The Global Landscape of Neural Networks: An Overview",
        "Ruoyu Sun, Dawei Li, Shiyu Liang, Tian Ding, R. Srikant",
        "IEEE Signal Processing Magazine",
    ),
    (
        "optimization-for-deep-learning",
        "Optimization for Deep Learning: An Overview",
        "Ruoyu Sun",
        "Journal of the Operations Research Society of China",
    ),
    (
        "cyclic-coordinate-descent",
        "Worst-case complexity of cyclic coordinate descent: O(n2) gap with randomized version",
        "Ruoyu Sun, Yinyu Ye",
        "Mathematical Programming",
    ),
    (
        "max-sliced-wasserstein-distance",
        "Max-Sliced Wasserstein Distance and its use for GANs",
        "Ishan Deshpande, Yuan-Ting Hu, Ruoyu Sun",
        "CVPR 2019",
    ),
    (
        "adam-type-algorithms",
        "On the Convergence of A Class of Adam-Type Algorithms for Non-Convex Optimization",
        "Xiangyi Chen, Sijia Liu, Ruoyu Sun, Mingyi Hong",
        "ICLR 2019",
    ),
    (
        "random-permutation",
        "On the Efficiency of Random Permutation for ADMM and Coordinate Descent",
        "Ruoyu Sun, Zhi-Quan Luo, Yinyu Ye",
        "Mathematics of Operations Research",
    ),
    (
        "adding-one-neuron",
        "Adding One Neuron Can Eliminate All Bad Local Minima",
        "Shiyu Liang, Ruoyu Sun, Jason D. Lee, R. Srikant",
        "NeurIPS 2018",
    ),
    (
        "guaranteed-matrix-completion",
        "Guaranteed Matrix Completion via Nonconvex Factorization",
        "Ruoyu Sun, Zhi-Quan Luo",
        "FOCS 2015",
    ),
]
STAGES = [
    ("/publications/benefit-of-width/", "Accepted Jan 2022, SIAM Journal on Optimization"),
    ("/publications/two-symmetrized-orders/", "Preprint Oct 2019, arXiv"),
    (
        "/publications/two-symmetrized-orders/",
        "as “Understanding Two Symmetrized Orders by Worst-case Complexity”",
    ),
    ("/publications/two-symmetrized-orders/", "Accepted Nov 2021, SIAM Journal on Optimization"),
    ("/publications/spurious-local-minima/", "Preprint Oct 2019, Optimization Online"),
    (
        "/publications/spurious-local-minima/",
        "Accepted Oct 2021, Mathematics of Operations Research",
    ),
    (
        "/publications/revisiting-landscape-analysis/",
        "Accepted Mar 2021, SIAM Journal on Optimization",
    ),
    ("/publications/rmsprop-converges/", "Accepted Feb 2021, ICLR"),
    ("/publications/rmsprop-converges/", "as “RMSprop can converge with proper hyper-parameter”"),
    ("/publications/rmsprop-converges/", "Spotlight"),
    ("/publications/global-loss-landscape-of-gans/", "Oral, 1.1 % of 9,454 submissions"),
    ("/publications/max-sliced-wasserstein-distance/", "Oral"),
    ("/publications/optimization-for-deep-learning/", "Preprint Dec 2019, arXiv"),
    (
        "/publications/optimization-for-deep-learning/",
        "as “Optimization for deep learning: theory and algorithms”",
    ),
    ("/publications/cyclic-coordinate-descent/", "Accepted Sep 2019, Mathematical Programming"),
    ("/publications/random-permutation/", "Accepted Dec 2018, Mathematics of Operations Research"),
]
FACTS = [
    *IDENTITY,
    *ABOUT,
    *CALL,
    *((address, text) for address in (FRONT, CV) for text in [*_TIMELINE, *_INTERESTS]),
    *((CV, text) for text in _SERVICE),
    *SELECTED,
    *((NEWS, f"{month}") for month, _ in NEWS_ITEMS),
    *((NEWS, text) for _, text in NEWS_ITEMS),
    *((f"/news/20{month[-2:]}/", text) for month, text in NEWS_ITEMS),
    *NEWS_DETAILS,
    *((WORKS, text) for _, *texts in WORKS_LISTED for text in texts),
    *((f"/publications/{slug}/", text) for slug, *texts in WORKS_LISTED for text in texts),
    *STAGES,
]


@pytest.mark.parametrize(("address", "text"), dict.fromkeys(FACTS))
def test_fact_can_be_read(demo: Pages, address: str, text: str) -> None:
    assert normalized(text) in demo.text(address)


@pytest.mark.parametrize(
    ("address", "link"),
    [
        (FRONT, "mailto:sunruoyu@cuhk.edu.cn"),
        (FRONT, "/publications/guaranteed-matrix-completion/"),
        (FRONT, "/publications/optimization-for-deep-learning/"),
        (FRONT, "/publications/adam-can-converge/"),
        ("/publications/smoothed-gradient-descent-ascent/", "https://arxiv.org/abs/2010.15768"),
        ("/publications/optimization-for-deep-learning/", "https://arxiv.org/abs/1912.08957"),
        (NEWS, "https://arxiv.org/abs/2010.15768"),
        (NEWS, "https://arxiv.org/abs/1912.08957"),
    ],
)
def test_link_leads_on(demo: Pages, address: str, link: str) -> None:
    assert f'href="{link}"' in demo.html(address)


@pytest.mark.parametrize(
    ("address", "texts"),
    [
        (NEWS, [text for _, text in NEWS_ITEMS]),
        (FRONT, [text for _, text in SELECTED]),
        (FRONT, _INTERESTS),
        (
            FRONT,
            [
                "Associate Professor (tenured)",
                "Senior Research Scientist",
                "Vice Chair",
                "Adjunct Associate Professor",
                "2017–2022",
                "Jun–Dec 2016",
                "2015–2016",
                "2009–2015",
                "2005–2009",
            ],
        ),
        (
            CV,
            [
                "Department of Industrial and Enterprise Systems Engineering",
                "Coordinated Science Lab",
                "Department of Electrical and Computer Engineering",
                "University of Illinois at Urbana-Champaign",
            ],
        ),
        (CV, ["Professional service", *_SERVICE]),
        (
            POSITIONS,
            [
                "Research scientist CUHK",
                "Research engineer",
                "Postdoc",
                "PhD student",
                "Visiting scholar",
                "Visiting student",
                "Undergraduate intern",
            ],
        ),
    ],
    ids=[
        "news",
        "selected works",
        "interests",
        "timeline",
        "affiliations",
        "service",
        "positions",
    ],
)
def test_order_is_the_editors(demo: Pages, address: str, texts: list[str]) -> None:
    page, place = demo.text(address), 0

    for text in texts:
        found = page.find(normalized(text), place)
        assert found >= 0, f"{text} does not follow"
        place = found


@pytest.mark.parametrize("address", [FRONT, NEWS, CV, WORKS, POSITIONS])
def test_spelling_is_put_right(demo: Pages, address: str) -> None:
    wrong = "Expeirence algorthms lanscape Symmeterized accpeted optimizaiton contiuous prevous"

    assert [word for word in wrong.split() if word.lower() in demo.text(address).lower()] == []


def test_a_work_with_several_stages_is_one_work(demo: Pages) -> None:
    assert Publication.objects.count() == len(WORKS_LISTED)
    assert [
        item.date.iso
        for item in NewsItem.objects.filter(
            announcements__publication__slug="spurious-local-minima"
        ).newest_first()
    ] == ["2021-10", "2019-10"]


def test_the_spotlights_of_october_2022_are_nobodys(demo: Pages) -> None:
    work = Publication.objects.get(slug="adam-can-converge")

    assert not work.distinctions.exists()


def test_nothing_is_known_of_the_positions_but_kind_and_hosts(demo: Pages) -> None:
    for slug in ("postdoc", "phd-student"):
        assert "JobPosting" not in demo.html(f"/positions/{slug}/")


@pytest.mark.parametrize(
    "feed", ["/news/atom.xml", "/publications/atom.xml", "/positions/atom.xml"]
)
def test_no_feed_names_the_address(demo: Pages, feed: str) -> None:
    assert "sunruoyu" not in demo.html(feed)
