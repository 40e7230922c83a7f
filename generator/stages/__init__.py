"""The map functions of READ, LINK and TAG. Each takes one small task, reads and writes volumes, and returns a receipt.

A task's key stands for all that goes into it, so equal keys mean equal results; inside a volume each section has a key
of its own, and what a former volume holds under the same key is copied instead of made again.
"""
