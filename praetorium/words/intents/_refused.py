"""Words for results that nothing here makes, each with why and with what can be asked instead."""

from __future__ import annotations

from dataclasses import dataclass

_MAKE = (
    r"^(?:please |can you |could you )?(?:(?:make|create|generate|draw|give|show|write|design|produce|build|do|print)\s"
    r"(?:me\s|us\s)?)?(?:an?\s|the\s|some\s|our\s|my\s)?(?:(?!(?:for|of|with|to|from|on)\b)[a-z\-]+\s){0,2}?"
)
_NO_FILM = r"(?!.*\b(?:to|into|as|in)\s(?:an?\s)?(?:\w+\s){0,2}(?:videos?|films?|slide ?shows?|movies?)\b)"
_START = r"^(?:please |can you |could you )?"


REWRITING = rf"{_START}(?:summari[sz]e|shorten|paraphrase|rewrite|rephrase|proof-?read|correct|translate)\b"


WRITING = (
    rf"{_START}(?:write|compose|draft|invent|come up with)\s"
    r"(?:(?:me|us|my|our|an?|the|some|this|that|his|her|their)\s)*(?:(?!(?:for|of|to|in|on)\b)[a-z\-]+\s){0,2}?"
    r"(?:essays?|poems?|stor(?:y|ies)|novels?|speech(?:es)?|letters?|e-?mails?|articles?|posts?|texts?|captions?|"
    r"slogans?|books?|scripts?|lyrics|jokes?|toasts?|bio|biography|thesis|homework|cvs?|resumes?|descriptions?|"
    r"(?:documents?|handbooks?|manuals?|memos?|contracts?|polic(?:y|ies)|proposals?|minutes|agreements?)"
    r"(?! (?:management|tracker|system|app|database|templates?)))\b"
)


@dataclass(frozen=True)
class Refused:
    """Words in lower case, why what they ask for is not made, and what can be asked instead."""

    pattern: str
    what: str
    examples: tuple[str, ...]


_ROWS = r"(?=.*\bfile\.(?:csv|tsv|xlsx?|ods|parquet|jsonl?|ndjson|sqlite3?|db)\b)"

KNOWN = (
    Refused(
        rf"^{_ROWS}.*\b(?:different|distinct|unique)\s\w+\s(?:per|by|for each|in each)\b",
        "how many different ones there are is told of a whole column, and not for each group",
        ("profile orders.csv", "number of orders by month from orders.csv"),
    ),
    Refused(
        rf"^{_ROWS}.*\bmedians?\b.*\b(?:per|by|for each)\b",
        "medians are told of a whole file, and not for each group",
        ("chart the average order value by country from orders.csv", "report on orders.csv"),
    ),
    Refused(
        rf"^{_ROWS}.*\b(?:correlat\w+|regression|cluster(?:s|ing)?|standard deviation|percentiles?|quartiles?)\b",
        "figures are totals, averages, numbers, shares and changes; relations between columns are not computed",
        ("chart the average income by city from people.csv", "histogram of age in people.csv", "profile people.csv"),
    ),
    Refused(
        rf"^{_ROWS}.*(?:\b(?:vs\.?|versus|against|compared (?:to|with))\s(?:the\s)?(?:last|previous|prior)\s"
        r"(?:year|month|quarter|week)\b|\b(?:year|month|week)[- ](?:over|on)[- ](?:year|month|week)\b|\b(?:yoy|mom)\b|"
        r"\b20\d\d\s(?:vs\.?|versus|against|with)\s20\d\d\b)",
        "a stretch of time is compared with the one before it in a report, and with no other",
        (
            "report revenue by year from orders.csv",
            "report revenue by month from orders.csv",
            "pivot revenue by year and month from orders.csv",
        ),
    ),
    Refused(
        rf"^{_ROWS}.*\b(?:add|insert|calculate|compute|rename|reorder|transpose)\s(?:\w+\s)"
        r"{0,3}?(?:columns?|fields?|rows?)\b",
        "columns are neither added nor renamed; rows and columns are left out, ordered and put together",
        ("only the columns name and email from people.csv", "sort people.csv by name", "convert people.csv to Excel"),
    ),
    Refused(
        rf"{_MAKE}(?:qr|bar)[- ]?codes?\b",
        "QR codes and barcodes are not drawn here",
        ("diagram of how signup works: user → form → mail",),
    ),
    Refused(
        REWRITING,
        "a text is used as it is written: nothing here shortens, rewrites or translates one",
        ("turn notes.md into a PDF", "read notes.md aloud", "summary of orders.csv as PDF"),
    ),
    Refused(
        r"\b(?:mail ?merge|serial letters?|form letters?)\b",
        "letters are not made one for each row of a file",
        ("turn letter.md into a Word document", "convert people.csv to Excel"),
    ),
    Refused(
        rf"{_START}(?:forecast|predict|extrapolate)\b",
        "nothing here tells what will be: figures are those of the file",
        ("revenue by month from sales.csv, as a line chart", "sales report from sales.csv as PDF"),
    ),
    Refused(
        rf"{_MAKE}(?:photo[- ]?)?collages?\b",
        "pictures are not put together on one sheet",
        ("a 12 second slideshow of these pictures with captions, with --file for each",),
    ),
    Refused(
        rf"{_MAKE}(?:time ?lines?|gantt(?: charts?)?|mind ?maps?|word ?clouds?)\b|"
        rf"{_MAKE}org(?:ani[sz]ation(?:al)?)?[ -]?charts?\b",
        "such a drawing is not made here",
        ("diagram of our project: kickoff → prototype → launch", "org chart: Anna leads Bob and Carla"),
    ),
    Refused(
        rf"{_MAKE}(?:certificates?|diplomas?|receipts?|flyers?|posters?|brochures?|(?:business|post) ?cards?|"
        r"letterheads?)\b",
        "such a sheet is not laid out here: a text is set as a document",
        ("turn certificate.md into a PDF, in blue, with our logo.png",),
    ),
    Refused(
        rf"^(?!(?:share|upload|collect|sort|keep|manage|track|save)\b){_MAKE}"
        r"(?:logos?|illustrations?|paintings?|cartoons?|memes?|icons?|(?:pictures?|images?|photos?) of)\b",
        "pictures are drawn of data and of words with arrows, not of things",
        ("bar chart of orders by country from orders.csv", "diagram of how signup works: user → form → mail"),
    ),
    Refused(
        rf"{_START}(?:transcribe|ocr|scan)\b|\bspeech to text\b|"
        r"\btext from (?:the |this )?(?:image|picture|scan|photo)\b",
        "sound and pictures are not read as text here",
        ("read notes.md aloud",),
    ),
    Refused(
        r"\b(?:to|as|into)\s(?:an?\s)?(?:epub|mobi|odt|ods|odp|rtf|latex|tex|xml|yaml|gif|tiff?|webm|avi|flac|aac)\b",
        "files of that kind are not written here",
        ("turn notes.md into a PDF", "convert prices.xlsx to csv", "read notes.md aloud as MP3"),
    ),
    Refused(
        rf"{_START}split\b.*\.(?:csv|tsv|xlsx|xls|parquet|json|jsonl)\b",
        "a file is not split into several",
        ("filter orders.csv to paid as csv", "report revenue by region from sales.csv"),
    ),
    Refused(
        rf"{_START}(?:plot|chart|draw|graph)\s(?:the\s)?\w+\s(?:vs\.?|versus|against)\s\w+(?!.*\s(?:by|per|over)\s)|"
        r"\b(?:scatter(?: ?plots?| ?charts?)|(?:heat|tree) ?maps?|box ?plots?|bubble charts?|radar charts?|sankey)\b",
        "charts show totals, averages and numbers over time or by groups, and not two measures against each other",
        ("chart the average income by city from people.csv", "histogram of age in people.csv"),
    ),
    Refused(
        rf"{_MAKE}(?:songs?|music|jingles?|melod(?:y|ies))\b(?!\s(?!for\b|about\b|in\b|with\b)[a-z])",
        "music is not made here",
        ("read news.md aloud",),
    ),
    Refused(
        rf"{_MAKE}(?:presentation|slides?|slide ?deck|deck)\b.*\.(?:csv|tsv|xlsx|xls|parquet|json|jsonl)\b",
        "slides are made of a text, not of rows",
        ("report on sales.xlsx as PDF", "turn notes.md into slides"),
    ),
    Refused(
        WRITING,
        "texts are not thought up here: one that is there is set, read aloud or compared",
        ("turn notes.md into a Word document", "read notes.md aloud"),
    ),
    Refused(
        rf"{_START}(?:send|text|call|phone|ring|e-?mail|tweet|forward)\s(?:(?:an?|the|my|our|all|this|that|some)\s)*"
        r"(?:e-?mails?|sms|(?:text |whatsapp )?messages?|whatsapps?|texts?|tweets?|newsletters?|mum|mom|dad|boss|him|"
        r"her|them|everyone|everybody|customers|clients|members)\b",
        "nothing is sent to people from a sentence",
        ("invoice for ACME, 3 days consulting at 900", "turn letter.md into a PDF"),
    ),
    Refused(
        rf"{_START}(?:edit|cut|trim|crop|resize|rotate|compress|upscale|colou?ri[sz]e|retouch|blur|denoise|remix|mix|"
        r"convert|turn|change|remove|delete|erase|improve|enhance)\s(?:"
        rf"(?:(?!file\.)\S+\s){{0,4}}?file\.(?:png|jpe?g|gif|webp|svg|mp3|wav|ogg|mp4|mov|avi)\b{_NO_FILM}|"
        r"(?:my|our|this|the|these|that|a)\s(?:\w+\s){0,2}?"
        rf"(?:videos?|clips?|films?|movies?|photos?|pictures?|images?|songs?|recordings?|podcasts?)\b{_NO_FILM})",
        "pictures, sounds and films that are there are not edited",
        ("a 12 second slideshow of these pictures with captions", "read notes.md aloud"),
    ),
    Refused(
        rf"{_START}(?:book|order|buy|find|hire|fetch|reserve)\s(?:me|us)\b(?!.*\bfile\.)",
        "what happens in the world outside is not done here",
        ("one-page website for my bakery", "invoice for ACME, 3 days consulting at 900"),
    ),
    Refused(
        r"^(?:what ?['’]?s?|what (?:is|are|was|will)|whats|who(?: ?['’]?s| is| was)?|whos|when|where|why|"
        r"how (?:do|can|to|does|is|are|old|far|tall))\s(?!.*\bfile\.)",
        "questions are answered from a file of rows only",
        ("which month was the best? sales.csv", "profile customers.csv: missing values, duplicates"),
    ),
    Refused(
        rf"{_START}(?:convert|turn|make|export|transform|split|merge|combine|sign|compress|fill|edit|extract)\s.*"
        r"\bfile\.(?:docx|pptx|pdf|odt|html)\b",
        "documents that are there are compared, and neither converted nor changed",
        ("compare contract_v1.docx and contract_v2.docx", "turn notes.md into a PDF"),
    ),
)


ELSEWHERE = Refused(
    rf"{_START}(?:check|test|scan|audit|analy[sz]e|monitor|crawl|scrape|optimi[sz]e|speed up|fix|repair|hack|debug|"
    r"host|update|migrate|translate|improve|rank|review)\s(?:[\w.\-]+\s){0,5}?(?:my|our|the|this|your|their|his|her|a)\s"
    r"(?:\w+\s){0,2}?(?:web ?sites?|sites?|web ?pages?|homepage|domain|blog|wifi|server|router|computer|"
    r"laptop|phone)\b",
    "what runs elsewhere is neither looked at nor changed here",
    ("one-page website for my bakery", "run the tests in ./proj", "profile customers.csv: missing values, duplicates"),
)
"""Not made by asking for an application that might have it, so that a website may be named."""
