"""What each command shows: an analysis as a table model, typed cells that know no format."""
