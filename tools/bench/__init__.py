"""`make bench`: how fast the product is on this machine, beside the floor measured in the same minute."""
