"""The auditor as a library: from a picture and its copy to findings."""
