"""The desk: the web application and the interface for programs, thin faces over `assemble`."""
