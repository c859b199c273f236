"""Words of negation and modality, by language: the table of :mod:`dragoman.translation.polarity`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cues:
    """Regular expressions, matched on whole words without case: what says it for certain, and what may say it too.

    ``other`` holds what a human translator writes instead ("unable to" for "not"); ``certain`` words are among them.
    """

    certain: str
    other: str


CUES: Mapping[str, Mapping[str, Cues]] = {
    "en": {
        "negation": Cues(
            certain=r"(?<!or )not(?! only| just| least)|\w+n['’]t|cannot|never|without|no(?!\.|\s?\d| (?:later|more|"
            r"less|fewer|sooner|longer|matter|doubt|one knows|way\b))|none|nothing|nobody|neither",
            other=r"not|no|nor|\w+n['’]t|cannot|without|never|none|nothing|nobody|neither|un(?!der|it|ti|i[qvofl]|"
            r"ion)\w{3,}|dis(?:a|continu|regard|satisf|obey|hones|connect)\w*|in(?:abilit|ac|ade|alter|appr|"
            r"capa|comp|corr|def|depend|dispens|eff|eligib|evit|exist|suff|toler|valid|visib|act)\w*|"
            r"im(?:poss|prop|prob|perf)\w*|il(?:leg|lic)\w*|ir(?:reg|rel|resp|rev)\w*|non-?\w+|"
            r"\w{3,}less(?:ly)?|\w+-free|lack\w*|fail\w*|hardly|barely|scarcely|rarely|refus\w+|reject\w*|"
            r"avoid\w*|prevent\w*|exclu\w+|except\w*|unless|rather than|instead|absen\w+|missing|den(?:y|"
            r"ied|ies|ial)|prohibit\w*|forbid\w*|only|until|before|stop\w*|few|little|out of|free of|any\w*|"
            r"ever|short of|outside|ignor\w+|skip\w*|omit\w*|empty|or not|no longer",
        ),
        "obligation": Cues(
            certain=r"must|shall|ha(?:ve|s) to|(?:is|are|be) (?:obliged|required) to",
            other=r"must|shall|should|ought|will|would|(?:ha(?:ve|s|d)|need\w*|got|is|are|was|were) to|need\w*|"
            r"requir\w*|oblig\w*|necess\w+|suppos\w+|expect\w*|due|owe\w*|likely|probably|essential|"
            r"mandatory|compulsory|bound|enforc\w+|forc\w+|force|want\w*|demand\w*|important",
        ),
        "permission": Cues(
            certain=r"(?-i:may)(?! \d)|might|(?-i:^May) (?:I|we|you|they|he|she|it)\b",
            other=r"may|might|can(?:not|['’]t)?|could\w*|able|unable|abilit\w+|possib\w*|perhaps|maybe|allow\w*|"
            r"permi\w+|capab\w+|\w+[ai]ble|\w+[ai]bly|let|would|should|potential\w*|likely|probab\w+|"
            r"enabl\w+|optional\w*|sometimes|eventual\w*|must|ha(?:ve|s) to|need\w*|be",
        ),
    },
    "pt": {
        "negation": Cues(
            certain=r"não(?! só| apenas| somente)|nunca|jamais|sem(?! dúvida)|nenhum(?:as?|s)?|ninguém|tampouco",
            other=r"não|nem|nada|nunca|jamais|sem|nenhum\w*|ninguém|tampouco|sequer|in(?:ativ|capa|cert|comp|corr|"
            r"def|depend|dispens|disp|efic|evit|exist|explic|justi|segur|sufic|toler|útil|úte|váli|valid|"
            r"vis|volunt|viáv|alter|aceit|adequ)\w*|im(?:poss|próp|prov|perf|ped|peç)\w*|des(?:necess|"
            r"conhec|lig|ativ|favor|autor|prov|vant|cont|cump|igu|apar|consider|abilit)\w*|ir(?:reg|real|"
            r"rel|resp)\w*|il(?:eg|im|íc)\w*|falt\w+|falh\w+|recus\w+|rejeit\w+|evit\w+|exce(?:to|ção|p)\w*|"
            r"exclu\w+|salvo|menos|deix\w+ de|ausên\w+|ausente\w*|proib\w+|apenas|só|somente|pouc[oa]s?|"
            r"raramente|livres? de|em vez|ao invés|fora|neg(?:ar|ou|ad|a)\w*|isent\w+|ignor\w+|vazi\w+|"
            r"antes|carec\w*|qualquer|parar|parou|anti\w+|perd\w+",
        ),
        "obligation": Cues(
            certain=r"devemos|deverá|deverão|deve|devem|t[eê]m (?:de|que)|temos (?:de|que)|(?:é|são|somos|sou|está|"
            r"estão|ser|será|serão) obrigad[oa]s? a",
            other=r"dev\w*|t(?:er|erá|erão|eria\w*|inha\w*|em|êm|emos|enho|enha\w*|ive\w*|eve|"
            r"er-se-á) (?:\w+ )?(?:de|que)|precis\w+|necess\w+|obrig\w+|exig\w+|requ\w+|há (?:de|que)|"
            r"imprescind\w+|fundamental|importante|indispens\w+|\w+r(?:á|ão|emos|ei)|\w+r-se-(?:á|ão)|"
            r"compromet\w+|cabe|cumpre|vai|vão|vamos|força\w*|tenha\w*|quer\w*|esper\w+",
        ),
        "permission": Cues(
            certain=r"pod(?:e|em|erá|erão|emos)(?! ser que)",
            other=r"p[ou]d\w+|pôde|poss[ao]\w*|conseg\w+|capaz\w*|capac\w+|possív\w+|possibil\w+|talvez|permit\w+|"
            r"sabe\w*|autoriz\w+|eventual\w*|\w+ve(?:l|is)|provavel\w*|\w+ria[ms]?|consiga\w*|às vezes|"
            r"dá para|opcional\w*|quiçá|dev\w+|habilit\w+",
        ),
    },
    "es": {
        "negation": Cues(
            certain=r"no(?! sólo| solo| solamente|\.|\s?\d)|nunca|jamás|sin(?! embargo| duda)|ningun[oa]?s?|ningún|"
            r"nadie|tampoco",
            other=r"no|ni|nada|nunca|sin|siquiera|ningun\w*|ningún|nadie|in(?:activ|capa|comp|corr|def|depend|"
            r"disp|exist|segur|sufic|toler|útil|váli|valid|vis|viab)\w*|imp(?:os|ro|id|ed|er)\w*|"
            r"des(?:neces|conoc|activ|favor|autor|cumpl|habil|apar)\w*|innec\w*|irreg\w*|ileg\w*|ilim\w*|"
            r"falt\w+|fall\w+|rechaz\w+|evit\w+|excep\w+|exclu\w+|salvo|menos|dej\w+ de|ausen\w+|prohib\w+|"
            r"sólo|solo|solamente|únicamente|poc[oa]s?|apenas|libres? de|en vez|en lugar|fuera|neg(?:ar|ó|"
            r"ad|a)\w*|exent\w+|ignor\w+|vací\w+|carec\w+|antes|cualquier\w*|omit\w+",
        ),
        "obligation": Cues(
            certain=r"deb(?:e|en|emos|erá|erán)|t(?:iene|ienen|enemos) que|ha(?:y|n)? (?:de|que)|obligad[oa]s? a",
            other=r"deb\w*|t(?:en|ien|uv)\w* (?:\w+ )?que|hay\w* que|ha(?:n|s|bía\w*|brá\w*)? de|precis\w+|"
            r"neces\w+|oblig\w+|exig\w+|requ\w+|imprescind\w+|fundamental|importante|indispens\w+|\w+r(?:á|"
            r"án|emos|é)|va|van|vamos|forz\w+|fuerza|tenga\w*|quer\w*|quier\w*|esper\w+|correspond\w+",
        ),
        "permission": Cues(
            certain=r"pued(?:e|en|a|an)|podrá|podrán|podemos",
            other=r"p[ou]e?d\w+|pudi\w+|capaz\w*|capac\w+|posib\w+|quizás?|tal vez|permit\w+|sab\w+|autoriz\w+|"
            r"eventual\w*|\w+bles?|\w+blemente|\w+ría[ns]?|a veces|opcional\w*|deb\w+|logr\w+|consig\w+|"
            r"consegu\w+|habilit\w+|acaso",
        ),
    },
    "fr": {
        "negation": Cues(
            certain=r"(?:ne|n['’]\w+)(?=\W.*\b(?:pas|jamais|aucune?|rien|personne|ni|point|plus)\b)|pas|jamais|"
            r"sans(?! doute)|aucune?s?|ni",
            other=r"non|ne|n['’]\w+|pas|sans|jamais|aucune?s?|ni|rien|personne|in(?:act|cap|comp|corr|déf|dép|"
            r"disp|exist|suf|util|val|vis|connu|terd)\w*|imp(?:oss|rop|rob)\w*|dé(?:sact|sacc|fav|"
            r"pourvu)\w*|irr\w+|illé\w+|illim\w+|manqu\w+|échou\w+|échec\w*|refus\w+|rejet\w+|évit\w+|"
            r"empêch\w+|except\w+|exclu\w+|sauf|moins|absen\w+|seul\w*|uniquement|peu|au lieu|plutôt|hors|"
            r"exempt\w*|ignor\w+|vide\w*|avant|guère|toute? \w+",
        ),
        "obligation": Cues(
            certain=r"doi(?:t|s|vent)|dev(?:ons|ra|ront|ez)|faut|faudra|tenue?s? de|obligée?s? (?:de|à)",
            other=r"doi\w+|dev\w+|dû\w*|f(?:aut|audr\w+|allait)|oblig\w+|nécess\w+|exig\w+|requi\w+|requér\w+|"
            r"besoin|impos\w+|impérat\w+|indispens\w+|important\w*|essentiel\w*|\w+r(?:a|ont|ons|ez|ai)|va|"
            r"vont|allons|forc\w+|censée?s?|convient|à \w+er|veu\w+|veuill\w+|attend\w+|tenue?s?",
        ),
        "permission": Cues(
            certain=r"peu(?:t|vent|x)|pourr(?:a|ont|ez|ons)|pouvons|pouvez",
            other=r"peu\w+|pou[rv]\w+|pu|puiss\w+|capab\w+|capac\w+|possib\w+|permet\w+|permis\w*|autoris\w+|"
            r"sa(?:it|vent|voir)|éventuel\w*|\w+ables?|\w+ibles?|\w+rai(?:t|ent|s)|\w+rions|parfois|"
            r"facultati\w+|optionnel\w*|susceptib\w+|arriv\w+|doi\w+|dev\w+|parvien\w+|risqu\w+|sans doute",
        ),
    },
    "de": {
        "negation": Cues(
            certain=r"nicht(?! nur)|kein(?:e[nmrs]?)?|nie|niemals|ohne|nichts|niemand(?:em|en)?|weder|keinerlei|"
            r"nirgends",
            other=r"nicht\w*|nein|kein\w*|nie\w*|ohne|nichts|weder|un(?!ter|d\b|s|gefähr|i)\w{4,}|miss\w+|"
            r"\w{3,}los(?:e[nmrs]?)?|\w{3,}frei(?:e[nmrs]?)?|fehl\w*|\w*lehn\w+|vermeid\w+|verhinder\w+|"
            r"außer\w*|ausschl\w+|ausgeschl\w+|ausgenommen|weniger|mangel\w*|verbot\w+|verbiet\w+|"
            r"untersag\w+|nur|kaum|selten|statt\w*|anstatt|anstelle|leer\w*|bevor|vor|weiger\w*|deaktiv\w*|"
            r"ignor\w+",
        ),
        "obligation": Cues(
            certain=r"m(?:uss|üssen|üsst|usst)|verpflichtet|(?:ist|sind|hat|haben) (?:\w+ ){0,6}zu \w+en",
            other=r"m[uü]ss\w*|soll\w*|verpflicht\w+|pflicht\w*|erforder\w+|notwendig\w*|nötig\w*|benötig\w+|"
            r"brauch\w+|vorgeschrieben\w*|zwing\w+|zwang\w*|zu|werd\w+|wird|wichtig\w*|bedarf|gezwung\w+|"
            r"verlang\w+|wesentlich\w*",
        ),
        "permission": Cues(
            certain=r"darf|dürfen|dürft|darfst",
            other=r"d[aü]rf\w*|kann|k[oö]nn\w*|konnt\w*|möglich\w*|mögl\w+|vielleicht|erlaub\w+|lass\w*|lässt|"
            r"fähig\w*|imstande|\w+bar(?:e[nmrs]?)?|würde\w*|eventuell\w*|gegebenenfalls|möcht\w*|mag|mögen|"
            r"womöglich|wahrscheinlich\w*|optional\w*|soll\w*|zulässig\w*|gestattet\w*|berechtigt\w*|"
            r"manchmal",
        ),
    },
    "zh": {
        "negation": Cues(
            certain=r"不(?![仅但只同过断久])|没有?|未|无(?!论)|勿|别(?!的|人)|非(?!常)|並未|從未",
            other=r"不|没|未|无|非|勿|免|除|禁|拒|缺|失|仅|只|少|前|空|否|停|取消|避|超|外|难|任何",
        ),
        "obligation": Cues(
            certain=r"必须|必須|务必|應當|应当|须|不得不|有义务",
            other=r"必|须|須|应|應|需|要|得|该|義務|义务|将|会|强制|负责|一定|请",
        ),
        "permission": Cues(
            certain=r"可以|可能|也许|或许|允许",
            other=r"可|能|会|许|許|允|让|若|如|或|应|应该|有时|大概|要",
        ),
    },
}
