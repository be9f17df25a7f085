"""The words by which sources are told apart: pronouns, titles, and nouns for people, groups, bodies and papers.

Nothing here decides; the other modules of `link` look words up. All words are lower case, nouns singular unless said.
Gathered from the sources of PolNeAR train and from the dictionaries of offices in common use (2026-11-23).
"""


def word_set(text: str) -> frozenset[str]:
    """The words of a line as a set."""
    return frozenset(text.split())


HE = word_set("he him his himself he's he'd he'll")
SHE = word_set("she her hers herself she's she'd she'll")
THEY = word_set("they them their theirs themselves they're they've they'd they'll")
IT = word_set("it its itself it's")
FIRST = word_set("i me my mine myself i'm i've i'd i'll")
FIRST_PLURAL = word_set("we us our ours ourselves we're we've we'd we'll let's")
SECOND = word_set("you your yours yourself you're you've you'd you'll")
RELATIVE = word_set("who whom whose which that")
PRONOUNS = HE | SHE | THEY | IT | FIRST | FIRST_PLURAL | SECOND | RELATIVE

ARTICLES = word_set("the a an")
DETERMINERS = ARTICLES | word_set(
    "this that these those his her its their our my your some any no every each both all another one"
)
QUANTIFIERS = word_set(
    "some many most several few all both other others more fewer various numerous two three four five six seven eight nine ten "
    "dozens hundreds thousands scores plenty half much none certain multiple countless a-few tens lots one-third two-thirds nearly "
    "almost roughly about over least under only just"
)

MASCULINE_TITLES = word_set("mr mr. mister sir lord king prince father brother pope monsieur herr señor sheikh emir sultan")
FEMININE_TITLES = word_set("mrs mrs. ms ms. miss dame lady queen princess sister madame madam frau señora baroness")
# Words before a person's name that are no part of it.
TITLES = (
    MASCULINE_TITLES
    | FEMININE_TITLES
    | word_set(
        "dr dr. prof prof. professor rev rev. reverend hon hon. sen sen. senator sens. rep rep. reps. representative congressman congresswoman "
        "gov gov. governor lt lt. lieutenant president president-elect vice-president vice premier minister prime chancellor secretary "
        "undersecretary ambassador amb. mayor judge justice chief attorney atty. general gen gen. admiral adm adm. colonel col col. major maj maj. "
        "captain capt capt. sergeant sgt sgt. commander cmdr. marshal detective officer sheriff deputy dep. speaker leader chairman "
        "chairwoman chair director administrator commissioner councilman councilwoman councilor alderman assemblyman assemblywoman "
        "delegate spokesman spokeswoman spokesperson ceo co-founder founder editor archbishop bishop cardinal rabbi imam ayatollah "
        "treasurer comptroller whip counsel solicitor prosecutor advocate adviser advisor strategist manager analyst economist actor actress "
        "author writer host anchor correspondent reporter columnist pollster candidate nominee rival coach activist democrat republican "
        "libertarian socialist independent neurosurgeon presidents senators ministers secretary-general secretaries governors staff businessman businesswoman billionaire mogul tycoon investor executive partner "
        "principal superintendent inspector curator historian scientist researcher physicist lawyer lawmaker mp mep msp fellow premier "
        "czar pastor reverend father sister minister-general envoy diplomat negotiator consul legislator parliamentarian taoiseach ex-president ex-governor co-chair co-chairman "
        "chairperson headteacher singer rapper comedian filmmaker producer retired former acting interim incoming outgoing then late"
    )
)
# Nouns for one person, by what she or he is; "the senator" asks who that is.
ROLES = TITLES | word_set(
    "nominee frontrunner front-runner candidate contender hopeful challenger opponent rival incumbent businessman magnate developer "
    "surgeon physician doctor teacher student scholar academic expert veteran politician statesman lawmaker ex-wife wife husband son "
    "daughter mother father brother sister widow spouse mogul socialist heir donor operative consultant organizer activist attorney "
    "lawyer commentator pundit blogger journalist novelist poet star celebrity entertainer broadcaster radioman radio-host moderator "
    "entrepreneur industrialist banker trader boss head number-two chief official aide staffer source insider spokesman-for deputy "
    "president-elect vice-president congressman-elect monarch pontiff dictator strongman autocrat ruler defendant plaintiff witness victim suspect "
    "man woman boy girl teenager texan floridian ohioan vermonter new-yorker hawk diplomat librarian farmer engineer pilot soldier homeopath "
    "commander-in-chief mastermind firebrand maverick populist progressive conservative moderate liberal millionaire"
)
FEMININE_ROLES = word_set(
    "chairwoman spokeswoman congresswoman councilwoman assemblywoman actress businesswoman wife widow mother daughter sister queen woman girl "
    "ex-wife grandmother aunt niece princess lady businesswoman heiress duchess alderwoman policewoman"
)
MASCULINE_ROLES = word_set(
    "chairman spokesman congressman councilman assemblyman actor businessman husband father son brother king man boy grandfather uncle nephew "
    "prince statesman anchorman alderman policeman duke"
)
# Relatives; which of them are women, FEMININE_ROLES says.
KIN = word_set(
    "father dad grandfather brother son uncle husband nephew mother mom grandmother sister daughter aunt wife niece cousin stepfather stepmother"
)
# Unnamed people who speak for themselves or in confidence.
ANONYMOUS = word_set(
    "source official aide adviser advisor staffer staff insider strategist spokesman spokeswoman spokesperson operative "
    "person someone somebody man woman reporter diplomat investigator associate confidant friend-of assistant commenter "
    "individual employee worker colleague officer negotiator authority interviewer questioner witness neighbor neighbour attendee passenger "
    "representative lawyer attorney relative caller audience-member heckler sister brother mother father wife husband son daughter "
    "boy girl teacher student doctor executive donor judge member candidate leader manager organizer consultant voter supporter"
)
# The plural of these stays anonymous; other plurals are groups.
ANONYMOUS_PLURAL = word_set(
    "sources officials aides advisers advisors staffers staff insiders spokesmen spokespeople operatives diplomats investigators "
    "associates confidants assistants authorities staffs lieutenants officers prosecutors attorneys lawyers employees members-of-staff "
    "people-familiar handlers deputies strategists-for colleagues"
)
GROUPS = word_set(
    "public crowd audience establishment community movement electorate people everyone everybody nobody no-one anyone anybody "
    "rank-and-file wing base chorus majority minority faction camp side couple family pair duo trio nation world left right "
    "opposition press-corps population middle-class generation coalition array constellation undercurrent number percent leadership anyone "
    "elite elites many some most others all few several both those none neither either half women men children folks police-officers"
)
DOCUMENTS = word_set(
    "report poll survey study law letter statement document record email e-mail memo memorandum transcript book article ad advert advertisement "
    "commercial bill rule regulation order ruling decision complaint lawsuit suit filing disclosure agreement accord treaty constitution "
    "resolution platform plan program programme proposal analysis data figure statistic result return finding projection estimate "
    "forecast index average tally count census chart map list roster contract deal text message tweet post note diary memoir biography "
    "editorial op-ed column essay paper page website site video footage film movie documentary song slogan sign banner placard headline "
    "caption playbook manual guide guideline handbook questionnaire form petition testimony affidavit deposition indictment subpoena "
    "warrant verdict exit-poll polling release readout communique communiqué declaration charter amendment act legislation code "
    "clause provision policy audit review assessment evaluation manifesto pamphlet leaflet flyer brochure cable telegram file dossier "
    "invitation notice label passage chapter verse joke saw proverb adage legend cartoon atlas scripture bible recording tape slide piece review"
)
ORGANISATIONS = word_set(
    "campaign committee party department ministry agency court bureau commission council board company firm corporation bank institute "
    "institution university college school foundation center centre association organisation organization group union federation league "
    "alliance coalition network-of team office police fbi cia congress senate house parliament legislature cabinet pac super-pac "
    "charity church club society authority army military navy force guard jury panel bench tribunal court fund trust think-tank hospital "
    "clinic museum library lab laboratory startup subsidiary unit division branch chapter command pentagon city county province state-department "
    "airline maker manufacturer retailer brokerage exchange regulator watchdog nonprofit militia rebels cartel gang troupe band "
    "government-agency delegation caucus conference secretariat headquarters embassy consulate mission administration-office service "
    "developer operator carrier supplier chain body"
)
MEDIA = word_set(
    "newspaper paper magazine network channel station broadcaster outlet agency-news news-agency media press tabloid daily weekly website "
    "blog journal show program podcast newsletter publication site"
)
STATES = word_set("government administration regime kremlin state country nation authorities officials government's junta")
# After such a noun the name is a paper's or a body's rather than a person's.
BODY_WORDS = frozenset(
    DOCUMENTS
    | ORGANISATIONS
    | MEDIA
    | word_set(
        "news times post tribune herald journal gazette chronicle globe inquirer observer telegraph guardian independent today "
        "inc inc. corp corp. co co. ltd ltd. llc plc ag sa group holdings partners associates industries systems motors airlines pharmaceuticals "
        "street avenue road tower towers square park bridge island islands river lake beach valley mountain mountains county city town village hall "
        "islam party democrats republicans tea caucus pac usa america american americans university college act amendment law war treaty day "
        "week award prize games olympics cup series super bowl convention summit security affairs education health energy defense defence "
        "relations justice treasury interior commerce labor labour transportation homeland veterans housing agriculture rights policy action "
        "records research survey poll institute club school house white capitol supreme federal reserve national international world "
        "global united states nations kingdom state department office central intelligence investigation coast east west north south "
        "northern southern eastern western middle central new radio tv television broadcasting network studios pictures entertainment "
        "project initiative program alliance conference committee council commission board bureau agency authority administration service services "
        "saturday-night live morning meet face nation tonight daily show hour report review room rules bill plan deal accord"
    )
)
# Words of the kind above, and parties and peoples, that are common surnames.
SURNAMES = word_set(
    "hall park parks lake rivers west north church banks post day house court price field hill brook wood ford strong love bridge bridges "
    "stone street page law young green black white brown christian moody cook major bishop pope king prince duke knight power powers "
    "english welsh french german israel jordan holland england washington lincoln houston austin dallas marshall judge guard battle"
)
PARTIES = word_set(
    "republican republicans democrat democrats democratic gop conservative liberal labour tory tories libertarian socialist independent "
    "progressive communist green evangelical catholic jewish muslim christian latino hispanic african black white arab sunni shiite sikh"
)
REGIONS = word_set(
    """alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas
    kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon
    pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming calif. fla. ill. mass. pa. tex. ariz. wis. conn. va. md. n.y. n.j. n.h. s.c. n.c. d.c.
    new-york new-jersey new-hampshire new-mexico north-carolina south-carolina north-dakota south-dakota west-virginia rhode-island
    ontario quebec alberta manitoba scotland wales england brooklyn manhattan bronx queens chicago boston miami philadelphia atlanta dallas
    houston detroit cleveland denver seattle milwaukee hollywood europe asia africa america florida's los-angeles las-vegas san-francisco
    new-orleans des-moines long-island puerto-rico british-columbia"""
)
# Capitalised at the head of a sentence or everywhere, and no part of a name.
NOT_NAMES = (
    PRONOUNS
    | ARTICLES
    | QUANTIFIERS
    | word_set(
        "in on at by for from with to of as and or but nor so yet if when while after before since until although though because where whether "
        "what why how this that these those here there then now also still even just only once never always already again later earlier "
        "meanwhile however moreover instead despite according during under over about against among between through without within "
        "toward towards upon per via like unlike yes no not well oh please asked told said speaking add adding noting citing is are was were be been being "
        "do does did has have had will would can could should may might must shall monday tuesday wednesday thursday friday saturday sunday "
        "january february march april june july august september october november december jan. feb. mar. apr. jun. jul. aug. sep. sept. "
        "oct. nov. dec. early late last next today yesterday tomorrow tonight another every each either neither nobody nothing everything someone anyone everyone "
        "one such same mostly perhaps maybe indeed thus hence therefore overall finally first second third fourth her his their its our my your "
        "both some many most more less least none full text abstract photo image read related updated correction source additional additionally advisers aides "
        "supporters critics voters officials experts analysts though given recent new top rather few none out up down off back "
    )
) - word_set("may")

SPEECH = word_set(
    "said says say told tells added adds noted notes argued argues wrote writes tweeted tweets declared asked asks insisted insists "
    "acknowledged claimed claims called calls warned suggested explained replied responded continued concluded announced stated believes "
    "believe thinks think thought wants want vowed promised pledged accused criticized denied blamed urged recalled predicted "
    "testified quipped joked complained boasted countered charged contended maintained remarked observed reported confirmed admitted conceded "
    "expects plans hopes hoped planned expected described mocked attacked praised endorsed rejected dismissed demanded proposed"
)
# What stands before a speaker's name where the sentence turns round: "…," said Trump.
INVERTED = word_set(
    "said says wrote writes added adds asked asks explained replied argued tweeted noted declared insisted concluded"
)
BE = word_set("is was has had will would could should may might can did does have been are were")
PREPOSITIONS = word_set(
    "of to for with by from in on at about against between among over under like than through toward towards behind including unlike "
    "despite such versus vs. without into upon via around after before during that"
)
# An empty source whose cue is one of these shares the speaker of the clause that it hangs on.
HANGING_CUES = word_set(
    """adding noting saying arguing citing stating insisting describing calling accusing warning claiming expressing voicing referring
    telling suggesting predicting urging pointing promising vowing pledging hoping recalling asserting declaring explaining quoting
    criticizing criticising praising welcoming blaming denying rejecting demanding comparing writing complaining contending acknowledging
    refusing thanking announcing concluding boasting joking mocking dismissing labeling questioning believing thinking wondering"""
)
# A noun for a kind of act of speaking, not for a source.
ABSTRACT = word_set(
    "expectation reaction belief hope idea notion sense feeling view thought question theory concern fear wish desire dream rate rates dollar "
    "market stream rise experience victory victories campaign-year election race primary side nothing everything something anything vote "
    "price prices cost costs sale sales share shares stock stocks temperature temperatures market markets tax taxes politics point points percentage side sides policies policy-making victories argument way thing things argument arguments history evidence reality fact facts experience time times"
)
SYNONYMS = {
    "survey": "poll", "polls": "poll", "surveys": "poll", "polling": "poll", "newspaper": "paper", "organization": "group", "organisation": "group",
    "firm": "company", "corporation": "company", "study": "study", "research": "study", "e-mail": "email", "institution": "institute",
}  # fmt: skip
NICKNAMES = {
    "bill": "william", "will": "william", "billy": "william", "bob": "robert", "rob": "robert", "bobby": "robert", "dick": "richard", "rick": "richard",
    "rich": "richard", "jim": "james", "jimmy": "james", "jamie": "james", "mike": "michael", "mick": "michael", "mickey": "michael", "joe": "joseph",
    "joey": "joseph", "tom": "thomas", "tommy": "thomas", "tim": "timothy", "dan": "daniel", "danny": "daniel", "dave": "david", "ted": "edward",
    "ed": "edward", "eddie": "edward", "ned": "edward", "jeff": "jeffrey", "geoff": "geoffrey", "greg": "gregory", "chris": "christopher",
    "steve": "steven", "stephen": "steven", "ken": "kenneth", "kenny": "kenneth", "ron": "ronald", "don": "donald", "tony": "anthony", "andy": "andrew",
    "drew": "andrew", "matt": "matthew", "nick": "nicholas", "pat": "patrick", "phil": "philip", "phillip": "philip", "ray": "raymond", "sam": "samuel",
    "ben": "benjamin", "benny": "benjamin", "larry": "lawrence", "jerry": "gerald", "gerry": "gerald", "fred": "frederick", "charlie": "charles",
    "chuck": "charles", "harry": "harold", "hank": "henry", "jack": "john", "johnny": "john", "jon": "jonathan", "doug": "douglas", "walt": "walter",
    "vince": "vincent", "josh": "joshua", "zach": "zachary", "alex": "alexander", "max": "maxwell", "bernie": "bernard", "mitch": "mitchell",
    "liz": "elizabeth", "beth": "elizabeth", "betsy": "elizabeth", "kate": "katherine", "kathy": "katherine", "katie": "katherine", "kathleen": "katherine",
    "sue": "susan", "debbie": "deborah", "debra": "deborah", "barb": "barbara", "cindy": "cynthia", "jen": "jennifer", "jenny": "jennifer", "meg": "margaret",
    "maggie": "margaret", "peggy": "margaret", "pam": "pamela", "patty": "patricia", "becky": "rebecca", "vicki": "victoria", "abby": "abigail",
}  # fmt: skip
