"""Reads tables as spreadsheets export them: any delimiter, any encoding, row by row.

encoding -> lines -> dialect -> table; `report` writes down the rows that could not be used.
"""
