"""What a body decided where the law leaves room: dated, numbered, never rewritten."""
