r"""What do people, programs and attackers type? One file of values that have hurt other systems.

Python writes escapes for what cannot be seen. Each value says what it tries; `LINES` are the same
tries packed into as few lines as a text field of 200 characters takes.
"""

from __future__ import annotations

from collections.abc import Mapping

# Every character that str.splitlines() breaks on, and the pair that ends lines in mail.
BREAKS = ("\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\r\n")
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TEN_THOUSAND = "Åsa " * 2_500
FAMILY = "👩‍👩‍👧‍👦"  # four people and three joiners

BREAKING: Mapping[str, str] = {
    f"break {mark!a}": f"Möte{mark}Bcc: evil@x.example{mark}X-EVIL:1{mark}END:VEVENT"
    for mark in BREAKS
}
INVISIBLE: Mapping[str, str] = {
    "NUL": "Mö\0te",
    "ESC": "Möte\x1b[31m\x1b]0;evil\x07",
    "DEL and C1": "Mö\x7f\x80\x9bte",
    "turned around": f"Möte {TURNING}gpj.exe",
    "half a character": "Möte \ud800",
    "other half first": "\udfff\ud83d Möte",
    "byte order mark": "\ufeffMöte",
    "nothing but breaks": "\r\n\u2028\x0b\t",
    "nothing but a joiner": "\u200d",
}
LONG: Mapping[str, str] = {
    "ten thousand characters": TEN_THOUSAND,
    "two hundred wide ones": "Å" * 200,
    "one letter, many marks": "Z" + "\u0301" * 150,
    "families": FAMILY * 20,
}
MARKUP: Mapping[str, str] = {
    "script": "<script>probe()</script>",
    "image": "<img src=x onerror=probe()>",
    "end of everything": "</textarea></title></style></script></option></select><b probe>",
    "out of an attribute": '" autofocus onfocus="probe()" x=\'` onprobe=1',
    "entity": "&lt;b&gt; &amp; &#60;probe&#62; &quot;",
    "svg": "<svg/onload=probe()><math href=javascript:probe()>",
    "comment": "--><!-- <![CDATA[ <?probe",
}
TEMPLATES: Mapping[str, str] = {
    "Jinja": "{{7*7}} {% raw %} {{ config }} {# x #}",
    "format": "{0.__class__} {} {name!r} {event.__init__.__globals__}",
    "percent": "%(x)s %s %d %(name)s 100 %",
    "dollar": "${7*7} #{7*7} $(id) `id`",
    "backslash": "\\n \\r\\n \\, \\; \\N \\u0041 \\1",
}
FORMULAS: Mapping[str, str] = {
    "formula": "=1+1",
    "command": "@SUM(1)*cmd|' /C calc'!A0",
    "plus": "+46 19 12 34 56",
    "minus": "-1",
    "tab": "\t=1+1",
}
LINKS: Mapping[str, str] = {
    "script link": "[Brå](javascript:probe())",
    "data link": "[Brå](data:text/html;base64,cHJvYmU=)",
    "file link": "[Brå](file:///etc/passwd)",
    "remote image": "![Brå](https://probe.example/p.gif)",
    "bare script": "<javascript:probe()>",
    "reference": "[Brå][1]\n\n[1]: javascript:probe()",
    "no scheme": "[Brå](//probe.example)",
}
PEOPLE: Mapping[str, str] = {
    "display name": '"Chef" <chef@x.example>',
    "two senders": "Anna, evil@x.example",
    "encoded word": "=?utf-8?q?Anna?= =?utf-8?b?xeQ=?=",
    "quotes and carets": "Anna \"Ann\" ^'^n O'Neill; (chef) <>",
    "colons and commas": "Anna:Bo;Carl,Dan=1",
}
VALUES: Mapping[str, str] = {
    **BREAKING,
    **INVISIBLE,
    **LONG,
    **MARKUP,
    **TEMPLATES,
    **FORMULAS,
    **LINKS,
    **PEOPLE,
}

# What may stand where an address is asked for; none of them is one.
ADDRESSES: Mapping[str, str] = {
    "quoted": '"anna bo"@kumla.example',
    "spaces": "anna bo@kumla.example",
    "several": "anna@kumla.example, evil@x.example",
    "several signs": "anna@kumla.example@x.example",
    "name and address": "Anna <anna@kumla.example>",
    "no domain": "anna@",
    "one label": "anna@localhost",
    "route": "@x.example:anna@kumla.example",
    "comment": "anna(chef)@kumla.example",
    "break": "anna@kumla.example\r\nBcc: evil@x.example",
    "not ASCII before the sign": "åsa@kumla.example",
    "dots": "anna..bo@kumla.example",
    "IP address": "anna@[127.0.0.1]",
    "long": "a" * 65 + "@kumla.example",
    "percent": "anna@kumla%2eexample",
    "script": "<script>probe()</script>@kumla.example",
}
# What may stand where a time zone, a date, a number, a word of a list or an id is asked for.
OTHERS: Mapping[str, str] = {
    "path": "../../etc/passwd",
    "absolute path": "/etc/localtime",
    "zone of no country": "Europe/Atlantis",
    "number": "1",
    "negative": "-1",
    "nought": "0",
    "huge": "9" * 400,
    "exponent": "1e999",
    "other digits": "١٢",
    "not a number": "NaN",
    "nobody": "00000000-0000-0000-0000-000000000000",
    "date of no year": "0000-00-00",
    "far date": "9999-12-31",
    "time of no day": "2027-02-30T25:61",
    "far time": "9999-12-31T23:59",
    "first time": "0001-01-01T00:00",
    "time with zone": "2027-02-04T09:00+99:99",
    "week": "2027-W05",
    "nothing": "",
    "NUL": "\0",
    "half a character": "\ud800",
    "markup": "<script>probe()</script>",
    "script link": "javascript:probe()",
    "link with quotes": "https://x.example/\"onclick='probe()'>",
    "link with a password": "https://anna:hemligt@x.example/",
    "ten thousand characters": TEN_THOUSAND,
}

# The same in as few lines as a field of 200 characters takes: each line goes into every field.
LINES: Mapping[str, str] = {
    "breaks": "".join(f"b{mark}X-EVIL:1" for mark in BREAKS)
    + f"\0\x1b[31m\x7f{TURNING}\ud800\r\nBcc: evil@x.example\r\nEND:VEVENT\r\nATTENDEE:mailto:e@x",
    "markup": "</textarea></title></script></option><script>probe()</script><img src=x "
    'onerror=probe()>"\' onfocus="probe()" x=\'` --><b probe>&lt;i probe&gt;',
    "words": f"=1+1 {{{{7*7}}}} {{0.__class__}} {{% raw %}} %(x)s %s %d ${{7*7}} \\n \\; \\, ^n "
    f'"Chef" <c@x.example>, =?utf-8?q?A?= {FAMILY} [a](javascript:probe()) <data:text/html,probe>',
}
HARMLESS = "Harmlöst"
