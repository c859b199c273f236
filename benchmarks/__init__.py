"""One module per figure that the README claims, each measured beside its peer in the same run."""
