"""API of the procedure: process templates."""
