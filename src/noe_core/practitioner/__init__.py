"""The stream of one practitioner: what they carry and how they say they are."""
