"""Mail: how messages are found in archives, what they say, whom they quote, and which answer which."""
