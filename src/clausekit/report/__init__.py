"""What is printed: terminal, Markdown and JSON. Findings hold routes; lines come here, at the end."""
