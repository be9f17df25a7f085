"""Tag: one encoder pass over an article, from which come attributions (source, cue, content) and names.

A second network says what root an act of one party on another has (`Roots`), a third which act a statement is (`ActNetwork`).
Promises spans that are the text's and confidences that are posterior probabilities; resolves nobody: who speaks is
the business of `whoseword.link`. Everything that knows the encoder, its pieces or onnxruntime lives here.
"""

from whoseword.tag.act_network import ActNetwork
from whoseword.tag.bundle import DEFAULT_BUNDLE, Bundle, open_bundle
from whoseword.tag.roots import Roots
from whoseword.tag.tagger import Tagger

__all__ = ["DEFAULT_BUNDLE", "ActNetwork", "Bundle", "Roots", "Tagger", "open_bundle"]
