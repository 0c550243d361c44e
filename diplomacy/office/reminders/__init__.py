"""What the desk tells people where they are: a digest by e-mail, and a calendar of their own."""
