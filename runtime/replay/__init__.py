"""Histories played again under this code: would it have gone the same way?"""
