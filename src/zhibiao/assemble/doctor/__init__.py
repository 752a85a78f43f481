"""What this machine and a book need, looked at one by one."""
