"""What stands between a request and a page: rights, sessions, forged forms, headers, errors."""
