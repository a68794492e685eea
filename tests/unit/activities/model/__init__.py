"""Tests of the code under `activities/model/`."""
