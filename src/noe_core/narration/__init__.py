"""The words: what the facts say, in French and in English.

Rule kept here: a language is plain functions from facts to sentences, with dates, money and
plurals from the locale library. Nothing outside this package imports Babel.
"""
