"""Words that sample data is made of, for what the brief brings no samples of its own."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split("|") if part.strip())


PEOPLE = _words("""
    Amelia Hart | Mateo Silva | Priya Raman | Jonas Weber | Aiko Tanaka | Grace Okafor | Liam Byrne | Sofia Rossi |
    Omar Haddad | Clara Lindqvist | Daniel Novak | Zoe Martin | Ravi Menon | Elena Petrova | Samuel Mensah |
    Ingrid Olsen | Tomás Herrera | Hannah Cohen | Kwame Boateng | Mei Chen | Lucas Moreau | Nadia Farouk |
    Peter Jansen | Ruth Adeyemi
""")
ORGANISATIONS = _words("""
    Northlight Studio | Harbour & Finch | Cedar Valley Foods | Brightwater Logistics | Alder Instruments |
    Kestrel Robotics | Summit Dental | Blue Fern Bakery | Ironbridge Engineering | Lantern Press | Meadowlark Health
    | Quarry Street Partners | Saltmarsh Energy | Tidewell Insurance | Westgate Interiors | Yarrow Textiles
""")
PLACES = _words("""
    Riverside Hall | Old Mill House | North Pier | Garden Court | Station Square | Hilltop Lodge | Market Street 12
    | The Long Room | East Wing | Harbour View | Maple Corner | Castle Yard | Lakeside Pavilion | Orchard Place
""")
CITIES = _words("""
    Lisbon | Hamburg | Bristol | Lyon | Toronto | Kraków | Gothenburg | Valencia | Melbourne | Utrecht | Denver |
    Bologna
""")
COUNTRIES = _words("""
    Portugal | Germany | United Kingdom | France | Canada | Poland | Sweden | Spain | Australia | Netherlands |
    United States | Italy
""")
STREETS = _words("""
    14 Mill Lane | 220 Harbour Street | 7 Rose Terrace | 58 Station Road | 31 Kingfisher Way | 102 Orchard Avenue |
    9 Castle Hill | 76 Lime Walk | 43 Bridge Street | 5 Chapel Row | 18 Elm Grove | 264 Canal Side
""")
PRODUCTS = _words("""
    Walnut desk lamp | Linen notebook | Steel water bottle | Wool travel blanket | Ceramic pour-over set |
    Folding step stool | Canvas tool roll | Bamboo cutting board | Desk organiser | Cork yoga mat |
    Brass door handle | Recycled tote bag | Oak picture frame | Enamel mug | Cotton apron | Glass storage jar |
    Leather card holder | Cast-iron pan | Beeswax candle | Copper kettle
""")
EVENTS = _words("""
    Spring open day | Quarterly review | Welcome evening | Hands-on workshop | Summer festival | Customer breakfast
    | Safety training | Design sprint | Charity run | Winter market | Partner summit | Volunteer day |
    Product launch | Harvest dinner
""")
DOCUMENTS = _words("""
    Annual report | Onboarding guide | Service agreement | Site survey | Budget proposal | Meeting minutes |
    Safety checklist | Design brief | Price list | Project charter | Travel policy | Release notes | Audit summary |
    Brand guidelines
""")
TASKS = _words("""
    Prepare the quarterly figures | Call the supplier about the delay | Renew the insurance | Update the price list
    | Order new name badges | Review the first draft | Book a room for the workshop | Send the signed contract |
    Check the emergency lighting | Write the welcome message | Plan the summer schedule | Sort the storage room |
    Back up the photo archive | Fix the broken door handle
""")
PHONES = (
    *("+1 202 555 01{:02d}", "+44 20 7946 09{:02d}", "+49 30 23125 1{:02d}", "+33 1 99 00 25 {:02d}"),
    *("+46 8 465 004 {:02d}", "+1 415 555 01{:02d}"),
)
"""Numbers that the countries' authorities keep for examples; two digits are still open."""
ADJECTIVES = _words("""
    Classic | Compact | Northern | Silver | Evening | Signature | Garden | Coastal | Standard | Little | Grand |
    Modern | Heritage | Alpine | Express | Family | Golden | Urban | Quiet | Premium
""")
JOBS = _words("""
    Account Manager | Software Engineer | Office Manager | Product Designer | Sales Director | Data Analyst |
    Operations Lead | Marketing Specialist | Finance Controller | Support Engineer | Head of Purchasing |
    Project Manager
""")
TEAMS = _words("""
    Sales | Engineering | Operations | Finance | Marketing | Customer support | Purchasing | Design
""")
CATEGORIES = _words("""
    General | Home | Office | Outdoor | Seasonal | Accessories | Services | Special
""")
NOTES = _words("""
    All documents are complete and checked. | Needs a second look before it is final. |
    Waiting for confirmation from the other side. | Everything went smoothly, nothing open. |
    To be discussed in the next meeting. | A small change was agreed on the phone. |
    Keep an eye on this one over the coming weeks. | Checked again in spring.
""")
"""What is noted of anything."""
REMARKS: dict[str, tuple[str, ...]] = {
    "person": _words("""
        Prefers to be called in the morning. | Met at the spring fair. | Came through a recommendation. |
        Asked for an update before the end of the month. | Has been with us from the beginning. |
        Speaks French and a little Spanish. | Waiting for the signed papers. | Moved house in autumn.
    """),
    "organisation": _words("""
        Invoices go to the main office. | Asked for an offer for next year. | Delivers on Tuesdays and Fridays. |
        Two contacts left, one is new. | The frame contract runs to the end of the year. | Visit planned for spring.
    """),
    "product": _words("""
        Runs out faster in winter. | Two came back last month; watched. | New packaging since spring. |
        Ask the supplier about larger boxes. | A favourite at the counter. | Reordered every second week.
    """),
    "vehicle": _words("""
        Winter tyres are in the basement. | A small scratch on the left door. | New brakes last month. |
        The second key is in the office. | Due for inspection soon. | Uses a little more oil than it should.
    """),
    "place": _words("""
        The key is at the reception. | The projector was repaired in March. | Quiet after four. |
        One window does not close well. | New chairs since summer. | Heating takes half an hour.
    """),
    "animal": _words("""
        Calm, and used to children. | Shy at first, then never far away. | Eats a little less than before. |
        Vaccinated in spring. | Likes company. | Needs a quiet corner.
    """),
    "event": _words("""
        Bring the sign for the door. | More came than expected. | Coffee is ordered. |
        Starts a quarter of an hour later. | The room is booked until six. | Photos were taken.
    """),
    "task": _words("""
        Waiting for parts. | Half of it is done. | Ask before starting. | Takes longer than it looks. |
        To be checked by a second person. | Can wait until next week.
    """),
}
"""What is noted of records of a kind."""
DESCRIPTIONS = _words("""
    Well suited for everyday use, and a favourite for years. | A careful mix of simple form and solid work. |
    Covers the essentials and leaves room for more. | Made in small numbers, with attention to detail. |
    A good place to start for anyone new to it. | Thoughtfully put together and easy to look after. |
    The most requested of its kind this season. | Reliable, straightforward and quick to set up. |
    Now in its second edition, with many improvements. | Small, but with everything that matters.
""")
ABOUT: dict[str, tuple[str, ...]] = {
    "product": DESCRIPTIONS,
    "place": _words("""
        Bright and quiet, with step-free access. | Big windows, good light, and a kitchen next door. |
        Close to the station; bicycles find a place in the yard. | Warm in winter, cool in summer. |
        Well equipped, with projector and sound. | A favourite for weekends: ask early.
    """),
    "person": _words("""
        Ten years in the trade, and still curious. | Listens first, then says what can be done. |
        Speaks three languages, and is patient in all of them. | Likes the difficult cases. |
        Started as an apprentice and never left. | Known for good advice.
    """),
    "organisation": _words("""
        A family business in its third generation. | Twelve people, one workshop, quick answers. |
        Delivers on time, and says so early when it cannot. | Small, friendly and easy to reach. |
        Has worked in the region for twenty years. | Young, careful and growing.
    """),
    "event": _words("""
        Doors open half an hour before. | For beginners as well as for those who come back. |
        Bring something to write with; coffee is there. | Places are few: be early. |
        Open to everybody, with questions at the end. | Outdoors, in any weather.
    """),
    "document": _words("""
        What matters, on two pages. | The background first, then what follows from it. |
        With figures, sources and a short summary. | Written for those who are new to it. |
        Brought up to date last month. | The short version, for a quick read.
    """),
    "software": _words("""
        Runs day and night, and is watched. | Small, fast and easy to restart. | Updated every second week. |
        Used by the whole team. | Documented from end to end. | The one that everything else relies on.
    """),
}
"""How records of a kind are described."""
PLAIN = _words("""
    A good place to start. | Everything of its kind, in one place. | Small, but with all that matters. |
    For those who want to know more. | New things come in every week. | Kept simple on purpose.
""")
"""How a thing is described of which nothing is known."""
VARIANTS = _words("""
    Standard | Classic | Premium | Compact | Extended | Basic
""")
"""What is said of a thing when nothing is known but that it is said in words."""
BRANDS = _words("""
    Kestrel | Northlight | Alder | Brightwater | Lantern | Yarrow
""")

BY_KIND: dict[str, tuple[str, ...]] = {
    "person": PEOPLE,
    "organisation": ORGANISATIONS,
    "place": PLACES,
    "product": PRODUCTS,
    "event": EVENTS,
    "document": DOCUMENTS,
    "task": TASKS,
}
"""What records of a kind are called."""

ENDLESS = ("person", "organisation", "place")
"""Kinds of which any may be added to those that were named: people are people, whatever the application is about."""

BY_WORD: dict[str, tuple[str, ...]] = {
    "city": CITIES,
    "town": CITIES,
    "country": COUNTRIES,
    "address": STREETS,
    "street": STREETS,
    "company": ORGANISATIONS,
    "organisation": ORGANISATIONS,
    "organization": ORGANISATIONS,
    "employer": ORGANISATIONS,
    "customer": PEOPLE,
    "client": PEOPLE,
    "author": PEOPLE,
    "contact": PEOPLE,
    "owner": PEOPLE,
    "assignee": PEOPLE,
    "manager": PEOPLE,
    "instructor": PEOPLE,
    "teacher": PEOPLE,
    "speaker": PEOPLE,
    "job": JOBS,
    "position": JOBS,
    "role": JOBS,
    "profession": JOBS,
    "department": TEAMS,
    "team": TEAMS,
    "category": CATEGORIES,
    "genre": CATEGORIES,
    "brand": BRANDS,
    "manufacturer": BRANDS,
    "location": PLACES,
    "venue": PLACES,
    "place": PLACES,
    "product": PRODUCTS,
    "item": PRODUCTS,
    "subject": TASKS,
    "topic": TASKS,
    "task": TASKS,
    "comment": NOTES,
    "summary": DESCRIPTIONS,
    "bio": DESCRIPTIONS,
}
"""What a field holds, by the last word of its name."""

NUMBERS: dict[str, tuple[float, float]] = {
    "age": (19, 64),
    "year": (1998, 2025),
    "quantity": (3, 120),
    "stock": (3, 120),
    "capacity": (8, 120),
    "seats": (2, 60),
    "guests": (2, 8),
    "pages": (96, 620),
    "duration": (15, 120),
    "minutes": (15, 120),
    "hours": (1, 40),
    "floor": (1, 6),
    "bedrooms": (1, 5),
    "bathrooms": (1, 3),
    "employees": (4, 480),
    "weight": (1, 90),
    "height": (50, 200),
    "score": (40, 100),
    "price": (6, 240),
    "cost": (5, 180),
    "fee": (10, 120),
    "salary": (36_000, 92_000),
    "budget": (2_000, 60_000),
    "value": (1_200, 48_000),
    "amount": (40, 2_400),
    "total": (40, 2_400),
    "revenue": (8_000, 240_000),
    "rate": (20, 140),
    "rent": (620, 2_400),
    "mileage": (4_000, 140_000),
}
"""Usual ranges, by the last word of a field's name."""

DAYS: dict[str, tuple[int, int]] = {
    "birth": (-20_000, -8_000),
    "birthday": (-20_000, -8_000),
    "birthdate": (-20_000, -8_000),
    "born": (-20_000, -8_000),
    "hire": (-2_600, -30),
    "hired": (-2_600, -30),
    "joined": (-1_400, -10),
    "start": (-1_400, -10),
    "since": (-1_400, -10),
    "published": (-4_000, -30),
    "founded": (-14_000, -900),
    "due": (-6, 30),
    "deadline": (-6, 45),
    "end": (3, 120),
    "expiry": (10, 500),
    "expires": (10, 500),
    "until": (3, 120),
    "return": (-4, 28),
    "next": (1, 40),
    "follow": (1, 30),
    "appointment": (-5, 25),
    "event": (-10, 60),
    "purchase": (-900, -5),
    "created": (-90, -1),
}
"""Usual days from today, by any word of a field's name."""
