"""The page's views, each a module: what a route shows and which form posts to it."""
