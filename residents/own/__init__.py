"""The register entry of somebody who works here."""
