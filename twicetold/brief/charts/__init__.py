"""Charts as inline SVG: no style attributes and no scripts, so that a strict content security policy lets them through."""
