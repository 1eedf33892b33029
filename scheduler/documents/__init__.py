"""What is a document? One tree of blocks, from which every format is written.

`document` the blocks · `markdown_blocks` typed notes → blocks · `minutes`, `agenda`, `attendance`,
`actions` what is known → a document · `to_markdown`, `to_data` documents as text and as JSON.
PDF, DOCX and HTML are written in web/documents. So the same words stand in all of them.
"""
