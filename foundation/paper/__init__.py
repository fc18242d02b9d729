"""What is printed and handed over: QR codes, and sheets that need nothing but a browser."""
