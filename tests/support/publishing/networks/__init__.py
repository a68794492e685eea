"""Networks of other people, as their documentation describes them, in this process."""
