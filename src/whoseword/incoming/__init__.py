"""The reader of the inbox: it reads what waits there, checks feeds, and compares what it read.

Promises: people's additions come before what feeds bring; a host is asked with pauses, and what it puts off is put off; feeds and what
they list are asked for only where robots.txt allows whoseword to; a stop loses nothing; nothing that arrives holds up the rest, however long it would take or however much memory. What is asked for are the addresses that
people and their feeds name, and nothing else.
"""

from whoseword.incoming._manners import Manners
from whoseword.incoming._reader import Reader, Tally
from whoseword.incoming._workshop import Workshop

__all__ = ["Manners", "Reader", "Tally", "Workshop"]
