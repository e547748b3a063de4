"""Citations in five styles: what the rules of each style say of a case, word for word.

Italics stand between asterisks. The works are in `citation_items`.
"""
# ruff: noqa: E501 - a citation is one line

import pytest

from publications.citations import STYLES, cite
from tests.publications.citation_items import CROWD, ITEMS, article, person

J = "*Journal of Invented Results*"
_APA_NINETEEN = ", ".join(f"{family}, K." for family in CROWD[:19])
_CHICAGO_SEVEN = "Alpha, Kim, " + ", ".join(f"Kim {family}" for family in CROWD[1:7])

APA = [
    ("article",
     f"Example, A., & Sample, M.-L. (2022). On Examples. {J}, *32*(3), 249–294. https://doi.org/10.1000/jir.249",
     "APA 7 §10.1: title upright, journal and volume in italics, issue in brackets; §9.35: DOI as an address, no full stop after it"),
    ("article, one author", f"Example, A. (2022). On Examples. {J}, *32*(3), 249–294.",
     "APA 7 §9.25: periodical, volume(issue), pages without pp."),
    ("article, three authors",
     f"Example, A., Sample, M.-L., & Muster, B. C. (2022). On Examples. {J}, *32*(3), 249–294.",
     "APA 7 §9.8: a comma and an ampersand before the last; blanks between initials, a hyphen stays"),
    ("article, twenty authors",
     f"{_APA_NINETEEN}, & Tango, K. (2022). On Examples. {J}, *32*(3), 249–294.",
     "APA 7 §9.8: up to 20 authors are all named"),
    ("article, twenty-one authors",
     f"{_APA_NINETEEN}, . . . Uniform, K. (2022). On Examples. {J}, *32*(3), 249–294.",
     "APA 7 §9.8: 21 or more authors: the first 19, an ellipsis, the last; no ampersand"),
    ("article, thirty authors",
     f"{_APA_NINETEEN}, . . . Daleth, K. (2022). On Examples. {J}, *32*(3), 249–294.",
     "APA 7 §9.8: 21 or more authors: the first 19, an ellipsis, the last"),
    ("article, one author and others", f"Example, A., et al. (2022). On Examples. {J}, *32*(3), 249–294.",
     "An incomplete list says so; APA abbreviates “and others” as et al."),
    ("article by an agency", f"Agency for Examples. (2022). On Examples. {J}, *32*(3), 249–294.",
     "APA 7 §9.11: a group is spelled out and ends in a full stop"),
    ("article without author", f"On Examples. (2022). {J}, *32*(3), 249–294.",
     "APA 7 §9.12: without an author the title moves before the date"),
    ("article without date", f"Example, A. (n.d.). On Examples. {J}, *32*(3), 249–294.",
     "APA 7 §9.17: n.d. where there is no date"),
    ("article, title and author alone", "Example, A. (n.d.). On Examples.",
     "APA 7 §9.4: what is missing is left out with its punctuation"),
    ("article in an issue without volume", f"Example, A. (2022). On Examples. {J}, (3), 249–294.",
     "APA 7 §9.26: a missing volume is left out, the issue keeps its brackets"),
    ("article with a number for pages", f"Example, A. (2022). On Examples. {J}, *32*, Article e1005.",
     "APA 7 §9.27: the word Article and the number"),
    ("article to appear", f"Example, A. (in press). On Examples. {J}.",
     "APA 7 §9.14: in press for what is accepted"),
    ("article with a question", f"Example, A. (2022). What Is an Example? {J}, *32*(3), 249–294.",
     "APA 7 §9.19: a question mark ends the title in the place of a full stop"),
    ("article with emphasis", f"Example, A. (2022). Examples of *E. coli*. {J}, *32*(3), 249–294.",
     "APA 7 §6.22: names of species stay in italics"),
    ("article, a particle and a Jr.",
     f"van Beethoven, L., & Roe, J. R., Jr. (2022). On Examples. {J}, *32*(3), 249–294.",
     "APA 7 §9.8: suffixes follow the initials after a comma; §9.9: particles go with the surname"),
    ("article by two Chinese authors", f"张三, & 王小明. (2022). On Examples. {J}, *32*(3), 249–294.",
     "Names in characters have no initials and are written family name first, as they are"),
    ("Chinese article by four", "张三, 李四, 王小明, & 赵六. (2022). 例子研究. *例子学报*, *32*(3), 249–294.",
     "Names in characters have no initials and are written family name first, as they are"),
    ("conference paper",
     "Example, A., & Sample, M.-L. (2021). Examples at Scale. In *Proceedings of the Invented Conference* (Vol. 35, pp. 101–108).",
     "APA 7 §10.5: a paper in a book of proceedings is a chapter of it"),
    ("conference paper with publisher and editors",
     "Example, A. (2021). Examples at Scale. In B. C. Muster & C. Prueba (Eds.), *Proceedings of the Invented Conference* (pp. 11–20). Invented Press.",
     "APA 7 §9.28: In, editors in their own order, (Eds.), a comma"),
    ("preprint",
     "Example, A., & Sample, M.-L. (2022). *Examples Ahead* (arXiv:2208.01234). arXiv. https://arxiv.org/abs/2208.01234",
     "APA 7 §10.8: of a preprint the title in italics, its number in brackets, the archive"),
    ("submitted manuscript", "Example, A. (2023). *Examples Sent* [Manuscript submitted for publication].",
     "APA 7 §10.8: the journal that it was sent to is not named"),
    ("book", "Example, A. (2019). *The Book of Examples*. Invented Press.",
     "APA 7 §9.29: the publisher without its place"),
    ("book, second edition, volume, series",
     "Example, A. (2019). *The Book of Examples* (2nd ed., Vol. 3). Invented Press.",
     "APA 7 §9.19: edition and volume in one pair of brackets, not in italics"),
    ("book, first edition", "Example, A. (2019). *The Book of Examples*. Invented Press.",
     "APA 7 §9.19: an edition is named from the second on"),
    ("book with a translator",
     "van Beethoven, L. (2019). *The Book of Examples* (B. C. Muster, Trans.; 2nd ed.). Invented Press.",
     "APA 7 §10.2, examples of translated books: translator; edition"),
    ("book by an agency that publishes it", "Agency for Examples. (2019). *The Book of Examples*.",
     "APA 7 §9.29: a publisher that is the author is left out"),
    ("volume with one editor", "Example, A. (Ed.). (2019). *The Book of Examples*. Invented Press.",
     "APA 7 §9.10: (Ed.). in the author's place"),
    ("volume with two editors",
     "Example, A., & Muster, B. C. (Eds.). (2019). *The Book of Examples*. Invented Press.",
     "APA 7 §9.10: (Eds.). once, after the last name"),
    ("chapter",
     "Example, A. (2019). Small Examples. In B. C. Muster (Ed.), *The Handbook of Examples* (pp. 103–119). Invented Press.",
     "APA 7 §10.3: chapter in an edited book"),
    ("chapter, two editors, edition",
     "Example, A. (2019). Small Examples. In B. C. Muster & C. Prueba (Eds.), *The Handbook of Examples* (3rd ed., pp. 103–119). Invented Press.",
     "APA 7 §9.28: two editors without a comma; edition before pages"),
    ("chapter, three editors",
     "Example, A. (2019). Small Examples. In M.-L. Sample, B. C. Muster, & C. Prueba (Eds.), *The Handbook of Examples* (p. 7). Invented Press.",
     "APA 7 §9.28: three editors with commas; one page has p."),
    ("review", f"Example, A. (2022). Review of The Book of Examples. {J}, *32*, 249–294.",
     "APA 7 §10.7: a review is cited as the article that it is"),
    ("doctoral thesis", "Example, A. (2018). *Examples in Depth* [Doctoral dissertation, University of Example].",
     "APA 7 §10.6: kind and university in square brackets"),
    ("master's thesis", "Example, A. (2012). *Examples at First* [Master’s thesis, University of Example].",
     "APA 7 §10.6: kind and university in square brackets"),
    ("report",
     "Example, A. (2020). *Examples Reported* (Technical Report No. 12). Institute of Examples. https://example.org/r12",
     "APA 7 §10.4: the number in brackets after the title; §9.34: an address has no full stop"),
    ("dataset",
     "Example, A., & Sample, M.-L. (2021). *A Thousand Examples* (Version 2) [Data set]. Invented Archive. https://doi.org/10.1000/data.7",
     "APA 7 §10.9: version in round, Data set in square brackets"),
    ("software",
     "Example, A. (2021). *examplify* (Version 1.4) [Computer software]. Invented Archive. https://example.org/examplify",
     "APA 7 §10.10: version in round, Computer software in square brackets"),
    ("talk",
     "Example, A. (2019, June 5). *Examples Aloud* [Conference presentation]. Invented Days, Zurich.",
     "APA 7 §10.5: the whole date, the kind in square brackets, the event and its place"),
    ("patent",
     "Example, A., & Muster, B. C. (2020). *Device for Examples* (U.S. Patent No. 1,234,567). U.S. Patent and Trademark Office.",
     "APA 7 §11.8: patent and number in brackets, the office as the source"),
    ("something else", "Example, A. (2010). *A Map of Examples*. Invented Press.",
     "APA 7 §9.4: author, date, title, source, whatever the kind"),
]  # fmt: skip

IEEE = [
    ("article",
     f"A. Example and M.-L. Sample, “On Examples,” {J}, vol. 32, no. 3, pp. 249–294, Jun. 2022, doi: 10.1000/jir.249.",
     "IEEE Reference Guide, Periodicals: vol., no., pp., month and year, doi"),
    ("article, three authors",
     f"A. Example, M.-L. Sample, and B. C. Muster, “On Examples,” {J}, vol. 32, no. 3, pp. 249–294, Jun. 2022.",
     "IEEE Reference Guide: initials first; a comma before and where there are three"),
    ("article, six authors",
     f"K. Alpha, K. Bravo, K. Charlie, K. Delta, K. Echo, and K. Foxtrot, “On Examples,” {J}, vol. 32, no. 3, pp. 249–294, Jun. 2022.",
     "IEEE Reference Guide: up to six authors are all named"),
    ("article, seven authors", f"K. Alpha *et al.*, “On Examples,” {J}, vol. 32, no. 3, pp. 249–294, Jun. 2022.",
     "IEEE Reference Guide: of more than six authors the first and et al. in italics"),
    ("article, thirty authors", f"K. Alpha *et al.*, “On Examples,” {J}, vol. 32, no. 3, pp. 249–294, Jun. 2022.",
     "IEEE Reference Guide: of more than six authors the first and et al. in italics"),
    ("article, one author and others",
     f"A. Example *et al.*, “On Examples,” {J}, vol. 32, no. 3, pp. 249–294, Jun. 2022.",
     "An incomplete list says so; IEEE abbreviates “and others” as et al."),
    ("article, two authors and others",
     f"A. Example, M.-L. Sample, *et al.*, “On Examples,” {J}, vol. 32, no. 3, pp. 249–294, Jun. 2022.",
     "An incomplete list says so; after several names et al. has a comma before it"),
    ("article by an agency",
     f"Agency for Examples, “On Examples,” {J}, vol. 32, no. 3, pp. 249–294, Jun. 2022.",
     "IEEE Reference Guide: an organization stands in the author's place, spelled out"),
    ("article without author", f"“On Examples,” {J}, vol. 32, no. 3, pp. 249–294, Jun. 2022.",
     "IEEE Reference Guide: without an author the title comes first"),
    ("article with a number for pages", f"A. Example, “On Examples,” {J}, vol. 32, Jun. 2022, Art. no. e1005.",
     "IEEE Reference Guide, Periodicals: Art. no. after the date in the place of pages"),
    ("article to appear", f"A. Example, “On Examples,” {J}, to be published.",
     "IEEE Reference Guide, Unpublished: to be published for what is accepted"),
    ("article with a question", f"A. Example, “What Is an Example?” {J}, vol. 32, no. 3, pp. 249–294, Jun. 2022.",
     "IEEE Reference Guide: a question mark in the quotes takes the comma's place"),
    ("article with a quotation",
     f"A. Example, “The ‘Example’ Example,” {J}, vol. 32, no. 3, pp. 249–294, Jun. 2022.",
     "IEEE Editorial Style: quotes inside quotes are single"),
    ("article in an abbreviated journal",
     "A. Example, “On Examples,” *J. Inv. Res.*, vol. 32, no. 3, pp. 249–294, Jun. 2022.",
     "IEEE Reference Guide, Periodicals: the abbreviated title of the periodical"),
    ("article, a particle and a Jr.",
     f"L. van Beethoven and J. R. Roe Jr., “On Examples,” {J}, vol. 32, no. 3, pp. 249–294, Jun. 2022.",
     "IEEE Reference Guide: Jr. after the surname without a comma"),
    ("article by two Chinese authors",
     f"张三 and 王小明, “On Examples,” {J}, vol. 32, no. 3, pp. 249–294, Jun. 2022.",
     "Names in characters have no initials and are written family name first, as they are"),
    ("conference paper",
     "A. Example and M.-L. Sample, “Examples at Scale,” in *Proceedings of the Invented Conference*, vol. 35, Dec. 2021, pp. 101–108.",
     "IEEE Reference Guide, Conference Proceedings: in, date, pp."),
    ("conference paper with publisher and editors",
     "A. Example, “Examples at Scale,” in *Proceedings of the Invented Conference*, B. C. Muster and C. Prueba, Eds. Zurich: Invented Press, 2021, pp. 11–20.",
     "IEEE Reference Guide, Conference Proceedings with editors: as in a book"),
    ("preprint",
     "A. Example and M.-L. Sample, “Examples Ahead,” Aug. 2022, *arXiv:2208.01234*. [Online]. Available: https://arxiv.org/abs/2208.01234",
     "IEEE Reference Guide, preprints: date, arXiv number; an address has no full stop"),
    ("submitted manuscript", "A. Example, “Examples Sent,” submitted for publication.",
     "IEEE Reference Guide, Unpublished: submitted for publication"),
    ("book", "A. Example, *The Book of Examples*. Zurich: Invented Press, 2019.",
     "IEEE Reference Guide, Books: title in italics. City: publisher, year"),
    ("book, second edition, volume, series",
     "A. Example, *The Book of Examples* (Lectures, no. 12), vol. 3, 2nd ed. Zurich: Invented Press, 2019.",
     "IEEE Reference Guide, Books: series in brackets after the title; vol., edition"),
    ("book with a translator",
     "L. van Beethoven, *The Book of Examples*, B. C. Muster, Trans., 2nd ed. Zurich: Invented Press, 2019.",
     "IEEE Reference Guide, Book Translated: Trans. after the name"),
    ("volume with one editor", "A. Example, Ed., *The Book of Examples*. Zurich: Invented Press, 2019.",
     "IEEE Reference Guide, Book With Editor(s): Ed. after the name"),
    ("volume with two editors",
     "A. Example and B. C. Muster, Eds., *The Book of Examples*. Zurich: Invented Press, 2019.",
     "IEEE Reference Guide, Book With Editor(s): Eds. after the names"),
    ("chapter",
     "A. Example, “Small Examples,” in *The Handbook of Examples*, B. C. Muster, Ed. Zurich: Invented Press, 2019, pp. 103–119.",
     "IEEE Reference Guide, Book With Chapter Title: in, editor, city, publisher, year, pp."),
    ("chapter, two editors, edition",
     "A. Example, “Small Examples,” in *The Handbook of Examples*, B. C. Muster and C. Prueba, Eds., 3rd ed. Zurich: Invented Press, 2019, pp. 103–119.",
     "IEEE Reference Guide, Book With Chapter Title: editors before the edition"),
    ("doctoral thesis",
     "A. Example, “Examples in Depth,” Ph.D. dissertation, University of Example, Zurich, 2018.",
     "IEEE Reference Guide, Theses: Ph.D. dissertation, university, city, year"),
    ("master's thesis", "A. Example, “Examples at First,” Master’s thesis, University of Example, 2012.",
     "IEEE Reference Guide, Theses: which master's degree it was is not known, so it is not abbreviated"),
    ("report",
     "A. Example, “Examples Reported,” Institute of Examples, Zurich, Tech. Rep. 12, Mar. 2020. [Online]. Available: https://example.org/r12",
     "IEEE Reference Guide, Reports: company, city, Tech. Rep. and number, date"),
    ("dataset",
     "A. Example and M.-L. Sample, 2021. “A Thousand Examples,” ver. 2, distributed by Invented Archive, doi: 10.1000/data.7.",
     "IEEE Reference Guide, Datasets: the date after the names, distributed by"),
    ("software",
     "A. Example. *examplify*. (ver. 1.4, 2021), Invented Archive. [Online]. Available: https://example.org/examplify",
     "IEEE Reference Guide, Software: title, (version, year), publisher"),
    ("talk", "A. Example, “Examples Aloud,” presented at the Invented Days, Zurich, Jun. 5, 2019.",
     "IEEE Reference Guide, Papers Presented at Conferences: presented at the"),
    ("patent", "A. Example and B. C. Muster, “Device for Examples,” U.S. Patent 1,234,567, Jun. 5, 2020.",
     "IEEE Reference Guide, Patents: country, number, whole date"),
    ("something else", "A. Example, *A Map of Examples*. Invented Press, 2010.",
     "IEEE Reference Guide: what stands alone is cited like a book"),
]  # fmt: skip

CHICAGO = [
    ("article",
     f"Example, Ada, and Mei-Ling Sample. “On Examples.” {J} 32, no. 3 (2022): 249–94. https://doi.org/10.1000/jir.249.",
     "Chicago 17, 14.175: journal article with a DOI; 14.76: only the first name is inverted"),
    ("article, three authors",
     f"Example, Ada, Mei-Ling Sample, and Ben C. Muster. “On Examples.” {J} 32, no. 3 (2022): 249–94.",
     "Chicago 17, 14.76: and before the last, with a comma"),
    ("article, ten authors",
     f"{_CHICAGO_SEVEN}, Kim Hotel, Kim India, and Kim Juliett. “On Examples.” {J} 32, no. 3 (2022): 249–94.",
     "Chicago 17, 14.76: up to ten authors are all named in a bibliography"),
    ("article, eleven authors", f"{_CHICAGO_SEVEN}, et al. “On Examples.” {J} 32, no. 3 (2022): 249–94.",
     "Chicago 17, 14.76: of more than ten authors the first seven and et al."),
    ("article, thirty authors", f"{_CHICAGO_SEVEN}, et al. “On Examples.” {J} 32, no. 3 (2022): 249–94.",
     "Chicago 17, 14.76: of more than ten authors the first seven and et al."),
    ("article, one author and others", f"Example, Ada, et al. “On Examples.” {J} 32, no. 3 (2022): 249–94.",
     "An incomplete list says so; Chicago abbreviates “and others” as et al."),
    ("article by an agency", f"Agency for Examples. “On Examples.” {J} 32, no. 3 (2022): 249–94.",
     "Chicago 17, 14.84: an organization as author"),
    ("article without author", f"“On Examples.” {J} 32, no. 3 (2022): 249–94.",
     "Chicago 17, 14.79: without an author the title comes first"),
    ("article without date", f"Example, Ada. “On Examples.” {J} 32, no. 3 (n.d.): 249–94.",
     "Chicago 17, 14.145: n.d. in the place of the year"),
    ("article, title and author alone", "Example, Ada. “On Examples.” n.d.",
     "Chicago 17, 14.145: n.d. in the place of the year; nothing else dangles"),
    ("article in an issue without volume", f"Example, Ada. “On Examples.” {J}, no. 3 (2022): 249–94.",
     "Chicago 17, 14.171: an issue without a volume follows a comma"),
    ("article with a number for pages", f"Example, Ada. “On Examples.” {J} 32 (2022): e1005.",
     "Chicago 17, 14.174: an article number stands where pages do"),
    ("article to appear", f"Example, Ada. “On Examples.” {J} (forthcoming).",
     "Chicago 17, 14.146: forthcoming in the place of the year"),
    ("article with a question", f"Example, Ada. “What Is an Example?” {J} 32, no. 3 (2022): 249–94.",
     "Chicago 17, 14.96: a question mark in the place of the full stop"),
    ("article with a quotation", f"Example, Ada. “The ‘Example’ Example.” {J} 32, no. 3 (2022): 249–94.",
     "Chicago 17, 14.94: quotes inside a quoted title are single"),
    ("article by a Jr.", f"Roe, John R., Jr. “On Examples.” {J} 32, no. 3 (2022): 249–94.",
     "Chicago 17, 6.43 and 16.41: an inverted name has a comma before Jr."),
    ("article, a particle and a Jr.",
     f"van Beethoven, Ludwig, and John R. Roe Jr. “On Examples.” {J} 32, no. 3 (2022): 249–94.",
     "Chicago 17, 6.43: no comma before Jr. in a name's own order"),
    ("article by two Chinese authors", f"张三 and 王小明. “On Examples.” {J} 32, no. 3 (2022): 249–94.",
     "Chicago 17, 16.76: Chinese names stand in their own order, so nothing is inverted"),
    ("Chinese article by four",
     "张三, 李四, 王小明, and 赵六. “例子研究.” *例子学报* 32, no. 3 (2022): 249–94.",
     "Chicago 17, 16.76: Chinese names stand in their own order, so nothing is inverted"),
    ("conference paper",
     "Example, Ada, and Mei-Ling Sample. “Examples at Scale.” In *Proceedings of the Invented Conference*, 35:101–8. 2021.",
     "Chicago 17, 14.217: like a chapter; 14.116: volume:pages; 9.61: 101–8"),
    ("conference paper with publisher and editors",
     "Example, Ada. “Examples at Scale.” In *Proceedings of the Invented Conference*, edited by Ben C. Muster and Cyd Prueba, 11–20. Zurich: Invented Press, 2021.",
     "Chicago 17, 14.217: like a chapter; 9.61: below 100 all digits"),
    ("preprint",
     "Example, Ada, and Mei-Ling Sample. “Examples Ahead.” Preprint, arXiv:2208.01234, August 2022. https://arxiv.org/abs/2208.01234.",
     "Chicago, preprints: title in quotes, Preprint, archive and number, date"),
    ("submitted manuscript", "Example, Ada. “Examples Sent.” Unpublished manuscript, 2023.",
     "Chicago 17, 14.218: unpublished manuscripts"),
    ("book", "Example, Ada. *The Book of Examples*. Zurich: Invented Press, 2019.",
     "Chicago 17, 14.23: author, title, place, publisher, year"),
    ("book, second edition, volume, series",
     "Example, Ada. *The Book of Examples*. 2nd ed. Vol. 3. Lectures 12. Zurich: Invented Press, 2019.",
     "Chicago 17, 14.113: edition; 14.116: volume; 14.123: series and number upright"),
    ("book with a translator",
     "van Beethoven, Ludwig. *The Book of Examples*. Translated by Ben C. Muster. 2nd ed. Zurich: Invented Press, 2019.",
     "Chicago 17, 14.104: Translated by, spelled out in a bibliography"),
    ("volume with one editor", "Example, Ada, ed. *The Book of Examples*. Zurich: Invented Press, 2019.",
     "Chicago 17, 14.103: ed. in the author's place"),
    ("volume with two editors",
     "Example, Ada, and Ben C. Muster, eds. *The Book of Examples*. Zurich: Invented Press, 2019.",
     "Chicago 17, 14.103: eds. in the author's place"),
    ("chapter",
     "Example, Ada. “Small Examples.” In *The Handbook of Examples*, edited by Ben C. Muster, 103–19. Zurich: Invented Press, 2019.",
     "Chicago 17, 14.107: chapter in an edited book, pages before the place"),
    ("chapter, three editors",
     "Example, Ada. “Small Examples.” In *The Handbook of Examples*, edited by Mei-Ling Sample, Ben C. Muster, and Cyd Prueba, 7. Zurich: Invented Press, 2019.",
     "Chicago 17, 14.107: edited by, names in their own order"),
    ("doctoral thesis", "Example, Ada. “Examples in Depth.” PhD diss., University of Example, 2018.",
     "Chicago 17, 14.215: title in quotes, PhD diss., university, year"),
    ("master's thesis", "Example, Ada. “Examples at First.” Master’s thesis, University of Example, 2012.",
     "Chicago 17, 14.215: Master’s thesis"),
    ("report",
     "Example, Ada. *Examples Reported*. Technical Report 12. Zurich: Institute of Examples, 2020. https://example.org/r12.",
     "Chicago 17, 14.220: reports are treated as books"),
    ("dataset",
     "Example, Ada, and Mei-Ling Sample. *A Thousand Examples*. Version 2. Invented Archive, 2021. Dataset. https://doi.org/10.1000/data.7.",
     "Chicago 17, 14.257 in spirit: version, archive, what it is, DOI"),
    ("software",
     "Example, Ada. *examplify*. Version 1.4. Invented Archive, 2021. https://example.org/examplify.",
     "Chicago 17, 14.268: title in italics, version, publisher"),
    ("talk", "Example, Ada. “Examples Aloud.” Paper presented at Invented Days, Zurich, June 5, 2019.",
     "Chicago 17, 14.217: Paper presented at, place, whole date"),
    ("patent",
     "Example, Ada, and Ben C. Muster. Device for Examples. U.S. Patent 1,234,567, issued June 5, 2020.",
     "Chicago 17, 14.258: the title upright, number, issued and date"),
]  # fmt: skip

MLA = [
    ("article",
     f"Example, Ada, and Mei-Ling Sample. “On Examples.” {J}, vol. 32, no. 3, June 2022, pp. 249–94, https://doi.org/10.1000/jir.249.",
     "MLA 9, ch. 5: container, number, date, location; DOI as an address"),
    ("article, one author", f"Example, Ada. “On Examples.” {J}, vol. 32, no. 3, June 2022, pp. 249–94.",
     "MLA 9, ch. 5, Location: pp.; above 99 the last two digits"),
    ("article, three authors", f"Example, Ada, et al. “On Examples.” {J}, vol. 32, no. 3, June 2022, pp. 249–94.",
     "MLA 9, ch. 5, Author: of three or more the first and et al."),
    ("article, thirty authors", f"Alpha, Kim, et al. “On Examples.” {J}, vol. 32, no. 3, June 2022, pp. 249–94.",
     "MLA 9, ch. 5, Author: of three or more the first and et al."),
    ("article, one author and others",
     f"Example, Ada, et al. “On Examples.” {J}, vol. 32, no. 3, June 2022, pp. 249–94.",
     "An incomplete list says so; MLA abbreviates “and others” as et al."),
    ("article by an agency", f"Agency for Examples. “On Examples.” {J}, vol. 32, no. 3, June 2022, pp. 249–94.",
     "MLA 9, ch. 5, Author: an organization"),
    ("article without author", f"“On Examples.” {J}, vol. 32, no. 3, June 2022, pp. 249–94.",
     "MLA 9, ch. 5, Author: without an author the title comes first"),
    ("article without date", f"Example, Ada. “On Examples.” {J}, vol. 32, no. 3, pp. 249–94.",
     "MLA 9, ch. 5, Publication Date: what cannot be found is left out"),
    ("article, title and author alone", "Example, Ada. “On Examples.”",
     "MLA 9, ch. 5: elements that are missing are left out with their punctuation"),
    ("article with a number for pages", f"Example, Ada. “On Examples.” {J}, vol. 32, June 2022, article e1005.",
     "MLA 9, ch. 5, Location: an article number in the place of pages"),
    ("article to appear", f"Example, Ada. “On Examples.” {J}, forthcoming.",
     "MLA 9, ch. 5, Publication Date: forthcoming"),
    ("article with a quotation",
     f"Example, Ada. “The ‘Example’ Example.” {J}, vol. 32, no. 3, June 2022, pp. 249–94.",
     "MLA 9, ch. 2, Titles: quotes inside a quoted title are single"),
    ("article by a Jr.", f"Roe, John R., Jr. “On Examples.” {J}, vol. 32, no. 3, June 2022, pp. 249–94.",
     "MLA 9, ch. 5, Author: a suffix follows the given name and a comma"),
    ("article, a particle and a Jr.",
     f"van Beethoven, Ludwig, and John R. Roe Jr. “On Examples.” {J}, vol. 32, no. 3, June 2022, pp. 249–94.",
     "MLA 9, ch. 5, Author: the second name in its own order"),
    ("article by two Chinese authors",
     f"张三 and 王小明. “On Examples.” {J}, vol. 32, no. 3, June 2022, pp. 249–94.",
     "MLA 9, ch. 5, Author: a name that begins with the surname is not inverted and has no comma"),
    ("Chinese article by four", "张三 et al. “例子研究.” *例子学报*, vol. 32, no. 3, June 2022, pp. 249–94.",
     "MLA 9, ch. 5, Author: a name that begins with the surname has no comma"),
    ("conference paper",
     "Example, Ada, and Mei-Ling Sample. “Examples at Scale.” *Proceedings of the Invented Conference*, vol. 35, Dec. 2021, pp. 101–08.",
     "MLA 9, ch. 5: proceedings are a container; page ranges keep two digits; months are abbreviated"),
    ("conference paper with publisher and editors",
     "Example, Ada. “Examples at Scale.” *Proceedings of the Invented Conference*, edited by Ben C. Muster and Cyd Prueba, Invented Press, 2021, pp. 11–20.",
     "MLA 9, ch. 5, Contributor: edited by; the publisher without its place"),
    ("preprint",
     "Example, Ada, and Mei-Ling Sample. “Examples Ahead.” *arXiv*, Aug. 2022, https://arxiv.org/abs/2208.01234.",
     "MLA Style Center on preprints: the archive is the container"),
    ("submitted manuscript", "Example, Ada. “Examples Sent.” 2023. Unpublished manuscript.",
     "MLA 9, ch. 5, Supplemental Elements: what it is stands at the end"),
    ("book", "Example, Ada. *The Book of Examples*. Invented Press, 2019.",
     "MLA 9, ch. 5, Publisher: without its place"),
    ("book, second edition, volume, series",
     "Example, Ada. *The Book of Examples*. 2nd ed., vol. 3, Invented Press, 2019. Lectures 12.",
     "MLA 9, ch. 5: version, number, publisher, date; the series as the last element"),
    ("book with a translator",
     "van Beethoven, Ludwig. *The Book of Examples*. Translated by Ben C. Muster, 2nd ed., Invented Press, 2019.",
     "MLA 9, ch. 5, Contributor: Translated by, with a capital after a full stop"),
    ("book by an agency that publishes it", "*The Book of Examples*. Agency for Examples, 2019.",
     "MLA 9, ch. 5, Author: an organization that is author and publisher is named as publisher"),
    ("volume with one editor", "Example, Ada, editor. *The Book of Examples*. Invented Press, 2019.",
     "MLA 9, ch. 5, Author: editor, spelled out"),
    ("volume with two editors",
     "Example, Ada, and Ben C. Muster, editors. *The Book of Examples*. Invented Press, 2019.",
     "MLA 9, ch. 5, Author: editors, spelled out"),
    ("chapter",
     "Example, Ada. “Small Examples.” *The Handbook of Examples*, edited by Ben C. Muster, Invented Press, 2019, pp. 103–19.",
     "MLA 9, ch. 5: a chapter in its container, pages last"),
    ("chapter, three editors",
     "Example, Ada. “Small Examples.” *The Handbook of Examples*, edited by Mei-Ling Sample et al., Invented Press, 2019, p. 7.",
     "MLA 9, ch. 5, Contributor: of three or more the first and et al.; one page has p."),
    ("doctoral thesis", "Example, Ada. *Examples in Depth*. 2018. University of Example, PhD dissertation.",
     "MLA 9, ch. 5, Supplemental Elements: date, then university and kind"),
    ("report",
     "Example, Ada. *Examples Reported*. Technical report no. 12, Institute of Examples, Mar. 2020, https://example.org/r12.",
     "MLA 9, ch. 5, Number: the number of a report"),
    ("dataset",
     "Example, Ada, and Mei-Ling Sample. *A Thousand Examples*. Version 2, Invented Archive, 2021, https://doi.org/10.1000/data.7.",
     "MLA 9, ch. 5, Version: spelled out with a capital after a full stop"),
    ("software",
     "Example, Ada. *examplify*. Version 1.4, Invented Archive, 2021, https://example.org/examplify.",
     "MLA 9, ch. 5, Version; a title keeps its small letter"),
    ("talk", "Example, Ada. “Examples Aloud.” Invented Days, 5 June 2019, Zurich. Conference presentation.",
     "MLA 9, ch. 5, Location: the place of an event; what it was stands at the end"),
    ("patent",
     "Example, Ada, and Ben C. Muster. *Device for Examples*. U.S. Patent 1,234,567, U.S. Patent and Trademark Office, 5 June 2020.",
     "MLA Style Center on patents: number, office, date"),
]  # fmt: skip

GBT7714 = [
    ("article",
     "EXAMPLE A, SAMPLE M L. On Examples[J]. Journal of Invented Results, 2022, 32(3): 249-294. DOI:10.1000/jir.249.",
     "GB/T 7714-2015 4.4: journal, year, volume(issue): pages; 8.1.1: family name in capitals, initials without stops; 8.7: DOI"),
    ("article, three authors",
     "EXAMPLE A, SAMPLE M L, MUSTER B C. On Examples[J]. Journal of Invented Results, 2022, 32(3): 249-294.",
     "GB/T 7714-2015 8.1.2: up to three are all named"),
    ("article, four authors",
     "ALPHA K, BRAVO K, CHARLIE K, et al. On Examples[J]. Journal of Invented Results, 2022, 32(3): 249-294.",
     "GB/T 7714-2015 8.1.2: of more than three the first three and et al."),
    ("article, thirty authors",
     "ALPHA K, BRAVO K, CHARLIE K, et al. On Examples[J]. Journal of Invented Results, 2022, 32(3): 249-294.",
     "GB/T 7714-2015 8.1.2: of more than three the first three and et al."),
    ("article, one author and others",
     "EXAMPLE A, et al. On Examples[J]. Journal of Invented Results, 2022, 32(3): 249-294.",
     "GB/T 7714-2015 8.1.2: an incomplete list ends in et al."),
    ("article by an agency",
     "Agency for Examples. On Examples[J]. Journal of Invented Results, 2022, 32(3): 249-294.",
     "GB/T 7714-2015 8.1.4: bodies as the source names them, not in capitals"),
    ("article without author", "On Examples[J]. Journal of Invented Results, 2022, 32(3): 249-294.",
     "GB/T 7714-2015 8.1.3: in the numeric system the title comes first"),
    ("article without date", "EXAMPLE A. On Examples[J]. Journal of Invented Results, 32(3): 249-294.",
     "GB/T 7714-2015 4.4: what is missing is left out with its punctuation"),
    ("article, title and author alone", "EXAMPLE A. On Examples[J].",
     "GB/T 7714-2015 4.4: what is missing is left out with its punctuation"),
    ("article in an issue without volume",
     "EXAMPLE A. On Examples[J]. Journal of Invented Results, 2022(3): 249-294.",
     "GB/T 7714-2015 8.8: without a volume the issue follows the year"),
    ("article with a number for pages", "EXAMPLE A. On Examples[J]. Journal of Invented Results, 2022, 32: e1005.",
     "GB/T 7714-2015 8.8: without an issue the volume alone"),
    ("article, a particle and a Jr.",
     "VAN BEETHOVEN L, ROE J R, Jr. On Examples[J]. Journal of Invented Results, 2022, 32(3): 249-294.",
     "GB/T 7714-2015 8.1.1: DE MORGAN A; annex A: PEEBLES P Z, Jr."),
    ("article by two Chinese authors", "张三, 王小明. On Examples[J]. Journal of Invented Results, 2022, 32(3): 249-294.",
     "GB/T 7714-2015 8.1.1: Chinese names whole, as 李时珍"),
    ("Chinese article by four", "张三, 李四, 王小明, 等. 例子研究[J]. 例子学报, 2022, 32(3): 249-294.",
     "GB/T 7714-2015 8.1.2: of more than three the first three and 等"),
    ("Chinese article by one and others", "张三, 等. 例子研究[J]. 例子学报, 2022, 32(3): 249-294.",
     "GB/T 7714-2015 8.1.2: an incomplete list ends in 等"),
    ("conference paper",
     "EXAMPLE A, SAMPLE M L. Examples at Scale[C]//Proceedings of the Invented Conference: Vol. 35. 2021: 101-108.",
     "GB/T 7714-2015 4.2: // before the proceedings, pages after the year; annex B: C"),
    ("conference paper with publisher and editors",
     "EXAMPLE A. Examples at Scale[C]//MUSTER B C, PRUEBA C. Proceedings of the Invented Conference. Zurich: Invented Press, 2021: 11-20.",
     "GB/T 7714-2015 4.2: those responsible for the proceedings stand before their title"),
    ("preprint",
     "EXAMPLE A, SAMPLE M L. Examples Ahead[EB/OL]. arXiv, 2022. https://arxiv.org/abs/2208.01234.",
     "GB/T 7714-2015 4.6 and annex B: EB/OL for what is on a network alone"),
    ("book", "EXAMPLE A. The Book of Examples[M]. Zurich: Invented Press, 2019.",
     "GB/T 7714-2015 4.1: place: publisher, year; annex B: M"),
    ("book, second edition, volume, series",
     "EXAMPLE A. The Book of Examples: Vol. 3[M]. 2nd ed. Zurich: Invented Press, 2019.",
     "GB/T 7714-2015 8.2.3: the volume belongs to the title; 8.3: 2nd ed."),
    ("book, first edition", "EXAMPLE A. The Book of Examples[M]. Zurich: Invented Press, 2019.",
     "GB/T 7714-2015 8.3: the first edition is not given"),
    ("book with a translator",
     "VAN BEETHOVEN L. The Book of Examples[M]. MUSTER B C, trans. 2nd ed. Zurich: Invented Press, 2019.",
     "GB/T 7714-2015 4.1: others who are responsible stand before the edition"),
    ("Chinese book, translated", "昂温. 外国例子史[M]. 张三, 译. 2版. 北京: 例子出版社, 2019.",
     "GB/T 7714-2015 4.1: 译 after the translator; 8.3: 2版"),
    ("volume with two editors", "EXAMPLE A, MUSTER B C. The Book of Examples[M]. Zurich: Invented Press, 2019.",
     "GB/T 7714-2015 3.2: editors are among those mainly responsible, without a mark"),
    ("chapter",
     "EXAMPLE A. Small Examples[M]//MUSTER B C. The Handbook of Examples. Zurich: Invented Press, 2019: 103-119.",
     "GB/T 7714-2015 4.2: part[M]//those responsible. Title. Place: publisher, year: pages"),
    ("chapter, two editors, edition",
     "EXAMPLE A. Small Examples[M]//MUSTER B C, PRUEBA C. The Handbook of Examples. 3rd ed. Zurich: Invented Press, 2019: 103-119.",
     "GB/T 7714-2015 4.2: the edition before the place"),
    ("doctoral thesis", "EXAMPLE A. Examples in Depth[D]. Zurich: University of Example, 2018.",
     "GB/T 7714-2015 4.1 and annex B: D; the university is the publisher"),
    ("Chinese thesis", "王小明. 例子的性质[D]. 北京: 例子大学, 2018.",
     "GB/T 7714-2015 4.1 and annex B: D; the university is the publisher"),
    ("report",
     "EXAMPLE A. Examples Reported: 12[R/OL]. Zurich: Institute of Examples, 2020. https://example.org/r12.",
     "GB/T 7714-2015 4.1: the number belongs to the title; annex B: R, on a network R/OL"),
    ("dataset",
     "EXAMPLE A, SAMPLE M L. A Thousand Examples[DS/OL]. Version 2. Invented Archive, 2021. DOI:10.1000/data.7.",
     "GB/T 7714-2015 annex B: DS/OL; 8.3: the version is the edition of data"),
    ("software",
     "EXAMPLE A. examplify[CP/OL]. Version 1.4. Invented Archive, 2021. https://example.org/examplify.",
     "GB/T 7714-2015 annex B: CP/OL; 8.3: the version is the edition of a program"),
    ("talk", "EXAMPLE A. Examples Aloud[Z]. Zurich: Invented Days, 2019.",
     "GB/T 7714-2015 annex B: Z for what has no mark of its own"),
    ("patent", "EXAMPLE A, MUSTER B C. Device for Examples: 1,234,567[P]. 2020-06-05.",
     "GB/T 7714-2015 4.5: title: number[P]. Day of publication"),
    ("something else", "EXAMPLE A. A Map of Examples[Z]. Invented Press, 2010.",
     "GB/T 7714-2015 annex B: Z for what has no mark of its own"),
]  # fmt: skip

TABLE = [
    pytest.param(style, case, expected, id=f"{style}: {case}")
    for style, rows in {
        "apa": APA, "ieee": IEEE, "chicago": CHICAGO, "mla": MLA, "gbt7714": GBT7714,
    }.items()
    for case, expected, rule in rows
]  # fmt: skip


def with_asterisks(citation) -> str:
    return "".join(f"*{run.text}*" if run.is_italic else run.text for run in citation.runs)


@pytest.mark.parametrize(("style", "case", "expected"), TABLE)
def test_a_work_is_cited_as_the_style_has_it(style, case, expected):
    assert with_asterisks(cite(ITEMS[case], style)) == expected


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("case", ITEMS)
def test_no_citation_has_stray_punctuation(case, style):
    citation = cite(ITEMS[case], style).plain

    for stray in ("  ", " ,", " .", ",,", ", .", "..", "()", "[]", "“”", ": .", "None", ",.", ";)"):
        assert stray not in citation.replace(". . .", "…"), citation
    assert citation == citation.strip()
    assert not citation.endswith((",", ":", ";"))


@pytest.mark.parametrize("style", STYLES)
def test_every_field_may_be_missing(style):
    for item in ITEMS.values():
        for name in item.keys() - {"id", "type", "title"}:
            citation = cite({field: item[field] for field in item.keys() - {name}}, style).plain

            for stray in (
                " ,",
                " .",
                ",,",
                ", .",
                "..",
                "()",
                "[]",
                "“”",
                "//.",
                ": ,",
                ",.",
                "None",
            ):
                assert stray not in citation.replace(". . .", "…"), (name, citation)


@pytest.mark.parametrize("style", STYLES)
def test_markup_in_a_title_is_text_in_the_page(style):
    html = cite(ITEMS["article with markup"], style).html

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in html
    assert "<script" not in html


def test_italics_are_marked_in_html_and_left_out_of_the_text():
    citation = cite(ITEMS["book"], "apa")

    assert citation.html == "Example, A. (2019). <i>The Book of Examples</i>. Invented Press."
    assert citation.plain == "Example, A. (2019). The Book of Examples. Invented Press."


def test_emphasis_in_an_italic_title_is_upright():
    citation = cite(ITEMS["book"] | {"title": "The Genome of <i>E. coli</i>"}, "apa")

    assert with_asterisks(citation) == (
        "Example, A. (2019). *The Genome of *E. coli. Invented Press."
    )


@pytest.mark.parametrize(
    ("page", "chicago", "mla"),
    [
        # Chicago 17, 9.61, and MLA 9, ch. 2: the examples of each.
        ("3-10", "3–10", "3–10"),
        ("71-72", "71–72", "71–72"),
        ("100-104", "100–104", "100–04"),
        ("1100-1113", "1100–1113", "1100–13"),
        ("101-108", "101–8", "101–08"),
        ("808-833", "808–33", "808–33"),
        ("321-328", "321–28", "321–28"),
        ("1087-1089", "1087–89", "1087–89"),
        ("923-1003", "923–1003", "923–1003"),
        ("395-401", "395–401", "395–401"),
        ("1496-1500", "1496–500", "1496–500"),
        ("xii-xxi", "xii–xxi", "xii–xxi"),
        ("1-10, 15", "1–10, 15", "1–10, 15"),
        ("A12-A15", "A12–A15", "A12–A15"),
    ],
)
def test_page_ranges_are_shortened_as_each_style_does(page, chicago, mla):
    item = article(person("Ada", "Example"), page=page)

    assert cite(item, "chicago").plain.endswith(f"(2022): {chicago}.")
    assert f", pp. {mla}." in cite(item, "mla").plain


@pytest.mark.parametrize(
    ("given", "initials"),
    [
        ("Mei-Ling", "M.-L."),
        ("Jean Paul", "J. P."),
        ("J.R.R.", "J. R. R."),
        ("J.-P.", "J.-P."),
        ("É.", "É."),
        ("Алексей", "А."),
    ],
)
def test_given_names_are_shortened_to_initials(given, initials):
    citation = cite(article(person(given, "Example")), "apa").plain

    assert citation.startswith(f"Example, {initials} (2022)")


@pytest.mark.parametrize(
    ("edition", "shown"),
    [("2", "2nd ed."), ("3rd", "3rd ed."), ("Fourth edition", "4th ed."), ("11", "11th ed."),
     ("Rev. ed.", "Rev. ed."), ("22nd ed.", "22nd ed.")],
)  # fmt: skip
def test_editions_read_alike_however_they_were_typed(edition, shown):
    citation = cite(ITEMS["book"] | {"edition": edition}, "apa").plain

    assert f"({shown})" in citation


def test_every_row_of_the_table_names_its_rule():
    rows = [*APA, *IEEE, *CHICAGO, *MLA, *GBT7714]

    assert len(rows) >= 110
    assert all(rule for _, _, rule in rows)
