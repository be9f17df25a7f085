"""Sentences of our own that show what actors do to one another: for each root phrases, with actors and surroundings drawn by chance.

Written from what one knows of politics, in our own words; none comes from a codebook. {S} acts, {T} is acted on.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from whoseword.records import Span

PHRASES = {
    "ACCUSE": """
        {S} accused {T} of meddling in its affairs
        {S} blamed {T} for the failure
        {S} condemned {T} over the killings
        {S} strongly criticised {T}
        {S} denounced {T} as a puppet of foreign powers
        {S} sued {T} for damages
        {S} filed a complaint against {T} at the court
        {S} took {T} to court over fishing rights
        {S} opened an inquiry into {T}
        {S} is investigating {T} for corruption
        prosecutors of {S} charged {T} with fraud
        {S} charged {T} with treason
        {S} found {T} guilty of spying
        {T} was accused by {S} of hiding weapons
        {T} was condemned by {S} for the raid
        {T} came under fire from {S} for its silence
        {S} slammed {T} for breaking its word
        {S} alleged that {T} had spied on its leaders
        {S} complained about the conduct of {T}
        {S} deplored the behaviour of {T}
        {S} held {T} responsible for the crash
        {S} lodged a protest with {T} over the incident
        {S} said {T} was lying about the figures
        {S} lashed out at {T}
        {S} expressed outrage at {T}
        {S} voiced disapproval of the way {T} treats prisoners
        {S} began a probe into abuses by {T}
        {S} indicted {T} on charges of terrorism
        {S} sent investigators to look into {T}
        {S} wants {T} tried for war crimes
        {S} claimed {T} was behind the plot
        {S} called {T} a dictator
        an inquiry by {S} faulted {T}
        {S} attacked the policy of {T} as shameful
        {S} said {T} had stolen the election
        {S} opened a criminal case against {T}
    """,
    "AGREE": """
        {S} agreed to meet {T} next month
        {S} is ready to hold talks with {T}
        {S} offered to mediate between {T} and its rivals
        {S} will send humanitarian aid to {T}
        {S} promised to provide loans to {T}
        {S} pledged to give {T} more money
        {S} said it would sign a treaty with {T}
        {S} plans to restore ties with {T}
        {S} intends to cooperate with {T} on security
        {S} is willing to ease sanctions on {T}
        {S} said it will free the prisoners of {T}
        {S} will withdraw its troops from {T} by the summer
        {S} vowed to work with {T}
        {S} is prepared to compromise with {T}
        {S} has promised to visit {T}
        {S} and {T} agreed to cooperate on trade
        {S} and {T} agreed to exchange prisoners
        {S} and {T} will hold talks next week
        {S} and {T} plan joint exercises in spring
        {S} agreed to let {T} use its ports
        {S} offered military help to {T}
        {S} will grant asylum to {T}
        {S} undertook to pay {T}
        {S} agreed to a request from {T} to send engineers
        {S} committed itself to rebuilding {T}
        {S} is to open an embassy in {T}
        {S} expressed readiness to negotiate with {T}
        {S} announced it would lift the ban on {T}
        {S} is going to deliver food to {T}
        {S} is due to host {T} next week
        {S} will share intelligence with {T}
        {S} agrees to extradite suspects to {T}
        {S} said it would consider a truce with {T}
        {S} hopes to sign an agreement with {T} soon
        {T} was promised new funds by {S}
    """,
    "AID": """
        {S} sent food and medicine to {T}
        {S} delivered humanitarian aid to {T}
        {S} gave {T} a grant of ten million dollars
        {S} donated vaccines to {T}
        {S} provides military assistance to {T}
        {S} supplied weapons to {T}
        {S} lent money to {T}
        {S} granted asylum to {T}
        {S} took in refugees from {T}
        {S} sheltered {T} after the flood
        {S} sent doctors to {T}
        {S} deployed peacekeepers in {T}
        {S} financed the rebuilding of {T}
        {S} paid for new schools in {T}
        {S} is helping {T} with relief supplies
        {S} shipped ammunition and arms to {T}
        {S} airlifted supplies to {T}
        {S} has trained and equipped {T}
        {S} rescued {T}
        {T} received financial support from {S}
        {T} got emergency loans from {S}
        {T} was given shelter by {S}
        aid from {S} reached {T}
        {S} is the biggest donor to {T}
        {S} poured millions into {T}
        {S} wrote off part of the debt of {T}
        {S} evacuated wounded civilians from {T}
        {S} provided logistic support to the army of {T}
        {S} contributed funds to {T}
        {S} stepped up its assistance for {T}
        {S} offers protection to {T}
        {S} increased funding for {T}
        {S} distributed tents and blankets in {T}
    """,
    "ASSAULT": """
        {S} attacked {T}
        {S} bombed {T}
        {S} shelled positions of {T}
        {S} killed five people in {T}
        {S} fired rockets at {T}
        {S} launched air strikes on {T}
        {S} shot dead a member of {T}
        {S} kidnapped {T}
        {S} abducted workers of {T}
        {S} took {T} hostage
        {S} assassinated {T}
        {S} tried to assassinate {T}
        {S} tortured {T}
        {S} raped women in {T}
        {S} beat up {T}
        {S} stormed {T}
        {S} invaded {T}
        {S} occupied {T}
        {S} captured {T} after heavy fighting
        {S} seized territory from {T}
        {S} hacked the computers of {T}
        {S} carried out a suicide bombing against {T}
        {S} ambushed a convoy of {T}
        {S} clashed with {T} near the border
        {S} fought {T} for control of the city
        {S} blew up {T}
        {S} broke the ceasefire with {T}
        {S} used chemical weapons against {T}
        {S} massacred civilians in {T}
        {T} was attacked by {S}
        {T} came under fire from gunmen of {S}
        {T} was killed in a raid by {S}
        a drone strike by {S} hit {T}
        {S} set fire to {T}
        {S} executed {T}
        {S} drove {T} out of the town
        {S} ethnically cleansed {T}
        {S} fired missiles into {T}
    """,
    "COERCE": """
        {S} arrested {T}
        {S} detained members of {T}
        {S} jailed {T}
        {S} imposed sanctions on {T}
        {S} slapped tariffs on {T}
        {S} banned {T}
        {S} expelled diplomats of {T}
        {S} deported {T}
        {S} confiscated the property of {T}
        {S} froze the assets of {T}
        {S} seized documents from {T}
        {S} imposed an embargo on {T}
        {S} declared martial law in {T}
        {S} imposed a curfew on {T}
        {S} censored {T}
        {S} shut down {T}
        {S} blocked access to {T}
        {S} dispersed {T} with tear gas
        {S} fired rubber bullets at {T}
        {S} raided the offices of {T}
        {S} sentenced {T} to ten years in prison
        {S} put {T} under house arrest
        {S} placed restrictions on {T}
        {S} closed its border with {T}
        {S} blacklisted {T}
        {S} revoked the licence of {T}
        {S} outlawed {T}
        {S} cracked down on {T}
        {S} barred {T} from leaving the country
        {S} demolished houses of {T}
        {T} was arrested by {S}
        {T} was expelled from the country by {S}
        {T} was fined by {S}
        {S} blockaded {T}
        {S} suspended the licence of {T}
        {S} cut off the internet in {T}
        {S} used water cannon against {T}
        {S} took {T} into custody
    """,
    "CONSULT": """
        {S} met {T}
        {S} held talks with {T}
        {S} visited {T}
        {S} travelled to {T} for a summit
        {S} arrived in {T} for a state visit
        {S} hosted {T}
        {S} received {T} at the palace
        {S} spoke by telephone with {T}
        {S} discussed trade with {T}
        {S} phoned {T}
        {S} sat down with {T} for negotiations
        {S} and {T} held a meeting
        {S} and {T} met on the sidelines of the summit
        {S} and {T} discussed the crisis
        {S} and {T} resumed negotiations
        {S} and {T} exchanged views
        {S} consulted {T}
        {S} mediated between {T} and its opponents
        {S} is mediating talks in {T}
        {S} brokered talks for {T}
        {S} sent an envoy to {T}
        {S} conferred with {T}
        {S} negotiated with {T}
        {S} is on a visit to {T}
        {S} attended a conference in {T}
        {S} welcomed {T} for talks
        a delegation from {S} came to {T}
        {S} hosted peace talks between {T} and the rebels
        {S} opened talks with {T}
        {S} called {T} to discuss the situation
    """,
    "COOPERATE": """
        {S} shared intelligence with {T}
        {S} shared evidence with {T}
        {S} passed information to {T}
        {S} and {T} held joint military exercises
        {S} and {T} staged war games
        {S} extradited a suspect to {T}
        {S} handed over a suspect to {T}
        {S} handed over documents to {T}
        {S} trained the troops of {T}
        {S} and {T} carried out joint patrols
        {S} sold goods to {T} under the trade deal
        {S} cooperated with {T} in the investigation
        {S} worked together with {T} on the vaccine
        {S} gave bank data to {T}
        {S} and {T} began naval drills together
        {S} helped {T} to find the suspects
        {S} is cooperating with {T} on border security
        {S} sent military trainers to {T}
        {S} exchanged information with {T}
        {S} and {T} launched a joint satellite
        {S} and {T} work side by side against smugglers
        {S} took part in manoeuvres with {T}
        {S} provided records to investigators of {T}
        {S} and {T} trade freely
        {S} assisted {T} in its inquiry
        {S} and {T} jointly explored for oil
        {S} let {T} question a witness
        {S} and {T} conducted a combined exercise at sea
        soldiers of {S} drilled with soldiers of {T}
    """,
    "MOBILIZE": """
        {S} put its army on alert against {T}
        {S} remained on alert in {T}
        {S} mobilised troops near {T}
        {S} massed soldiers on the border with {T}
        {S} deployed tanks to {T}
        {S} moved warships towards {T}
        {S} called up reservists for a battle with {T}
        {S} raised its alert level over {T}
        {S} sent fighter jets to the border with {T}
        {S} reinforced its troops in {T}
        {S} mobilised the police in {T}
        {S} stepped up security in {T}
        {S} mobilised the army for riot control in {T}
        {S} prepared its forces for a war with {T}
        {S} strengthened its military presence along {T}
        {S} placed soldiers on standby for {T}
        {S} declared a state of siege in {T} and mobilised troops
        {S} beefed up its forces around {T}
        {S} positioned missiles opposite {T}
        {S} held its forces in readiness against {T}
        {S} built up its military in {T}
        {S} rushed reinforcements to {T}
        {S} is gathering its forces for an offensive on {T}
        soldiers of {S} stood on alert in {T}
        {S} mobilised its fighters against {T}
        {S} sent an aircraft carrier to waters near {T}
        {S} ordered a general mobilisation against {T}
    """,
    "PROTEST": """
        {S} protested against {T}
        {S} demonstrated outside {T}
        {S} rallied against {T}
        {S} marched through {T} to demand reforms
        {S} went on strike at {T}
        {S} went on strike for higher wages
        {S} stopped work at {T}
        {S} staged a sit-in at {T}
        {S} went on hunger strike against {T}
        {S} began a hunger strike in {T}
        {S} boycotted {T}
        {S} burned the flag of {T}
        {S} blocked roads in {T}
        {S} took to the streets of {T}
        {S} rioted in {T}
        {S} threw stones at {T}
        {S} clashed with {T} during a demonstration
        {S} walked out in protest at {T}
        {S} occupied the square to protest against {T}
        {S} held a vigil against {T}
        {S} overthrew {T} after mass protests
        {S} downed tools at {T}
        {S} chanted slogans against {T}
        {S} staged a walkout over pay at {T}
        {S} besieged the embassy of {T} in protest
        crowds of {S} jeered {T}
        {S} gathered to protest the arrest of {T}
        {S} held a demonstration demanding that {T} resign
        {S} picketed {T}
        {S} set up barricades in {T}
    """,
    "REJECT": """
        {S} refused to meet {T}
        {S} rejected a proposal by {T}
        {S} turned down an offer from {T}
        {S} rejected the demands of {T}
        {S} refused to negotiate with {T}
        {S} declined to extradite suspects to {T}
        {S} vetoed a plan of {T}
        {S} dismissed an appeal by {T}
        {S} defied {T}
        {S} will not lift sanctions on {T}
        {S} ruled out talks with {T}
        {S} refused to recognise {T}
        {S} said no to {T}
        {S} spurned a peace plan from {T}
        {S} refuses to pay {T}
        {S} would not allow {T} to enter
        {S} cancelled a meeting with {T}
        {S} cancelled a planned visit to {T}
        {S} opposes the bid of {T}
        {S} denied accusations by {T}
        {S} rebuffed {T}
        {S} rejected a request from {T} for more time
        {S} refused to release {T}
        {S} refused to withdraw its troops from {T}
        {S} and {T} failed to reach an agreement
        talks between {S} and {T} ended without a deal
        {S} refused to help {T}
        {S} ignored a warning by {T}
        {S} denied {T} permission to land
        {S} blocked a resolution on {T}
        {S} refused to apologise to {T}
        {S} does not accept mediation by {T}
        a call by {T} was rejected by {S}
        {S} turned away {T}
        {S} disobeyed an order of {T}
        {S} broke off a plan to work with {T}
        {S} will not cooperate with {T}
        {S} withheld consent from {T}
    """,
    "REQUEST": """
        {S} urged {T} to stop the fighting
        {S} called on {T} to free the prisoners
        {S} demanded that {T} withdraw its troops
        {S} demanded an explanation from {T}
        {S} asked {T} for help
        {S} appealed to {T} for aid
        {S} asked {T} to mediate
        {S} wants {T} to ease sanctions
        {S} said {T} must respect human rights
        {S} said {T} should hold talks
        {S} pressed {T} to sign the treaty
        {S} pleaded with {T} for asylum
        {S} requested military assistance from {T}
        {S} invited {T} to join the talks
        {S} sought a meeting with {T}
        {S} insisted that {T} hand over the suspects
        {S} demanded the release of {T}
        {S} demanded reforms from {T}
        {S} called for sanctions against {T}
        {S} demands that {T} step down
        {S} begged {T} to send food
        {S} lobbied {T} for a ceasefire
        {S} pushed {T} to investigate the murder
        {S} told {T} to pay its debts
        {S} is seeking loans from {T}
        {S} proposed a truce to {T}
        {S} exhorted {T} to allow observers
        {S} called for the resignation of {T}
        {S} called on {T} to lift the blockade
        {S} asked {T} to extradite a banker
        {T} was urged by {S} to show restraint
        {T} was asked by {S} to send police
        {S} encouraged {T} to open its markets
        {S} demanded compensation from {T}
    """,
    "SANCTION": """
        {S} cut off aid to {T}
        {S} suspended military aid to {T}
        {S} reduced humanitarian aid to {T}
        {S} halted food supplies to {T}
        {S} broke off diplomatic relations with {T}
        {S} severed ties with {T}
        {S} recalled its ambassador from {T}
        {S} withdrew its ambassador from {T}
        {S} ended talks with {T}
        {S} ended mediation efforts in {T}
        {S} broke off negotiations with {T}
        {S} pulled its peacekeepers out of {T}
        {S} withdrew observers from {T}
        {S} expelled inspectors of {T}
        {S} expelled peacekeepers from {T}
        {S} ordered {T} aid workers to leave
        {S} froze financial assistance to {T}
        {S} stopped lending to {T}
        {S} withheld funds from {T}
        {S} downgraded relations with {T}
        {S} closed its embassy in {T}
        {S} suspended {T} from the union
        {S} pulled out of a treaty with {T}
        {S} withdrew from an accord with {T}
        {S} tore up an agreement with {T}
        {S} cut economic assistance to {T}
        {S} halted cooperation with {T}
        {S} stopped sharing intelligence with {T}
        {S} stopped arms deliveries to {T}
        {S} called off peace talks with {T}
        {S} abandoned its role as mediator in {T}
        {S} threw out monitors sent by {T}
        {S} discontinued its programme in {T}
        {S} suspended trade talks with {T}
        {S} cancelled a contract with {T}
    """,
    "SUPPORT": """
        {S} signed an agreement with {T}
        {S} and {T} signed a trade deal
        {S} and {T} signed a memorandum of understanding
        {S} and {T} reached an accord
        {S} concluded a treaty with {T}
        {S} praised {T}
        {S} defended {T} against critics
        {S} backed {T}
        {S} endorsed the candidacy of {T}
        {S} recognised {T}
        {S} recognised the government of {T}
        {S} established diplomatic relations with {T}
        {S} restored ties with {T}
        {S} congratulated {T}
        {S} thanked {T} for its help
        {S} apologised to {T}
        {S} forgave {T}
        {S} expressed condolences to {T}
        {S} expressed solidarity with {T}
        {S} voiced support for {T}
        {S} welcomed the decision of {T}
        {S} hailed {T}
        {S} ratified a convention with {T}
        {S} formed an alliance with {T}
        {S} approved the plan of {T}
        {S} respects the independence of {T}
        {S} rallied behind {T}
        {S} supports the efforts of {T}
        {S} stands by {T}
        {S} gave its backing to {T}
        {T} was praised by {S}
        {T} won the backing of {S}
        {S} voted in favour of {T}
        {S} opened an embassy in {T}
        {S} and {T} normalised relations
        {S} and {T} made peace
        {S} joined {T} in a pact
    """,
    "THREATEN": """
        {S} threatened to attack {T}
        {S} warned {T} of consequences
        {S} threatened {T} with sanctions
        {S} gave {T} an ultimatum
        {S} gave {T} a deadline to leave
        {S} threatened to cut aid to {T}
        {S} threatened to break off relations with {T}
        {S} vowed revenge on {T}
        {S} vowed to retaliate against {T}
        {S} said it would respond with force if {T} crossed the line
        {S} threatened to expel {T}
        {S} threatened to boycott {T}
        {S} said it would boycott {T}
        {S} threatened to shell {T}
        {S} threatened to strike against {T}
        {S} will extend the curfew in {T}
        {S} said it would impose a ban on {T}
        {S} is planning a military operation against {T}
        {S} warned that it would shoot down planes of {T}
        {S} threatened to withdraw from an agreement with {T}
        {S} threatened protests against {T}
        {S} may impose tariffs on {T}
        {S} said it would annex {T}
        {S} promised to destroy {T}
        {S} issued a warning to {T}
        {S} told {T} to comply or face war
        {S} set {T} a deadline
        {S} threatened to kill {T}
        {S} threatens to veto {T}
        {S} will launch an offensive against {T} within days
        {S} said troops would enter {T} unless it gave in
        {S} threatened to occupy {T}
        {T} was threatened by {S} with invasion
        {S} could stop gas supplies to {T}
        {S} said it would deploy missiles against {T}
    """,
    "YIELD": """
        {S} released {T}
        {S} freed prisoners from {T}
        {S} set {T} free
        {S} lifted sanctions on {T}
        {S} eased restrictions on {T}
        {S} lifted the ban on {T}
        {S} ended the curfew in {T}
        {S} lifted the state of emergency in {T}
        {S} withdrew its troops from {T}
        {S} pulled back its forces from {T}
        {S} accepted the demands of {T}
        {S} gave in to {T}
        {S} declared a ceasefire with {T}
        {S} agreed a truce and stopped firing at {T}
        {S} ended its strike after talks with {T}
        {S} called off the protest against {T}
        {S} returned property to {T}
        {S} returned the bodies of soldiers to {T}
        {S} allowed {T} to enter the country
        {S} granted {T} permission to land
        {S} resigned after pressure from {T}
        {S} surrendered to {T}
        {S} laid down arms before {T}
        {S} retreated from {T}
        {S} reopened the border with {T}
        {S} gave {T} access to the site
        {S} let {T} go
        {S} pardoned {T}
        {S} dropped charges against {T}
        {S} backed down before {T}
        {S} relaxed the embargo on {T}
        {S} dismantled its bases in {T}
        {S} ended the siege of {T}
        {S} stepped down as {T} demanded
        {S} admitted monitors of {T}
        {S} demobilised its fighters in {T}
        {S} restored rights to {T}
        {T} was released by {S}
        {T} was allowed by {S} to return home
        {S} granted autonomy to {T}
        {S} softened its stance towards {T}
        {S} fired its minister after {T} complained
    """,
}

STATES = """
    Turkey | Iran | Kenya | India | Pakistan | Sudan | Ethiopia | China | Japan | Brazil | Peru | Chile | Ukraine |
    Georgia | Armenia | Egypt | Jordan | Mali | Niger | Chad | Somalia | Yemen | Qatar | Iraq | Syria | Israel | Lebanon |
    Nepal | Myanmar | Thailand | Vietnam | Cuba | Haiti | Colombia | Venezuela | Mexico | Spain | Greece | Serbia | Kosovo
    | Belarus | Russia | Germany | France | Britain | the United States | Canada | Australia | South Korea | North Korea |
    the European Union | the United Nations | NATO | the African Union | Afghanistan | Libya | Algeria | Morocco | Rwanda
    | Uganda
"""
PEOPLES = """
    Turkish | Iranian | Kenyan | Indian | Pakistani | Sudanese | Ethiopian | Chinese | Brazilian | Ukrainian | Egyptian |
    Iraqi | Syrian | Israeli | Lebanese | Burmese | Colombian | Mexican | Greek | Serbian | Russian | German | French |
    British | American | Libyan | Nigerian
"""
BODIES = """
    government | president | army | foreign ministry | police | parliament | opposition leaders | rebels | protesters |
    farmers | students | journalists | activists | aid workers | officials | refugees | prime minister | court | soldiers
    | militants | companies | diplomats
"""
BEFORE = (
    "",
    "",
    "",
    "On Monday, ",
    "Last week, ",
    "According to local media, ",
    "In the capital, ",
    "Meanwhile, ",
    "In March 2014, ",
    "The spokesman said that ",
)
AFTER = (
    ".",
    ".",
    ".",
    ", officials said.",
    " on Thursday.",
    " over the border dispute.",
    " after days of tension.",
    " during the crisis.",
    ", state television reported.",
    " last year.",
    " amid fears of a wider conflict.",
    " in the north of the country.",
    ", the ministry said in a statement.",
)


@dataclass(frozen=True)
class Sentence:
    text: str
    source: tuple[Span, ...]
    target: tuple[Span, ...]
    root: str


def sentences(chance: random.Random) -> Iterator[Sentence]:
    """One for each phrase."""
    for root, lines in PHRASES.items():
        for line in filter(None, map(str.strip, lines.split("\n"))):
            yield _sentence(
                root, chance.choice(BEFORE), line + chance.choice(AFTER), {"{S}": _actor(chance), "{T}": _actor(chance)}
            )


def _sentence(root: str, before: str, phrase: str, actors: dict[str, str]) -> Sentence:
    text, places = before, {}
    for part in re.split(r"(\{[ST]\})", phrase):
        words = actors.get(part, part)
        if not text:
            words = words[:1].upper() + words[1:]
        if part in actors:
            places[part] = (len(text), len(text) + len(words))
        text += words
    source, target = ((Span.cut(text, *places[side]),) if side in places else () for side in ("{S}", "{T}"))
    return Sentence(text, source, target, root)


def _actor(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.4:
        return chance.choice(_listed(STATES))
    body = f"{chance.choice(_listed(PEOPLES))} {chance.choice(_listed(BODIES))}"
    return f"the {body}" if kind < 0.7 else body


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.split("|")]
