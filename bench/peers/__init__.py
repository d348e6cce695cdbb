"""The servers that Brasa is measured against."""
