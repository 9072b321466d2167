"""Figures as charts: `specs` says what a chart shows, `cards` what a component of the page gets."""
