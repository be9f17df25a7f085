"""The desk: the ledger as pages that people read, search and cite.

Promises: every page is read from the ledger alone, with bounded queries; only the
corrections that a person on this machine saves are written; whatever an article contains is
shown as text and cannot run; a page needs no script to be read and nothing from another machine; its address stays. Not here: tagging
(the pipeline's), and any decision about what was said.
"""

from whoseword.web._app import create_app
from whoseword.web._desk import DeskOptions
from whoseword.web._openid import OpenId
from whoseword.web._tokens import Tokens, new_token, read_tokens
from whoseword.web.api import ApiOptions, create_api

__all__ = ["ApiOptions", "DeskOptions", "OpenId", "Tokens", "create_api", "create_app", "new_token", "read_tokens"]
