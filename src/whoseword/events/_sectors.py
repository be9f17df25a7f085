"""Which sector of society a party belongs to, by the noun that heads its description, by an office, or by an organisation's name.

Sectors are those that users of event data know (the roles and types of CAMEO, kept by ICEWS and PLOVER). Words are our own.
"""

import functools
from collections.abc import Mapping
from typing import Final

from whoseword.records import ActorType, Sector

# Nouns that may head the description of a party ("Turkish police", "the rebels"), by sector.
_HEADS: Final[Mapping[Sector, str]] = {
    "GOV": """government governments administration authorities officials official president presidents premier minister ministers
        ministry chancellor cabinet regime leadership leader leaders envoy envoys ambassador ambassadors embassy diplomat diplomats
        delegation delegations king queen prince emir sultan governor mayor secretary spokesman spokeswoman negotiators junta""",
    "MIL": """army armies navy military troops soldiers soldier forces force warplanes warships jets marines artillery commander
        commanders general generals colonel guards paratroopers drones aircraft fleet airforce garrison peacekeepers pilot pilots strikes airstrikes sailors reservists""",
    "LEG": "parliament senate congress legislature lawmakers lawmaker deputies senators senator assembly knesset mps",
    "JUD": "court courts judge judges prosecutor prosecutors tribunal judiciary magistrate magistrates",
    "COP": "police policemen policeman gendarmes constables troopers agents",
    "SPY": "intelligence spies spy",
    "OPP": "opposition oppositionists dissidents dissident",
    "REB": """rebels rebel militants militant insurgents insurgent guerrillas guerrilla militia militias separatists separatist
        gunmen gunman jihadists extremists terrorists fighters fighter hijackers warlord warlords""",
    "CIV": """protesters protester demonstrators demonstrator civilians civilian citizens citizen residents villagers people crowds
        crowd activists activist women men farmers students student prisoners prisoner detainees detainee hostages hostage crew
        passengers voters workers worker families nationals national settlers tribes man men woman boy children suspects suspect
        tourists victims teenagers fishermen doctors members pilgrims patients supporters followers""",
    "REF": "refugees refugee migrants migrant asylum-seekers exiles",
    "MED": "journalists journalist reporters reporter newspaper newspapers broadcaster media editor editors station",
    "BUS": "company companies firm firms bank banks businessman businessmen traders trader investors corporation airline oilmen",
    "EDU": "university universities academics professors professor school",
    "REL": "church bishops bishop clerics cleric imam imams monks priests",
    "LAB": "union unions strikers miners drivers teachers nurses",
    "NGO": "charity charities campaigners volunteers",
    "IGO": "inspectors monitors observers",
}  # fmt: skip
# Words of an office that say more than its holder's noun: read before the nouns above.
_OFFICES: Final = (
    ("opposition", "OPP"),
    ("rebel", "REB"),
    ("spokesman of the army", "MIL"),
    ("military", "MIL"),
    ("army", "MIL"),
)
# Offices that parties, unions and companies have as well as governments.
_OF_ANYTHING: Final = frozenset(("leader", "leaders", "spokesman", "spokeswoman", "secretary", "members", "delegation"))
# Bodies between states, by the names of the table of actors and other common ones.
_BETWEEN_STATES: Final = frozenset(
    """united nations|un|european union|eu|european commission|european parliament|nato|african union|arab league|asean|osce|opec
|imf|international monetary fund|world bank|world health organization|who|iaea|international atomic energy agency|un security council
|security council|unesco|unicef|unhcr|icc|international criminal court|ecowas|commonwealth|council of europe|world trade organization|wto
|organisation of islamic cooperation|organization of american states|g7|g20|interpol""".replace("\n", "").split("|")
)
# Armed groups that have fought states since 1980, by the names that news give them.
_ARMED: Final = """taliban|hezbollah|hizbullah|hamas|islamic state|isis|isil|al-qaeda|al qaeda|al-shabaab|al-shabab|al shabaab|boko haram|farc|eln|
pkk|houthis|houthi|tamil tigers|shining path|ira|eta|m23|kurdish peshmerga|peshmerga|islamic jihad|free syrian army|lord's resistance army|
abu sayyaf|al-nusra|nusra front|wagner|hutu militia|khmer rouge|unita|renamo|polisario|swapo"""
_NAMED: Final[tuple[tuple[Sector, str], ...]] = (
    ("LEG", "parliament senate congress assembly duma knesset bundestag"),
    ("JUD", "court tribunal prosecutor"),
    ("COP", "police gendarmerie"),
    ("SPY", "intelligence mossad cia fsb mi6"),
    ("MIL", "army navy force forces guard guards military pentagon"),
    ("GOV", "ministry department cabinet presidency kremlin government administration treasury council directorate"),
    ("LAB", "union unions federation"),
    ("EDU", "university college institute school"),
    ("REL", "church diocese mosque synod"),
    ("OPP", "opposition"),
    ("REB", "front brigade brigades militia liberation"),
    ("BUS", "bank company corporation inc corp ltd plc group airlines oil gas energy holdings"),
    ("NGO", "association foundation watch amnesty committee society charity international relief"),
)


@functools.cache
def armed() -> frozenset[str]:
    """Armed groups by their common names, in lower case."""
    return frozenset(name.strip() for name in _ARMED.split("|"))


@functools.cache
def heads() -> Mapping[str, Sector]:
    """Noun in lower case -> the sector of the party that it heads."""
    return {noun: sector for sector, nouns in _HEADS.items() for noun in nouns.split()}


def of_office(office: str | None) -> Sector:
    """The sector of somebody with an office or description, such as "Foreign Minister" or "leader of the opposition"."""
    words = (office or "").casefold()
    for clue, sector in _OFFICES:
        if clue in words:
            return _sector(sector)
    found = [heads()[word] for word in words.replace(",", " ").split() if word in heads() and word not in _OF_ANYTHING]
    return found[0] if found else "UNK"


def of_organisation(name: str, kind: ActorType | None) -> Sector:
    """The sector of an organisation by its name and, where the table of actors knows it, its type."""
    folded = name.casefold().removeprefix("the ").replace(".", "")
    if folded in _BETWEEN_STATES or folded.startswith("un "):
        return "IGO"
    if kind == "media":
        return "MED"
    words = set(folded.replace("’", " ").replace("'", " ").split())
    return next((sector for sector, clues in _NAMED if words & set(clues.split())), "UNK")


def _sector(word: str) -> Sector:
    return next(sector for sector in _HEADS if sector == word)
