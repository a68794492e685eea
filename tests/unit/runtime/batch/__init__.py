"""Tests of many campaigns from one file."""
