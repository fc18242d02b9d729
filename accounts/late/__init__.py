"""Words that come too late: between page and button the page stopped being the writer's.

A case went to somebody else or was made confidential, a building moved, a post ended at midnight,
and what was just written would end at a missing page. Instead
  1. what was done before is answered as it was the first time (`Kind.before`): a resend;
  2. what we ourselves had shown the writer goes to the record, for whoever has it now
     (`Kind.hand_on`; accounts/late/proof.py says how we know);
  3. and in every case its writer keeps it for thirty days, words and photos (`LateDraft`).
The answer is the same whether there is something at that address or not: nobody learns anything
by sending words to it. An app registers its pages when it is ready (accounts/late/kinds.py).
"""
