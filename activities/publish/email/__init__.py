"""E-mail: a letter to everybody on a list who has agreed to it, by an SMTP server."""
