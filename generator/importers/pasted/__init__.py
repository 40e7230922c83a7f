"""How pasted text is read: lines, skins, headers, bodies. Its front door is `importers.paste`."""
