"""The acts upon the register: texts taken for review, candidates decided, items told of and followed up."""
