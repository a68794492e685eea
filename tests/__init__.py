"""The promises of Phoenix, each with a test that fails when it is broken."""
