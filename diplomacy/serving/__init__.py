"""How the site runs and what it says of itself: health, log, limits of the database, outages."""
