"""Asks an address whether all is well; ends with 0 or 1. Whose certificate it is does not matter on this machine."""

import ssl
import sys
import urllib.request

context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
try:
    with urllib.request.urlopen(
        sys.argv[1], timeout=4, context=context if sys.argv[1].startswith("https") else None
    ) as answer:
        sys.exit(0 if answer.status == 200 else 1)
except OSError as error:
    sys.exit(f"not healthy: {error}")
