"""What runs inside LibreOffice when a menu entry or tool of the extension is clicked."""
