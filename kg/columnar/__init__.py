"""Cohort queries over millions of findings: the store's findings as columns, asked in SPARQL.

The engine is DuckDB: `schema` says which table and column holds which property, `snapshot` fills
them from the store, and a query is parsed by rdflib, translated to SQL (`algebra`, `patterns`,
`expressions`, `translation`) and answered by `columnar_store`. What cannot be translated with the
same meaning is left to the embedded engine, with the reason.
"""
