"""Papers: the text of letters, notice sheets, record sheets and the archive list, from stored documents only."""
