"""The pictures that stand for a page where its address is shared: 1200 × 630, drawn here.

`words` says what a picture says, `lettering` which of our letters can say it and how wide they
run, `drawing` puts it on the page as SVG and makes a PNG of that.
"""
