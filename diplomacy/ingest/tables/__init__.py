"""Tables of staff, from Excel or as CSV, into the register and out of it, through its codec."""
