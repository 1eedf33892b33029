"""How does a document become a file: HTML, PDF, DOCX, Markdown, JSON, a spreadsheet, a package?"""
