"""What importers of saved web pages share: opening a page, the seam of forum engines, dates as pages show them."""
