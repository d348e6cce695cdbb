"""Break a whole cluster at random, and compare the books afterwards: `make chaos KILLS=100`."""
