"""Verification: requests to outside sources, their data and the findings (信息核对)."""
