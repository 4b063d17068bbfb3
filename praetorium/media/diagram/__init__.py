"""Diagrams of boxes and arrows: laid out in layers, drawn as SVG, no program of others needed."""
