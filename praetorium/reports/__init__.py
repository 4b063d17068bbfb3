"""Reports: the HTML page and the workbook made from a study, and reading back the figures that stand in them."""
