"""The map of ties: pure arithmetic from places to the numbers of SVG attributes.

`projection` and `lines` are geometry, `land` the coasts, `frame` what the map shows, `arcs` the
ways to the partners, `labels` where names stand, `drawing` all of it together.
"""
