"""A visit, an agreement or an event on one screen: found, typed, shown, saved, kept."""
