"""How does a scenario travel? As a spreadsheet of injects (an MSEL), as a package, as plain JSON.

`reading` bytes → cells · `headings` what a column means · `times` when · `values` kinds and ways ·
`naming` [key] name · `rows` a sheet → records · `building` records → injects · `preview` all of it,
with messages · `merging` what another import changes · `writing` injects → a sheet · `package` the
lossless file · `foreign` other tools' JSON · `cexf` the one
of them that is written.
"""
