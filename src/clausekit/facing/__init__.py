"""Two texts put face to face: their blocks (`blocks`), then the words of two blocks (`words`)."""
