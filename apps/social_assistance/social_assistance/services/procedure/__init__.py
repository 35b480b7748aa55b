"""Procedure: process templates and their versions, the workflow made from them, the log of steps, the case board."""
