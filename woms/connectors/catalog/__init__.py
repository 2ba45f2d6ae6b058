"""The catalogue of products from an Excel sheet: template, preview with errors by row, confirmation, undo."""
