"""Words as people write and read them: forms, meanings, marks and addresses."""
